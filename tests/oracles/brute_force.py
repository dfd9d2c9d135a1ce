"""Homogeneous equilibria by brute force, in plain Fractions and with nothing of nashsym: the oracle of solvers' tests.

A game is (b, H, K, N) as lists of Fractions. Everything is enumerated: the vertices of the arrangement for the
complementarity problem (every way to make D of its 2D constraints tight), principal minors for definiteness, faces of
the simplex for the exact best response. It is slow on purpose, and short enough to be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from math import lcm

Vector = tuple[Fraction, ...]
Matrix = Sequence[Sequence[Fraction]]
Component = frozenset[Vector]


def solve_linear(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> Vector | None:
    """Return the one solution of a square system by Gaussian elimination in integers; None where it is singular."""
    size, last = len(rows), 1
    table = [whole([*row, value]) for row, value in zip(rows, right, strict=True)]
    for column in range(size):
        pivot = next((row for row in range(column, size) if table[row][column] != 0), None)
        if pivot is None:
            return None
        table[column], table[pivot] = table[pivot], table[column]
        head, value = table[column], table[column][column]
        for row in range(size):
            if row != column:
                factor = table[row][column]
                # Bareiss: every entry stays a minor of the table, so the division leaves no remainder
                table[row] = [(value * x - factor * y) // last for x, y in zip(table[row], head, strict=True)]
        last = value
    return tuple(Fraction(row[size], last) for row in table)


def whole(row: Sequence[Fraction]) -> list[int]:
    """Return the least multiple of a row that is made of integers."""
    scale = lcm(*(value.denominator for value in row))
    return [value.numerator * (scale // value.denominator) for value in row]


def rank(vectors: Sequence[Sequence[Fraction]]) -> int:
    """Return how many of the vectors are linearly independent."""
    rows, found = [list(vector) for vector in vectors], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in range(found, len(rows)) if rows[row][column] != 0), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for row in range(found + 1, len(rows)):
            factor = rows[row][column] / rows[found][column]
            rows[row] = [value - factor * above for value, above in zip(rows[row], rows[found], strict=True)]
        found += 1
    return found


def determinant(X: Matrix) -> Fraction:
    """Return the determinant by elimination."""
    table, value = [list(row) for row in X], Fraction(1)
    for column in range(len(table)):
        pivot = next((row for row in range(column, len(table)) if table[row][column] != 0), None)
        if pivot is None:
            return Fraction(0)
        if pivot != column:
            table[column], table[pivot] = table[pivot], table[column]
            value = -value
        value *= table[column][column]
        for row in range(column + 1, len(table)):
            factor = table[row][column] / table[column][column]
            table[row] = [entry - factor * above for entry, above in zip(table[row], table[column], strict=True)]
    return value


def on_tangent(X: Matrix, among: Sequence[int] | None = None) -> list[list[Fraction]]:
    """Return 2·ZᵀX_sZ in the basis e_i − e_last of the tangent space of a face (of all groups unless given)."""
    chosen = range(len(X)) if among is None else among
    *others, last = chosen

    def entry(i: int, j: int) -> Fraction:
        return X[i][j] - X[i][last] - X[last][j] + X[last][last]

    return [[entry(i, j) + entry(j, i) for j in others] for i in others]


def is_positive_semidefinite(X: Matrix, among: Sequence[int] | None = None) -> bool:
    """Whether vᵀXv ≥ 0 on the tangent space: every principal minor is ≥ 0."""
    restricted = on_tangent(X, among)
    return all(
        determinant([[restricted[i][j] for j in chosen] for i in chosen]) >= 0
        for size in range(1, len(restricted) + 1)
        for chosen in combinations(range(len(restricted)), size)
    )


def is_positive_definite(X: Matrix, among: Sequence[int] | None = None) -> bool:
    """Whether vᵀXv > 0 on the tangent space without 0: every leading principal minor is > 0."""
    restricted = on_tangent(X, among)
    return all(determinant([row[:size] for row in restricted[:size]]) > 0 for size in range(1, len(restricted) + 1))


def total(H: Matrix, K: Matrix) -> list[list[Fraction]]:
    """Return M = H + K."""
    return [[h + k for h, k in zip(*rows, strict=True)] for rows in zip(H, K, strict=True)]


def product(X: Matrix, w: Sequence[Fraction]) -> Vector:
    """Return Xw."""
    return tuple(sum((x * v for x, v in zip(row, w, strict=True)), Fraction(0)) for row in X)


def inner(v: Sequence[Fraction], w: Sequence[Fraction]) -> Fraction:
    """Return vᵀw."""
    return sum((x * y for x, y in zip(v, w, strict=True)), Fraction(0))


def marginals(b: Vector, M: Matrix, w: Vector) -> Vector:
    """Return b − Mw."""
    return tuple(x - y for x, y in zip(b, product(M, w), strict=True))


def is_complementary(b: Vector, M: Matrix, w: Vector) -> bool:
    """Whether w ∈ Δ and no group with weight > 0 has less than the largest marginal utility."""
    gains = marginals(b, M, w)
    return min(w) >= 0 and sum(w) == 1 and all(gain == max(gains) for gain, x in zip(gains, w, strict=True) if x > 0)


def complementary_vertices(b: Vector, M: Matrix) -> set[Vector]:
    """Return every solution of the complementarity problem that is a vertex of {(w, ν): w ∈ Δ, b − Mw ≤ ν1}."""
    size, found = len(b), set()
    positive = [[Fraction(d == e) for e in range(size)] + [Fraction(0)] for d in range(size)]
    indifferent = [[*row, Fraction(1)] for row in M]
    rows = [*positive, *indifferent]
    right = [Fraction(0)] * size + list(b)
    simplex = [Fraction(1)] * size + [Fraction(0)]
    for chosen in combinations(range(2 * size), size):
        point = solve_linear([rows[i] for i in chosen] + [simplex], [right[i] for i in chosen] + [Fraction(1)])
        # A system may hold with a ν below the largest marginal utility: then (w, ν) is no point of the polyhedron.
        if point is None or not is_complementary(b, M, point[:size]):
            continue
        if point[size] == max(marginals(b, M, point[:size])):
            found.add(point[:size])
    return found


def pattern(b: Vector, M: Matrix, w: Vector) -> tuple[frozenset[int], frozenset[int]]:
    """Return the support of w, and the groups whose marginal utility is the largest."""
    gains = marginals(b, M, w)
    return (
        frozenset(d for d, x in enumerate(w) if x > 0),
        frozenset(d for d, gain in enumerate(gains) if gain == max(gains)),
    )


def subsets(size: int) -> Iterator[frozenset[int]]:
    """Yield every nonempty set of groups."""
    for count in range(1, size + 1):
        yield from map(frozenset, combinations(range(size), count))


def complementary_components(b: Vector, M: Matrix) -> list[Component]:
    """Return the maximal polytopes of solutions of the complementarity problem, each by the set of its vertices.

    The solutions are the union over S of {w : w = 0 off S, b − Mw = ν on S and ≤ ν off S}, a face of the polyhedron;
    its vertices are the solutions w that are vertices with support(w) ⊆ S ⊆ tight(w).
    """
    patterns = {w: pattern(b, M, w) for w in complementary_vertices(b, M)}
    faces = {
        frozenset(w for w, (support, tight) in patterns.items() if support <= chosen <= tight)
        for chosen in subsets(len(b))
    } - {frozenset()}
    return [face for face in faces if not any(face < other for other in faces)]


def equalising(b: Sequence[Fraction], M: Matrix, groups: Sequence[int]) -> Vector | None:
    """Return (w_S, ν) with b − Mw = ν on S, w = 0 off S and 1ᵀw = 1; None where the system is singular."""
    rows = [[M[i][j] for j in groups] + [Fraction(1)] for i in groups]
    return solve_linear([*rows, [Fraction(1)] * len(groups) + [Fraction(0)]], [b[i] for i in groups] + [Fraction(1)])


def support_points(b: Vector, M: Matrix) -> set[Vector]:
    """Return every solution of the complementarity problem whose support leaves a nonsingular system: another road."""
    found = set()
    for chosen in subsets(len(b)):
        groups = sorted(chosen)
        point = equalising(b, M, groups)
        if point is None:
            continue
        served = dict(zip(groups, point[:-1], strict=True))
        w = tuple(served.get(d, Fraction(0)) for d in range(len(b)))
        if is_complementary(b, M, w):
            found.add(w)
    return found


def largest_quadratic(c: Sequence[Fraction], H: Matrix) -> Fraction:
    """Return the maximum of cᵀx − ½xᵀHx over the simplex, H of any sign.

    A maximiser with the fewest groups is the only stationary point of its face: otherwise the value is the same along a
    line of them, which leaves the face.
    """
    best: Fraction | None = None
    for chosen in subsets(len(c)):
        groups = sorted(chosen)
        point = equalising(c, H, groups)
        if point is None or min(point[:-1]) < 0:
            continue
        x = [Fraction(0)] * len(c)
        for group, value in zip(groups, point[:-1], strict=True):
            x[group] = value
        value = inner(c, x) - inner(x, product(H, x)) / 2
        best = value if best is None or value > best else best
    assert best is not None
    return best


def regret(b: Vector, H: Matrix, K: Matrix, own: Vector, mean: Vector) -> Fraction:
    """Return by how much an agent that plays `own` against `mean` could do better."""
    c = [x - y for x, y in zip(b, product(K, mean), strict=True)]
    return largest_quadratic(c, H) - (inner(c, own) - inner(own, product(H, own)) / 2)


def is_equilibrium(b: Vector, H: Matrix, K: Matrix, w: Vector) -> bool:
    """Whether it is a Nash equilibrium that every agent plays w, from the definition."""
    return min(w) >= 0 and sum(w) == 1 and regret(b, H, K, w, w) == 0


def is_equilibrium_profile(b: Vector, H: Matrix, K: Matrix, profile: Sequence[tuple[int, Vector]]) -> bool:
    """Whether a profile (how many agents, their mixture) of N ≥ 2 is an equilibrium, from the definition."""
    agents = sum(count for count, _ in profile)
    together = [sum((count * w[d] for count, w in profile), Fraction(0)) for d in range(len(b))]
    return all(
        regret(b, H, K, w, tuple((s - x) / (agents - 1) for s, x in zip(together, w, strict=True))) == 0
        for _, w in profile
    )


def all_homogeneous(b: Vector, H: Matrix, K: Matrix) -> list[Component]:
    """Return the homogeneous equilibria where H ⪰ 0 on T: maximal polytopes by their vertices, points as singletons.

    Where H is not ⪰ 0 on T these are only the candidates (MODEL T1): ask `is_equilibrium` of a point.
    """
    return complementary_components(b, total(H, K))
