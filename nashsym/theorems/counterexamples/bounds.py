"""Where T13, T14 and T15 fail: how far an equilibrium, or a gain, can be."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from nashsym.theorems.counterexample import Counterexample
from nashsym.theorems.counterexamples.building import MINUS, ONE, THREE, TURN, ZERO, canonical, scaled

__all__ = ["ENCLOSURE", "OFF_SIMPLEX", "PERTURBATION", "REGRET", "SKEW"]

PERTURBATION: Final = (
    Counterexample(
        "|P|(β + E(|w⁎| + δ)) < δ for some δ > 0",
        lambda: canonical([0, 0, 0], THREE),
        "With every entry known up to 3/10 the spectral radius of |P|E is 6/5, not below 1: there is no δ, and the "
        "bound on w⁎ is not defined.",
        radius=Fraction(3, 10),
    ),
    Counterexample(
        "M₋ ≻ 0 on T, M₋ = M − diag(E1)",
        lambda: canonical([0, 0], ONE, scaled(-2, ONE)),
        "With every entry known up to 1/4 M₋ is −3/2 times the identity, and the bound would be negative; but the game "
        "itself has the homogeneous equilibria (1, 0) and (0, 1), as far apart as can be.",
        radius=Fraction(1, 4),
    ),
)

REGRET: Final = (
    Counterexample(
        "H ⪰ 0 on T",
        lambda: canonical([0, 0], MINUS),
        "At (1/2, 1/2) the gap is 0, but the agent gains 1/4 by serving one group alone.",
    ),
)

OFF_SIMPLEX: Final = (
    Counterexample(
        "wᵢ is exactly in Δ",
        lambda: canonical([1, 1], ZERO),
        "At (3/5, 3/5), whose sum is 6/5, max g − gᵀw is −1/5, and no gain is negative. Weights rounded in floating "
        "point are off Δ as well, by less.",
    ),
)

SKEW: Final = (
    Counterexample(
        "P is that of the symmetric part of M",
        lambda: canonical([1, -1, 1], THREE, TURN),
        "The equilibrium is (1, 0, 0). The guess (1/2, 1/4, 1/4) has gap 3/8, and (1/2)² is exactly 2/3 of it, which "
        "is P_dd of the symmetric part; P_dd of M itself is 1/6, too small.",
    ),
)

ENCLOSURE: Final = (
    Counterexample(
        "M ≻ 0 on T",
        lambda: canonical([0, 0], ONE, scaled(-2, ONE)),
        "(1/2, 1/2) has gap 0, which encloses a single point; the equilibrium (1, 0) is at a distance of 1/2.",
    ),
)
