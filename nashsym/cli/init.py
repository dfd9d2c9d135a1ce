"""``nashsym init``: a commented game file to start from."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nashsym.cli.command import DONE, Parser
from nashsym.errors import InputError

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "write a commented game file to start from"
EXAMPLE = "nashsym init -o game.toml"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("-o", "--output", metavar="FILE", help="file to write; standard output unless given")


def run(options: argparse.Namespace) -> int:
    """Write the template; nothing is overwritten."""
    from nashsym.files import write_text
    from nashsym.gamefile import template

    if options.output is None:
        sys.stdout.write(template())
        return DONE
    if Path(options.output).exists():
        raise InputError("exists already", file=options.output, remedy="choose another name; nothing is overwritten")
    print(write_text(options.output, template()))
    return DONE
