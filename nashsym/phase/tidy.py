"""A sweep as a tidy table, Parquet or CSV: one row per node and group, written block by block."""

from __future__ import annotations

import csv
import itertools
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.files import written_beside
from nashsym.phase.kinds import Kind
from nashsym.phase.store.chunks import chunk_shape

if TYPE_CHECKING:
    import xarray

__all__ = ["FORMATS", "check_installed", "table_bytes", "write_table"]

FORMATS: Final = ("parquet", "csv")
#: Beginnings that a spreadsheet takes for a formula.
_FORMULAS: Final = ("=", "+", "-", "@")
_UNIQUE: Final = ("no", "yes", "undecided")
_KINDS: Final = tuple(kind.name.lower() for kind in Kind)
#: Of a row, at most, but for the names in it: six numbers of 24 characters and four words.
_CSV_ROW: Final = 200
#: Of a row, at most: the weight, and four numbers, indices of names and words.
_PARQUET_ROW: Final = 64


def write_table(dataset: xarray.Dataset, path: str | os.PathLike[str]) -> Path:
    """Write the dataset of a sweep as a tidy table.

    Columns: ``game`` and ``agents``, where they are dimensions; ``consistency``, ``diversity``, ``attractiveness``;
    ``group``; ``weight``, ``served``, ``below_floor``, empty where there is no single equilibrium; ``kind``,
    ``unique``, ``exact``. A block of rows at a time is in memory, also where the dataset is that of a store. The same
    sweep gives the same bytes, from a store or not.

    Parameters
    ----------
    dataset : xarray.Dataset
        What `nashsym.phase.sweep.sweep` returned.
    path : path
        Ending in ``.parquet`` or ``.csv``. In CSV a name that a spreadsheet would take for a formula has an apostrophe
        before it.

    Raises
    ------
    InputError
        Where the ending is another, the file can't be written, or pyarrow is not installed for Parquet.
    """
    target = Path(path)
    form = target.suffix[1:].lower()
    if form not in FORMATS:
        raise InputError(
            f"{target.suffix!r} is no ending of a table", file=str(path), remedy="end the name in .parquet or .csv"
        )
    with written_beside(target) as beside:
        if form == "csv":
            _write_csv(dataset, beside)
        else:
            _write_parquet(dataset, beside)
    return target


def check_installed(form: str) -> None:
    """Refuse to write a table of a form that needs what is not installed.

    Raises
    ------
    InputError
    """
    if form != "parquet":
        return
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise InputError(
            "pyarrow is not installed", key="parquet", remedy="run `pip install 'nashsym[scale]'`, or choose csv"
        ) from None


def table_bytes(form: str, rows: int, longest: int) -> int:
    """Return how many bytes a table takes at most; `longest` is the length of the names in a row, in bytes."""
    return rows * (_CSV_ROW + longest if form == "csv" else _PARQUET_ROW)


def _blocks(dataset: xarray.Dataset) -> Iterator[xarray.Dataset]:
    """Yield the parts of a sweep that are chunks of a store."""
    dimensions = [str(name) for name in dataset["kind"].dims]
    sizes = tuple(dataset.sizes[name] for name in dimensions)
    shape = chunk_shape(sizes, dataset.sizes["group"])
    cuts = [range(0, size, length) for size, length in zip(sizes, shape, strict=True)]
    for starts in itertools.product(*cuts):
        part = {
            name: slice(start, start + length) for name, start, length in zip(dimensions, starts, shape, strict=True)
        }
        yield dataset.isel(part)


def _columns(block: xarray.Dataset) -> dict[str, tuple[NDArray[Any], tuple[str, ...]]]:
    """Return each column of a block: numbers, or indices into words."""
    names = [str(name) for name in block["weight"].dims]
    shape = tuple(block.sizes[name] for name in names)

    def spread(values: NDArray[Any], *kept: str) -> NDArray[Any]:
        """Repeat values over the dimensions that they do not have."""
        own = [length if name in kept else 1 for name, length in zip(names, shape, strict=True)]
        return np.broadcast_to(values.reshape(own), shape).reshape(-1)

    columns: dict[str, tuple[NDArray[Any], tuple[str, ...]]] = {}
    for name in names:
        nodes = block[name].values
        if name in ("game", "group"):
            columns[name] = spread(np.arange(len(nodes), dtype=np.int32), name), tuple(map(str, nodes.tolist()))
        else:
            columns[name] = spread(nodes, name), ()
    for name in ("weight", "served", "below_floor"):
        columns[name] = block[name].values.reshape(-1), ()
    for name, words in (("kind", _KINDS), ("unique", _UNIQUE), ("exact", ())):
        columns[name] = spread(block[name].values, *names[:-1]), words
    return columns


def _write_csv(dataset: xarray.Dataset, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for number, block in enumerate(_blocks(dataset)):
            columns = _columns(block)
            if number == 0:
                writer.writerow(columns)
            writer.writerows(zip(*(_texts(name, *column) for name, column in columns.items()), strict=True))


def _texts(name: str, values: NDArray[Any], words: tuple[str, ...]) -> list[Any]:
    """Return a column as CSV shows it."""
    listed: list[Any] = values.tolist()
    if words:
        safe = [f"'{word}" if word.startswith(_FORMULAS) else word for word in words]
        return [safe[place] for place in listed]
    if name == "weight":
        return ["" if math.isnan(value) else value for value in listed]
    if name in ("served", "below_floor", "exact"):
        return [("false", "true", "")[value] for value in listed]  # −1, the last, is unknown
    return listed


def _write_parquet(dataset: xarray.Dataset, path: Path) -> None:
    check_installed("parquet")
    import pyarrow
    from pyarrow import parquet

    writer = None
    try:
        for block in _blocks(dataset):
            arrays = {name: _arrow(pyarrow, name, *column) for name, column in _columns(block).items()}
            table = pyarrow.table(arrays).replace_schema_metadata({str(k): str(v) for k, v in dataset.attrs.items()})
            if writer is None:
                writer = parquet.ParquetWriter(path, table.schema, compression="zstd")
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()


def _arrow(pyarrow: Any, name: str, values: NDArray[Any], words: tuple[str, ...]) -> Any:
    if words:
        return pyarrow.DictionaryArray.from_arrays(pyarrow.array(values.astype(np.int32)), pyarrow.array(words))
    if name == "weight":
        return pyarrow.array(values, from_pandas=True)  # NaN is null
    if name in ("served", "below_floor", "exact"):
        return pyarrow.array(values == 1, mask=values < 0)
    return pyarrow.array(values)
