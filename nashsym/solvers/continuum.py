"""Where homogeneous equilibria are not isolated: the polytope that they form, and the multipliers that bound it.

For K symmetric and M ⪰ 0 on T they are the maximisers of a concave programme (MODEL T4): from one of them, w, every
other is w + v ≥ 0 with v in the kernel of M on T and v_d = 0 off E, the groups whose marginal utility at w is the
level ν.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import flint

from nashsym.errors import InputError
from nashsym.exact.linear_programme import Optimal, maximise
from nashsym.exact.rational import column_fractions, fraction
from nashsym.exact.systems import affine_solutions
from nashsym.exact.tangent import lift
from nashsym.game import Game
from nashsym.solvers.polytope import affine_dimension, candidate_bases, column_basis, vertices
from nashsym.solvers.solution import Continuum, Equilibrium

__all__ = ["MAX_CANDIDATE_BASES", "continuum_of", "optimal_face", "range_multipliers", "unique_multipliers"]

#: All vertices are enumerated where at most this many sets of constraints have to be tried.
MAX_CANDIDATE_BASES: Final = 2_000


@dataclass(frozen=True)
class _Face:
    """The set {w + v ≥ 0 : v ∈ span(columns)}, with each column 0 off E.

    Attributes
    ----------
    kernel : flint.fmpq_mat, shape (D, r)
        Columns that span the kernel of M on T.
    columns : flint.fmpq_mat, shape (D, s)
        Those of its combinations that are 0 off E, in echelon form.
    pivots : list of s indices
        The rows where `columns` is the identity.
    moving : list of indices
        The rows of `columns` that are not 0, all in E.
    """

    kernel: flint.fmpq_mat
    columns: flint.fmpq_mat
    pivots: list[int]
    moving: list[int]


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
        All its vertices where at most `MAX_CANDIDATE_BASES` sets of constraints have to be tried; otherwise those at
        which a weight is smallest or largest. The ranges are exact either way.

    Raises
    ------
    InputError
        Where K is not symmetric or M not ⪰ 0 on T.

    Notes
    -----
    Source: MODEL T4.
    """
    face = _face(game, w)
    dimension = len(face.pivots)
    if dimension == 0:
        return Equilibrium(game, w)
    if candidate_bases(len(face.moving), dimension) <= MAX_CANDIDATE_BASES:
        steps = vertices(_rows(w, face.moving), _rows(face.columns, face.moving))
        points = [w + face.columns * step for step in steps]
        return Equilibrium(game, w) if len(points) == 1 else continuum_of(game, points)
    return _by_ranges(game, w, face)


def continuum_of(game: Game, points: Sequence[flint.fmpq_mat]) -> Continuum:
    """Return the polytope with these vertices, all of them and at least two; the mean of them represents it."""
    ordered = sorted(points, key=lambda point: point.entries(), reverse=True)
    columns = [column_fractions(point) for point in ordered]
    mean = sum(ordered[1:], start=ordered[0]) / len(ordered)
    return Continuum(
        game=game,
        representative=Equilibrium(game, mean),
        vertices=tuple(Equilibrium(game, point) for point in ordered),
        all_vertices=True,
        dimension=affine_dimension(ordered),
        ranges=tuple((min(values), max(values)) for values in zip(*columns, strict=True)),
    )


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
    face = _face(game, w)
    point = Equilibrium(game, w)
    support, tight = set(point.support), set(point.tight)
    unserved = [d for d in range(game.size) if d not in support]
    if _rows(face.kernel, unserved).rank() < face.kernel.ncols():
        return None
    waiting = sorted(tight - support)
    rows = _rows(face.columns, waiting).transpose()
    ones = flint.fmpq_mat(len(waiting), 1, [1] * len(waiting))
    if face.pivots:
        found = maximise(flint.fmpq_mat(len(waiting), 1), rows, -(rows * ones))
        if not isinstance(found, Optimal):
            return None
        ones += found.x
    return _extended(game, face, tight, dict(zip(waiting, ones.entries(), strict=True)))


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
    face = _face(game, w)
    tight = set(Equilibrium(game, w).tight)
    if d not in tight:
        return [flint.fmpq(0)] * game.size
    if d not in face.moving:
        return _extended(game, face, tight, {d: flint.fmpq(1)})
    sign = 1 if sense == "upper" else -1
    return _extended(game, face, tight, dict(zip(face.moving, _extreme(w, face, d, sign)[1], strict=True)))


