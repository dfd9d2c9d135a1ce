"""Every format by name, told from a file's content where it is not named."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.answers import read_answers
from nashsym_estimators.responses.dataset import is_dataset, read_dataset
from nashsym_estimators.responses.distributions import read_distributions
from nashsym_estimators.responses.global_opinion import read_global_opinion
from nashsym_estimators.responses.harness import read_harness
from nashsym_estimators.responses.opinion_qa import read_opinion_qa
from nashsym_estimators.responses.reading import Reading
from nashsym_estimators.responses.records import csv_header, records_of
from nashsym_estimators.responses.source import read_source, shown_path
from nashsym_estimators.responses.table import ResponseTable

__all__ = ["FORMATS", "format_of", "read_responses"]

Path_ = str | os.PathLike[str]
#: A new format is one file and one row here.
FORMATS: Final[dict[str, Callable[[Sequence[Path_], Reading], ResponseTable]]] = {
    "answers": read_answers,
    "distributions": read_distributions,
    "globalopinionqa": read_global_opinion,
    "opinionqa": read_opinion_qa,
    "harness": read_harness,
    "dataset": read_dataset,
}
_ROWS: Final = frozenset({"scores", "match", "repeats", "fewest", "refused"})
_ANSWERS: Final = frozenset({"question", "answer", "respondent", "match"})
_PEOPLE: Final = frozenset({"group", "weight", "refused", "options", "scores", "fewest"})
#: The attributes of `Reading` that mean something in each format.
_HEEDED: Final[dict[str, frozenset[str]]] = {
    "answers": _PEOPLE | _ANSWERS,
    "distributions": _ROWS | {"group", "distribution", "normalise"},
    "globalopinionqa": _ROWS | {"normalise"},
    "opinionqa": _PEOPLE,
    "harness": _ROWS | {"groups", "length", "tokenizer"},
    "dataset": _ROWS | _PEOPLE | _ANSWERS | {"distribution", "normalise", "split"},
}


def read_responses(paths: Path_ | Sequence[Path_], format: str = "auto", **options: Any) -> ResponseTable:  # noqa: A002
    """Read a table of responses.

    Parameters
    ----------
    paths : path or sequence of paths
    format : str
        A name in `FORMATS`; told from the first file unless given.
    **options
        The attributes of `Reading`: names of columns, and what may be repaired.

    Returns
    -------
    ResponseTable
        Its notes say what was repaired, its source has the SHA-256 of each file.

    Raises
    ------
    InputError
        In one line with file, place and remedy.
    """
    listed = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not listed:
        raise InputError("no file was named", key="files", remedy="name at least one")
    unknown = [name for name in options if name not in Reading.__dataclass_fields__]
    if unknown:
        known = ", ".join(Reading.__dataclass_fields__)
        raise InputError(f"no option is named {shown(unknown[0])}", key="options", remedy=f"the options are {known}")
    name = format_of(listed[0]) if format == "auto" else format
    if name not in FORMATS:
        raise InputError(f"unknown format {shown(name)}", key="format", remedy=f"choose among {', '.join(FORMATS)}")
    reading = Reading(**options)
    _check_heeded(name, reading)
    return FORMATS[name](listed, reading)


def _check_heeded(name: str, reading: Reading) -> None:
    """Refuse what was said of how to read, and says nothing about this format."""
    plain = Reading()
    for key in Reading.__dataclass_fields__:
        if key not in _HEEDED[name] and getattr(reading, key) != getattr(plain, key):
            raise InputError(
                f"it says nothing about the format {name}", key=key, remedy="leave it out, or name another format"
            )


def format_of(path: Path_) -> str:
    """Tell the format of a file or folder from its content.

    Raises
    ------
    InputError
        Where it can't be told.
    """
    where, file = Path(path), shown_path(path)
    if where.is_dir():
        if is_dataset(where):
            return "dataset"
        if (where / "responses.csv").is_file():
            return "opinionqa"
        raise InputError("the folder is of no known format", file=file, remedy="name the files")
    source = read_source(where)
    if where.suffix.lower() == ".csv":
        header = csv_header(source)
        if {"selections", "options"} <= set(header):
            return "globalopinionqa"
        weighted = any(name.startswith("WEIGHT_W") for name in header)
        return "opinionqa" if weighted and where.with_name("info.csv").is_file() else "answers"
    _, first = next(records_of(source), ("", {}))
    if "resps" in first:
        return "harness"
    return "distributions" if {"options", "question"} <= set(first) and "answer" not in first else "answers"
