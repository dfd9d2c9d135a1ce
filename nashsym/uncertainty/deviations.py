"""How replicates lie around the game's own inputs: their bias, and replicates with it taken out."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from nashsym.game import Game
from nashsym.uncertainty.replicates import Replicates, float_inputs

__all__ = ["INPUTS", "bias", "float_inputs", "moved"]

INPUTS: Final = ("attractiveness", "inconsistency", "similarity")


def bias(game: Game, replicates: Replicates) -> dict[str, NDArray[np.float64]]:
    r"""Return ``mean_r(x_r) − x`` of each input: how far the replicates' mean lies from the game's own.

    The order of the replicates changes no bit of it: each entry's numbers are sorted before they are added.
    """
    inputs = float_inputs(game)
    return {name: _mean(getattr(replicates, name) - inputs[name]) for name in INPUTS}


def _mean(deviations: NDArray[np.float64]) -> NDArray[np.float64]:
    mean: NDArray[np.float64] = np.sort(deviations, axis=0).mean(axis=0)
    return mean


def moved(game: Game, replicates: Replicates) -> Replicates:
    r"""Return the replicates moved by ``−2 bias``, so that they lie around the game's inputs without their bias.

    An estimate x of the truth θ with bias δ has replicates with the mean ``x + δ``, itself about ``θ + 2δ``: the bias
    of a plug-in estimate counts twice. Moved by −2δ they lie around θ.
    """
    off = bias(game, replicates)
    arrays = {name: getattr(replicates, name) - 2 * off[name] for name in INPUTS}
    return Replicates(replicates.groups, **arrays, details=replicates.details)
