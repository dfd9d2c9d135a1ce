"""Where options stand on an ordinal scale: in their order, or at the numbers that their texts are."""

from __future__ import annotations

import math

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.question import Question

__all__ = ["in_order", "number_in", "scored"]


def scored(question: Question, how: str) -> Question:
    """Return a question with scores: its own, 0, 1, 2 … ("order"), or what its options say ("numbers").

    Raises
    ------
    InputError
        For an option that is no number.
    """
    if how == "none" or question.scores is not None:
        return question
    if how == "order":
        return Question(question.name, question.options, tuple(map(float, range(len(question.options)))))
    found = [number_in(option) for option in question.options]
    for option, value in zip(question.options, found, strict=True):
        if value is None:
            raise InputError(
                f"the option {shown(option)} is no number",
                key=f"question {shown(question.name)}",
                remedy="take scores in order, or leave the question out",
            )
    return Question(question.name, question.options, tuple(value for value in found if value is not None))


def number_in(text: str) -> float | None:
    """Return the finite number that a text is, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def in_order(options: set[str]) -> list[str]:
    """Return options in an order that does not depend on who answered first: as numbers where all are, else by text."""
    numbers = {option: number_in(option) for option in options}
    if all(value is not None for value in numbers.values()):
        return sorted(options, key=lambda option: (numbers[option], option))
    return sorted(options)
