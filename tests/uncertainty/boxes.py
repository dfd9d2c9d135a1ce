"""Drawing games, boxes of inputs about them, and games inside; solved by brute force, with nothing of nashsym."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import numpy as np
from hypothesis import strategies as st

from nashsym.game import Game
from nashsym.uncertainty.box import InputBox
from tests.oracles.brute_force import (
    complementary_vertices,
    is_positive_definite,
    is_positive_semidefinite,
)

Numbers = list[Fraction]
Table = list[Numbers]


def symmetric(entries: Numbers, size: int) -> Table:
    """The symmetric matrix with these entries on and below the diagonal, row by row."""
    rows = [[Fraction(0)] * size for _ in range(size)]
    places = [(i, j) for i in range(size) for j in range(i + 1)]
    for (i, j), value in zip(places, entries, strict=True):
        rows[i][j] = rows[j][i] = value
    return rows


@st.composite
def games(draw: st.DrawFn, most: int = 4) -> Game:
    """Concave at the centre more often than not: C has a heavy diagonal, S need not be ⪰ 0."""
    size = draw(st.integers(1, most))
    small = st.fractions(Fraction(-1, 2), Fraction(1, 2), max_denominator=8)
    half = size * (size + 1) // 2
    a = draw(st.lists(st.fractions(0, 1, max_denominator=12), min_size=size, max_size=size))
    C = symmetric(draw(st.lists(small, min_size=half, max_size=half)), size)
    for d in range(size):
        C[d][d] += draw(st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(2)]))
    S = symmetric(draw(st.lists(small, min_size=half, max_size=half)), size)
    prices = st.sampled_from([Fraction(1, 3), Fraction(1), Fraction(2)])
    return Game.alignment(
        [f"group {d}" for d in range(size)],
        draw(st.integers(1, 4)),
        a,
        C,
        S,
        coefficients=[draw(prices), draw(prices), draw(prices) / draw(st.sampled_from([1, 4]))],
        diversity=draw(st.sampled_from(["similarity", "distance"])),
        floor=Fraction(1, draw(st.sampled_from([5, 10, 100]))),
    )


@st.composite
def boxes(draw: st.DrawFn, game: Game) -> InputBox:
    """From points to boxes as wide as the inputs."""
    size = game.size
    half = size * (size + 1) // 2
    width = draw(st.sampled_from([Fraction(0), Fraction(1, 1000), Fraction(1, 100), Fraction(1, 20), Fraction(1, 4)]))
    shares = st.lists(st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1)]), min_size=half, max_size=half)
    column = draw(shares)[:1] * size if draw(st.booleans()) else (draw(shares) * size)[:size]
    return InputBox.around(
        game,
        [width * value for value in column],
        symmetric([width * value for value in draw(shares)], size),
        symmetric([width * value for value in draw(shares)], size),
    )


def within(game: Game, box: InputBox, count: int, seed: int = 0) -> Iterator[Game]:
    """Games of the box: at corners, on edges and inside; always the same ones."""
    source = Random(seed)  # noqa: S311  # a draw, not a secret
    inputs = {name: array.tolist() for name, array in game.inputs.items()}
    steps: list[Any] = [(-1, 1), (-1, 1), (-1, 0, 1), tuple(Fraction(k, 4) for k in range(-4, 5))]
    for number in range(count):
        choice = steps[number % len(steps)]

        def moved(values: Any, radii: Any, choice: Any = choice) -> Any:
            if not isinstance(radii[0], tuple):
                return [x + source.choice(choice) * r for x, r in zip(values, radii, strict=True)]
            rows = [list(row) for row in values]
            for i, row in enumerate(radii):
                for j in range(i + 1):
                    rows[i][j] = rows[j][i] = rows[i][j] + source.choice(choice) * row[j]
            return rows

        yield Game.alignment(
            game.groups,
            game.agents,
            moved(inputs["attractiveness"], box.attractiveness),
            moved(inputs["inconsistency"], box.inconsistency),
            moved(inputs["similarity"], box.similarity),
            coefficients=game.coefficients,
            diversity=game.diversity or "similarity",
            floor=game.threshold,
        )


def corners_of_attractiveness(game: Game, box: InputBox) -> Iterator[Game]:
    """Every corner of the box of a, C and S as they are."""
    inputs = game.inputs
    for signs in product((-1, 1), repeat=game.size):
        a = [x + s * r for x, s, r in zip(inputs["attractiveness"], signs, box.attractiveness, strict=True)]
        yield Game.alignment(
            game.groups,
            game.agents,
            a,
            inputs["inconsistency"],
            inputs["similarity"],
            coefficients=game.coefficients,
            diversity=game.diversity or "similarity",
            floor=game.threshold,
        )


class Truth:
    """A game by the formulas of MODEL, section 1, in plain Fractions."""

    def __init__(self, game: Game) -> None:
        prices = game.coefficients
        C, S = (np.array(game.inputs[name], dtype=object) for name in ("inconsistency", "similarity"))
        self.b = tuple(prices["attractiveness"] * value for value in game.inputs["attractiveness"])
        H, K = 2 * prices["consistency"] * C, prices["diversity"] * S
        if game.agents == 1:
            K = 0 * K
        elif game.diversity == "distance":
            H, K = H - 2 * K, 2 * K
        self.agents, self.H, self.K, self.M = game.agents, H.tolist(), K.tolist(), (H + K).tolist()
        self.G = (H - K / max(game.agents - 1, 1)).tolist()

    @property
    def is_concave(self) -> bool:
        return is_positive_semidefinite(self.H)

    @property
    def is_monotone(self) -> bool:
        return is_positive_definite(self.M)

    @property
    def is_united(self) -> bool:
        return self.agents == 1 or is_positive_definite(self.G)

    @property
    def equilibria(self) -> set[tuple[Fraction, ...]]:
        return complementary_vertices(self.b, self.M)
