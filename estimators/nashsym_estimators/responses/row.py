"""One row of a distribution, checked: the question, its options, a probability for each."""

from __future__ import annotations

import math
import unicodedata
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.terms.inputs import kind_of, shown

__all__ = ["option_texts", "plain_text", "question_text", "shares_of"]

_LONGEST_QUESTION: Final = 20_000
_MOST_OPTIONS: Final = 1_000


def plain_text(option: str) -> str:
    """Return an option in lower case, its spaces single, without punctuation at its end."""
    return " ".join(unicodedata.normalize("NFKC", option).casefold().split()).rstrip(" .,;:!?")


def question_text(value: Any) -> str:
    """Return the text of a question."""
    if not isinstance(value, str):
        raise InputError(f"{kind_of(value)} stands where a text is expected", key="question", remedy="write a text")
    if not value.strip():
        raise InputError("the question is empty", key="question", remedy="give its text")
    if len(value) > _LONGEST_QUESTION:
        raise InputError(f"a question of {len(value)} characters", key="question", remedy="shorten it")
    return value


def option_texts(value: Any) -> list[str]:
    """Return the options of a question, each once."""
    if not isinstance(value, list | tuple) or not value:
        raise InputError("no list of options", key="options", remedy="write a list of texts")
    if len(value) > _MOST_OPTIONS:
        raise InputError(f"{len(value)} options", key="options", remedy=f"at most {_MOST_OPTIONS} are accepted")
    for option in value:
        if not isinstance(option, str):
            raise InputError(
                f"{kind_of(option)} stands where a text is expected", key="options", remedy="write each in quotes"
            )
    if len(set(value)) < len(value):
        double = next(option for option in value if value.count(option) > 1)
        raise InputError(f"the option {shown(double)} is listed twice", key="options", remedy="keep one")
    return list(value)


def shares_of(value: Any, count: int) -> list[float]:
    """Return as many probabilities as there are options; whether they sum to 1 is another question."""
    if not isinstance(value, list | tuple):
        raise InputError(
            f"{kind_of(value)} stands where a list of probabilities is expected", remedy="write one for each option"
        )
    if len(value) != count:
        raise InputError(f"{len(value)} probabilities for {count} options", remedy="write one for each option")
    for number in value:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise InputError(f"{kind_of(number)} stands where a probability is expected", remedy="write a number")
        if not math.isfinite(number) or number < 0:
            raise InputError(f"the probability {number} is negative or not finite", remedy="write one from 0 to 1")
    return [float(number) for number in value]
