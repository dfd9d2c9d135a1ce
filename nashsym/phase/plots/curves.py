"""Exact boundary curves in a plane of coefficients: where a group's weight is at the floor, where the interior ends.

By MODEL T9 the equilibrium is piecewise affine in λ_A: at given (λ_C, λ_D) the λ_A at which it is at the floor are
explicit rationals. Where λ_A does not vary, T8 turns these into points on the ray through (λ_C, λ_D): the equilibrium
at ``t·(λ_C, λ_D)`` and λ_A is that at (λ_C, λ_D) and λ_A/t. So every point of a curve is exact, in every plane.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

import flint

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import rational
from nashsym.phase.axes import Axis
from nashsym.phase.paths import AffinePiece, coefficient_forms, crossings, pieces_along
from nashsym.phase.plots.plane import Plane, edges, is_logarithmic
from nashsym.terms import CanonicalForm
from nashsym.theorems.attractiveness_path import AttractivenessPath
from nashsym.theorems.tangent_response import beside, tangent_response

__all__ = ["MAX_GROUPS_CURVES", "Boundary", "boundaries", "scan_of"]

#: Curves are drawn up to this many groups: each of their points is an exact solution of a system of this size.
MAX_GROUPS_CURVES: Final = 30
#: Curves have at least about so many points across the plane, and at the nodes as long as these are not more than
#: `_MOST`; above `_SMALL` groups, where points cost more, proportionally fewer.
_LEAST: Final = 160
_MOST: Final = 400
_SMALL: Final = 12
#: Where a curve begins or ends is found between two points by so many halvings.
_HALVINGS: Final = 11
#: And where utilities stop being concave, by so many more.
_MORE_HALVINGS: Final = 20

Point = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Boundary:
    """The curves of a plane, each a tuple of exact points (x, y) in order.

    Attributes
    ----------
    floors : tuple of D tuples of curves
        On which the group's weight is τ, at the equilibrium where M ≻ 0 on T, elsewhere at interior ones alone.
    interior_floors : tuple of D tuples of curves
        The parts of them at interior equilibria.
    interior : tuple of curves
        On which an interior equilibrium ends. Where it does because H is not ⪰ 0 on T beyond a ray, the curve is a ray
        on which it still is, nearer to the last one than a picture can show; all other points are on the curve exactly.
    """

    floors: tuple[tuple[tuple[Point, ...], ...], ...]
    interior_floors: tuple[tuple[tuple[Point, ...], ...], ...]
    interior: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class Ray:
    """A pair (λ_C, λ_D), the λ_A that matter there, and where each of them lies in the plane."""

    pair: tuple[Fraction, Fraction]
    low: Fraction
    high: Fraction | None
    point: Callable[[Fraction], Point]


@dataclass(frozen=True)
class Scan:
    """Rays in order across a plane, and the ray between two neighbours.

    `at` takes a whole number for the rays in the list, and fractions between them.
    """

    count: int
    at: Callable[[Fraction], Ray]


@dataclass(frozen=True)
class _Found:
    """What a ray crosses: per group the λ_A at the floor, per group those of them in the interior, and its ends.

    `span` is the part of the ray with an interior equilibrium, None where there is none.
    """

    floors: tuple[tuple[tuple[Fraction, bool], ...], ...]
    inner: tuple[tuple[tuple[Fraction, bool], ...], ...]
    ends: tuple[tuple[Fraction, bool], ...]
    span: tuple[Fraction, Fraction | None] | None
    concave: bool


def boundaries(plane: Plane, groups: Sequence[int] | None = None) -> Boundary:
    """Return the exact curves of a plane.

    Parameters
    ----------
    plane : Plane
    groups : sequence of int, optional
        Those whose curves are wanted, all unless given; the others have none.

    Raises
    ------
    InputError
        For a game that is not given by coefficients and inputs.

    Notes
    -----
    Source: MODEL T8, T9. Nothing is returned beyond `MAX_GROUPS_CURVES` groups, or where λ_A is held at 0.
    """
    size = plane.game.size
    nothing = Boundary(((),) * size, ((),) * size, ())
    if size > MAX_GROUPS_CURVES or plane.held == ("attractiveness", Fraction(0)):
        return nothing
    forms = coefficient_forms(plane.game)
    scan = scan_of(plane)

    wanted = range(size) if groups is None else groups
    guess: list[int] = list(range(size))

    def found(place: Fraction) -> tuple[Ray, _Found]:
        ray = scan.at(place)
        return ray, _crossed(forms, ray, plane.game.threshold, wanted, guess)

    samples = list(_refined(found, scan.count))
    return Boundary(
        tuple(_curves([(ray, each.floors[d]) for ray, each in samples]) for d in range(size)),
        tuple(_curves([(ray, each.inner[d]) for ray, each in samples]) for d in range(size)),
        (*_curves([(ray, each.ends) for ray, each in samples]), *_concavity_lost(samples)),
    )


def _concavity_lost(samples: Sequence[tuple[Ray, _Found]]) -> Iterator[tuple[Point, ...]]:
    """Yield the rays on which interior equilibria end because H is not ⪰ 0 on T beyond them."""
    for left, right in pairwise(samples):
        if left[1].concave != right[1].concave:
            ray, found = left if left[1].concave else right
            if found.span is not None:
                low, high = found.span
                yield ray.point(low), (Fraction(0), Fraction(0)) if high is None else ray.point(high)


def scan_of(plane: Plane) -> Scan:
    """Return the rays that cross a plane.

    With an axis of λ_A there is one per value of the other axis; without one they go from (0, 0) through the points of
    the upper and of the right edge.
    """
    held, value = plane.held
    if held != "attractiveness":
        values = _dense(plane.x, plane.game.size)
        bottom, top = (Fraction(edge) for edge in edges(plane.y)[[0, -1]])

        def across(place: Fraction) -> Ray:
            x = _between(values, place)
            pair = (x, value) if held == "diversity" else (value, x)
            return Ray(pair, bottom, top, lambda λ: (x, λ))

        return Scan(len(values), across)
    size = plane.game.size
    left, right = (Fraction(edge) for edge in edges(plane.x)[[0, -1]])
    low, high = (Fraction(edge) for edge in edges(plane.y)[[0, -1]])
    border = [(x, high) for x in _dense(plane.x, size)] + [(right, y) for y in reversed(_dense(plane.y, size)[:-1])]
    xs, ys = [x for x, _ in border], [y for _, y in border]

    def through(place: Fraction) -> Ray:
        x, y = _between(xs, place), _between(ys, place)
        enters = max(left / x if x else Fraction(0), low / y if y else Fraction(0))
        return Ray((x, y), value, value / enters if enters else None, lambda λ: (x * value / λ, y * value / λ))

    return Scan(len(border), through)


def _dense(axis: Axis, size: int) -> list[Fraction]:
    """Return values across the cells of an axis: the nodes, and some between them."""
    first, last = (Fraction(edge).limit_denominator(10**9) for edge in edges(axis)[[0, -1]])
    if is_logarithmic(axis):
        first, last = (Fraction(f"{edge:.6g}") for edge in edges(axis)[[0, -1]])
    share = max(1, size // _SMALL)
    step = -(-len(axis) * share // _MOST)
    nodes = sorted({first, *axis.values[::step], last})
    parts = max(1, -(-_LEAST // (share * len(nodes))))
    dense = [low + (high - low) * part / parts for low, high in pairwise(nodes) for part in range(parts)]
    return [*dense, nodes[-1]]


def _between(values: Sequence[Fraction], place: Fraction) -> Fraction:
    index = int(place)
    share = place - index
    return values[index] if not share else values[index] + share * (values[index + 1] - values[index])


def _crossed(
    forms: tuple[CanonicalForm, CanonicalForm, CanonicalForm],
    ray: Ray,
    floor: Fraction,
    groups: Sequence[int],
    guess: list[int],
) -> _Found:
    """Find what a ray crosses, exactly; `guess` is a support at its beginning, replaced by the right one."""
    consistency, diversity, attraction = forms
    x, y = (rational(value) for value in ray.pair)
    a: flint.fmpq_mat = attraction.b
    size = int(a.nrows())
    none: tuple[tuple[tuple[Fraction, bool], ...], ...] = ((),) * size
    if not any(ray.pair) or not definiteness(x * consistency.H + y * diversity.H).is_positive_semidefinite:
        return _Found(none, none, (), None, False)
    M = x * consistency.M + y * diversity.M
    interior = _interior_path(M, a)
    span = None if interior is None else interior.interior()
    ends: list[tuple[Fraction, bool]] = []
    inner = none
    if interior is not None and span is not None:
        low, high = span
        whole = AffinePiece(tuple(range(size)), low, high, interior.base, interior.slope)
        inner = tuple(_within(ray, crossings([whole], d, floor)) if d in groups else () for d in range(size))
        ends = [(low, False)] if low > 0 else []
        ends += [(high, True)] if high is not None else []
    floors = inner
    if groups and definiteness(M).is_positive_definite and (ray.high is None or ray.low < ray.high):
        pieces = list(pieces_along(M, a, ray.low, ray.high, guess))
        guess[:] = pieces[0].support
        floors = tuple(_within(ray, crossings(pieces, d, floor)) if d in groups else () for d in range(size))
    return _Found(floors, inner, _within(ray, ends), None if span is None else _clipped(ray, *span), True)


def _clipped(ray: Ray, low: Fraction, high: Fraction | None) -> tuple[Fraction, Fraction | None] | None:
    """Return the part of an interval of λ_A that lies in the plane."""
    low = max(low, ray.low)
    if ray.high is not None:
        high = ray.high if high is None else min(high, ray.high)
    return (low, high) if high is None or low < high else None


def _interior_path(M: flint.fmpq_mat, a: flint.fmpq_mat) -> AttractivenessPath | None:
    """Return w⁎ = q + λ_A·Pa (MODEL T9)."""
    size = int(M.nrows())
    response = tangent_response(M, beside(flint.fmpq_mat(size, 1, [-M[d, 0] for d in range(size)]), a))
    if response is None:
        return None
    rows = [(Fraction(int(q.p), int(q.q)), Fraction(int(s.p), int(s.q))) for q, s in response.tolist()]
    return AttractivenessPath(tuple(q + (d == 0) for d, (q, _) in enumerate(rows)), tuple(s for _, s in rows))


def _within(ray: Ray, found: Sequence[tuple[Fraction, bool]]) -> tuple[tuple[Fraction, bool], ...]:
    return tuple((λ, falls) for λ, falls in found if λ > 0 and ray.low <= λ and (ray.high is None or λ <= ray.high))


def _refined(found: Callable[[Fraction], tuple[Ray, _Found]], count: int) -> Iterator[tuple[Ray, _Found]]:
    """Yield the rays in order, with more of them where neighbours are not crossed alike."""
    left, at_left = Fraction(0), found(Fraction(0))
    yield at_left
    for index in range(1, count):
        right = Fraction(index)
        at_right = found(right)
        yield from _between_unlike(found, left, at_left, right, at_right, _HALVINGS)
        yield at_right
        left, at_left = right, at_right


def _between_unlike(
    found: Callable[[Fraction], tuple[Ray, _Found]],
    left: Fraction,
    at_left: tuple[Ray, _Found],
    right: Fraction,
    at_right: tuple[Ray, _Found],
    halvings: int,
) -> Iterator[tuple[Ray, _Found]]:
    """Yield rays between two, denser towards each place where what they cross changes."""
    least = 0 if at_left[1].concave == at_right[1].concave else -_MORE_HALVINGS
    if halvings <= least or _signature(at_left[1]) == _signature(at_right[1]):
        return
    middle = (left + right) / 2
    at_middle = found(middle)
    yield from _between_unlike(found, left, at_left, middle, at_middle, halvings - 1)
    yield at_middle
    yield from _between_unlike(found, middle, at_middle, right, at_right, halvings - 1)


def _signature(found: _Found) -> object:
    return [[falls for _, falls in part] for part in (*found.floors, *found.inner, found.ends)], found.concave


def _curves(samples: Sequence[tuple[Ray, tuple[tuple[Fraction, bool], ...]]]) -> tuple[tuple[Point, ...], ...]:
    """Connect what neighbouring rays cross.

    Crossings are matched from below while they have the same direction. Where two that are next to each other vanish
    together, the curve turns there: they are connected.
    """
    done: list[list[Point]] = []
    open_curves: list[list[Point]] = []
    previous: list[bool] = []
    for ray, crossed in samples:
        points = [ray.point(λ) for λ, _ in crossed]
        directions = [falls for _, falls in crossed]
        if directions == previous:
            for curve, point in zip(open_curves, points, strict=True):
                curve.append(point)
            continue
        fresh: list[list[Point]] = [[point] for point in points]
        _match(open_curves, previous, fresh, directions, done)
        open_curves, previous = fresh, directions
    done += open_curves
    return tuple(tuple(curve) for curve in done if len(curve) > 1)


def _match(
    old: list[list[Point]],
    old_directions: list[bool],
    new: list[list[Point]],
    new_directions: list[bool],
    done: list[list[Point]],
) -> None:
    """Continue old curves in new ones where it is clear which; pairs that appear or vanish are joined at their tips."""
    fewer, more = sorted((old_directions, new_directions), key=len)
    # The common ones are at the start or at the end of the list; what is between has appeared or vanished.
    head = 0
    while head < len(fewer) and fewer[head] == more[head]:
        head += 1
    tail = 0
    while tail < len(fewer) - head and fewer[-1 - tail] == more[-1 - tail]:
        tail += 1
    pairs = [(place, place) for place in range(head)]
    pairs += [(len(old) - 1 - place, len(new) - 1 - place) for place in range(tail)]
    for before, after in pairs:
        new[after] = old[before] + new[after]
    kept = {before for before, _ in pairs}
    lost = [place for place in range(len(old)) if place not in kept]
    gained = [place for place in range(len(new)) if place not in {after for _, after in pairs}]
    if len(lost) == 2:
        done.append(old[lost[0]] + old[lost[1]][::-1])
    else:
        done += [old[place] for place in lost]
    if len(gained) == 2:
        tip = [new[gained[1]][0]]
        new[gained[0]] = tip + new[gained[0]]
