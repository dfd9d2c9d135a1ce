"""Tiny groups' models over three tokens, and the law of their mixture by listing every response."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

END, LONGEST, VOCABULARY = 0, 3, 3
Table = dict[tuple[int, ...], tuple[Fraction, ...]]
Response = tuple[int, ...]


def responses() -> list[Response]:
    """List every response: tokens up to and with END, or LONGEST of them."""
    found = []
    for length in range(1, LONGEST + 1):
        for tokens in product(range(VOCABULARY), repeat=length):
            ended = tokens[-1] == END
            if END not in tokens[:-1] and (ended or length == LONGEST):
                found.append(tokens)
    return found


def chances() -> st.SearchStrategy[tuple[Fraction, ...]]:
    """Draw chances of the three tokens, zeros among them."""
    return (
        st.lists(st.integers(0, 3), min_size=VOCABULARY, max_size=VOCABULARY)
        .filter(any)
        .map(lambda parts: tuple(Fraction(part, sum(parts)) for part in parts))
    )


def tables() -> st.SearchStrategy[Table]:
    """Draw a model: chances of the next token after each beginning."""
    beginnings = [begun for length in range(LONGEST) for begun in product(range(1, VOCABULARY), repeat=length)]
    return st.tuples(*(chances() for _ in beginnings)).map(lambda rows: dict(zip(beginnings, rows, strict=True)))


def mixture_weights(size: int) -> st.SearchStrategy[tuple[Fraction, ...]]:
    """Draw weights, zeros among them."""
    return (
        st.lists(st.integers(0, 5), min_size=size, max_size=size)
        .filter(any)
        .map(lambda parts: tuple(Fraction(part, sum(parts)) for part in parts))
    )


def model_of(table: Table, prompt: int = 0) -> Callable[[Sequence[int]], NDArray[np.float64]]:
    """Return the model that a table is, after a prompt of so many tokens."""

    def next_token(tokens: Sequence[int]) -> NDArray[np.float64]:
        with np.errstate(divide="ignore"):
            logs: NDArray[np.float64] = np.log(np.array([float(chance) for chance in table[tuple(tokens[prompt:])]]))
        return logs

    return next_token


def law(table: Table, response: Response) -> Fraction:
    """Return p(response) exactly."""
    chance = Fraction(1)
    for place, token in enumerate(response):
        chance *= table[response[:place]][token]
    return chance


def mixed_law(tables: Sequence[Table], weights: Sequence[Fraction], response: Response) -> Fraction:
    """Return Σ_d w_d p_d(response) exactly."""
    return sum((w * law(table, response) for w, table in zip(weights, tables, strict=True)), Fraction())


def log_of(chance: Fraction) -> float:
    """Return the logarithm of an exact chance."""
    return float(np.log(float(chance))) if chance else -np.inf


#: Two groups that say different things, with an impossible token each.
LEFT: Table = {
    (): (Fraction(1, 4), Fraction(3, 4), Fraction(0)),
    (1,): (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)),
    (2,): (Fraction(1), Fraction(0), Fraction(0)),
    (1, 1): (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)),
    (1, 2): (Fraction(1, 2), Fraction(1, 2), Fraction(0)),
    (2, 1): (Fraction(1), Fraction(0), Fraction(0)),
    (2, 2): (Fraction(1), Fraction(0), Fraction(0)),
}
RIGHT: Table = {
    (): (Fraction(1, 8), Fraction(1, 8), Fraction(3, 4)),
    (1,): (Fraction(1, 8), Fraction(1, 8), Fraction(3, 4)),
    (2,): (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)),
    (1, 1): (Fraction(1), Fraction(0), Fraction(0)),
    (1, 2): (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)),
    (2, 1): (Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)),
    (2, 2): (Fraction(3, 4), Fraction(1, 4), Fraction(0)),
}
WEIGHTS = {"left": Fraction(2, 3), "right": Fraction(1, 3)}
