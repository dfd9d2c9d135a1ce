"""A Cholesky factor in floats, with a proof in floats that it witnesses definiteness."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["float_factor"]

#: Half the distance from 1 to the next float: the largest relative error of one rounding.
_UNIT: Final = 2.0**-53
#: Largest diagonal entries with which no step below can overflow or underflow.
_RANGE: Final = (2.0**-200, 2.0**100)


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
        L is a lower-triangular array of integers below 2⁵³ held as floats, and Â − LLᵀ/4ᵏ is strictly diagonally
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
    if not (_RANGE[0] < largest < _RANGE[1]) or not diagonal.min() > 0:
        return None
    bits = 52 - (int(np.frexp(largest)[1]) + 1) // 2
    shifted = A.copy()
    shifted.flat[:: size + 1] -= 4 * size * (size + 8) * _UNIT * largest
    try:
        factor = np.linalg.cholesky(shifted)
    except np.linalg.LinAlgError:
        return None
    rounded = np.rint(factor * 2.0**bits)
    scaled = rounded * 2.0**-bits
    residual = A - scaled @ scaled.T
    lengths = np.sqrt((scaled * scaled).sum(axis=1))
    sums = np.abs(residual).sum(axis=1)
    wrong = (1.01 * ((size + 8) * _UNIT + 1.01 * relative_error) * lengths.sum()) * lengths
    # 2R_ii − Σ_j|R_ij| is R_ii − Σ_{j≠i}|R_ij| where R_ii > 0, and negative where it is not.
    margin = 2 * residual.diagonal() - sums - wrong - (2 * (size + 8) * _UNIT + 1.01 * relative_error) * sums
    if not margin.min() > 0:
        return None
    return rounded, bits
