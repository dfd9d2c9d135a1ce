"""All solutions of the complementarity problem, for any K and any sign of M: none missed, none twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import flint

from nashsym import limits
from nashsym.errors import UndecidedError
from nashsym.exact.systems import affine_solutions
from nashsym.game import Game
from nashsym.solvers.continuum import continuum_of
from nashsym.solvers.faces import all_supports, equalising_point, members, payoff_rows, without_dominated
from nashsym.solvers.solution import Component, Equilibrium

__all__ = ["Enumeration", "enumerate_homogeneous"]

Rows = Sequence[Sequence[flint.fmpz]]


@dataclass(frozen=True)
class Enumeration:
    """All solutions of a complementarity problem.

    Parameters
    ----------
    components : tuple of Equilibrium or Continuum
        Isolated points and maximal polytopes; two polytopes may share a face. Those with the largest first weights come
        first.
    supports_examined : int
        2^D − 1.
    """

    components: tuple[Component, ...]
    supports_examined: int


@dataclass(frozen=True)
class _Vertex:
    """A solution that is the only one with its support and its tight groups; these as bit masks."""

    weights: flint.fmpq_mat
    support: int
    tight: int

    __hash__ = None  # type: ignore[assignment]  # flint matrices are mutable in principle


def enumerate_homogeneous(game: Game, max_groups: int = limits.MAX_GROUPS_SUPPORT_ENUMERATION) -> Enumeration:
    r"""Find every solution of ``w ∈ Δ, b − Mw ≤ ν1, wᵀ(ν1 − b + Mw) = 0``.

    Where H ⪰ 0 on T these are the homogeneous equilibria, otherwise only the candidates for it (MODEL T1).

    Parameters
    ----------
    game : Game
        Any K, any M.
    max_groups : int
        The work doubles with each group.

    Returns
    -------
    Enumeration

    Raises
    ------
    UndecidedError
        Where the game has more groups.

    Notes
    -----
    The solutions are the union over the supports S of ``{w = 0 off S, g = ν on S, g ≤ ν off S}``, g = b − Mw: each a
    face of the polyhedron ``{(w, ν) : w ∈ Δ, b − Mw ≤ ν1}``. Its vertices are found support by support. Those of one
    face are the w with support(w) ⊆ S ⊆ tight(w); so a set of vertices lies on a common face iff each support in it is
    within each tight set, which is a relation of pairs, and the maximal faces are its maximal cliques (MODEL T4; Avis,
    Rosenberg, Savani and von Stengel, 2010, for bimatrix games).
    """
    if game.size > max_groups:
        raise UndecidedError(
            f"the supports of {game.size} groups were not enumerated; the bound is {max_groups} groups"
        )
    form = game.canonical
    rows = payoff_rows(form.b, form.M)
    supports = without_dominated(all_supports(game.size), rows)
    found = [vertex for mask in supports.tolist() for vertex in _vertices_with_support(rows, mask)]
    components: list[tuple[list[flint.fmpq], Component]] = []
    for face in _maximal_faces(found):
        points = [vertex.weights for vertex in face]
        component: Component = Equilibrium(game, points[0]) if len(points) == 1 else continuum_of(game, points)
        components.append((max(point.entries() for point in points), component))
    components.sort(key=lambda pair: pair[0], reverse=True)
    return Enumeration(tuple(component for _, component in components), (1 << game.size) - 1)


def _vertices_with_support(rows: Rows, mask: int) -> Iterator[_Vertex]:
    """Yield each solution with weights > 0 exactly on a support that is the only one with its tight groups."""
    support = members(mask)
    point = equalising_point(rows, support)
    if point is not None:
        vertex = _vertex(rows, support, point)
        if vertex is not None:
            yield vertex
        return
    size = len(support)
    table, right = _equalities(rows, support, support), flint.fmpq_mat(size + 1, 1, [*([0] * size), 1])
    solved = affine_solutions(table, right)
    if solved is None:
        return
    particular, kernel = solved
    others = [d for d in range(len(rows)) if not mask >> d & 1]
    seen: set[tuple[flint.fmpq, ...]] = set()
    for chosen in combinations(others, kernel.ncols()):
        tightened = _equalities(rows, support, chosen, simplex=False)
        try:
            step = (tightened * kernel).solve(-(tightened * particular))
        except ZeroDivisionError:
            continue
        vertex = _vertex(rows, support, particular + kernel * step)
        if vertex is not None and tuple(vertex.weights.entries()) not in seen:
            seen.add(tuple(vertex.weights.entries()))
            yield vertex


def _equalities(rows: Rows, support: Sequence[int], tight: Sequence[int], *, simplex: bool = True) -> flint.fmpq_mat:
    """Return the equations rows_d·w − ν = 0 for d in `tight`, then 1ᵀw = 1, in the unknowns (w_S, ν)."""
    table: list[flint.fmpz | int] = []
    for d in tight:
        table += [rows[d][e] for e in support]
        table.append(-1)
    if simplex:
        table += [*([1] * len(support)), 0]
    return flint.fmpq_mat(len(tight) + simplex, len(support) + 1, table)


def _vertex(rows: Rows, support: Sequence[int], point: flint.fmpq_mat) -> _Vertex | None:
    """Return the solution (w_S, ν) if w > 0 on the whole support and no group off it gains more than ν."""
    solved = point.entries()
    if not all(value > 0 for value in solved[:-1]):
        return None
    numerators, _ = point.numer_denom()
    *weights, level = numerators.entries()
    mask = sum(1 << d for d in support)
    tight = mask
    for d, row in enumerate(rows):
        if mask >> d & 1:
            continue
        excess = sum((row[e] * weight for e, weight in zip(support, weights, strict=True)), start=-level)
        if excess > 0:
            return None
        if excess == 0:
            tight |= 1 << d
    full = flint.fmpq_mat(len(rows), 1)
    for d, value in zip(support, solved, strict=False):
        full[d, 0] = value
    return _Vertex(full, mask, tight)


def _maximal_faces(found: Sequence[_Vertex]) -> Iterator[list[_Vertex]]:
    """Yield the maximal sets of vertices that lie on a common face, by Bron and Kerbosch's algorithm with pivots."""
    touching = [vertex for vertex in found if vertex.tight != vertex.support]
    # One without a group that waits at ν is alone with its support, and on no larger face.
    yield from ([vertex] for vertex in found if vertex.tight == vertex.support)
    neighbours = [0] * len(touching)
    for (i, left), (j, right) in combinations(enumerate(touching), 2):
        if left.support & ~right.tight == 0 == right.support & ~left.tight:
            neighbours[i] |= 1 << j
            neighbours[j] |= 1 << i

    def cliques(chosen: int, open_: int, closed: int) -> Iterator[int]:
        if not open_ and not closed:
            yield chosen
            return
        centre = max(members(open_ | closed), key=lambda i: (open_ & neighbours[i]).bit_count())
        for i in members(open_ & ~neighbours[centre]):
            yield from cliques(chosen | 1 << i, open_ & neighbours[i], closed & neighbours[i])
            open_ &= ~(1 << i)
            closed |= 1 << i

    if touching:
        for clique in cliques(0, (1 << len(touching)) - 1, 0):
            yield [touching[i] for i in members(clique)]
