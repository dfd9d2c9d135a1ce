"""All equilibria of two agents by brute force, alike or not, in plain Fractions and with nothing of nashsym."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from tests.oracles.brute_force import Matrix, Vector, is_complementary, product, solve_linear

__all__ = ["two_agent_vertices"]


def two_agent_vertices(b: Vector, H: Matrix, K: Matrix) -> set[tuple[Vector, Vector]]:
    """Return the first-order profiles (v, w) of two agents that are vertices of the polyhedron of (v, w, ν, ν′).

    With H ⪰ 0 on T they are equilibria, and all equilibria are convex combinations of some of them: the set of
    equilibria is a union of bounded faces of that polyhedron, v, w ∈ Δ, b − Hv − Kw ≤ ν1, b − Hw − Kv ≤ ν′1.
    """
    size = len(b)
    rows: list[list[Fraction]] = []
    right: list[Fraction] = []
    for place in range(2 * size):
        rows.append([Fraction(place == column) for column in range(2 * size + 2)])
        right.append(Fraction(0))
    for agent in range(2):
        for d in range(size):
            own, other = list(H[d]), list(K[d])
            weights = own + other if agent == 0 else other + own
            rows.append([*weights, Fraction(agent == 0), Fraction(agent == 1)])
            right.append(b[d])
    sums = [[Fraction(column // size == agent) for column in range(2 * size)] + [Fraction(0)] * 2 for agent in range(2)]
    found = set()
    for chosen in combinations(range(4 * size), 2 * size):
        point = solve_linear([rows[i] for i in chosen] + sums, [right[i] for i in chosen] + [Fraction(1)] * 2)
        if point is None:
            continue
        pair = (point[:size], point[size : 2 * size])
        if _answers(b, H, K, *pair) and _answers(b, H, K, *reversed(pair)):
            found.add(pair)
    return found


def _answers(b: Vector, H: Matrix, K: Matrix, own: Sequence[Fraction], other: Sequence[Fraction]) -> bool:
    """Whether no group served has less than the largest marginal utility against the other agent."""
    return is_complementary(tuple(x - y for x, y in zip(b, product(K, other), strict=True)), H, tuple(own))
