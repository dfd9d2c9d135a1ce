"""A dataset of Hugging Face's `datasets` on disk: its records are answers or distributions."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from nashsym.errors import InputError
from nashsym.limits import MAX_TABLE_NUMBERS
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.answers import count_records
from nashsym_estimators.responses.assembly import Assembly
from nashsym_estimators.responses.distributions import assemble_records
from nashsym_estimators.responses.reading import Reading
from nashsym_estimators.responses.records import Record
from nashsym_estimators.responses.source import described, shown_path
from nashsym_estimators.responses.table import ResponseTable
from nashsym_estimators.responses.tally import Tally

__all__ = ["is_dataset", "read_dataset"]


def is_dataset(path: str | os.PathLike[str]) -> bool:
    """Return whether a folder was written by `save_to_disk`."""
    folder = Path(path)
    return folder.is_dir() and any((folder / name).is_file() for name in ("state.json", "dataset_dict.json"))


def read_dataset(paths: Sequence[str | os.PathLike[str]], reading: Reading) -> ResponseTable:
    """Read what `save_to_disk` wrote: Arrow files and no code; nothing is fetched and no script runs.

    Raises
    ------
    InputError
        In one line with folder, row and remedy.
    """
    if len(paths) != 1:
        raise InputError(f"{len(paths)} folders", key="dataset", remedy="give one dataset")
    folder = Path(paths[0])
    file = shown_path(folder)
    if not is_dataset(folder):
        raise InputError("is no dataset on disk", file=file, remedy="write one with save_to_disk")
    dataset = _loaded(folder, reading, file)
    source = described("dataset on disk", [(folder.name, _digest(folder))])
    try:
        if reading.distribution in dataset.column_names:
            assembly = Assembly(reading)
            assemble_records(_records(dataset), assembly, reading)
            return assembly.table(source)
        tally = Tally(reading)
        count_records(_records(dataset), tally, reading)
        return tally.table(source)
    except InputError as error:
        raise error.located(file=file) from None


def _loaded(folder: Path, reading: Reading, file: str) -> Any:
    datasets: Any = import_module("datasets")
    try:
        loaded = datasets.load_from_disk(str(folder))
    except Exception as error:  # noqa: BLE001  # whatever a broken folder makes the library raise
        reason = (str(error).splitlines() or [type(error).__name__])[0][:160]
        raise InputError(f"can't be read: {reason}", file=file, remedy="write it anew with save_to_disk") from None
    if isinstance(loaded, datasets.DatasetDict):
        names = list(loaded)
        if reading.split not in names:
            raise InputError(
                f"there are the splits {', '.join(map(shown, names))}",
                key="split",
                file=file,
                remedy="name one of them",
            )
        loaded = loaded[reading.split]
    if len(loaded) > MAX_TABLE_NUMBERS:
        raise InputError(f"{len(loaded)} rows", file=file, remedy=f"at most {MAX_TABLE_NUMBERS} are accepted")
    return loaded


def _records(dataset: Any) -> Iterator[Record]:
    for number, record in enumerate(dataset):
        yield f"row {number}", record


def _digest(folder: Path) -> str:
    """Return one hash of all files of the folder, by name and content."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as stream:
            whole.update(hashlib.file_digest(stream, "sha256").digest())
    return whole.hexdigest()
