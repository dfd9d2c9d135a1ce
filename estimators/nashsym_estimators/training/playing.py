"""From the answers of trained models to the game that they play: estimated, solved, certified, reported."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from nashsym.gamefile import write_game
from nashsym.reports.building import report
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Solution
from nashsym.uncertainty.replicates import replicates_path, write_replicates
from nashsym.uncertainty.sureness import Sureness, sureness
from nashsym_estimators.estimates.bootstrap import bootstrap
from nashsym_estimators.estimates.estimating import estimate
from nashsym_estimators.responses.table import ResponseTable
from nashsym_estimators.training.config import GamePart, TrainingConfig
from nashsym_estimators.training.manifest import MANIFEST

__all__ = ["GAME", "Played", "play"]

GAME: Final = "game.toml"


@dataclass(frozen=True, eq=False)
class Played:
    """What came of it.

    Parameters
    ----------
    solution : Solution
    sureness : Sureness or None
        Bands from the replicates, and what holds over their box; None without replicates.
    written : tuple of Path
    notes : tuple of str
        What is to be said of the game's inputs.
    """

    solution: Solution
    sureness: Sureness | None
    written: tuple[Path, ...]
    notes: tuple[str, ...]


def play(config: TrainingConfig, table: ResponseTable, folder: Path) -> Played:
    """Estimate the game of the models' answers, solve it, and write all of it.

    Parameters
    ----------
    config : TrainingConfig
        With a `game`.
    table : ResponseTable
    folder : Path
        Has the manifest, which the game's provenance names by its SHA-256. It gets ``game.toml``, its replicates (the
        questions resampled: a model's probabilities are no sample of people) and ``report`` with the certificate, which
        is checked before it is written.

    Returns
    -------
    Played
    """
    part = config.game or GamePart()
    manifest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    how = f"{MANIFEST}, sha256 {manifest}; asked what was held out: {config.data.held_out:g} of the prompts"
    found = estimate(replace(table, source=(*table.source, ("training", how))))
    game = found.game(
        part.agents,
        coefficients=[part.attractiveness, part.consistency, part.diversity],
        diversity=part.form,
        floor=part.floor or None,
        name=config.name,
    )
    written = [Path(write_game(game, folder / GAME))]
    known = None
    if part.replicates:
        replicates = bootstrap(table, part.replicates, "questions", seed=config.seed).about(game)
        written.append(write_replicates(replicates, replicates_path(folder / GAME)))
        known = sureness(game, replicates)
    solution = solve(game)
    written += report(solution, folder / "report", known)
    return Played(solution, known, tuple(written), (*found.notes, *game.notes))
