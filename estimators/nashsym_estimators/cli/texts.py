"""``nashsym estimate texts``."""

from __future__ import annotations

import argparse

from nashsym.cli.command import Parser
from nashsym.errors import InputError
from nashsym_estimators.cli.output import add_game_arguments

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "estimate from open answers, by a sentence encoder"
EXAMPLE = "nashsym estimate texts SOURCE -o game.toml"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    add_game_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Estimate and write the game."""
    raise InputError("not built yet", key=options.output)
