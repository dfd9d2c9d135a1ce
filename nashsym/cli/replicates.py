"""What the subcommands that take replicates share: the options, and where the file is looked for."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nashsym.cli.command import Parser, say
from nashsym.cli.progress import Progress
from nashsym.errors import InputError

if TYPE_CHECKING:
    from nashsym.game import Game
    from nashsym.phase.axes import Axis
    from nashsym.phase.statistics import Statistics
    from nashsym.uncertainty.replicates import Replicates
    from nashsym.uncertainty.sureness import Sureness

__all__ = ["add_replicates", "how_sure", "replicates_level", "replicates_of", "swept_bands", "swept_replicates"]

#: What `--replicates` without a value stands for.
_BESIDE: Final = ""


def add_replicates(parser: Parser) -> None:
    """Add `--replicates` and `--level`."""
    parser.add_argument(
        "--replicates",
        metavar="FILE",
        nargs="?",
        const=_BESIDE,
        help="bootstrap replicates of the game's inputs; without FILE those beside the game: game.replicates.npz",
    )
    parser.add_argument("--level", metavar="X", help="confidence of the bands and of the box; 0.95 unless given")


def replicates_level(options: argparse.Namespace) -> Fraction:
    """Return the level of confidence.

    Raises
    ------
    InputError
        For no number between 0 and 1, or a level without replicates.
    """
    from nashsym.uncertainty.bands import read_level

    if options.level is not None and options.replicates is None:
        raise InputError("there are no replicates", key="--level", remedy="add --replicates")
    try:
        return read_level("0.95" if options.level is None else options.level)
    except InputError as error:
        raise InputError(error.problem, key="--level", remedy=error.remedy) from None


def replicates_of(options: argparse.Namespace, game_file: str | None) -> Replicates | None:
    """Return the replicates that were asked for: the file that is named, or the one beside the game.

    Replicates that lie beside the game and are not asked for are not used, and that is said.

    Raises
    ------
    InputError
        Where the file can't be read.
    """
    from nashsym.uncertainty.replicates import read_replicates, replicates_path

    beside = None if game_file is None else replicates_path(game_file)
    if options.replicates is None:
        if beside is not None and beside.is_file():
            say([f"{beside} is left aside; --replicates takes it into account"])
        return None
    if options.replicates != _BESIDE:
        return read_replicates(options.replicates)
    if beside is None:
        raise InputError("no game file is named", key="--replicates", remedy="name a game, or write --replicates FILE")
    if not Path(beside).exists():
        raise InputError(
            "there is no such file beside the game", file=str(beside), remedy="name one: --replicates FILE"
        )
    return read_replicates(beside)


def how_sure(options: argparse.Namespace, game: Game) -> Sureness | None:
    """Return the bands and the guarantee over the box, where replicates are asked for.

    Raises
    ------
    InputError
        Where the file can't be read, or its replicates are not of this game.
    """
    from nashsym.uncertainty.sureness import sureness

    level = replicates_level(options)
    replicates = replicates_of(options, options.game)
    if replicates is None:
        return None
    with Progress("replicates") as progress:
        return sureness(game, replicates, level, progress=progress)


def swept_replicates(options: argparse.Namespace, games: Sequence[Game], level: Fraction) -> list[Game]:
    """Return the replicates as the games of a sweep.

    Raises
    ------
    InputError
        Where several games or numbers of agents, a table or pictures are asked for too, or they are too few.
    """
    from nashsym.uncertainty.bands import check_count
    from nashsym.uncertainty.exclusion import replicate_games

    if len(games) > 1 or (options.agents is not None and "," in options.agents):
        raise InputError(
            "replicates are of one game", key="--replicates", remedy="sweep one game, one number of agents"
        )
    if options.table or options.plot:
        raise InputError(
            "neither a table nor pictures are made of replicates", key="--replicates", remedy="leave them out"
        )
    replicates = replicates_of(options, options.games[0])
    if replicates is None:
        return list(games)
    check_count(len(replicates), level)
    return replicate_games(games[0], replicates)


def swept_bands(
    game: Game, axes: Mapping[str, Axis], agents: Sequence[int] | None, drawn: Sequence[Statistics], level: Fraction
) -> str:
    """Return the bands on a game's exclusion statistics as text, from those of its replicates."""
    from nashsym.phase.grid import grid_of
    from nashsym.phase.statistics import statistics
    from nashsym.uncertainty.exclusion import bands_of
    from nashsym.uncertainty.exclusion_text import exclusion_text

    played = game.with_agents(agents[0]) if agents else game
    return exclusion_text(bands_of(statistics(grid_of(played, axes)), drawn, level), game.name or "game")
