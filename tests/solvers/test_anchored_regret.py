"""Regrets in anchored games: between rationals that hold what mpmath says, at profiles of every kind."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nashsym.errors import InputError, UndecidedError
from nashsym.game import Game
from nashsym.reports.regrets import regret_text
from nashsym.solvers.anchored_solution import AnchoredSolution
from nashsym.solvers.enumeration import enumerate_homogeneous
from nashsym.solvers.pipeline import solve
from nashsym.solvers.regret import regret
from nashsym.solvers.solution import Equilibrium
from nashsym.solvers.specialisation import heterogeneous_equilibrium
from tests.solvers.anchored_games import anchored_games, number, utility

HALF = ["1/2", "1/2"]
FLAT = Game.from_canonical([1, 0], [[0, 0], [0, 0]], agents=3, anchor=(1, HALF))


@settings(max_examples=60)
@given(anchored_games(most_groups=3), st.data())
def test_the_regret_lies_between_its_bounds(game: Game, data: st.DataObject) -> None:
    """What the best deviation gains is at least the lower bound; nothing drawn gains more than the upper one."""
    shares = st.lists(st.integers(0, 6), min_size=game.size, max_size=game.size).filter(any)
    mixtures = [[Fraction(x, sum(drawn)) for x in drawn] for drawn in (data.draw(shares) for _ in range(game.agents))]
    found = regret(game, mixtures)
    assert found.concave
    for part in found.parts:
        assert 0 <= part.low <= part.high
        agent = part.agents[0].start - 1
        others = [mixture for place, mixture in enumerate(mixtures) if place != agent]
        mean = [sum(column, Fraction(0)) / max(len(others), 1) for column in zip(*others, strict=True)]
        deviations = [part.deviation, *([Fraction(int(d == e)) for d in range(game.size)] for e in range(game.size))]
        drawn = data.draw(shares)
        deviations.append([Fraction(x, sum(drawn)) for x in drawn])
        with mpmath.workprec(400):
            facing = [number(weight) for weight in mean] or [mpmath.mpf(0)] * game.size
            now = utility(game, [number(weight) for weight in part.weights], facing)
            gains = [utility(game, [number(weight) for weight in each], facing) - now for each in deviations]
            slack = mpmath.mpf(2) ** -200
            assert gains[0] >= number(part.low) - slack
            assert max(gains) <= number(part.high) + slack
        assert part.high - part.low <= part.high / 100 + Fraction(1, 10**25)
        if min(part.weights) == 0:
            assert part.is_best_response == "no"


@given(anchored_games(most_groups=3))
def test_at_the_answer_of_solve_the_regret_is_at_most_its_gap(game: Game) -> None:
    solution = solve(game)
    assert isinstance(solution, AnchoredSolution)
    assert solution.enclosure is not None
    found = regret(game, solution.enclosure.weights)
    assert found.high <= solution.enclosure.gap * Fraction(1002, 1000)
    assert found.is_equilibrium in ("yes", "no", "undecided")


def test_the_reference_is_a_best_response_where_nothing_else_counts() -> None:
    game = Game.from_canonical([0, 0], [[0, 0], [0, 0]], agents=3, anchor=(1, HALF))
    found = regret(game, HALF)
    assert found.is_equilibrium == "yes"
    assert found.epsilon == 0
    assert "every regret is exactly 0" in regret_text(found)


def test_words() -> None:
    assert "T14's gap is at most 0.5" in regret_text(regret(FLAT, HALF))
    alone = regret(FLAT, [1, 0])
    assert alone.is_equilibrium == "no"
    assert "T14's gap is infinite: a group is left at 0" in regret_text(alone)
    assert "No certificate states a bound" in regret_text(alone)
    assert alone.to_dict()["epsilon"] is None


def test_what_is_left_open_and_what_is_refused() -> None:
    convex = Game.from_canonical([1, 0], [[-5, 0], [0, 0]], agents=3, anchor=(1, HALF))
    with pytest.raises(UndecidedError, match="H̃"):
        regret(convex, HALF)
    with pytest.raises(InputError, match="no exact equilibrium"):
        Equilibrium(FLAT, FLAT.canonical.b)
    with pytest.raises(InputError, match="no exact equilibrium"):
        enumerate_homogeneous(FLAT)
    assert heterogeneous_equilibrium(FLAT) is None
