"""``nashsym estimate``: from responses or language models to a game file."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Final, cast

from nashsym.cli.command import Command, Parser

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "estimate a game from responses, texts or language models"
EXAMPLE = "nashsym estimate distributions answers.csv -o game.toml"
#: Each is a module of this package, and a `Command` itself.
SOURCES: Final = ("distributions", "texts", "models")


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes: a kind of source, each with arguments of its own."""
    sources = parser.add_subparsers(title="sources", required=True, metavar="SOURCE")
    for name in SOURCES:
        command = cast("Command", import_module(f"nashsym_estimators.cli.{name}"))
        subparser = sources.add_parser(
            name,
            help=command.SUMMARY,
            description=command.SUMMARY[0].upper() + command.SUMMARY[1:] + ".",
            epilog=f"example:\n  {command.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(subparser)
        subparser.set_defaults(run_source=command.run)


def run(options: argparse.Namespace) -> int:
    """Run the source that was called."""
    code: int = options.run_source(options)
    return code
