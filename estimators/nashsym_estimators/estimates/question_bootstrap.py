"""Sums over resampled questions: one product of how often each was drawn with what each contributes."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym_estimators.estimates.method import Method
from nashsym_estimators.estimates.sums import Questions, Sums, sums_over
from nashsym_estimators.responses.table import ResponseTable

__all__ = ["question_sums"]

#: Numbers in the contributions of a piece of the questions: 32 MiB.
_PIECE: Final = 2**22


def question_sums(
    table: ResponseTable, questions: Questions, method: Method, count: int, seed: int
) -> tuple[Sums, dict[str, str]]:
    """Return the sums of each of `count` tables of as many questions, drawn with replacement, and how they were drawn.

    Every sum is linear in how often a question was drawn.

    Raises
    ------
    InputError
        For fewer than two questions.
    """
    asked = len(table.questions)
    if asked < 2:
        raise InputError("there is one question", key="resample", remedy="resample respondents")
    draw = np.random.default_rng(seed)
    times = draw.multinomial(asked, np.full(asked, 1 / asked), size=count).astype(np.float64)
    size = max(1, _PIECE // table.size**2)

    def piece(start: int) -> Sums:
        stop = min(start + size, asked)
        each = _each_question(table.probabilities[:, start:stop], questions.part(start, stop), method)
        drawn = times[:, start:stop]
        return Sums(**{name: None if one is None else _added(drawn, one) for name, one in each.items()})  # type: ignore[arg-type]

    total = piece(0)
    for start in range(size, asked, size):
        total.add(piece(start))
    return total, {"drawn": "questions with replacement, PCG64"}


def _each_question(
    probabilities: NDArray[np.float64], questions: Questions, method: Method
) -> dict[str, NDArray[np.float64] | None]:
    """Return what each question contributes to each sum, shape (Q, …)."""
    alone = np.ascontiguousarray(probabilities.transpose(1, 0, 2))
    weights = questions.weights
    even = Questions(
        np.ones(1), np.ones((len(questions.answered), 1), dtype=bool), None, questions.audience, None, None
    )
    found: dict[str, NDArray[np.float64] | None] = dict.fromkeys(field.name for field in fields(Sums))
    found["alike"] = sums_over(alone[:, :, None], even, method).alike * weights[:, None, None]
    answered = questions.answered.T.astype(float)
    found["shared"] = answered[:, :, None] * answered[:, None, :] * weights[:, None, None]
    if method.is_unbiased or questions.scores is not None:
        parts = [sums_over(probabilities[:, q : q + 1], questions.part(q, q + 1), method) for q in range(len(weights))]
        for name in ("own", "away", "ordinal"):
            if getattr(parts[0], name) is not None:
                found[name] = np.stack([getattr(part, name) for part in parts])
    return found


def _added(times: NDArray[np.float64], each: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``Σ_q m_rq T_q``, shape (R, …), symmetric where T is."""
    total = (times @ each.reshape(len(each), -1)).reshape(len(times), *each.shape[1:])
    return (total + np.swapaxes(total, 1, 2)) / 2 if total.ndim == 3 else total
