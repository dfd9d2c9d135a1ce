"""``nashsym estimate distributions``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any, Final

from nashsym.cli.command import DONE, Parser
from nashsym.cli.progress import Progress
from nashsym.errors import InputError
from nashsym_estimators.cli.output import add_game_arguments, add_method_arguments, method_of, write_estimate

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "estimate from tables of answers or of their distributions"
EXAMPLE = "nashsym estimate distributions answers.csv --bootstrap 1000 -o game.toml"
_FORMATS: Final = "answers, distributions, globalopinionqa, opinionqa, harness or dataset"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("files", metavar="FILE", nargs="+", help="what was answered; folders for opinionqa and dataset")
    parser.add_argument(
        "--format", metavar="FORMAT", default="auto", help=f"{_FORMATS}; told from the file unless given"
    )
    parser.add_argument("--groups", metavar="NAME,…", help="whose answers count, in this order; all unless given")
    parser.add_argument(
        "--questions", metavar="FILE", help="which questions count: one a line, or JSON of their weights"
    )
    parser.add_argument("--audience", metavar="FILE", help="CSV of group,audience and, if there is one, engagement")
    add_method_arguments(parser)
    reading = parser.add_argument_group("how files are read", "nothing is repaired that is not asked for here")
    reading.add_argument("--group-column", metavar="NAME", help="column of the groups; group (attribute) unless given")
    reading.add_argument("--question-column", metavar="NAME", help="column of the questions; question unless given")
    reading.add_argument("--answer-column", metavar="NAME", help="column of the answers; answer unless given")
    reading.add_argument("--weight-column", metavar="NAME", help="column of survey weights")
    reading.add_argument("--respondent-column", metavar="NAME", help="column that tells respondents apart")
    reading.add_argument(
        "--distribution", metavar="KEY", help="key of the probabilities; gold_distribution unless given"
    )
    reading.add_argument("--refused", metavar="ANSWER", action="append", help="an answer that is none; may be repeated")
    reading.add_argument("--options", metavar="FILE", help="JSON of the options of each question, in order")
    reading.add_argument(
        "--scores", metavar="HOW", help="where options stand: none, order or numbers; none unless given"
    )
    reading.add_argument(
        "--match", metavar="HOW", help="options that differ: strict, text or union; strict unless given"
    )
    reading.add_argument("--normalise", action="store_true", help="divide probabilities by their sum")
    reading.add_argument("--repeats", metavar="HOW", help="a question answered twice: refuse or separate")
    reading.add_argument(
        "--fewest", metavar="N", type=int, help="fewest questions that a group answers; 2 unless given"
    )
    reading.add_argument("--length", metavar="HOW", help="what log-likelihoods are divided by: byte, token or sum")
    reading.add_argument("--tokenizer", metavar="FILE", help="tokenizer.json that counts tokens")
    reading.add_argument("--split", metavar="NAME", help="of a dataset with several")
    add_game_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Read, estimate and write the game, with replicates where they are asked for."""
    from nashsym_estimators.estimates.bootstrap import bootstrap
    from nashsym_estimators.estimates.estimating import estimate
    from nashsym_estimators.responses.formats import format_of, read_responses
    from nashsym_estimators.responses.selecting import with_audience, with_question_file, with_some_groups
    from nashsym_estimators.responses.wording import counted

    method = method_of(options)
    told = format_of(options.files[0]) if options.format == "auto" else options.format
    table = read_responses(options.files, told, **_reading(options, told))
    if options.groups is not None and told != "harness":
        table = with_some_groups(table, _names(options.groups))
    if options.questions is not None:
        table = with_question_file(table, options.questions)
    if options.audience is not None:
        table = with_audience(table, options.audience)
    found = estimate(table, **method)
    replicates = None
    if options.bootstrap is not None:
        with Progress("pieces resampled") as progress:
            replicates = bootstrap(
                table, options.bootstrap, options.resample, options.seed, **method, progress=progress
            )
    written = write_estimate(options, found, replicates)
    shape = f"{counted(table.size, 'group')}, {counted(len(table.questions), 'question')}"
    sys.stdout.write(f"{shape}, read as {told}; inputs {_arithmetic(found.method)}\n")
    sys.stdout.writelines(f"{path}\n" for path in written)
    return DONE


def _arithmetic(method: Mapping[str, str]) -> str:
    return "exact" if method["arithmetic"] == "exact" else f"in {method['arithmetic']}"


def _names(text: str) -> list[str]:
    names = _listed(text)
    if len(set(names)) < len(names):
        double = next(name for name in names if names.count(name) > 1)
        raise InputError(f"{double!r} is named twice", key="--groups", remedy="name each group once")
    return names


def _listed(text: str) -> list[str]:
    """Return names between commas, or those of a JSON list: a name may have a comma in it."""
    from nashsym_estimators.responses.json_text import json_value

    if not text.startswith("["):
        return [name.strip() for name in text.split(",")]
    names = json_value(text, file="--groups")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or not names:
        raise InputError("no list of names", key="--groups", remedy='write a,b or ["a", "b"]')
    return names


def _reading(options: argparse.Namespace, told: str) -> dict[str, Any]:
    """Return what was said of how files are to be read."""
    from nashsym_estimators.responses.selecting import options_file

    given = {
        "group": options.group_column,
        "question": options.question_column,
        "answer": options.answer_column,
        "weight": options.weight_column,
        "respondent": options.respondent_column,
        "distribution": options.distribution,
        "refused": options.refused,
        "scores": options.scores,
        "match": options.match,
        "normalise": options.normalise,
        "repeats": options.repeats,
        "fewest": options.fewest,
        "length": options.length,
        "tokenizer": options.tokenizer,
        "split": options.split,
        "options": None if options.options is None else options_file(options.options),
        "groups": _names(options.groups) if options.groups is not None and told == "harness" else None,
    }
    return {name: value for name, value in given.items() if value is not None}
