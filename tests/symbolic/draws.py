"""Small rational games and numbers for symbols, drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import sympy

from nashsym import Game


def rational(draw: random.Random, low: int = -4, high: int = 6) -> Fraction:
    """Draw a fraction of small numbers."""
    return Fraction(draw.randint(low, high), draw.randint(1, 3))


def symmetric(draw: random.Random, size: int, ridge: int) -> list[list[Fraction]]:
    """Draw a symmetric matrix, the more definite the larger the ridge."""
    matrix = [[Fraction(0)] * size for _ in range(size)]
    for d in range(size):
        for e in range(d + 1):
            matrix[d][e] = matrix[e][d] = rational(draw) + (ridge if d == e else 0)
    return matrix


def game(seed: int, size: int, diversity: str = "similarity", agents: int = 3) -> Game:
    """Draw a game; every third is far from concave."""
    draw = random.Random(f"{seed} {size} {diversity}")  # noqa: S311  # no secret
    ridge = (12, 4, -6)[seed % 3]
    return Game.alignment(
        [f"group {d + 1}" for d in range(size)],
        agents,
        [rational(draw) for _ in range(size)],
        symmetric(draw, size, ridge),
        symmetric(draw, size, 4),
        coefficients=[rational(draw, 1, 5) for _ in range(3)],
        diversity=diversity,
    )


def numbers(symbols: Iterable[Any], seed: int) -> dict[Any, sympy.Rational]:
    """Draw a rational for each symbol, in the order of their names."""
    draw = random.Random(seed)  # noqa: S311  # no secret
    return {symbol: sympy.Rational(rational(draw, 1, 19)) for symbol in sorted(symbols, key=str)}
