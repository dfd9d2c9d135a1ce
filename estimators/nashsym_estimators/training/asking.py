"""Asking the trained models what none of them was trained on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nashsym_estimators.models.loading import GroupModels, load_group_models
from nashsym_estimators.models.scoring import score
from nashsym_estimators.responses.table import ResponseTable
from nashsym_estimators.training.agreement import CrossTable, agreement, held_out_loss
from nashsym_estimators.training.questions import held_out_questions
from nashsym_estimators.training.speed import Meter, Speed, forward_flops
from nashsym_estimators.training.trained import Trained

__all__ = ["Asked", "ask"]


@dataclass(frozen=True, eq=False)
class Asked:
    """What the models answered.

    Parameters
    ----------
    table : ResponseTable or None
        The answers of all models to every held-out prompt; None for open text, which has
        no options to choose from.
    cross : CrossTable
        Their agreement, or their loss, on each group's held-out part.
    speed : Speed
        What asking cost; with the loading where each model has a base of its own that was trained whole.
    """

    table: ResponseTable | None
    cross: CrossTable
    speed: Speed


def ask(trained: Trained, *, device: str = "auto", dtype: str = "auto", peak: float | None = None) -> Asked:
    """Ask every model every held-out prompt.

    Parameters
    ----------
    trained : Trained
    device, dtype : str
        As for `nashsym_estimators.models.load_group_models`.
    peak : float, optional
        Of the GPU, in operations a second, in place of what is known of it.
    """
    models = load_group_models(trained.sources, device=device, dtype=dtype)
    questions = held_out_questions(trained.splits)
    batch = trained.config.training.batch
    release = trained.config.model.method == "full"  # of large models one at a time has room
    for group in () if release else models.groups:  # loading is not asking
        models.model(group)
    meter = Meter(models.device, peak)
    if not questions:
        cross = held_out_loss(models, trained.splits, batch, release=release)
        return Asked(None, cross, _speed(meter, trained, models, sum(cross.counts)))
    table = score(models, questions, batch_size=batch, audience=_audience(trained), release=release)
    speed = _speed(meter, trained, models, len(questions))
    return Asked(table, agreement(table, trained.splits), speed)


def _speed(meter: Meter, trained: Trained, models: GroupModels, prompts: int) -> Speed:
    """Return what asking every model so many prompts cost; a model's size is the same for all groups."""
    if models.device.type != "cuda":
        return meter.read(prompts * len(models.groups), 0.0)
    group = models.groups[0]
    asked = {example.prompt or example.answer for part in trained.splits for example in part.held_out}
    tokens = sum(len(ids) for ids in models.tokenizer(group)(list(asked))["input_ids"])
    parameters = sum(weights.numel() for weights in models.model(group).parameters())
    return meter.read(prompts * len(models.groups), forward_flops(parameters, tokens * len(models.groups)))


def _audience(trained: Trained) -> Any:
    game = trained.config.game
    if game is None or not game.audience:
        return None
    people = dict(game.audience)
    return np.array([people[group] for group in trained.groups])
