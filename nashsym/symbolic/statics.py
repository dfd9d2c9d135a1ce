"""Comparative statics: how the interior equilibrium moves with a coefficient (MODEL T7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nashsym.symbolic.closed_form import ClosedForm, product, solve_without_fractions
from nashsym.symbolic.first_order import FirstOrder
from nashsym.symbolic.naming import named_entries

if TYPE_CHECKING:
    import sympy

__all__ = ["Slopes", "slopes"]


@dataclass(frozen=True)
class Slopes:
    """``∂w⁎_d/∂λ = s_d / δ^power`` for one coefficient λ.

    Attributes
    ----------
    coefficient : sympy.Symbol
        λ.
    numerators : tuple of sympy.Expr, length D
        s_1 … s_D in the symbols of the closed form's system and of `substitution`; they add up to 0.
    power : int
        1, or 2 where w⁎ has been put in: with numbers in, the slopes depend on the free coefficients alone.
    substitution : mapping of sympy.Symbol to sympy.Expr
        gbar_i: how the marginal utility of group i, over that of group D, moves with λ where all play w; in w.
    is_verified : bool
        Whether Mbar s = δ gbar holds identically.
    """

    coefficient: sympy.Symbol
    numerators: tuple[sympy.Expr, ...]
    power: int
    substitution: Mapping[sympy.Symbol, sympy.Expr]
    is_verified: bool


def slopes(form: FirstOrder, solved: ClosedForm) -> dict[str, Slopes]:
    """Differentiate the first-order conditions by each coefficient that is a symbol.

    Parameters
    ----------
    form : FirstOrder
        Of a quadratic utility.
    solved : ClosedForm
        Its interior equilibrium.

    Returns
    -------
    dict of str to Slopes
        By the name of the coefficient.

    Notes
    -----
    The conditions ``g_i(w) − g_D(w) = 0`` hold along λ: ``Mbar ∂y/∂λ = ∂(g_i − g_D)/∂λ`` with w held still. Source:
    MODEL T7.
    """
    import sympy

    coefficients = form.utility.coefficients
    if not coefficients:
        return {}
    conditions = [condition.lhs for condition in form.conditions[:-1]]
    gaps = sympy.Matrix([sympy.expand(condition - conditions[-1]) for condition in conditions[:-1]])
    put_in = not solved.substitution
    columns, substitutions = [], []
    for symbol in coefficients.values():
        moved, substitution = gaps.diff(symbol).expand(), dict[sympy.Symbol, sympy.Expr]()
        if put_in:
            moved = _at_equilibrium(moved, form, solved)
        elif solved.system.substitution:
            moved, substitution = named_entries("gbar_" + symbol.name.removeprefix("lambda_"), moved, vector=True)
        columns.append(moved)
        substitutions.append(substitution)
    right = sympy.Matrix(gaps.rows, len(columns), lambda i, column: columns[column][i])
    found, determinant, verified = solve_without_fractions(solved.system.matrix, right)
    scale = solved.short_determinant.as_content_primitive()[0] / determinant.as_content_primitive()[0]
    result = {}
    for column, (name, symbol) in enumerate(coefficients.items()):
        numerators = [sympy.expand(entry * scale) if scale != 1 else entry for entry in found.col(column)]
        numerators.append(sympy.Add(*(-numerator for numerator in numerators)))
        result[name] = Slopes(symbol, tuple(numerators), 2 if put_in else 1, substitutions[column], verified)
    return result


def _at_equilibrium(moved: sympy.Matrix, form: FirstOrder, solved: ClosedForm) -> sympy.Matrix:
    """Put w = n/δ into expressions affine in w, and multiply by δ."""
    import sympy

    nowhere = dict.fromkeys(form.weights, sympy.Integer(0))
    linear = moved.jacobian(form.weights).row_join(moved.xreplace(nowhere))
    return product(linear, sympy.Matrix([*solved.short_numerators, solved.short_determinant]))
