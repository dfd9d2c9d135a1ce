"""A closed question as a model is asked it."""

from __future__ import annotations

from dataclasses import dataclass

from nashsym_estimators.responses.question import Question

__all__ = ["PromptedQuestion"]


@dataclass(frozen=True)
class PromptedQuestion(Question):
    """A question, the prompt that asks it, and what stands between the prompt and an answer.

    Parameters
    ----------
    name, options, scores
        As in `Question`.
    prompt : str
        The text before the answer.
    separator : str, optional
        A space unless the prompt ends with a space or line break of its own.
    """

    prompt: str = ""
    separator: str | None = None

    @property
    def continuations(self) -> tuple[str, ...]:
        """What follows the prompt where each option is the answer."""
        ends = not self.prompt or self.prompt[-1].isspace()
        separator = ("" if ends else " ") if self.separator is None else self.separator
        return tuple(separator + option for option in self.options)

    @property
    def question(self) -> Question:
        """The question without its prompt."""
        return Question(self.name, self.options, self.scores)
