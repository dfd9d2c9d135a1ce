"""Small games in short: matrices by name, and games of two or three groups."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from nashsym.game import Game

__all__ = ["MINUS", "ONE", "THREE", "TURN", "ZERO", "alignment", "canonical", "scaled", "total"]

Rows = Sequence[Sequence[Any]]

ONE: Final = [[1, 0], [0, 1]]
MINUS: Final = [[-1, 0], [0, -1]]
ZERO: Final = [[0, 0], [0, 0]]
THREE: Final = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
#: A rotation of T for three groups: not symmetric there, and 0 as a quadratic form.
TURN: Final = [[0, 1, -1], [-1, 0, 1], [1, -1, 0]]


def scaled(factor: Any, rows: Rows) -> list[list[Fraction]]:
    """Return a multiple of a matrix."""
    return [[Fraction(factor) * value for value in row] for row in rows]


def total(left: Rows, right: Rows) -> list[list[Fraction]]:
    """Return the sum of two matrices."""
    return [[Fraction(x) + y for x, y in zip(*rows, strict=True)] for rows in zip(left, right, strict=True)]


def canonical(b: Any, H: Any, K: Any = None, agents: int = 2) -> Game:
    """Make a canonical game."""
    return Game.from_canonical(b, H, K, agents)


def alignment(
    form: str = "similarity",
    *,
    a: Any = (0, 0),
    C: Any = ONE,
    S: Any = ONE,
    weights: Any = (1, 1, 1),
    agents: int = 2,
) -> Game:
    """Make an alignment game with groups named by letters; `weights` are λ_A, λ_C and λ_D."""
    groups = [chr(ord("a") + d) for d in range(len(a))]
    return Game.alignment(groups, agents, a, C, S, coefficients=weights, diversity=form)
