"""What every source of `nashsym estimate` shares: the game around the inputs, and the files that are written."""

from __future__ import annotations

import argparse
from pathlib import Path

from nashsym.cli.command import Parser, say
from nashsym.gamefile import write_game
from nashsym.uncertainty.replicates import Replicates, replicates_path, write_replicates
from nashsym_estimators.estimates.estimate import Estimate

__all__ = ["add_game_arguments", "write_estimate"]


def add_game_arguments(parser: Parser) -> None:
    """Add the arguments that turn estimated inputs into a game, and say where it is written."""
    parser.add_argument("--agents", metavar="N", type=int, default=8, help="number of agents; 8 unless given")
    parser.add_argument("--attractiveness", metavar="X", default="1", help="coefficient λ_A; 1 unless given")
    parser.add_argument("--consistency", metavar="X", default="1", help="coefficient λ_C; 1 unless given")
    parser.add_argument("--diversity", metavar="X", default="1", help="coefficient λ_D; 1 unless given")
    parser.add_argument(
        "--form", metavar="FORM", default="similarity", help="form of diversity: similarity or distance"
    )
    parser.add_argument("--floor", metavar="X", help="floor below which a group counts as excluded")
    parser.add_argument("--name", metavar="NAME", default="", help="name of the game")
    parser.add_argument("-o", "--output", metavar="GAME", required=True, help="game file to write, TOML or JSON")


def write_estimate(options: argparse.Namespace, estimate: Estimate, replicates: Replicates | None = None) -> list[Path]:
    """Write the game file, and the replicates beside it; say on standard error what was repaired."""
    game = estimate.game(
        options.agents,
        coefficients=[options.attractiveness, options.consistency, options.diversity],
        diversity=options.form,
        floor=options.floor,
        name=options.name,
    )
    written = [Path(write_game(game, options.output))]
    if replicates is not None:
        written.append(write_replicates(replicates, replicates_path(options.output)))
    say([*estimate.notes, *game.notes])
    return written
