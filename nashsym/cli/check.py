"""``nashsym check``: the hypotheses of the theorems on a game."""

from __future__ import annotations

import argparse
import sys

from nashsym.cli.command import DONE, REFUTED, UNDECIDED, Parser, say

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "decide the theorems' hypotheses on a game"
EXAMPLE = "nashsym check game.toml --require T1,T3"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("game", metavar="GAME", help="game file, TOML or JSON")
    parser.add_argument("--require", metavar="T3,…", help="exit 1 unless these hold, 3 where one is undecided")


def run(options: argparse.Namespace) -> int:
    """Decide and print; failing conditions are an answer unless they are required to hold."""
    from nashsym.gamefile import read_game
    from nashsym.reports.checklist import findings_text
    from nashsym.theorems import findings, theorem

    required = [] if options.require is None else [theorem(name.strip()) for name in options.require.split(",")]
    game = read_game(options.game)
    say(game.notes)
    found = findings(game)
    sys.stdout.write(findings_text(found))
    names = {part.name for part in required}
    verdicts = {finding.holds for finding in found if finding.theorem in names}
    return REFUTED if "no" in verdicts else UNDECIDED if "undecided" in verdicts else DONE
