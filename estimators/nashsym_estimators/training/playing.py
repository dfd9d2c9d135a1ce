"""From the answers of trained models to the game that they play: estimated, solved, certified, reported."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from nashsym.certificates.issuing import certify
from nashsym.files import write_text
from nashsym.gamefile import write_game
from nashsym.reports.building import report
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Solution
from nashsym.uncertainty.replicates import replicates_path, write_replicates
from nashsym_estimators.estimates.bootstrap import bootstrap
from nashsym_estimators.estimates.estimating import estimate
from nashsym_estimators.responses.table import ResponseTable
from nashsym_estimators.training.config import GamePart

__all__ = ["GAME", "play"]

GAME: Final = "game.toml"
