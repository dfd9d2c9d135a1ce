"""Exactly 0 on the boundary of a condition is a case of its own, and what can be decided is decided."""

from __future__ import annotations

import pytest
from hypothesis import given

from nashsym.exact.definiteness import Definiteness
from nashsym.game import Game
from nashsym.theorems import findings, theorem
from nashsym.theorems.instance import Instance
from tests.theorems.instances import ONE, ZERO, alignment, canonical, scaled
from tests.theorems.strategies import alignment_games, canonical_games

BOUNDARY = "the boundary of the condition"
AT_IT = f"{{}}, exactly at it: {BOUNDARY}"
#: The matrices whose signs hypotheses are about, as an instance has them.
SIGNS = {"H": "concavity", "M": "stability", "G": "unity"}
ALIGNMENT_ONLY = ("T9", "T10", "T17")


def sign_of(game: Game, text: str) -> Definiteness | None:
    """The exact sign behind a hypothesis ``X ≻ 0 on T``; None for other hypotheses."""
    symbol = text.partition(" ")[0]
    if "0 on T" not in text or symbol not in {*SIGNS, "S", "C"} or text[2:3] not in "≻⪰":
        return None
    instance = Instance(game)
    if symbol in SIGNS:
        found = getattr(game.canonical, SIGNS[symbol])
    else:
        found = instance.similarity_on_tangent if symbol == "S" else instance.inconsistency_on_tangent
    assert found is None or isinstance(found, Definiteness)
    return found


@given(canonical_games(concave=False) | canonical_games() | alignment_games() | alignment_games(concave=False))
def test_everything_is_decided_but_for_radii_and_the_boundary_is_said(game: Game) -> None:
    if not game.is_quadratic:
        return
    for finding in findings(game):
        for hypothesis in finding.hypotheses:
            assert hypothesis.verdict != "undecided" or finding.theorem == "T13"
            sign = sign_of(game, hypothesis.text)
            if sign is not None and game.size > 1:
                at = sign.sign == "positive semidefinite"
                assert (BOUNDARY in hypothesis.quantity) == at, (finding.theorem, hypothesis)
                assert hypothesis.verdict == (
                    "yes" if sign.is_positive_definite or (at and "⪰" in hypothesis.text) else "no"
                )


@given(canonical_games(concave=False))
def test_a_canonical_game_fails_what_needs_coefficients_and_says_why(game: Game) -> None:
    if not game.is_quadratic:
        return
    found = {finding.theorem: finding for finding in findings(game)}
    for name in ALIGNMENT_ONLY:
        first = found[name].hypotheses[0]
        assert (first.text, first.verdict) == ("the game is given by coefficients and inputs", "no")
        assert first.quantity == "it is given by b, H and K"
    for name in ("T7", "T11", "T12"):
        form = next(each for each in found[name].hypotheses if "form" in each.text)
        assert (form.verdict, form.quantity) == ("no", "it is given by b, H and K")
    for name in ("T7", "T9"):  # what needs no coefficients is decided
        regular = next(each for each in found[name].hypotheses if each.text == "ZᵀMZ is nonsingular")
        assert (regular.verdict == "yes") == (Instance(game).candidate is not None)


@pytest.mark.parametrize(
    ("name", "game", "quantity", "words"),
    [
        ("T9", alignment(weights=(0, 1, 1), a=(1, 0)), "the game's λ_A is", "0, inside"),
        ("T9", alignment(weights=(3, 1, 1), a=(1, 0)), "the game's λ_A is", f"3, exactly at an end: {BOUNDARY}"),
        ("T9", alignment(weights=(4, 1, 1), a=(1, 0)), "the game's λ_A is", "4, outside"),
        ("T9", alignment(weights=(1, 1, 1), a=(1, 0)), "λ_A with w⁎ > 0", "0 ≤ λ_A < 3"),
        ("T14", alignment(), "most that an agent can gain where all serve every group alike", "exactly 0: that is an"),
        ("T14", alignment(a=(1, 0)), "most that an agent can gain where all serve every group alike", "1/2"),
        ("T11", alignment("distance", S=ONE), "the game's λ_D is", AT_IT.format(1)),
        (
            "T6",
            alignment("distance", S=ONE, weights=(1, 1, "1/2")),
            "the game's λ_D is",
            f"1/2, exactly at it: {BOUNDARY}",
        ),
        (
            "T6",
            canonical([0, 0], ONE, scaled(2, ONE), agents=3),
            "the game's factor is",
            f"1, exactly at it: {BOUNDARY}",
        ),
    ],
)
def test_a_game_at_a_threshold(name: str, game: Game, quantity: str, words: str) -> None:
    assert words in dict(theorem(name).finding(game).quantities)[quantity]


def test_a_group_that_is_always_at_the_floor() -> None:
    # with C = 0 and a constant, w⁎ is s at every λ_A
    game = alignment(a=(1, 1), C=ZERO, S=[[1, 0], [0, 1]])
    floored = Game.alignment(game.groups, 2, [1, 1], ZERO, [[1, 0], [0, 1]], coefficients=(1, 1, 1), floor="1/2")
    assert "a always, exactly; b always, exactly" in str(theorem("T9").finding(floored).quantities)


def test_supports_are_enumerated_up_to_ten_groups() -> None:
    groups = 10
    identity = [[int(d == e) for d in range(groups)] for e in range(groups)]
    game = canonical([0] * groups, identity, scaled(-2, identity))
    assert (
        theorem("T19").finding(game).hypotheses[2].verdict == "no" or theorem("T19").finding(game).holds != "undecided"
    )
    larger = [[int(d == e) for d in range(11)] for e in range(11)]
    assert theorem("T19").finding(canonical([0] * 11, larger, scaled(-2, larger))).hypotheses[2].verdict == "undecided"
