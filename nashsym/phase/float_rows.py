"""The rows of a grid in floats, with what bounds their errors, and one decomposition for them all (MODEL T8)."""

from __future__ import annotations

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.phase.axes import Axis, Pairs
from nashsym.phase.critical_line.programme import Modes, Rows
from nashsym.phase.levelled import levelled, spread_of
from nashsym.phase.modes import diagonalised
from nashsym.phase.pencil import Pencil

__all__ = ["float_rows"]


def float_rows(pencil: Pencil, pairs: Pairs, a: flint.fmpq_mat, axis: Axis) -> Rows:
    """Return the rows of a grid for the kernels of `nashsym.phase.critical_line`.

    Parameters
    ----------
    pencil : Pencil
        Of M.
    pairs : Pairs
        One per row.
    a : flint.fmpq_mat, D×1
    axis : Axis
        Of λ_A.
    """
    A, B, pull = levelled(pencil.A), levelled(pencil.B), levelled(a).reshape(-1)
    return Rows(
        A,
        B,
        pairs.x,
        pairs.y,
        pencil.least(pairs.x, pairs.y),
        pull,
        axis.floats,
        np.array([spread_of(A), spread_of(B)]),
        np.array([np.abs(A).max(), np.abs(B).max()]),
        _modes(A, B, pull),
    )


def _modes(A: NDArray[np.float64], B: NDArray[np.float64], a: NDArray[np.float64]) -> Modes:
    """Diagonalise two symmetric matrices on T at once.

    Parameters
    ----------
    A, B : float arrays, D×D
    a : float array, D

    Returns
    -------
    Modes
        A proposal: nothing rests on how good it is. Without modes, where no sum of A and B in proportion is ≻ 0 on T.
    """
    size = len(a)
    for share in (0.5, 1.0, 0.0):
        found, *modes = diagonalised(A, B, a, share)
        if found:
            return Modes(*modes)
    return Modes(np.zeros((size - 1, size)), np.zeros((2, size - 1)), np.zeros((3, size - 1)))
