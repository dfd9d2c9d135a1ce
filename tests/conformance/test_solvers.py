"""Solver methods × regimes × laws: a new method is one row of `METHODS`, and is held to every law."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial

import pytest

from nashsym import Game, Solution, solve
from nashsym.exact.rational import rational, vector
from nashsym.solvers.solution import Equilibrium
from nashsym.terms.anchor import Anchor
from nashsym.testing import LAWS, REGIMES, LawViolation, check_all_laws
from nashsym.testing.law import Solver
from tests.oracles.draws import COUNT, games_of

#: A new solver is one more row.
METHODS: dict[str, Solver] = {
    "auto": solve,
    "daqp": partial(solve, method="daqp"),
    "cvxpy": partial(solve, method="cvxpy"),
    "pivoting": partial(solve, method="pivoting"),
    "enumeration": partial(solve, method="enumeration"),
}
#: Games for the methods besides the first, and for floats.
FEWER = 30
#: Laws that take long, which ask others than the solver, and on how many games they are asked unless it is a deep run.
SLOW = {
    "affine_in_attractiveness",
    "agent_order",
    "best_response",
    "certificate_altered",
    "contraction",
    "convex_programme",
    "designed",
    "diversity_bound",
    "doubled_diversity",
    "floats",
    "perturbation",
    "potential_gains",
}
SOME = COUNT if os.environ.get("NASHSYM_DEEP", "0") not in {"", "0"} else 80
#: The laws that a method can break; the others are about the game.
OF_THE_METHOD = (
    "nash",
    "existence",
    "closed_form",
    "interior_otherwise",
    "single_homogeneous",
    "uniqueness",
    "unique_as_claimed",
    "nothing_missed",
    "scale",
    "group_order",
    "gauge",
    "odd_number",
    "maximisers",
    "certificate_accepted",
)
#: Which laws say something in which regime (with "auto"): everything else is said not to apply, for a reason.
EVERYWHERE = {"nash", "scale", "gauge", "floats", "certificate_accepted", "certificate_altered"}
CONCAVE = EVERYWHERE | {"existence", "nothing_missed", "regret_bound", "best_response", "group_order", "agent_order"}
MONOTONE = CONCAVE | {
    "convex_programme",
    "maximisers",
    "unique_as_claimed",
    "uniqueness",
    "single_homogeneous",
    "enclosure",
    "potential_gains",
    "contraction",
    "odd_number",
}
#: Of games with coefficients; those of several agents whose curvature leaves some slack apart.
MOVING = {"statics", "affine_in_attractiveness", "doubled_diversity", "designed"}
SEVERAL = {"diversity_bound", "candidate_slopes", "inert_distance", "sum_decides"}
INTERIOR = {"closed_form", "specialisation"}
APPLIES = {
    "interior": MONOTONE | MOVING | SEVERAL | INTERIOR | {"perturbation"},
    "boundary": MONOTONE | MOVING | SEVERAL | {"interior_otherwise", "perturbation"},
    "degenerate": MONOTONE | MOVING | SEVERAL | {"interior_otherwise", "perturbation"},
    "ill_conditioned": MONOTONE | MOVING | SEVERAL | INTERIOR | {"interior_otherwise"},
    "not_concave": EVERYWHERE
    | {"group_order", "agent_order", "interior_otherwise", "potential_gains", "specialisation"}
    | (SEVERAL - {"diversity_bound"}),
    "several_equilibria": CONCAVE
    | (SEVERAL - {"diversity_bound"})
    | {"potential_gains", "closed_form", "interior_otherwise", "designed", "odd_number"},
    "one_agent": (MONOTONE | MOVING | {"closed_form", "interior_otherwise", "perturbation"}) - {"agent_order"},
    "one_group": (MONOTONE | MOVING | SEVERAL | INTERIOR | {"perturbation"}) - {"group_order"},
    # For two groups every K is symmetric on T, and what needs that applies.
    "asymmetric_coupling": (MONOTONE | INTERIOR | {"sum_decides", "interior_otherwise", "perturbation"})
    - {"convex_programme"},
}
#: The laws of anchored games, whose equilibria are not rational.
OF_ANCHORED = {"enclosed", "certificate_accepted", "certificate_altered"}
ANCHORED_METHODS = ("auto", "newton", "cvxpy")
#: What a method declines: CVXPY has no programme without a symmetric K and M ⪰ 0 on T.
DECLINES = {"cvxpy": {"several_equilibria", "asymmetric_coupling"}}


@cache
def held(method: str, regime: str, count: int) -> Counter[str]:
    """Check all laws on games of a regime; count how often each had something to say."""
    counts: Counter[str] = Counter()
    for number, game in enumerate(games_of(regime, count)):
        laws = set(LAWS if method == "auto" else OF_THE_METHOD) - (SLOW if number >= SOME else set())
        counts.update(check_all_laws(game, METHODS[method], laws=laws).held)
    return counts


def test_the_tables_have_a_row_for_each_regime() -> None:
    assert APPLIES.keys() == REGIMES.keys()
    assert set().union(*APPLIES.values()) | OF_ANCHORED == LAWS.keys()


@pytest.mark.parametrize("regime", REGIMES)
def test_every_law_holds_and_says_something(regime: str) -> None:
    assert {name for name, count in held("auto", regime, COUNT).items() if count} == APPLIES[regime]


@pytest.mark.parametrize("method", [method for method in METHODS if method != "auto"])
@pytest.mark.parametrize("regime", REGIMES)
def test_the_method_changes_no_law(method: str, regime: str) -> None:
    counts = held(method, regime, FEWER)
    if regime in DECLINES.get(method, set()):
        assert "nash" not in counts
    else:
        assert counts["nash"] > 0
        assert counts["certificate_accepted"] > 0


@pytest.mark.parametrize("regime", REGIMES)
def test_the_laws_hold_in_floats(regime: str) -> None:
    counts: Counter[str] = Counter()
    for game in games_of(regime, FEWER, floats=True):
        assert game.numbers == "dyadic"
        counts.update(check_all_laws(game).held)
    assert counts["floats"] == FEWER
    assert counts["nash"] > 0


@pytest.mark.parametrize("method", ANCHORED_METHODS)
@pytest.mark.parametrize("regime", REGIMES)
def test_anchored_games_obey_their_laws(method: str, regime: str) -> None:
    counts: Counter[str] = Counter()
    for game in anchored(regime):
        counts.update(check_all_laws(game, partial(solve, method=method), laws=OF_ANCHORED).held)
    assert (counts["enclosed"] > 0) == (regime not in DECLINES.get(method, set()))
    assert counts["certificate_accepted"] == counts["certificate_altered"] == counts["enclosed"]


def anchored(regime: str) -> list[Game]:
    """Games of a regime with an anchor: the price grows, the reference leans to the last group."""
    found = []
    for number, game in enumerate(games_of(regime, FEWER // 2)):
        parts = [Fraction(d + 1, game.size * (game.size + 1) // 2) for d in range(game.size)]
        found.append(replace(game, terms=(*game.terms, Anchor(rational(number + 1), vector(parts)))))
    return found


def shifted(game: Game, by: Fraction = Fraction(1, 100)) -> Solution:
    """Every equilibrium with some weight moved from its largest group to the next one."""
    solution = solve(game)
    points = []
    for point in solution.equilibria:
        weights = list(point.weights)
        largest = max(range(game.size), key=weights.__getitem__)
        weights[largest] -= by
        weights[(largest + 1) % game.size] += by
        points.append(Equilibrium(game, vector(weights)))
    return replace(solution, components=tuple(points), selected=None)


def unbalanced(game: Game) -> Solution:
    """Weights that do not sum to 1, as a solver that forgets to normalise answers."""
    solution = solve(game)
    points = tuple(Equilibrium(game, point.vector * 2) for point in solution.equilibria)
    return replace(solution, components=points, selected=None)


def first_only(game: Game) -> Solution:
    """One equilibrium, said to be all."""
    solution = solve(game)
    return replace(solution, components=solution.equilibria[:1], selected=None, complete=True)


def sure(game: Game) -> Solution:
    """Whatever is found is called unique."""
    return replace(solve(game), unique="proved", unique_homogeneous="proved")


def unsure(game: Game) -> Solution:
    """Nothing is ever called unique."""
    return replace(solve(game), unique="undecided", unique_homogeneous="undecided")


def resigned(game: Game) -> Solution:
    """There is never an equilibrium."""
    return replace(solve(game), components=(), selected=None, complete=True)


def partial_to_the_first(game: Game) -> Solution:
    """All serve the first group: right where that is the equilibrium, wherever it is listed elsewhere."""
    weights = [Fraction(int(d == 0)) for d in range(game.size)]
    return replace(solve(game), components=(Equilibrium(game, vector(weights)),), selected=None)


#: A broken solver, and a law that must catch it somewhere.
BROKEN: dict[str, tuple[Callable[[Game], Solution], str, str]] = {
    "weights a little off": (shifted, "nash", "interior"),
    "weights a hair off": (partial(shifted, by=Fraction(1, 10**30)), "nash", "interior"),
    "weights that do not sum to 1": (unbalanced, "nash", "boundary"),
    "weights off, certified": (shifted, "certificate_accepted", "interior"),
    "weights off, by CVXPY": (shifted, "convex_programme", "interior"),
    "weights off, by T15": (partial(shifted, by=Fraction(1, 2)), "enclosure", "interior"),
    "one of several": (first_only, "nothing_missed", "several_equilibria"),
    "one of a continuum": (first_only, "nothing_missed", "degenerate"),
    "overclaims uniqueness": (sure, "unique_as_claimed", "several_equilibria"),
    "never claims uniqueness": (unsure, "uniqueness", "boundary"),
    "finds nothing": (resigned, "existence", "interior"),
    "likes the first group": (partial_to_the_first, "group_order", "boundary"),
    "likes the first group, by T9": (partial_to_the_first, "affine_in_attractiveness", "interior"),
    "likes the first group, by T17": (partial_to_the_first, "doubled_diversity", "interior"),
}


@pytest.mark.parametrize(("solver", "law", "regime"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_solver_is_caught(solver: Solver, law: str, regime: str) -> None:
    caught = [violation for game in games_of(regime, FEWER) if (violation := violation_of(law, game, solver))]
    assert all(violation.law == law and "does not hold" in str(violation) for violation in caught)
    assert len(caught) == FEWER if law == "nash" else caught


def violation_of(law: str, game: Game, solver: Solver) -> LawViolation | None:
    try:
        LAWS[law](game, solver)
    except LawViolation as violation:
        return violation
    return None
