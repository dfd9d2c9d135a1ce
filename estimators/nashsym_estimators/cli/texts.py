"""``nashsym estimate texts``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from nashsym.cli.command import DONE, Parser
from nashsym.errors import InputError
from nashsym_estimators.cli.compared import (
    add_comparison_arguments,
    add_device_arguments,
    add_resampling_arguments,
    estimate_from,
    text_method_of,
)
from nashsym_estimators.cli.output import add_game_arguments, write_estimate

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "estimate from open answers, by a sentence encoder"
EXAMPLE = "nashsym estimate texts answers.jsonl --encoder all-MiniLM-L6-v2 -o game.toml"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("files", metavar="FILE", nargs="+", help="JSONL, JSON or CSV of group, prompt and text")
    add_comparison_arguments(parser)
    parser.add_argument("--group-field", metavar="NAME", default="group", help="what the group is called in the file")
    parser.add_argument("--prompt-field", metavar="NAME", default="prompt", help="what the prompt is called")
    parser.add_argument("--text-field", metavar="NAME", default="text", help="what the response is called")
    parser.add_argument(
        "--audience",
        metavar="GROUP=N",
        action="append",
        default=[],
        help="how many people a group stands for; repeated",
    )
    parser.add_argument(
        "--inconsistency", metavar="NAME", help="dispersion (the default) of own responses, or disagreement, 1 − S"
    )
    parser.add_argument(
        "--missing",
        metavar="NAME",
        default="common",
        help="compare over the prompts common to all (the default), or pairwise over those that both groups have",
    )
    parser.add_argument("--concave", metavar="NAME", help="repair what is not ⪰ 0 on T: ridge or nearest")
    add_resampling_arguments(parser, "prompts, responses or both; as the texts allow unless given")
    add_device_arguments(parser)
    add_game_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Estimate and write the game."""
    from nashsym_estimators.texts.reading import read_texts

    text_method_of(options, options.missing)
    table = read_texts(
        options.files,
        group=options.group_field,
        prompt=options.prompt_field,
        text=options.text_field,
        audience=_audience(options.audience),
    )
    estimate, replicates = estimate_from(table, options.encoder, options, options.missing)
    written = write_estimate(options, estimate, replicates)
    count = sum(len(texts) for rows in table.texts for texts in rows)
    sys.stdout.write(f"{len(table.groups)} groups, {len(table.prompts)} prompts, {count} texts\n")
    sys.stdout.writelines(f"{path}\n" for path in written)
    return DONE


def _audience(given: Sequence[str]) -> dict[str, float] | None:
    found: dict[str, float] = {}
    for entry in given:
        group, _, size = entry.rpartition("=")
        try:
            found[group] = float(size)
        except ValueError:
            raise InputError(f"{entry!r} is no audience", key="--audience", remedy="write left=1200") from None
    return found or None
