"""Records from CSV, JSON, JSON Lines and Parquet: one dictionary each, and where it stands in its file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.limits import MAX_FILE_BYTES, MAX_TABLE_NUMBERS
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.json_text import json_lines, json_value
from nashsym_estimators.responses.source import Source

__all__ = ["Record", "csv_header", "records_of"]

Record = tuple[str, dict[str, Any]]
#: GlobalOpinionQA's fields are long; a field beyond this is no answer.
_LONGEST_FIELD: Final = 1_000_000
_MOST_COLUMNS: Final = 20_000
#: Parquet is compressed: so many times the cap on a file may come out of it.
_EXPANSION: Final = 8


def records_of(source: Source) -> Iterator[Record]:
    """Yield the records of a file, by the ending of its name: .csv, .json (an array), .jsonl, .parquet.

    Raises
    ------
    InputError
        For another ending, and for whatever does not parse.
    """
    suffix = Path(source.file).suffix.lower()
    readers = {".csv": _csv_records, ".json": _json_records, ".jsonl": _jsonl_records, ".parquet": _parquet_records}
    if suffix not in readers:
        raise InputError(
            f"the ending {suffix!r} is unknown", file=source.file, remedy="give .csv, .json, .jsonl or .parquet"
        )
    return readers[suffix](source)


def csv_header(source: Source) -> list[str]:
    """Return the names of the columns of a CSV file."""
    return next(_csv_rows(source))[1]


def _csv_rows(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the number of its line; the first is the header, every name in it once."""
    text = source.text
    if "\0" in text:
        raise InputError("there is a NUL in the text", file=source.file, remedy="save the file as CSV in UTF-8")
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header: list[str] = []
        for row in reader:
            if not row:
                continue
            if not header:
                header = [name.strip() for name in row]
                _check_header(header, source.file)
                row = header
            elif len(row) != len(header):
                raise InputError(
                    f"{len(row)} fields where the header has {len(header)}",
                    key=f"line {reader.line_num}",
                    file=source.file,
                    remedy="put fields with a comma in quotes",
                )
            yield reader.line_num, row
    except csv.Error as error:
        raise InputError(
            f"not valid CSV: {error}", key=f"line {reader.line_num}", file=source.file, remedy="correct that line"
        ) from None
    finally:
        csv.field_size_limit(before)


def _check_header(header: list[str], file: str) -> None:
    if len(header) > _MOST_COLUMNS:
        raise InputError(f"{len(header)} columns", file=file, remedy=f"at most {_MOST_COLUMNS} are accepted")
    if len(set(header)) < len(header):
        double = next(name for name in header if header.count(name) > 1)
        raise InputError(f"two columns are named {shown(double)}", key="line 1", file=file, remedy="rename one")


def _csv_records(source: Source) -> Iterator[Record]:
    rows = _csv_rows(source)
    header = next(rows)[1]
    for number, row in rows:
        yield f"line {number}", dict(zip(header, row, strict=True))


def _json_records(source: Source) -> Iterator[Record]:
    value = json_value(source.text, file=source.file)
    if not isinstance(value, list):
        raise InputError("the file is no list of records", file=source.file, remedy="write [{…}, {…}], or .jsonl")
    for number, record in enumerate(value):
        yield _record(f"[{number}]", record, source.file)


def _jsonl_records(source: Source) -> Iterator[Record]:
    for place, record in json_lines(source.text, file=source.file):
        yield _record(place, record, source.file)


def _record(place: str, record: Any, file: str) -> Record:
    if not isinstance(record, dict):
        raise InputError(
            f"{type(record).__name__} stands where a record is expected", key=place, file=file, remedy="write {…}"
        )
    return place, record


def _parquet_records(source: Source) -> Iterator[Record]:
    parquet: Any = import_module("pyarrow.parquet")
    arrow: Any = import_module("pyarrow")
    try:
        file = parquet.ParquetFile(io.BytesIO(source.content))
        groups = [file.metadata.row_group(index) for index in range(file.metadata.num_row_groups)]
        size = sum(group.total_byte_size for group in groups)
        if size > _EXPANSION * MAX_FILE_BYTES or file.metadata.num_rows > MAX_TABLE_NUMBERS:
            raise InputError(
                f"{size >> 20} MiB come out of the file, {file.metadata.num_rows} rows",
                file=source.file,
                remedy="give it in parts",
            )
        names = file.schema_arrow.names
        _check_header(names, source.file)
        batches = chain.from_iterable(batch.to_pylist() for batch in file.iter_batches())
        for number, record in enumerate(batches):
            yield f"row {number}", record
    except (arrow.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:160]
        raise InputError(f"no Parquet file: {reason}", file=source.file, remedy="write it anew") from None
