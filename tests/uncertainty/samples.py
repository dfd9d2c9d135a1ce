"""Small games with replicates of their inputs, as a bootstrap of respondents makes them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym.game import Game
from nashsym.uncertainty.replicates import Replicates

__all__ = ["interior_case", "noisy", "repeated"]

A = (0.5, 0.25, 0.25)
C = ((0.5, 0.0, 0.0), (0.0, 0.75, 0.0), (0.0, 0.0, 0.625))
S = ((0.5, 0.25, 0.125), (0.25, 0.5, 0.25), (0.125, 0.25, 0.5))


def interior_game(groups: tuple[str, ...] = ("left", "center", "right"), **options: Any) -> Game:
    """Return a game of dyadic inputs whose equilibrium serves everybody."""
    return Game.alignment(groups, 8, A, C, S, **options)


def symmetric(noise: NDArray[np.float64]) -> NDArray[np.float64]:
    return (noise + noise.transpose(0, 2, 1)) / 2


def noisy(game: Game, count: int = 60, spread: float = 0.02, seed: int = 0, bias: float = 0.0) -> Replicates:
    """Return replicates around a game's inputs: normal noise in multiples of 2⁻²⁰, so that sums of them are exact."""
    source, size = np.random.default_rng(seed), game.size
    centre = {name: np.array(values, dtype=float) for name, values in game.inputs.items()}

    def rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.round(values * 2**20) / 2**20

    noise = source.normal(0, spread, (count, 2 * size + 1, size))
    return Replicates(
        game.groups,
        rounded(centre["attractiveness"] + noise[:, 0]),
        rounded(centre["inconsistency"] + bias * np.eye(size) + symmetric(noise[:, 1 : size + 1])),
        rounded(centre["similarity"] + bias * np.eye(size) + symmetric(noise[:, size + 1 :])),
        {"resampled": "nothing: normal noise", "seed": str(seed)},
    )


def repeated(game: Game, count: int = 40) -> Replicates:
    """Return the game's own inputs, `count` times."""
    a, C, S = (np.array(values, dtype=float)[None].repeat(count, axis=0) for values in game.inputs.values())
    return Replicates(game.groups, a, C, S)


def interior_case() -> tuple[Game, Replicates]:
    game = interior_game()
    return game, noisy(game)
