"""Populations whose truth is known, samples of them, and a bootstrap of respondents in a few lines of NumPy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nashsym.game import Game
from nashsym.uncertainty.replicates import Replicates

__all__ = ["Population"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Population:
    """Groups that answer closed questions; the audience is chosen so that `weights` are the equilibrium (MODEL T10).

    A group at weight 0 brings `lack` less than those that are served.
    """

    weights: tuple[float, ...]
    respondents: tuple[int, ...]
    questions: int = 40
    options: int = 3
    lack: float = 0.0
    seed: int = 0

    @cached_property
    def answers(self) -> Array:
        """How each group answers, shape (D, Q, Y): the first nearly alike, the last as scattered as can be."""
        source, size = np.random.default_rng(self.seed), len(self.weights)
        common = source.dirichlet(np.full(self.options, 2.0), size=self.questions)
        own = [source.dirichlet(np.full(self.options, c), size=self.questions) for c in np.linspace(0.3, 3, size)]
        return np.stack([0.4 * common + 0.6 * each for each in own])

    @cached_property
    def truth(self) -> tuple[Array, Array, Array]:
        """a, C and S (MODEL, section 5: collision and dispersion)."""
        C, S = _matrices(self.answers)
        w = np.array(self.weights)
        return (2 * C + S) @ w - np.where(w > 0, 0.0, self.lack), C, S

    def game(self, a: Array, C: Array, S: Array) -> Game:
        return Game.alignment([f"g{d}" for d in range(len(a))], 8, a, C, S, coefficients=(1, 1, 1))

    def sampled(self, count: int, seed: int) -> tuple[Game, Replicates]:
        """Return the game that a sample estimates, and `count` replicates of it."""
        source = np.random.default_rng((self.seed, seed))
        sizes = np.repeat(np.array(self.respondents)[:, None], self.questions, axis=1)
        shares = source.multinomial(sizes, self.answers) / sizes[..., None]
        a = self.truth[0]
        drawn = source.multinomial(sizes, shares, size=(count, *sizes.shape)) / sizes[..., None]
        game = self.game(a, *_matrices(shares))
        return game, Replicates(game.groups, np.repeat(a[None], count, axis=0), *_matrices(drawn))


def _matrices(shares: Array) -> tuple[Array, Array]:
    """Return C and S of tables of shares (…, D, Q, Y)."""
    flat = shares.reshape(*shares.shape[:-2], -1)
    S = flat @ np.swapaxes(flat, -1, -2) / shares.shape[-2]
    S = (S + np.swapaxes(S, -1, -2)) / 2
    own = 1 - np.einsum("...dd->...d", S)
    return own[..., None] * np.eye(shares.shape[-3]), S
