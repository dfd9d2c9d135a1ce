"""Heterogeneous equilibria: exact, checked from the definition, and found wherever T6 says that there is one."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from nashsym.exact.rational import vector
from nashsym.game import Game
from nashsym.solvers import clusters, specialisation
from nashsym.solvers.clusters import Cluster, heterogeneous_profile, settle_clusters
from nashsym.solvers.solution import Profile
from nashsym.solvers.specialisation import heterogeneous_equilibrium
from tests.oracles.brute_force import Vector, is_equilibrium_profile, is_positive_definite, product, total
from tests.oracles.draws import Rows, drawn
from tests.solvers.games import game_of, seeded, weights

COUNT = 200


def gram(source: random.Random, groups: int, factor: int = 1) -> Rows:
    F = [[source.randint(-3, 3) for _ in range(groups)] for _ in range(groups)]
    return tuple(tuple(Fraction(factor * sum(x * y for x, y in zip(u, v, strict=True))) for v in F) for u in F)


def interior_games(source: random.Random, count: int) -> list[tuple[Vector, Rows, Rows, int]]:
    """Games with K symmetric, M ≻ 0 on T, an interior w⁎, and G not ≻ 0 on T."""
    found: list[tuple[Vector, Rows, Rows, int]] = []
    while len(found) < count:
        groups, agents = source.randint(2, 4), source.choice((2, 2, 3, 4, 5, 7, 12, 1000))
        H, K = gram(source, groups), gram(source, groups, 3)
        M = total(H, K)
        G = [[h - k / (agents - 1) for h, k in zip(*rows, strict=True)] for rows in zip(H, K, strict=True)]
        if not is_positive_definite(M) or is_positive_definite(G):
            continue
        weights = [Fraction(source.randint(1, 5)) for _ in range(groups)]
        found.append((product(M, [weight / sum(weights) for weight in weights]), H, K, agents))
    return found


def check(profile: Profile, b: Vector, H: Rows, K: Rows, agents: int) -> None:
    assert sum(count for count, _ in profile) == agents
    assert len({w for _, w in profile}) == len(profile) >= 2
    assert is_equilibrium_profile(b, H, K, profile)


def test_found_wherever_the_theorem_has_one() -> None:
    games = interior_games(seeded(6), COUNT)
    assert len(games) >= 200
    assert {2, 3, 1000} <= {agents for *_, agents in games}
    for b, H, K, agents in games:
        found = heterogeneous_equilibrium(Game.from_canonical(b, H, K, agents))
        assert found is not None
        check(found, b, H, K, agents)


@pytest.mark.parametrize("regime", ["boundary", "degenerate", "several_equilibria", "asymmetric_coupling"])
def test_what_is_found_elsewhere_is_an_equilibrium(regime: str) -> None:
    found = 0
    for case in drawn(regime):
        game = game_of(case)
        profile = heterogeneous_equilibrium(game)
        if game.canonical.unity is not None and game.canonical.unity.is_positive_definite:
            assert profile is None
        elif profile is not None:
            found += 1
            check(profile, case.b, case.H, case.K, case.agents)
    assert found > 0


def test_two_agents_in_two_niches() -> None:
    game = Game.from_canonical([0, 0], [[1, 0], [0, 1]], [[3, 0], [0, 3]], 2)
    assert heterogeneous_equilibrium(game) == ((1, weights(1, 0)), (1, weights(0, 1)))


def test_where_G_vanishes_the_answer_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """H = K/(N−1): any profile with the right mean will do, and no float is looked at."""
    monkeypatch.setattr(specialisation, "_searched", lambda *_: pytest.fail("floats were asked"))
    b, H, K = (Fraction(0), Fraction(0)), ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))), 2
    game = Game.from_canonical(b, H, [[K, 0], [0, K]], 3)
    found = heterogeneous_equilibrium(game)
    assert found == (
        (1, (Fraction(3, 4), Fraction(1, 4))),
        (1, (Fraction(1, 2),) * 2),
        (1, (Fraction(1, 4), Fraction(3, 4))),
    )
    check(found, b, H, ((Fraction(2), Fraction(0)), (Fraction(0), Fraction(2))), 3)


def test_the_step_apart_leaves_out_who_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third group waits just below the level, and a long step would bring it in."""
    monkeypatch.setattr(specialisation, "_searched", lambda *_: pytest.fail("floats were asked"))
    K = [[1, 0, 0], [0, 1, 0], ["-9/2", "9/2", 1]]
    game = Game.from_canonical([0, 0, -2], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], K, 2)
    found = heterogeneous_equilibrium(game)
    assert found is not None
    form = game.canonical
    rows = tuple(tuple(Fraction(str(form.K[i, j])) for j in range(3)) for i in range(3))
    identity = tuple(tuple(Fraction(int(i == j)) for j in range(3)) for i in range(3))
    check(found, weights(0, 0, -2), identity, rows, 2)


