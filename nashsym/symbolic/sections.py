"""What a derivation tells: titled sections of lines, printed as text or as LaTeX."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Equation", "Line", "Section", "Sentence", "equations"]


@dataclass(frozen=True)
class Equation:
    """``left = right``.

    Attributes
    ----------
    left, right : sympy.Expr or sympy.MatrixExpr
        ``left`` may be an unevaluated `sympy.Derivative`.
    """

    left: Any
    right: Any


@dataclass(frozen=True)
class Sentence:
    """A sentence between formulas; `names` are texts of a user's, to be escaped where the format asks for it.

    Attributes
    ----------
    text : str
        ASCII, with ``{}`` in the place of each name.
    names : tuple of str
    """

    text: str
    names: tuple[str, ...] = ()


Line = Any
"""An `Equation`, a `Sentence` or a sympy.Rel."""


@dataclass(frozen=True)
class Section:
    """One step.

    Attributes
    ----------
    title : str
        ASCII, without a full stop.
    lines : tuple of Line
    """

    title: str
    lines: tuple[Line, ...]


def equations(substitution: Mapping[Any, Any]) -> Iterable[Equation]:
    """Yield an equation for each name of a substitution."""
    return (Equation(name, value) for name, value in substitution.items())
