"""The confidence box: radii around a game's inputs that hold the true ones all at once, with a stated confidence."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym.game import Game
from nashsym.uncertainty.bands import check_count, read_level
from nashsym.uncertainty.box import InputBox
from nashsym.uncertainty.deviations import INPUTS, float_inputs
from nashsym.uncertainty.replicates import Replicates

__all__ = ["box_of", "radii"]


def box_of(game: Game, replicates: Replicates, level: Any = "0.95") -> InputBox:
    """Return the box around a game's inputs that holds the true ones all at once, with the confidence `level`.

    Its sides are those of `radii`; `nashsym.uncertainty.robustness.robustness` says what survives all of it.

    Raises
    ------
    InputError
        Where the replicates are not of this game, or too few for the level.
    """
    found = radii(game, replicates, level)
    return InputBox.around(game, *(found[name] for name in INPUTS))


def radii(game: Game, replicates: Replicates, level: Any = "0.95") -> dict[str, NDArray[Any]]:
    r"""Return a radius for each entry of a, C and S: the box that the truth lies in with the confidence `level`.

    With ``t_rj = |x_rj − x_j| / s_j``, x the game's inputs, x_r those of replicate r and
    ``s_j² = mean_r (x_rj − x_j)²``, the radius of entry j is ``c s_j``, c the ``⌈(R+1) level⌉``-th smallest of
    ``max_j t_rj``: all entries at once, each in proportion to how far it strays, bias included (the sup-t band). An
    entry in which no replicate differs from the game has the radius 0.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs, without an anchor.
    replicates : Replicates
        39 of them or more at 95 %.
    level : number
        Between 0 and 1.

    Returns
    -------
    mapping from "attractiveness", "inconsistency", "similarity" to arrays of Fractions
        Of shapes (D,), (D, D), (D, D), the matrices symmetric; every radius is the dyadic number that a float is.

    Raises
    ------
    InputError
        Where the replicates are not of this game, or too few for the level.

    Notes
    -----
    Source: Montiel Olea & Plagborg-Møller, "Simultaneous confidence bands: theory, implementation, and an application
    to SVARs", Journal of Applied Econometrics 34 (2019), with draws of a bootstrap. Deviations are from the game's own
    inputs, not from the replicates' mean: a bias of the estimate widens the box instead of moving the truth out of it.
    """
    share = read_level(level)
    check_count(len(replicates), share)
    replicates.check_fit(game)
    inputs = float_inputs(game)
    away = {name: np.abs(getattr(replicates, name) - inputs[name]) for name in INPUTS}
    # In units of a power of two of each entry's own, so that no square overflows and none of a number > 0 becomes 0.
    unit = {name: np.frexp(far.max(axis=0))[1] for name, far in away.items()}
    away = {name: np.ldexp(far, -unit[name]) for name, far in away.items()}
    scale = {name: np.sqrt(np.sort(far**2, axis=0).mean(axis=0)) for name, far in away.items()}
    largest = np.zeros(len(replicates))
    for name, far in away.items():
        ratio = far / np.where(scale[name] > 0, scale[name], 1.0)
        largest = np.maximum(largest, ratio.reshape(len(replicates), -1).max(axis=1))
    factor = np.sort(largest)[ceil((len(replicates) + 1) * share) - 1]
    return {name: _exact(factor * values, unit[name]) for name, values in scale.items()}


def _exact(values: NDArray[np.float64], powers: NDArray[Any]) -> NDArray[Any]:
    """Return ``values · 2^powers``."""
    pairs = zip(values.ravel().tolist(), powers.ravel().tolist(), strict=True)
    exact = np.array([Fraction(value) * Fraction(2) ** power for value, power in pairs], dtype=object)
    return exact.reshape(values.shape)
