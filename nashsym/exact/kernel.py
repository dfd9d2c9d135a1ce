"""The kernel of an integer matrix in short integer columns."""

from __future__ import annotations

from typing import Final

import flint

__all__ = ["integer_kernel"]

#: Bases of at most this many columns are shortened by lattice reduction where an entry has more than this many bits.
_REDUCED_COLUMNS: Final = 16
_SHORT_BITS: Final = 24


def integer_kernel(numerators: flint.fmpz_mat) -> tuple[tuple[int, ...], ...]:
    """Return a basis of {n : An = 0} over the rationals, for an integer matrix A.

    Parameters
    ----------
    numerators : flint.fmpz_mat
        A, m×n.

    Returns
    -------
    tuple of columns of n integers
        Each primitive: its entries have no common divisor. Empty where A has full column rank.
    """
    unknowns = numerators.ncols()
    basis, nullity = numerators.nullspace()
    if nullity == 0:
        return ()
    entries = basis.transpose().entries()[: nullity * unknowns]
    columns = [_primitive(entries[start : start + unknowns]) for start in range(0, len(entries), unknowns)]
    if nullity <= _REDUCED_COLUMNS and max(abs(value) for column in columns for value in column) >> _SHORT_BITS:
        saturated = _saturated(flint.fmpz_mat([list(column) for column in columns]).transpose())
        columns = [_primitive(column) for column in saturated.transpose().lll().tolist()]
    return tuple(columns)


def _saturated(columns: flint.fmpz_mat) -> flint.fmpz_mat:
    """Return a basis of all integer vectors in the span of independent integer columns.

    Kc is integral if and only if c lies in the dual of the lattice of K's rows; with the rows of H a basis of that
    lattice (the Hermite normal form of K), the columns of KH⁻¹ are one of the integer vectors.
    """
    width = columns.ncols()
    rows = columns.hnf().tolist()[:width]
    numerators, _ = (flint.fmpq_mat(columns) * flint.fmpz_mat(rows).inv()).numer_denom()
    return numerators


def _primitive(column: list[flint.fmpz]) -> tuple[int, ...]:
    """Divide a column by the greatest common divisor of its entries."""
    common = flint.fmpz(0)
    for value in column:
        common = common.gcd(value)
    return tuple(int(value // common) for value in column)
