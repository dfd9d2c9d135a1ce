"""``nashsym sweep``: games over a grid of incentives."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nashsym.cli.command import DONE, Parser, say
from nashsym.cli.replicates import add_replicates, replicates_level, swept_bands, swept_replicates
from nashsym.errors import InputError

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "find who is served where, over a grid of incentives"
EXAMPLE = "nashsym sweep game.toml --vary diversity=0:5:200 --vary attractiveness=0.1:10:200:log -o sweep"


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
    parser.add_argument("-o", "--output", metavar="FOLDER", help="folder for sweep.nc, the dataset")
    add_replicates(parser)
    parser.add_argument("--plot", action="store_true", help="write pictures into the folder too")
    parser.add_argument("--plot-format", metavar="FORMAT", default="svg", help="svg (the default), png or pdf")


def run(options: argparse.Namespace) -> int:
    """Sweep, print the exclusion statistics, and write the dataset where it is asked for."""
    from nashsym.files import write_bytes
    from nashsym.gamefile import read_game
    from nashsym.phase.statistics import statistics
    from nashsym.phase.sweep import axes_of, grids, joined, with_floors
    from nashsym.phase.table import grid_text, published_table

    axes = axes_of(options.vary)
    target = None if options.output is None else Path(options.output) / "sweep.nc"
    if target is not None and target.exists():
        raise InputError("exists already", file=str(target), remedy="choose another folder; nothing is overwritten")
    if options.plot:
        _check_plot(options)
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
    found = [list(grids([game], axes, _agents(options.agents))) for game in games]
    flat = [grid for per_game in found for grid in per_game]
    if options.replicates is not None:
        sys.stdout.write(swept_bands(estimate, axes, _agents(options.agents), list(map(statistics, flat)), level))
    elif options.table:
        sys.stdout.write(published_table(flat, options.group))
    else:
        sys.stdout.write("\n".join(grid_text(grid) for grid in flat))
    if target is not None:
        dataset = joined(games, found, agents=_agents(options.agents))
        target.parent.mkdir(parents=True, exist_ok=True)
        say([f"dataset written to {write_bytes(target, bytes(dataset.to_netcdf(engine='scipy')))}"])
    if target is not None and options.plot:
        from nashsym.phase.plots.folder import write_plots

        written, notes = write_plots(flat, target.parent, options.plot_format, options.group)
        say([*notes, f"pictures written to {', '.join(str(path) for path in written)}"])
    return DONE


def _check_plot(options: argparse.Namespace) -> None:
    from nashsym.phase.plots.folder import FORMATS, check_folder

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
