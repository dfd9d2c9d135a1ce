"""``nashsym solve``: the homogeneous equilibria of a game."""

from __future__ import annotations

import argparse
import sys

from nashsym.cli.command import DONE, REFUTED, UNDECIDED, Parser, say
from nashsym.cli.replicates import add_replicates, how_sure

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "find the homogeneous equilibria"
EXAMPLE = "nashsym solve game.toml"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("game", metavar="GAME", help="game file, TOML or JSON")
    parser.add_argument("--json", metavar="FILE", help="write the certificate to FILE; - prints it and nothing else")
    parser.add_argument("--all", action="store_true", help="search further where there can be several equilibria")
    parser.add_argument("--select", metavar="RULE", help="name one of several: welfare or least-weight")
    parser.add_argument(
        "--method", metavar="NAME", default="auto", help="what proposes: see docs/reference/command-line.md"
    )
    add_replicates(parser)


def run(options: argparse.Namespace) -> int:
    """Solve, print, and write the certificate where it is asked for."""
    from nashsym.gamefile import read_game
    from nashsym.reports.console import solution_text
    from nashsym.solvers.pipeline import solve

    game = read_game(options.game)
    say(game.notes)
    known = how_sure(options, game)
    solution = solve(game, options.method, every=options.all, select=options.select)
    if options.json is not None:
        from nashsym.certificates.issuing import certify

        certificate = certify(solution, None if known is None else known.robustness.box.canonical(game))
        if options.json == "-":
            sys.stdout.write(certificate.text)
        else:
            certificate.write(options.json)
            say([f"certificate written to {options.json}"])
    if options.json != "-":
        sys.stdout.write(solution_text(solution))
    if options.json != "-" and known is not None:
        from nashsym.reports.sureness_console import sureness_text

        sys.stdout.write(f"\n{sureness_text(known)}")
    return {"none": REFUTED, "undecided": UNDECIDED}.get(solution.kind, DONE)
