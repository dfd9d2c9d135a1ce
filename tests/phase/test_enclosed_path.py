"""The path along λ_A in floats: every piece is one of the exact path, within what is proved of it."""

from __future__ import annotations

import math
from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import event, example, given

from nashsym.data.survey import anes96_game
from nashsym.errors import InputError, UndecidedError
from nashsym.exact.rational import vector
from nashsym.exact.systems import marginals
from nashsym.game import Game
from nashsym.phase.enclosed_path import EnclosedPath, enclosed_path
from nashsym.phase.paths import AffinePiece, path_matrices, weight_path

SMALL = st.fractions(-2, 2, max_denominator=3)
ONES = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


@st.composite
def games(draw: st.DrawFn, ridge: Fraction = Fraction(1)) -> Game:
    """Draw a game with one path; attractions are often alike, so that breakpoints coincide."""
    size = draw(st.integers(1, 5))
    a = draw(st.lists(st.sampled_from([0, 0, 1, 1, 2, Fraction(1, 3)]), min_size=size, max_size=size))
    rows = draw(st.lists(st.lists(SMALL, min_size=size, max_size=size), min_size=0, max_size=size))
    C = [[sum((r[d] * r[e] for r in rows), (d == e) * ridge) for e in range(size)] for d in range(size)]
    S = [[draw(st.sampled_from([0, 0, 1])) if d == e else 0 for e in range(size)] for d in range(size)]
    return Game.alignment([f"g{d}" for d in range(size)], draw(st.integers(1, 4)), a, C, S)


def hold(path: EnclosedPath, pieces: tuple[AffinePiece, ...]) -> None:
    """Assert that each piece of floats is proved where it may be, and errs by no more than it says."""
    known = {piece.support: piece for piece in pieces}
    assert len(path) > 0
    for place in range(len(path)):
        exact = known[tuple(np.flatnonzero(path.support[place]).tolist())]
        low, high = path.proved[place]
        assert exact.start <= Fraction(low)
        assert exact.end is None or Fraction(high) <= exact.end
        for value in (low, low + 1.0 if math.isinf(high) else high):
            at = Fraction(value)
            for d, weight in enumerate(exact.weights(at)):
                said = Fraction(path.base[place, d]) + at * Fraction(path.slope[place, d])
                assert abs(weight - said) <= Fraction(path.errors[place, 0]) + at * Fraction(path.errors[place, 1])
        whole = path.exact(place)
        assert (whole.support, whole.end, whole.base, whole.slope) == (
            exact.support,
            exact.end,
            exact.base,
            exact.slope,
        )
        assert whole.start <= exact.start


def is_tied(game: Game, piece: AffinePiece) -> bool:
    """Whether some group at 0 is as good as those that are served, inside a piece."""
    value = piece.start + 1 if piece.end is None else (piece.start + piece.end) / 2
    form = game.with_coefficients(attractiveness=value).canonical
    gains = marginals(form.b, form.M, vector(piece.weights(value))).entries()
    return len([gain for gain in gains if gain == max(gains)]) > len(piece.support)


@given(games())
@example(Game.alignment(list("ab"), 1, [0, 0], [[2, 2], [2, 5]], coefficients=[1, 1, 0]))
@example(Game.alignment(list("abc"), 2, [2, 1, 1], ONES, ONES))
@example(Game.alignment(list("abc"), 2, [1, 1, 1], ONES, ONES))
def test_each_piece_is_one_of_the_exact_path(game: Game) -> None:
    pieces = weight_path(game)
    try:
        path = enclosed_path(game)
    except UndecidedError:
        # Nothing is proved where on every piece some group at 0 is as good as those served.
        assert all(is_tied(game, piece) for piece in pieces)
        return
    event(f"{len(path)} of {len(pieces)} pieces")
    hold(path, pieces)
    pull = path_matrices(game)[1].entries()
    if sum(value == max(pull) for value in pull) == 1:
        # Where several attract most, only a part of the last piece is proved.
        assert math.isinf(path.proved[-1, 1])
    assert (path.enclosures[:, 0] <= path.enclosures[:, 1]).all()


@given(st.sampled_from([Fraction(1, 10**3), Fraction(1, 10**6), Fraction(1, 10**9)]).flatmap(games))
def test_near_singular_matrices_widen_what_is_said_of_the_errors(game: Game) -> None:
    try:
        path = enclosed_path(game)
    except UndecidedError:
        event("undecided")
        return
    event(f"{len(path)} pieces")
    hold(path, weight_path(game))


def test_the_breakpoints_are_those_of_the_rationals_and_are_enclosed() -> None:
    game = anes96_game()
    path, pieces = enclosed_path(game), weight_path(game)
    exact = [piece.start for piece in pieces[1:]]
    assert len(path) == len(pieces)
    for (low, high), value in zip(path.enclosures, exact, strict=True):
        assert Fraction(low) <= value <= Fraction(high)
        assert high - low < 1e-12 * high
    assert path.breakpoints == pytest.approx([float(value) for value in exact], rel=1e-12)


@pytest.mark.parametrize("size", [30, 120])
def test_hundreds_of_pieces_hold_together(size: int) -> None:
    """Updates of rank 1 err: what they have lost is taken back, or said."""
    random = np.random.default_rng(size)
    answers = random.integers(0, 10, (size, 3 * size))
    game = Game.alignment(
        [f"g{d}" for d in range(size)],
        4,
        random.integers(0, 10_000, size).tolist(),
        np.diag(random.integers(1, 20, size)).tolist(),
        (answers @ answers.T).tolist(),
    )
    path = enclosed_path(game)
    assert len(path) > size // 4
    assert (path.enclosures[:, 1] - path.enclosures[:, 0] < 1e-6 * path.enclosures[:, 1]).all()
    assert (np.abs(np.diff(path.support.astype(int), axis=0)).sum(axis=1) == 1).all()
    for place in (0, len(path) // 2, len(path) - 2):
        exact = path.exact(place)
        assert exact.end is not None
        low, high = path.enclosures[place]
        assert Fraction(low) <= exact.end <= Fraction(high)


def test_an_interval_is_part_of_the_path() -> None:
    game = anes96_game()
    part = enclosed_path(game, 1, 2)
    assert part.proved[0, 0] == 1
    assert part.proved[-1, 1] == 2
    assert [int(row.sum()) for row in part.support] == [4, 3, 2]
    hold(part, weight_path(game))


def test_what_has_no_path_is_refused() -> None:
    with pytest.raises(InputError, match="empty"):
        enclosed_path(anes96_game(), 2, 1)
    concave = Game.alignment(["a", "b"], 2, [1, 0], [[-1, 0], [0, -1]], [[1, 0], [0, 1]])
    with pytest.raises(InputError, match="do not form one path"):
        enclosed_path(concave)


def test_what_floats_can_not_prove_is_said() -> None:
    tiny = Fraction(1, 10**30)
    game = Game.alignment(list("abc"), 1, [1, 0, 0], [[1, 1, 0], [1, 1 + tiny, 0], [0, 0, 1]], coefficients=[1, 1, 0])
    with pytest.raises(UndecidedError, match="weight_path"):
        enclosed_path(game)
    assert weight_path(game)
