"""How an equilibrium moves with one coefficient, to first order."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import flint

from nashsym.exact.rational import column_fractions
from nashsym.exact.systems import marginals
from nashsym.solvers.solution import Equilibrium
from nashsym.terms import Anchor

__all__ = ["MAX_SUPPORT_SLOPES", "local_slopes"]

#: The slopes have twice the digits of the weights: half a second for so many groups that are served.
MAX_SUPPORT_SLOPES: Final = 120


def local_slopes(found: Equilibrium) -> dict[str, tuple[tuple[Fraction, ...], tuple[Fraction, ...]]] | None:
    r"""Return for each coefficient λ the derivatives of all weights and of all shortfalls ``ν − g_d``.

    On the support S, with ``b′ = ∂b/∂λ`` and ``M′ = ∂M/∂λ``: ``w′ = P_S(b′ − M′w)``, ``g′ = b′ − M′w − Mw′``.

    Parameters
    ----------
    found : Equilibrium

    Returns
    -------
    dict of str to (weights, shortfalls), each of D Fractions; or None
        None where the equilibrium has no such derivative by T7: it is not strictly complementary, M is singular on the
        tangent space of its support, or the game is not given by coefficients; or more groups are served than
        `MAX_SUPPORT_SLOPES`.

    Notes
    -----
    Source: MODEL T7, the implicit function theorem on the face of the equilibrium; it is the same in the distance form,
    where M does not hold λ_D (T11).
    """
    game, form = found.game, found.game.canonical
    moving = [term for term in game.terms if not isinstance(term, Anchor)]
    named = [term for term in moving if term.coefficient_name]
    if len(named) != len(moving) or len(found.support) > MAX_SUPPORT_SLOPES or not found.is_strictly_complementary:
        return None
    pushes = []
    for term in named:
        share = term.scaled(flint.fmpq(1)).canonical(game.agents)
        if share is None:
            return None
        pushes.append(marginals(share.b, share.M, found.vector))
    moves = _moves(form.M, found.support, pushes)
    if moves is None:
        return None
    slopes = {}
    anchor = found.support[0]
    for term, push, move in zip(named, pushes, moves, strict=True):
        gains = marginals(push, form.M, move).entries()
        lacks = tuple(gains[anchor] - gain for gain in gains)
        shortfalls = column_fractions(flint.fmpq_mat(game.size, 1, lacks))
        slopes[term.coefficient_name] = (column_fractions(move), shortfalls)
    return slopes


def _moves(M: flint.fmpq_mat, support: tuple[int, ...], pushes: list[flint.fmpq_mat]) -> list[flint.fmpq_mat] | None:
    """Solve ``1ᵀw′ = 0`` and ``p − Mw′`` constant on the support, w′ = 0 off it, for each p; None where singular."""
    size, count = M.nrows(), len(support)
    system, right = flint.fmpq_mat(count + 1, count + 1), flint.fmpq_mat(count + 1, len(pushes))
    for row, d in enumerate(support):
        for column, e in enumerate(support):
            system[row, column] = M[d, e]
        system[row, count] = system[count, row] = 1
        for column, push in enumerate(pushes):
            right[row, column] = push[d, 0]
    try:
        solved = system.solve(right)
    except ZeroDivisionError:
        return None
    moves = []
    for column in range(len(pushes)):
        move = flint.fmpq_mat(size, 1)
        for row, d in enumerate(support):
            move[d, 0] = solved[row, column]
        moves.append(move)
    return moves
