"""Small alignment games of both forms, as objects that shrink, with every kind of degeneracy that a line can meet."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from nashsym.game import Game

__all__ = ["alignment_games"]

_COEFFICIENTS = [Fraction(n, d) for n, d in ((1, 1), (1, 4), (1, 2), (2, 1), (3, 1), (5, 1), (10, 1), (0, 1))]
Rows = list[list[Fraction]]


def _gram(draw: Any, groups: int, rank: int, scale: int) -> Rows:
    F = [[draw(st.sampled_from([1, 0, 2, -1, 3, -2])) for _ in range(rank)] for _ in range(groups)]
    return [[Fraction(sum(x * y for x, y in zip(u, v, strict=True)), scale) for v in F] for u in F]


def _inconsistency(draw: Any, groups: int) -> Rows:
    style = draw(st.sampled_from([*["positive"] * 8, "diagonal", "gram", "zero", "any"]))
    if style == "gram":
        return _gram(draw, groups, draw(st.integers(1, groups)), 2)
    X = [[Fraction(0)] * groups for _ in range(groups)]
    for i in range(groups):
        for j in range(i + 1):
            if style == "any":
                X[i][j] = X[j][i] = Fraction(draw(st.integers(-1, 2)))
            elif style in ("positive", "diagonal") and i == j:
                X[i][i] = Fraction(draw(st.integers(int(style == "positive"), 6)), 4)
    return X


@st.composite
def alignment_games(draw: Any, diversity: str = "similarity", most_groups: int = 4) -> Game:
    """Draw a game; twins repeat a group, low ranks leave M singular at the ends of a line."""
    groups = draw(st.integers(2, most_groups))
    attractiveness = [Fraction(draw(st.integers(-1, 6)), 5) for _ in range(groups)]
    inconsistency = _inconsistency(draw, groups)
    scale = 3 if diversity == "similarity" else 40
    similarity = _gram(draw, groups, draw(st.integers(1, groups)), scale)
    if draw(st.booleans()):
        for d in range(groups):
            similarity[d][d] += Fraction(1, scale)
    if draw(st.integers(0, 5)) == 0:
        attractiveness[-1] = attractiveness[0]
        for X in (inconsistency, similarity):
            X[-1] = list(X[0])
            for row in X:
                row[-1] = row[0]
    coefficients = [draw(st.sampled_from(_COEFFICIENTS)) for _ in range(3)]
    if not any(coefficients):
        coefficients[1] = Fraction(1)
    floors = [Fraction(1, groups), Fraction(1, 7), Fraction(1, 20), Fraction(1, 100)]
    return Game.alignment(
        [f"g{d}" for d in range(groups)],
        draw(st.sampled_from([2, 3, 8, 1])),
        attractiveness,
        inconsistency,
        similarity,
        coefficients=coefficients,
        diversity=diversity,
        floor=min(draw(st.sampled_from(floors)), Fraction(1, groups)),
    )
