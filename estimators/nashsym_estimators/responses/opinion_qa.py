"""OpinionQA: a CSV row per respondent with a survey weight, and a second file that describes the questions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.answers import weight_of
from nashsym_estimators.responses.literals import literal
from nashsym_estimators.responses.question import Question
from nashsym_estimators.responses.reading import Reading
from nashsym_estimators.responses.records import csv_header, records_of
from nashsym_estimators.responses.source import Source, described, read_source
from nashsym_estimators.responses.table import ResponseTable
from nashsym_estimators.responses.tally import Tally
from nashsym_estimators.responses.wording import counted

__all__ = ["read_opinion_qa"]

REFUSED: Final = "Refused"
_WEIGHT: Final = "WEIGHT_W"


def read_opinion_qa(paths: Sequence[str | os.PathLike[str]], reading: Reading) -> ResponseTable:
    """Read `responses.csv` with `info.csv` beside it (or the folder of both).

    `reading.group` names the demographic column whose values are the groups (POLIDEOLOGY). Refusals are set apart,
    `WEIGHT_W…` weighs the respondents, and `option_ordinal` says where options stand.

    Raises
    ------
    InputError
        In one line with file, line and remedy.
    """
    if len(paths) != 1:
        raise InputError(f"{len(paths)} files", key="OpinionQA", remedy="give the folder of one wave")
    answers = Path(paths[0])
    answers = answers / "responses.csv" if answers.is_dir() else answers
    source, info = read_source(answers), read_source(answers.with_name("info.csv"), "question")
    questions = _questions(info)
    header = csv_header(source)
    weight, asked = _columns(header, reading, questions, source.file)
    refused = tuple(reading.refused) or (REFUSED,)
    tally = Tally(_with_refused(reading, refused), {question.name: question for question in questions.values()})
    blank = 0
    for number, (place, record) in enumerate(records_of(source)):
        group = record[reading.group]
        if not group.strip() or group in refused:
            blank += 1
            continue
        try:
            share = None if weight is None else weight_of(record[weight], weight)
            for column in asked:
                tally.add(group, questions[column].name, record[column], share, f"row {number}")
        except InputError as error:
            key = f"{place}: {error.key}" if error.key else place
            raise InputError(error.problem, key=key, file=source.file, remedy=error.remedy) from None
    notes = [f"left out: {counted(blank, 'respondent')} without {reading.group}"] if blank else []
    sources = [(source.file, source.digest), (info.file, info.digest)]
    try:
        return tally.table(described("OpinionQA", sources), notes)
    except InputError as error:
        raise error.located(file=source.file) from None


def _with_refused(reading: Reading, refused: tuple[str, ...]) -> Reading:
    return Reading(**{**reading.__dict__, "refused": refused})


def _columns(
    header: list[str], reading: Reading, questions: dict[str, Question], file: str
) -> tuple[str | None, list[str]]:
    """Return the column of the weights, and those of the questions."""
    if reading.group not in header:
        told = ", ".join(name for name in header if name.isupper() and "_" not in name)[:200]
        raise InputError(
            f"there is no column {shown(reading.group)}", key="group", file=file, remedy=f"name one, such as {told}"
        )
    weights = [name for name in header if name.startswith(_WEIGHT)]
    if reading.weight is not None and reading.weight not in header:
        raise InputError(f"there is no column {shown(reading.weight)}", key="weight", file=file, remedy="name another")
    if reading.weight is None and len(weights) > 1:
        raise InputError(
            f"{len(weights)} columns of weights", key="weight", file=file, remedy=f"name {weights[0]}, say"
        )
    asked = [name for name in header if name in questions]
    if not asked:
        raise InputError(
            "no column is a question of info.csv", key="line 1", file=file, remedy="give files of one wave"
        )
    return reading.weight or (weights[0] if weights else None), asked


def _questions(info: Source) -> dict[str, Question]:
    """Return the questions by the name of their column."""
    found: dict[str, Question] = {}
    names: dict[str, int] = {}
    for place, record in records_of(info):
        try:
            key, question = _described(record)
        except InputError as error:
            where = f"{place}: {error.key}" if error.key else place
            raise InputError(error.problem, key=where, file=info.file, remedy=error.remedy) from None
        names[question.name] = names.get(question.name, 0) + 1
        again = names[question.name]
        found[key] = question if again == 1 else Question(f"{question.name} ({key})", question.options, question.scores)
    return found


def _described(record: dict[str, Any]) -> tuple[str, Question]:
    for column in ("key", "question", "references"):
        if column not in record:
            raise InputError(f"there is no column {shown(column)}", remedy="give key, question and references")
    listed = literal(record["references"], "references")
    if not isinstance(listed, list) or not all(isinstance(option, str) for option in listed):
        raise InputError("no list of texts", key="references", remedy="write ['yes', 'no']")
    options = tuple(option for option in listed if option != REFUSED)
    ordinal = literal(record["option_ordinal"], "option_ordinal") if record.get("option_ordinal", "").strip() else []
    numbers = isinstance(ordinal, list) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in ordinal
    )
    fits = numbers and len(ordinal) == len(options)
    return record["key"], Question(record["question"], options, tuple(map(float, ordinal)) if fits else None)
