"""The set of homogeneous equilibria where M ⪰ 0 on T, its bounds, and the multipliers that prove them."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest

from nashsym.errors import InputError
from nashsym.exact.rational import fraction, vector
from nashsym.exact.tangent import lift
from nashsym.game import Game
from nashsym.solvers import continuum
from nashsym.solvers.continuum import optimal_face, range_multipliers, unique_multipliers
from nashsym.solvers.solution import Continuum, Equilibrium
from tests.oracles.draws import Case, drawn
from tests.solvers.games import game_of, mixture_of, seeded, vertices_of, weights

REGIMES = ("interior", "boundary", "degenerate", "one_group", "one_agent")


def monotone(regime: str) -> list[Case]:
    """The cases with H ⪰ 0, K symmetric and M ⪰ 0 on T."""
    forms = [(case, game_of(case).canonical) for case in drawn(regime)]
    return [case for case, form in forms if form.stability.is_positive_semidefinite and form.coupling_is_symmetric]


def vanishes_on_kernel(game: Game, multipliers: list[flint.fmpq]) -> bool:
    columns = [lift(column) for column in game.canonical.stability.kernel]
    return all(sum((t * x for t, x in zip(multipliers, n, strict=True)), flint.fmpq(0)) == 0 for n in columns)


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("bases", [continuum.MAX_CANDIDATE_BASES, 0])
def test_agrees_with_brute_force(regime: str, bases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the vertices are too many to be tried, and linear programmes find some of them."""
    monkeypatch.setattr(continuum, "MAX_CANDIDATE_BASES", bases)
    cases = monotone(regime)
    assert len(cases) >= 170
    for case in cases:
        (expected,) = case.components
        columns = list(zip(*expected, strict=True))
        for w in sorted(expected):
            found = optimal_face(game_of(case), vector(w))
            assert isinstance(found, Continuum) == (len(expected) > 1)
            if isinstance(found, Equilibrium):
                assert found.weights == w
                continue
            assert vertices_of(found) == expected if bases else vertices_of(found) <= expected
            assert found.all_vertices == bool(bases)
            assert found.ranges == tuple((min(column), max(column)) for column in columns)
            if bases == 0:
                monkeypatch.setattr(continuum, "MAX_CANDIDATE_BASES", 2_000)
                whole = optimal_face(game_of(case), vector(w))
                monkeypatch.setattr(continuum, "MAX_CANDIDATE_BASES", 0)
                assert isinstance(whole, Continuum)
                assert found.dimension == whole.dimension


@pytest.mark.parametrize("regime", REGIMES)
def test_multipliers_prove_uniqueness_and_exist_only_then(regime: str) -> None:
    proved = 0
    for case in monotone(regime):
        (expected,) = case.components
        game, points = game_of(case), sorted(expected)
        # from a vertex and from the inside
        assert (unique_multipliers(game, vector(mixture_of(seeded(1), points))) is None) == (len(points) > 1)
        point = Equilibrium(game, vector(points[0]))
        found = unique_multipliers(game, point.vector)
        assert (found is None) == (len(points) > 1)
        if found is None:
            continue
        proved += 1
        assert vanishes_on_kernel(game, found)
        assert all(found[d] == 0 for d in point.support)
        assert all(found[d] > 0 for d in set(point.tight) - set(point.support))
    assert proved > 0


def test_uniqueness_that_only_multipliers_prove() -> None:
    """The kernel of M on T trades group 3 for group 4, which wait at the level with no weight to give."""
    M = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    game = Game.from_canonical([1, 1, "1/2", "1/2"], M, None, 2)
    w = vector([Fraction(1, 2), Fraction(1, 2), 0, 0])
    assert not game.canonical.stability.is_positive_definite
    assert isinstance(optimal_face(game, w), Equilibrium)
    found = unique_multipliers(game, w)
    assert found is not None
    assert found[:2] == [0, 0]
    assert found[2] == found[3] > 0


@pytest.mark.parametrize("regime", REGIMES)
def test_multipliers_prove_the_ranges(regime: str) -> None:
    varying = 0
    for case in monotone(regime):
        (expected,) = case.components
        game, w = game_of(case), sorted(expected)[-1]
        tight = Equilibrium(game, vector(w)).tight
        for d, column in enumerate(zip(*expected, strict=True)):
            varying += min(column) != max(column)
            for sense, sign, extreme in (("upper", 1, max(column)), ("lower", -1, min(column))):
                t = range_multipliers(game, vector(w), d, sense)
                assert vanishes_on_kernel(game, t)
                u = {j: sign * (fraction(t[j]) - (j == d)) for j in tight}
                assert min(u.values()) >= 0
                assert w[d] + sign * sum(u[j] * w[j] for j in tight) == extreme
    assert varying > 0 or regime != "degenerate"


def test_two_identical_groups_share_their_weight() -> None:
    game = Game.from_canonical([0, 0, 1], [[2, 2, 0], [2, 2, 0], [0, 0, 2]], None, 3)
    found = optimal_face(game, vector([Fraction(1, 4), 0, Fraction(3, 4)]))
    assert isinstance(found, Continuum)
    assert found.varying == (0, 1)
    assert found.ranges == (weights(0, "1/4"), weights(0, "1/4"), weights("3/4", "3/4"))
    assert found.representative.weights == (Fraction(1, 8), Fraction(1, 8), Fraction(3, 4))


@pytest.mark.parametrize("pairs", [1, 5, 10, 60])
@pytest.mark.parametrize("bases", [continuum.MAX_CANDIDATE_BASES, 0])
def test_identical_pairs_move_independently(pairs: int, bases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """p pairs have 2ᵖ vertices: all are listed while they are few, and the ranges are exact whatever they are."""
    monkeypatch.setattr(continuum, "MAX_CANDIDATE_BASES", bases)
    groups = 2 * pairs
    H = [[int(i // 2 == j // 2) for j in range(groups)] for i in range(groups)]
    game = Game.from_canonical([0] * groups, H, None, 2)
    found = optimal_face(game, vector([Fraction(1, pairs), 0] * pairs))
    assert isinstance(found, Continuum)
    assert found.all_vertices == (pairs <= 5 and bases > 0)
    assert not found.all_vertices or len(vertices_of(found)) == 2**pairs
    assert found.dimension == pairs
    assert set(found.ranges) == {weights(0, Fraction(1, pairs))}
    assert all(point.level == Fraction(-1, pairs) for point in found.vertices)
    assert found.representative.weights == weights(*[Fraction(1, groups)] * groups)
    for d, sense, bound in ((0, "upper", Fraction(1, pairs)), (1, "lower", Fraction(0))):
        t = range_multipliers(game, found.representative.vector, d, sense)
        assert vanishes_on_kernel(game, t)
        sign = 1 if sense == "upper" else -1
        reached = sum(sign * (fraction(value) - (j == d)) * Fraction(1, groups) for j, value in enumerate(t))
        assert Fraction(1, groups) + sign * reached == bound


def test_refuses_games_that_it_says_nothing_about() -> None:
    w = vector([1, 0])
    asymmetric = Game.from_canonical([0, 0], [[0, 0], [0, 0]], [[0, 1], [0, 0]], 2)
    indefinite = Game.from_canonical([0, 0], [[0, 0], [0, 0]], [[-1, 0], [0, 0]], 2)
    for game in (asymmetric, indefinite):
        with pytest.raises(InputError, match="enumerate them"):
            optimal_face(game, w)
    flat = Game.from_canonical([0, 0], [[0, 0], [0, 0]], None, 2)
    with pytest.raises(InputError, match='"upper" or "lower"'):
        range_multipliers(flat, w, 0, "sideways")
