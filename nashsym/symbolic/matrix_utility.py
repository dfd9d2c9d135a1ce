"""The utility in matrix symbols: the formula of each term, read with vectors and matrices of any size D."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nashsym.errors import InputError
from nashsym.symbolic.utility import coefficient_symbols, require_letters
from nashsym.terms import Term

if TYPE_CHECKING:
    import sympy

__all__ = ["MatrixUtility", "matrix_utility"]


@dataclass(frozen=True)
class _Array:
    """A number, vector or matrix that obeys NumPy's rules for ``@``, ``+``, ``-`` and ``*`` by a number.

    Parameters
    ----------
    expr : sympy.MatrixExpr
        1×1, D×1 or D×D.
    axes : int
        0, 1 or 2.
    """

    expr: Any
    axes: int

    __array_ufunc__ = None

    def __matmul__(self, other: Any) -> _Array:
        if not isinstance(other, _Array) or 0 in (self.axes, other.axes):
            return NotImplemented
        left = self.expr.T if self.axes == 1 else self.expr
        result: Any = left * other.expr
        if (self.axes, other.axes) == (1, 2):
            result = result.T
        return _Array(result, self.axes + other.axes - 2)

    def __add__(self, other: Any) -> _Array:
        if isinstance(other, int) and other == 0:  # where `sum` starts
            return self
        if not isinstance(other, _Array) or self.axes != other.axes:
            return NotImplemented
        return _Array(self.expr + other.expr, self.axes)

    __radd__ = __add__

    def __neg__(self) -> _Array:
        return _Array(-self.expr, self.axes)

    def __sub__(self, other: Any) -> _Array:
        if not isinstance(other, _Array):
            return NotImplemented
        return _Array(self.expr - other.expr, self.axes)

    def __mul__(self, other: Any) -> _Array:
        import sympy

        if isinstance(other, _Array):
            return NotImplemented
        return _Array(sympy.sympify(other, strict=True) * self.expr, self.axes)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> _Array:
        import sympy

        return self.__mul__(1 / sympy.sympify(other, strict=True))


@dataclass(frozen=True)
class MatrixUtility:
    """The utility of one agent as a 1×1 matrix expression.

    Attributes
    ----------
    expression : sympy.MatrixExpr, shape (1, 1)
        u, up to what the own mixture does not move.
    own, mean : sympy.MatrixSymbol, shape (D, 1)
        x and m.
    data : tuple of sympy.MatrixSymbol
        The terms' inputs.
    symmetric : tuple of sympy.MatrixSymbol
        Those that are symmetric.
    coefficients : mapping of str to sympy.Symbol
    groups : sympy.Symbol
        D.
    """

    expression: Any
    own: Any
    mean: Any
    data: tuple[Any, ...]
    symmetric: tuple[Any, ...]
    coefficients: dict[str, sympy.Symbol]
    groups: sympy.Symbol


def matrix_utility(terms: Sequence[type[Term]]) -> MatrixUtility:
    """Write the utility in matrix symbols.

    Raises
    ------
    InputError
        For a term that is not written in products of matrices and vectors.
    """
    import sympy
    from sympy.matrices.expressions import MatrixSymbol

    require_letters(terms)
    size = sympy.Symbol("D", integer=True, positive=True)
    own, mean = MatrixSymbol("x", size, 1), MatrixSymbol("m", size, 1)
    coefficients = coefficient_symbols(terms)
    total: Any = 0
    data: dict[Any, bool] = {}
    for term in terms:
        axes = 1 if term.shape == "vector" else 2
        symbol = MatrixSymbol(term.symbol, size, 1 if axes == 1 else size)
        data[symbol] = term.shape == "symmetric"
        coefficient = coefficients.get(term.coefficient_name, sympy.Integer(1))
        try:
            share = term.formula(coefficient, _Array(symbol, axes), _Array(own, 1), _Array(mean, 1))
        except (AttributeError, TypeError) as error:
            share = error
        if not isinstance(share, _Array) or share.axes:
            raise InputError(
                f"the term {term.name} is not written in sums and products of matrices and vectors: it has no matrix "
                "form",
                key="terms",
                remedy="derive it for a number of groups, like 3",
            )
        total = share + total
    if not terms:
        raise InputError("there is no term", key="terms", remedy="give one or more")
    symmetric = tuple(symbol for symbol, mirrored in data.items() if mirrored)
    return MatrixUtility(total.expr, own, mean, tuple(data), symmetric, coefficients, size)
