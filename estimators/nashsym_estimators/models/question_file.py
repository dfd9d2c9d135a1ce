"""Files of questions with their options, and of open prompts."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.models.prompted import PromptedQuestion
from nashsym_estimators.responses.records import records_of
from nashsym_estimators.responses.source import described, read_source

__all__ = ["read_prompts", "read_questions"]

_LISTS: Final = ("options", "scores")
Provenance = tuple[tuple[str, str], ...]


def read_questions(
    path: Path, template: str, separator: str | None = None
) -> tuple[tuple[PromptedQuestion, ...], tuple[float, ...], Provenance]:
    """Read questions from .json (an array), .jsonl, .csv or .parquet.

    A record has ``question``, ``options`` (a list; in CSV a text with ``|`` between), and perhaps ``scores`` (likewise,
    a number per option), ``prompt`` (instead of the template), ``weight``. Other fields are left alone, and a question
    that is there again with the same options is one: lists of distributions by group can be read as they are.

    Parameters
    ----------
    path : path
    template : str
        The prompt, with ``{question}`` where the question goes and perhaps ``{options}``, one a line.
    separator : str, optional
        As in `PromptedQuestion`.

    Returns
    -------
    questions, weights, provenance

    Raises
    ------
    InputError
        Naming file and record.
    """
    source = read_source(path, "question")
    found: dict[str, PromptedQuestion] = {}
    weights: dict[str, float] = {}
    for place, record in records_of(source):
        try:
            question, weight = _question(record, template, separator)
        except InputError as error:
            raise error.located(file=f"{source.file}: {place}") from None
        before = found.setdefault(question.name, question)
        if (before.options, before.prompt) != (question.options, question.prompt):
            raise InputError(
                f"the question {shown(question.name)} is there again with other options or another prompt",
                key=place,
                file=source.file,
                remedy="make them the same, or two questions",
            )
        weights.setdefault(question.name, weight)
    if not found:
        raise InputError("there is no question", file=source.file, remedy="write one record per question")
    if not any(weights.values()):
        raise InputError("every weight is 0", file=source.file, remedy="give one that is positive")
    return tuple(found.values()), tuple(weights.values()), described("questions", [(source.file, source.digest)])


def read_prompts(path: Path, template: str) -> tuple[tuple[str, ...], Provenance]:
    """Read prompts: one a line of .txt, or records with ``prompt`` or ``question`` in the other formats of questions.

    Raises
    ------
    InputError
        Naming file and record.
    """
    source = read_source(path, "prompt")
    found: dict[str, None] = {}
    if path.suffix.lower() == ".txt":
        found = dict.fromkeys(line.strip() for line in source.text.split("\n") if line.strip())
    else:
        for place, record in records_of(source):
            value = record.get("prompt", record.get("question"))
            if not isinstance(value, str) or not value.strip():
                raise InputError(f"{shown(value)} is no prompt", key=place, file=source.file, remedy="write a text")
            found[value] = None
    if not found:
        raise InputError("there is no prompt", file=source.file, remedy="write one a line")
    prompts = tuple(template.replace("{question}", prompt) for prompt in found)
    return prompts, described("prompts", [(source.file, source.digest)])


def _question(record: dict[str, Any], template: str, separator: str | None) -> tuple[PromptedQuestion, float]:
    record = {key: _listed(value) if key in _LISTS else value for key, value in record.items() if value != ""}
    name = record.get("question")
    if not isinstance(name, str) or not name.strip():
        raise InputError("there is no question", key="question", remedy="write a text")
    options = record.get("options")
    if not isinstance(options, list) or not all(isinstance(one, str) and one.strip() for one in options):
        raise InputError(f"{shown(options)} are no options", key="options", remedy="give a list of texts")
    scores = record.get("scores")
    if scores is not None and not isinstance(scores, list):
        raise InputError(f"{shown(scores)} are no scores", key="scores", remedy="give a list of numbers")
    prompt = record.get("prompt")
    if prompt is None:
        listed = "\n".join(f"- {option}" for option in options)
        prompt = template.replace("{options}", listed).replace("{question}", name)
    if not isinstance(prompt, str):
        raise InputError(f"{shown(prompt)} is no prompt", key="prompt", remedy="write a text")
    weight = _number(record.get("weight", 1), "weight")
    if weight < 0:
        raise InputError(f"{weight:g} is negative", key="weight", remedy="write a number of 0 or more")
    found = None if scores is None else tuple(_number(score, "scores") for score in scores)
    return PromptedQuestion(name, tuple(options), found, prompt=prompt, separator=separator), weight


def _listed(value: Any) -> Any:
    """Return a cell of CSV as the list that it says."""
    return [part.strip() for part in value.split("|")] if isinstance(value, str) else value


def _number(value: Any, key: str) -> float:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"{shown(value)} is no number", key=key, remedy="write a number")
    return number
