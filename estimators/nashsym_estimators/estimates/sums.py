"""Weighted sums over questions: all that C and S are made of. They add up, so a table can be read in pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym_estimators.estimates.collision import own_alike, weighted_rows
from nashsym_estimators.estimates.deviation import standing
from nashsym_estimators.estimates.gram import gram
from nashsym_estimators.estimates.method import Method
from nashsym_estimators.estimates.missing import refuse_unshared

__all__ = ["Questions", "Sums", "inputs_of", "sums_over"]


@dataclass(frozen=True, eq=False)
class Questions:
    """What is known of some questions besides who answered what.

    Attributes
    ----------
    weights : array, shape (Q,)
    answered : array of bool, shape (D, Q)
    counts : array, shape (D, Q), or None
    audience : array, shape (D,)
        Shares.
    scores : array, shape (Q, Y), or None where the method takes none
    ordinal : array of bool, shape (Q,), or None
    """

    weights: NDArray[np.float64]
    answered: NDArray[np.bool_]
    counts: NDArray[np.float64] | None
    audience: NDArray[np.float64]
    scores: NDArray[np.float64] | None
    ordinal: NDArray[np.bool_] | None

    def part(self, start: int, stop: int) -> Questions:
        """Return what is known of the questions from `start` to before `stop`."""
        chosen = slice(start, stop)
        return Questions(
            self.weights[chosen],
            self.answered[:, chosen],
            None if self.counts is None else self.counts[:, chosen],
            self.audience,
            None if self.scores is None else self.scores[chosen],
            None if self.ordinal is None else self.ordinal[chosen],
        )

    @property
    def shared(self) -> NDArray[np.float64]:
        """Σ_q v_q over the questions that both groups answered, shape (D, D)."""
        if self.answered.all():
            return np.full((len(self.answered),) * 2, self.weights.sum())
        shared: NDArray[np.float64] = (self.answered * self.weights) @ self.answered.T.astype(float)
        return shared


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over questions; floats, or Fractions where they were found exactly.

    Attributes
    ----------
    alike : array, shape (…, D, D)
        ``Σ_q v_q Σ_y P[d,q,y] P[e,q,y]``.
    shared : array, shape (…, D, D)
        ``Σ_q v_q`` over the questions that both answered.
    own : array, shape (…, D), or None
        The unbiased diagonal in place of that of `alike`; None unless asked for.
    away, ordinal : arrays, shape (…, D, D), or None
        ``Σ_q v_q x[d,q] x[e,q]`` of `standing` and the weights behind it; None unless asked for.
    """

    alike: NDArray[Any]
    shared: NDArray[Any]
    own: NDArray[Any] | None = None
    away: NDArray[Any] | None = None
    ordinal: NDArray[Any] | None = None

    def add(self, other: Sums) -> None:
        """Add the sums over other questions, in place: the arrays can be large."""
        for name in self.__dataclass_fields__:
            mine = getattr(self, name)
            if mine is not None:
                np.add(mine, getattr(other, name), out=mine)


def sums_over(
    probabilities: NDArray[np.float64],
    questions: Questions,
    method: Method,
    device: str | None = None,
    dtype: str = "float64",
) -> Sums:
    """Return the sums of a piece of a table, or of many resampled ones at once.

    Parameters
    ----------
    probabilities : array, shape (…, D, Q, Y)
    questions : Questions
    method : Method
    device, dtype : as in `gram`
    """
    weights = questions.weights
    even = bool(weights.size) and bool((weights == weights[0]).all())
    if even:  # no copy of the table is needed
        rows = probabilities.reshape(*probabilities.shape[:-2], -1)
        alike = gram(rows, device, dtype)
        alike *= weights[0]
    else:
        alike = gram(weighted_rows(probabilities, weights), device, dtype)
    own = None
    if method.is_unbiased and questions.counts is not None:
        own = own_alike(probabilities, questions.counts, weights)
    if questions.scores is None or questions.ordinal is None:
        return Sums(alike, questions.shared, own)
    answered = questions.answered
    place, counting = standing(probabilities, questions.scores, questions.ordinal, questions.audience, answered)
    away = gram(place * np.sqrt(weights), device, dtype)
    there = answered * (counting * weights)[..., None, :]
    return Sums(alike, questions.shared, own, away, there @ answered.T.astype(float))


def inputs_of(sums: Sums, method: Method, groups: tuple[str, ...]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return C and S, shape (…, D, D).

    Raises
    ------
    InputError
        For two groups without a question that both answered, or, for deviation, without one of scores that vary.
    """
    refuse_unshared(sums.shared, groups)
    S = sums.alike / sums.shared
    diagonal = np.arange(len(groups))
    if sums.own is not None:
        S[..., diagonal, diagonal] = sums.own / sums.shared[..., diagonal, diagonal]
    own = S[..., diagonal, diagonal]
    exact = S.dtype == object
    weights = {name: weight if exact else float(weight) for name, weight in method.inconsistency.items()}
    if method.is_disagreement:
        return weights["disagreement"] * (1 - S), S
    C = np.zeros_like(S)
    if weights.get("dispersion"):
        scatter = 1 - own
        C[..., diagonal, diagonal] = weights["dispersion"] * (scatter if exact else np.maximum(scatter, 0))
    if sums.away is not None and sums.ordinal is not None:
        refuse_unshared(sums.ordinal, groups, "ordinal question on which answers differ")
        C = C + weights["deviation"] * (sums.away / sums.ordinal)
    return C, S
