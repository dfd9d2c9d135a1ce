"""``nashsym derive``: the equilibrium in symbols."""

from __future__ import annotations

import argparse
import sys

from nashsym.cli.command import DONE, Parser
from nashsym.errors import InputError

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "derive the equilibrium in symbols"
EXAMPLE = "nashsym derive --groups 2"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("game", metavar="GAME", nargs="?", help="game file, whose numbers are put in")
    parser.add_argument("--groups", metavar="D", type=int, help="derive for D groups with a symbol for every number")
    parser.add_argument("--free", metavar="NAME,…", default="", help="coefficients of GAME to leave symbolic")
    parser.add_argument("--latex", action="store_true", help="print LaTeX instead of text")


def run(options: argparse.Namespace) -> int:
    """Derive and print."""
    from nashsym.gamefile import read_game
    from nashsym.symbolic.derivation import derive
    from nashsym.symbolic.printing import derivation_latex, derivation_text

    if (options.game is None) == (options.groups is None):
        raise InputError(
            "either a game or a number of groups is derived", key="derive", remedy="give GAME or --groups D"
        )
    free = [name.strip() for name in options.free.split(",") if name.strip()]
    if options.game is None:
        if free:
            raise InputError("without a game every coefficient is symbolic", key="--free", remedy="leave --free out")
        derivation = derive(groups=options.groups)
    else:
        derivation = derive(read_game(options.game), free=free)
    sys.stdout.write((derivation_latex if options.latex else derivation_text)(derivation))
    return DONE
