"""``nashsym sweep``: games over a grid of incentives."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nashsym.cli.command import DONE, Parser, say
from nashsym.cli.progress import Progress
from nashsym.cli.replicates import add_replicates, replicates_level, swept_bands, swept_replicates
from nashsym.errors import InputError

if TYPE_CHECKING:
    import xarray

    from nashsym.phase.layout import Layout
    from nashsym.phase.statistics import Statistics

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "find who is served where, over a grid of incentives"
EXAMPLE = "nashsym sweep game.toml --vary diversity=0:5:200 --vary attractiveness=0.1:10:200:log -o sweep"

#: What each format is called in the folder.
_NAMES: Final = {"netcdf": "sweep.nc", "zarr": "sweep.zarr", "parquet": "sweep.parquet", "csv": "sweep.csv"}
_ENGINES: Final = ("serial", "dask")
#: One variable of a netCDF file (of the classic form, that needs no library) is smaller than this.
_NETCDF_BYTES: Final = 2**31


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("games", metavar="GAME", nargs="+", help="game files with the same groups")
    parser.add_argument(
        "--vary",
        metavar="AXIS",
        action="append",
        default=[],
        help="COEFFICIENT=LOW:HIGH:POINTS, with :log after it for equal ratios; up to three times",
    )
    parser.add_argument("--agents", metavar="N,…", help="numbers of agents, instead of the games' own")
    parser.add_argument("--floor", metavar="X", help="floor below which a group counts as excluded")
    parser.add_argument("--table", action="store_true", help="print one line per game instead of everything")
    parser.add_argument(
        "--group",
        metavar="NAME",
        help="of this group: with --table instead of the mean over groups, with --plot instead of all",
    )
    parser.add_argument("-o", "--output", metavar="FOLDER", help="folder for the dataset, and for tables and pictures")
    parser.add_argument(
        "--format",
        metavar="NAME,…",
        help="netcdf (the default), parquet, csv: written from memory; zarr: streamed chunk by chunk, and resumed by "
        "the same command, with parquet or csv beside it if wanted",
    )
    parser.add_argument("--engine", metavar="NAME", default="serial", help="serial (the default), or dask: streams")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster; one on this machine unless given")
    add_replicates(parser)
    parser.add_argument("--plot", action="store_true", help="write pictures into the folder too")
    parser.add_argument("--plot-format", metavar="FORMAT", default="svg", help="svg (the default), png or pdf")


def run(options: argparse.Namespace) -> int:
    """Sweep, print the exclusion statistics, and write the dataset where it is asked for."""
    from nashsym.gamefile import read_game
    from nashsym.phase.grid import complete_axes
    from nashsym.phase.layout import layout_of
    from nashsym.phase.sweep import axes_of, with_floors
    from nashsym.phase.table import published_table, statistics_text

    axes = axes_of(options.vary)
    targets = _targets(options)
    if options.plot:
        _check_plot(options, targets)
    games = [read_game(path) for path in options.games]
    say([note for game in games for note in game.notes])
    games = with_floors(games, options.floor)
    if options.group is not None and options.group not in games[0].groups:
        raise InputError(
            f"no group is named {options.group!r}", key="--group", remedy=f"the groups are {', '.join(games[0].groups)}"
        )
    estimate, level = games[0], replicates_level(options)
    if options.replicates is not None:
        games = swept_replicates(options, games, level)
    layout = layout_of(games, axes, _agents(options.agents))
    if options.replicates is not None:
        complete_axes(estimate, axes)  # the estimate itself is swept in memory: refused before its replicates are
    found, finish = _streamed(options, layout, targets) if "zarr" in targets else _held(options, layout, targets)
    if options.replicates is not None:
        sys.stdout.write(swept_bands(estimate, axes, _agents(options.agents), list(found), level))
    elif options.table:
        sys.stdout.write(published_table(layout.titles, found, options.group))
    else:
        texts = [
            statistics_text(title, game, part)
            for title, game, part in zip(layout.titles, layout.played, found, strict=True)
        ]
        sys.stdout.write("\n".join(texts))
    finish()
    return DONE


def _targets(options: argparse.Namespace) -> dict[str, Path]:
    """Return where each format that is asked for is written."""
    from nashsym.phase.tidy import check_installed

    asked = options.format or ("zarr" if options.engine == "dask" else "netcdf")
    formats = [part.strip() for part in asked.split(",")]
    for name in formats:
        if name not in _NAMES or formats.count(name) > 1:
            raise InputError(f"{asked!r} are no formats", key="--format", remedy=f"some of {', '.join(_NAMES)}")
    if options.engine not in _ENGINES:
        raise InputError(f"{options.engine!r} is no engine", key="--engine", remedy=f"write {' or '.join(_ENGINES)}")
    if "zarr" not in formats and (options.engine == "dask" or options.scheduler is not None):
        raise InputError("a cluster streams to a store", key="--engine", remedy="let zarr be one of --format")
    if {"zarr", "netcdf"} <= set(formats):
        raise InputError(
            "a dataset is streamed or written from memory", key="--format", remedy="choose one of zarr and netcdf"
        )
    if options.output is None:
        if options.format or options.engine == "dask":
            raise InputError("there is no folder to write to", key="--output", remedy="name one with -o FOLDER")
        return {}
    if Path(options.output).exists() and not Path(options.output).is_dir():
        raise InputError("is no folder", file=options.output, remedy="choose another name; nothing is overwritten")
    for name in formats:
        check_installed(name)
    targets = {name: Path(options.output) / _NAMES[name] for name in formats}
    for name, target in targets.items():
        if name != "zarr" and target.exists():
            raise InputError("exists already", file=str(target), remedy="choose another folder; nothing is overwritten")
    return targets


def _held(
    options: argparse.Namespace, layout: Layout, targets: dict[str, Path]
) -> tuple[Sequence[Statistics], Callable[[], None]]:
    """Sweep in memory; return the statistics, and what writes the files."""
    from nashsym.files import write_bytes
    from nashsym.phase.dataset import dataset_of
    from nashsym.phase.statistics import statistics
    from nashsym.phase.store.folder import check_room
    from nashsym.phase.sweep import check_memory, grids

    check_memory(layout)
    size = layout.bytes_of(layout.nodes)
    if "netcdf" in targets and size >= _NETCDF_BYTES:
        raise InputError(
            f"{size} bytes are too many for netCDF", key="--format", remedy="choose zarr, or take fewer nodes"
        )
    if targets:
        check_room(options.output, size * ("netcdf" in targets) + _table_bytes(layout, targets))
    found = []
    with Progress("grids") as progress:
        for grid in grids(layout):
            found.append(grid)
            progress(len(found), len(layout.played))

    def finish() -> None:
        if not targets:
            return
        _make_folder(options.output)
        dataset = dataset_of(layout, found)
        if "netcdf" in targets:
            content = bytes(dataset.to_netcdf(engine="scipy"))
            say([f"dataset written to {write_bytes(targets['netcdf'], content)}"])
        _write_tables(dataset, targets)
        if options.plot:
            from nashsym.phase.plots.folder import write_plots

            written, notes = write_plots(found, Path(options.output), options.plot_format, options.group)
            say([*notes, f"pictures written to {', '.join(str(path) for path in written)}"])

    return [statistics(grid) for grid in found], finish


def _make_folder(path: str) -> None:
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"can't be made: {error.strerror}", file=path, remedy="choose a folder that you can write to"
        ) from None


def _streamed(
    options: argparse.Namespace, layout: Layout, targets: dict[str, Path]
) -> tuple[Sequence[Statistics], Callable[[], None]]:
    """Sweep into a store; return the statistics, and what writes the tables."""
    from nashsym.phase.store.streaming import opened, stream

    progress = Progress("chunks")
    try:
        with progress:
            done = stream(
                layout,
                targets["zarr"],
                engine=options.engine,
                scheduler=options.scheduler,
                progress=progress,
                besides=_table_bytes(layout, targets),
            )
    except KeyboardInterrupt:
        if progress.total:
            kept = f"{progress.done} of {progress.total} chunks are kept"
            say([f"{kept} in {targets['zarr']}; the same command goes on from there"])
        raise

    def finish() -> None:
        kept = done.chunks - done.computed
        were = f", {kept} of {done.chunks} chunks were there" if kept else ""
        if done.damaged:
            were += f", {done.damaged} {'was' if done.damaged == 1 else 'were'} damaged and computed anew"
        say([f"dataset written to {targets['zarr']}{were}"])
        _write_tables(opened(targets["zarr"]), targets)

    return done.statistics, finish


def _write_tables(dataset: xarray.Dataset, targets: dict[str, Path]) -> None:
    from nashsym.phase.tidy import FORMATS, write_table

    for name in FORMATS:
        if name in targets:
            say([f"table written to {write_table(dataset, targets[name])}"])


def _table_bytes(layout: Layout, targets: dict[str, Path]) -> int:
    """Return how much room the tables take at most."""
    from nashsym.phase.tidy import FORMATS, table_bytes

    rows = layout.nodes * len(layout.groups)
    longest = max(len(name.encode()) for name in layout.groups) + max(len(name.encode()) for name in layout.labels)
    return sum(table_bytes(name, rows, longest) for name in FORMATS if name in targets)


def _check_plot(options: argparse.Namespace, targets: dict[str, Path]) -> None:
    from nashsym.phase.plots.folder import FORMATS, check_folder

    if "zarr" in targets:
        raise InputError(
            "pictures are drawn of what is in memory",
            key="--plot",
            remedy="leave zarr out of --format, or draw from the store (nashsym.phase.plots)",
        )
    if options.output is None:
        raise InputError("pictures need a folder", key="--plot", remedy="name one with -o FOLDER")
    if options.plot_format not in FORMATS:
        raise InputError(
            f"{options.plot_format!r} is no format of a picture", key="--plot-format", remedy="write svg, png or pdf"
        )
    check_folder(Path(options.output), options.plot_format)


def _agents(text: str | None) -> list[int] | None:
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and len(part) < 10 for part in parts):
        raise InputError(f"{text!r} are no numbers of agents", key="--agents", remedy="write 2,8,32")
    return [int(part) for part in parts]
