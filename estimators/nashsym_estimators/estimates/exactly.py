"""The sums over questions in rationals, where every count is known and the table is small: nothing is rounded."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.exact.rational import fraction
from nashsym_estimators.estimates.attractiveness import audience_shares
from nashsym_estimators.estimates.collision import exact_alike, exact_own
from nashsym_estimators.estimates.deviation import exact_deviation, ordinal_scores
from nashsym_estimators.estimates.method import Method
from nashsym_estimators.estimates.sums import Sums
from nashsym_estimators.responses.table import ResponseTable

__all__ = ["exact_sums", "why_not_exact"]

#: A table of more numbers is estimated in floats.
_MOST_CELLS: Final = 100_000
#: Deviation divides by a variance per question: D²Q is bounded by so much.
_MOST_STEPS: Final = 50_000
#: Numbers of more bits are of no use to anybody.
_MOST_BITS: Final = 2_048


def why_not_exact(table: ResponseTable, method: Method) -> str:
    """Return why the inputs are not computed exactly, in a few words; empty where they may be."""
    if table.counts is None:
        return "counts are not known"
    if table.probabilities.size > _MOST_CELLS:
        return f"the table has more than {_MOST_CELLS} numbers"
    if method.needs_scores and table.size**2 * len(table.questions) > _MOST_STEPS:
        return "the table is too large for an exact deviation"
    return "counts are not whole" if table.tally is None else ""


def whole_weights(weights: NDArray[np.float64]) -> list[int]:
    """Return whole numbers in proportion to the weights of the questions, read as the floats that they are."""
    exact = [Fraction(value) for value in weights.tolist()]
    common = math.lcm(*(value.denominator for value in exact))
    whole = [int(value * common) for value in exact]
    divisor = math.gcd(*whole)
    return [value // divisor for value in whole]


def exact_sums(table: ResponseTable, method: Method, proportions: NDArray[np.float64]) -> Sums | None:
    """Return the sums exactly; None where `why_not_exact` has a reason, or the fractions would be too long.

    Parameters
    ----------
    table : ResponseTable
    method : Method
    proportions : array, shape (Q,)
        What the questions count for, not divided by their sum, which would round them.
    """
    tally = table.tally
    if why_not_exact(table, method) or tally is None:
        return None
    weights = whole_weights(proportions)
    lengths = [math.lcm(*(int(n) for n in row if n)).bit_length() for row in tally.sum(axis=2)]
    if 2 * max(lengths) + max(weights).bit_length() > _MOST_BITS:
        return None
    own = np.array([fraction(value) for value in exact_own(tally, weights)]) if method.is_unbiased else None
    away = ordinal = None
    if method.needs_scores:
        scores, scored = ordinal_scores(table)
        away, ordinal = exact_deviation(tally, scores, scored, audience_shares(table), weights)
    sums = Sums(exact_alike(tally, weights), _shared(table, weights), own, away, ordinal)
    return None if _longest(sums.alike, own, away) > _MOST_BITS else sums


def _shared(table: ResponseTable, weights: list[int]) -> NDArray[Any]:
    answered = table.answered.astype(object)
    shared = (answered * np.array(weights, dtype=object)) @ answered.T
    whole: NDArray[Any] = np.vectorize(Fraction, otypes=[object])(shared)
    return whole


def _longest(*arrays: NDArray[Any] | None) -> int:
    longest: int = max(
        value.denominator.bit_length() for array in arrays if array is not None for value in array.ravel().tolist()
    )
    return longest
