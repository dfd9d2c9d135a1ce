"""The interior equilibrium in closed form, by solving the first-order conditions without fractions (MODEL T2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nashsym.errors import UndecidedError
from nashsym.symbolic.conditions import restricted
from nashsym.symbolic.naming import named_entries

if TYPE_CHECKING:
    import sympy

__all__ = ["ClosedForm", "TangentSystem", "closed_form", "product", "solve_without_fractions"]

#: From so many groups on the closed form is written in the entries of ZᵀMZ: in those of M it grows beyond reading.
MIN_GROUPS_TANGENT = 3


@dataclass(frozen=True)
class TangentSystem:
    """``Mbar y = bbar`` with Mbar = ZᵀMZ, bbar = Zᵀ(b − Me_D), Z = (e_i − e_D): w = e_D + Zy solves Zᵀ(b − Mw) = 0.

    Attributes
    ----------
    matrix : sympy.Matrix, shape (D − 1, D − 1)
    column : sympy.Matrix, shape (D − 1, 1)
    substitution : mapping of sympy.Symbol to sympy.Expr
        What the names in the two stand for, in the entries of b and M; empty where nothing is named.
    """

    matrix: sympy.Matrix
    column: sympy.Matrix
    substitution: Mapping[sympy.Symbol, sympy.Expr]

    @classmethod
    def of(cls, b: sympy.Matrix, M: sympy.Matrix, *, named: bool) -> TangentSystem:
        """Subtract the last condition from the others, and put w_D = 1 − Σ w_i in."""
        import sympy

        last = M.rows - 1
        matrix = restricted(M)
        column = sympy.Matrix(last, 1, lambda i, _: sympy.expand(b[i] - b[last] - M[i, last] + M[last, last]))
        if not named or M.rows < MIN_GROUPS_TANGENT:
            return cls(matrix, column, {})
        matrix, entries = named_entries("Mbar", matrix)
        column, places = named_entries("bbar", column, vector=True)
        return cls(matrix, column, entries | places)


@dataclass(frozen=True)
class ClosedForm:
    """``b − Mw = ν1, 1ᵀw = 1`` solved: ``w_d = n_d / δ``.

    Attributes
    ----------
    b, M : sympy.Matrix
        The symbols or numbers that the form is written in.
    substitution : mapping of sympy.Symbol to sympy.Expr
        What b and M stand for in the game's own symbols; empty where they are written in these already.
    system : TangentSystem
        What was solved.
    short_numerators : tuple of sympy.Expr, length D
        n_1 … n_D in the symbols of `system`; where there are numbers in b and M, integers without a common factor.
    short_determinant : sympy.Expr
        δ, a positive multiple of ``det ZᵀMZ = −det [M 1; 1ᵀ 0]``: positive where M ≻ 0 on T.
    is_verified : bool
        Whether Mbar n = δ bbar holds identically.
    """

    b: sympy.Matrix
    M: sympy.Matrix
    substitution: Mapping[sympy.Symbol, sympy.Expr]
    system: TangentSystem
    short_numerators: tuple[sympy.Expr, ...]
    short_determinant: sympy.Expr
    is_verified: bool

    @cached_property
    def _in_entries(self) -> tuple[tuple[sympy.Expr, ...], sympy.Expr]:
        if not self.system.substitution:
            return self.short_numerators, self.short_determinant
        return _quotients(TangentSystem.of(self.b, self.M, named=False))[:2]

    @property
    def numerators(self) -> tuple[sympy.Expr, ...]:
        """n_1 … n_D in the entries of b and M."""
        return self._in_entries[0]

    @property
    def determinant(self) -> sympy.Expr:
        """δ in the entries of M."""
        return self._in_entries[1]

    @cached_property
    def level_numerator(self) -> sympy.Expr:
        """δν, by the last condition: δb_D − Σ_e M_De n_e."""
        import sympy

        row = (-self.M[-1, :]).row_join(sympy.Matrix([[self.b[-1]]]))
        return product(row, sympy.Matrix([*self.numerators, self.determinant]))[0, 0]

    @property
    def weights(self) -> tuple[sympy.Expr, ...]:
        """w⁎ as quotients, in the entries of b and M."""
        return tuple(numerator / self.determinant for numerator in self.numerators)

    @property
    def level(self) -> sympy.Expr:
        """ν as a quotient."""
        return self.level_numerator / self.determinant

    @cached_property
    def expanded_quotients(self) -> tuple[tuple[sympy.Expr, ...], sympy.Expr]:
        """(n_1 … n_D, δ) in the game's own symbols: the substitution put in before solving."""
        if not self.substitution:
            return self.numerators, self.determinant
        stand = dict(self.substitution)
        own = TangentSystem.of(self.b.xreplace(stand), self.M.xreplace(stand), named=False)
        return _quotients(own)[:2]

    def expanded(self) -> tuple[sympy.Expr, ...]:
        """Return w⁎ in the game's own symbols."""
        numerators, determinant = self.expanded_quotients
        return tuple(numerator / determinant for numerator in numerators)

    def residuals(self) -> tuple[sympy.Expr, ...]:
        """Return what remains of each condition, less the last and times δ, at w = n/δ: D − 1 times 0."""
        import sympy

        last = self.M.rows - 1
        if last == 0:
            return ()
        y = sympy.Matrix([sympy.Dummy(f"y_{i + 1}") for i in range(last)])
        point = sympy.Matrix([*y, 1 - sum(y)])
        conditions = self.b - self.M * point
        stand = dict(self.system.substitution)
        system = (self.system.column - self.system.matrix * y).xreplace(stand)
        reduced = [sympy.expand(conditions[i] - conditions[last] - system[i]) for i in range(last)]
        matrix, column = self.system.matrix, self.system.column
        counts = sympy.Matrix([*self.short_numerators[:last], self.short_determinant])
        solved = product((-matrix).row_join(column), counts)
        return tuple(sympy.Add(*parts) for parts in zip(reduced, solved, strict=True))


