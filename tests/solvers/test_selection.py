"""The rules that name one of several equilibria name the best one, also inside a continuum."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.solvers.continuum import continuum_of
from nashsym.solvers.enumeration import enumerate_homogeneous
from nashsym.solvers.selection import RULES, select, welfare
from nashsym.solvers.solution import Continuum, Equilibrium
from tests.oracles.brute_force import Vector, inner, product
from tests.oracles.draws import Case, drawn
from tests.solvers.games import game_of, mixture_of, seeded, weights


def utility(case: Case, w: Vector) -> Fraction:
    return inner(case.b, w) - inner(w, product(case.H, w)) / 2 - inner(w, product(case.K, w))


SCORES: dict[str, Callable[[Case, Vector], Fraction]] = {"welfare": utility, "least-weight": lambda _, w: min(w)}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("regime", ["degenerate", "several_equilibria", "asymmetric_coupling"])
def test_nothing_listed_is_better(regime: str, rule: str) -> None:
    """Nor lexicographically larger among the equally good, at vertices and at points between them."""
    source, inside = seeded(1), 0
    cases = drawn(regime)
    assert len(cases) >= 200
    for case in cases:
        game = game_of(case)
        chosen, note = select(game, enumerate_homogeneous(game).components, rule)
        reached = (SCORES[rule](case, chosen.weights), chosen.weights)
        ties = 0
        for part in case.components:
            points = sorted(part)
            for _ in range(5 if len(points) > 1 else 0):
                w = mixture_of(source, source.sample(points, source.randint(1, len(points))))
                assert (SCORES[rule](case, w), w) <= reached
                inside += 1
            for w in points:
                assert (SCORES[rule](case, w), w) <= reached
                ties += SCORES[rule](case, w) == reached[0]
        assert note.startswith(f"{rule}: ")
        if rule == "welfare":
            assert ("tied" in note) == (ties > 1)
    assert inside > 0


def test_a_tie_is_said() -> None:
    game = Game.from_canonical([0, 0], [[0, 0], [0, 0]], [[-1, 0], [0, -1]], 2)
    chosen, note = select(game, enumerate_homogeneous(game).components, "welfare")
    assert chosen.weights == weights(1, 0)
    assert note == "welfare: the largest welfare Σᵢuᵢ; 2 are tied, and the lexicographically largest weights decide"


def test_least_weight_inside_a_continuum_counts_the_groups_that_do_not_move() -> None:
    """Twins share 3/4, and 1/4 is fixed: above it the twins are free, and the first is given the most."""
    H = [[2, 2, 0], [2, 2, 0], [0, 0, 2]]
    game = Game.from_canonical([1, 1, 0], H, None, 3)
    (twins,) = enumerate_homogeneous(game).components
    assert isinstance(twins, Continuum)
    chosen, _ = select(game, [twins], "least-weight")
    assert chosen.weights == (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))


def test_welfare_at_any_number_of_agents() -> None:
    """In the distance form what the others' distances add is part of it, and vanishes where all play alike."""
    data: dict[str, Any] = {
        "attractiveness": [1, 2, 3],
        "inconsistency": [[2, 0, 0], [0, 1, 0], [0, 0, 1]],
        "similarity": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    }
    w = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))
    incentive = Fraction(1, 2) + Fraction(2, 3) + Fraction(1, 2)
    cost = 2 * w[0] ** 2 + w[1] ** 2 + w[2] ** 2
    for agents in (1, 2, 5, 10**12):
        distance = Game.alignment(["a", "b", "c"], agents, diversity="distance", **data)
        assert welfare(distance, w) == incentive - cost
        similarity = Game.alignment(["a", "b", "c"], agents, **data)
        assert welfare(similarity, w) == incentive - cost - (sum(x * x for x in w) if agents > 1 else 0)
    few = Game.alignment(["a", "b", "c"], 5, diversity="distance", **data)
    assert welfare(few, w) == few.utility(w, [w] * 4)


def test_welfare_that_is_largest_inside_a_polytope() -> None:
    """In the distance form H ⪰ 0 on T leaves C any sign: welfare λ_A aᵀw − λ_C wᵀCw can be concave on a segment."""
    # M = 2λ_C C vanishes on T, so that all of Δ solves b − Mw = ν; C = 0 and H = −2S ⪰ 0 with S = −1 on the diagonal.
    game = Game.from_canonical([0, 0], [[2, 0], [0, 2]], [[-2, 0], [0, -2]], 3)
    ends = [Equilibrium(game, enumerate_homogeneous(game).components[0].vertices[k].vector) for k in (0, 1)]  # type: ignore[union-attr]
    segment = continuum_of(game, [end.vector for end in ends])
    # W = −½wᵀHw − wᵀKw = wᵀw: convex, so an end; with the signs of H and K turned it is −wᵀw, and the middle is best.
    assert select(game, [segment], "welfare")[0].weights == weights(1, 0)
    turned = Game.from_canonical([0, 0], [[-2, 0], [0, -2]], [[2, 0], [0, 2]], 3)
    chosen, note = select(turned, [continuum_of(turned, [end.vector for end in ends])], "welfare")
    assert chosen.weights == (Fraction(1, 2), Fraction(1, 2))
    assert "tied" not in note


def test_unknown_rules_and_nothing_to_select_from() -> None:
    game = Game.from_canonical([0, 0], [[0, 0], [0, 0]], None, 2)
    with pytest.raises(InputError, match="unknown rule 'best'; the rules are welfare, least-weight"):
        select(game, enumerate_homogeneous(game).components, "best")
    with pytest.raises(InputError, match="there is no equilibrium to select"):
        select(game, [], "welfare")
