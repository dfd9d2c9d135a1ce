"""``nashsym verify``: check a certificate."""

from __future__ import annotations

import argparse

from nashsym.cli.command import Parser

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "check a certificate"
EXAMPLE = "nashsym verify certificate.json"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("certificate", metavar="CERTIFICATE", help="certificate file")


def run(options: argparse.Namespace) -> int:
    """Let the checker that stands alone print its lines."""
    from nashsym.certificates import verify_box

    return verify_box.main([options.certificate])
