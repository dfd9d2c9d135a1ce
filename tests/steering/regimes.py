"""Games of several regimes, by number, in which floors rarely hold."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from nashsym import Game

__all__ = ["REGIMES", "distance_game", "regime_game"]

REGIMES = ("attracted", "diverse", "distance", "low rank", "two coefficients", "one agent")


def regime_game(regime: str, seed: int) -> Game:
    """Draw a game of 3 to 5 groups in which the floors rarely hold."""
    draw = np.random.default_rng((REGIMES.index(regime), seed))
    size = int(draw.integers(3, 6))
    answers = draw.integers(0, 4, (size, 2 if regime == "low rank" else size + 1))
    similarity = answers @ answers.T + (0 if regime == "low rank" else np.eye(size, dtype=int))
    spread = np.diag(draw.integers(1, 9, size))
    scale = {"attracted": (6, 1, 1), "diverse": (2, 1, 9), "distance": (4, 2, 1)}.get(regime, (4, 1, 2))
    coefficients = [Fraction(int(value)) for value in scale]
    if regime == "two coefficients":
        coefficients[int(draw.integers(0, 3))] = Fraction(0)
    return Game.alignment(
        [f"g{d}" for d in range(size)],
        1 if regime == "one agent" else int(draw.integers(2, 9)),
        [Fraction(int(value), 8) for value in draw.integers(0, 9, size)],
        [[Fraction(int(value), 4) for value in row] for row in spread],
        [[Fraction(int(value), 40 if regime == "distance" else 20) for value in row] for row in similarity],
        coefficients=coefficients,
        diversity="distance" if regime == "distance" else "similarity",
    )


def distance_game() -> Game:
    """Make a game of two groups whose interior point does not move with λ_D, and bears it where λ_C C ⪰ λ_D S on T."""
    return Game.alignment(
        ["left", "right"],
        3,
        ["0.1", "0.9"],
        [[1, 0], [0, 1]],
        [[4, 0], [0, 4]],
        coefficients=["0.1", 1, 1],
        diversity="distance",
    )
