"""Matrix expressions of no particular size as sums of words, and the few rules by which words are rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sympy

__all__ = ["Rule", "Word", "derivative", "explicit", "expression", "rewritten", "words"]

Word = tuple[Any, ...]
"""A product: matrix symbols, their transposes and inverses, from left to right."""


@dataclass(frozen=True)
class Rule:
    """A word that stands for a number times a shorter word.

    Attributes
    ----------
    left, right : Word
    factor : sympy.Expr
        0 where the product vanishes.
    reason : str
        Why it holds.
    """

    left: Word
    right: Word
    factor: Any
    reason: str


def words(expr: Any) -> dict[Word, Any]:
    """Multiply an expression out.

    Parameters
    ----------
    expr : sympy.MatrixExpr
        Of sums, products, transposes, inverses and symbols.

    Returns
    -------
    dict of Word to sympy.Expr
        The coefficient of each word; the empty word is the identity.
    """
    import sympy
    from sympy.matrices.expressions import (
        Identity,
        Inverse,
        MatAdd,
        MatMul,
        MatPow,
        MatrixExpr,
        Transpose,
        ZeroMatrix,
    )

    if isinstance(expr, ZeroMatrix):
        return {}
    if isinstance(expr, Identity):
        return {(): sympy.Integer(1)}
    if isinstance(expr, MatAdd):
        return _sum((words(part), sympy.Integer(1)) for part in expr.args)
    if isinstance(expr, MatMul):
        result: dict[Word, Any] = {(): sympy.Integer(1)}
        for part in expr.args:
            factor = words(part) if isinstance(part, MatrixExpr) else {(): part}
            result = _sum(
                ({left + right: low * high}, sympy.Integer(1))
                for left, low in result.items()
                for right, high in factor.items()
            )
        return result
    if isinstance(expr, Transpose) and isinstance(expr.arg, MatAdd | MatMul | Transpose | Inverse):
        inner = words(expr.arg)
        return {tuple(_transposed(factor) for factor in reversed(word)): value for word, value in inner.items()}
    if isinstance(expr, MatPow) and not isinstance(expr, Inverse) and expr.exp == -1:
        expr = Inverse(expr.base)
    return {(expr,): sympy.Integer(1)}


def _transposed(factor: Any) -> Any:
    from sympy.matrices.expressions import Inverse, Transpose

    return Inverse(Transpose(factor.arg).doit()) if isinstance(factor, Inverse) else Transpose(factor).doit()


def _sum(parts: Iterable[tuple[Mapping[Word, Any], Any]]) -> dict[Word, Any]:
    import sympy

    total: dict[Word, Any] = {}
    for part, factor in parts:
        for word, value in part.items():
            total[word] = total.get(word, 0) + factor * value
    return {word: value for word, raw in total.items() if (value := sympy.factor(raw)) != 0}


def rewritten(total: Mapping[Word, Any], rules: Sequence[Rule]) -> dict[Word, Any]:
    """Apply the rules until none fits.

    Parameters
    ----------
    total : mapping of Word to sympy.Expr
    rules : sequence of Rule
        Each shortens the word, or takes a transpose away, so this ends.
    """
    current = dict(total)
    while True:
        changed = _sum(_once(word, value, rules) for word, value in current.items())
        if changed == current:
            return changed
        current = changed


def _once(word: Word, value: Any, rules: Sequence[Rule]) -> tuple[dict[Word, Any], Any]:
    for rule in rules:
        size = len(rule.left)
        for start in range(len(word) - size + 1):
            if word[start : start + size] == rule.left:
                return {word[:start] + rule.right + word[start + size :]: rule.factor}, value
    return {word: value}, 1


def expression(total: Mapping[Word, Any], rows: Any, columns: Any) -> Any:
    """Return the sum of words as a matrix expression of the given shape."""
    from sympy.matrices.expressions import Identity, MatAdd, MatMul, ZeroMatrix

    parts = [MatMul(value, *(word or (Identity(rows),))) for word, value in total.items()]
    if not parts:
        return ZeroMatrix(rows, columns)
    return MatAdd(*parts).doit(deep=False) if len(parts) > 1 else parts[0].doit(deep=False)


def derivative(total: Mapping[Word, Any], symbol: sympy.Symbol) -> dict[Word, Any]:
    """Differentiate the coefficients by a scalar; the factors of the words do not depend on it."""
    import sympy

    return {word: slope for word, value in total.items() if (slope := sympy.diff(value, symbol)) != 0}


def explicit(expr: Any, entries: Mapping[Any, sympy.Matrix]) -> Any:
    """Put matrices of entries in the place of the matrix symbols, and work the expression out.

    Parameters
    ----------
    expr : sympy.MatrixExpr
    entries : mapping of sympy.MatrixSymbol to sympy.Matrix
        One of a fitting shape for each symbol.
    """
    from sympy.matrices.expressions import Inverse, MatAdd, MatMul, MatrixExpr, MatrixSymbol, Transpose

    if not isinstance(expr, MatrixExpr):
        return expr
    if isinstance(expr, MatrixSymbol):
        return entries[expr]
    parts = [explicit(part, entries) for part in expr.args]
    if isinstance(expr, Inverse):
        return parts[0].adjugate() / parts[0].det()
    if isinstance(expr, Transpose):
        return parts[0].T
    if isinstance(expr, MatAdd):
        return sum(parts[1:], start=parts[0])
    if not isinstance(expr, MatMul):
        raise TypeError(f"no rule to work out {type(expr).__name__}")
    result = parts[0]
    for part in parts[1:]:
        result = result * part
    return result
