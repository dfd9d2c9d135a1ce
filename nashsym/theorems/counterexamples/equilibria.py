"""Where T1 to T4 fail: best responses, and homogeneous equilibria."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from nashsym.theorems.counterexample import Counterexample
from nashsym.theorems.counterexamples.building import MINUS, ONE, THREE, TURN, canonical, scaled

__all__ = ["BEST_RESPONSE", "BOUNDARY", "INTERIOR", "UNIQUENESS"]

BEST_RESPONSE: Final = (
    Counterexample(
        "H ⪰ 0 on T",
        lambda: canonical([0, 0], MINUS),
        "At (1/2, 1/2) both marginal utilities are 1/2, but the agent gains 1/4 by serving one group alone.",
    ),
)

INTERIOR: Final = (
    Counterexample(
        "ZᵀMZ is nonsingular",
        lambda: canonical([0, 0], ONE, MINUS),
        "M = 0 and b = 0: every mixture has equal marginal utilities and, played by all, is an equilibrium; there is "
        "no w⁎ to speak of.",
        with_it=("w⁎ > 0",),
    ),
    Counterexample(
        "w⁎ > 0",
        lambda: canonical([2, 0], ONE),
        "w⁎ = (3/2, −1/2) is no mixture; the only equilibrium is (1, 0), which leaves the second group out.",
    ),
    Counterexample(
        "H ⪰ 0 on T",
        lambda: canonical([0, 0], MINUS, scaled(3, ONE)),
        "w⁎ = (1/2, 1/2) has equal marginal utilities, but an agent gains 1/4 by leaving it for one group alone.",
    ),
)

UNIQUENESS: Final = (
    Counterexample(
        "G ≻ 0 on T, or N = 1",
        lambda: canonical([0, 0], ONE, scaled(2, ONE)),
        "G = −1 times the identity: both agents at (1/2, 1/2) is an equilibrium, and so is one agent at (1, 0) with "
        "the other at (0, 1).",
    ),
    Counterexample(
        "M ≻ 0 on T",
        lambda: canonical([0, 0], ONE, scaled(-2, ONE)),
        "M = −1 times the identity: all at (1, 0), all at (0, 1) and all at (1/2, 1/2) are three equilibria.",
    ),
)

BOUNDARY: Final = (
    Counterexample(
        "H ⪰ 0 on T",
        lambda: canonical([0, 0], MINUS, scaled(2, ONE)),
        "The programme has its maximum at (1/2, 1/2), where an agent gains 1/4 by serving one group alone; no "
        "homogeneous profile is an equilibrium.",
    ),
    Counterexample(
        "K is symmetric",
        lambda: canonical([Fraction(1, 2), 0, 0], THREE, TURN),
        "The programme does not feel K at all and has its maximum at (2/3, 1/6, 1/6); the only homogeneous "
        "equilibrium is (5/12, 5/12, 1/6).",
    ),
    Counterexample(
        "M ⪰ 0 on T",
        lambda: canonical([0, 0], ONE, scaled(-2, ONE)),
        "All at (1/2, 1/2) is an equilibrium, but bᵀw − ½wᵀMw is 1/4 there and 1/2 at (1, 0): it is the worst mixture, "
        "not a maximiser.",
    ),
)
