"""``nashsym certify``: solve and write a certificate."""

from __future__ import annotations

import argparse

from nashsym.cli.command import DONE, REFUTED, UNDECIDED, Parser, say

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "solve and write a certificate"
EXAMPLE = "nashsym certify game.toml -o certificate.json"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("game", metavar="GAME", help="game file, TOML or JSON")
    parser.add_argument("-o", "--output", metavar="CERTIFICATE", required=True, help="file to write")
    parser.add_argument("--select", metavar="RULE", help="name one of several: welfare or least-weight")


def run(options: argparse.Namespace) -> int:
    """Solve, write the certificate, and print what is in it."""
    from nashsym.certificates.issuing import certify
    from nashsym.gamefile import read_game
    from nashsym.solvers.pipeline import solve

    game = read_game(options.game)
    say(game.notes)
    solution = solve(game, select=options.select)
    certificate = certify(solution)
    certificate.write(options.output)
    print(f"{options.output}: {len(certificate.claims)} claims, {certificate.digest}")
    return {"none": REFUTED, "undecided": UNDECIDED}.get(solution.kind, DONE)
