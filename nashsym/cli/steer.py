"""``nashsym steer``: what to change so that nobody is left out."""

from __future__ import annotations

import argparse
import json
import sys

from nashsym.cli.command import DONE, REFUTED, UNDECIDED, Parser, say
from nashsym.errors import InputError

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "find the smallest change of incentives that brings everybody in"
EXAMPLE = "nashsym steer game.toml --floor 0.05 -o inclusive.toml"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("game", metavar="GAME", help="game file, TOML or JSON")
    parser.add_argument("--floor", metavar="X", help="least weight of every group; the game's floor unless given")
    parser.add_argument(
        "--group", metavar="NAME", action="append", help="whom the floor is for; may be repeated; all unless given"
    )
    parser.add_argument("--target", metavar="FILE", help="profile file with the mixture that is to be the equilibrium")
    parser.add_argument(
        "--by",
        metavar="NAME,…",
        help="coefficient (each alone), coefficients (all together), attractiveness (a subsidy or tax on groups), "
        "consistency, diversity; the first three unless given",
    )
    parser.add_argument(
        "--norm",
        metavar="NORM",
        default="l2",
        help="of a subsidy or tax, and of changes of several coefficients: l1, l2 or linf",
    )
    parser.add_argument("--json", metavar="FILE", help="write all of it to FILE; - prints it and nothing else")
    parser.add_argument("-o", "--output", metavar="GAME", help="write the cheapest option's game file")


def run(options: argparse.Namespace) -> int:
    """Advise, print, and write the cheapest option's game where it is asked for."""
    from nashsym.files import write_text
    from nashsym.gamefile import read_game, read_profile, write_game
    from nashsym.steering.advising import USUAL, steer

    game = read_game(options.game)
    say(game.notes)
    by = USUAL if options.by is None else [name.strip() for name in options.by.split(",")]
    target = None if options.target is None else read_profile(options.target, game)
    try:
        advice = steer(game, options.floor, options.group, target, by, options.norm)
    except InputError as error:
        raise (error.located(file=options.target) if error.key.startswith("target.") else error) from None
    if options.json is not None:
        tree = json.dumps(advice.to_dict(), ensure_ascii=False, indent=1) + "\n"
        if options.json == "-":
            sys.stdout.write(tree)
        else:
            say([f"advice written to {write_text(options.json, tree)}"])
    if options.json != "-":
        sys.stdout.write(advice.text)
    if options.output is not None:
        if advice.cheapest is not None:
            say([f"the game of the cheapest option written to {write_game(advice.cheapest.game, options.output)}"])
        else:
            say([f"{options.output} is not written: there is no changed game"])
    if advice.nothing_to_do or advice.options:
        return DONE
    return UNDECIDED if advice.is_undecided else REFUTED
