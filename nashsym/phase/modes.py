"""Two symmetric matrices on T, diagonalised at once: the same bits on every machine, whatever its number of threads.

LAPACK would do it in less time, and each processor and number of threads would leave other last digits in the weights
that are written; a sweep that is begun here and finished elsewhere could not have the same bytes. Compiled by numba,
sums are taken in the order in which they stand here.

Source: Golub & Van Loan, Matrix Computations, 4th edition, algorithms 4.2.1, 8.3.1 to 8.3.3 and 8.7.1.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from nashsym.phase.compiling import compiled

__all__ = ["diagonalised"]

Floats = NDArray[np.float64]
_UNIT = 2.0**-53
#: Steps per eigenvalue; two are usual.
_STEPS = 40


@compiled
def diagonalised(A: Floats, B: Floats, a: Floats, share: float) -> tuple[bool, Floats, Floats, Floats]:
    r"""Find vectors of T between which both A and B vanish.

    Parameters
    ----------
    A, B : float arrays, D×D, symmetric
    a : float array, D
    share : float
        ``share·A + (1 − share)·B``, both scaled to largest entries of 1 on T, is to be ≻ 0 on T.

    Returns
    -------
    bool, float arrays (D−1)×D, 2×(D−1) and 3×(D−1)
        Whether it is, as floats see it; the vectors v, one a row; ``vᵀAv`` and ``vᵀBv``; ``vᵀAe``, ``vᵀBe`` and
        ``vᵀa``, e = 1/D.
    """
    size = A.shape[0]
    inner = size - 1
    first, second = _on_tangent(A), _on_tangent(B)
    _scale(first)
    _scale(second)
    factor = np.empty((inner, inner))
    for i in range(inner):
        for j in range(inner):
            factor[i, j] = share * first[i, j] + (1.0 - share) * second[i, j]
    along, pulls = np.zeros((2, inner)), np.zeros((3, inner))
    if not _factor(factor):
        return False, np.zeros((inner, size)), along, pulls
    # L⁻¹XL⁻ᵀ, from two halves of it, X not what was factored.
    other = first if share < 0.5 else second
    _lower_solve(factor, other)
    turned = _transposed(other)
    _lower_solve(factor, turned)
    vectors = _transposed(_eigenvectors(turned))
    _upper_solve(factor, vectors)
    basis = _lifted(_transposed(vectors))
    _measure(A, basis, along[0], pulls[0])
    _measure(B, basis, along[1], pulls[1])
    for i in range(inner):
        for d in range(size):
            pulls[2, i] += basis[i, d] * a[d]
    return True, basis, along, pulls


@compiled
def _on_tangent(X: Floats) -> Floats:
    """Return QᵀXQ for the Helmert basis Q of T: column j compares the mean of the first j + 1 groups with the next."""
    return _compared(_transposed(_compared(X)))


@compiled
def _compared(X: Floats) -> Floats:
    """Return XQ."""
    rows, inner = X.shape[0], X.shape[1] - 1
    found = np.empty((rows, inner))
    for d in range(rows):
        total = 0.0
        for j in range(inner):
            total += X[d, j]
            found[d, j] = (total - (j + 1) * X[d, j + 1]) / math.sqrt((j + 1.0) * (j + 2.0))
    return found


@compiled
def _lifted(rows: Floats) -> Floats:
    """Return the rows times Qᵀ: coordinates on T as vectors of T."""
    count, inner = rows.shape
    found = np.empty((count, inner + 1))
    for i in range(count):
        total = 0.0
        for j in range(inner, 0, -1):
            value = rows[i, j - 1] / math.sqrt(j * (j + 1.0))
            found[i, j] = total - j * value
            total += value
        found[i, 0] = total
    return found


@compiled
def _transposed(X: Floats) -> Floats:
    found = np.empty((X.shape[1], X.shape[0]))
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            found[j, i] = X[i, j]
    return found


@compiled
def _scale(X: Floats) -> None:
    """Divide by the largest entry."""
    largest = 0.0
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            largest = max(largest, abs(X[i, j]))
    if largest > 0.0:
        for i in range(X.shape[0]):
            for j in range(X.shape[1]):
                X[i, j] /= largest


@compiled
def _factor(X: Floats) -> bool:
    """Put the Cholesky factor L in the lower triangle of X; False where X is not ≻ 0, as floats see it."""
    size = X.shape[0]
    for k in range(size):
        if not X[k, k] > 0.0:
            return False
        root = math.sqrt(X[k, k])
        for i in range(k, size):
            X[i, k] /= root
        for i in range(k + 1, size):
            for j in range(k + 1, i + 1):
                X[i, j] -= X[i, k] * X[j, k]
    return True


@compiled
def _lower_solve(L: Floats, X: Floats) -> None:
    """Put L⁻¹X in the place of X."""
    for i in range(L.shape[0]):
        for j in range(i):
            for k in range(X.shape[1]):
                X[i, k] -= L[i, j] * X[j, k]
        for k in range(X.shape[1]):
            X[i, k] /= L[i, i]


@compiled
def _upper_solve(L: Floats, X: Floats) -> None:
    """Put L⁻ᵀX in the place of X."""
    for i in range(L.shape[0] - 1, -1, -1):
        for j in range(i + 1, L.shape[0]):
            for k in range(X.shape[1]):
                X[i, k] -= L[j, i] * X[j, k]
        for k in range(X.shape[1]):
            X[i, k] /= L[i, i]


@compiled
def _eigenvectors(X: Floats) -> Floats:
    """Return the eigenvectors of a symmetric matrix, one a row; X is overwritten."""
    size = X.shape[0]
    diagonal, beside = np.zeros(size), np.zeros(size)
    vectors = _tridiagonal(X, diagonal, beside)
    last = size - 1
    for _ in range(_STEPS * size):
        while last > 0 and _is_small(diagonal, beside, last):
            last -= 1
        if last <= 0:
            break
        first = last - 1
        while first > 0 and not _is_small(diagonal, beside, first):
            first -= 1
        _step(diagonal, beside, first, last, vectors)
    return vectors


@compiled
def _is_small(diagonal: Floats, beside: Floats, k: int) -> bool:
    small: bool = abs(beside[k - 1]) <= _UNIT * (abs(diagonal[k - 1]) + abs(diagonal[k]))
    return small


@compiled
def _tridiagonal(X: Floats, diagonal: Floats, beside: Floats) -> Floats:
    """Reflect a symmetric matrix until it is tridiagonal; return what it is reflected by, QᵀXQ tridiagonal, as Qᵀ."""
    size = X.shape[0]
    turned = np.zeros((size, size))
    for i in range(size):
        turned[i, i] = 1.0
    mirror, image = np.empty(size), np.empty(size)
    for k in range(size - 2):
        length = 0.0
        for i in range(k + 1, size):
            mirror[i] = X[k, i]
            length += mirror[i] * mirror[i]
        length = math.sqrt(length)
        if length == 0.0:
            continue
        mirror[k + 1] += math.copysign(length, mirror[k + 1])
        square = 0.0
        for i in range(k + 1, size):
            square += mirror[i] * mirror[i]
        if square == 0.0:
            continue
        _reflect_both(X, mirror, image, 2.0 / square, k)
        _reflect_rows(turned, mirror, image, 2.0 / square, k + 1)
    for k in range(size):
        diagonal[k] = X[k, k]
        beside[k] = X[k, k + 1] if k + 1 < size else 0.0
    return turned


@compiled
def _reflect_both(X: Floats, mirror: Floats, image: Floats, factor: float, k: int) -> None:
    """Put PXP in the place of X, ``P = I − factor·mmᵀ``, m the mirror, 0 up to k."""
    size = X.shape[0]
    for j in range(k, size):
        image[j] = 0.0
    for i in range(k + 1, size):
        for j in range(k, size):
            image[j] += mirror[i] * X[i, j]
    half = 0.0
    for j in range(k + 1, size):
        half += mirror[j] * image[j]
    half *= 0.5 * factor
    mirror[k] = 0.0
    for j in range(k + 1, size):
        image[j] -= half * mirror[j]
    for i in range(k, size):
        for j in range(k, size):
            X[i, j] -= factor * (mirror[i] * image[j] + image[i] * mirror[j])


@compiled
def _reflect_rows(X: Floats, mirror: Floats, image: Floats, factor: float, first: int) -> None:
    """Put PX in the place of X, for the same P."""
    size = X.shape[0]
    for j in range(size):
        image[j] = 0.0
    for i in range(first, size):
        for j in range(size):
            image[j] += mirror[i] * X[i, j]
    for i in range(first, size):
        for j in range(size):
            X[i, j] -= factor * mirror[i] * image[j]


@compiled
def _step(diagonal: Floats, beside: Floats, first: int, last: int, vectors: Floats) -> None:
    """Turn a part of a tridiagonal matrix once by the implicit QR step with Wilkinson's shift, and the vectors."""
    half, edge = 0.5 * (diagonal[last - 1] - diagonal[last]), beside[last - 1]
    shift = diagonal[last] - edge * edge / (half + math.copysign(math.sqrt(half * half + edge * edge), half))
    x, z = diagonal[first] - shift, beside[first]
    for k in range(first, last):
        length = math.sqrt(x * x + z * z)
        c, s = (x / length, z / length) if length > 0.0 else (1.0, 0.0)
        if k > first:
            beside[k - 1] = length
        high, low, edge = diagonal[k], diagonal[k + 1], beside[k]
        diagonal[k] = c * c * high + 2.0 * c * s * edge + s * s * low
        diagonal[k + 1] = s * s * high - 2.0 * c * s * edge + c * c * low
        beside[k] = c * s * (low - high) + (c * c - s * s) * edge
        if k + 1 < last:
            x, z = beside[k], s * beside[k + 1]
            beside[k + 1] *= c
        for d in range(vectors.shape[1]):
            upper, lower = vectors[k, d], vectors[k + 1, d]
            vectors[k, d] = c * upper + s * lower
            vectors[k + 1, d] = c * lower - s * upper


@compiled
def _measure(X: Floats, basis: Floats, along: Floats, pulls: Floats) -> None:
    """Write ``vᵀXv`` and ``vᵀXe`` of each row of a basis."""
    size = X.shape[0]
    image = np.empty(size)
    for i in range(basis.shape[0]):
        for e in range(size):
            image[e] = 0.0
        for d in range(size):
            for e in range(size):
                image[e] += basis[i, d] * X[d, e]
        for e in range(size):
            along[i] += basis[i, e] * image[e]
            pulls[i] += image[e] / size
