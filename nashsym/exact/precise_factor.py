"""Cholesky factors to any number of bits, which decide the definiteness of every nonsingular rational matrix."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import flint
import numpy as np

__all__ = ["dominates", "factor_or_direction", "is_negative_along"]

Factor = tuple[list[list[int]], int]


def dominates(numerators: flint.fmpz_mat, denominator: int, factor: Sequence[Sequence[int]], exponent: int) -> bool:
    """Decide exactly whether A − LLᵀ/4ᵏ is strictly diagonally dominant with a positive diagonal.

    Parameters
    ----------
    numerators : flint.fmpz_mat
        n×n, symmetric; A = numerators/denominator.
    denominator : int
        Positive.
    factor : n rows, row i of i + 1 integers
        L, lower triangular.
    exponent : int
        k ≥ 0.
    """
    size = numerators.nrows()
    lower = flint.fmpz_mat(size, size, [value for row in factor for value in (*row, *[0] * (size - len(row)))])
    residual = numerators * 4**exponent - (lower * lower.transpose()) * int(denominator)
    rows = np.array([int(value) for value in residual.entries()], dtype=object).reshape(size, size)
    return bool((2 * rows.diagonal() > np.abs(rows).sum(axis=1)).all())


def is_negative_along(numerators: flint.fmpz_mat, direction: Sequence[int]) -> bool:
    """Decide exactly whether yᵀAy < 0 for an integer vector y and an integer matrix A."""
    column = flint.fmpz_mat(len(direction), 1, list(direction))
    return bool((column.transpose() * (numerators * column))[0, 0] < 0)


def factor_or_direction(numerators: flint.fmpz_mat, denominator: int, bits: int) -> Factor | list[int]:
    """Decide whether a nonsingular symmetric matrix B = numerators/denominator is positive definite.

    Parameters
    ----------
    numerators : flint.fmpz_mat
        n×n, symmetric and nonsingular.
    denominator : int
        Positive.
    bits : int
        The precision to begin with; it doubles until the matrix is decided.

    Returns
    -------
    (L, k) or list of int
        Where B ≻ 0, a factor that passes :func:`dominates`; otherwise integers y with yᵀBy < 0.

    Notes
    -----
    A Cholesky factorisation of B less 2^−bits of its diagonal, in fixed point. Where it breaks down at row j, the
    leading block B_j before it is definite, and the Schur complement s of row j is computed exactly: if s < 0,
    y = (−B_j⁻¹c, 1) has yᵀBy = s; if s = 0, By ≠ 0 and a step from y against By is negative; if s > 0 there are too few
    bits. One end is reached: every Schur complement of a positive definite matrix is positive, and one of an indefinite
    matrix is not.
    """
    rows = np.array([int(value) for value in numerators.entries()], dtype=object)
    rows = rows.reshape(numerators.nrows(), numerators.nrows())
    for index, value in enumerate(rows.diagonal()):
        if value <= 0:
            return _step(rows, [int(index == other) for other in range(len(rows))])
    while True:
        attempt = _fixed_point(rows, int(denominator), bits)
        if isinstance(attempt, int):
            direction = _negative_before(rows, attempt)
            if direction is not None:
                return direction
        elif dominates(numerators, denominator, *attempt):
            return attempt
        bits *= 2


def _fixed_point(rows: Any, denominator: int, bits: int) -> Factor | int:
    """Factor B less 2^−bits of its diagonal; return the factor, or the row at which it breaks down."""
    size = len(rows)
    # Scaled by 2^−scales from both sides, the diagonal lies between 1/4 and 8.
    scales = [(int(value).bit_length() - denominator.bit_length()) // 2 for value in rows.diagonal()]
    places = bits + max(scales) - min(scales) + size.bit_length() + 6
    fixed = np.zeros((size, size), dtype=object)
    for i in range(size):
        for j in range(i + 1):
            shift = 2 * places - scales[i] - scales[j]
            value = rows[i, j]
            fixed[i, j] = (value << shift) // denominator if shift >= 0 else value // (denominator << -shift)
        fixed[i, i] -= 1 << (2 * places - bits)
    lower = np.zeros((size, size), dtype=object)
    for j in range(size):
        column = fixed[j:, j] - lower[j:, :j] @ lower[j, :j] if j else fixed[:, 0].copy()
        if column[0] <= 0:
            return j
        root = math.isqrt(column[0])
        if root == 0:
            return j
        lower[j:, j] = column // root
        lower[j, j] = root
    exponent = max(places - min(scales), 0)
    factor = [
        [int(value) << (exponent + scales[i] - places) for value in lower[i, : i + 1].tolist()] for i in range(size)
    ]
    return factor, exponent


def _negative_before(rows: Any, index: int) -> list[int] | None:
    """Return y with yᵀBy < 0 if the Schur complement of row ``index`` is not positive, in as few bits as will do."""
    size = len(rows)
    if index == 0:  # a positive diagonal entry, less the shift
        return None
    block = flint.fmpz_mat(index, index, rows[:index, :index].ravel().tolist())
    column = flint.fmpz_mat(index, 1, rows[:index, index].tolist())
    try:
        numerators, denominator = block.solve(column).numer_denom()
    except ZeroDivisionError:
        return None
    solution = [int(value) for value in numerators.entries()]
    scale = int(denominator)
    if int(rows[index, index]) * scale - sum(map(int.__mul__, rows[index, :index].tolist(), solution)) > 0:
        return None
    exact = [-value for value in solution] + [scale] + [0] * (size - index - 1)
    largest = max(map(abs, exact)).bit_length()
    for kept in (8, 24, 56, 120):
        if kept < largest:
            rounded = [_shifted(value, largest - kept) for value in exact]
            if _form(rows, rounded) < 0:
                return rounded
    return _step(rows, exact)


def _shifted(value: int, bits: int) -> int:
    """Return value/2^bits rounded to an integer."""
    return (value + (1 << (bits - 1))) >> bits


def _form(rows: Any, direction: list[int]) -> int:
    """Return yᵀBy."""
    vector = np.array(direction, dtype=object)
    return int(vector @ (rows @ vector))


def _step(rows: Any, direction: list[int]) -> list[int]:
    """Return y with yᵀBy < 0 from a direction with yᵀBy ≤ 0 and By ≠ 0."""
    vector = np.array(direction, dtype=object)
    image = rows @ vector
    if vector @ image < 0:
        return direction
    index = next(i for i, value in enumerate(image) if value != 0)
    slope, curvature = int(image[index]), int(rows[index, index])
    # (y − t·e_i)ᵀB(y − t·e_i) = −2t(By)_i + t²B_ii, least at t = (By)_i/B_ii where B_ii > 0.
    if curvature > 0:
        vector = vector * curvature
    vector[index] -= slope
    common = math.gcd(*vector.tolist())
    return [int(value) // common for value in vector]
