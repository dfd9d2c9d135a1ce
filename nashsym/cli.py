"""The command line: each verb of the package is a subcommand of the same name."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from nashsym.errors import InputError, NashsymError

__all__ = ["main"]

DONE, REFUTED, INPUT_AT_FAULT, UNDECIDED, INTERRUPTED = 0, 1, 2, 3, 130


class _Parser(argparse.ArgumentParser):
    """Answers a misuse in one line, like every other fault of the input."""

    def error(self, message: str) -> NoReturn:
        raise InputError(message, remedy=f"see `{self.prog} --help`")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    0: done, and what was asked holds. 1: done, and it does not hold. 2: the input is at fault, in one line on stderr.
    3: undecided within the stated bounds. 130: interrupted.
    """
    try:
        code = _run(arguments)
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


def _run(arguments: Sequence[str] | None) -> int:
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:  # --help and --version
        return int(stop.code or DONE)
    code: int = options.run(options)
    return code


def _abandon_output() -> None:
    """Let the interpreter's last flush go nowhere instead of failing once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="nashsym",
        description="Equilibria of populations of language-model agents, solved exactly and certified.",
        epilog="exit codes: 0 done and it holds, 1 it does not, 2 the input is at fault, 3 undecided, 130 interrupted",
    )
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    solve = _command(commands, "solve", _solve, "find the homogeneous equilibria", "nashsym solve game.toml")
    solve.add_argument("game", metavar="GAME", help="game file, TOML or JSON")
    solve.add_argument("--json", metavar="FILE", help="write the certificate to FILE; - prints it and nothing else")
    solve.add_argument("--all", action="store_true", help="search further where there can be several equilibria")
    solve.add_argument("--select", metavar="RULE", help="name one of several: welfare or least-weight")
    solve.add_argument(
        "--method", metavar="NAME", default="auto", help="what proposes: see docs/reference/command-line.md"
    )

    check = _command(
        commands,
        "check",
        _check,
        "decide the theorems' hypotheses on a game",
        "nashsym check game.toml --require T1,T3",
    )
    check.add_argument("game", metavar="GAME", help="game file, TOML or JSON")
    check.add_argument("--require", metavar="T3,…", help="exit 1 unless these hold, 3 where one is undecided")

    derive = _command(commands, "derive", _derive, "derive the equilibrium in symbols", "nashsym derive --groups 2")
    derive.add_argument("game", metavar="GAME", nargs="?", help="game file, whose numbers are put in")
    derive.add_argument("--groups", metavar="D", type=int, help="derive for D groups with a symbol for every number")
    derive.add_argument("--free", metavar="NAME,…", default="", help="coefficients of GAME to leave symbolic")
    derive.add_argument("--latex", action="store_true", help="print LaTeX instead of text")

    certify = _command(
        commands, "certify", _certify, "solve and write a certificate", "nashsym certify game.toml -o certificate.json"
    )
    certify.add_argument("game", metavar="GAME", help="game file, TOML or JSON")
    certify.add_argument("-o", "--output", metavar="CERTIFICATE", required=True, help="file to write")
    certify.add_argument("--select", metavar="RULE", help="name one of several: welfare or least-weight")

    verify = _command(commands, "verify", _verify, "check a certificate", "nashsym verify certificate.json")
    verify.add_argument("certificate", metavar="CERTIFICATE", help="certificate file")

    report = _command(
        commands, "report", _report, "write an HTML and a Markdown report", "nashsym report game.toml -o report"
    )
    report.add_argument(
        "game", metavar="GAME", nargs="?", help="game file; the bundled 1996 election study unless given"
    )
    report.add_argument("-o", "--output", metavar="FOLDER", required=True, help="folder to write to")

    init = _command(commands, "init", _init, "write a commented game file to start from", "nashsym init -o game.toml")
    init.add_argument("-o", "--output", metavar="FILE", help="file to write; standard output unless given")
    return parser


class _ShowVersion(argparse.Action):
    """Prints the version, which is looked up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from nashsym import __version__

        print(f"nashsym {__version__}")
        parser.exit()


def _command(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    summary: str,
    example: str,
) -> _Parser:
    parser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def _solve(options: argparse.Namespace) -> int:
    from nashsym.gamefile import read_game
    from nashsym.reports.console import solution_text
    from nashsym.solvers.pipeline import solve

    game = read_game(options.game)
    _say(game.notes)
    solution = solve(game, options.method, every=options.all, select=options.select)
    if options.json is not None:
        from nashsym.certificates.issuing import certify

        certificate = certify(solution)
        if options.json == "-":
            sys.stdout.write(certificate.text)
        else:
            certificate.write(options.json)
            _say([f"certificate written to {options.json}"])
    if options.json != "-":
        sys.stdout.write(solution_text(solution))
    return {"none": REFUTED, "undecided": UNDECIDED}.get(solution.kind, DONE)


def _certify(options: argparse.Namespace) -> int:
    from nashsym.certificates.issuing import certify
    from nashsym.gamefile import read_game
    from nashsym.solvers.pipeline import solve

    game = read_game(options.game)
    _say(game.notes)
    solution = solve(game, select=options.select)
    certificate = certify(solution)
    certificate.write(options.output)
    print(f"{options.output}: {len(certificate.claims)} claims, {certificate.digest}")
    return {"none": REFUTED, "undecided": UNDECIDED}.get(solution.kind, DONE)


def _check(options: argparse.Namespace) -> int:
    from nashsym.gamefile import read_game
    from nashsym.reports.checklist import findings_text
    from nashsym.theorems import findings, theorem

    required = [] if options.require is None else [theorem(name.strip()) for name in options.require.split(",")]
    game = read_game(options.game)
    _say(game.notes)
    found = findings(game)
    sys.stdout.write(findings_text(found))
    names = {part.name for part in required}
    verdicts = {finding.holds for finding in found if finding.theorem in names}
    return REFUTED if "no" in verdicts else UNDECIDED if "undecided" in verdicts else DONE


def _derive(options: argparse.Namespace) -> int:
    from nashsym.gamefile import read_game
    from nashsym.symbolic.derivation import derive
    from nashsym.symbolic.printing import derivation_latex, derivation_text

    if (options.game is None) == (options.groups is None):
        raise InputError(
            "either a game or a number of groups is derived", key="derive", remedy="give GAME or --groups D"
        )
    free = [name.strip() for name in options.free.split(",") if name.strip()]
    if options.game is None:
        if free:
            raise InputError("without a game every coefficient is symbolic", key="--free", remedy="leave --free out")
        derivation = derive(groups=options.groups)
    else:
        derivation = derive(read_game(options.game), free=free)
    sys.stdout.write((derivation_latex if options.latex else derivation_text)(derivation))
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from nashsym.certificates import verify

    return verify.main([options.certificate])


def _report(options: argparse.Namespace) -> int:
    from nashsym.gamefile import read_game
    from nashsym.reports.building import report

    if options.game is None:
        from nashsym.data.survey import anes96_game

        game = anes96_game()
    else:
        game = read_game(options.game)
    _say(game.notes)
    for path in report(game, options.output):
        print(path)
    return DONE


def _init(options: argparse.Namespace) -> int:
    from nashsym.files import write_text
    from nashsym.gamefile import template

    if options.output is None:
        sys.stdout.write(template())
        return DONE
    if Path(options.output).exists():
        raise InputError("exists already", file=options.output, remedy="choose another name; nothing is overwritten")
    print(write_text(options.output, template()))
    return DONE


def _say(notes: Sequence[str]) -> None:
    for note in notes:
        print(f"nashsym: {note}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
