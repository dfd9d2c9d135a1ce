"""The path along a coefficient, against brute force at rationals of every piece."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.data.survey import anes96_game
from nashsym.errors import InputError, UndecidedError
from nashsym.exact.rational import column_fractions, fractions
from nashsym.exact.real_roots import RealRoot, rational_between
from nashsym.game import COEFFICIENTS, Game
from nashsym.phase.along.coefficient_line import CoefficientLine
from nashsym.phase.along.definite_range import concave_range, stable_range
from nashsym.phase.along.exact_equilibrium import equilibrium_at
from nashsym.phase.along.path import coefficient_path
from tests.oracles.brute_force import is_positive_definite, is_positive_semidefinite, support_points
from tests.steering.strategies import alignment_games

games = st.one_of(alignment_games("similarity"), alignment_games("distance"))
names = st.sampled_from(COEFFICIENTS)
NEAR = Fraction(1, 10**12)
SCAN = [Fraction(0), *(Fraction(3) ** power / 64 for power in range(-2, 9)), Fraction(1), Fraction(1, 2)]


def inside(piece_start: RealRoot, piece_end: RealRoot | None) -> Iterator[Fraction]:
    """Yield rationals inside a piece: in the middle and near both ends."""
    middle = rational_between(piece_start, piece_end)
    yield middle
    yield rational_between(piece_start, RealRoot.of(middle))
    yield rational_between(RealRoot.of(middle), piece_end)


@given(games, names)
def test_every_piece_holds_the_equilibrium_that_brute_force_finds(game: Game, name: str) -> None:
    line = CoefficientLine.of(game, name)
    path = coefficient_path(game, name)
    for left, right in pairwise(path):
        assert left.end == right.start
        assert left.support != right.support
    for piece in path:
        for value in inside(piece.start, piece.end):
            b, M = column_fractions(line.b(value)), fractions(line.M(value))
            (point,) = support_points(b, M)
            assert piece.weights(value) == point
            assert piece.support == tuple(d for d, weight in enumerate(point) if weight > 0)
            assert column_fractions(equilibrium_at(line.b(value), line.M(value), [0])) == point


@given(games, names)
def test_the_ranges_are_those_where_brute_force_says_definite(game: Game, name: str) -> None:
    line = CoefficientLine.of(game, name)
    stable, concave = stable_range(line), concave_range(line)
    ends = [part for found in (stable, concave) if found for part in (found.start, found.end) if part is not None]
    nearby = [value for end in ends for value in end.enclose(Fraction(1, 10**6))]
    for value in [*SCAN, line.current, *(value for value in nearby if value >= 0)]:
        here = RealRoot.of(value)
        assert (stable is not None and here in stable) == is_positive_definite(fractions(line.M(value)))
        if concave is not None:
            assert (here in concave) == is_positive_semidefinite(fractions(line.H(value)))
    assert (concave is None) == (not is_positive_semidefinite(fractions(line.H(line.current))))


@given(games, names)
def test_a_path_between_two_values_is_the_part_of_the_whole_path(game: Game, name: str) -> None:
    whole, low, high = coefficient_path(game, name), Fraction(1, 3), Fraction(7, 2)
    part = coefficient_path(game, name, low, high)
    assert len(part) <= len(whole)
    for piece in part:
        assert piece.start.compare(low) >= 0
        assert piece.end is not None
        assert piece.end.compare(high) <= 0
        value = rational_between(piece.start, piece.end)
        (same,) = (
            other
            for other in whole
            if other.start.compare(value) < 0 and (other.end is None or other.end.compare(value) > 0)
        )
        assert same.weights(value) == piece.weights(value)


@given(games, names)
def test_at_and_around_each_breakpoint_the_path_is_what_solving_gives(game: Game, name: str) -> None:
    line = CoefficientLine.of(game, name)

    def solved(value: Fraction) -> tuple[Fraction, ...]:
        (point,) = support_points(column_fractions(line.b(value)), fractions(line.M(value)))
        return tuple(point)

    for left, right in pairwise(coefficient_path(game, name)):
        root = right.start
        # Nearer than any other breakpoint: the pieces are longer than what encloses their common end.
        before = rational_between(max(left.start, RealRoot.of(root.enclose(NEAR)[0] - NEAR)), root)
        beyond = RealRoot.of(root.enclose(NEAR)[1] + NEAR)
        after = rational_between(root, beyond if right.end is None else min(right.end, beyond))
        assert left.weights(before) == solved(before)
        assert right.weights(after) == solved(after)
        if root.rational is not None:
            assert left.weights(root.rational) == right.weights(root.rational) == solved(root.rational)
        for d in set(left.support) ^ set(right.support):
            inside, outside = (left, right) if d in left.support else (right, left)
            assert root.is_root_of(inside.numerators[d])
            assert root.is_root_of(outside.shortfalls[d])


def test_the_survey_serves_everybody_from_a_consistency_on() -> None:
    path = coefficient_path(anes96_game(), "consistency")
    assert [piece.support for piece in path] == [(2, 4), (2, 3, 4), (1, 2, 3, 4), (0, 1, 2, 3, 4)]
    assert path[-1].end is None
    assert [piece.denominator.degree() for piece in path] == [1, 2, 3, 4]
    assert [round(float(piece.start), 4) for piece in path] == [0, 0.1464, 0.2008, 0.314]


def test_attractiveness_gives_affine_pieces_with_rational_ends() -> None:
    for piece in coefficient_path(anes96_game(), "attractiveness"):
        assert piece.denominator.degree() == 0
        assert max(poly.degree() for poly in piece.numerators) <= 1
        assert piece.start.rational is not None


def test_what_does_not_fit_is_refused() -> None:
    game = anes96_game()
    with pytest.raises(InputError, match="no coefficient is named 'fun'"):
        coefficient_path(game, "fun")
    with pytest.raises(InputError, match="empty"):
        coefficient_path(game, "diversity", 2, 1)
    with pytest.raises(InputError, match="no coefficients to change"):
        coefficient_path(Game.from_canonical([1, 0], [[1, 0], [0, 1]]), "diversity")
    size = 61
    large = Game.alignment(
        [f"g{d}" for d in range(size)],
        2,
        [1] * size,
        [[int(i == j) for i in range(size)] for j in range(size)],
        coefficients=[1, 1, 0],
    )
    with pytest.raises(UndecidedError, match="61 groups"):
        coefficient_path(large, "consistency")


def test_an_interval_beyond_the_range_has_no_path() -> None:
    game = Game.alignment(["a", "b"], 3, [1, 0], [[1, 0], [0, 1]], [[-1, 0], [0, -1]], coefficients=[1, 1, 1])
    assert [piece.end.rational for piece in coefficient_path(game, "diversity") if piece.end][-1] == 2
    assert coefficient_path(game, "diversity", 2, 5) == ()


def test_the_active_set_refuses_what_it_can_not_solve() -> None:
    line = CoefficientLine.of(anes96_game(), "diversity")
    with pytest.raises(ValueError, match="empty"):
        equilibrium_at(line.b(Fraction(1)), line.M(Fraction(1)), [])
    with pytest.raises(ValueError, match="not positive definite"):
        equilibrium_at(line.b(Fraction(1)), 0 * line.M(Fraction(1)), [0, 1])
