"""Inconsistency as deviation: how far a group stands from the mainstream on ordinal questions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym_estimators.estimates.gram import rounding_factor
from nashsym_estimators.responses.table import ResponseTable

__all__ = ["exact_deviation", "ordinal_scores", "standing", "standing_rounding"]


def ordinal_scores(table: ResponseTable) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the scores of a table that has some.

    Raises
    ------
    InputError
        Where no question has.
    """
    scores, ordinal = table.scores
    if not ordinal.any():
        raise InputError(
            "no question has ordinal scores",
            key="inconsistency",
            remedy="say where the options stand, or take dispersion",
        )
    return scores, ordinal


def standing(
    probabilities: NDArray[np.float64],
    scores: NDArray[np.float64],
    ordinal: NDArray[np.bool_],
    audience: NDArray[np.float64],
    answered: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    r"""Return ``x[d,q] = (s[d,q] − s̄[q])/σ_q``, and which questions count: those with σ_q > 0.

    ``s[d,q] = Σ_y P[d,q,y] z_{q,y}``; s̄[q] and σ²_q are mean and variance of z over the answers pooled with the
    audience's shares, among the groups that answered q.

    Parameters
    ----------
    probabilities : array, shape (…, D, Q, Y)
    scores : array, shape (Q, Y)
    ordinal : array of bool, shape (Q,)
    audience : array, shape (D,)
        Shares.
    answered : array of bool, shape (D, Q)

    Returns
    -------
    array, shape (…, D, Q), and array of bool, shape (…, Q)
        ``C_de = Σ_q v_q x[d,q] x[e,q] / Σ_q v_q`` over the questions that count.

    Notes
    -----
    Source: MODEL, section 5, `deviation`.
    """
    shares, pooled = _pooled(probabilities, audience, answered)
    centred = _centred(scores, pooled)
    own = np.einsum("...dqy,qy->...dq", probabilities, centred)
    mean = np.einsum("...dq,dq->...q", own, shares)
    apart = centred - mean[..., None]
    variance = np.einsum("...qy,...qy->...q", pooled, apart**2)
    # All answers at one place of the scale: exactly so, not by rounding.
    placed = (pooled > 0) & ordinal[:, None]
    highest = np.where(placed, scores, -np.inf).max(axis=-1)
    counts: NDArray[np.bool_] = highest > np.where(placed, scores, np.inf).min(axis=-1)
    spread = np.sqrt(np.where(counts, variance, 1))
    away = np.where(answered & counts[..., None, :], own - mean[..., None, :], 0)
    return away / spread[..., None, :], counts


def _pooled(
    probabilities: NDArray[np.float64], audience: NDArray[np.float64], answered: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return each group's share among those that answered, shape (D, Q), and the pooled answers, shape (…, Q, Y)."""
    shares = audience[:, None] * answered
    shares = shares / np.maximum(shares.sum(axis=0), np.finfo(float).tiny)
    return shares, np.einsum("...dqy,dq->...qy", probabilities, shares)


def _centred(scores: NDArray[np.float64], pooled: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the scores less the mean of those that somebody chose, so that a scale far from 0 costs no digits.

    Those that nobody chose, in any of the tables, are 0: they count nowhere.
    """
    chosen = (pooled > 0).any(axis=tuple(range(pooled.ndim - 2)))
    many = np.maximum(chosen.sum(axis=1, keepdims=True), 1)
    middle = np.where(chosen, scores, 0).sum(axis=1, keepdims=True) / many
    return np.where(chosen, scores - middle, 0)


def standing_rounding(
    probabilities: NDArray[np.float64],
    scores: NDArray[np.float64],
    ordinal: NDArray[np.bool_],
    audience: NDArray[np.float64],
    answered: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    r"""Return x of `standing` for one table, and how far each may be from what it would be without rounding.

    Parameters
    ----------
    probabilities, scores, ordinal, audience, answered : as in `standing`, shape (D, Q, Y) for the first

    Returns
    -------
    two arrays, shape (D, Q)
        The second is ∞ where a scale is so long beside its spread that floats tell nothing.

    Notes
    -----
    With R the farthest score that somebody chose from their middle and ρ = R/σ, sums of n products leave own and mean
    within γR of what they are, so their difference within 2γR, and the variance within (2γρ + γ²ρ² + γ)σ²
    (Cauchy and Schwarz):
    |δx| ≤ 2γρ + |x|(2γρ + γ) to first order. The double of it covers what is beyond, while γρ ≤ 1/100.
    """
    place, counting = standing(probabilities, scores, ordinal, audience, answered)
    D, _, Y = probabilities.shape
    _, pooled = _pooled(probabilities, audience, answered)
    centred = _centred(scores, pooled)
    mean = np.einsum("qy,qy->q", pooled, centred)
    variance = np.einsum("qy,qy->q", pooled, (centred - mean[:, None]) ** 2)
    spread = np.sqrt(np.where(counting, variance, 1))
    gamma = rounding_factor(3 * D + 2 * Y)
    reach = np.abs(centred).max(axis=1) / np.maximum(spread, np.finfo(float).tiny)
    lost = 2 * (2 * gamma * reach + np.abs(place) * (2 * gamma * reach + gamma))
    lost = np.where(gamma * reach <= 0.01, lost, np.inf)
    return place, np.where(answered & counting, lost, 0)


def exact_deviation(
    tally: NDArray[np.int64],
    scores: NDArray[np.float64],
    ordinal: NDArray[np.bool_],
    audience: NDArray[Any],
    weights: list[int],
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return ``Σ_q v_q x[d,q] x[e,q]`` and ``Σ_q v_q`` over the questions that count and both answered, exactly.

    Parameters
    ----------
    tally : array of int, shape (D, Q, Y)
    scores, ordinal : as in `standing`
    audience : array of Fraction, shape (D,)
    weights : list of Q int

    Returns
    -------
    two arrays of Fraction, shape (D, D)
    """
    D = len(tally)
    total, shared = np.full((D, D), Fraction(0), dtype=object), np.full((D, D), Fraction(0), dtype=object)
    for q in np.nonzero(ordinal)[0].tolist():
        people = tally[:, q].sum(axis=1).tolist()
        present = np.array([n > 0 for n in people])
        if not present.any():
            continue
        z = np.array([Fraction(value) for value in scores[q].tolist()], dtype=object)
        shares = np.array([[Fraction(k, n) if n else Fraction(0) for k in row] for row, n in _rows(tally[:, q])])
        reach = audience * present
        pooled = reach @ shares / sum(reach)
        own, mean = shares @ z, pooled @ z
        variance = pooled @ (z - mean) ** 2
        if variance:
            away = (own - mean) * present
            total += np.outer(away, away) * (weights[q] / variance)
            shared += np.outer(present, present) * Fraction(weights[q])
    return total, shared


def _rows(answers: NDArray[np.int64]) -> list[tuple[list[int], int]]:
    return [(row, sum(row)) for row in answers.tolist()]
