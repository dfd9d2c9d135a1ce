"""The one labelled table that every reader of closed answers makes and every estimator takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym_estimators.responses.question import Question

__all__ = ["ResponseTable"]

#: How far a row of probabilities may be from summing to 1: what ten thousand roundings do.
ROUNDING: Final = 1e-9


@dataclass(frozen=True, eq=False)
class ResponseTable:
    """How groups of people, or the models that stand for them, answer closed questions.

    Parameters
    ----------
    groups : tuple of str, length D
    questions : tuple of Question, length Q
    probabilities : float array, shape (D, Q, Y)
        P[d, q, y], the chance that group d chooses option y of question q; Y is the largest number of options, and
        columns beyond a question's options are 0. A row is 0 throughout where group d was not asked question q: what is
        missing is never read as an answer.
    counts : float array, shape (D, Q), optional
        n, how many respondents (or the sum of their survey weights) are behind each row, 0 where there is none; None
        where that is not known.
    weights : float array, shape (Q,), optional
        v_q ≥ 0 with Σ v_q = 1, what each question counts for; all the same unless given.
    audience : float array, shape (D,), optional
        How many people each group stands for; None where that is not known.
    engagement : float array, shape (D,), optional
        Engagement of a group's mean member.
    source : tuple of (str, str)
        Provenance: what was read, and the SHA-256 of each file.
    notes : tuple of str
        Every repair that a reader made.

    Raises
    ------
    InputError
        Naming the group and question at fault.
    """

    groups: tuple[str, ...]
    questions: tuple[Question, ...]
    probabilities: NDArray[np.float64]
    counts: NDArray[np.float64] | None = None
    weights: NDArray[np.float64] = None  # type: ignore[assignment]  # even ones are filled in
    audience: NDArray[np.float64] | None = None
    engagement: NDArray[np.float64] | None = None
    source: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.weights is None:
            even = np.full(len(self.questions), 1 / max(len(self.questions), 1))
            object.__setattr__(self, "weights", even)
        self._check_names()
        self._check_shapes()
        self._check_probabilities()

    @property
    def size(self) -> int:
        """Number of groups D."""
        return len(self.groups)

    @cached_property
    def answered(self) -> NDArray[np.bool_]:
        """Whether group d has an answer to question q, shape (D, Q)."""
        answered: NDArray[np.bool_] = self.probabilities.sum(axis=2) > 0
        return answered

    def _check_names(self) -> None:
        for key, names in (("groups", self.groups), ("questions", tuple(question.name for question in self.questions))):
            if not names:
                raise InputError("there is none", key=key)
            if len(set(names)) < len(names):
                double = next(name for name in names if names.count(name) > 1)
                raise InputError(f"{double!r} is listed twice", key=key)

    def _check_shapes(self) -> None:
        D, Q = self.size, len(self.questions)
        wide = max(len(question.options) for question in self.questions)
        shapes = {
            "probabilities": (D, Q, wide),
            "counts": (D, Q),
            "weights": (Q,),
            "audience": (D,),
            "engagement": (D,),
        }
        for key, shape in shapes.items():
            array = getattr(self, key)
            if array is None:
                continue
            if array.shape != shape:
                raise InputError(f"the shape is {array.shape}, not {shape}", key=key)
            if not np.isfinite(array).all() or (array < 0).any():
                raise InputError("a number is negative or not finite", key=key)
        if abs(float(self.weights.sum()) - 1) > ROUNDING:
            raise InputError(f"they sum to {float(self.weights.sum())}", key="weights", remedy="divide by their sum")

    def _check_probabilities(self) -> None:
        sums = self.probabilities.sum(axis=2)
        wrong = (np.abs(sums - 1) > ROUNDING) & (sums != 0)
        if wrong.any():
            d, q = (int(index) for index in np.argwhere(wrong)[0])
            raise InputError(
                f"the probabilities of group {self.groups[d]!r} sum to {float(sums[d, q])}",
                key=f"question {self.questions[q].name!r}",
                remedy="give probabilities that sum to 1",
            )
        for q, question in enumerate(self.questions):
            if self.probabilities[:, q, len(question.options) :].any():
                raise InputError("an answer beyond the options", key=f"question {question.name!r}")
        silent = np.nonzero(~self.answered.any(axis=1))[0]
        if silent.size:
            raise InputError(f"group {self.groups[int(silent[0])]!r} answers no question", key="groups")
