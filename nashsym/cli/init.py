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
#: By the ending of the file; TOML for any other, and for standard output.
_JSON = ".json"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("-o", "--output", metavar="FILE", help="file to write; standard output unless given")
    parser.add_argument("--survey", action="store_true", help="write the game of the embedded election study instead")


def run(options: argparse.Namespace) -> int:
    """Write the template, or the game of the survey; nothing is overwritten."""
    from nashsym.files import write_text

    is_json = options.output is not None and Path(options.output).suffix.lower() == _JSON
    text = _text(survey=options.survey, is_json=is_json)
    if options.output is None:
        sys.stdout.write(text)
        return DONE
    if Path(options.output).exists():
        raise InputError("exists already", file=options.output, remedy="choose another name; nothing is overwritten")
    print(write_text(options.output, text))
    return DONE


def _text(*, survey: bool, is_json: bool) -> str:
    from nashsym.gamefile import game_text, template

    if survey:
        from nashsym.data.survey import anes96_game

        return game_text(anes96_game(), "json" if is_json else "toml")
    if is_json:
        raise InputError("the template has comments, and JSON has none", key="--output", remedy="end it in .toml")
    return template()
