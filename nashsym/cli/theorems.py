"""``nashsym theorems``: the ledger of the theorems, or everything about one."""

from __future__ import annotations

import argparse
import json
import sys

from nashsym.cli.command import DONE, Parser

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "list the theorems, what each needs and why, and what rests on it"
EXAMPLE = "nashsym theorems T6"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("theorem", metavar="T6", nargs="?", help="one theorem, in full; all in a table unless given")
    parser.add_argument("--json", metavar="FILE", help="write it to FILE as JSON; - prints that and nothing else")


def run(options: argparse.Namespace) -> int:
    """Print the table, or one entry."""
    from nashsym.files import write_text
    from nashsym.theorems import THEOREMS, theorem
    from nashsym.theorems.ledger import entry_text, ledger_text

    chosen = THEOREMS if options.theorem is None else (theorem(options.theorem.strip()),)
    if options.json is not None:
        tree = [each.to_dict() for each in chosen]
        text = json.dumps(tree if options.theorem is None else tree[0], ensure_ascii=False, indent=2) + "\n"
        if options.json == "-":
            sys.stdout.write(text)
            return DONE
        print(f"nashsym: ledger written to {write_text(options.json, text)}", file=sys.stderr)
    sys.stdout.write(ledger_text(chosen) if options.theorem is None else entry_text(chosen[0]))
    return DONE
