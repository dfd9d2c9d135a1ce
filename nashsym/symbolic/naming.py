"""Symbols that stand for the entries of a matrix, so that what is derived stays short; and what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nashsym.errors import InputError

if TYPE_CHECKING:
    import sympy

__all__ = ["index", "is_symmetric", "named_entries"]

#: From so many groups on an index of two places is written 1_12: 112 could be read in two ways.
_GROUPS_APART = 10


def index(*places: int, groups: int) -> str:
    """Return the index of an entry: the places counted from 1, side by side where that can be read in one way only."""
    return ("_" if groups >= _GROUPS_APART else "").join(str(place + 1) for place in places)


def is_symmetric(X: sympy.Matrix) -> bool:
    """Return whether the expanded entries of X mirror each other."""
    return bool((X - X.T).expand().is_zero_matrix)


def named_entries(
    letter: str, X: sympy.Matrix, *, vector: bool = False
) -> tuple[sympy.Matrix, dict[sympy.Symbol, sympy.Expr]]:
    """Put a symbol in the place of each entry.

    Parameters
    ----------
    letter : str
        What the symbols begin with: ``M`` gives M_12 for the entry of row 1 and column 2, ``b`` gives b_1 for a column.
    X : sympy.Matrix, shape (D, D) or (D, 1)
    vector : bool
        Whether X is a column: its entries have one index.

    Returns
    -------
    sympy.Matrix
        X_de = X_ed where X is symmetric; an entry that is 0 stays 0, and one that is this symbol already stays itself.
    dict of sympy.Symbol to sympy.Expr
        What each new symbol stands for.

    Raises
    ------
    InputError
        Where X is written in symbols of these names already, but in other places: a term took the letter.
    """
    import sympy

    symmetric = not vector and is_symmetric(X)
    stand: dict[sympy.Symbol, sympy.Expr] = {}
    used = X.free_symbols

    def entry(d: int, e: int) -> sympy.Expr:
        places = (d,) if vector else (min(d, e), max(d, e)) if symmetric else (d, e)
        symbol = sympy.Symbol(f"{letter}_{index(*places, groups=X.rows)}", real=True)
        value = X[d, e]
        if value == 0 or value == symbol:
            return value
        if symbol in used:
            raise InputError(
                f"the letter {letter} is taken: the derivation writes {symbol} for something else",
                key="terms",
                remedy="give the term with this letter another symbol",
            )
        stand.setdefault(symbol, value)
        return symbol

    return sympy.Matrix(X.rows, X.cols, entry), stand
