"""``nashsym train``."""

from __future__ import annotations

import argparse

from nashsym.cli.command import Parser
from nashsym.errors import InputError

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "train a language model per group"
EXAMPLE = "nashsym train config.toml -o models"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("config", metavar="CONFIG")


def run(options: argparse.Namespace) -> int:
    """Train."""
    raise InputError("not built yet", file=options.config)
