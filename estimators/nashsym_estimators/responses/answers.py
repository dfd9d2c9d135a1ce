"""Individual answers: CSV, JSON, JSON Lines and Parquet; a row per answer, or a row per respondent."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.reading import Reading
from nashsym_estimators.responses.records import Record, records_of
from nashsym_estimators.responses.scoring import number_in
from nashsym_estimators.responses.source import described, read_source
from nashsym_estimators.responses.table import ResponseTable
from nashsym_estimators.responses.tally import Tally

__all__ = ["count_records", "read_answers", "weight_of"]


def read_answers(paths: Sequence[str | os.PathLike[str]], reading: Reading) -> ResponseTable:
    """Read who answered what.

    A row has a group and either a question with an answer, or, where no column has the names of these two, a column for
    each question ("wide"). Columns are named by `reading`.

    Raises
    ------
    InputError
        In one line with file, place and remedy.
    """
    sources: list[tuple[str, str]] = []
    tally = Tally(reading)
    for path in paths:
        source = read_source(path)
        try:
            count_records(records_of(source), tally, reading, prefix=f"{len(sources)}:")
        except InputError as error:
            raise error.located(file=source.file) from None
        sources.append((source.file, source.digest))
    try:
        return tally.table(described("individual answers", sources))
    except InputError as error:
        raise error.located(file=sources[0][0]) from None


def count_records(records: Iterable[Record], tally: Tally, reading: Reading, prefix: str = "") -> None:
    """Count the answers of records; the tally is told where they are wide.

    Where respondents have no names, rows of respondents are told apart by their number after `prefix`.

    Raises
    ------
    InputError
        With the place of the record at fault.
    """
    is_wide: bool | None = None
    for number, (place, record) in enumerate(records):
        if is_wide is None:
            is_wide = _form(record, reading)
        try:
            _count(record, tally, reading, is_wide, f"{prefix}{number}")
        except InputError as error:
            key = f"{place}: {error.key}" if error.key else place
            raise InputError(error.problem, key=key, file=error.file, remedy=error.remedy) from None
    tally.is_wide |= bool(is_wide)


def _form(record: dict[str, Any], reading: Reading) -> bool:
    """Tell by the first record whether a row is a respondent."""
    lacking = [name for name in (reading.question, reading.answer) if name not in record]
    named = [name for name in (reading.group, reading.weight, reading.respondent) if name is not None]
    for name in named:
        if name not in record:
            listed = ", ".join(map(shown, list(record)[:8]))
            raise InputError(f"there is no column {shown(name)}", remedy=f"name one of {listed}")
    if len(lacking) == 1:
        raise InputError(
            f"there is no column {shown(lacking[0])}",
            remedy="name the columns of question and answer, or neither for a column per question",
        )
    return bool(lacking)


def _count(record: dict[str, Any], tally: Tally, reading: Reading, is_wide: bool, number: str) -> None:
    group = _field(record, reading.group)
    if group is None or group == "":
        raise InputError("there is no group", key=reading.group, remedy="give every row a group")
    weight = None if reading.weight is None else weight_of(_field(record, reading.weight), reading.weight)
    person = None if reading.respondent is None else _field(record, reading.respondent)
    if is_wide:
        apart = {reading.group, reading.weight, reading.respondent}
        whom = f"row {number}" if person is None else person
        for question, answer in record.items():
            if question not in apart:
                tally.add(group, question, answer, weight, whom)
        return
    question = _field(record, reading.question)
    if not isinstance(question, str) or not question.strip():
        raise InputError("there is no question", key=reading.question, remedy="give every row a question")
    tally.add(group, question, _field(record, reading.answer), weight, person)


def _field(record: dict[str, Any], name: str) -> Any:
    if name not in record:
        raise InputError(f"there is no {shown(name)}", remedy="give every record the same keys")
    return record[name]


def weight_of(value: Any, key: str) -> float:
    """Return a survey weight, a number or the text of one.

    Raises
    ------
    InputError
        For anything else.
    """
    number = number_in(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise InputError(f"{shown(value)} is no weight", key=key, remedy="write a number of 0 or more")
    return float(number)
