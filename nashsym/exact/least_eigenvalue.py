"""A lower bound of the least eigenvalue on T in floats, with a proof in floats."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["least_on_tangent"]

_UNIT: Final = 2.0**-53
#: Sizes of the largest entry with which no step below overflows or underflows.
_RANGE: Final = (1e-150, 1e150)
#: How far below what floats find the bound is tried, relative to the size of the matrix.
_SLACKS: Final = (1e-11, 1e-8, 1e-5)

_cholesky = np.linalg.cholesky


def least_on_tangent(X: NDArray[np.float64], error: float) -> float:
    """Bound ``vᵀX̂v/vᵀv`` from below over v ∈ T∖0, for every symmetric X̂ near a symmetric matrix of floats.

    Parameters
    ----------
    X : float array, D×D
    error : float
        ``|X − X̂| ≤ error``, entry by entry.

    Returns
    -------
    float
        A bound > 0; −∞ where none is proved, and +∞ for D = 1.

    Notes
    -----
    On T the form of X is that of Y = X + p1ᵀ + 1pᵀ, p chosen so that 1 is all but an eigenvector of Y. A Cholesky
    factor of Y − αI is computed and its residual R bounded: Y − αI = LLᵀ + R ⪰ −‖R‖, so that the least eigenvalue of X̂
    is at least α − ‖R‖_F − D·error less what rounding can hide. In any order of summation the entries of LLᵀ err by at
    most γ|L||Lᵀ|, γ = Du/(1 − Du), whose norm is at most γ‖L‖_F² (Higham, Accuracy and Stability of Numerical
    Algorithms, 2nd edition, section 3.5). Nothing is assumed about how the factor was computed.
    """
    size = len(X)
    if size == 1:
        return math.inf
    largest = float(np.abs(X).max())
    if not _RANGE[0] < largest < _RANGE[1]:
        return -math.inf
    scale = 2.0 ** np.frexp(largest)[1]
    scaled = X / scale
    means = scaled.mean(axis=1)
    means -= means.mean() / 2
    lifted = scaled - (means[:, None] + means[None, :]) + 1.0
    # No number on the way exceeds 5; X is scaled without rounding, and three steps round.
    given = 1.01 * size * (error / scale + 16.0 * _UNIT)
    proposal = float(np.linalg.eigvalsh(lifted)[0])
    for slack in _SLACKS:
        bound = proposal - slack * size
        if not bound > 0:
            return -math.inf
        shifted = lifted.copy()
        shifted.ravel()[:: size + 1] -= bound
        try:
            factor = _cholesky(shifted)
        except np.linalg.LinAlgError:
            continue
        residual = float(np.linalg.norm(shifted - factor @ factor.T))
        rounding = (size + 8.0) * _UNIT * float(np.linalg.norm(factor)) ** 2
        proved = bound - 1.01 * (residual + rounding + given)
        if proved > 0:
            return float(proved * (1.0 - 4.0 * _UNIT) * scale)
    return -math.inf
