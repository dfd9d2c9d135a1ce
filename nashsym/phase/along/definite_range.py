"""Where along a coefficient M ≻ 0 and H ⪰ 0 on T: two intervals, with exact ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import flint

from nashsym.exact.definiteness import definiteness
from nashsym.exact.intervals import Interval
from nashsym.exact.lines import determinant_along
from nashsym.exact.polynomials import interpolate
from nashsym.exact.rational import integers
from nashsym.exact.real_roots import RealRoot, rational_between, real_roots
from nashsym.exact.tangent import restrict
from nashsym.phase.along.coefficient_line import CoefficientLine

__all__ = ["concave_range", "concave_values", "stable_range"]


def stable_range(line: CoefficientLine) -> Interval | None:
    """Return the values λ ≥ 0 with M ≻ 0 on T, or None where there is none.

    They form one interval, open but perhaps at 0, whose ends are roots of det ZᵀMZ: a polynomial of degree at most
    the rank of ZᵀM₁Z.
    """
    size = line.groups - 1
    zero = RealRoot.of(0)
    if size == 0:
        return Interval(zero, None, True, False)
    fixed, slope = restrict(line.fixed.M), restrict(line.slope.M)
    determinant = determinant_along(fixed, slope)
    if determinant == 0:
        return None
    ends = [zero, *(root for root in real_roots([determinant]) if root.compare(0) > 0)]
    for place, start in enumerate(ends):
        end = ends[place + 1] if place + 1 < len(ends) else None
        if definiteness(line.M(rational_between(start, end))).is_positive_definite:
            return Interval(start, end, start == zero and determinant[0] != 0, False)
    return None


def concave_range(line: CoefficientLine) -> Interval | None:
    """Return the closed interval of the λ ≥ 0 with H ⪰ 0 on T around the current one, or None where H is not there.

    H ⪰ 0 on T iff no sum of principal minors of ZᵀHZ of one order is negative; the ends are roots of these.
    """
    if not _concave_at(line)(line.current):
        return None
    zero, current = RealRoot.of(0), RealRoot.of(line.current)
    upward = line.groups == 1 or definiteness(line.slope.H).is_positive_semidefinite
    downward = _concave_at(line)(Fraction(0))
    if upward and downward:
        return Interval(zero, None, True, False)

    roots = _minor_roots(line)
    above = [current, *(root for root in roots if root > current)]
    below = [current, *(root for root in reversed(roots) if zero < root < current), zero]
    end = None if upward else _last_concave(line, above, unbounded=True)
    start = zero if downward else _last_concave(line, below, unbounded=False)
    assert start is not None  # noqa: S101  # the walk down ends at 0 at the latest
    return Interval(start, end, True, end is not None)


def concave_values(line: CoefficientLine) -> Interval | None:
    """Return the interval of all λ ≥ 0 with H ⪰ 0 on T, wherever the current one lies; None where no rational is one.

    They form one interval since H is affine in λ.
    """
    if _concave_at(line)(line.current):
        return concave_range(line)
    zero = RealRoot.of(0)
    points = [zero, *(root for root in _minor_roots(line) if zero < root)]
    for start, after in zip(points, [*points[1:], None], strict=True):
        for value in (start.rational, rational_between(start, after)):
            if value is not None and _concave_at(line)(value):
                return concave_range(replace(line, current=value))
    return None


def _minor_roots(line: CoefficientLine) -> list[RealRoot]:
    """Return where a sum of principal minors of ZᵀHZ of one order vanishes, in ascending order."""
    fixed, slope = restrict(line.fixed.H), restrict(line.slope.H)

    def minor_sums(value: flint.fmpq) -> list[flint.fmpq]:
        numerators, denominator = integers(fixed + value * slope)
        coefficients = numerators.charpoly().coeffs()
        size = numerators.nrows()
        # (−1)^k e_k, e_k homogeneous of order k in the entries.
        return [coefficients[size - order] / flint.fmpq(denominator) ** order for order in range(1, size + 1)]

    return real_roots(interpolate(minor_sums, slope.rank()))


def _concave_at(line: CoefficientLine) -> Callable[[Fraction], bool]:
    return lambda value: definiteness(line.H(value)).is_positive_semidefinite


def _last_concave(line: CoefficientLine, ends: list[RealRoot], *, unbounded: bool) -> RealRoot | None:
    """Walk outwards over the gaps between some ends as long as H ⪰ 0 on T in them, and return the end reached."""
    for near, far in zip(ends, [*ends[1:], *([None] if unbounded else [])], strict=False):
        between = rational_between(near, far) if far is None or near < far else rational_between(far, near)
        if not _concave_at(line)(between):
            return near
        if far is None:
            return None
    return ends[-1]
