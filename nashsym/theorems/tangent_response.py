"""Products with P = Z(ZᵀMZ)⁻¹Zᵀ by one exact solve, without forming P."""

from __future__ import annotations

import flint

from nashsym.exact.rational import integers
from nashsym.exact.tangent import basis, restrict_integers

__all__ = ["beside", "tangent_response"]


def tangent_response(M: flint.fmpq_mat, X: flint.fmpq_mat) -> flint.fmpq_mat | None:
    """Return PX, D×k, for M of D×D and X of D×k, or None where ZᵀMZ is singular (MODEL, section 1).

    Column by column it is how the solution of b − Mw ∈ span(1) moves with b.
    """
    groups = M.nrows()
    if groups == 1:
        return flint.fmpq_mat(1, X.ncols())
    upper, scale = integers(M)
    right, right_scale = integers(X)
    columns = basis(groups)
    try:
        solution = restrict_integers(upper).solve(columns.transpose() * right)
    except ZeroDivisionError:
        return None
    numerators, denominator = integers(solution)
    return flint.fmpq_mat(columns * numerators) * flint.fmpq(scale, denominator * right_scale)


def beside(*columns: flint.fmpq_mat) -> flint.fmpq_mat:
    """Return D×1 columns side by side."""
    entries = [column.entries() for column in columns]
    rows = list(zip(*entries, strict=True))
    return flint.fmpq_mat(len(rows), len(columns), [value for row in rows for value in row])
