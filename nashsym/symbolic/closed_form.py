"""The interior equilibrium in closed form, by solving the first-order conditions without fractions (MODEL T2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sympy

__all__ = ["ClosedForm", "bordered_solution", "closed_form", "named_entries"]


@dataclass(frozen=True)
class ClosedForm:
    """``b − Mw = ν1, 1ᵀw = 1`` solved: ``w_d = numerators_d / determinant``.

    Attributes
    ----------
    b, M : sympy.Matrix
        The symbols or numbers that the form is written in.
    substitution : mapping of sympy.Symbol to sympy.Expr
        What b and M stand for in the game's own symbols; empty where they are written in these already.
    numerators : tuple of sympy.Expr, length D
    level_numerator : sympy.Expr
    determinant : sympy.Expr
        ``−det [M 1; 1ᵀ 0] = det ZᵀMZ`` with Z = (e_i − e_D): positive where M ≻ 0 on T.
    is_verified : bool
        Whether substituting back leaves exactly zero in every condition.
    """

    b: sympy.Matrix
    M: sympy.Matrix
    substitution: Mapping[sympy.Symbol, sympy.Expr]
    numerators: tuple[sympy.Expr, ...]
    level_numerator: sympy.Expr
    determinant: sympy.Expr
    is_verified: bool

    @property
    def weights(self) -> tuple[sympy.Expr, ...]:
        """w⁎ as quotients."""
        return tuple(numerator / self.determinant for numerator in self.numerators)

    @property
    def level(self) -> sympy.Expr:
        """ν as a quotient."""
        return self.level_numerator / self.determinant

    def expanded(self) -> tuple[sympy.Expr, ...]:
        """Return w⁎ in the game's own symbols: the substitution put in."""
        return tuple(weight.xreplace(dict(self.substitution)) for weight in self.weights)


def closed_form(b: sympy.Matrix, M: sympy.Matrix, *, named: bool) -> ClosedForm:
    """Solve the first-order conditions for w and ν.

    Parameters
    ----------
    b : sympy.Matrix, shape (D, 1)
    M : sympy.Matrix, shape (D, D)
    named : bool
        Whether each entry is first replaced by a symbol of its own, b_d and M_de (M_de = M_ed where M is symmetric):
        expanded in symbols of the data, the form grows beyond reading, and beyond D = 3 beyond computing.

    Notes
    -----
    Source: MODEL T2.
    """
    import sympy

    size = M.rows
    substitution: dict[sympy.Symbol, sympy.Expr] = {}
    if named:
        linear = sympy.Matrix([sympy.Symbol(f"b_{d + 1}", real=True) for d in range(size)])
        substitution = dict(zip(linear, b, strict=True))
        b, (M, entries) = linear, named_entries("M", M)
        substitution |= entries
    solution, determinant, verified = bordered_solution(M, b.col_join(sympy.Matrix([1])))
    column = [-entry for entry in solution.col(0)]
    return ClosedForm(b, M, substitution, tuple(column[:size]), column[size], -determinant, verified)


def named_entries(letter: str, X: sympy.Matrix) -> tuple[sympy.Matrix, dict[sympy.Symbol, sympy.Expr]]:
    """Return X with a symbol for each entry, X_de = X_ed where X is symmetric, and what they stand for."""
    import sympy

    symmetric, stand = (X - X.T).expand().is_zero_matrix, dict[sympy.Symbol, sympy.Expr]()

    def entry(d: int, e: int) -> sympy.Symbol:
        if symmetric:
            d, e = min(d, e), max(d, e)
        symbol = sympy.Symbol(f"{letter}_{d + 1}{e + 1}", real=True)
        stand[symbol] = X[d, e]
        return symbol

    return sympy.Matrix(X.rows, X.cols, entry), stand


def bordered_solution(M: sympy.Matrix, right: sympy.Matrix) -> tuple[sympy.Matrix, sympy.Expr, bool]:
    """Solve ``[M 1; 1ᵀ 0] y = right`` without fractions: return (numerators, determinant, whether it was verified).

    Parameters
    ----------
    M : sympy.Matrix, shape (D, D)
    right : sympy.Matrix, shape (D + 1, k)

    Raises
    ------
    ZeroDivisionError
        Where ZᵀMZ is singular whatever the symbols are.
    """
    import sympy
    from sympy.polys.matrices import DomainMatrix

    size = M.rows
    system = M.row_join(sympy.ones(size, 1)).col_join(sympy.ones(1, size).row_join(sympy.zeros(1, 1)))
    joined = DomainMatrix.from_Matrix(system.row_join(right))
    matrix, constants = joined[:, : size + 1], joined[:, size + 1 :]
    adjugate, determinant = matrix.adj_det()
    if not determinant:
        raise ZeroDivisionError("ZᵀMZ is singular: there is no closed form")
    numerators = adjugate * constants
    verified = matrix * numerators == constants * determinant
    return numerators.to_Matrix(), joined.domain.to_sympy(determinant), bool(verified)
