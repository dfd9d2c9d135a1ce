"""The sections of a derivation in matrix form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from nashsym.symbolic.matrix_utility import MatrixUtility
from nashsym.symbolic.matrix_words import Rule, expression, rewritten, words
from nashsym.symbolic.sections import Equation, Section, Sentence

__all__ = ["matrix_sections"]


class _Told(Protocol):
    """What is told of a derivation in matrix form."""

    @property
    def utility(self) -> MatrixUtility: ...
    @property
    def symbols(self) -> Mapping[str, Any]: ...
    @property
    def rules(self) -> tuple[Rule, ...]: ...
    @property
    def b(self) -> Any: ...
    @property
    def H(self) -> Any: ...
    @property
    def K(self) -> Any: ...
    @property
    def tangent_form(self) -> Any: ...
    @property
    def inverse_form(self) -> Any: ...
    @property
    def level_parts(self) -> tuple[Any, Any, Any, Any, Any]: ...
    @property
    def projection(self) -> Any: ...
    @property
    def statics(self) -> Mapping[str, Any]: ...


def matrix_sections(derivation: _Told) -> tuple[Section, ...]:
    """Return the sections of a `MatrixDerivation`."""
    import sympy
    from sympy.matrices.expressions import MatrixSymbol

    symbols, utility = derivation.symbols, derivation.utility
    size, w, ones, e = utility.groups, *(symbols[name] for name in ("w", "ones", "e"))
    names = {letter: MatrixSymbol(letter, size, 1 if letter == "b" else size) for letter in "bHKMGP"}
    nu, agents = sympy.Symbol("nu", real=True), sympy.Symbol("N", integer=True, positive=True)
    pulled, spread, alpha, beta, level = derivation.level_parts
    moving = utility.coefficients
    return (
        Section(
            "Utility of an agent that plays x where the others play m on average",
            (
                Equation(sympy.Symbol("u"), utility.expression),
                Sentence("x, m and w are columns of D weights, ones is the column of D ones, N the number of agents."),
            ),
        ),
        Section(
            "Marginal utilities b - H x - K m, by differentiating",
            tuple(
                Equation(names[letter], value)
                for letter, value in zip("bHK", (derivation.b, derivation.H, derivation.K), strict=True)
                if value != names[letter]
            )
            or (Sentence("as it stands."),),
        ),
        Section(
            "First-order conditions where all play w, with M = H + K",
            (
                Equation(names["b"] - names["M"] * w, nu * ones),
                Equation(ones.T * w, sympy.Integer(1)),
                Equation(names["M"], derivation.H + derivation.K),
            ),
        ),
        Section(
            "Closed form where M is invertible and beta is not 0 (T2)",
            (
                Equation(alpha, pulled),
                Equation(beta, spread),
                Equation(nu, level),
                Equation(w, derivation.inverse_form),
            ),
        ),
        Section(
            "Closed form where Z'MZ is nonsingular (T2)",
            (
                Sentence("The D - 1 columns of Z are a basis of the vectors that sum to 0, and e is any vector that"),
                Sentence("sums to 1: for instance Z = (e_i - e_D) and e = ones/D."),
                Equation(w, derivation.tangent_form),
                Equation(names["P"], derivation.projection),
                Equation(w, e + names["P"] * (names["b"] - names["M"] * e)),
            ),
        ),
        Section(
            "Put back in, both leave exactly 0 in every condition, by these rules and no others",
            tuple(_rules(derivation.rules)),
        ),
        Section(
            "It is an equilibrium, with every group served, where",
            (
                Sentence("every entry of w is greater than 0, and"),
                Sentence("Z'HZ is positive semidefinite: utility is concave in the own mixture, whose second"),
                Sentence("derivative is -H (second-order condition, T1)."),
            ),
        ),
        Section(
            "It is the only one where",
            (
                Sentence("Z'MZ is positive definite: at most one homogeneous equilibrium exists (T3), and"),
                Sentence("Z'GZ is positive definite: every equilibrium is homogeneous (T3, two agents or more)."),
                Equation(names["G"], derivation.H - derivation.K / (agents - 1)),
            ),
        ),
        Section(
            "Comparative statics (T7)",
            tuple(
                Equation(sympy.Derivative(sympy.Symbol("w"), moving[name], evaluate=False), slope)
                for name, slope in _in_projection(derivation, names["P"]).items()
            ),
        ),
    )


def _rules(rules: Iterable[Rule]) -> Iterable[Any]:
    from sympy import Integer
    from sympy.matrices.expressions import Identity, MatMul

    for rule in rules:
        left = MatMul(*rule.left, evaluate=False)
        if rule.right:
            right: Any = MatMul(*rule.right)
        else:
            right = Identity(left.rows) if rule.factor == 1 and left.rows != 1 else Integer(rule.factor)
        yield Equation(left, right)
    yield Sentence("because " + "; ".join(dict.fromkeys(rule.reason for rule in rules)) + ".")


def _in_projection(derivation: _Told, P: Any) -> dict[str, Any]:
    """Write the slopes with P in the place of Z(ZᵀMZ)⁻¹Zᵀ."""
    (long,) = words(derivation.projection)
    rule = Rule(long, (P,), 1, "the definition of P")
    size = derivation.utility.groups
    return {name: expression(rewritten(words(slope), (rule,)), size, 1) for name, slope in derivation.statics.items()}
