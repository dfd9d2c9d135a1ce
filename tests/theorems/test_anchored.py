"""What the theorems say of anchored games: seen to hold, and to be left open, and never refuted by H̃, M̃ or G̃."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from nashsym.exact.rational import fraction
from nashsym.game import Game
from nashsym.solvers.anchored_gap import anchored_gap
from nashsym.solvers.pipeline import solve
from nashsym.theorems import THEOREMS, findings, theorem
from nashsym.theorems.regret import gap
from tests.solvers.anchored_games import anchored_games

ANCHORED = {"T1", "T2", "T3", "T5", "T8", "T14", "T15"}
HALF = ["1/2", "1/2"]


def game(H: Any, K: Any = None, price: Any = 1, agents: int = 3) -> Game:
    return Game.from_canonical([1, 0], H, K, agents, anchor=(price, HALF))


#: Flat, convex beyond what the anchor makes up for, and coupled so that agents want to be alike, or to differ.
FLAT = game([[0, 0], [0, 0]])
CONVEX = game([[-5, 0], [0, 0]])
ALIKE = game([[0, 0], [0, 0]], [[-9, 0], [0, -9]])
APART = game([[0, 0], [0, 0]], [[9, 0], [0, 9]])
SKEW = Game.from_canonical(
    [1, 0, 0], [[0] * 3] * 3, [[0, 1, -1], [-1, 0, 1], [1, -1, 0]], anchor=(1, ["1/2", "1/4", "1/4"])
)


@pytest.mark.parametrize(
    ("name", "holds", "open_"),
    [
        ("T1", FLAT, CONVEX),
        ("T2", FLAT, CONVEX),
        ("T3", FLAT, ALIKE),
        ("T3", FLAT, APART),
        ("T14", FLAT, CONVEX),
        ("T15", FLAT, ALIKE),
    ],
)
def test_a_hypothesis_holds_or_is_left_open(name: str, holds: Game, open_: Game) -> None:
    assert theorem(name).finding(holds).holds == "yes"
    finding = theorem(name).finding(open_)
    assert finding.holds == "undecided"
    assert any("may curve more than" in hypothesis.quantity for hypothesis in finding.failing)


def test_the_potential_needs_a_symmetric_coupling() -> None:
    assert theorem("T5").finding(FLAT).holds == "yes"
    assert "KL(wᵢ‖w⁰)" in theorem("T5").finding(FLAT).conclusion
    assert theorem("T5").finding(SKEW).holds == "no"


@pytest.mark.parametrize("subject", [FLAT, CONVEX, ALIKE, APART, SKEW])
def test_the_others_say_that_the_game_is_not_quadratic(subject: Game) -> None:
    for finding in findings(subject):
        assert finding.conclusion.endswith(".")
        assert finding.statement.startswith("Anchored: ") is (finding.theorem in ANCHORED)
        if finding.theorem not in ANCHORED:
            assert finding.holds == "no"
            assert "not quadratic" in finding.hypotheses[0].quantity


def test_the_boundary_of_a_condition_is_a_case_of_its_own() -> None:
    """H̃ = H + 2λ_R I with λ_R = 1 and H = diag(−4, 0) is exactly 0 along (1, −1)."""
    edge = game([[-4, 0], [0, 0]])
    assert theorem("T1").finding(edge).holds == "yes"
    assert "exactly 0" in theorem("T1").finding(edge).hypotheses[0].quantity
    assert theorem("T15").finding(edge).holds == "undecided"


@settings(max_examples=60)
@given(anchored_games(monotone=False))
def test_the_answer_of_solve_rests_on_what_the_theorems_say(subject: Game) -> None:
    solution = solve(subject)
    said = {finding.theorem: finding for finding in findings(subject)}
    assert (solution.kind != "undecided") is (said["T2"].holds == "yes") is (said["T14"].holds == "yes")
    assert (solution.unique == "proved") is (said["T2"].holds == said["T3"].holds == "yes")
    assert (solution.kind == "enclosed") is (said["T2"].holds == said["T15"].holds == "yes")


@given(anchored_games())
def test_at_the_reference_the_gap_is_rational(subject: Game) -> None:
    anchor = subject.anchor
    assert anchor is not None
    exact = gap(subject.canonical, anchor.data.entries())
    low, high = anchored_gap(subject, anchor.data)
    assert fraction(low) <= exact <= fraction(high)


def test_scale_names_all_four_coefficients() -> None:
    subject = Game.alignment(
        ["left", "right"], 3, [1, 0], [[1, 0], [0, 1]], [[1, 0], [0, 1]], coefficients=(2, 1, 4), anchor=("1/2", HALF)
    )
    assert dict(theorem("T8").finding(subject).quantities) == {"λ_A : λ_C : λ_D : λ_R": "1/2 : 1/4 : 1 : 1/8"}
    assert "λ_R are multiplied" in theorem("T8").finding(FLAT).conclusion


def test_with_a_coefficient_of_0_the_theorems_are_those_of_the_quadratic_game() -> None:
    subject = FLAT.with_coefficients(anchor=0)
    without = Game.from_canonical([1, 0], [[0, 0], [0, 0]], agents=3)
    assert findings(subject) == findings(without)


def test_which_theorems_have_an_anchored_version() -> None:
    assert {each.name for each in THEOREMS if each.anchored is not None} == ANCHORED