def closed_form(b: sympy.Matrix, M: sympy.Matrix, *, named: bool) -> ClosedForm:
    """Solve the first-order conditions for w and ν.

    Parameters
    ----------
    b : sympy.Matrix, shape (D, 1)
    M : sympy.Matrix, shape (D, D)
    named : bool
        Whether each entry is first replaced by a symbol of its own, b_d and M_de (M_de = M_ed where M is symmetric):
        expanded in symbols of the data, the form grows beyond reading, and beyond D = 3 beyond computing.

    Raises
    ------
    UndecidedError
        Where ZᵀMZ is singular whatever the symbols are: there is no closed form.

    Notes
    -----
    Source: MODEL T2.
    """
    substitution: dict[sympy.Symbol, sympy.Expr] = {}
    if named:
        b, linear = named_entries("b", b, vector=True)
        M, entries = named_entries("M", M)
        substitution = linear | entries
    system = TangentSystem.of(b, M, named=named)
    numerators, determinant, verified = _quotients(system)
    if not named:
        numerators, determinant = _without_content(numerators, determinant)
    return ClosedForm(b, M, substitution, system, numerators, determinant, verified)


def _quotients(system: TangentSystem) -> tuple[tuple[sympy.Expr, ...], sympy.Expr, bool]:
    """Return (n_1 … n_D, δ, whether they were verified)."""
    import sympy

    solution, determinant, verified = solve_without_fractions(system.matrix, system.column)
    numerators = tuple(solution)
    return (*numerators, sympy.Add(determinant, *(-numerator for numerator in numerators))), determinant, verified


def solve_without_fractions(matrix: sympy.Matrix, columns: sympy.Matrix) -> tuple[sympy.Matrix, sympy.Expr, bool]:
    """Solve ``matrix · y = columns``: return (adj(matrix)·columns, det(matrix), whether it was verified).

    Parameters
    ----------
    matrix : sympy.Matrix, shape (n, n)
    columns : sympy.Matrix, shape (n, k)

    Raises
    ------
    UndecidedError
        Where the determinant is 0 whatever the symbols are.
    """
    import sympy
    from sympy.polys.matrices import DomainMatrix

    size = matrix.rows
    if size == 0:
        return columns, sympy.Integer(1), True
    joined = DomainMatrix.from_Matrix(matrix.row_join(columns))
    left, right = joined[:, :size], joined[:, size:]
    numerators, determinant = left.solve_den_charpoly(right, check=False)
    if not determinant:
        raise UndecidedError(
            "ZᵀMZ is singular whatever the symbols are: there is no closed form, and no homogeneous interior "
            "equilibrium or a continuum of them (T2)"
        )
    verified = left * numerators == right * determinant
    return numerators.to_Matrix(), joined.domain.to_sympy(determinant), bool(verified)


def product(left: sympy.Matrix, right: sympy.Matrix) -> sympy.Matrix:
    """Multiply two matrices of polynomials and expand, by polynomial arithmetic."""
    from sympy.polys.matrices import DomainMatrix

    return (DomainMatrix.from_Matrix(left) * DomainMatrix.from_Matrix(right)).to_Matrix()


def _without_content(
    numerators: tuple[sympy.Expr, ...], determinant: sympy.Expr
) -> tuple[tuple[sympy.Expr, ...], sympy.Expr]:
    """Divide all by one positive number, so that their coefficients are integers without a common factor."""
    import sympy

    contents = [abs(expression.as_content_primitive()[0]) for expression in (*numerators, determinant)]
    content = sympy.gcd([content for content in contents if content])
    return tuple(sympy.expand(numerator / content) for numerator in numerators), sympy.expand(determinant / content)
