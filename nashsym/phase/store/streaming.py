"""A sweep into a store: what is there is checked, what is missing or damaged is computed, and counted either way."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from nashsym.errors import InputError
from nashsym.phase.layout import VARIABLES, Layout
from nashsym.phase.statistics import Counts, Statistics, statistics_of
from nashsym.phase.store.chunks import case_numbers, chunk_count, chunk_shape, places, task_at
from nashsym.phase.store.cluster import check_installed, on_cluster
from nashsym.phase.store.computing import Computed, compute, made_by
from nashsym.phase.store.encoding import chunk_file, metadata_files, statistics_files
from nashsym.phase.store.folder import Folder, check_folder, check_room, opened_folder
from nashsym.phase.store.record import checksum, counts_of_record, manifest, record, record_file

if TYPE_CHECKING:
    import xarray

__all__ = ["ENGINES", "Streamed", "opened", "stream"]

ENGINES: Final = ("serial", "dask")


@dataclass(frozen=True)
class Streamed:
    """What a sweep into a store came to.

    Attributes
    ----------
    statistics : tuple of Statistics
        Of each case.
    chunks : int
        In all.
    computed : int
        By this run; the others were there.
    damaged : int
        Of the computed ones: how many were there, but not as they were written.
    """

    statistics: tuple[Statistics, ...]
    chunks: int
    computed: int
    damaged: int


def stream(
    layout: Layout,
    store: str | os.PathLike[str],
    *,
    engine: Literal["serial", "dask"] = "serial",
    scheduler: Any = None,
    progress: Callable[[int, int], object] | None = None,
    besides: int = 0,
) -> Streamed:
    """Compute what a store lacks of a sweep; see `nashsym.phase.sweep.sweep`.

    A chunk is written file by file and counts as done once a record with the checksums of its files stands beside it.
    The same sweep leaves the same bytes, whatever the engine and however often it was killed and begun again. `besides`
    is how many bytes of the disk are wanted for something else afterwards.

    Raises
    ------
    InputError
    """
    _check_engine(engine, scheduler)
    expected = manifest(layout)
    begun = check_folder(store, expected)
    totals = [Counts.none(len(layout.groups)) for _ in layout.played]
    if not begun:  # before its places are listed: a grid that fits no disk has too many
        _check_room(layout, store, chunk_count(layout), besides)
    missing, damaged = _missing(layout, Folder(Path(store)), totals)
    _check_room(layout, store, len(missing), besides)
    chunks, done = chunk_count(layout), chunk_count(layout) - len(missing)
    with opened_folder(store, expected) as folder:
        for name, content in metadata_files(layout).items():
            folder.write_if_other(name, content)
        tell = progress or (lambda *_: None)
        tell(done, chunks)
        tasks = (task_at(layout, place) for place in missing)
        # No cluster is started for nothing.
        results = on_cluster(tasks, scheduler) if engine == "dask" and missing else map(compute, tasks)
        for computed in results:
            _check_versions(computed)
            for name, content in computed.files.items():
                folder.write(name, content)
            folder.write(record_file(computed.place), record(computed))
            _count(layout, computed.place, computed.counts, totals)
            done += 1
            tell(done, chunks)
        found = tuple(
            statistics_of(counts, game, layout.axes) for counts, game in zip(totals, layout.played, strict=True)
        )
        texts = [json.dumps(each.to_dict(), ensure_ascii=False) for each in found]
        for name, content in statistics_files(layout, texts).items():
            folder.write_if_other(name, content)
    return Streamed(found, chunks, len(missing), damaged)


def opened(store: str | os.PathLike[str]) -> xarray.Dataset:
    """Open a store as a dataset whose arrays over the nodes are read when they are used."""
    import xarray

    found: xarray.Dataset = xarray.open_zarr(store)
    for name in ("definition", "statistics"):
        found[name].load()
    return found


def _check_engine(engine: str, scheduler: Any) -> None:
    if engine not in ENGINES:
        raise InputError(f"{engine!r} is no engine", key="engine", remedy=f"the engines are {', '.join(ENGINES)}")
    if scheduler is not None and engine != "dask":
        raise InputError("only a cluster has a scheduler", key="scheduler", remedy="choose the engine dask with it")
    try:
        import zarr  # noqa: F401
    except ImportError:
        raise InputError(
            "zarr is not installed", key="store", remedy="run `pip install 'nashsym[scale]'`, or keep it in memory"
        ) from None
    if engine == "dask":
        check_installed()


def _missing(layout: Layout, folder: Folder, totals: list[Counts]) -> tuple[list[tuple[int, ...]], int]:
    """Return the places of chunks that are not there as they were written, and how many are damaged; count the others.

    Every byte of a chunk is read: a checksum finds what a disk or a hand has changed.
    """
    missing, damaged = [], 0
    for place in places(layout):
        remembered = folder.read(record_file(place))
        counts = None
        if remembered is not None:
            contents = {name: folder.read(name) for name in (chunk_file(each.name, place) for each in VARIABLES)}
            sums = {name: checksum(content) for name, content in contents.items() if content is not None}
            counts = counts_of_record(remembered, sums, layout, place)
            damaged += counts is None
        if counts is None:
            missing.append(place)
        else:
            _count(layout, place, counts, totals)
    return missing, damaged


def _count(layout: Layout, place: tuple[int, ...], counts: Sequence[Counts], totals: list[Counts]) -> None:
    for number, part in zip(case_numbers(layout, place), counts, strict=True):
        totals[number] += part


def _check_room(layout: Layout, store: str | os.PathLike[str], chunks: int, besides: int) -> None:
    """Refuse chunks that would not fit the disk even if nothing is gained by compression."""
    sizes = tuple(layout.sizes.values())
    needed = chunks * layout.bytes_of(math.prod(chunk_shape(sizes, len(layout.groups))))
    check_room(store, needed + besides)


def _check_versions(computed: Computed) -> None:
    """Refuse what another version computed: its bytes can be others."""
    here = made_by()
    different = [f"{name} {value}" for name, value in computed.made_by.items() if value != here[name]]
    if different:
        raise InputError(
            f"the workers have {', '.join(different)}",
            key="scheduler",
            remedy=f"install {', '.join(f'{name} {here[name]}' for name in here)} there",
        )
