"""The one labelled table that every reader of closed answers makes and every estimator takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
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
    probabilities : array or tensor, shape (D, Q, Y)
        P[d, q, y], the chance that group d chooses option y of question q; Y is the largest number of options, and
        columns beyond a question's options are 0. A row is 0 throughout where group d was not asked question q: what is
        missing is never read as an answer.
    counts : float array, shape (D, Q), optional
        n, how many respondents are behind each row, 0 where there is none; None where that is not known. Of a sample
        with survey weights its effective size (Σw)²/Σw² (Kish), which need not be whole.
    weights : float array, shape (Q,), optional
        v_q ≥ 0 with Σ v_q = 1, what each question counts for; all the same unless given.
    audience : array, shape (D,), optional
        How many people each group stands for, floats or Fractions; None where that is not known.
    engagement : array, shape (D,), optional
        Engagement of a group's mean member, floats or Fractions.
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
    audience: NDArray[Any] | None = None
    engagement: NDArray[Any] | None = None
    source: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "probabilities", _as_floats(self.probabilities))
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

    @cached_property
    def tally(self) -> NDArray[np.int64] | None:
        """How many respondents chose each option, shape (D, Q, Y); None where that is not known, or not whole."""
        if self.counts is None:
            return None
        scaled = self.probabilities * self.counts[:, :, None]
        whole = np.rint(scaled)
        is_whole = np.abs(scaled - whole) <= ROUNDING * np.maximum(self.counts, 1)[:, :, None]
        if not is_whole.all() or (whole.sum(axis=2) != self.counts).any():
            return None
        return whole.astype(np.int64)

    @cached_property
    def scores(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Z of every option, shape (Q, Y), 0 where there is none; and which questions have scores, shape (Q,)."""
        scores = np.zeros(self.probabilities.shape[1:])
        for q, question in enumerate(self.questions):
            if question.scores is not None:
                scores[q, : len(question.scores)] = question.scores
        return scores, np.array([question.scores is not None for question in self.questions])

    def with_groups(self, names: Sequence[str]) -> ResponseTable:
        """Return the answers of some groups, in this order.

        Raises
        ------
        InputError
            For a group that the table does not have.
        """
        known = {group: d for d, group in enumerate(self.groups)}
        for name in names:
            if name not in known:
                listed = ", ".join(map(repr, self.groups[:8])) + (", …" if self.size > 8 else "")
                raise InputError(f"no group is named {shown(name)}", key="groups", remedy=f"the groups are {listed}")
        order = [known[name] for name in names]
        arrays = {key: getattr(self, key) for key in ("probabilities", "counts", "audience", "engagement")}
        kept: dict[str, Any] = {key: None if array is None else array[order] for key, array in arrays.items()}
        return replace(self, groups=tuple(names), **kept)

    def with_questions(self, places: Sequence[int], weights: NDArray[np.float64] | None = None) -> ResponseTable:
        """Return the answers to some questions, by place; their weights are divided by their sum.

        Raises
        ------
        InputError
            Where there is no place, or none with a weight above 0.
        """
        order = list(places)
        if not order:
            raise InputError("no question is left", key="questions")
        chosen = self.weights[order] if weights is None else np.asarray(weights, dtype=float)
        total = float(chosen.sum())
        if not total > 0:
            raise InputError("every question that is left has weight 0", key="weights", remedy="give other weights")
        questions = tuple(self.questions[q] for q in order)
        wide = max(len(question.options) for question in questions)
        return replace(
            self,
            questions=questions,
            probabilities=np.ascontiguousarray(self.probabilities[:, order, :wide]),
            counts=None if self.counts is None else self.counts[:, order],
            weights=chosen / total,
        )

    def _check_names(self) -> None:
        for key, names in (("groups", self.groups), ("questions", tuple(question.name for question in self.questions))):
            if not names:
                raise InputError("there is none", key=key)
            if len(set(names)) < len(names):
                double = next(name for name in names if names.count(name) > 1)
                raise InputError(f"{shown(double)} is listed twice", key=key)

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
            if (array < 0).any() or not np.isfinite(array.astype(float)).all():
                raise InputError("a number is negative or not finite", key=key)
        if abs(float(self.weights.sum()) - 1) > ROUNDING:
            raise InputError(f"they sum to {float(self.weights.sum())}", key="weights", remedy="divide by their sum")

    def _check_probabilities(self) -> None:
        sums = self.probabilities.sum(axis=2)
        wrong = (np.abs(sums - 1) > ROUNDING) & (sums != 0)
        if wrong.any():
            d, q = (int(index) for index in np.argwhere(wrong)[0])
            raise InputError(
                f"the probabilities of group {shown(self.groups[d])} sum to {float(sums[d, q])}",
                key=f"question {shown(self.questions[q].name)}",
                remedy="give probabilities that sum to 1",
            )
        offered = np.array([len(question.options) for question in self.questions])
        beyond = np.arange(self.probabilities.shape[2]) >= offered[:, None]
        stray = np.nonzero((self.probabilities.any(axis=0) & beyond).any(axis=1))[0]
        if stray.size:
            raise InputError("an answer beyond the options", key=f"question {shown(self.questions[stray[0]].name)}")
        silent = np.nonzero(~self.answered.any(axis=1))[0]
        if silent.size:
            raise InputError(f"group {shown(self.groups[int(silent[0])])} answers no question", key="groups")
        if self.counts is not None:
            unlike = np.argwhere((self.counts > 0) != self.answered)
            if unlike.size:
                d, q = (int(index) for index in unlike[0])
                problem = f"group {shown(self.groups[d])} has {self.counts[d, q]:g} respondents"
                behind = "behind its answers" if self.answered[d, q] else "and no answer"
                raise InputError(f"{problem} {behind}", key=f"question {shown(self.questions[q].name)}")


def _as_floats(values: Any) -> NDArray[np.float64]:
    """Return an array in doubles; a tensor of torch comes from the device where it is."""
    if hasattr(values, "detach"):
        values = values.detach().cpu().double().numpy()
    try:
        return np.ascontiguousarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(
            "is no array of numbers", key="probabilities", remedy="give one of group, question, option"
        ) from None