@pytest.mark.parametrize(
    ("agents", "H", "K"),
    [
        (1, [[1, 0], [0, 1]], [[0, 0], [0, 0]]),  # nobody to differ from
        (3, [[1, 0], [0, 1]], [[1, 0], [0, 1]]),  # G ≻ 0
        (2, [[-1, 0], [0, -1]], [[0, 0], [0, 0]]),  # H not ⪰ 0: a gap of 0 would prove nothing
    ],
)
def test_none_where_there_is_nothing_to_look_for(agents: int, H: list[list[int]], K: list[list[int]]) -> None:
    assert heterogeneous_equilibrium(Game.from_canonical([0, 0], H, K, agents)) is None


def test_none_for_more_groups_than_are_searched() -> None:
    groups = specialisation._MOST_GROUPS + 1
    K = [[3 * int(i == j) for j in range(groups)] for i in range(groups)]
    H = [[int(i == j) for j in range(groups)] for i in range(groups)]
    assert heterogeneous_equilibrium(Game.from_canonical([0] * groups, H, K, 2)) is None


@pytest.mark.parametrize(
    "played",
    [
        [(2, (1, 0))],  # homogeneous
        [(1, (1, 0)), (1, (1, 0))],  # homogeneous, said twice
        [(1, (2, -1)), (1, (0, 1))],  # not in the simplex
        [(1, (1, 1)), (1, (0, 1))],
        [(1, (1, 0)), (1, ("1/2", "1/2"))],  # the second would rather play the second group alone
    ],
)
def test_profiles_that_are_no_answer(played: list[tuple[int, tuple[object, ...]]]) -> None:
    form = Game.from_canonical([0, 0], [[1, 0], [0, 1]], [[3, 0], [0, 3]], 2).canonical
    exact = [(count, vector([Fraction(str(x)) for x in weights])) for count, weights in played]
    assert heterogeneous_profile(form, exact) is None
    assert heterogeneous_profile(form, [(1, vector([1, 0])), (1, vector([0, 1]))]) is not None


def test_a_linear_programme_chooses_where_the_equations_do_not() -> None:
    """The first two groups are twins: agents that split them differently are what is left to choose."""
    zero, one = Fraction(0), Fraction(1)
    H, K = ((zero,) * 3,) * 3, ((one, one, zero), (one, one, zero), (zero, zero, one))
    game = Game.from_canonical([0, 0, 0], H, K, 4)
    mixed = [Cluster(2, np.array([x, 0.5 - x, 0.5]), (0, 1, 2)) for x in (0.1, 0.4)]
    found = settle_clusters(game.canonical, mixed)
    assert found == ((2, (Fraction(1, 2), zero, Fraction(1, 2))), (2, (zero, Fraction(1, 2), Fraction(1, 2))))
    check(found, (zero,) * 3, H, K, 4)


def test_wrong_proposals_come_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    game = Game.from_canonical([0, 0], [[1, 0], [0, 1]], [[3, 0], [0, 3]], 2)
    same = [Cluster(1, np.array([0.0, 1.0]), (1,)), Cluster(1, np.array([0.0, 1.0]), (1,))]
    assert settle_clusters(game.canonical, same) is None
    monkeypatch.setattr(clusters, "_MOST_WEIGHTS_OF_A_PROGRAMME", 0)
    flat = Game.from_canonical([0, 0], [[0, 0], [0, 0]], [[1, 0], [0, 1]], 4)
    assert settle_clusters(flat.canonical, [Cluster(2, np.array([0.5, 0.5]), (0, 1))] * 2) is None
