"""An agent's utility in symbols: the sum of the terms, read off their one formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nashsym.errors import InputError
from nashsym.exact.rational import fraction
from nashsym.symbolic.naming import index
from nashsym.terms import Term

if TYPE_CHECKING:
    import sympy

    from nashsym.game import Game

__all__ = ["SymbolicUtility", "coefficient_symbols", "require_letters", "utility_in_symbols", "utility_of_game"]

#: What the derivation writes for itself: mixtures, levels, agents, and what it solves. b, H and K are the canonical
#: terms' own letters; where another term takes one of them, naming the entries finds out.
_RESERVED = frozenset({"x", "m", "w", "y", "e", "n", "u", "v", "nu", "delta", "D", "N", "M", "G", "P", "Z", "ones"})


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


def coefficient_symbols(terms: Sequence[Any]) -> dict[str, sympy.Symbol]:
    """Return a symbol λ for each coefficient that the terms name, by its name."""
    import sympy

    symbols: dict[str, sympy.Symbol] = {}
    for term in terms:
        name = term.coefficient_name
        if name and name not in symbols:
            letter = _letter(name)
            while f"lambda_{letter}" in map(str, symbols.values()):
                letter += "2"
            symbols[name] = sympy.Symbol(f"lambda_{letter}", nonnegative=True)
    return symbols


def require_letters(terms: Sequence[type[Term]]) -> None:
    """Refuse terms whose data could be taken for each other's, or for what the derivation itself writes.

    Raises
    ------
    InputError
        Naming the term and the letter.
    """
    owner: dict[str, type[Term]] = {}
    for term in terms:
        first = owner.setdefault(term.symbol, term)
        if term.symbol in _RESERVED or not term.symbol.isidentifier():
            problem = f"the term {term.name} writes its data as {term.symbol}, which the derivation uses or can't print"
        elif (first.name, first.shape) != (term.name, term.shape):
            problem = f"the terms {first.name} and {term.name} both write their data as {term.symbol}"
        else:
            continue
        raise InputError(problem, key="terms", remedy=f"give {term.name} another symbol")


def utility_in_symbols(groups: int, terms: Sequence[type[Term]]) -> SymbolicUtility:
    """Write the utility with a symbol for every number: λ for coefficients, the term's letter for its data.

    Parameters
    ----------
    groups : int
        D ≥ 1.
    terms : sequence of Term classes
        Any terms, also ones that this package has never seen.

    Raises
    ------
    InputError
        Where two terms' data go by one letter, or by one that the derivation uses.
    """
    import sympy

    require_letters(terms)
    own, mean = _mixtures(groups)
    total, coefficients = sympy.Integer(0), coefficient_symbols(terms)
    for term in terms:
        coefficient = coefficients.get(term.coefficient_name, sympy.Integer(1))
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
    total = sympy.Integer(0)
    terms = [term for term in game.terms if game.agents > 1 or not term.needs_others]
    coefficients = coefficient_symbols([term for term in terms if term.coefficient_name in free])
    for term in terms:
        data = np.vectorize(_rational, otypes=[object])(term.exact_data())
        coefficient: Any = coefficients.get(term.coefficient_name, _rational(fraction(term.coefficient)))
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
        return sympy.Symbol(f"{term.symbol}_{index(d, e, groups=groups)}", real=True)

    return np.array([[entry(d, e) for e in range(groups)] for d in range(groups)], dtype=object)


def _letter(coefficient_name: str) -> str:
    """Return the index of λ: A, C, D, R for the package's own; the name itself, letters and digits only, otherwise."""
    own = {"attractiveness": "A", "consistency": "C", "diversity": "D", "anchor": "R"}
    return own.get(coefficient_name) or "".join(filter(str.isalnum, coefficient_name)) or "1"


def _rational(value: Any) -> sympy.Rational:
    import sympy

    return sympy.Rational(int(value.numerator), int(value.denominator))
