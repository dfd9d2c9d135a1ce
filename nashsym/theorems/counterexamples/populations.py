"""Where T5, T6, T16, T18 and T19 fail: what agents that differ, or that keep responding, do."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from nashsym.theorems.counterexample import Counterexample
from nashsym.theorems.counterexamples.building import MINUS, ONE, THREE, TURN, canonical, scaled, total

__all__ = ["ALL_EQUILIBRIA", "DYNAMICS", "NICHES", "POTENTIAL", "SPECIALISATION", "TYPES"]

POTENTIAL: Final = (
    Counterexample(
        "K is symmetric",
        lambda: canonical([0, 0, 0], THREE, TURN),
        "Let two agents move in turn from (e₁, e₁) to (e₂, e₁), (e₂, e₃), (e₁, e₃) and back: the movers' gains add up "
        "to 6, while any potential would be back where it was.",
    ),
)

SPECIALISATION: Final = (
    Counterexample(
        "N ≥ 2",
        lambda: canonical([0, 0], ONE, agents=1),
        "One agent has nobody to differ from: there is no G, and no profile is heterogeneous.",
    ),
    Counterexample(
        "K is symmetric",
        lambda: canonical([0, 0, 0], THREE, total(scaled(2, THREE), TURN)),
        "vᵀGv = −|v|² on T, but both agents at (1/3, 1/3, 1/3) is the only equilibrium: each group flees from the "
        "next, and no niche holds.",
    ),
    Counterexample(
        "M ≻ 0 on T",
        lambda: canonical([0, 0], scaled(-2, ONE), MINUS),
        "G = −1 times the identity, but the only equilibria are both agents at (1, 0) and both at (0, 1): alike.",
    ),
    Counterexample(
        "w⁎ > 0",
        lambda: canonical([5, 0], ONE, scaled(2, ONE)),
        "G = −1 times the identity, but the first group always pays at least 2 more than the second: the only "
        "equilibrium has both agents at (1, 0).",
    ),
)

NICHES: Final = (
    Counterexample(
        "ZᵀGZ is nonsingular, for niches",
        lambda: canonical([0, 0], ONE, ONE),
        "G = 0: one agent at (1/4, 3/4) with the other at (3/4, 1/4) is a heterogeneous equilibrium in which no agent "
        "leaves a group at 0.",
    ),
)

DYNAMICS: Final = (
    Counterexample(
        "K is symmetric",
        lambda: canonical([0, 0, 0], THREE, TURN),
        "vᵀKv = 0 on T, so both other conditions hold, but the best response to e₁ is e₂, to e₂ it is e₃ and to e₃ it "
        "is e₁: two agents that start there never settle, at once or in turn.",
    ),
    Counterexample(
        "every e > −1: H + K ≻ 0 on T",
        lambda: canonical([0, 0], ONE, scaled(-2, ONE)),
        "e = −2. The best response to (1, 0) is (1, 0) and to (0, 1) it is (0, 1): the two stay as far apart as they "
        "were, so nothing contracts.",
    ),
    Counterexample(
        "every e < 1: H − K ≻ 0 on T",
        lambda: canonical([0, 0], ONE, scaled(Fraction(3, 2), ONE), agents=3),
        "e = 3/2, and (1/2, 1/2) is the only equilibrium, but the best response to (1, 0) is (0, 1) and to that "
        "(1, 0): three agents that all respond at once swing for ever.",
    ),
)

TYPES: Final = (
    Counterexample(
        "G ≻ 0 on T, or N = 1",
        lambda: canonical([0, 0], ONE, scaled(2, ONE)),
        "Three equilibria have the sum (1, 1): one agent at (1, 0) and the other at (0, 1), the two exchanged, and "
        "both at (1/2, 1/2). The sum does not tell what the first agent plays.",
    ),
)

ALL_EQUILIBRIA: Final = (
    Counterexample(
        "G ≻ 0 on T, or N = 1",
        lambda: canonical([0, 0], ONE, scaled(2, ONE)),
        "The one homogeneous equilibrium, (1/2, 1/2), is not all: one agent at (1, 0) and the other at (0, 1) is "
        "another.",
    ),
    Counterexample(
        "H ⪰ 0 on T",
        lambda: canonical([0, 0], MINUS, scaled(-2, ONE)),
        "Of the three first-order points only (1, 0) and (0, 1) are equilibria: two, an even number.",
    ),
    Counterexample(
        "no homogeneous equilibrium is degenerate, or M ≻ 0 on T",
        lambda: canonical([1, 0], ONE, scaled(-2, ONE)),
        "There are two homogeneous equilibria, (1, 0) and (0, 1), an even number; at the second the group left out is "
        "exactly as good as the one served.",
    ),
)
