"""``nashsym check``: the hypotheses of the theorems on a game."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from nashsym.cli.command import DONE, REFUTED, UNDECIDED, Parser, say
from nashsym.errors import InputError

if TYPE_CHECKING:
    from nashsym.theorems.theorem import Theorem

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "decide the theorems' hypotheses on a game"
EXAMPLE = "nashsym check game.toml --require T1,T3\n  nashsym check game.toml --profile profile.json"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("game", metavar="GAME", help="game file, TOML or JSON")
    parser.add_argument("--require", metavar="T3,…", help="exit 1 unless these hold, 3 where one is undecided")
    parser.add_argument("--radius", metavar="X", help="every entry of b and M is known up to X, which T13 asks for")
    parser.add_argument("--only", metavar="T3,…", help="decide these theorems, instead of all")
    parser.add_argument(
        "--profile", metavar="FILE", help="what agents could gain by leaving this profile; theorems only if named"
    )


def run(options: argparse.Namespace) -> int:
    """Decide and print; failing conditions are an answer unless they are required to hold."""
    from nashsym.gamefile import read_game, read_profile
    from nashsym.reports.checklist import findings_text
    from nashsym.theorems import findings

    required = _named(options.require, "--require")
    only = _named(options.only, "--only")
    game = read_game(options.game)
    say(game.notes)
    named = [*only, *required]
    if options.profile is None:
        found = findings(game, named if only else None, options.radius)
    else:
        from nashsym.reports.regrets import regret_text
        from nashsym.solvers.regret import regret

        sys.stdout.write(regret_text(regret(game, read_profile(options.profile, game))) + ("\n" if named else ""))
        found = findings(game, named, options.radius) if named else ()
    if found:
        sys.stdout.write(findings_text(found))
    names = {part.name for part in required}
    verdicts = {finding.holds for finding in found if finding.theorem in names}
    return REFUTED if "no" in verdicts else UNDECIDED if "undecided" in verdicts else DONE


def _named(text: str | None, key: str) -> list[Theorem]:
    """Return the theorems of a list of names, none where there is no list.

    Raises
    ------
    InputError
        For a name that is empty, given twice, or no theorem's.
    """
    from nashsym.theorems import theorem

    if text is None:
        return []
    names = [name.strip() for name in text.split(",")]
    for place, name in enumerate(names):
        if not name:
            raise InputError("a name is empty", key=key, remedy="write T1,T3")
        if name in names[:place]:
            raise InputError(f"{name} is given twice", key=key, remedy="name each theorem once")
    try:
        return [theorem(name) for name in names]
    except InputError as error:
        raise error.located(key=key) from None
