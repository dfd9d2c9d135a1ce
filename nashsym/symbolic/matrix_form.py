"""The derivation in matrix form, for every number of groups D at once (MODEL T1–T3, T7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from nashsym.errors import InputError, UndecidedError
from nashsym.symbolic.matrix_telling import matrix_sections
from nashsym.symbolic.matrix_utility import MatrixUtility, matrix_utility
from nashsym.symbolic.matrix_words import Rule, Word, derivative, explicit, expression, rewritten, words
from nashsym.symbolic.printing import latex_of, text_of
from nashsym.symbolic.sections import Section
from nashsym.terms import Term

if TYPE_CHECKING:
    import sympy

__all__ = ["MatrixDerivation", "matrix_derivation"]


@dataclass(frozen=True)
class MatrixDerivation:
    """What follows from a quadratic utility in matrix symbols of no particular size.

    Attributes
    ----------
    utility : MatrixUtility
    b, H, K : sympy.MatrixExpr
        The canonical form in the symbols of the terms: the marginal utility is b − Hx − Km.
    """

    utility: MatrixUtility
    b: Any
    H: Any
    K: Any

    @cached_property
    def symbols(self) -> Mapping[str, Any]:
        """The matrix symbols that the results are written in: b, M, Z, e, w, ones."""
        from sympy.matrices.expressions import MatrixSymbol

        size = self.utility.groups
        shapes = {"b": 1, "M": size, "Z": size - 1, "e": 1, "w": 1, "ones": 1}
        return {name: MatrixSymbol(name, size, columns) for name, columns in shapes.items()}

    @cached_property
    def inverse(self) -> Any:
        """R = (ZᵀMZ)⁻¹."""
        from sympy.matrices.expressions import Inverse

        Z, M = self.symbols["Z"], self.symbols["M"]
        return Inverse(Z.T * M * Z)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """What is known of the symbols, and why."""
        from sympy.matrices.expressions import Inverse

        Z, M, e, ones = (self.symbols[name] for name in ("Z", "M", "e", "ones"))
        R = self.inverse
        tangent = "the columns of Z are a basis of T, the mixtures' differences, which sum to 0"
        regular = "Z'MZ is nonsingular"
        return (
            Rule((M, Inverse(M)), (), 1, "M is invertible (the first closed form only)"),
            Rule((Inverse(M), M), (), 1, "M is invertible (the first closed form only)"),
            Rule((Z.T, M, Z, R), (), 1, regular),
            Rule((R, Z.T, M, Z), (), 1, regular),
            Rule((ones.T, Z), (), 0, tangent),
            Rule((Z.T, ones), (), 0, tangent),
            Rule((ones.T, e), (), 1, "e is any vector whose entries sum to 1"),
            *(Rule((X.T,), (X,), 1, f"{X} is symmetric") for X in self.utility.symmetric),
        )

    def _reduced(self, expr: Any) -> dict[Word, Any]:
        return rewritten(words(expr), self.rules)

    @cached_property
    def tangent_form(self) -> Any:
        """w⁎ = e + Z(ZᵀMZ)⁻¹Zᵀ(b − Me), for nonsingular ZᵀMZ and any e with 1ᵀe = 1 (MODEL T2).

        Solved: w = e + Zy runs through the vectors that sum to 1, and b − Mw ∈ span(1) iff Zᵀ(b − Mw) = 0, which is
        linear in y.
        """
        from sympy.matrices.expressions import Inverse, MatrixSymbol

        Z, M, e, b = (self.symbols[name] for name in ("Z", "M", "e", "b"))
        y = MatrixSymbol("y", self.utility.groups - 1, 1)
        condition = self._reduced(Z.T * (b - M * (e + Z * y)))
        moved = {word[:-1]: -value for word, value in condition.items() if word[-1] == y}
        still = {word: value for word, value in condition.items() if word[-1] != y}
        matrix = expression(moved, Z.cols, Z.cols)
        solution = Inverse(matrix) * expression(still, Z.cols, 1)
        return e + Z * solution

    @cached_property
    def projection(self) -> Any:
        """P = Z(ZᵀMZ)⁻¹Zᵀ."""
        return self.symbols["Z"] * self.inverse * self.symbols["Z"].T

    @cached_property
    def level_parts(self) -> tuple[Any, Any, sympy.Symbol, sympy.Symbol, Any]:
        """(1ᵀM⁻¹b, 1ᵀM⁻¹1, symbols α and β for the two, ν in α and β): where M is invertible (MODEL T2)."""
        import sympy
        from sympy.matrices.expressions import Inverse

        b, M, ones = (self.symbols[name] for name in ("b", "M", "ones"))
        alpha, beta, nu = sympy.symbols("alpha beta nu", real=True)
        pulled, spread = ones.T * Inverse(M) * b, ones.T * Inverse(M) * ones
        numbers = {next(iter(words(pulled))): alpha, next(iter(words(spread))): beta}
        total = self._reduced(ones.T * Inverse(M) * (b - nu * ones))
        condition = sum(numbers[word] * value for word, value in total.items()) - 1
        (level,) = sympy.solve(condition, nu)
        return pulled, spread, alpha, beta, level

    @cached_property
    def inverse_form(self) -> Any:
        """w⁎ = M⁻¹(b − ν1), where M is invertible and β = 1ᵀM⁻¹1 ≠ 0; ν a symbol (MODEL T2)."""
        import sympy
        from sympy.matrices.expressions import Inverse

        b, M, ones = (self.symbols[name] for name in ("b", "M", "ones"))
        return Inverse(M) * (b - sympy.Symbol("nu", real=True) * ones)

    @cached_property
    def statics(self) -> dict[str, Any]:
        """∂w⁎/∂λ = P(∂b/∂λ − ∂M/∂λ w) for every coefficient, by the name of the coefficient (MODEL T7)."""
        return {name: expression(self._slope(symbol), self.utility.groups, 1) for name, symbol in self._moving}

    @property
    def _moving(self) -> list[tuple[str, sympy.Symbol]]:
        return list(self.utility.coefficients.items())

    def _force(self, symbol: sympy.Symbol) -> Any:
        """∂b/∂λ − ∂M/∂λ w."""
        size, w = self.utility.groups, self.symbols["w"]
        moved = expression(derivative(words(self.b), symbol), size, 1)
        return moved - expression(derivative(words(self.H + self.K), symbol), size, size) * w

    def _slope(self, symbol: sympy.Symbol) -> dict[Word, Any]:
        return self._reduced(self.projection * self._force(symbol))

    @cached_property
    def residuals(self) -> dict[str, dict[Word, Any]]:
        """What the results leave when they are put back in, rewritten by the `rules`: an empty mapping each."""
        import sympy

        Z, M, e, b, w, ones = (self.symbols[name] for name in ("Z", "M", "e", "b", "w", "ones"))
        one = {(): sympy.Integer(-1)}
        found = {
            "Z'(b - M w) at the tangent form": self._reduced(Z.T * (b - M * self.tangent_form)),
            "1'w - 1 at the tangent form": _plus(self._reduced(ones.T * self.tangent_form), one),
        }
        nu = sympy.Symbol("nu", real=True)
        found["b - M w - nu 1 at the inverse form"] = self._reduced(b - M * self.inverse_form - nu * ones)
        pulled, spread, alpha, beta, level = self.level_parts
        numbers = {next(iter(words(pulled))): alpha, next(iter(words(spread))): beta}
        total = self._reduced(ones.T * self.inverse_form)
        left = sympy.cancel(sum(numbers[word] * value.subs(nu, level) for word, value in total.items()) - 1)
        found["1'w - 1 at the inverse form"] = {(): left} if left else {}
        for name, symbol in self._moving:
            slope = expression(self._slope(symbol), self.utility.groups, 1)
            found[f"the condition, differentiated by {name}"] = self._reduced(Z.T * (self._force(symbol) - M * slope))
            # d(ZᵀMZ)⁻¹ = −(ZᵀMZ)⁻¹ Zᵀ dM Z (ZᵀMZ)⁻¹, from differentiating ZᵀMZ (ZᵀMZ)⁻¹ = I.
            moved = expression(derivative(words(self.b), symbol), self.utility.groups, 1)
            matrix = expression(derivative(words(self.H + self.K), symbol), self.utility.groups, self.utility.groups)
            P = self.projection
            direct = -P * matrix * P * (b - M * e) + P * (moved - matrix * e)
            implicit = (P * self._force(symbol)).xreplace({w: self.tangent_form})
            found[f"the tangent form, differentiated by {name}"] = self._reduced(direct - implicit)
        return found

    def weights(self, groups: int) -> sympy.Matrix:
        """Return w⁎ for a number of groups, worked out from the tangent form in entries b_d and M_de (of any symmetry).

        With e = e_D and Z = (e_i − e_D); the result does not depend on these. Meant for a few groups.
        """
        import sympy

        entries = {
            self.symbols["b"]: sympy.Matrix(groups, 1, lambda d, _: sympy.Symbol(f"b_{d + 1}", real=True)),
            self.symbols["M"]: sympy.Matrix(groups, groups, lambda d, f: sympy.Symbol(f"M_{d + 1}{f + 1}", real=True)),
            self.symbols["e"]: sympy.Matrix(groups, 1, lambda d, _: int(d == groups - 1)),
            self.symbols["Z"]: sympy.Matrix(groups, groups - 1, lambda d, i: -1 if d == groups - 1 else int(d == i)),
        }
        return explicit(self.tangent_form, entries).applyfunc(sympy.cancel)

    @property
    def arguments(self) -> tuple[str, ...]:
        """Names of what `function` takes: coefficients, then the terms' data."""
        return (*(str(symbol) for _, symbol in self._moving), *map(str, self.utility.data))

    def function(self) -> Callable[..., np.ndarray]:
        """Return w⁎ as a NumPy function of the `arguments`, in their order or by name, for any number of groups.

        Returns
        -------
        callable
            Takes numbers for the coefficients and arrays for the data, of shape (D,) or (D, D), and returns the
            weights, shape (D,). Singular ZᵀMZ raises `numpy.linalg.LinAlgError`.
        """
        import sympy

        # b and M are printed as NumPy code from their expressions; the tangent form is the formula above.
        own = [*self.utility.coefficients.values(), *self.utility.data]
        b, M, Z, e = (self.symbols[name] for name in ("b", "M", "Z", "e"))
        linear, curvature = (
            sympy.lambdify(own, part) if words(part) else _nothing for part in (self.b, (self.H + self.K).doit())
        )
        solve = sympy.lambdify((b, M, Z, e), self.tangent_form)
        names = self.arguments

        def weights(*values: Any, **named: Any) -> np.ndarray:
            given = dict(zip(names, values, strict=False)) | named
            if len(values) > len(names) or len(values) + len(named) != len(given) or given.keys() != set(names):
                raise InputError("the arguments do not fit", key="function", remedy=f"give {', '.join(names)}")
            arrays = [np.asarray(given[name], dtype=float) for name in names]
            ordered = [array[:, None] if array.ndim == 1 else array for array in arrays]
            size = max(array.shape[0] for array in ordered if array.ndim)
            basis = np.vstack([np.eye(size - 1), -np.ones((1, size - 1))])
            start = np.full((size, 1), 1 / size)
            b_now = np.asarray(linear(*ordered)) * np.ones((size, 1))
            M_now = np.asarray(curvature(*ordered)) * np.ones((size, size))
            return np.asarray(solve(b_now, M_now, basis, start), dtype=float)[:, 0]

        return weights

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The derivation in the order in which one thing follows from another."""
        return matrix_sections(self)

    def text(self) -> str:
        """Return the derivation as plain text, in SymPy's notation."""
        return text_of(self.sections)

    def latex(self) -> str:
        """Return the derivation as LaTeX for a document that uses amsmath."""
        return latex_of(self.sections)


