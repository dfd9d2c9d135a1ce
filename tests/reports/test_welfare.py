"""Welfare and slopes against the definitions: utilities agent by agent, differences of exact equilibria."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nashsym.data.survey import anes96_game
from nashsym.game import Game
from nashsym.reports.parts import point_part
from nashsym.reports.slopes import local_slopes
from nashsym.reports.welfare import homogeneous_utility, welfare
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Equilibrium
from tests.reports.regimes import REGIMES, drawn

GAMES = {
    "survey": anes96_game,
    "distance": lambda: drawn(4, agents=3, diversity="distance", coefficients=(1, 2, "1/100")),
    "canonical": REGIMES["K not symmetric"],
    "one agent": REGIMES["one agent"],
}


def equilibrium(game: Game) -> Equilibrium:
    found = solve(game).equilibrium
    assert found is not None
    return found


@pytest.mark.parametrize("name", GAMES)
def test_the_utility_is_that_of_an_agent_among_others(name: str) -> None:
    game = GAMES[name]()
    found = equilibrium(game)
    expected = game.utility(found.weights, [found.weights] * (game.agents - 1))
    assert homogeneous_utility(game, found.vector) == expected


@pytest.mark.parametrize("name", GAMES)
def test_no_homogeneous_profile_nearby_is_better_than_the_best(name: str) -> None:
    game = GAMES[name]()
    found = equilibrium(game)
    told = welfare(found, point_part(found, 1, selected=False))
    assert told.total == game.agents * told.per_agent
    best = told.best_per_agent
    assert best is not None
    for source in range(game.size):
        for target in range(game.size):
            corner = [Fraction(int(d in (source, target)), 1 + (source != target)) for d in range(game.size)]
            for step in (Fraction(1, 100), Fraction(1, 2), Fraction(1)):
                mixed = [(1 - step) * w + step * c for w, c in zip(found.weights, corner, strict=True)]
                assert game.utility(mixed, [mixed] * (game.agents - 1)) <= best
    optimum = {line[0]: line[2] for line in told.best} or dict(zip(game.groups, found.weights, strict=True))
    weights = [optimum[group] for group in game.groups]
    assert game.utility(weights, [weights] * (game.agents - 1)) == best


@pytest.mark.parametrize("name", ["survey", "distance", "one agent"])
def test_slopes_are_the_limit_of_differences(name: str) -> None:
    game = GAMES[name]()
    found = equilibrium(game)
    slopes = local_slopes(found)
    assert slopes is not None
    for coefficient, (weights, shortfalls) in slopes.items():
        step = Fraction(1, 10**12)
        moved = equilibrium(game.with_coefficients(**{coefficient: game.coefficients[coefficient] + step}))
        for d in range(game.size):
            assert abs((moved.weights[d] - found.weights[d]) / step - weights[d]) < Fraction(1, 10**8)
            gap = (moved.level - moved.marginals[d]) - (found.level - found.marginals[d])
            assert abs(gap / step - shortfalls[d]) < Fraction(1, 10**8)


def test_no_slope_on_the_edge() -> None:
    assert local_slopes(equilibrium(REGIMES["on the edge"]())) is None


def test_no_slope_without_coefficients() -> None:
    assert local_slopes(equilibrium(REGIMES["K not symmetric"]())) is None
