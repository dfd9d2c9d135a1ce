"""Games of two agents computed exactly: every equilibrium, by trying all pairs of supports; and exact regrets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import sympy

from proofs.instances import gain, tangent_basis

__all__ = ["definite_on_tangent", "equilibria_of_two", "regret", "unit"]

Profile = tuple[tuple[sympy.Rational, ...], tuple[sympy.Rational, ...]]


def unit(groups: int, *served: int) -> sympy.Matrix:
    """Return the mixture that serves these groups (counted from 0) equally."""
    return sympy.Matrix([sympy.Rational(int(d in served), len(served)) for d in range(groups)])


def definite_on_tangent(X: sympy.Matrix, *, strict: bool = True) -> bool:
    """Tell whether X ≻ 0 on T (X ⪰ 0 where not strict)."""
    Z = tangent_basis(X.rows)
    form = Z.T * (X + X.T) * Z
    return bool(form.is_positive_definite if strict else form.is_positive_semidefinite)


def regret(b: sympy.Matrix, H: sympy.Matrix, K: sympy.Matrix, w: sympy.Matrix, m: sympy.Matrix) -> sympy.Rational:
    """Return what an agent at w, the others at a mean of m, could gain, whatever the curvature.

    Some best response is the only stationary point of the utility on its support: along a direction in which a
    stationary utility stays equal one can move on to a smaller support.
    """
    best = sympy.Integer(0)
    for support in _supports(len(w)):
        point = _stationary(H, b - K * m, support)
        if point is not None and min(point) >= 0:
            best = max(best, gain(b, H, K, w, m, point))
    return best


def equilibria_of_two(b: sympy.Matrix, H: sympy.Matrix, K: sympy.Matrix) -> set[Profile]:
    """Return every equilibrium of a game of two agents: both play best responses.

    Raises
    ------
    ValueError
        Where a pair of supports has a continuum of first-order points, so that they can't be listed.
    """
    found = set()
    for supports in product(list(_supports(len(b))), repeat=2):
        for one, other in _first_order(b, H, K, supports):
            if min(*one, *other) < 0:
                continue
            if regret(b, H, K, one, other) == 0 and regret(b, H, K, other, one) == 0:
                found.add((tuple(one), tuple(other)))
    return found


def _supports(groups: int) -> Iterator[tuple[int, ...]]:
    for size in range(1, groups + 1):
        yield from combinations(range(groups), size)


def _first_order(
    b: sympy.Matrix, H: sympy.Matrix, K: sympy.Matrix, supports: Sequence[tuple[int, ...]]
) -> Iterator[tuple[sympy.Matrix, sympy.Matrix]]:
    """Yield the profile on these supports, weights of any sign, at which marginal utilities are equal on them."""
    groups = len(b)
    weights = [sympy.symbols(f"w{agent}_:{groups}") for agent in range(2)]
    levels = sympy.symbols("ν:2")
    equations = []
    for agent in range(2):
        own, other = sympy.Matrix(weights[agent]), sympy.Matrix(weights[1 - agent])
        slopes = b - H * own - K * other
        equations.append(sum(own) - 1)
        equations += [slopes[d] - levels[agent] if d in supports[agent] else weights[agent][d] for d in range(groups)]
    unknown = [*weights[0], *weights[1], *levels]
    solved = sympy.linsolve(equations, unknown)
    for point in solved:
        if any(value.free_symbols for value in point):
            raise ValueError(f"the supports {supports} have a continuum of first-order points")
        yield sympy.Matrix(point[:groups]), sympy.Matrix(point[groups : 2 * groups])


def _stationary(H: sympy.Matrix, slope: sympy.Matrix, support: Sequence[int]) -> sympy.Matrix | None:
    """Return the only point on a support where ``slopeᵀw − ½wᵀHw`` is stationary; None where there is not one."""
    rows = list(support)
    Z = tangent_basis(len(rows))
    face = H.extract(rows, rows)
    curvature = Z.T * face * Z
    if curvature.det() == 0:
        return None
    start = sympy.Matrix([1, *[0] * (len(rows) - 1)])
    inside = start + Z * curvature.inv() * Z.T * (slope.extract(rows, [0]) - face * start)
    point = sympy.zeros(len(slope), 1)
    for place, group in enumerate(rows):
        point[group] = inside[place]
    return point
