"""Exclusion areas over a box of coefficients, without a grid: enclosed between rationals (MODEL, section 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

import flint

from nashsym.errors import InputError
from nashsym.exact.rational import fraction, number_text, rational
from nashsym.game import Game
from nashsym.phase.areas.chart import INFINITE, ZERO, Chart
from nashsym.phase.areas.shares import Area, ExclusionArea, Share
from nashsym.phase.areas.slices import Piece, Slices
from nashsym.phase.areas.stretches import Stretch, stretches
from nashsym.phase.areas.structure import End
from nashsym.phase.axes import COEFFICIENTS
from nashsym.phase.paths import coefficient_forms
from nashsym.terms import CanonicalForm
from nashsym.terms.inputs import InputReader, shown

__all__ = ["MAX_GROUPS_AREA", "exclusion_area"]

#: An interval of a coefficient, or of a volume.
_Side = tuple[Fraction, Fraction]
#: Of a line, or of something that is measured.
_Name = str | tuple[object, ...]
#: Areas are enclosed up to this many groups: about a minute there, most of it isolating roots.
MAX_GROUPS_AREA: Final = 20
#: Bits of the tolerance of an integral beyond those of the width asked for, and those added where they did not suffice.
_SPARE_BITS: Final = 16
_MORE_BITS: Final = 40
_ATTEMPTS: Final = 6


def exclusion_area(
    game: Game, box: Mapping[str, Any], floor: Any = None, width: Fraction = Fraction(1, 10**9)
) -> ExclusionArea:
    r"""Enclose how much of a box of coefficients excludes a group: shares of its volume, without any grid.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs. A coefficient that is not in the box stays as it is in the game.
    box : mapping from coefficient to (low, high)
        One to three of "attractiveness", "consistency", "diversity", 0 ≤ low < high.
    floor : number, optional
        τ; the game's own unless given.
    width : Fraction
        Every share is enclosed at least so narrowly.

    Returns
    -------
    ExclusionArea

    Raises
    ------
    InputError
        For a game without coefficients, or a box that is empty, flat, reversed or negative.

    Notes
    -----
    By scale (MODEL T8) the equilibrium depends on ρ = λ_D/λ_C and t = λ_A/λ_C alone, and at each ρ a group is below the
    floor for t in explicit intervals (T9) whose ends are rational functions of ρ between the real roots of their
    differences, which are isolated exactly. The volume of the box below such an end is closed in λ_C and λ_A; the
    integral over ρ is enclosed by ball arithmetic. Which set is measured is decided by rationals at one ρ per stretch.
    What has no volume does not count: ratios at which ZᵀMZ is singular, weights exactly at the floor.

    Examples
    --------
    The two weights are ½ ± λ_A/4, so that the second is below ¼ for λ_A from 1 on:

    >>> game = Game.alignment(["a", "b"], 1, [1, 0], [[1, 0], [0, 1]], coefficients={"diversity": 0}, floor="1/4")
    >>> found = exclusion_area(game, {"attractiveness": (0, 5)})
    >>> found.groups["b"].area.low, found.groups["b"].area.high
    (Fraction(1, 5), Fraction(1, 5))
    >>> found.groups["b"].conditional.low, found.groups["b"].anywhere.low
    (Fraction(1, 2), Fraction(4, 5))
    """
    if game.is_anchored:
        raise InputError("an anchored game has no areas", remedy="set the coefficient of its anchor to 0")
    forms = coefficient_forms(game)
    if game.size > MAX_GROUPS_AREA:
        raise InputError(
            f"{game.size} groups", key="groups", remedy=f"sweep a grid: areas are enclosed up to {MAX_GROUPS_AREA}"
        )
    if floor is not None:
        game = game.with_floor(floor)
    if width <= 0:
        raise InputError("the width is not above 0", key="width", remedy="give a positive number such as 1e-9")
    sides = _sides(game, box)
    regions = [
        _region(slices, stretch)
        for chart, slices in _halves(forms, game.threshold, sides)
        for stretch in stretches(chart, slices.ratio_ends)
    ]
    volume = regions[0].slices.volume
    bits = _bits(width * volume) + _SPARE_BITS
    for _ in range(_ATTEMPTS):
        found = _result(game, sides, _volumes(regions, bits), volume)
        if found.width <= width:
            break
        bits += _MORE_BITS
    return found


def _sides(game: Game, box: Mapping[str, Any]) -> dict[str, _Side]:
    """Return the interval of each coefficient: one point where it is not in the box."""
    if not box:
        raise InputError("the box is empty", key="box", remedy='give an interval such as {"diversity": (0, 5)}')
    reader, sides = InputReader(), {name: (value, value) for name, value in game.coefficients.items()}
    for name, ends in box.items():
        key = f"box.{name}"
        if name not in COEFFICIENTS:
            listed = f"the coefficients are {', '.join(COEFFICIENTS)}"
            raise InputError(f"no coefficient is named {shown(name)}", key="box", remedy=listed)
        if not isinstance(ends, Sequence) or isinstance(ends, str) or len(ends) != 2:
            raise InputError("a side has two ends", key=key, remedy="give a pair (low, high)")
        low, high = (fraction(reader.coefficient(end, key)) for end in ends)
        if low == high:
            raise InputError(
                "the side has no length", key=key, remedy="leave it out and give the game this coefficient"
            )
        if low > high:
            raise InputError("the side is reversed", key=key, remedy=f"write {number_text(high)}, {number_text(low)}")
        sides[name] = (low, high)
    return {name: sides[name] for name in COEFFICIENTS}


def _halves(
    forms: Sequence[CanonicalForm], floor: Fraction, sides: Mapping[str, _Side]
) -> Iterator[tuple[Chart, Slices]]:
    """Yield the normalised games of which the box consists: two where both λ_C and λ_D run, cut along its diagonal.

    Each coefficient is divided by its upper end. ξ is one of λ_C and λ_D, and ρ the other one over it, at most 1.
    """
    pull = sides["attractiveness"]
    first, second, attraction = forms
    a = attraction.b * rational(pull[1])
    level = _start(pull) if pull[0] < pull[1] else None

    def half(scale: tuple[CanonicalForm, _Side], other: tuple[CanonicalForm, _Side]) -> tuple[Chart, Slices]:
        (fixed, across), (slope, along) = scale, other
        top, side = rational(across[1]), rational(along[1])
        moves = along[0] < along[1]
        # Where the ratio is fixed there is one game: it stands for every formal ratio from 0 to 1.
        rest = flint.fmpq(0) if moves else side
        M = (top * fixed.M + rest * slope.M, (side - rest) * slope.M)
        H = (top * fixed.H + rest * slope.H, (side - rest) * slope.H)
        starts = _start(across) if across[0] < across[1] else None, _start(along) if moves else flint.fmpq(0)
        return Chart(M, H, a, rational(floor)), Slices(*starts, starts[0] is not None and moves, level)

    consistency, diversity = (first, sides["consistency"]), (second, sides["diversity"])
    running = [low < high for low, high in (sides["consistency"], sides["diversity"])]
    if all(running):
        yield half(consistency, diversity)
        yield half(diversity, consistency)
        return
    still, other = (diversity, consistency) if running[0] else (consistency, diversity)
    # The fixed one is the scale, unless it is 0: then the other one, or nothing, scales every game alike.
    yield half(still, other) if still[1][0] > 0 or not any(running) else half(other, still)


def _start(side: _Side) -> flint.fmpq:
    """Return the lower end over the upper one."""
    return rational(side[0] / side[1])


def _bits(tolerance: Fraction) -> int:
    """Return k with 2^−k at most a tolerance."""
    return max(0, (1 / tolerance).__ceil__().bit_length())


class _Region(NamedTuple):
    """A part of the box over one stretch of ratios: volumes below surfaces, and how often each counts in what."""

    slices: Slices
    surfaces: dict[_Name, list[Piece]]
    counts: dict[_Name, Counter[_Name]]


def _region(slices: Slices, stretch: Stretch) -> _Region:
    """Cut a stretch into pieces; what is beyond the box in all of it is put at its end, so that it cancels exactly."""
    left, right, quantities = stretch
    ends = {"start": End(INFINITE, closed=False), "end": End(ZERO, closed=False)}
    surfaces: dict[_Name, list[Piece]] = {}
    names: dict[_Name, _Name] = {}
    counts: dict[_Name, Counter[_Name]] = {}
    for quantity, bounds in quantities.items():
        counts[quantity] = Counter()
        for end, sign in bounds:
            name = (*end.line.name, end.closed)
            if name not in names:
                pieces = slices.pieces(end, left, right)
                beyond = {piece.beyond for piece in pieces}
                only = beyond.pop() if len(beyond) == 1 else None
                names[name] = name if only is None else only
                surfaces[names[name]] = pieces if only is None else slices.pieces(ends[only], left, right)
            counts[quantity][names[name]] += sign
    return _Region(slices, surfaces, counts)


def _volumes(regions: Sequence[_Region], bits: int) -> dict[_Name, _Side]:
    """Enclose the volume of everything that is measured."""
    found: dict[_Name, _Side] = {}
    for slices, surfaces, counts in regions:
        below: dict[_Name, _Side] = {}
        for quantity, signs in counts.items():
            low, high = found.get(quantity, (Fraction(0), Fraction(0)))
            for name, sign in signs.items():
                if sign == 0:
                    continue
                if name not in below:
                    below[name] = slices.below(surfaces[name], bits)
                least, most = below[name] if sign > 0 else below[name][::-1]
                low, high = low + sign * least, high + sign * most
            found[quantity] = (low, high)
    return found


def _result(game: Game, sides: Mapping[str, _Side], volumes: Mapping[_Name, _Side], volume: Fraction) -> ExclusionArea:
    nothing = (Fraction(0), Fraction(0))

    def share(name: _Name) -> Share:
        low, high = volumes.get(name, nothing)
        return Share(max(Fraction(0), low / volume), max(Fraction(0), min(Fraction(1), high / volume)))

    interior = share("interior")

    def area(excluded: Share, absent: Share) -> Area:
        return Area(excluded, excluded.of(interior), absent)

    groups = {name: area(share(("excluded", d)), share(("absent", d))) for d, name in enumerate(game.groups)}
    parts = list(groups.values())
    return ExclusionArea(
        box=dict(sides),
        floor=game.threshold,
        interior=interior,
        interior_unique=share("interior, unique"),
        concave=share("concave"),
        regular=share("regular"),
        groups=groups,
        any_group=area(share("anybody excluded"), share("anybody absent")),
        mean=area(Share.mean([part.area for part in parts]), Share.mean([part.anywhere for part in parts])),
    )
