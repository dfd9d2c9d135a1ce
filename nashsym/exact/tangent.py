"""The tangent space T = {v : 1ᵀv = 0} of the simplex, in the integer basis Z = (e_i − e_D), i < D (MODEL section 1)."""

from __future__ import annotations

from collections.abc import Iterable

import flint

from nashsym.exact.rational import integers

__all__ = ["basis", "lift", "restrict", "restrict_general", "restrict_integers"]


def basis(groups: int) -> flint.fmpz_mat:
    """Return Z, the D×(D−1) integer matrix whose columns are e_i − e_D."""
    columns = flint.fmpz_mat(groups, groups - 1)
    for index in range(groups - 1):
        columns[index, index] = 1
        columns[groups - 1, index] = -1
    return columns


def restrict_integers(numerators: flint.fmpz_mat) -> flint.fmpz_mat:
    """Return ZᵀXZ for an integer D×D matrix X: entry (i, j) is x_ij − x_iD − x_Dj + x_DD."""
    columns = basis(numerators.nrows())
    return columns.transpose() * (numerators * columns)


def restrict(X: flint.fmpq_mat) -> flint.fmpq_mat:
    """Return A = ZᵀX_sZ, (D−1)×(D−1), for the symmetric part X_s = (X + Xᵀ)/2 of a D×D matrix.

    The quadratic form of X on T in tangent coordinates: vᵀXv = yᵀAy for v = Zy.
    """
    numerators, denominator = integers(X)
    return flint.fmpq_mat(restrict_integers(numerators + numerators.transpose())) / (2 * denominator)


def restrict_general(X: flint.fmpq_mat) -> flint.fmpq_mat:
    """Return ZᵀXZ, (D−1)×(D−1), without taking the symmetric part (X is D×D)."""
    numerators, denominator = integers(X)
    return flint.fmpq_mat(restrict_integers(numerators)) / denominator


def lift(coordinates: Iterable[int]) -> tuple[int, ...]:
    """Return v = Zy, D integers that sum to 0, from the D−1 tangent coordinates y."""
    listed = [int(value) for value in coordinates]
    return (*listed, -sum(listed))
