"""The program: finds the subcommand, runs it, and turns whatever a user can cause into one line and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Final, NoReturn, cast

from nashsym.cli.command import DONE, INPUT_AT_FAULT, INTERRUPTED, Command, Parser
from nashsym.errors import InputError, NashsymError

__all__ = ["COMMANDS", "main"]

#: In the order of the help text; each is a module of this package.
COMMANDS: Final = ("solve", "check", "theorems", "derive", "certify", "verify", "sweep", "steer", "report", "init")
#: Other distributions add subcommands under this entry point: each is a module that is a `Command`.
ENTRY_POINTS: Final = "nashsym.commands"
#: Subcommands that come with a distribution of ours, for whoever calls one without it.
ELSEWHERE: Final = {"estimate": "nashsym-estimators", "train": "nashsym-estimators"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    0: done, and what was asked holds. 1: done, and it does not hold. 2: the input is at fault, in one line on stderr.
    3: undecided within the stated bounds. 130: interrupted.
    """
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except NashsymError as error:
        print(f"nashsym: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("nashsym: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _abandon_output()
        return DONE
    except OSError as error:  # what reads and writes files words its own errors; this is standard output, a full disk
        _abandon_output()
        print(f"nashsym: standard output: can't be written: {error.strerror}; free some space", file=sys.stderr)
        return INPUT_AT_FAULT
    return code


def _run(arguments: Sequence[str]) -> int:
    try:
        options = _parser(arguments).parse_args(arguments)
    except SystemExit as stop:  # --help and --version
        return int(stop.code or DONE)
    code: int = options.run(options)
    return code


def _abandon_output() -> None:
    """Let the interpreter's last flush go nowhere instead of failing once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(arguments: Sequence[str]) -> Parser:
    """Return a parser of the one subcommand that is called, or of all where none is: for help and for misuse."""
    parser = Parser(
        prog="nashsym",
        description="Equilibria of populations of language-model agents, solved exactly and certified.",
        epilog="exit codes: 0 done and it holds, 1 it does not, 2 the input is at fault, 3 undecided, 130 interrupted",
    )
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    called = arguments[0] if arguments else ""
    for name, command in _commands(called):
        summary = command.SUMMARY
        subparser = commands.add_parser(
            name,
            help=summary,
            description=summary[0].upper() + summary[1:] + ".",
            epilog=f"example:\n  {command.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    return parser


def _commands(called: str) -> Iterator[tuple[str, Command]]:
    """Yield the subcommand that is called, or all where none is."""
    if called in COMMANDS:
        yield called, cast("Command", import_module(f"nashsym.cli.{called}"))
        return
    from importlib.metadata import entry_points  # looking for those of others costs 20 ms

    others = {entry.name: entry for entry in entry_points(group=ENTRY_POINTS) if entry.name not in COMMANDS}
    if called in others:
        yield called, cast("Command", others[called].load())
        return
    if called in ELSEWHERE:
        raise InputError(
            f"`nashsym {called}` comes with the distribution {ELSEWHERE[called]}, which is not installed",
            remedy=f"run `pip install {ELSEWHERE[called]}`, or `pip install ./estimators` in a clone of nashsym",
        )
    for name in COMMANDS:
        yield name, cast("Command", import_module(f"nashsym.cli.{name}"))
    for name, entry in others.items():
        yield name, cast("Command", entry.load())


class _ShowVersion(argparse.Action):
    """Prints the version, which is looked up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from nashsym import __version__

        print(f"nashsym {__version__}")
        parser.exit()
