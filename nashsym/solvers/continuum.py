"""Where homogeneous equilibria are not isolated: the polytope that they form, and the multipliers that bound it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Final

import flint

from nashsym.errors import InputError
from nashsym.exact.linear_programme import Optimal, maximise
from nashsym.exact.rational import column_fractions
from nashsym.game import Game
from nashsym.solvers.kernel_face import Block, kernel_face, rows_of
from nashsym.solvers.polytope import affine_dimension, candidate_bases, vertices
from nashsym.solvers.solution import Continuum, Equilibrium

__all__ = [
    "MAX_CANDIDATE_BASES",
    "MAX_VERTEX_DIMENSION",
    "MAX_VERTICES",
    "continuum_of",
    "optimal_face",
    "range_multipliers",
    "unique_multipliers",
]

#: The vertices of a block are enumerated where at most this many sets of constraints have to be tried.
MAX_CANDIDATE_BASES: Final = 2_000
#: All vertices of the polytope are listed where there are at most this many.
MAX_VERTICES: Final = 256
#: Largest dimension in which vertices are enumerated: each is an exact linear system of that size.
MAX_VERTEX_DIMENSION: Final = 60


def optimal_face(game: Game, w: flint.fmpq_mat) -> Equilibrium | Continuum:
    """Decide whether a homogeneous equilibrium is the only one; describe the polytope of all where it is not.

    Parameters
    ----------
    game : Game
        With K symmetric, H ⪰ 0 and M ⪰ 0 on T.
    w : flint.fmpq_mat, shape (D, 1)
        A homogeneous equilibrium of it, exactly.

    Returns
    -------
    Equilibrium or Continuum
        All its vertices within the bounds `MAX_CANDIDATE_BASES` and `MAX_VERTICES`; otherwise enough for each weight to
        be smallest at one and largest at one. The ranges and the dimension are exact either way.

    Raises
    ------
    InputError
        Where K is not symmetric or M not ⪰ 0 on T.

    Notes
    -----
    Source: MODEL T4.
    """
    parts = [_part(block) for block in kernel_face(game, w).blocks]
    if sum(part.dimension for part in parts) == 0:
        return Equilibrium(game, w)
    all_vertices = all(part.all_points for part in parts)
    if all_vertices and prod(len(part.points) for part in parts) <= MAX_VERTICES:
        chosen = list(product(*(part.points for part in parts)))
    else:
        all_vertices = False
        longest = max(len(part.points) for part in parts)
        chosen = [tuple(part.points[k % len(part.points)] for part in parts) for k in range(longest)]
    points = [_placed(w, parts, values) for values in chosen]
    if all_vertices:
        return continuum_of(game, points)
    ranges = [(weight, weight) for weight in column_fractions(w)]
    for part in parts:
        for d, bounds in zip(part.block.groups, part.ranges(), strict=True):
            ranges[d] = bounds
    return _continuum(game, points, ranges, sum(part.dimension for part in parts), all_vertices=False)


def continuum_of(game: Game, points: Sequence[flint.fmpq_mat]) -> Continuum:
    """Return the polytope with these vertices, all of them and at least two; the mean of them represents it."""
    columns = [column_fractions(point) for point in points]
    ranges = [(min(values), max(values)) for values in zip(*columns, strict=True)]
    return _continuum(game, points, ranges, affine_dimension(points), all_vertices=True)


def _continuum(
    game: Game,
    points: Sequence[flint.fmpq_mat],
    ranges: Sequence[tuple[Fraction, Fraction]],
    dimension: int,
    *,
    all_vertices: bool,
) -> Continuum:
    ordered = sorted(points, key=lambda point: point.entries(), reverse=True)
    return Continuum(
        game=game,
        representative=Equilibrium(game, sum(ordered[1:], start=ordered[0]) / len(ordered)),
        vertices=tuple(Equilibrium(game, point) for point in ordered),
        all_vertices=all_vertices,
        dimension=dimension,
        ranges=tuple(ranges),
    )


@dataclass(frozen=True, eq=False)
class _Part:
    """Vertices of one block, all or those where a weight is smallest or largest, and its dimension."""

    block: Block
    points: list[flint.fmpq_mat]
    all_points: bool
    dimension: int

    def ranges(self) -> list[tuple[Fraction, Fraction]]:
        """Return the smallest and largest weight of each group of the block."""
        columns = [column_fractions(point) for point in self.points]
        return [(min(values), max(values)) for values in zip(*columns, strict=True)]


def _part(block: Block) -> _Part:
    dimension = len(block.pivots)
    few = candidate_bases(len(block.groups), dimension) <= MAX_CANDIDATE_BASES
    if few and dimension <= MAX_VERTEX_DIMENSION:
        points = [block.offsets + block.columns * step for step in vertices(block.offsets, block.columns)]
        return _Part(block, points, all_points=True, dimension=affine_dimension(points))
    found: dict[tuple[flint.fmpq, ...], flint.fmpq_mat] = {}
    fixed = []
    for position, d in enumerate(block.groups):
        low, high = block.extreme(d, -1)[0], block.extreme(d, 1)[0]
        found |= {tuple(point.entries()): point for point in (low, high)}
        if low[position, 0] == high[position, 0]:
            fixed.append(position)
    # A weight that is not fixed is > 0 somewhere: only the fixed ones bind all of the block.
    dimension -= int(rows_of(block.columns, fixed).rank())
    return _Part(block, list(found.values()), all_points=False, dimension=dimension)


def _placed(w: flint.fmpq_mat, parts: Sequence[_Part], values: Sequence[flint.fmpq_mat]) -> flint.fmpq_mat:
    """Return w with the weights of each block replaced."""
    point = flint.fmpq_mat(w)
    for part, weights in zip(parts, values, strict=True):
        for d, weight in zip(part.block.groups, weights.entries(), strict=True):
            point[d, 0] = weight
    return point


def unique_multipliers(game: Game, w: flint.fmpq_mat) -> list[flint.fmpq] | None:
    """Return multipliers t that prove a homogeneous equilibrium w the only one, or None where it is not.

    With S the support of w and E ⊇ S the groups at the level ν: t·n = 0 for every n in the kernel of M on T, t > 0 on
    E∖S, t = 0 on S. Then a move v in the kernel with v ≥ 0 on E∖S and v = 0 off E is 0 off S, and the kernel has
    nothing but 0 there: the rows of its columns off S have full rank.

    Parameters
    ----------
    game : Game
        With K symmetric, H ⪰ 0 and M ⪰ 0 on T.
    w : flint.fmpq_mat, shape (D, 1)
        A homogeneous equilibrium of it.

    Returns
    -------
    list of D flint.fmpq, or None

    Raises
    ------
    InputError
        As `optimal_face`.

    Notes
    -----
    Source: MODEL T4; the multipliers exist by Stiemke's lemma.
    """
    face = kernel_face(game, w)
    support = set(face.point.support)
    unserved = [d for d in range(game.size) if d not in support]
    if rows_of(face.kernel, unserved).rank() < face.kernel.ncols():
        return None
    multipliers = {d: flint.fmpq(1) for d in face.point.tight if d not in support}
    for block in face.blocks:
        waiting = [position for position, d in enumerate(block.groups) if d not in support]
        # t = 1 + s on them with s ≥ 0, whatever their scale
        rows = rows_of(block.columns, waiting).transpose()
        ones = flint.fmpq_mat(len(waiting), 1, [1] * len(waiting))
        found = maximise(flint.fmpq_mat(len(waiting), 1), rows, -(rows * ones))
        if not isinstance(found, Optimal):
            return None
        for position, value in zip(waiting, (ones + found.x).entries(), strict=True):
            multipliers[block.groups[position]] = value
    return face.extended(multipliers)


def range_multipliers(game: Game, w: flint.fmpq_mat, d: int, sense: str) -> list[flint.fmpq]:
    """Return multipliers t that prove the largest or smallest weight of group d over all homogeneous equilibria.

    For any t with t·n = 0 on the kernel of M on T and u = ±(t − e_d) ≥ 0 on E (+ for "upper"), every homogeneous
    equilibrium has ``w′_d ≤ w_d + Σ_E u_j w_j`` (for "lower": ``≥ w_d − Σ_E u_j w_j``); the t returned attains it.

    Parameters
    ----------
    game : Game
        With K symmetric, H ⪰ 0 and M ⪰ 0 on T.
    w : flint.fmpq_mat, shape (D, 1)
        A homogeneous equilibrium of it.
    d : int
    sense : {"upper", "lower"}

    Returns
    -------
    list of D flint.fmpq

    Raises
    ------
    InputError
        As `optimal_face`, and for another sense.
    """
    if sense not in ("upper", "lower"):
        raise InputError(f"unknown sense {sense!r} of a bound", remedy='write "upper" or "lower"')
    face = kernel_face(game, w)
    if d not in face.point.tight:
        return [flint.fmpq(0)] * game.size
    block = face.block_of(d)
    if block is None:
        return face.extended({d: flint.fmpq(1)})
    _, multipliers = block.extreme(d, 1 if sense == "upper" else -1)
    return face.extended(dict(zip(block.groups, multipliers, strict=True)))
