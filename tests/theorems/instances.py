"""For each theorem a game on which it holds, and for each hypothesis a game on which only that one fails."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from nashsym.exact.rational import column_fractions, fractions
from nashsym.game import Game
from nashsym.terms import CanonicalForm
from nashsym.theorems.counterexamples.building import MINUS, ONE, THREE, TURN, ZERO, alignment, canonical, scaled

__all__ = [
    "CASES",
    "MINUS",
    "ONE",
    "THREE",
    "TINY",
    "TURN",
    "ZERO",
    "Case",
    "alignment",
    "canonical",
    "moved",
    "numbers",
    "scaled",
]


class Case(NamedTuple):
    """A game on which exactly the hypotheses of these positions do not hold."""

    theorem: str
    failing: tuple[int, ...]
    game: Game


PLAIN = canonical([0, 0], ONE)
GIVEN = alignment()
DISTANCE = alignment("distance", S=scaled("1/4", ONE))

CASES = (
    Case("T1", (), PLAIN),
    Case("T1", (0,), canonical([0, 0], MINUS)),
    Case("T2", (), PLAIN),
    Case("T2", (0, 1), canonical([0, 0], ONE, MINUS)),  # w⁎ needs ZᵀMZ nonsingular to be defined
    Case("T2", (1,), canonical([1, 0], scaled("1/2", ONE))),  # w⁎ = (3/2, −1/2)
    Case("T2", (1,), canonical([1, 0], ONE)),  # exactly 0: w⁎ = (1, 0)
    Case("T2", (2,), canonical([0, 0], MINUS, scaled(3, ONE))),
    Case("T3", (), PLAIN),
    Case("T3", (), canonical([0, 0], ONE, agents=1)),
    Case("T3", (0,), canonical([0, 0], ONE, scaled(2, ONE))),
    Case("T3", (0,), canonical([0, 0], ONE, ONE)),  # G exactly 0
    Case("T3", (1,), canonical([0, 0], ONE, scaled(-2, ONE))),
    Case("T3", (1,), canonical([0, 0], ONE, MINUS)),  # M exactly 0
    Case("T4", (), PLAIN),
    Case("T4", (), canonical([0, 0], ONE, MINUS)),  # M exactly 0 is ⪰ 0
    Case("T4", (0,), canonical([0, 0], MINUS, scaled(2, ONE))),
    Case("T4", (1,), canonical([0, 0, 0], THREE, TURN)),
    Case("T4", (2,), canonical([0, 0], ONE, scaled(-2, ONE))),
    Case("T5", (), PLAIN),
    Case("T5", (), canonical([0, 0], MINUS, [[0, 5], [0, 0]])),  # two groups: symmetric on T
    Case("T5", (0,), canonical([0, 0, 0], THREE, TURN)),
    Case("T6", (), PLAIN),
    Case("T6", (), canonical([0, 0], ONE, scaled(2, ONE))),
    Case("T6", (0,), canonical([0, 0], ONE, agents=1)),
    Case("T6", (1,), canonical([0, 0, 0], THREE, TURN)),
    Case("T6", (2,), canonical([0, 0], ONE, scaled(-2, ONE))),
    Case("T6", (3,), canonical([2, 0], ONE)),
    Case("T7", (), GIVEN),
    Case("T7", (0,), alignment(C=ZERO, S=ZERO)),
    Case("T7", (1,), DISTANCE),
    Case("T7", (2,), alignment(agents=1)),
    Case("T8", (), PLAIN),
    Case("T9", (), GIVEN),
    Case("T9", (0,), PLAIN),
    Case("T9", (1,), alignment(C=ZERO, S=ZERO)),
    Case("T10", (), GIVEN),
    Case("T10", (0, 1), PLAIN),  # without coefficients there is no λ_A
    Case("T10", (1,), alignment(weights=(0, 1, 1))),
    Case("T10", (2,), alignment(C=MINUS)),
    Case("T11", (), DISTANCE),
    Case("T11", (0,), GIVEN),
    Case("T11", (1,), alignment("distance", agents=1)),
    Case("T11", (2,), alignment("distance", weights=(1, 0, 1))),
    Case("T11", (3,), alignment("distance", C=ZERO)),
    Case("T12", (), GIVEN),
    Case("T12", (0,), DISTANCE),
    Case("T12", (1,), alignment(agents=1)),
    Case("T12", (2,), alignment(S=ZERO)),
    Case("T12", (3,), alignment(C=MINUS)),
    Case("T13", (0, 1), PLAIN),
    Case("T14", (), PLAIN),
    Case("T14", (0,), canonical([0, 0], MINUS)),
    Case("T15", (), PLAIN),
    Case("T15", (0,), canonical([0, 0], ZERO)),
    Case("T16", (), PLAIN),
    Case("T16", (), canonical([0, 0], ONE, agents=1)),
    Case("T16", (0, 2, 3), canonical([0, 0], ZERO)),  # H ≻ 0 follows from the two others
    Case("T16", (1,), canonical([0, 0, 0], THREE, TURN)),
    Case("T16", (2,), canonical([0, 0], ONE, MINUS)),  # e = −1 exactly
    Case("T16", (3,), canonical([0, 0], ONE, ONE)),  # e = 1 exactly
    Case("T17", (), GIVEN),
    Case("T17", (), DISTANCE),
    Case("T17", (0, 2), PLAIN),  # b, H, K do not say what the others add to welfare
    Case("T17", (1,), alignment(C=MINUS, S=scaled(2, ONE))),
    Case("T17", (2,), alignment(C=ZERO, S=MINUS)),
    Case("T17", (2,), alignment("distance", C=MINUS, S=scaled(-2, ONE))),
    Case("T18", (), PLAIN),
    Case("T18", (0,), canonical([0, 0], ONE, agents=1)),
    Case("T18", (1,), canonical([0, 0], ONE, ONE)),
    Case("T19", (), PLAIN),
    Case("T19", (), canonical([0, 0], ONE, scaled(-2, ONE))),  # M ≺ 0, three equilibria
    Case("T19", (0,), canonical([0, 0], ONE, ONE)),
    Case("T19", (1,), canonical([0, 0], MINUS, scaled(-2, ONE))),
    Case("T19", (2,), canonical([0, 0], ONE, MINUS)),  # all of Δ
    Case("T19", (2,), canonical([1, 0], ONE, scaled(-2, ONE))),  # (0, 1) with the other exactly as good
)


TINY = Fraction(1, 10**6)
Numbers = tuple[tuple[Fraction, ...], list[list[Fraction]], list[list[Fraction]]]


def numbers(form: CanonicalForm) -> Numbers:
    """b, H and K as the brute force takes them."""
    return column_fractions(form.b), fractions(form.H), fractions(form.K)


def moved(game: Game, name: str, by: Fraction) -> Game:
    """The game with one coefficient changed by so much."""
    return game.with_coefficients(**{name: game.coefficients[name] + by})
