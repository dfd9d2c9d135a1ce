"""``nashsym derive``: the equilibrium in symbols."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from nashsym.cli.command import DONE, Parser, say
from nashsym.errors import InputError

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "derive the equilibrium in symbols"
EXAMPLE = "nashsym derive --groups 2"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("game", metavar="GAME", nargs="?", help="game file, whose numbers are put in")
    parser.add_argument(
        "--groups", metavar="D", help="derive for so many groups with a symbol for every number; the letter D: for any"
    )
    parser.add_argument("--terms", metavar="NAME,…", help="with --groups: terms of the utility, see the reference")
    parser.add_argument("--free", metavar="NAME,…", default="", help="coefficients of GAME to leave symbolic")
    parser.add_argument("--latex", action="store_true", help="print LaTeX instead of text")


def run(options: argparse.Namespace) -> int:
    """Derive and print."""
    from nashsym.gamefile import read_game
    from nashsym.symbolic.deriving import derive, terms_named

    if (options.game is None) == (options.groups is None):
        raise InputError(
            "either a game or a number of groups is derived", key="derive", remedy="give GAME or --groups D"
        )
    free = _listed(options.free)
    if options.game is None:
        if free:
            raise InputError("without a game every coefficient is symbolic", key="--free", remedy="leave --free out")
        given: dict[str, Any] = {} if options.terms is None else {"terms": terms_named(_listed(options.terms))}
        derivation = derive(groups=_groups(options.groups), **given)
    else:
        if options.terms is not None:
            raise InputError("the terms are those of the game", key="--terms", remedy="leave --terms out")
        game = read_game(options.game)
        say(game.notes)
        derivation = derive(game, free=free)
    sys.stdout.write(derivation.latex() if options.latex else derivation.text())
    return DONE


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _groups(text: str) -> Any:
    """Return the number of groups, or what was written where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 100 else text
