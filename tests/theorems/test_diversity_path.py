"""The exact path of the interior candidate along λ_D, against the game solved anew at each value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from nashsym.exact.intervals import Interval
from nashsym.exact.real_roots import RealRoot
from nashsym.game import Game
from nashsym.theorems import diversity_thresholds, theorem
from nashsym.theorems.diversity_path import MAX_GROUPS_PATH, diversity_path
from nashsym.theorems.interior import interior_candidate
from tests.theorems.instances import DISTANCE, ONE, PLAIN, alignment
from tests.theorems.strategies import alignment_games

VALUES = [Fraction(n, 3) for n in range(1, 12)] + [Fraction(n) for n in (5, 10, 100, 10**6)]
TWENTY = Fraction(1, 10**20)


def contains(intervals: tuple[Interval, ...], value: Fraction) -> bool:
    return any(RealRoot.of(value) in interval for interval in intervals)


@given(alignment_games("similarity", concave=False, agents=2) | alignment_games("similarity", agents=2))
def test_the_path_is_the_candidate_at_every_value(game: Game) -> None:
    path = diversity_path(game)
    if path is None:
        assert all(interior_candidate(game.with_coefficients(diversity=value).canonical) is None for value in VALUES)
        return
    interior, inclusive = path.interior(), path.inclusive()
    ends = [end for interval in (*interior, *inclusive) for end in (interval.start, interval.end) if end is not None]
    values = [*VALUES, *(end for root in ends for end in root.enclose(TWENTY) if end >= 0)]
    for value in values:
        exact = interior_candidate(game.with_coefficients(diversity=value).canonical)
        assert path.at(value) == exact
        assert contains(interior, value) == (exact is not None and min(exact) > 0)
        assert contains(inclusive, value) == (exact is not None and min(exact) >= game.threshold)


@given(alignment_games("similarity", agents=2))
def test_crossings_are_where_a_group_is_at_the_level(game: Game) -> None:
    path = diversity_path(game)
    if path is None:
        return
    for group in range(game.size):
        for root in path.crossings(group, "floor"):
            assert group in path.leaving(root, "floor")
            low, high = root.enclose(TWENTY)
            exact = root.rational
            if exact is not None:
                weights = path.at(exact)
                assert weights is not None
                assert weights[group] == game.threshold
            elif (before := path.at(low)) and (after := path.at(high)):
                # a simple root: an irreducible factor of odd multiplicity changes the sign, one of even touches
                assert before[group] != game.threshold != after[group]


def turning(diversity: object) -> Game:
    """The game with w⁎ = (λ + 1, 2λ − 1)/(3λ) for λ_D = λ."""
    return alignment(a=(1, 0), C=[[0, 0], [0, 0]], S=[[2, 0], [0, 1]], weights=(1, 1, diversity))


@pytest.mark.parametrize(
    ("diversity", "dies", "falls"),
    [
        # b has exactly 0 at λ = 1/2, and the floor of 1/100 at λ = 100/197
        (1, "there is none: the game's λ_D = 1 can grow without end", "there is none"),
        ("1/2", "the game's λ_D = 1/2 is one at which b has exactly 0: the boundary of the condition", ""),
        ("100/197", "there is none", "there is none"),
        ("1/3", "", ""),
    ],
)
def test_the_boundary_is_a_case_of_its_own(diversity: object, dies: str, falls: str) -> None:
    shown = dict(theorem("T12").finding(turning(diversity)).quantities)
    assert shown["λ_D with w⁎ > 0"] == "λ_D > 1/2"
    assert shown["λ_D with every group at 0.01 or above in w⁎"] == "λ_D ≥ 100/197"
    assert shown.get("largest λ_D before the interior equilibrium dies", "").startswith(dies)
    assert shown.get("largest λ_D before a group falls below the floor", "").startswith(falls)


def test_more_diversity_ends_the_interior_at_an_algebraic_number() -> None:
    game = alignment(
        a=("0.6", "0.4", "0.2"),
        C=[["0.5", 0, 0], [0, "0.4", 0], [0, 0, "0.5"]],
        S=[["0.8", "0.48", "0.1"], ["0.48", "0.6", "0.48"], ["0.1", "0.48", "0.8"]],
        agents=4,
    )
    found = theorem("T12").finding(game)
    thresholds = dict(found.thresholds)
    dies = thresholds["largest λ_D before the interior equilibrium dies"]
    assert dies.rational == Fraction(50, 3)
    at = theorem("T12").finding(game.with_coefficients(diversity="50/3"))
    says = dict(at.quantities)["largest λ_D before the interior equilibrium dies"]
    assert says == "the game's λ_D = 50/3 is one at which b has exactly 0: the boundary of the condition"
    floor = dict(at.thresholds)
    assert floor["largest λ_D before the interior equilibrium dies"] == dies
    edge = theorem("T12").finding(game.with_coefficients(diversity="4870/309"))
    says = dict(edge.quantities)["largest λ_D before a group falls below the floor"]
    assert says == (
        "the game's λ_D = 4870/309 is exactly there: the boundary of the condition; there b reaches the floor"
    )


def test_the_path_is_told_without_a_limit_too() -> None:
    flat = theorem("T12").finding(alignment(a=(1, 0), C=ONE, S=[[0, 0], [0, 0]]))
    assert flat.holds == "no"
    assert dict(flat.quantities)["λ_D with w⁎ > 0"] == "every λ_D ≥ 0"
    singular = theorem("T12").finding(alignment(C=[[0, 0], [0, 0]], S=[[1, 1], [1, 1]]))
    assert dict(singular.quantities)["λ_D with w⁎ > 0"] == "none: ZᵀMZ is singular at every λ_D"
    bent = theorem("T12").finding(alignment(C=[[-1, 0], [0, -1]]))
    assert bent.quantities == ()
    # M = (4 − λ)I and w⁎ = ½(1 ± 1/(4 − λ)): interior on both sides of λ = 4, where M has no inverse
    turned = theorem("T12").finding(alignment(a=(1, 0), C=[[2, 0], [0, 2]], S=[[-1, 0], [0, -1]]))
    assert dict(turned.quantities)["λ_D with w⁎ > 0"] == "0 ≤ λ_D < 3; λ_D > 5"


def test_other_games_have_no_such_path(monkeypatch: pytest.MonkeyPatch) -> None:
    assert diversity_path(PLAIN) is None
    assert diversity_path(DISTANCE) is None
    assert diversity_path(alignment(agents=1)) is None
    assert diversity_path(alignment(C=[[0, 0], [0, 0]], S=[[1, 1], [1, 1]])) is None
    monkeypatch.setattr(diversity_thresholds, "MAX_GROUPS_PATH", 1)
    shown = dict(theorem("T12").finding(alignment(S=ONE)).quantities)
    assert shown["exact λ_D at which a group leaves"] == "not computed above D = 1"
    assert MAX_GROUPS_PATH >= 20
