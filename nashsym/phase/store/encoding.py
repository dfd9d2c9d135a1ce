"""The files of a zarr store, as bytes: zarr version 3, one codec, no time or place in any of them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.phase.layout import VARIABLES, Layout, Variable
from nashsym.phase.store.chunks import chunk_shape

__all__ = ["chunk_file", "encoded", "metadata_files", "statistics_files"]

#: Of zstd. Weights are hard to compress: beyond 1 it takes twice the time for the same size.
_LEVEL: Final = 1
_FILL: Final[Mapping[str, Any]] = {"float64": float("nan"), "int8": 0}


def chunk_file(name: str, place: tuple[int, ...]) -> str:
    """Return where the chunk at a place of a variable stands in the store."""
    by_group = next(each.by_group for each in VARIABLES if each.name == name)
    return f"{name}/c.{'.'.join(map(str, (*place, 0) if by_group else place))}"


def encoded(variable: Variable, shape: tuple[int, ...], block: NDArray[Any]) -> bytes:
    """Return the bytes of one chunk's file.

    Parameters
    ----------
    variable : Variable
    shape : tuple of int
        Of a full chunk.
    block : array
        As long as `shape` along each dimension, or shorter at the end of the grid.
    """
    files: dict[str, Any] = {}
    array = _array(files, variable, shape, shape)
    array[tuple(slice(0, length) for length in block.shape)] = block
    return bytes(files["c." + ".".join("0" * len(shape))].to_bytes())


def metadata_files(layout: Layout) -> dict[str, bytes]:
    """Return every file of the store but chunks and statistics: what describes the arrays, coordinates and games."""
    import zarr

    files: dict[str, Any] = {}
    zarr.create_group(store=files, attributes=layout.attributes)
    nodes, size = tuple(layout.sizes.values()), len(layout.groups)
    dimensions, cases = tuple(layout.sizes), tuple(layout.sizes)[:-3]
    chunk = chunk_shape(nodes, size)
    for each in VARIABLES:
        whole, part, names = nodes, chunk, dimensions
        if each.by_group:
            whole, part, names = (*nodes, size), (*chunk, size), (*dimensions, "group")
        _array(files, each, whole, part, path=each.name, names=names)
    for name, (values, attributes) in layout.coordinates.items():
        _small_array(files, name, values.shape, values.shape, values, (name,), attributes)
    definitions = np.array(layout.definitions).reshape(layout.cases)
    lead = chunk[:-3]
    _small_array(files, "definition", layout.cases, lead, definitions, cases, {"long_name": "the game, exactly"})
    _small_array(files, "statistics", layout.cases, lead, None, cases, {})
    with warnings.catch_warnings():
        # The form is zarr's own so far, and xarray asks for it.
        warnings.filterwarnings("ignore", "Consolidated metadata is currently not part")
        zarr.consolidate_metadata(files)
    return {name: bytes(content.to_bytes()) for name, content in files.items()}


def statistics_files(layout: Layout, texts: Sequence[str]) -> dict[str, bytes]:
    """Return the files that hold the statistics of each case, once all are known."""
    files: dict[str, Any] = {}
    values = np.array(texts).reshape(layout.cases)
    lead = chunk_shape(tuple(layout.sizes.values()), len(layout.groups))[:-3]
    _small_array(files, "statistics", layout.cases, lead, values, tuple(layout.sizes)[:-3], {})
    return {name: bytes(content.to_bytes()) for name, content in files.items() if not name.endswith("zarr.json")}


def _array(
    files: dict[str, Any],
    variable: Variable,
    shape: tuple[int, ...],
    chunk: tuple[int, ...],
    *,
    path: str | None = None,
    names: tuple[str, ...] | None = None,
) -> Any:
    import zarr
    from zarr.codecs import ZstdCodec

    return zarr.create_array(
        store=files,
        name=path,
        shape=shape,
        chunks=chunk,
        dtype=variable.dtype,
        fill_value=_FILL[variable.dtype],
        # The checksum lets any reader refuse a damaged chunk.
        compressors=[ZstdCodec(level=_LEVEL, checksum=True)],
        attributes=dict(variable.attributes),
        dimension_names=names,
        chunk_key_encoding={"name": "default", "separator": "."},
        config={"write_empty_chunks": True},
    )


def _small_array(
    files: dict[str, Any],
    path: str,
    shape: tuple[int, ...],
    chunk: tuple[int, ...],
    values: NDArray[Any] | None,
    names: tuple[str, ...],
    attributes: Mapping[str, Any],
) -> None:
    """Add an array with its values; without values only what describes it, as text."""
    import zarr

    text = values is None or values.dtype.kind == "U"
    array = zarr.create_array(
        store=files,
        name=path,
        shape=shape,
        chunks=chunk,
        dtype=str if values is None or text else values.dtype,
        fill_value="" if text else 0,
        attributes=dict(attributes),
        dimension_names=names,
        chunk_key_encoding={"name": "default", "separator": "."},
        config={"write_empty_chunks": True},
    )
    if values is not None:
        array[...] = values.astype(object) if text else values
