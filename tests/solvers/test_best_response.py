"""Gap and exact regret, and the homogeneous equilibria where utility is not concave, against brute force."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given

from nashsym.errors import UndecidedError
from nashsym.exact.rational import column_fractions, fractions, vector
from nashsym.game import Game
from nashsym.solvers import best_response
from nashsym.solvers.best_response import (
    exact_regret,
    homogeneous_equilibria_without_concavity,
    is_best_response,
)
from nashsym.solvers.solution import Continuum
from nashsym.theorems.regret import gap
from tests.oracles.brute_force import Vector, complementary_components, inner, is_equilibrium, regret
from tests.oracles.draws import REGIMES, drawn
from tests.solvers.games import game_of, mixture_of, seeded, small_games, vertices_of, weights


def mixture(source: random.Random, groups: int) -> Vector:
    shares = [Fraction(source.choice((0, 0, 1, 2, 3))) for _ in range(groups)]
    shares[source.randrange(groups)] += 1
    return tuple(share / sum(shares) for share in shares)


@pytest.mark.parametrize("regime", REGIMES)
def test_regret_agrees_with_brute_force(regime: str) -> None:
    source, best_ones, others = seeded(1), 0, 0
    cases = drawn(regime)
    assert len(cases) >= 200
    for case in cases:
        form = game_of(case).canonical
        own, mean = mixture(source, form.groups), mixture(source, form.groups)
        found = exact_regret(form, vector(own), vector(mean))
        assert found.value == regret(case.b, case.H, case.K, own, mean)
        # what it names is a best response, and the gap is 0 there whether or not utility is concave
        assert regret(case.b, case.H, case.K, found.best, mean) == 0
        assert gap(form, vector(found.best), vector(mean)) == 0
        assert is_best_response(form, vector(found.best), vector(mean))
        assert is_best_response(form, vector(own), vector(mean)) == (found.value == 0)
        bound = gap(form, own, mean)
        if case.is_concave:
            assert 0 <= found.value <= bound
            assert (found.value == 0) == (bound == 0)
        best_ones, others = best_ones + (found.value == 0), others + (found.value != 0)
    assert best_ones > 0
    assert others > 0 or regime == "one_group"


def test_a_gap_of_zero_is_not_enough_without_concavity() -> None:
    form = Game.from_canonical([0, 0], [[-1, 0], [0, -1]], None, 1).canonical
    half = vector([Fraction(1, 2), Fraction(1, 2)])
    assert gap(form, half, half) == 0
    assert exact_regret(form, half, half).value == Fraction(1, 4)
    assert not is_best_response(form, half, half)


def check(game: Game, found: tuple[object, ...], complete: bool, source: random.Random) -> None:
    """Every point listed is an equilibrium, and every candidate that is one is listed unless said otherwise."""
    form = game.canonical
    b, H, K = column_fractions(form.b), fractions(form.H), fractions(form.K)
    kept = [vertices_of(component) for component in found]  # type: ignore[arg-type]
    assert not any(one < other for one in kept for other in kept)
    assert len(set(kept)) == len(kept)
    listed = {point for part in kept for point in part}
    for part in complementary_components(b, fractions(form.M)):
        points = sorted(part)
        assert {point for point in points if is_equilibrium(b, H, K, point)} == listed & part
        for _ in range(6 if len(points) > 1 else 0):
            among = source.sample(points, source.randint(1, len(points)))
            inside = any(set(among) <= names for names in kept)
            holds = is_equilibrium(b, H, K, mixture_of(source, among))
            assert holds if inside else not (holds and complete)


@pytest.mark.parametrize("regime", ["not_concave", "one_group", "one_agent", "degenerate"])
def test_homogeneous_equilibria_agree_with_brute_force(regime: str) -> None:
    source = seeded(2)
    answers = {"complete": 0, "none": 0, "some": 0, "undecided": 0}
    cases = drawn(regime)
    assert len(cases) >= 200
    for case in cases:
        game = game_of(case)
        found, complete, search = homogeneous_equilibria_without_concavity(game)
        check(game, found, complete, source)
        assert complete == ("a polytope" not in search)
        answers["complete" if complete else "undecided"] += 1
        answers["some" if found else "none"] += 1
    if regime == "not_concave":
        assert min(answers.values()) > 0


@given(game=small_games())
def test_homogeneous_equilibria_of_any_game(game: Game) -> None:
    found, complete, _ = homogeneous_equilibria_without_concavity(game)
    check(game, found, complete, seeded(3))


def test_a_polytope_of_equilibria_without_concavity() -> None:
    """H is negative only towards a third group that nobody wants: the segment of the twins remains, all of it."""
    H = [[0, 0, 0], [0, 0, 0], [0, 0, -1]]
    game = Game.from_canonical([1, 1, 0], H, None, 2)
    assert not game.canonical.concavity.is_positive_semidefinite
    (found,), complete, _ = homogeneous_equilibria_without_concavity(game)
    assert complete
    assert isinstance(found, Continuum)
    assert vertices_of(found) == {weights(1, 0, 0), weights(0, 1, 0)}
    assert inner(found.representative.weights, (Fraction(1), Fraction(1), Fraction(0))) == 1


def test_a_polytope_that_is_too_large_is_said_to_be_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    game = Game.from_canonical([1, 1, 0], [[0, 0, 0], [0, 0, 0], [0, 0, -1]], None, 2)

    def refuse(*_: object) -> bool:
        raise UndecidedError("too large")

    monkeypatch.setattr(best_response, "exceeds_zero_on_product", refuse)
    found, complete, search = homogeneous_equilibria_without_concavity(game)
    assert not complete
    assert "too large" in search
    assert {point for part in found for point in vertices_of(part)} == {weights(1, 0, 0), weights(0, 1, 0)}


def test_beyond_the_cap_regret_is_undecided_unless_utility_is_concave() -> None:
    groups = 13
    own = vector([1] + [0] * (groups - 1))
    identity = [[int(i == j) for j in range(groups)] for i in range(groups)]
    concave = Game.from_canonical([0] * groups, identity, None, 1).canonical
    convex = Game.from_canonical([0] * groups, [[-x for x in row] for row in identity], None, 1).canonical
    assert exact_regret(concave, own, own).value == Fraction(1, 2) - Fraction(1, 2 * groups)
    with pytest.raises(UndecidedError, match="13 groups is undecided"):
        exact_regret(convex, own, own)
    assert exact_regret(convex, own, own, max_groups=13).value == 0
