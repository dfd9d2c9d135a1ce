"""Which groups and questions count, and whom the groups stand for: what a user says beside the answers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from nashsym.errors import InputError
from nashsym.exact.rational import parse_number
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.json_text import json_value
from nashsym_estimators.responses.records import records_of
from nashsym_estimators.responses.source import read_source
from nashsym_estimators.responses.table import ResponseTable
from nashsym_estimators.responses.wording import counted

__all__ = ["options_file", "with_audience", "with_question_file", "with_some_groups"]

Path_ = str | os.PathLike[str]


def with_some_groups(table: ResponseTable, names: Sequence[str]) -> ResponseTable:
    """Return the table of some groups, in this order, and say whom it leaves out.

    Raises
    ------
    InputError
        For a group that the table does not have.
    """
    chosen = table.with_groups(names)
    left = [group for group in table.groups if group not in set(names)]
    listed = ", ".join(map(shown, left[:5])) + (", …" if len(left) > 5 else "")
    note = [f"left out: {counted(len(left), 'group')}, {listed}"] if left else []
    kept = np.nonzero(chosen.answered.any(axis=0))[0]
    if kept.size < len(chosen.questions):
        unasked = counted(len(chosen.questions) - int(kept.size), "question")
        note.append(f"left out: {unasked} that none of the groups answered")
        chosen = chosen.with_questions(kept.tolist())
    return replace(chosen, notes=(*chosen.notes, *note))


def with_question_file(table: ResponseTable, path: Path_) -> ResponseTable:
    """Return the table of the questions that a file names: one a line, or a JSON object of weights by question.

    Raises
    ------
    InputError
        For a question that the table does not have, or a weight that is none.
    """
    source = read_source(path, "question")
    try:
        names, weights = _questions_in(source.text, source.file)
        places = {question.name: place for place, question in enumerate(table.questions)}
        for name in names:
            if name not in places:
                raise InputError(f"no question is {shown(name)}", remedy="write questions as the answers have them")
        chosen = table.with_questions([places[name] for name in names], weights)
    except InputError as error:
        raise error.located(file=source.file) from None
    left = len(table.questions) - len(names)
    note = (f"left out: {counted(left, 'question')} not chosen",) if left else ()
    return replace(chosen, notes=(*chosen.notes, *note))


def _questions_in(text: str, file: str) -> tuple[list[str], np.ndarray | None]:
    if not text.lstrip().startswith("{"):
        names = [line.rstrip("\r") for line in text.split("\n") if line.strip()]
        if len(set(names)) < len(names):
            double = next(name for name in names if names.count(name) > 1)
            raise InputError(f"{shown(double)} is listed twice", remedy="keep one")
        return names, None
    given = json_value(text, file=file)
    for name, weight in given.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight < float("inf"):
            raise InputError(f"{shown(weight)} is no weight", key=shown(name), remedy="write a number of 0 or more")
    return list(given), np.array(list(given.values()), dtype=float)


def with_audience(table: ResponseTable, path: Path_) -> ResponseTable:
    """Return the table with the audience, and engagement where there is a column of it, of a CSV file.

    Its columns are group, audience and engagement; numbers are read exactly, fractions too. Groups that the table does
    not have are left out, and said.

    Raises
    ------
    InputError
        For a group of the table that the file does not have, or what is no number of 0 or more.
    """
    source = read_source(path, "audience")
    found: dict[str, dict[str, Any]] = {}
    try:
        for place, record in records_of(source):
            group = record.get("group")
            if not isinstance(group, str) or "audience" not in record:
                raise InputError("there is no group or no audience", key=place, remedy="give columns group,audience")
            if group in found:
                raise InputError(f"group {shown(group)} is listed twice", key=place, remedy="keep one")
            columns = [name for name in ("audience", "engagement") if name in record]
            found[group] = {name: _number(record[name], f"{place}: {name}") for name in columns}
        for group in table.groups:
            if group not in found:
                raise InputError(f"group {shown(group)} is not in it", remedy="add its line, or leave the group out")
        engaged = ["engagement" in found[group] for group in table.groups]
        if any(engaged) and not all(engaged):
            raise InputError("some groups have no engagement", key="engagement", remedy="give it for all, or for none")
    except InputError as error:
        raise error.located(file=source.file) from None
    arrays: dict[str, Any] = {
        name: np.array([found[group][name] for group in table.groups], dtype=object)
        for name in (["audience", "engagement"] if all(engaged) else ["audience"])
    }
    strangers = [group for group in found if group not in set(table.groups)]
    note = (f"left out: the audience of {counted(len(strangers), 'group')} without answers",) if strangers else ()
    digest = (("audience", f"{Path(source.file).name}, sha256 {source.digest}"),)
    kept = tuple(one for one in table.notes if not one.startswith("the audience of a group"))
    return replace(table, **arrays, source=(*table.source, *digest), notes=(*kept, *note))


def _number(value: Any, key: str) -> Any:
    try:
        text = value if isinstance(value, str) else repr(value)
        number = parse_number(text.strip())
    except InputError as error:
        raise error.located(key=key) from None
    if number < 0:
        raise InputError(f"{shown(value)} is negative", key=key, remedy="write 0 or more")
    return number


def options_file(path: Path_) -> dict[str, Any]:
    """Return a JSON object of options by question: a list in order, or ``{"options": […], "scores": […]}``.

    Raises
    ------
    InputError
        Where the file says anything else.
    """
    source = read_source(path, "options")
    value = json_value(source.text, file=source.file)
    if not isinstance(value, dict) or not value:
        raise InputError("no options by question", file=source.file, remedy='write {"question": ["yes", "no"]}')
    return {str(name): told for name, told in value.items()}
