"""What a user may say about how a file is to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.terms.inputs import shown

__all__ = ["LENGTHS", "MATCHES", "REPEATS", "SCORES", "Reading"]

MATCHES: Final = ("strict", "text", "union")
REPEATS: Final = ("refuse", "separate")
SCORES: Final = ("none", "order", "numbers")
LENGTHS: Final = ("byte", "token", "sum")
_CHOICES: Final = {"match": MATCHES, "repeats": REPEATS, "scores": SCORES, "length": LENGTHS}


@dataclass(frozen=True)
class Reading:
    """How a file is to be read. Nothing is repaired that is not asked for here; what is repaired is said.

    Attributes
    ----------
    group, question, answer : str
        Columns of individual answers. Without the last two the table is wide: every other column is a question.
    weight, respondent : str, optional
        Columns with survey weights, and with what identifies a respondent.
    refused : sequence of str
        Answers that are none: counted apart, and said.
    options : mapping of question to its options, in their order, optional
        Then any other answer is an error.
    scores : {"none", "order", "numbers"}
        Where options stand: nowhere, 0, 1, 2 … in their order, or at the numbers that their texts are.
    match : {"strict", "text", "union"}
        Options that differ between rows of one question: an error; the same where they differ in case, spaces and final
        punctuation only; or all of them together, of which a row that lacks some gave none.
    normalise : bool
        Divide probabilities by their sum where it is not 1.
    repeats : {"refuse", "separate"}
        A question that a group answers twice: an error, or another question.
    fewest : int
        A group that answers fewer questions than this, where there are as many, is an error.
    distribution : str
        Key of the probabilities: "gold_distribution", "pred_distribution".
    length : {"byte", "token", "sum"}
        What log-likelihoods of a language model are divided by; "sum" divides by nothing, and favours short options.
    tokenizer : str, optional
        File tokenizer.json that counts the tokens.
    groups : sequence of str
        Names for files that hold one group each, in their order.
    split : str, optional
        Of a dataset with several.
    """

    group: str = "group"
    question: str = "question"
    answer: str = "answer"
    weight: str | None = None
    respondent: str | None = None
    refused: Sequence[str] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    scores: str = "none"
    match: str = "strict"
    normalise: bool = False
    repeats: str = "refuse"
    fewest: int = 2
    distribution: str = "gold_distribution"
    length: str = "byte"
    tokenizer: str | None = None
    groups: Sequence[str] = ()
    split: str | None = None

    def __post_init__(self) -> None:
        for key, known in _CHOICES.items():
            if getattr(self, key) not in known:
                raise InputError(
                    f"{shown(getattr(self, key))} is unknown", key=key, remedy=f"choose among {', '.join(known)}"
                )
