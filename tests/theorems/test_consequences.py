"""T1, T3 to T6, T14 and T16 to T19: what follows, against best responses found by brute force."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fractions
from nashsym.game import Game
from nashsym.theorems import theorem
from nashsym.theorems.all_equilibria import census
from nashsym.theorems.dynamics import contraction_factor
from nashsym.theorems.instance import Instance, symmetric_gauge
from nashsym.theorems.potential import potential
from nashsym.theorems.regret import gap
from nashsym.theorems.welfare import welfare_optimum_form
from tests.oracles.brute_force import (
    Vector,
    all_homogeneous,
    complementary_components,
    equalising,
    inner,
    is_equilibrium,
    is_equilibrium_profile,
    is_positive_definite,
    is_positive_semidefinite,
    pattern,
    regret,
    support_points,
    total,
)
from tests.oracles.brute_force import product as times
from tests.theorems.best_responses import best_response
from tests.theorems.instances import MINUS, ONE, THREE, TURN, ZERO, alignment, canonical, numbers, scaled
from tests.theorems.strategies import alignment_games, canonical_games, mixtures

HALVES = (Fraction(1, 2), Fraction(1, 2))
LEFT, RIGHT = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))


def mean(profile: Sequence[Vector], without: int) -> Vector:
    others = [w for i, w in enumerate(profile) if i != without]
    return tuple(sum(values, Fraction(0)) / max(len(others), 1) for values in zip(*others, strict=True)) or profile[0]


@given(canonical_games(concave=False), st.data())
def test_t1_and_t14_the_gap_bounds_regret_where_h_is_concave(game: Game, data: st.DataObject) -> None:
    b, H, K = numbers(game.canonical)
    own, others = data.draw(mixtures(game.size)), data.draw(mixtures(game.size))
    most, lost = gap(game.canonical, own, others), regret(b, H, K, own, others)
    assert most >= 0
    assert lost > 0 or most == 0  # "only if" needs no hypothesis
    if theorem("T14").finding(game).holds == "yes":
        assert lost <= most
        assert (lost == 0) == (most == 0)
    elif min(own) > 0:
        assert lost > 0


def test_t14_the_gap_of_a_profile() -> None:
    form = canonical([1, 0], ONE, [[0, 2], [0, 0]]).canonical
    assert gap(form, LEFT, LEFT) == 0  # g = (0, 0)
    assert gap(form, LEFT, RIGHT) == 2  # g = (−2, 0)
    assert gap(form, HALVES) == gap(form, HALVES, HALVES) == 0  # g = (−1/2, −1/2)


def test_t1_and_t14_need_concavity() -> None:
    b, H, K = numbers(canonical([0, 0], MINUS).canonical)
    assert gap(canonical([0, 0], MINUS).canonical, HALVES) == 0 < regret(b, H, K, HALVES, HALVES)
    with pytest.raises(InputError, match="mixture"):
        gap(canonical([0, 0], ONE).canonical, [Fraction(1)] * 2)


@given(canonical_games(concave=False), st.data())
def test_t3_and_t18_agents_differ_only_where_g_allows_it(game: Game, data: st.DataObject) -> None:
    b, H, K = numbers(game.canonical)
    first, second = data.draw(mixtures(game.size)), data.draw(mixtures(game.size))
    profile = [(1, first), (game.agents - 1, second)]
    if first != second and is_equilibrium_profile(b, H, K, profile):
        assert theorem("T3").finding(game).hypotheses[0].verdict == "no"
        assert theorem("T18").finding(game).holds == "no"
    found = [w for part in all_homogeneous(b, H, K) for w in part if is_equilibrium(b, H, K, w)]
    if theorem("T3").finding(game).holds == "yes":
        assert len(found) == 1
    if theorem("T3").finding(game).hypotheses[1].verdict == "yes":
        assert len(found) <= 1


@pytest.mark.parametrize(
    ("game", "profile"),
    [
        (canonical([0, 0], ONE, scaled(2, ONE)), (LEFT, RIGHT)),  # G ≺ 0, M ≻ 0
        (canonical([0, 0], ONE, ONE), (LEFT, RIGHT)),  # G exactly 0
        (canonical([0, 0], ONE, scaled(-2, ONE)), (LEFT, LEFT)),  # M ≺ 0, G ≻ 0
        (canonical([0, 0], ONE, scaled(-2, ONE)), (RIGHT, RIGHT)),
    ],
)
def test_t3_needs_both(game: Game, profile: tuple[Vector, Vector]) -> None:
    b, H, K = numbers(game.canonical)
    assert theorem("T3").finding(game).holds == "no"
    assert is_equilibrium_profile(b, H, K, [(1, profile[0]), (1, profile[1])])
    assert is_equilibrium(b, H, K, HALVES)


@given(canonical_games(concave=False, coupling="gauge"), st.data())
def test_t4_maximisers_of_the_programme_are_the_equilibria(game: Game, data: st.DataObject) -> None:
    finding = theorem("T4").finding(game)
    b, H, K = numbers(game.canonical)
    found = all_homogeneous(b, H, K)
    if finding.hypotheses[0].verdict == "yes":
        assert found != []
        assert all(is_equilibrium(b, H, K, w) for part in found for w in part)
    gauged = symmetric_gauge(game.canonical)
    assert gauged is not None
    c, _, Q = numbers(gauged)
    assert set(complementary_components(c, total(H, Q))) == set(complementary_components(b, total(H, K)))
    if finding.holds == "yes":

        def value(w: Vector) -> Fraction:
            return inner(c, w) - inner(w, times(total(H, Q), w)) / 2

        (polytope,) = found
        assert len({value(w) for w in polytope}) == 1
        best, other = value(next(iter(polytope))), data.draw(mixtures(game.size))
        assert value(other) <= best
        assert (value(other) == best) == is_equilibrium(b, H, K, other)


@given(canonical_games(concave=False, coupling="gauge", agents=1), st.data())
def test_t5_the_potential_moves_as_utilities_do(game: Game, data: st.DataObject) -> None:
    profile = [data.draw(mixtures(game.size)) for _ in range(game.agents)]
    changed = [data.draw(mixtures(game.size)), *profile[1:]]
    gain = game.utility(changed[0], profile[1:]) - game.utility(profile[0], profile[1:])
    assert potential(game.canonical, changed) - potential(game.canonical, profile) == gain
    assert theorem("T5").finding(game).holds == "yes"


def test_t5_a_coupling_that_turns_has_no_potential() -> None:
    game = canonical([0, 0, 0], THREE, TURN)
    vertices = [tuple(Fraction(int(d == e)) for e in range(3)) for d in range(3)]
    # Around a square of unilateral changes the gains do not add up to 0.
    walk = [(0, 0), (1, 0), (1, 2), (0, 2), (0, 0)]
    gains = Fraction(0)
    for (i, j), (k, m) in pairwise(walk):
        before, after = (vertices[i], vertices[j]), (vertices[k], vertices[m])
        mover = 0 if i != k else 1
        gains += game.utility(after[mover], [after[1 - mover]]) - game.utility(before[mover], [before[1 - mover]])
    assert gains != 0
    with pytest.raises(InputError, match="potential"):
        potential(game.canonical, vertices[:2])
    with pytest.raises(InputError, match="1 mixtures for 2"):
        potential(canonical([0, 0], ONE).canonical, [HALVES])


@pytest.mark.parametrize(
    ("coupling", "words"), [(Fraction(1, 2), "No specialisation"), (1, "can differ"), (2, "Agents specialise")]
)
def test_t6_agents_specialise_iff_g_allows_it(coupling: Fraction, words: str) -> None:
    game = canonical([0, 0], ONE, scaled(coupling, ONE))
    b, H, K = numbers(game.canonical)
    finding = theorem("T6").finding(game)
    assert finding.holds == "yes"
    assert words in finding.conclusion
    grid = [(Fraction(k, 6), 1 - Fraction(k, 6)) for k in range(7)]
    different = [(v, w) for v, w in product(grid, grid) if v != w and is_equilibrium_profile(b, H, K, [(1, v), (1, w)])]
    assert (different != []) == (coupling >= 1)
    if coupling > 1:
        assert all(min(v) == 0 or min(w) == 0 for v, w in different)
        assert max(potential(game.canonical, pair) for pair in different) > potential(game.canonical, [HALVES] * 2)


@given(canonical_games(coupling="gauge", agents=1), st.data())
def test_t16_simultaneous_best_response_contracts_by_the_factor(game: Game, data: st.DataObject) -> None:
    b, H, K = numbers(game.canonical)
    assume(is_positive_definite(H))
    factor = contraction_factor(Instance(game))
    assert factor is not None
    assert factor.upper is not None
    finding = theorem("T16").finding(game)
    assert factor.lower <= factor.upper <= factor.lower * Fraction(1001, 1000)
    assert finding.holds == "no" or factor.lower < 1
    assert finding.holds == "yes" or factor.upper >= 1
    means = [data.draw(mixtures(game.size)) for _ in range(2)]
    first, second = (best_response(tuple(x - y for x, y in zip(b, times(K, m), strict=True)), H) for m in means)

    def squared(v: Vector, w: Vector) -> Fraction:
        d = tuple(x - y for x, y in zip(v, w, strict=True))
        return inner(d, times(H, d))

    assert squared(first, second) <= factor.upper**2 * squared(*means)


def test_t16_a_unique_equilibrium_may_cycle() -> None:
    game = canonical([0, 0], ONE, scaled("3/2", ONE), agents=3)
    assert theorem("T3").finding(game).holds == "yes"
    finding = theorem("T16").finding(game)
    assert [hypothesis.verdict for hypothesis in finding.hypotheses] == ["yes", "yes", "yes", "no"]
    assert "although there is exactly one equilibrium" in finding.conclusion
    assert finding.quantities == (("factor per round of simultaneous best response", "exactly 3/2"),)
    _, H, K = numbers(game.canonical)
    assert best_response(tuple(-x for x in times(K, LEFT)), H) == RIGHT
    assert best_response(tuple(-x for x in times(K, RIGHT)), H) == LEFT


def welfare(game: Game, w: Vector) -> Fraction:
    return game.utility(w, [w] * (game.agents - 1))


@given(alignment_games(concave=False), st.data())
def test_t17_the_optimum_is_the_equilibrium_of_the_changed_game(game: Game, data: st.DataObject) -> None:
    form = welfare_optimum_form(game)
    b, H, K = numbers(form)
    W = total(H, K)
    finding = theorem("T17").finding(game)
    assert (finding.hypotheses[2].verdict == "yes") == is_positive_semidefinite(W)
    other = data.draw(mixtures(game.size))
    if is_positive_semidefinite(W):
        (best,) = complementary_components(b, W)
        assert len({welfare(game, w) for w in best}) == 1
        assert welfare(game, other) <= welfare(game, next(iter(best)))
    if finding.holds == "yes":
        weight = game.coefficients["diversity"] * (2 if game.diversity == "similarity" else 1)
        c, L, Q = numbers(game.with_coefficients(diversity=weight).canonical)
        assert all(is_equilibrium(c, L, Q, w) for w in best)


@pytest.mark.parametrize(
    ("game", "equilibrium"),
    [
        (alignment(C=ZERO, S=MINUS), True),  # H = 0 ⪰ 0, but welfare is convex
        (alignment("distance", C=MINUS, S=scaled(-2, ONE)), True),  # H ≻ 0, but M ≺ 0
        (alignment(C=MINUS, S=scaled(2, ONE)), False),  # welfare is concave, but H is not
    ],
)
def test_t17_needs_concave_welfare_and_concave_utilities(game: Game, equilibrium: bool) -> None:
    """MODEL T17 names only H ⪰ 0 on T, and that for the distance form: these games are why both stand here."""
    weight = game.coefficients["diversity"] * (2 if game.diversity == "similarity" else 1)
    b, H, K = numbers(game.with_coefficients(diversity=weight).canonical)
    assert is_equilibrium(b, H, K, HALVES) == equilibrium
    assert (welfare(game, HALVES) < welfare(game, LEFT)) == equilibrium
    assert theorem("T17").finding(game).holds == "no"


def test_t17_the_optimum_of_both_forms() -> None:
    given: dict[str, Any] = {"a": (1, 0), "C": ONE, "S": scaled("1/4", ONE)}
    similarity, distance = (
        welfare_optimum_form(alignment(**given)),
        welfare_optimum_form(alignment("distance", **given)),
    )
    assert fractions(similarity.M) == scaled("5/2", ONE)  # 2C + 2S
    assert fractions(distance.M) == scaled(2, ONE)  # 2C


def test_t17_is_not_known_without_inputs() -> None:
    with pytest.raises(InputError, match="welfare"):
        welfare_optimum_form(canonical([0, 0], ONE))


@given(canonical_games(concave=False))
def test_t19_a_census_finds_all_and_an_odd_number_where_none_is_degenerate(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    M = total(H, K)
    found = census(game.canonical)
    points = {column_fractions(w) for w in found.points}
    everything = complementary_components(b, M)
    touching = any(len(part) > 1 for part in everything)
    for part in everything:
        for w in part:
            support, tight = pattern(b, M, w)
            touching = touching or support != tight or equalising(b, M, sorted(support)) is None
    assert (found.degenerate is not None) == touching
    assert points <= support_points(b, M)
    if not touching:
        assert points == {w for part in everything for w in part}
        assert len(points) % 2 == 1
    finding = theorem("T19").finding(game)
    if finding.holds == "yes":
        assert finding.quantities == (("homogeneous equilibria", str(len(everything))),)


def test_t19_needs_concavity_for_an_odd_number() -> None:
    """MODEL T19 does not name H ⪰ 0 on T: here G ≻ 0, none is degenerate, and there are two equilibria."""
    game = canonical([0, 0], MINUS, scaled(-2, ONE))
    b, H, K = numbers(game.canonical)
    finding = theorem("T19").finding(game)
    assert [hypothesis.verdict for hypothesis in finding.hypotheses] == ["yes", "no", "yes"]
    found = {column_fractions(w) for w in census(game.canonical).points}
    assert found == {LEFT, RIGHT, HALVES}
    assert {w for w in found if is_equilibrium(b, H, K, w)} == {LEFT, RIGHT}


def test_t19_says_where_it_stops() -> None:
    size = 11
    identity = [[int(d == e) for d in range(size)] for e in range(size)]
    finding = theorem("T19").finding(canonical([0] * size, identity, scaled(-2, identity)))
    assert finding.holds == "undecided"
    assert "above D = 10" in finding.hypotheses[2].quantity
