"""``nashsym estimate models``."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from nashsym.cli.command import DONE, Parser
from nashsym.errors import InputError
from nashsym.files import write_text
from nashsym_estimators.cli.compared import (
    add_comparison_arguments,
    add_device_arguments,
    add_resampling_arguments,
    estimate_from,
    text_method_of,
)
from nashsym_estimators.cli.output import add_game_arguments, method_of, write_estimate

if TYPE_CHECKING:
    from nashsym.uncertainty.replicates import Replicates
    from nashsym_estimators.estimates.estimate import Estimate
    from nashsym_estimators.models.config import ModelsConfig, OpenPrompts, ScoredQuestions
    from nashsym_estimators.models.loading import GroupModels

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "estimate from language models that stand for the groups"
EXAMPLE = "nashsym estimate models models.toml --cache answers -o game.toml"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("config", metavar="CONFIG", help="which model stands for which group, and what they are asked")
    parser.add_argument("--cache", metavar="FOLDER", help="keep answers there: a run that stopped goes on where it was")
    parser.add_argument(
        "--responses", metavar="FILE", help="write the answers, for `estimate distributions` or `texts`"
    )
    parser.add_argument(
        "--inconsistency",
        metavar="NAME",
        help="dispersion (the default), disagreement; of closed questions deviation or weights too",
    )
    parser.add_argument("--concave", metavar="NAME", help="repair what is not ⪰ 0 on T: ridge or nearest")
    add_comparison_arguments(parser)
    add_resampling_arguments(parser, "questions; of open prompts prompts, responses or both")
    add_device_arguments(parser)
    add_game_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Ask the models, estimate and write the game."""
    from nashsym_estimators.models.config import ScoredQuestions, read_config
    from nashsym_estimators.models.loading import load_group_models

    config = read_config(options.config)
    asked = config.asked
    closed_method: dict[str, Any] = {}
    if isinstance(asked, ScoredQuestions):
        closed_method = _closed_method(options)
    else:
        text_method_of(options, "common")
    models = load_group_models(config.sources, device=options.device, dtype=options.dtype)
    if isinstance(asked, ScoredQuestions):
        estimate, replicates = _closed(asked, config, models, options, closed_method)
    else:
        estimate, replicates = _open(asked, config, models, options)
    written = write_estimate(options, estimate, replicates)
    many = (
        f"{len(asked.questions)} questions" if isinstance(asked, ScoredQuestions) else f"{len(asked.prompts)} prompts"
    )
    where = f"{models.device.type}, {str(models.dtype).split('.')[-1]}"
    sys.stdout.write(f"{len(models.groups)} groups, {many}, asked on {where}\n")
    sys.stdout.writelines(f"{path}\n" for path in written)
    return DONE


def _closed(
    asked: ScoredQuestions,
    config: ModelsConfig,
    models: GroupModels,
    options: argparse.Namespace,
    method: dict[str, Any],
) -> tuple[Estimate, Replicates | None]:
    from nashsym_estimators.estimates.bootstrap import bootstrap
    from nashsym_estimators.estimates.estimating import estimate
    from nashsym_estimators.models.scoring import score

    weights = np.array(asked.weights)
    table = score(
        models,
        asked.questions,
        normalise=asked.normalise,
        batch_size=options.batch_size,
        cache=options.cache,
        chat=config.chat,
        weights=weights / weights.sum(),
        audience=None if config.audience is None else np.array(config.audience),
        release=True,
    )
    table = replace(table, source=(*asked.source, *table.source))
    if options.responses is not None:
        records = [
            {
                "question": question.name,
                "options": list(question.options),
                "attribute": group,
                "gold_distribution": table.probabilities[d, q, : len(question.options)].tolist(),
            }
            for q, question in enumerate(table.questions)
            for d, group in enumerate(table.groups)
        ]
        write_text(options.responses, json.dumps(records, ensure_ascii=False, indent=1) + "\n")
    found = estimate(table, **method)
    if options.bootstrap is None:
        return found, None
    return found, bootstrap(table, options.bootstrap, options.resample or "questions", options.seed, **method)


def _closed_method(options: argparse.Namespace) -> dict[str, Any]:
    """Return the estimators of closed questions that were chosen, looked at before any model is asked."""
    from nashsym_estimators.estimates.method import Method

    if options.resample not in (None, "questions"):
        raise InputError(
            f"{options.resample!r} can't be resampled where models' probabilities are known",
            key="--resample",
            remedy="write questions",
        )
    options.similarity, options.missing = "collision", "common"
    options.inconsistency = options.inconsistency or "dispersion"
    method = method_of(options)
    Method.read(**method)
    return method


def _open(
    asked: OpenPrompts, config: ModelsConfig, models: GroupModels, options: argparse.Namespace
) -> tuple[Estimate, Replicates | None]:
    from nashsym_estimators.models.sampling import sample_texts

    encoder = options.encoder or asked.encoder
    if encoder is None:
        raise InputError("it is missing", key="--encoder", remedy="name the folder of a sentence encoder")
    table = sample_texts(
        models,
        asked.prompts,
        asked.sampling,
        batch_size=options.batch_size,
        cache=options.cache,
        chat=config.chat,
        audience=config.audience,
        release=True,
    )
    table = replace(table, source=(*asked.source, *table.source))
    if options.responses is not None:
        records = [
            json.dumps({"group": group, "prompt": prompt, "text": text}, ensure_ascii=False)
            for d, group in enumerate(table.groups)
            for q, prompt in enumerate(table.prompts)
            for text in table.texts[d][q]
        ]
        write_text(options.responses, "\n".join(records) + "\n")
    return estimate_from(table, encoder, options)
