"""Distributions of answers: records of a question, its options, a group and a probability for each option."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.assembly import Assembly
from nashsym_estimators.responses.reading import Reading
from nashsym_estimators.responses.records import Record, records_of
from nashsym_estimators.responses.source import described, read_source
from nashsym_estimators.responses.table import ResponseTable

__all__ = ["assemble_records", "read_distributions"]


def read_distributions(paths: Sequence[str | os.PathLike[str]], reading: Reading) -> ResponseTable:
    """Read records ``{"question", "options", "attribute", "gold_distribution"}``, as work on pluralistic alignment has.

    The attribute is the group. Other keys are left alone.

    Raises
    ------
    InputError
        In one line with file, place and remedy.
    """
    assembly, sources = Assembly(reading), []
    for path in paths:
        source = read_source(path)
        try:
            assemble_records(records_of(source), assembly, reading)
        except InputError as error:
            raise error.located(file=source.file) from None
        sources.append((source.file, source.digest))
    try:
        return assembly.table(described("distributions", sources))
    except InputError as error:
        raise error.located(file=sources[0][0]) from None


def assemble_records(records: Iterable[Record], assembly: Assembly, reading: Reading) -> None:
    """Put records into an assembly.

    Raises
    ------
    InputError
        With the place of the record at fault.
    """
    group = "attribute" if reading.group == "group" else reading.group
    for place, record in records:
        for key in (group, "question", "options", reading.distribution):
            if key not in record:
                raise InputError(f"there is no {shown(key)}", key=place, remedy="give every record the same keys")
        try:
            assembly.add(record[group], record["question"], record["options"], record[reading.distribution])
        except InputError as error:
            key = f"{place}.{error.key or reading.distribution}"
            raise InputError(error.problem, key=key, file=error.file, remedy=error.remedy) from None