def matrix_derivation(terms: Sequence[type[Term]]) -> MatrixDerivation:
    """Differentiate the utility by the own mixture, as matrix expressions, and read b, H and K off.

    Raises
    ------
    InputError
        For a term without a matrix form.
    UndecidedError
        Where the marginal utility is not affine in the mixtures.
    """
    from sympy.matrices.expressions import ZeroMatrix

    utility = matrix_utility(terms)
    size, own, mean = utility.groups, utility.own, utility.mean
    rules = tuple(Rule((X.T,), (X,), 1, "symmetric") for X in utility.symmetric)

    def normal(expr: Any, columns: Any) -> Any:
        return expression(rewritten(words(expr), rules), size, columns)

    gradient = normal(utility.expression.diff(own), 1)
    # Where nothing of the symbol is in it, SymPy leaves the derivative of a matrix expression unevaluated.
    H, K = (normal(-gradient.diff(by).T, size) if gradient.has(by) else ZeroMatrix(size, size) for by in (own, mean))
    if H.has(own, mean) or K.has(own, mean):
        raise UndecidedError("the utility is not quadratic: there is no closed form; derive it for a number of groups")
    nowhere = ZeroMatrix(size, 1)
    b = normal(gradient.xreplace({own: nowhere, mean: nowhere}).doit(), 1)
    left = rewritten(words(gradient - (b - H * own - K * mean)), rules)
    if left:
        raise UndecidedError("the marginal utility is not b - Hx - Km: there is no matrix form")
    return MatrixDerivation(utility, b, H, K)


def _nothing(*_: Any) -> float:
    """Stand for a part of the utility that is 0."""
    return 0.0


def _plus(left: Mapping[Word, Any], right: Mapping[Word, Any]) -> dict[Word, Any]:
    total = {word: left.get(word, 0) + right.get(word, 0) for word in {*left, *right}}
    return {word: value for word, value in total.items() if value != 0}
