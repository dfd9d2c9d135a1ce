"""How the models answer what they were not trained on: model × held-out set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nashsym_estimators.models.loading import GroupModels
from nashsym_estimators.models.scoring import option_likelihoods
from nashsym_estimators.responses.table import ResponseTable
from nashsym_estimators.training.split import Split

__all__ = ["CrossTable", "agreement", "held_out_loss"]


@dataclass(frozen=True, eq=False)
class CrossTable:
    """What each model makes of each group's held-out part.

    Parameters
    ----------
    groups : tuple of str, length D
    measure : {"agreement", "loss"}
        The share of answers that the model gives too, or the nats per token of them.
    values : float array, shape (D, D)
        Of the model of group d, in row d, with what group e said, in column e.
    counts : tuple of int, length D
        How many held-out examples each group has.
    """

    groups: tuple[str, ...]
    measure: Literal["agreement", "loss"]
    values: NDArray[np.float64]
    counts: tuple[int, ...]

    def unmet(self, required: float) -> tuple[str, ...]:
        """Return the groups whose model does not reach what is required of it, or not more than another model does."""
        sign = 1 if self.measure == "agreement" else -1
        own = np.diagonal(self.values)
        others = sign * self.values + np.where(np.eye(len(self.groups)), -np.inf, 0)
        best_other = others.max(axis=0)
        short = (own < required) if self.measure == "agreement" else np.zeros(len(own), dtype=bool)
        return tuple(group for d, group in enumerate(self.groups) if short[d] or sign * own[d] <= best_other[d])

    def text(self) -> str:
        """Return the table, rows and columns with the names of the groups."""
        what = (
            "the share of held-out answers that a model gives too"
            if self.measure == "agreement"
            else ("nats per token of held-out answers")
        )
        width = max(map(len, (*self.groups, "model")))
        columns = [max(len(group), 5) for group in self.groups]
        rows = [f"{what} (rows: the model of, columns: the answers of)", ""]
        rows.append(f"{'':{width}}  " + "  ".join(f"{g:>{w}}" for g, w in zip(self.groups, columns, strict=True)))
        for group, values in zip(self.groups, self.values, strict=True):
            cells = "  ".join(f"{value:>{w}.3f}" for value, w in zip(values, columns, strict=True))
            rows.append(f"{group:{width}}  {cells}")
        rows.append(
            f"{'answers':{width}}  " + "  ".join(f"{n:>{w}}" for n, w in zip(self.counts, columns, strict=True))
        )
        return "\n".join(rows) + "\n"


def agreement(table: ResponseTable, splits: Sequence[Split]) -> CrossTable:
    """Return how often each model finds the answer of each group likelier than every other option.

    Parameters
    ----------
    table : ResponseTable
        The models' answers to every held-out prompt, the prompts for names.
    splits : sequence of Split
    """
    rows = {question.name: index for index, question in enumerate(table.questions)}
    values = np.empty((table.size, table.size))
    for e, part in enumerate(splits):
        asked = np.array([rows[example.prompt] for example in part.held_out])
        given = np.array([example.options.index(example.answer) for example in part.held_out])
        chances = table.probabilities[:, asked]
        own = np.take_along_axis(chances, given[None, :, None], axis=2)
        others = chances.copy()
        np.put_along_axis(others, given[None, :, None], -1.0, axis=2)
        values[:, e] = (own[:, :, 0] > others.max(axis=2)).mean(axis=1)
    return CrossTable(table.groups, "agreement", values, tuple(len(part.held_out) for part in splits))


def held_out_loss(
    models: GroupModels, splits: Sequence[Split], batch_size: int = 32, *, release: bool = False
) -> CrossTable:
    """Return the mean loss per token of each group's held-out answers under each model; for open text."""
    values = np.empty((len(splits), len(splits)))
    for group in models.one_base_at_a_time(release=release):
        for e, part in enumerate(splits):
            found = option_likelihoods(
                models,
                group,
                [example.prompt for example in part.held_out],
                [[example.answer] for example in part.held_out],
                batch_size=batch_size,
            )
            total = sum(float(one.sums[0]) for one in found)
            values[models.groups.index(group), e] = -total / sum(int(one.tokens[0]) for one in found)
    return CrossTable(models.groups, "loss", values, tuple(len(part.held_out) for part in splits))
