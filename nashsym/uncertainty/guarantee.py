"""What holds for every game of a box of inputs: how far each weight reaches there (T13), by rational comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isqrt
from typing import Any, Final, NamedTuple

import flint
from numpy.typing import NDArray

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import fraction, matrix, rational, vector
from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.terms import CanonicalForm
from nashsym.theorems.perturbation import boundary_radii_squared, interior_radii

__all__ = ["reaches"]

#: Roots are rounded up to so many binary places.
_PLACES: Final = 80


def reaches(game: Game, radii: Mapping[str, NDArray[Any]]) -> tuple[tuple[Fraction, Fraction], ...] | None:
    r"""Return between which numbers each weight lies at the homogeneous equilibrium of every game in a box of inputs.

    With |Δa| ≤ r_a, |ΔC| ≤ r_C and |ΔS| ≤ r_S entrywise, C and S symmetric, b is off by at most ``β = λ_A r_a``, H by
    ``E_H = 2λ_C r_C`` and M by ``E = 2λ_C r_C + λ_D r_S`` (similarity form; in the distance form S is in H and not in
    M). Where ``H − diag(E_H 1) ⪰ 0`` and ``M ≻ 0`` on T and M stays so, every game of the box has one homogeneous
    equilibrium, and T13 bounds how far it is from this one: (b) wherever it lies, (a) where it stays interior; of the
    two bounds the better counts, group by group. A group at 0 that then brings less than a group served does, in every
    game of the box, stays at 0: the bounds are found anew without it.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs, without an anchor.
    radii : mapping from "attractiveness", "inconsistency", "similarity" to arrays of Fractions
        Of shapes (D,), (D, D), (D, D), the matrices symmetric; see `nashsym.uncertainty.confidence.radii`.

    Returns
    -------
    tuple of D pairs of Fractions, or None
        None where T13 does not apply, or the game itself has not exactly one homogeneous equilibrium.

    Notes
    -----
    Source: MODEL T2–T4, T13.
    """
    form, box = game.canonical, _of_canonical(game, radii)
    concave = definiteness(_lowered(form.H, box.H)).is_positive_semidefinite
    found = solve(game).equilibrium if concave and form.stability.is_positive_definite else None
    if found is None:
        return None
    kept, moves = list(range(game.size)), dict[int, Fraction]()
    while True:
        bounds = _moves(form, box, found.weights, kept)
        if bounds is None:
            return None
        moves = dict(zip(kept, bounds, strict=True))
        gone = [d for d in kept if found.weights[d] == 0 and _stays_out(form, box, found.weights, moves, d)]
        if not gone:
            break
        kept = [d for d in kept if d not in gone]
    return tuple(
        (max(weight - moves[d], Fraction(0)), min(weight + moves[d], Fraction(1))) if d in kept else (weight, weight)
        for d, weight in enumerate(found.weights)
    )


class _Box(NamedTuple):
    """Entrywise radii of b, M and H."""

    b: flint.fmpq_mat
    M: flint.fmpq_mat
    H: flint.fmpq_mat


def _moves(form: CanonicalForm, box: _Box, weights: Sequence[Fraction], kept: Sequence[int]) -> list[Fraction] | None:
    """Return how far each weight kept moves at most, where the other groups stay at 0; None where T13 does not say."""
    part = CanonicalForm(_rows(form.b, kept), _part(form.H, kept), _part(form.K, kept), form.agents)
    beta, E, own = _rows(box.b, kept), _part(box.M, kept), [weights[d] for d in kept]
    squares = boundary_radii_squared(part, beta, E, own)
    moves = None if squares is None else [_root(square) for square in squares]
    inside = interior_radii(part, beta, E)
    if inside is None or not all(move < weight for move, weight in zip(inside, own, strict=True)):
        return moves
    return list(inside) if moves is None else [min(pair) for pair in zip(moves, inside, strict=True)]


def _stays_out(
    form: CanonicalForm, box: _Box, weights: Sequence[Fraction], moves: Mapping[int, Fraction], group: int
) -> bool:
    r"""Tell whether a group brings less than one that is served, at every equilibrium and in every game of the box.

    ``g_e − g_d = b_e − b_d − (M_e − M_d) w``, and with ``w = ŵ + Δ``, Σ Δ = 0, its least value is at most
    ``Σ_j |M_ej − M_dj − c| |Δ_j|`` below that at ŵ, for any c, and the radii take the rest.
    """
    kept = list(moves)
    reach = {j: weights[j] + moves[j] for j in kept}
    for other in kept:
        if moves[other] >= weights[other]:
            continue
        row = {j: fraction(form.M[other, j] - form.M[group, j]) for j in kept}
        middle = sorted(row.values())[len(row) // 2]
        gain = fraction(form.b[other, 0] - form.b[group, 0] - box.b[other, 0] - box.b[group, 0])
        gain -= sum(row[j] * weights[j] + abs(row[j] - middle) * moves[j] for j in kept)
        if gain > sum(fraction(box.M[other, j] + box.M[group, j]) * reach[j] for j in kept):
            return True
    return False


def _rows(column: flint.fmpq_mat, kept: Sequence[int]) -> flint.fmpq_mat:
    return flint.fmpq_mat(len(kept), 1, [column[d, 0] for d in kept])


def _part(X: flint.fmpq_mat, kept: Sequence[int]) -> flint.fmpq_mat:
    return flint.fmpq_mat(len(kept), len(kept), [X[d, e] for d in kept for e in kept])


def _of_canonical(game: Game, radii: Mapping[str, NDArray[Any]]) -> _Box:
    prices = {name: rational(value) for name, value in game.coefficients.items()}
    a, C = vector(radii["attractiveness"]), matrix(radii["inconsistency"])
    S = matrix(radii["similarity"]) * (prices["diversity"] if game.agents > 1 else 0)
    own = 2 * prices["consistency"] * C
    beta = prices["attractiveness"] * a
    return _Box(beta, own, own + 2 * S) if game.diversity == "distance" else _Box(beta, own + S, own)


def _lowered(H: flint.fmpq_mat, E: flint.fmpq_mat) -> flint.fmpq_mat:
    """Return H − diag(E1), below every symmetric matrix within E of H."""
    lowered = flint.fmpq_mat(H)
    for d in range(H.nrows()):
        lowered[d, d] -= sum((E[d, e] for e in range(H.nrows())), flint.fmpq(0))
    return lowered


def _root(square: Fraction) -> Fraction:
    """Return a number at or just above the root."""
    scaled = -(-square.numerator * 4**_PLACES // square.denominator)
    root = isqrt(scaled)
    return Fraction(root + (root * root < scaled), 2**_PLACES)
