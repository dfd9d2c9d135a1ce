"""Records in a file of any of three forms: a JSON array, JSONL, or CSV with a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from nashsym.errors import InputError
from nashsym_estimators.responses.json_text import json_lines, json_value
from nashsym_estimators.responses.source import Source

__all__ = ["at_record", "records_of"]


def records_of(source: Source) -> Iterator[tuple[str, Any]]:
    """Yield where each record stands in a file, in words, and the record; cells of CSV that are empty are left out.

    Raises
    ------
    InputError
        Naming file and line.
    """
    begin = source.text.lstrip()[:1]
    if begin == "[":
        listed = json_value(source.text, file=source.file)
        yield from ((f"record {number}", record) for number, record in enumerate(listed, start=1))
    elif begin == "{":
        yield from json_lines(source.text, file=source.file)
    else:
        reader = csv.DictReader(io.StringIO(source.text, newline=""), strict=True)
        try:
            for record in reader:
                if None in record:
                    raise InputError("more cells than the header has", key=f"line {reader.line_num}", file=source.file)
                yield f"line {reader.line_num}", {key: cell for key, cell in record.items() if cell}
        except csv.Error as error:
            raise InputError(f"is no CSV: {error}", key=f"line {reader.line_num}", file=source.file) from None


def at_record(error: InputError, file: str, place: str) -> InputError:
    """Return an error with the file and record where it arose before its own key."""
    key = f"{place}: {error.key}" if error.key else place
    return InputError(error.problem, key=key, file=file, remedy=error.remedy)
