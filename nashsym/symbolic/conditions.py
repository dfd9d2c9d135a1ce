"""Conditions of existence and uniqueness as explicit inequalities between minors (MODEL T1, T2, T3)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sympy

__all__ = ["definite_minors", "restricted", "semidefinite_minors"]


def restricted(X: sympy.Matrix) -> sympy.Matrix:
    """Return ``ZᵀX_sZ`` with Z = (e_i − e_D) and X_s the symmetric part of X.

    Parameters
    ----------
    X : sympy.Matrix, shape (D, D)

    Returns
    -------
    sympy.Matrix, shape (D − 1, D − 1)
    """
    import sympy

    size = X.rows
    basis = sympy.eye(size)[:, : size - 1]
    for column in range(size - 1):
        basis[size - 1, column] = -1
    half = sympy.Rational(1, 2)
    return (basis.T * ((X + X.T) * half) * basis).expand()


def definite_minors(X: sympy.Matrix) -> tuple[sympy.Expr, ...]:
    """Return the leading principal minors of ``ZᵀX_sZ``: X ≻ 0 on T iff all D − 1 are > 0 (Sylvester)."""
    A = restricted(X)
    return tuple(_determinant(A[:size, :size]) for size in range(1, A.rows + 1))


def semidefinite_minors(X: sympy.Matrix) -> tuple[sympy.Expr, ...]:
    """Return all principal minors of ``ZᵀX_sZ``: X ⪰ 0 on T iff all 2^(D−1) − 1 are ≥ 0."""
    A = restricted(X)
    chosen = (rows for size in range(1, A.rows + 1) for rows in combinations(range(A.rows), size))
    return tuple(_determinant(A[list(rows), list(rows)]) for rows in chosen)


def _determinant(A: sympy.Matrix) -> sympy.Expr:
    from sympy.polys.matrices import DomainMatrix

    matrix = DomainMatrix.from_Matrix(A)
    return matrix.domain.to_sympy(matrix.charpoly()[-1] * (-1) ** A.rows)
