"""Paths along λ_A: the pieces that the polynomials of steering find too, and where they cross a level."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, event, example, given

from nashsym.data.survey import anes96_game
from nashsym.errors import InputError
from nashsym.exact.real_roots import RealRoot
from nashsym.game import Game
from nashsym.phase.along.path import coefficient_path
from nashsym.phase.cells import exact_cell
from nashsym.phase.paths import crossings, weight_path

ONES = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
SMALL = st.fractions(-2, 2, max_denominator=3)


@st.composite
def games(draw: st.DrawFn) -> Game:
    """Draw a game with one path: C ≻ 0 and S ⪰ 0; attractions that are often alike, so that breakpoints coincide."""
    size = draw(st.integers(1, 5))
    a = draw(st.lists(st.sampled_from([0, 0, 1, 1, 2, Fraction(1, 3)]), min_size=size, max_size=size))
    squares = []
    for _ in range(2):
        rows = draw(st.lists(st.lists(SMALL, min_size=size, max_size=size), min_size=0, max_size=size))
        squares.append([[sum((r[d] * r[e] for r in rows), Fraction(0)) for e in range(size)] for d in range(size)])
    C = [[value + (d == e) for e, value in enumerate(row)] for d, row in enumerate(squares[0])]
    agents = draw(st.integers(1, 4))
    return Game.alignment([f"g{d}" for d in range(size)], agents, a, C, squares[1])


@given(games(), st.fractions(0, 3, max_denominator=5), st.none() | st.fractions(3, 20, max_denominator=3))
@example(Game.alignment(list("abc"), 2, [2, 1, 1], ONES, ONES), Fraction(0), None)
def test_paths_are_those_of_steering(game: Game, low: Fraction, high: Fraction | None) -> None:
    assume(high is None or low < high)
    pieces = weight_path(game, low, high)
    expected = coefficient_path(game, "attractiveness", low, high)
    event(f"{len(pieces)} pieces")
    assert [piece.support for piece in pieces] == [piece.support for piece in expected]
    assert [RealRoot.of(piece.start) for piece in pieces] == [piece.start for piece in expected]
    assert pieces[-1].end == high
    for piece, other in zip(pieces, expected, strict=True):
        inside = piece.start + 1 if piece.end is None else (piece.start + piece.end) / 2
        for value in (piece.start, inside):
            assert piece.weights(value) == other.weights(value)
    assert all(left.end == right.start for left, right in pairwise(pieces))


@given(games(), st.sampled_from([Fraction(1, 100), Fraction(1, 5), Fraction(1, 3)]))
def test_crossings_are_all_changes_of_side(game: Game, level: Fraction) -> None:
    pieces = weight_path(game)
    for d in range(game.size):
        found = crossings(pieces, d, level)
        marks = [Fraction(0), *(place for place, _ in found)]
        below = exact_cell(game.with_coefficients(attractiveness=0)).weights[d] < level  # type: ignore[index]
        for index, (place, falls) in enumerate(found):
            weights = exact_cell(game.with_coefficients(attractiveness=place)).weights
            assert weights is not None
            assert weights[d] == level
            # A weight that starts at the level and falls is there at the beginning.
            assert falls != below
            below = falls
            after = marks[index + 2] if index + 2 < len(marks) else place + 1
            if after > place:
                between = exact_cell(game.with_coefficients(attractiveness=(place + after) / 2)).weights
                assert between is not None
                assert (between[d] < level) == falls
    assert [place for place, _ in crossings(pieces, 0, Fraction(2))] == []


def test_the_survey_and_larger_games() -> None:
    assert [piece.support for piece in weight_path(anes96_game())] == [
        (0, 1, 2, 3, 4), (1, 2, 3, 4), (2, 3, 4), (2, 4), (2,),
    ]  # fmt: skip
    random = np.random.default_rng(5)
    C, S = (random.integers(-9, 10, (30, 30)) for _ in range(2))
    game = Game.alignment([f"g{d}" for d in range(30)], 5, random.integers(0, 100, 30), C @ C.T, S @ S.T)
    pieces = weight_path(game)
    assert len(pieces) > 10
    for left, right in pairwise(pieces):
        assert left.weights(right.start) == right.weights(right.start)
        assert min(right.weights(right.start)) == 0


def test_what_has_no_path_is_refused() -> None:
    bent = Game.alignment(["a", "b"], 2, [1, 0], [[-1, 0], [0, -1]], [[1, 0], [0, 1]])
    with pytest.raises(InputError, match="do not form one path"):
        weight_path(bent)
    with pytest.raises(InputError, match="empty"):
        weight_path(anes96_game(), 2, 1)
    with pytest.raises(InputError, match="not given by coefficients"):
        weight_path(Game.from_canonical([1, 0], [[1, 0], [0, 1]]))
    with pytest.raises(InputError):
        weight_path(anes96_game(), -1)
