"""Who answered what: the table that an estimator reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

__all__ = ["Responses"]


@dataclass(frozen=True, eq=False)
class Responses:
    """What groups of people answered; an estimator's input.

    Attributes
    ----------
    groups : tuple of str, length D
    counts : ndarray of int, shape (D, Q, Y)
        How many people of group d chose option y of question q; each group answered each question.
    weights : ndarray, shape (Q,)
        v_q ≥ 0, what a question counts for; they sum to 1.
    audience : ndarray of int, shape (D,)
        Size of each group, > 0.
    scores : ndarray, shape (Q, Y)
        Where an option stands on its question's ordinal scale.
    """

    groups: tuple[str, ...]
    counts: np.ndarray
    weights: np.ndarray
    audience: np.ndarray
    scores: np.ndarray

    @property
    def probabilities(self) -> np.ndarray:
        """P[d, q, y], the share of those of group d who chose option y of question q (MODEL, section 5)."""
        shares: np.ndarray = self.counts / self.counts.sum(axis=2, keepdims=True)
        return shares

    @property
    def size(self) -> int:
        """Number of groups D."""
        return len(self.groups)

    def with_groups(self, order: Sequence[int]) -> Responses:
        """Return the answers of some groups, in some order."""
        chosen = list(order)
        return replace(
            self,
            groups=tuple(self.groups[d] for d in chosen),
            counts=self.counts[chosen],
            audience=self.audience[chosen],
        )

    def with_questions(self, order: Sequence[int], weights: np.ndarray) -> Responses:
        """Return the answers to some questions, in some order and with their new weights."""
        chosen = list(order)
        return replace(self, counts=self.counts[:, chosen], scores=self.scores[chosen], weights=weights)

    def with_options(self, order: Sequence[int]) -> Responses:
        """Return the same answers with the options of every question listed in another order."""
        chosen = list(order)
        return replace(self, counts=self.counts[:, :, chosen], scores=self.scores[:, chosen])

    def __repr__(self) -> str:
        return (
            f"Responses(groups={self.groups}, counts={self.counts.tolist()}, weights={self.weights.tolist()}, "
            f"audience={self.audience.tolist()}, scores={self.scores.tolist()})"
        )
