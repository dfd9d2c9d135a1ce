"""T7, T9 to T12 and T17: how each conclusion fails without a hypothesis."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, matrix, vector
from nashsym.game import Game
from nashsym.theorems.design import design
from nashsym.theorems.diversity_limit import diversity_bounds
from nashsym.theorems.statics import statics_on_face
from nashsym.theorems.tangent_response import tangent_response
from nashsym.theorems.welfare import welfare_optimum_form
from tests.oracles.brute_force import (
    Vector,
    all_homogeneous,
    complementary_components,
    is_positive_definite,
    is_positive_semidefinite,
    marginals,
    pattern,
    total,
)
from tests.theorems.conclusions.checking import (
    FIRST,
    HALVES,
    LEFT,
    QUARTERS,
    RIGHT,
    STILL,
    balanced,
    candidate,
    fails,
    homogeneous,
    loss,
    no_candidate,
)
from tests.theorems.instances import ONE, alignment, numbers, scaled


def diversity(game: Game, weight: object) -> Game:
    return game.with_coefficients(diversity=weight)


@fails("T7", "ZᵀMZ is nonsingular")
def nothing_has_a_derivative(game: Game) -> None:
    no_candidate(game)
    b, H, K = numbers(game.canonical)
    assert all(marginals(b, total(H, K), w) == LEFT for w in (LEFT, RIGHT, HALVES))


def formula_and_truth(game: Game) -> tuple[Vector, Vector]:
    """−PSw⁎, and by how much w⁎ moves when λ_D doubles."""
    w = candidate(game)
    push = matrix(game.inputs["similarity"]) * vector(w)
    response = tangent_response(game.canonical.M, -push)
    assert response is not None
    later = candidate(diversity(game, 2 * game.coefficients["diversity"]))
    return column_fractions(response), tuple(x - y for x, y in zip(later, w, strict=True))


@fails("T7", "the game is of the similarity form")
def distance_does_not_move_it(game: Game) -> None:
    assert candidate(game) == QUARTERS
    assert formula_and_truth(game) == ((Fraction(-1, 32), Fraction(1, 32)), STILL)


@fails("T7", "N ≥ 2")
def nobody_overlaps(game: Game) -> None:
    assert candidate(game) == QUARTERS
    assert formula_and_truth(game) == ((Fraction(-1, 8), Fraction(1, 8)), STILL)


@fails("T7", "strict complementarity, on a face")
def the_path_has_a_kink(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert pattern(b, total(H, K), LEFT) == (frozenset({0}), frozenset({0, 1}))
    weight, step = game.coefficients["attractiveness"], Fraction(1, 10)
    first = {by: homogeneous(game.with_coefficients(attractiveness=weight + by)) for by in (-step, Fraction(0), step)}
    assert first[Fraction(0)] == first[step] == {LEFT}
    assert first[-step] == {(1 - step / 6, step / 6)}
    assert statics_on_face(game, LEFT) is None


@fails("T9", "H ⪰ 0 on T, for the path of the equilibrium")
def there_is_no_path(game: Game) -> None:
    _, H, K = numbers(game.canonical)
    assert total(H, K) == scaled(1, ONE)
    assert not is_positive_semidefinite(H)
    assert homogeneous(game) == set()


@fails("T9", "M ≻ 0 on T, for the path of the equilibrium")
def two_of_three_can_not_be_followed(game: Game) -> None:
    _, H, K = numbers(game.canonical)
    assert is_positive_definite(H)
    assert not is_positive_semidefinite(total(H, K))
    assert homogeneous(game) == {LEFT, QUARTERS[::-1], RIGHT}
    assert homogeneous(game.with_coefficients(attractiveness=2)) == {LEFT}


@fails("T9", "the game is given by coefficients and inputs")
def there_is_no_coefficient(game: Game) -> None:
    with pytest.raises(InputError, match="no coefficient is named"):
        game.with_coefficients(attractiveness=2)


@fails("T9", "ZᵀMZ is nonsingular")
def the_equilibrium_jumps(game: Game) -> None:
    no_candidate(game)
    for weight in (Fraction(1), Fraction(1, 10**6)):
        assert homogeneous(game.with_coefficients(attractiveness=weight)) == {LEFT}
    b, H, K = numbers(game.with_coefficients(attractiveness=0).canonical)
    assert all_homogeneous(b, H, K) == [{LEFT, RIGHT}]


@fails("T10", "the game is given by coefficients and inputs")
def there_is_no_attractiveness(game: Game) -> None:
    with pytest.raises(InputError, match="attractiveness"):
        design(game, HALVES)


@fails("T10", "λ_A > 0")
def attractiveness_is_not_in_the_utility(game: Game) -> None:
    for a in ((0, 0), (1, 0), (0, 1)):  # the utility is affine in a, so these say it for every a
        changed = alignment(a=a, weights=tuple(game.coefficients.values()))
        assert numbers(changed.canonical) == numbers(game.canonical)
        assert homogeneous(changed) == {HALVES}


@fails("T10", "H ⪰ 0 on T")
def the_design_is_left(game: Game) -> None:
    change = design(game, QUARTERS)
    assert change == (Fraction(-1, 4), Fraction(1, 4))
    changed = alignment(a=change, C=game.inputs["inconsistency"])
    assert balanced(changed, QUARTERS)
    assert loss(changed, QUARTERS) == Fraction(9, 8)


@fails("T11", "the game is of the distance form")
def similarity_moves_it(game: Game) -> None:
    assert candidate(game) == (Fraction(2, 3), Fraction(1, 3))
    assert candidate(diversity(game, 2)) == (Fraction(5, 8), Fraction(3, 8))


@fails("T11", "N ≥ 2")
def it_is_an_equilibrium_although_the_condition_fails(game: Game) -> None:
    C, S = game.inputs["inconsistency"], game.inputs["similarity"]
    weight = game.coefficients
    difference = (weight["consistency"] * C - weight["diversity"] * S).tolist()
    assert difference == scaled(-1, ONE)
    assert not is_positive_semidefinite(difference)
    assert homogeneous(game) == {HALVES}


@fails("T11", "λ_C > 0")
@fails("T11", "ZᵀCZ is nonsingular")
def there_is_no_one_candidate(game: Game) -> None:
    no_candidate(game)
    assert all(balanced(game, w) for w in (LEFT, HALVES, QUARTERS))


@fails("T11", "w⁎ > 0, for w⁎ to be no equilibrium beyond that")
def a_corner_stays_an_equilibrium(game: Game) -> None:
    C, S, v = game.inputs["inconsistency"], game.inputs["similarity"], (0, 1, -1)
    assert v @ (C - S) @ v == -1
    assert candidate(game) == FIRST
    assert loss(game, FIRST) == 0


def farther_than_the_bound(game: Game, within: Fraction, w: Vector) -> None:
    bounds = diversity_bounds(game)
    assert bounds is not None
    assert bounds.limit == HALVES
    # P_S and r by hand: S is ± the identity, so (P_S)_dd = ±1/2, and rᵀP_S r = ±(r₁ − r₂)²/2.
    a, C = game.inputs["attractiveness"], game.inputs["inconsistency"]
    r = [
        game.coefficients["attractiveness"] * a[d] - 2 * game.coefficients["consistency"] * sum(C[d]) / 2
        for d in (0, 1)
    ]
    assert bounds.spread == ((r[0] - r[1]) ** 2 / 4,) * 2
    assert bounds.spread[0] / game.coefficients["diversity"] ** 2 == within**2
    assert candidate(game) == w
    assert abs(w[0] - bounds.limit[0]) > within


@fails("T12", "the game is of the similarity form")
@fails("T12", "N ≥ 2")
def it_does_not_approach_the_limit(game: Game) -> None:
    farther_than_the_bound(game, Fraction(1, 6), QUARTERS)
    assert candidate(diversity(game, 10**6)) == QUARTERS


@fails("T12", "S ≻ 0 on T")
def it_is_beyond_the_simplex(game: Game) -> None:
    farther_than_the_bound(game, Fraction(1, 3), (Fraction(3, 2), Fraction(-1, 2)))


@fails("T12", "C ⪰ 0 on T")
def it_is_in_a_corner(game: Game) -> None:
    farther_than_the_bound(game, Fraction(1, 6), LEFT)


def welfare(game: Game, w: Vector) -> Fraction:
    return game.utility(w, [w] * (game.agents - 1))


@fails("T17", "the game is given by coefficients and inputs")
def the_same_game_has_two_optima(game: Game) -> None:
    half = scaled(Fraction(1, 2), ONE)
    similarity, distance = alignment(a=(1, 0), C=half), alignment("distance", a=(1, 0), S=half)
    best = {0: (Fraction(2, 3), Fraction(1, 3)), 1: QUARTERS}
    for index, given in enumerate((similarity, distance)):
        assert numbers(given.canonical) == numbers(game.canonical)
        b, H, K = numbers(welfare_optimum_form(given))
        assert complementary_components(b, total(H, K)) == [{best[index]}]
        assert is_positive_definite(total(H, K))
        assert welfare(given, best[index]) > welfare(given, best[1 - index])
    with pytest.raises(InputError, match="welfare"):
        welfare_optimum_form(game)


@fails("T17", "H ⪰ 0 on T")
def the_optimum_is_left(game: Game) -> None:
    b, H, K = numbers(welfare_optimum_form(game))
    assert is_positive_definite(total(H, K))
    assert complementary_components(b, total(H, K)) == [{HALVES}]
    assert loss(diversity(game, 2 * game.coefficients["diversity"]), HALVES) == Fraction(1, 2)


@fails("T17", "welfare is concave on T: H + 2K ⪰ 0, in the distance form M ⪰ 0")
def the_equilibrium_is_the_worst_profile(game: Game) -> None:
    assert HALVES in homogeneous(diversity(game, 2 * game.coefficients["diversity"]))
    assert welfare(game, HALVES) == Fraction(1, 2) < welfare(game, QUARTERS) < welfare(game, LEFT) == 1
