"""SymPy's printers, with sums of matrices in reading order: what is added, then what is taken off."""

from __future__ import annotations

from typing import Any

from sympy import Integer
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

__all__ = ["plain", "typeset"]


class _InOrder:
    """Prints sums and products of matrices; `_print` and the two joints come from the printer beside it."""

    times = "*"

    def _print_MatAdd(self, expr: Any) -> str:
        parts = sorted(expr.args, key=lambda part: (_is_negative(part), len(part.args) if part.is_MatMul else 1))
        text = ""
        for part in parts:
            shown = self._print(-part if _is_negative(part) else part)  # type: ignore[attr-defined]  # the printer's
            joint = " - " if _is_negative(part) else " + "
            text += joint + shown if text else joint.strip(" +") + shown
        return text

    def _print_MatMul(self, expr: Any) -> str:
        number, factors = expr.as_coeff_matrices()
        sign = "-" if number.could_extract_minus_sign() else ""
        number = -number if sign else number
        shown = [] if number == 1 else [self._factor(number)]
        shown += [self._factor(factor) for factor in factors]
        return sign + self.times.join(shown)

    def _factor(self, factor: Any) -> str:
        shown: str = self._print(factor)  # type: ignore[attr-defined]  # the printer's
        return f"({shown})" if factor.is_Add or factor.is_MatAdd else shown


class _Plain(_InOrder, StrPrinter):  # type: ignore[misc]  # SymPy is not typed
    def _print_Derivative(self, expr: Any) -> str:
        return f"d{self._print(expr.args[0])}/d{self._print(expr.args[1][0])}"


class _Typeset(_InOrder, LatexPrinter):  # type: ignore[misc]  # SymPy is not typed
    times = " "

    def _print_Derivative(self, expr: Any) -> str:
        return rf"\frac{{\partial {self._print(expr.args[0])}}}{{\partial {self._print(expr.args[1][0])}}}"


def plain(expression: Any) -> str:
    """Write an expression in SymPy's notation."""
    return str(_Plain().doprint(expression))


def typeset(expression: Any) -> str:
    """Write an expression as LaTeX, with brackets of one size: they can lie in different rows."""
    source = str(_Typeset().doprint(expression))
    return source.replace(r"\left(", "(").replace(r"\right)", ")")


def _is_negative(part: Any) -> bool:
    number = part.as_coeff_mmul()[0] if part.is_MatMul else Integer(1)
    return bool(number.could_extract_minus_sign())
