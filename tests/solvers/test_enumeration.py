"""The enumeration finds every homogeneous equilibrium, once: brute force says the same in every regime."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from nashsym.errors import UndecidedError
from nashsym.exact.rational import fractions
from nashsym.game import Game
from nashsym.limits import MAX_GROUPS_SUPPORT_ENUMERATION
from nashsym.solvers.enumeration import enumerate_homogeneous
from nashsym.solvers.solution import Continuum, Equilibrium
from tests.oracles.brute_force import complementary_components, is_complementary, rank
from tests.oracles.draws import REGIMES, drawn
from tests.solvers.games import game_of, small_games, vertex_sets, weights


@pytest.mark.parametrize("regime", REGIMES)
def test_agrees_with_brute_force(regime: str) -> None:
    cases = drawn(regime)
    assert len(cases) >= 200
    for case in cases:
        found = enumerate_homogeneous(game_of(case))
        assert vertex_sets(found.components) == sorted(map(sorted, case.components))
        assert found.supports_examined == 2 ** len(case.b) - 1


@given(game=small_games())
def test_agrees_on_any_game(game: Game) -> None:
    form = game.canonical
    b = tuple(row[0] for row in fractions(form.b))
    assert vertex_sets(enumerate_homogeneous(game).components) == sorted(
        map(sorted, complementary_components(b, fractions(form.M)))
    )


@pytest.mark.parametrize("regime", ["degenerate", "several_equilibria", "asymmetric_coupling", "one_agent"])
def test_continua_say_what_they_are(regime: str) -> None:
    seen = 0
    for case in drawn(regime):
        for part in enumerate_homogeneous(game_of(case)).components:
            if not isinstance(part, Continuum):
                continue
            seen += 1
            points = [point.weights for point in part.vertices]
            differences = [[x - y for x, y in zip(point, points[0], strict=True)] for point in points[1:]]
            assert part.dimension == rank(differences) >= 1
            assert part.all_vertices
            assert part.ranges == tuple((min(column), max(column)) for column in zip(*points, strict=True))
            assert is_complementary(case.b, case.M, part.representative.weights)
            # inside: everything that some vertex serves is served
            assert set(part.representative.support) == {d for point in part.vertices for d in point.support}
    assert seen > 0


@pytest.mark.parametrize("column", [(1, -1), (0, 0), (2, 1)])
@pytest.mark.parametrize("others", [[(1, -1)], [(1, -1), (2, -2)], [(1, -1), (-1, 1)]])
def test_a_vertex_in_the_middle_of_a_face(column: tuple[int, int], others: list[tuple[int, int]]) -> None:
    """Groups 1 and 2 gain the same; others let only the part of their segment be that has w₁ ≥ w₂, or the middle."""
    size = 2 + len(others)
    K = [[0, 0, *[column[0]] * len(others)], [0, 0, *[column[1]] * len(others)]]
    K += [[*pair, *[5] * len(others)] for pair in others]
    found = enumerate_homogeneous(Game.from_canonical([0] * size, [[0] * size] * size, K, 2)).components
    M = [[Fraction(value) for value in row] for row in K]
    expected = complementary_components(weights(*[0] * size), M)
    assert vertex_sets(found) == sorted(map(sorted, expected))
    middle = weights("1/2", "1/2", *[0] * len(others))
    assert any(middle in part for part in expected)
    assert all(
        len({point.weights for point in part.vertices}) == len(part.vertices)
        for part in found
        if isinstance(part, Continuum)
    )


def test_every_support_of_a_coordination_game() -> None:
    groups = MAX_GROUPS_SUPPORT_ENUMERATION
    K = [[-int(i == j) for j in range(groups)] for i in range(groups)]
    found = enumerate_homogeneous(Game.from_canonical([0] * groups, [[0] * groups] * groups, K, 2))
    assert len(found.components) == 2**groups - 1
    assert {part.support for part in found.components if isinstance(part, Equilibrium)} == {
        tuple(d for d in range(groups) if mask >> d & 1) for mask in range(1, 2**groups)
    }


def test_the_whole_simplex() -> None:
    groups = MAX_GROUPS_SUPPORT_ENUMERATION
    found = enumerate_homogeneous(Game.from_canonical([0] * groups, [[0] * groups] * groups, None, 2))
    (whole,) = found.components
    assert isinstance(whole, Continuum)
    assert (whole.dimension, len(whole.vertices)) == (groups - 1, groups)


def test_beyond_the_bound_nothing_is_claimed() -> None:
    game = Game.from_canonical([0] * 3, [[0] * 3] * 3, None, 2)
    with pytest.raises(UndecidedError, match="3 groups were not enumerated; the bound is 2 groups"):
        enumerate_homogeneous(game, max_groups=2)
