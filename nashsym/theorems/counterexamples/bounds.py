"""Where T13, T14 and T15 fail: how far an equilibrium, or a gain, can be."""

from __future__ import annotations

from typing import Final

from nashsym.theorems.counterexample import Counterexample
from nashsym.theorems.counterexamples.building import MINUS, ONE, canonical, scaled

__all__ = ["ENCLOSURE", "PERTURBATION", "REGRET"]

PERTURBATION: Final = (
    Counterexample(
        "the inputs are known up to given radii",
        lambda: canonical([0, 0], ONE),
        "Where nothing bounds how far M is off, H = 0 is possible: every mixture is an equilibrium there, and no "
        "distance from (1/2, 1/2) less than 1/2 is safe.",
    ),
)

REGRET: Final = (
    Counterexample(
        "H ⪰ 0 on T",
        lambda: canonical([0, 0], MINUS),
        "At (1/2, 1/2) the gap is 0, but the agent gains 1/4 by serving one group alone.",
    ),
)

ENCLOSURE: Final = (
    Counterexample(
        "M ≻ 0 on T",
        lambda: canonical([0, 0], ONE, scaled(-2, ONE)),
        "(1/2, 1/2) has gap 0, which encloses a single point; the equilibrium (1, 0) is at a distance of 1/2.",
    ),
)
