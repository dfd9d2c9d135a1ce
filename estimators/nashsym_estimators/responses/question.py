"""A question with its options, in their order."""

from __future__ import annotations

import math
from dataclasses import dataclass

from nashsym.errors import InputError
from nashsym.terms.inputs import shown

__all__ = ["Question"]


@dataclass(frozen=True)
class Question:
    """A closed question.

    Parameters
    ----------
    name : str
        What identifies it: its text, or the key that its source gives it.
    options : tuple of str
        At least one, each once, in the order of the columns of a table.
    scores : tuple of float, optional
        z, where each option stands on an ordinal scale; None where the options have no order.

    Raises
    ------
    InputError
        For no options, an option listed twice, or scores that do not fit.
    """

    name: str
    options: tuple[str, ...]
    scores: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        if not self.options:
            raise InputError("a question without options", key=f"question {shown(self.name)}")
        if len(set(self.options)) < len(self.options):
            double = next(option for option in self.options if self.options.count(option) > 1)
            raise InputError(f"the option {shown(double)} is listed twice", key=f"question {shown(self.name)}")
        if self.scores is not None and not all(math.isfinite(score) for score in self.scores):
            raise InputError("a score is not finite", key=f"question {shown(self.name)}")
        if self.scores is not None and len(self.scores) != len(self.options):
            raise InputError(
                f"{len(self.scores)} scores for {len(self.options)} options", key=f"question {shown(self.name)}"
            )
