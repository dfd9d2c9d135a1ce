"""Whether the game that a configuration asks for can be made at all: looked at before anything is trained."""

from __future__ import annotations

from collections.abc import Sequence

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym_estimators.training.config import TrainingConfig
from nashsym_estimators.training.questions import held_out_questions
from nashsym_estimators.training.split import Split

__all__ = ["check_game"]


def check_game(config: TrainingConfig, splits: Sequence[Split]) -> None:
    """Refuse a game that could not be made of whatever the models will answer.

    Raises
    ------
    InputError
        For coefficients, a floor, agents or an audience that do not fit the groups, and for open text.
    """
    part = config.game
    if part is None:
        return
    groups = [split.group for split in splits]
    people = dict(part.audience)
    for group in groups if people else ():
        if not people.get(group):
            problem = "there is nobody" if group in people else "missing"
            raise InputError(problem, key=f"game.audience.{group}", remedy="say how many people the group has")
    if not held_out_questions(splits):
        raise InputError(
            "open text has no options to estimate from",
            key="game",
            remedy="take it away, or bring answers with options",
        )
    alike = [[int(d == e) for e in range(len(groups))] for d in range(len(groups))]
    try:
        Game.alignment(
            groups,
            part.agents,
            [1] * len(groups),
            alike,
            alike,
            coefficients=[part.attractiveness, part.consistency, part.diversity],
            diversity=part.form,
            floor=part.floor or None,
            name=config.name,
        )
    except InputError as error:
        key = f"game.{error.key}" if error.key else "game"
        raise InputError(error.problem, key=key, file=error.file, remedy=error.remedy) from None
