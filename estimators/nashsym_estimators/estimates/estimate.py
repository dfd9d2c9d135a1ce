"""What an estimator returns: the inputs of a game, how they were found, and what was repaired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym.game import Game

__all__ = ["Estimate"]


@dataclass(frozen=True, eq=False)
class Estimate:
    """The inputs a, C and S of a game (MODEL, section 5).

    Parameters
    ----------
    groups : tuple of str, length D
    attractiveness : array, shape (D,)
        a, shares that sum to 1.
    inconsistency, similarity : arrays, shape (D, D), symmetric
        C and S. Floats, or Fractions where they were found exactly.
    method : mapping of str to str
        What was estimated how: "similarity": "collision", and so on.
    source : tuple of (str, str)
        Provenance of the table.
    notes : tuple of str
        Every repair, and how large it was.
    rounding : mapping of str to float
        By how much floating point may have moved an entry of "inconsistency" and of "similarity", from sums and products
        in whatever order a device takes them; empty where nothing was rounded. Two estimates of one table differ by
        no more than both bounds together, and T13 says how far their equilibria are apart.
    """

    groups: tuple[str, ...]
    attractiveness: NDArray[Any]
    inconsistency: NDArray[Any]
    similarity: NDArray[Any]
    method: Mapping[str, str]
    source: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    rounding: Mapping[str, float] = field(default_factory=dict)

    def game(self, agents: int, *, coefficients: Any = None, diversity: str = "similarity", **options: Any) -> Game:
        """Return the game of these inputs; `options` are those of `nashsym.Game.alignment`."""
        return Game.alignment(
            self.groups,
            agents,
            np.asarray(self.attractiveness),
            np.asarray(self.inconsistency),
            np.asarray(self.similarity),
            coefficients=coefficients,
            diversity=diversity,
            **options,
        )
