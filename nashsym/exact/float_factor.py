"""A Cholesky factor in floats, with a proof in floats that it witnesses definiteness."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["float_factor", "negative_directions"]

#: Half the distance from 1 to the next float: the largest relative error of one rounding.
_UNIT: Final = 2.0**-53
#: Largest diagonal entries with which no step below can overflow or underflow.
_RANGE: Final = (2.0**-200, 2.0**100)
#: Bits of the factor: short ones first, which make a short witness that is quick to check.
_PRECISIONS: Final = (23, 51)
#: Bits of the directions that are proposed.
_PROPOSED_BITS: Final = (4, 10, 20, 50)

_cholesky = np.linalg.cholesky


def float_factor(A: NDArray[np.float64], relative_error: float) -> tuple[NDArray[np.float64], int] | None:
    """Factor a symmetric matrix and prove, with a bound on every rounding, that the factor witnesses definiteness.

    Parameters
    ----------
    A : array, n×n
        Floats of the exact matrix Â: ``|A − Â| ≤ relative_error·|Â|`` entry by entry.
    relative_error : float
        At most 2⁻⁵⁰.

    Returns
    -------
    (L, k) or None
        L is a lower-triangular array of integers below 2⁵² held as floats, and Â − LLᵀ/4ᵏ is strictly diagonally
        dominant with a positive diagonal: Â is positive definite. None decides nothing.

    Notes
    -----
    A − δI is factored with δ just above what the roundings can cost, and the factor is rounded to a multiple S of 2⁻ᵏ.
    Nothing is assumed about how the factor was computed: the residual R = A − SSᵀ is computed anew. In floats, in any
    order of summation and with or without fused operations, its entries are wrong by at most γ|S||Sᵀ| + 2u|R| + ε|A|,
    γ = nu/(1 − nu), u = 2⁻⁵³ (Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, section 3.5); the
    row sums of |S||Sᵀ| are at most ‖S_i‖·Σ_j‖S_j‖, and |A| ≤ |S||Sᵀ| + |R| up to the same errors. The constants below
    are generous.
    """
    size = A.shape[0]
    diagonal = A.diagonal()
    largest = float(diagonal.max())
    if not _RANGE[0] < largest < _RANGE[1]:
        return None
    exponent = (math.frexp(largest)[1] + 1) // 2  # every entry of the factor is below 2^exponent
    rounding = (size + 8) * _UNIT
    for precision in _PRECISIONS:
        bits = max(precision - exponent, 0)
        unit = 2.0**-bits
        shifted = A.copy()
        shifted.ravel()[:: size + 1] -= size * 2.0**exponent * unit + 4 * size * rounding * largest
        try:
            rounded = np.rint(_cholesky(shifted) / unit)
        except np.linalg.LinAlgError:
            continue
        scaled = rounded * unit
        residual = A - scaled @ scaled.T
        lengths = np.sqrt(np.einsum("ij,ij->i", scaled, scaled))
        sums = np.abs(residual).sum(axis=1)
        # 2R_ii − Σ_j|R_ij| is R_ii − Σ_{j≠i}|R_ij| where R_ii > 0, and negative where it is not.
        margin = 2 * residual.diagonal() - (1 + 2 * rounding + 1.01 * relative_error) * sums
        margin -= (1.01 * (rounding + 1.01 * relative_error) * float(lengths.sum())) * lengths
        if margin.min() > 0:
            return rounded, bits
    return None


def negative_directions(A: NDArray[np.float64]) -> Iterator[list[int]]:
    """Propose integer vectors y along which yᵀAy could be negative, the shortest first; each is to be checked exactly.

    Parameters
    ----------
    A : array, n×n
        A symmetric matrix in floats.
    """
    worst = int(A.diagonal().argmin())
    if A[worst, worst] < 0:
        yield [int(index == worst) for index in range(len(A))]
        return
    scales = np.sqrt(A.diagonal())
    scales[scales == 0] = 1
    try:
        values, vectors = np.linalg.eigh(A / np.outer(scales, scales))
    except np.linalg.LinAlgError:
        return
    if values[0] < _UNIT * values[-1]:
        vector = vectors[:, 0] / scales
        vector /= np.abs(vector).max()
        for bits in _PROPOSED_BITS:
            yield [int(value) for value in np.rint(vector * 2.0**bits)]
