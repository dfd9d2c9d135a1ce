"""Coefficients at which one given mixture is the equilibrium: linear conditions, solved exactly (MODEL T10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

import flint
import numpy as np

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import fraction, rational
from nashsym.exact.systems import affine_solutions
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.relative_change import distances
from nashsym.steering.smallest_subsidy import Norm

__all__ = ["rays_to_mixture"]

Ray = tuple[Fraction, ...]
#: Between two rays the nearest one is looked for in so many steps, each of which leaves two thirds.
_STEPS: Final = 60
_DENOMINATOR: Final = 10**6
#: H need not be ⪰ 0 on T at the nearest. Where it is, is looked for at so many parts of the angle between two rays, and
#: the end of it by so many halvings.
_PARTS: Final = 16
_HALVINGS: Final = 40
_ZERO: Final = Fraction(0)


def rays_to_mixture(cone: CoefficientCone, norm: Norm) -> Iterator[Ray]:
    r"""Yield points x ≥ 0 with ``Σ_i x_i (b_i − M_i w) ∈ span(1)``, w the mixture asked for, near to 1 on their rays.

    Parameters
    ----------
    cone : CoefficientCone
        Of at most three rays; its demand leaves no room, and asks something of every group.
    norm : {"l1", "l2", "linf"}

    Yields
    ------
    tuple of k Fractions
        The extreme rays of the solutions, and where these form a plane the nearest ones between two of them at which
        H ⪰ 0 on T.
    """
    groups, k = cone.groups, len(cone.forms)
    if cone.demand.free:
        return
    w = flint.fmpq_mat(groups, 1, [rational(value) for value in cone.demand.least])
    columns = [(form.b - form.M * w).entries() for form in cone.forms]
    rows = [[column[d] - column[-1] for column in columns] for d in range(groups - 1)]
    extreme: list[Ray] = []
    for fixed in [None, *range(k)]:
        # With one of the x_i at 0, or all free: where a ray is left it is extreme.
        extra = [] if fixed is None else [[flint.fmpq(int(i == fixed)) for i in range(k)]]
        table = [*rows, *extra] or [[flint.fmpq(0)] * k]
        found = affine_solutions(
            flint.fmpq_mat(len(table), k, [value for row in table for value in row]), flint.fmpq_mat(len(table), 1)
        )
        if found is None or found[1].ncols() != 1:
            continue
        ray = tuple(map(fraction, found[1].entries()))
        for sign in (1, -1):
            signed = tuple(sign * value for value in ray)
            if min(signed) >= 0 and signed not in extreme:
                extreme.append(signed)
    yield from (_nearest(ray, norm) for ray in extreme)
    for place, left in enumerate(extreme):
        for right in extreme[:place]:
            for share in _shares(cone, left, right, norm):
                yield _nearest(_mixed(left, right, share), norm)


def _nearest(ray: Ray, norm: Norm) -> Ray:
    """Return the point of a ray that is nearest to 1, exactly."""
    if norm == "l2":
        scales = [sum(ray, _ZERO) / sum((value * value for value in ray), _ZERO)]
    elif norm == "l1":
        scales = [1 / value for value in ray if value > 0]
    else:
        scales = [2 / (max(ray) + min(ray))]
    scale = min(scales, key=lambda factor: sum((abs(factor * value - 1) for value in ray), _ZERO))
    return tuple(scale * value for value in ray)


def _shares(cone: CoefficientCone, left: Ray, right: Ray, norm: Norm) -> Iterator[Fraction]:
    """Yield how far to go from one ray to another: where it is nearest to 1, or as near to there as H ⪰ 0 on T lets.

    How near rays are is quasi-convex, and H ⪰ 0 on T holds on an interval.
    """

    def is_concave(share: Fraction) -> bool:
        return definiteness(cone.at(_mixed(left, right, share)).H).is_positive_semidefinite

    nearest = _nearest_share(left, right, norm)
    concave = [share for share in (Fraction(part, _PARTS) for part in range(_PARTS + 1)) if is_concave(share)]
    if is_concave(nearest):
        yield nearest
    else:
        for inside in (
            max((share for share in concave if share < nearest), default=None),
            min((share for share in concave if share > nearest), default=None),
        ):
            if inside is not None:
                yield _edge(is_concave, inside, nearest)
    yield from concave


def _edge(is_concave: Callable[[Fraction], bool], inside: Fraction, outside: Fraction) -> Fraction:
    """Return the last share from inside to outside at which H ⪰ 0 on T, or one just before it."""
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if is_concave(middle) else (inside, middle)
    simple = outside.limit_denominator(_DENOMINATOR)
    return simple if is_concave(simple) else inside


def _nearest_share(left: Ray, right: Ray, norm: Norm) -> Fraction:
    """Return the share of a ray between two, near the one that is nearest to 1."""
    one, other = (np.array([float(value) for value in ray]) / float(sum(ray)) for ray in (left, right))
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        first, second = low + (high - low) / 3, high - (high - low) / 3
        near = distances(np.array([(1 - share) * one + share * other for share in (first, second)]), norm)
        low, high = (low, second) if near[0] <= near[1] else (first, high)
    return Fraction((low + high) / 2).limit_denominator(_DENOMINATOR)


def _mixed(left: Ray, right: Ray, share: Fraction) -> Ray:
    return tuple((1 - share) * x / sum(left) + share * y / sum(right) for x, y in zip(left, right, strict=True))
