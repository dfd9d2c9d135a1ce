"""T13 to T15: how each conclusion fails without a hypothesis."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nashsym.errors import InputError
from nashsym.exact.rational import fractions, matrix
from nashsym.game import Game
from nashsym.theorems.enclosure import enclosure_squared
from nashsym.theorems.perturbation import boundary_radii_squared, interior_radii, lowered_curvature
from nashsym.theorems.regret import gap
from nashsym.theorems.tangent_response import tangent_response
from tests.oracles.brute_force import (
    inner,
    marginals,
    total,
)
from tests.theorems.conclusions.checking import (
    FIRST,
    HALVES,
    LEFT,
    RIGHT,
    balanced,
    fails,
    homogeneous,
    loss,
)
from tests.theorems.instances import ONE, THREE, numbers, scaled


@fails("T13", "|P|(β + E(|w⁎| + δ)) < δ for some δ > 0")
def no_radius_bounds_it(game: Game) -> None:
    # P = I − J/3 for M = I, so |P|1 = (4/3)·1, and |P|E = r|P|J has the eigenvalue 4r for the vector 1.
    radius = Fraction(3, 10)
    response = tangent_response(game.canonical.M, matrix(THREE))
    assert response is not None
    rows = [[abs(value) for value in row] for row in fractions(response)]
    assert [radius * sum(sum(row) for _ in range(3)) for row in rows] == [Fraction(6, 5)] * 3
    assert interior_radii(game.canonical, [radius] * 3, [[radius] * 3] * 3) is None


@fails("T13", "M₋ ≻ 0 on T, M₋ = M − diag(E1)")
def two_equilibria_of_one_game(game: Game) -> None:
    radius = Fraction(1, 4)
    assert {LEFT, RIGHT} <= homogeneous(game)
    assert fractions(lowered_curvature(game.canonical, matrix([[radius] * 2] * 2))) == scaled(Fraction(-3, 2), ONE)
    assert boundary_radii_squared(game.canonical, [radius] * 2, [[radius] * 2] * 2, LEFT) is None


@fails("T14", "wᵢ is exactly in Δ")
def a_gap_below_0(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    w = (Fraction(3, 5), Fraction(3, 5))
    values = marginals(b, total(H, K), w)
    assert max(values) - inner(values, w) == Fraction(-1, 5)
    assert all(loss(game, v) >= 0 for v in (LEFT, HALVES, RIGHT))
    with pytest.raises(InputError, match="not a mixture"):
        gap(game.canonical, w)


@fails("T15", "P is that of the symmetric part of M")
def the_enclosure_would_be_too_small(game: Game) -> None:
    guess = (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))
    assert homogeneous(game) == {FIRST}
    distance, size = (guess[0] - FIRST[0]) ** 2, gap(game.canonical, guess)
    assert (distance, size) == (Fraction(1, 4), Fraction(3, 8))
    M = game.canonical.M
    own, symmetric = tangent_response(M, matrix(THREE)), tangent_response((M + M.transpose()) / 2, matrix(THREE))
    assert own is not None
    assert symmetric is not None
    assert (fractions(own)[0][0], fractions(symmetric)[0][0]) == (Fraction(1, 6), Fraction(2, 3))
    assert Fraction(1, 6) * size < distance == Fraction(2, 3) * size
    assert enclosure_squared(game.canonical, guess) == (distance,) * 3


@fails("T15", "M ≻ 0 on T")
def a_gap_of_0_far_from_an_equilibrium(game: Game) -> None:
    assert balanced(game, HALVES)  # so its gap is 0, and P_dd·0 = 0 for any P
    assert LEFT in homogeneous(game)
