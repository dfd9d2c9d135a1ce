"""Floats of a matrix or a column of a game, as small as the gauge allows, and how much rows differ."""

from __future__ import annotations

from typing import Final

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.exact.rational import floats, small_integers

__all__ = ["levelled", "spread_of"]

#: Sums of a few integers up to this size are exact in floats.
_EXACT: Final = 2.0**50


def levelled(X: flint.fmpq_mat) -> NDArray[np.float64]:
    """Return X less a constant in every entry, which changes no equilibrium: what is left is as small as it can be."""
    small = small_integers(X)
    if small is not None and small[1] < _EXACT and np.abs(small[0]).max() < _EXACT:
        doubled, over = 2.0 * small[0], 2.0 * small[1]
        return np.asarray((doubled - (small[0].min() + small[0].max())) / over)
    entries = X.entries()
    middle = (min(entries) + max(entries)) / 2
    return floats(flint.fmpq_mat(X.nrows(), X.ncols(), [entry - middle for entry in entries]))


def spread_of(X: NDArray[np.float64]) -> float:
    """Bound ``‖Π(X_d − X_e)‖`` for all rows d, e, Π the projection on T, of every matrix that rounds to X."""
    rows = X - X.mean(axis=1, keepdims=True)
    return float(2.001 * np.sqrt((rows**2).sum(axis=1)).max())
