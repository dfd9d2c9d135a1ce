"""T1 to T4 (and T14, T19 on the same games): how each conclusion fails without a hypothesis."""

from __future__ import annotations

from fractions import Fraction

from nashsym.game import Game
from tests.oracles.brute_force import (
    all_homogeneous,
    complementary_components,
    complementary_vertices,
    inner,
    is_equilibrium,
    is_equilibrium_profile,
    is_positive_definite,
    marginals,
    product,
    total,
)
from tests.theorems.conclusions.checking import (
    HALVES,
    LEFT,
    QUARTERS,
    RIGHT,
    balanced,
    candidate,
    fails,
    homogeneous,
    loss,
    no_candidate,
)
from tests.theorems.instances import numbers


@fails("T1", "H ⪰ 0 on T")
@fails("T14", "H ⪰ 0 on T")
def equal_marginal_utilities_but_no_best_response(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert marginals(b, total(H, K), HALVES) == HALVES
    assert max(HALVES) - inner(HALVES, HALVES) == 0  # the gap
    assert loss(game, HALVES) == Fraction(1, 4)


@fails("T2", "ZᵀMZ is nonsingular")
def every_mixture_is_an_equilibrium(game: Game) -> None:
    no_candidate(game)
    b, H, K = numbers(game.canonical)
    assert all_homogeneous(b, H, K) == [{LEFT, RIGHT}]
    assert all(is_equilibrium(b, H, K, w) and balanced(game, w) for w in (HALVES, QUARTERS))


@fails("T2", "w⁎ > 0")
def the_equilibrium_leaves_a_group_out(game: Game) -> None:
    assert candidate(game) == (Fraction(3, 2), Fraction(-1, 2))
    assert homogeneous(game) == {LEFT}


@fails("T2", "H ⪰ 0 on T")
def the_candidate_is_left(game: Game) -> None:
    assert candidate(game) == HALVES
    assert loss(game, HALVES) == Fraction(1, 4)


@fails("T3", "G ≻ 0 on T, or N = 1")
@fails("T19", "G ≻ 0 on T, or N = 1")
def another_equilibrium_is_heterogeneous(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert homogeneous(game) == {HALVES}
    assert is_equilibrium_profile(b, H, K, [(1, LEFT), (1, RIGHT)])


@fails("T3", "M ≻ 0 on T")
def there_are_three_equilibria(game: Game) -> None:
    assert homogeneous(game) == {LEFT, RIGHT, HALVES}


@fails("T4", "H ⪰ 0 on T")
def the_maximiser_is_no_equilibrium(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert complementary_components(b, total(H, K)) == [{HALVES}]
    assert is_positive_definite(total(H, K))
    assert loss(game, HALVES) == Fraction(1, 4)
    assert homogeneous(game) == set()


@fails("T4", "K is symmetric")
def the_equilibrium_is_no_maximiser(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    M = total(H, K)
    symmetric = [[(M[i][j] + M[j][i]) / 2 for j in range(3)] for i in range(3)]
    (maximiser,) = complementary_vertices(b, symmetric)
    assert maximiser == (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))
    assert is_positive_definite(symmetric)
    assert homogeneous(game) == {(Fraction(5, 12), Fraction(5, 12), Fraction(1, 6))}


@fails("T4", "M ⪰ 0 on T")
def the_equilibrium_is_the_worst(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    M = total(H, K)
    assert HALVES in homogeneous(game)
    value = {w: inner(b, w) - inner(w, product(M, w)) / 2 for w in (HALVES, LEFT, QUARTERS)}
    assert value[HALVES] == Fraction(1, 4) < value[QUARTERS] < value[LEFT] == Fraction(1, 2)