def _face(game: Game, w: flint.fmpq_mat) -> _Face:
    form = game.canonical
    if not (form.coupling_is_symmetric and form.stability.is_positive_semidefinite):
        raise InputError(
            "K is not symmetric or M is not ⪰ 0 on T: the homogeneous equilibria need not be one polytope",
            remedy="enumerate them",
        )
    columns = [lift(column) for column in form.stability.kernel]
    count = len(columns)
    kernel = flint.fmpq_mat(game.size, count, [column[d] for d in range(game.size) for column in columns])
    tight = set(Equilibrium(game, w).tight)
    off = [d for d in range(game.size) if d not in tight]
    solved = affine_solutions(_rows(kernel, off), flint.fmpq_mat(len(off), 1)) if count and off else None
    staying = kernel if solved is None else kernel * solved[1]
    if staying.ncols() == 0:
        return _Face(kernel, staying, [], [])
    basis, pivots = column_basis(staying)
    moving = [d for d, row in enumerate(basis.tolist()) if any(row)]
    return _Face(kernel, basis, pivots, moving)


def _rows(X: flint.fmpq_mat, chosen: Sequence[int]) -> flint.fmpq_mat:
    """Return the chosen rows of a matrix."""
    listed = X.tolist()
    return flint.fmpq_mat(len(chosen), X.ncols(), [value for d in chosen for value in listed[d]])


def _extended(game: Game, face: _Face, tight: set[int], on_tight: dict[int, flint.fmpq]) -> list[flint.fmpq]:
    """Extend multipliers on E (0 where not given) to all groups so that they vanish on the whole kernel.

    They vanish on the combinations that are 0 off E already, which is why the system has a solution.
    """
    multipliers = [on_tight.get(d, flint.fmpq(0)) for d in range(game.size)]
    off = [d for d in range(game.size) if d not in tight]
    if face.kernel.ncols() == 0 or not off:
        return multipliers
    left = face.kernel.transpose() * flint.fmpq_mat(game.size, 1, multipliers)
    solved = affine_solutions(_rows(face.kernel, off).transpose(), -left)
    if solved is None:  # pragma: no cover - would contradict the choice on E
        raise AssertionError("the multipliers do not vanish on the directions within the tight groups")
    for d, value in zip(off, solved[0].entries(), strict=True):
        multipliers[d] = value
    return multipliers


def _extreme(w: flint.fmpq_mat, face: _Face, d: int, sign: int) -> tuple[flint.fmpq_mat, list[flint.fmpq]]:
    """Return the weights of the moving groups where sign·w_d is largest, and multipliers on them that prove it."""
    pivots = [face.moving.index(pivot) for pivot in face.pivots]
    columns = _rows(face.columns, face.moving)
    others = [row for row in range(len(face.moving)) if row not in pivots]
    # w_others − columns_others · w_pivots does not change along the face.
    constraints = flint.fmpq_mat(len(others), len(face.moving))
    for index, row in enumerate(others):
        constraints[index, row] = 1
        for position, pivot in enumerate(pivots):
            constraints[index, pivot] = -columns[row, position]
    costs = flint.fmpq_mat(len(face.moving), 1)
    costs[face.moving.index(d), 0] = sign
    found = maximise(costs, constraints, constraints * _rows(w, face.moving))
    if not isinstance(found, Optimal):  # pragma: no cover - w is feasible, and weights are at most 1
        raise AssertionError("a bounded linear programme with a feasible point has no optimum")
    return found.x, [sign * value for value in (constraints.transpose() * found.dual).entries()]


def _by_ranges(game: Game, w: flint.fmpq_mat, face: _Face) -> Equilibrium | Continuum:
    """Describe the face by the smallest and largest weight of each group, one linear programme each."""
    ranges: list[tuple[Fraction, Fraction]] = [(weight, weight) for weight in column_fractions(w)]
    found: dict[tuple[flint.fmpq, ...], flint.fmpq_mat] = {}
    for d in face.moving:
        bounds = []
        for sign in (-1, 1):
            weights = _extreme(w, face, d, sign)[0].entries()
            point = flint.fmpq_mat(w)
            for group, weight in zip(face.moving, weights, strict=True):
                point[group, 0] = weight
            found.setdefault(tuple(point.entries()), point)
            bounds.append(fraction(point[d, 0]))
        ranges[d] = (bounds[0], bounds[1])
    points = sorted(found.values(), key=lambda point: point.entries(), reverse=True)
    if len(points) == 1:
        return Equilibrium(game, w)
    fixed = [d for d in face.moving if ranges[d][0] == ranges[d][1]]
    return Continuum(
        game=game,
        representative=Equilibrium(game, sum(points[1:], start=points[0]) / len(points)),
        vertices=tuple(Equilibrium(game, point) for point in points),
        all_vertices=False,
        dimension=len(face.pivots) - int(_rows(face.columns, fixed).rank()),
        ranges=tuple(ranges),
    )
