"""``nashsym report``: an HTML and a Markdown report."""

from __future__ import annotations

import argparse

from nashsym.cli.command import DONE, Parser, say
from nashsym.cli.replicates import add_replicates, how_sure

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "write an HTML and a Markdown report"
EXAMPLE = "nashsym report game.toml -o report"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument(
        "game", metavar="GAME", nargs="?", help="game file; the bundled 1996 election study unless given"
    )
    parser.add_argument("-o", "--output", metavar="FOLDER", required=True, help="folder to write to")
    add_replicates(parser)


def run(options: argparse.Namespace) -> int:
    """Write the report and print its paths."""
    from nashsym.gamefile import read_game
    from nashsym.reports.building import report

    if options.game is None:
        from nashsym.data.survey import anes96_game

        game = anes96_game()
    else:
        game = read_game(options.game)
    say(game.notes)
    for path in report(game, options.output, how_sure(options, game)):
        print(path)
    return DONE
