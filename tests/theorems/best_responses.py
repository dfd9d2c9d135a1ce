"""The one best response of an agent whose utility is strictly concave, by trying every support."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tests.oracles.brute_force import Vector, equalising, is_complementary, subsets

__all__ = ["best_response"]


def best_response(c: Vector, H: Sequence[Sequence[Fraction]]) -> Vector:
    """Return the one maximiser of cᵀx − ½xᵀHx over the simplex, H ≻ 0 on T."""
    for chosen in subsets(len(c)):
        groups = sorted(chosen)
        point = equalising(c, H, groups)
        if point is not None:
            served = dict(zip(groups, point[:-1], strict=True))
            w = tuple(served.get(d, Fraction(0)) for d in range(len(c)))
            if is_complementary(c, H, w):
                return w
    raise AssertionError("there is a best response")
