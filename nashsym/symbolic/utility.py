"""An agent's utility in symbols: the sum of the terms, read off their one formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nashsym.errors import InputError
from nashsym.terms import Term

if TYPE_CHECKING:
    import sympy

    from nashsym.game import Game

__all__ = ["SymbolicUtility", "utility_in_symbols", "utility_of_game"]


@dataclass(frozen=True)
class SymbolicUtility:
    """The utility of one agent as an expression in its own mixture and the mean of the others'.

    Attributes
    ----------
    expression : sympy.Expr
        u, up to what the own mixture does not move.
    own, mean : tuple of sympy.Symbol, length D
        x (the own mixture) and m (the mean of the others').
    coefficients : mapping of str to sympy.Symbol
        The coefficients that are symbols, by name.
    groups : tuple of str
    agents : sympy.Expr
        N: a number or a symbol.
    """

    expression: sympy.Expr
    own: tuple[sympy.Symbol, ...]
    mean: tuple[sympy.Symbol, ...]
    coefficients: Mapping[str, sympy.Symbol]
    groups: tuple[str, ...]
    agents: sympy.Expr


def utility_in_symbols(groups: int, terms: Sequence[type[Term]]) -> SymbolicUtility:
    """Write the utility with a symbol for every number: λ for coefficients, the term's letter for its data.

    Parameters
    ----------
    groups : int
        D ≥ 1.
    terms : sequence of Term classes
        Any terms, also ones that this package has never seen.
    """
    import sympy

    own, mean = _mixtures(groups)
    total, coefficients = sympy.Integer(0), {}
    for term in terms:
        coefficient: Any = sympy.Integer(1)
        if term.coefficient_name:
            coefficient = sympy.Symbol(f"lambda_{_letter(term.coefficient_name)}", nonnegative=True)
            coefficients[term.coefficient_name] = coefficient
        total += term.formula(coefficient, _data(term, groups), np.array(own), np.array(mean))
    names = tuple(f"group {d + 1}" for d in range(groups))
    agents = sympy.Symbol("N", integer=True, positive=True)
    return SymbolicUtility(sympy.sympify(total), own, mean, coefficients, names, agents)


def utility_of_game(game: Game, free: Sequence[str] = ()) -> SymbolicUtility:
    """Write the utility of a game with its numbers in, and the coefficients named in `free` left as symbols.

    Raises
    ------
    InputError
        For a name in `free` that no term of the game has.
    """
    import sympy

    known = ", ".join(game.coefficients) or "none"
    for name in free:
        if name not in game.coefficients:
            raise InputError(f"no coefficient is named {name!r}", key="free", remedy=f"the coefficients are {known}")
    own, mean = _mixtures(game.size)
    total, coefficients = sympy.Integer(0), {}
    for term in game.terms:
        if term.needs_others and game.agents == 1:
            continue
        data = np.vectorize(_rational, otypes=[object])(term.exact_data())
        coefficient: Any = _rational(game.coefficients.get(term.coefficient_name, 1))
        if term.coefficient_name in free:
            coefficient = sympy.Symbol(f"lambda_{_letter(term.coefficient_name)}", nonnegative=True)
            coefficients[term.coefficient_name] = coefficient
        total += term.formula(coefficient, data, np.array(own), np.array(mean))
    agents = sympy.Integer(game.agents)
    return SymbolicUtility(sympy.sympify(total), own, mean, coefficients, game.groups, agents)


def _mixtures(groups: int) -> tuple[tuple[sympy.Symbol, ...], tuple[sympy.Symbol, ...]]:
    import sympy

    own = tuple(sympy.Symbol(f"x_{d + 1}", real=True) for d in range(groups))
    return own, tuple(sympy.Symbol(f"m_{d + 1}", real=True) for d in range(groups))


def _data(term: type[Term], groups: int) -> np.ndarray:
    import sympy

    if term.shape == "vector":
        return np.array([sympy.Symbol(f"{term.symbol}_{d + 1}", real=True) for d in range(groups)], dtype=object)

    def entry(d: int, e: int) -> sympy.Symbol:
        if term.shape == "symmetric":
            d, e = min(d, e), max(d, e)
        return sympy.Symbol(f"{term.symbol}_{d + 1}{e + 1}", real=True)

    return np.array([[entry(d, e) for e in range(groups)] for d in range(groups)], dtype=object)


def _letter(coefficient_name: str) -> str:
    """Return the index of λ: A, C, D for attractiveness, consistency, diversity; the name itself otherwise."""
    return {"attractiveness": "A", "consistency": "C", "diversity": "D"}.get(coefficient_name, coefficient_name)


def _rational(value: Any) -> sympy.Rational:
    import sympy

    return sympy.Rational(value.numerator, value.denominator)
