"""Similarity as collision: the chance that two groups answer alike, as plug-in and unbiased."""

from __future__ import annotations

import math
from typing import Any

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.exact.rational import fractions
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.table import ResponseTable

__all__ = ["exact_alike", "exact_own", "own_alike", "refuse_single_answers", "weighted_rows"]


def weighted_rows(probabilities: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    r"""Return F, shape (…, D, Q·Y), with ``(F Fᵀ)_de = Σ_q v_q Σ_y P[d,q,y] P[e,q,y]``: the plug-in, ⪰ 0 by its form.

    Parameters
    ----------
    probabilities : array, shape (…, D, Q, Y)
        0 where a group was not asked, which adds nothing to the sum.
    weights : array, shape (Q,)

    Notes
    -----
    Source: MODEL, section 5, `collision`. Its diagonal is too large by ``(1 − Σ_y p²)/n``.
    """
    scaled = probabilities * np.sqrt(weights)[:, None]
    return scaled.reshape(*scaled.shape[:-2], -1)


def own_alike(
    probabilities: NDArray[np.float64], counts: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    r"""Return ``Σ_q v_q (n Σ_y p² − 1)/(n − 1)`` of each group, the unbiased diagonal of S, before division by Σ v_q.

    The chance that two different respondents of the group answer alike. Off the diagonal the plug-in has no bias.

    Parameters
    ----------
    probabilities : array, shape (…, D, Q, Y)
    counts : array, shape (D, Q)
    weights : array, shape (Q,)

    Returns
    -------
    array, shape (…, D)

    Notes
    -----
    With survey weights w and ``n = (Σw)²/Σw²`` it is ``Σ_{i≠j} w_i w_j [y_i = y_j] / Σ_{i≠j} w_i w_j``, unbiased too.
    Source: MODEL, section 5.
    """
    asked = counts > 1  # who was asked alone weighs nothing, or `refuse_single_answers` has spoken
    others = np.where(asked, counts - 1, 1)
    squares = np.einsum("...y,...y->...", probabilities, probabilities)
    alike = np.where(asked, (counts * squares - 1) / others, 0)
    own: NDArray[np.float64] = alike @ weights
    return own


def refuse_single_answers(table: ResponseTable) -> None:
    """Refuse the unbiased estimate where the number of respondents is not known, or is 1: no two answers to compare.

    Raises
    ------
    InputError
        Naming the group and the question.
    """
    if table.counts is None:
        raise InputError(
            "the number of respondents is not known",
            key="similarity",
            remedy="take collision, or a table with counts",
        )
    single = np.argwhere(table.answered & (table.counts <= 1) & (table.weights > 0))
    if single.size:
        d, q = (int(index) for index in single[0])
        raise InputError(
            f"one respondent of group {shown(table.groups[d])} answered question {shown(table.questions[q].name)}",
            key="similarity",
            remedy="collision-unbiased compares two; take collision, or leave the question out",
        )


def exact_alike(tally: NDArray[np.int64], weights: list[int]) -> NDArray[Any]:
    """Return ``Σ_q v_q Σ_y P[d,q,y] P[e,q,y]`` exactly from whole counts and whole weights.

    Parameters
    ----------
    tally : array of int, shape (D, Q, Y)
    weights : list of Q int

    Returns
    -------
    array of Fraction, shape (D, D)
    """
    D, Q, Y = tally.shape
    totals = tally.sum(axis=2)
    scales = [math.lcm(*(int(n) for n in row if n)) for row in totals]
    left, right = flint.fmpz_mat(D, Q * Y), flint.fmpz_mat(Q * Y, D)
    for d, q in np.argwhere(totals).tolist():
        factor = scales[d] // int(totals[d, q])
        for y in np.nonzero(tally[d, q])[0].tolist():
            left[d, q * Y + y] = factor * int(tally[d, q, y])
            right[q * Y + y, d] = left[d, q * Y + y] * weights[q]
    product = flint.fmpq_mat(left * right)
    for d in range(D):
        for e in range(D):
            product[d, e] /= scales[d] * scales[e]
    return _objects(fractions(product))


def exact_own(tally: NDArray[np.int64], weights: list[int]) -> list[Any]:
    """Return ``Σ_q v_q Σ_y k(k−1) / (n(n−1))`` of each group exactly: a list of D rationals of flint."""
    own = []
    for answers in tally:
        total = flint.fmpq(0)
        for row, weight in zip(answers.tolist(), weights, strict=True):
            n = sum(row)
            if n and weight:
                total += flint.fmpq(weight * sum(k * (k - 1) for k in row), n * (n - 1))
        own.append(total)
    return own


def _objects(rows: list[list[Any]]) -> NDArray[Any]:
    array = np.empty((len(rows), len(rows)), dtype=object)
    array[:] = rows
    return array
