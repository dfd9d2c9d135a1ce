"""What every source of `nashsym estimate` shares: the estimators, the game around them, and the files written."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from nashsym.cli.command import Parser, say
from nashsym.errors import InputError
from nashsym.gamefile import write_game
from nashsym.uncertainty.replicates import Replicates, replicates_path, write_replicates
from nashsym_estimators.estimates.estimate import Estimate

__all__ = ["add_game_arguments", "add_method_arguments", "method_of", "write_estimate"]


def add_method_arguments(parser: Parser) -> None:
    """Add the arguments that choose estimators and resampling."""
    parser.add_argument(
        "--similarity", metavar="NAME", default="collision", help="collision (default) or collision-unbiased"
    )
    parser.add_argument(
        "--inconsistency",
        metavar="NAME",
        default="dispersion",
        help="dispersion (default), deviation, disagreement, or weights: dispersion=1,deviation=1/2",
    )
    parser.add_argument(
        "--missing", metavar="HOW", default="common", help="questions that groups lack: common (default) or pairwise"
    )
    parser.add_argument("--concave", metavar="HOW", help="repair C and S that are not ⪰ 0 on T: ridge or nearest")
    parser.add_argument("--bootstrap", metavar="N", type=int, help="resample N times, and write the replicates")
    parser.add_argument("--resample", metavar="WHAT", default="respondents", help="respondents (default) or questions")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="seed of the resampling; 0 unless given")


def method_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return the arguments of `estimate` and `bootstrap` that were chosen.

    Raises
    ------
    InputError
        For weights that do not parse.
    """
    inconsistency: str | dict[str, str] = options.inconsistency
    if "=" in options.inconsistency:
        pairs = [part.split("=") for part in options.inconsistency.split(",")]
        if any(len(pair) != 2 for pair in pairs) or len({pair[0] for pair in pairs}) < len(pairs):
            raise InputError(
                f"{options.inconsistency!r} gives no weights", key="--inconsistency", remedy="write NAME=X,NAME=X"
            )
        inconsistency = {name.strip(): weight.strip() for name, weight in pairs}
    return {
        "similarity": options.similarity,
        "inconsistency": inconsistency,
        "missing": options.missing,
        "concave": options.concave or False,
    }


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
    """Write the replicates and the game file beside them; say on standard error what was repaired.

    The replicates of an earlier game of this name are taken away where there are no new ones: they are not this game's.
    """
    provenance = estimate.provenance
    if replicates is not None:
        provenance["bootstrap"] = "; ".join(f"{name}: {text}" for name, text in replicates.details.items())
    game = estimate.game(
        options.agents,
        coefficients=[options.attractiveness, options.consistency, options.diversity],
        diversity=options.form,
        floor=options.floor,
        name=options.name,
        provenance=provenance,
    )
    beside = replicates_path(options.output)
    stale = beside.is_file()
    if stale:  # before the game is written: an interruption leaves no game with replicates of another
        beside.unlink()
    written = [Path(write_game(game, options.output))]
    if replicates is not None:
        written.append(write_replicates(replicates, beside))
    few = [] if replicates is None else [text for name, text in replicates.details.items() if name == "few questions"]
    gone = [f"{beside}: replicates of an earlier game were taken away"] if stale and replicates is None else []
    say([*estimate.notes, *few, *gone, *game.notes])
    return written
