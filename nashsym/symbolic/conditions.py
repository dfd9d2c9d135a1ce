"""Definiteness on the tangent space as explicit inequalities between minors (MODEL T1, T2, T3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from nashsym.symbolic.naming import named_entries

if TYPE_CHECKING:
    import sympy

__all__ = ["Condition", "definite", "restricted", "semidefinite"]


@dataclass(frozen=True)
class Condition:
    """Inequalities that must all hold, and what the names in them stand for.

    Attributes
    ----------
    inequalities : tuple of sympy.Rel
        Numbers are compared unevaluated: each stays an inequality that can be read.
    substitution : mapping of sympy.Symbol to sympy.Expr
        In the order in which one name leads to the next.
    """

    inequalities: tuple[sympy.Rel, ...]
    substitution: Mapping[sympy.Symbol, sympy.Expr]


def restricted(X: sympy.Matrix) -> sympy.Matrix:
    """Return ``ZᵀXZ`` with Z = (e_i − e_D): entries X_ij − X_iD − X_Dj + X_DD.

    Parameters
    ----------
    X : sympy.Matrix, shape (D, D)

    Returns
    -------
    sympy.Matrix, shape (D − 1, D − 1)
    """
    import sympy

    last = X.rows - 1
    return sympy.Matrix(last, last, lambda i, j: sympy.expand(X[i, j] - X[i, last] - X[last, j] + X[last, last]))


def definite(letter: str, X: sympy.Matrix, *, named: bool) -> Condition:
    """Return the condition X ≻ 0 on T: all D − 1 leading principal minors of ``ZᵀX_sZ`` > 0 (Sylvester).

    Parameters
    ----------
    letter : str
        What the entries of X are called where they are named.
    X : sympy.Matrix, shape (D, D)
        X_s is its symmetric part.
    named : bool
        Whether the minors are written in names for the entries of X and, from D = 3 on, of ZᵀXZ; else each is
        multiplied by the positive number that makes its coefficients integers without a common factor.
    """
    import sympy

    A, substitution = _tangent_part(letter, X, named)
    minors = [_determinant(A[:size, :size], named) for size in range(1, A.rows + 1)]
    return Condition(tuple(sympy.StrictGreaterThan(minor, 0, evaluate=False) for minor in minors), substitution)


def semidefinite(letter: str, X: sympy.Matrix, *, named: bool) -> Condition:
    """Return the condition X ⪰ 0 on T; see `definite` for the parameters.

    Notes
    -----
    Named: all 2^(D−1) − 1 principal minors of ``A = ZᵀX_sZ`` are ≥ 0. Else, by size: the sum of the k×k ones is ≥ 0 for
    every k = 1 … D − 1. That says the same, as the sums are the elementary symmetric functions of the eigenvalues of A,
    all real: ``det(tI + A) = Σ_k e_k t^(n−k)`` with every e_k ≥ 0 has no root t > 0.
    """
    import sympy

    A, substitution = _tangent_part(letter, X, named)
    if not named:
        sums = [_primitive(value) for value in _sums_of_minors(A)]
        return Condition(tuple(sympy.GreaterThan(value, 0, evaluate=False) for value in sums), substitution)
    chosen = (list(rows) for size in range(1, A.rows + 1) for rows in combinations(range(A.rows), size))
    minors = [_determinant(A[rows, rows], named) for rows in chosen]
    return Condition(tuple(sympy.GreaterThan(minor, 0, evaluate=False) for minor in minors), substitution)


def _tangent_part(letter: str, X: sympy.Matrix, named: bool) -> tuple[sympy.Matrix, dict[sympy.Symbol, sympy.Expr]]:
    """Return the symmetric part of ZᵀXZ and what its names stand for."""
    import sympy

    half, substitution = sympy.Rational(1, 2), dict[sympy.Symbol, sympy.Expr]()
    if named:
        X, substitution = named_entries(letter, X)
    A = restricted(X)
    if named and A.rows > 1:
        A, inner = named_entries(f"{letter}bar", A)
        substitution = inner | substitution
    return ((A + A.T) * half).expand(), substitution


def _sums_of_minors(A: sympy.Matrix) -> list[sympy.Expr]:
    """Return, for k = 1 … n, the sum of all k×k principal minors."""
    from sympy.polys.matrices import DomainMatrix

    if A.rows == 0:
        return []
    matrix = DomainMatrix.from_Matrix(A)
    coefficients = matrix.charpoly()
    return [matrix.domain.to_sympy(value * (-1) ** k) for k, value in enumerate(coefficients) if k]


def _determinant(A: sympy.Matrix, named: bool) -> sympy.Expr:
    from sympy.polys.matrices import DomainMatrix

    matrix = DomainMatrix.from_Matrix(A)
    determinant = matrix.domain.to_sympy(matrix.charpoly()[-1] * (-1) ** A.rows)
    return determinant if named else _primitive(determinant)


def _primitive(expression: sympy.Expr) -> sympy.Expr:
    """Divide by a positive number, so that the coefficients are integers without a common factor; ±1 for a number."""
    content, primitive = expression.as_content_primitive()
    return -primitive if content < 0 else primitive
