"""Which lines bound what at one ratio of coefficients, and the polynomials at whose roots that can change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

import flint

from nashsym.exact.definiteness import definiteness
from nashsym.phase.areas.chart import INFINITE, ZERO, Chart, Line, SupportLines, crossing
from nashsym.phase.paths import pieces_along

__all__ = ["End", "Ends", "Quantities", "Structure"]


class End(NamedTuple):
    """The zero e of a line at an end of a set of t, as the t below e: t ≤ e where it is closed, else t < e."""

    line: Line
    closed: bool


#: The measure of a set of t ≥ 0: its ends, each with the sign with which what lies below it counts.
Ends = tuple[tuple[End, int], ...]
#: By name: "concave" (H ⪰ 0 on T), "regular" (and M ≻ 0), "interior", "interior, unique" (and M ≻ 0),
#: ("excluded", d) and "anybody excluded" (of the interior), ("absent", d) and "anybody absent" (of the regular).
Quantities = dict[str | tuple[str, int], Ends]


class _Range(NamedTuple):
    """An interval of t: its ends as zeros of lines, and their values at the sample; None is infinite."""

    low: Line
    high: Line
    start: flint.fmpq
    end: flint.fmpq | None


class _Piece(NamedTuple):
    """The t at which the homogeneous equilibrium has a support, whose determinant has a sign."""

    support: tuple[int, ...]
    lines: SupportLines
    range: _Range


_EVERYTHING = _Range(ZERO, INFINITE, flint.fmpq(0), None)


class Structure:
    """The structure at one ratio.

    Parameters
    ----------
    chart : Chart
    ratio : flint.fmpq
        ρ.

    Attributes
    ----------
    quantities : dict
        See `Quantities`.
    polynomials : list of flint.fmpz_poly
        The structure is the same at every ratio that no root of one of them parts from ρ, if none vanishes at ρ other
        than those that are 0 everywhere.

    Notes
    -----
    An end of an interval stays the zero of the same line until that line crosses another one or turns over (β = 0).
    """

    def __init__(self, chart: Chart, ratio: flint.fmpq) -> None:
        self._chart, self._ratio = chart, ratio
        self.quantities: Quantities = {}
        self.polynomials: list[flint.fmpz_poly] = [chart.concavity]
        if not definiteness(chart.matrix("H", ratio)).is_positive_semidefinite:
            return
        self._measure("concave", [_EVERYTHING])
        everybody = tuple(range(chart.groups))
        lines = chart.lines(everybody)
        if lines is None:
            return
        self.polynomials.append(lines.determinant)
        if lines.determinant(ratio) == 0:
            return  # not a ratio that is used
        regular = definiteness(chart.matrix("M", ratio)).is_positive_definite
        path = self._path() if regular else []
        whole = next((piece for piece in path if piece.support == everybody), None)
        if regular:
            interior = whole.range if whole else None
        else:
            never = any(line.fixed == 0 == line.slope for line in lines.conditions)
            interior = None if never else self._range(lines, lines.conditions)
        included = self._interior(lines, interior, unique=regular)
        if regular:
            self._everywhere(path, included)

    def _interior(self, lines: SupportLines, interior: _Range | None, *, unique: bool) -> _Range | None:
        """Measure where w⁎ > 0, and who is excluded there; return where nobody is."""
        if interior is None:
            return None
        self._measure("interior", [interior])
        if unique:
            self._measure("interior, unique", [interior])
        for d, floor in lines.floors.items():
            self._measure(("excluded", d), [interior], self._above(lines, floor, interior))
        included = self._range(lines, list(lines.floors.values()))
        self._measure("anybody excluded", [interior], [included] if included else [])
        return included

    def _everywhere(self, path: Sequence[_Piece], included: _Range | None) -> None:
        """Measure who is below the floor at the only homogeneous equilibrium, on the boundary or not."""
        self._measure("regular", [_EVERYTHING])
        for d in range(self._chart.groups):
            above: list[_Range] = []
            for piece in path:
                if d not in piece.support:
                    continue
                for part in self._above(piece.lines, piece.lines.floors[d], piece.range):
                    # At an end that two pieces share, their lines have the same zero.
                    if above and above[-1].end == part.start:
                        above[-1] = _Range(above[-1].low, part.high, above[-1].start, part.end)
                    else:
                        above.append(part)
            self._measure(("absent", d), [_EVERYTHING], above, closed=True)
        self._measure("anybody absent", [_EVERYTHING], [included] if included else [])

    def _measure(
        self,
        name: str | tuple[str, int],
        ranges: Iterable[_Range],
        without: Iterable[_Range] = (),
        *,
        closed: bool = False,
    ) -> None:
        """Note the ends of some disjoint intervals, without others that lie within them.

        At an end a weight that is to be > 0 is 0, which does not belong to its interval unless `closed`, or a weight
        is at the floor, which does.
        """
        signs: Counter[tuple[tuple[object, ...], bool]] = Counter()
        lines = {}
        for sign, listed in ((1, ranges), (-1, without)):
            for each in listed:
                for line, is_high in ((each.low, False), (each.high, True)):
                    belongs = closed or line.name[-1] == "floor"
                    key = (line.name, line not in (ZERO, INFINITE) and belongs == is_high)
                    lines[key] = line
                    signs[key] += sign if is_high else -sign
        ends = tuple((End(lines[key], key[1]), signs[key]) for key in sorted(signs, key=str) if signs[key])
        if ends:
            self.quantities[name] = ends

    def _values(self, lines: SupportLines, line: Line) -> tuple[flint.fmpq, flint.fmpq]:
        """Return α and β at the sample, with the sign of the determinant."""
        sign = 1 if lines.determinant(self._ratio) > 0 else -1
        return sign * line.fixed(self._ratio), sign * line.slope(self._ratio)

    def _range(self, lines: SupportLines, conditions: Sequence[Line]) -> _Range | None:
        """Return the t ≥ 0 at which some lines are ≥ 0, None where they are no interval of positive length."""
        low, high, start, end = ZERO, INFINITE, flint.fmpq(0), None
        for line in conditions:
            fixed, slope = self._values(lines, line)
            self.polynomials.append(line.slope)
            if slope > 0 and -fixed / slope > start:
                low, start = line, -fixed / slope
            elif slope < 0 and (end is None or -fixed / slope < end):
                high, end = line, -fixed / slope
            elif slope == 0 and fixed < 0:
                self.polynomials.append(line.fixed)
                return None
        for line in conditions:
            self.polynomials += [crossing(line, low, lines.determinant), crossing(line, high, lines.determinant)]
        self.polynomials += [crossing(low, high, lines.determinant), crossing(low, ZERO, lines.determinant)]
        return None if end is not None and end <= start else _Range(low, high, start, end)

    def _above(self, lines: SupportLines, floor: Line, within: _Range) -> list[_Range]:
        """Return the part of an interval of t at which a line is ≥ 0: none or one."""
        fixed, slope = self._values(lines, floor)
        self.polynomials += [
            floor.slope,
            crossing(floor, within.low, lines.determinant),
            crossing(floor, within.high, lines.determinant),
        ]
        if slope == 0:
            return [within] if fixed >= 0 else []
        zero = -fixed / slope
        if slope > 0:
            if zero <= within.start:
                return [within]
            return [] if within.end is not None and zero >= within.end else [within._replace(low=floor, start=zero)]
        if within.end is not None and zero >= within.end:
            return [within]
        return [] if zero <= within.start else [within._replace(high=floor, end=zero)]

    def _path(self) -> list[_Piece]:
        """Return the supports of the equilibrium from t = 0 to infinity, where M ≻ 0 on T (MODEL T9)."""
        pieces: list[_Piece] = []
        for found in pieces_along(self._chart.matrix("M", self._ratio), self._chart.a, Fraction(0)):
            lines = self._chart.lines(found.support)
            within = None if lines is None else self._range(lines, lines.conditions)
            if lines is None or within is None:  # pragma: no cover - M ≻ 0 on T: the support holds along the piece
                raise AssertionError("the support of a piece of the path holds nowhere")
            if pieces:
                # 0 at every ratio, unless the supports follow each other at this one alone.
                self.polynomials.append(crossing(pieces[-1].range.high, within.low))
            pieces.append(_Piece(found.support, lines, within))
        return pieces
