"""From a proposed support to an exact homogeneous equilibrium: floats proposed it, rationals decide."""

from __future__ import annotations

from collections.abc import Iterable

import flint

from nashsym.exact.systems import marginal_integers, solve_indifference
from nashsym.terms import CanonicalForm

__all__ = ["settle"]


def settle(form: CanonicalForm, proposal: Iterable[int]) -> flint.fmpq_mat | None:
    """Find the exact solution of the complementarity problem at a proposed support, repairing the proposal if need be.

    On a support S the weights and the level solve ``b_S − M_SS w_S = ν1, 1ᵀw_S = 1`` exactly. A group with a negative
    weight is dropped, then a group off S with a marginal utility above ν is taken in, one at a time, until neither is
    left: ``w ∈ Δ, b − Mw ≤ ν1, wᵀ(ν1 − b + Mw) = 0`` (MODEL T4).

    Parameters
    ----------
    form : CanonicalForm
    proposal : iterable of int
        Indices of the groups believed to have weight > 0.

    Returns
    -------
    flint.fmpq_mat, shape (D, 1), or None
        The weights; None where the repair ran into a support that it had seen or that has no solution of its own.

    Notes
    -----
    Every answer is exact; None says nothing about the game.
    """
    support = sorted(set(proposal))
    seen: set[tuple[int, ...]] = set()
    while support and tuple(support) not in seen:
        seen.add(tuple(support))
        found = solve_indifference(form.b, form.M, support)
        if found is None:
            support = _without_redundant(form, support)
            continue
        weights = found.weights.numer_denom()[0].entries()
        lowest = min(support, key=weights.__getitem__)
        if weights[lowest] < 0:
            support.remove(lowest)
            continue
        gains = marginal_integers(form.b, form.M, found.weights)[0].entries()
        best = max(range(form.groups), key=gains.__getitem__)
        if gains[best] == gains[support[0]]:
            return found.weights
        support = sorted({*(d for d in support if weights[d] > 0), best})
    return None


def _without_redundant(form: CanonicalForm, support: list[int]) -> list[int]:
    """Drop the groups of a singular support that the others can stand for, all at once.

    They are the columns without a pivot in ``[[1, M_SS], [0, 1ᵀ]]``, the level's first so that it is never dropped.
    """
    size = len(support)
    bordered = flint.fmpq_mat(size + 1, size + 1)
    for row, d in enumerate(support):
        for column, e in enumerate(support):
            bordered[row, column + 1] = form.M[d, e]
        bordered[row, 0] = bordered[size, row + 1] = 1
    reduced, _, rank = bordered.numer_denom()[0].rref()
    table = reduced.tolist()
    pivots = {next(column for column, value in enumerate(table[row]) if value != 0) for row in range(rank)}
    kept = [d for column, d in enumerate(support, start=1) if column in pivots]
    return kept if len(kept) < size else []
