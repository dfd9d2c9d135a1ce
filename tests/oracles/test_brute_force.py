"""The oracle itself, against answers worked out by hand and against its own second road."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.oracles import brute_force as oracle
from tests.oracles.draws import COUNT, REGIMES, drawn

F = Fraction
IDENTITY = [[F(1), F(0)], [F(0), F(1)]]
ZERO = [[F(0), F(0)], [F(0), F(0)]]


@pytest.mark.parametrize("regime", REGIMES)
def test_each_regime_has_its_games(regime: str) -> None:
    assert COUNT >= 200
    assert len(drawn(regime)) == COUNT
    assert all(case.components for case in drawn(regime))


def test_regimes_are_what_they_are_called() -> None:
    weights = {regime: [sorted(case.components[0])[0] for case in drawn(regime)] for regime in REGIMES}
    assert all(min(w) > 0 for w in weights["interior"])
    assert all(min(w) == 0 for w in weights["boundary"])
    assert any(len(case.components[0]) > 1 for case in drawn("degenerate"))
    assert not any(case.is_concave for case in drawn("not_concave"))
    assert all(case.is_concave and len(case.components) > 1 for case in drawn("several_equilibria"))
    assert any(len(part) > 1 for case in drawn("several_equilibria") for part in case.components)
    assert {len(case.b) for case in drawn("one_group")} == {1}
    assert {case.agents for case in drawn("one_agent")} == {1}
    assert not any(
        list(map(list, case.K)) == list(map(list, zip(*case.K, strict=True))) for case in drawn("asymmetric_coupling")
    )


def test_interior_by_hand() -> None:
    # b − w is equal for both groups at w = (3/4, 1/4).
    assert oracle.all_homogeneous((F(1), F(1, 2)), IDENTITY, ZERO) == [frozenset({(F(3, 4), F(1, 4))})]


def test_boundary_by_hand() -> None:
    assert oracle.all_homogeneous((F(2), F(0)), IDENTITY, ZERO) == [frozenset({(F(1), F(0))})]


def test_coordination_has_three() -> None:
    K = [[-x for x in row] for row in IDENTITY]
    points = {(F(1), F(0)), (F(0), F(1)), (F(1, 2), F(1, 2))}
    assert set(oracle.all_homogeneous((F(0), F(0)), ZERO, K)) == {frozenset({point}) for point in points}


def test_where_nothing_matters_the_simplex_is_the_answer() -> None:
    assert oracle.all_homogeneous((F(0), F(0)), ZERO, ZERO) == [frozenset({(F(1), F(0)), (F(0), F(1))})]


def test_two_polytopes_may_share_a_vertex() -> None:
    # g = (−w₃, −w₃, 0)·(−1) …: groups 1 and 2 are twins, group 3 ties with them only where it has no weight.
    M = [[F(0), F(0), F(1)], [F(0), F(0), F(1)], [F(0), F(0), F(0)]]
    found = oracle.complementary_components((F(0), F(0), F(0)), M)
    e1, e2, e3 = (F(1), F(0), F(0)), (F(0), F(1), F(0)), (F(0), F(0), F(1))
    assert set(found) == {frozenset({e1, e2}), frozenset({e3})}


def test_a_tie_below_the_level_makes_no_vertex() -> None:
    # Groups 3 and 4 gain the same in the middle of the segment of 1 and 2, but less than these.
    zero, one = F(0), F(1)
    M = [[zero] * 4, [zero] * 4, [one, zero, zero, zero], [zero, one, zero, zero]]
    ends = frozenset({(one, zero, zero, zero), (zero, one, zero, zero)})
    assert oracle.complementary_components((zero, zero, F(-10), F(-10)), M) == [ends]


def test_definiteness_by_hand() -> None:
    assert oracle.is_positive_definite(IDENTITY)
    assert not oracle.is_positive_definite(ZERO)
    assert oracle.is_positive_semidefinite(ZERO)
    # −11ᵀ is 0 on the tangent space, and −1 on one group of it is not.
    assert oracle.is_positive_semidefinite([[F(-1), F(-1)], [F(-1), F(-1)]])
    assert not oracle.is_positive_semidefinite([[F(-1), F(0)], [F(0), F(0)]])
    # principal minors, not only leading ones
    assert not oracle.is_positive_semidefinite([[F(0), F(0), F(0)], [F(0), F(-1), F(0)], [F(0), F(0), F(0)]])


def test_regret_by_hand() -> None:
    convex = [[F(-1), F(0)], [F(0), F(-1)]]
    half = (F(1, 2), F(1, 2))
    # ½|x|² is 1/2 at a vertex and 1/4 in the middle
    assert oracle.regret((F(0), F(0)), convex, ZERO, half, half) == F(1, 4)
    assert oracle.is_equilibrium((F(0), F(0)), convex, ZERO, (F(1), F(0)))
    assert not oracle.is_equilibrium((F(0), F(0)), convex, ZERO, half)


def test_a_profile_by_hand() -> None:
    # Each of two agents does best where the other is not.
    assert oracle.is_equilibrium_profile((F(0), F(0)), ZERO, IDENTITY, [(1, (F(1), F(0))), (1, (F(0), F(1)))])
    assert not oracle.is_equilibrium_profile((F(0), F(0)), ZERO, IDENTITY, [(2, (F(1), F(0)))])


@pytest.mark.parametrize("regime", REGIMES)
def test_supports_lead_to_the_same_points(regime: str) -> None:
    """Where every solution is isolated and no group waits at the level, nonsingular supports find them all."""
    compared = 0
    for case in drawn(regime):
        points = oracle.support_points(case.b, case.M)
        everything = {w for part in case.components for w in part}
        assert points <= everything or any(len(part) > 1 for part in case.components)
        patterns = [oracle.pattern(case.b, case.M, w) for w in everything]
        if all(len(part) == 1 for part in case.components) and all(s == t for s, t in patterns):
            assert points == everything
            assert len(points) % 2 == 1
            compared += 1
    assert compared > 0
