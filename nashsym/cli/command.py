"""What a subcommand is, and what they share: exit codes, the parser, notes on standard error."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn, Protocol

from nashsym.errors import InputError

__all__ = ["DONE", "INPUT_AT_FAULT", "INTERRUPTED", "REFUTED", "UNDECIDED", "Command", "Parser", "say"]

DONE, REFUTED, INPUT_AT_FAULT, UNDECIDED, INTERRUPTED = 0, 1, 2, 3, 130


class Parser(argparse.ArgumentParser):
    """Answers a misuse in one line, like every other fault of the input."""

    def error(self, message: str) -> NoReturn:
        """Raise what the message says as an error of the input."""
        raise InputError(message, remedy=f"see `{self.prog} --help`")


class Command(Protocol):
    """A module of `nashsym.cli` with the subcommand's name, and these four in it."""

    SUMMARY: str
    """A few words for the list of commands."""
    EXAMPLE: str
    """A call that works."""

    def add_arguments(self, parser: Parser) -> None:
        """Say what the subcommand takes."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it, and return the exit code."""


def say(notes: Sequence[str]) -> None:
    """Print notes on standard error, after what stands on standard output already."""
    sys.stdout.flush()
    for note in notes:
        print(f"nashsym: {note}", file=sys.stderr)
