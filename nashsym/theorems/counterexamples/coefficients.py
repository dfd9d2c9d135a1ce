"""Where T7, T9, T10, T11, T12 and T17 fail: how equilibria answer to the platform's coefficients."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from nashsym.theorems.counterexample import Counterexample
from nashsym.theorems.counterexamples.building import MINUS, ONE, THREE, ZERO, alignment, canonical, scaled

__all__ = [
    "ATTRACTIVENESS_PATH",
    "DESIGN",
    "DIVERSITY_LIMIT",
    "INERT_CORNER",
    "INERT_DISTANCE",
    "KINK",
    "STATICS",
    "WELFARE",
    "WHOLE_PATH",
]

_GIVEN: Final = "the game is given by coefficients and inputs"

STATICS: Final = (
    Counterexample(
        "ZᵀMZ is nonsingular",
        lambda: alignment(a=(1, 0), C=ZERO, S=ZERO),
        "M = 0: the marginal utilities are 1 and 0 at every mixture, no w⁎ exists, and nothing has a derivative.",
    ),
    Counterexample(
        "the game is of the similarity form",
        lambda: alignment("distance", a=(1, 0), S=scaled(Fraction(1, 4), ONE)),
        "−PSw⁎ = (−1/32, 1/32), but w⁎ = (3/4, 1/4) stays where it is when λ_D doubles (T11).",
    ),
    Counterexample(
        "N ≥ 2",
        lambda: alignment(a=(1, 0), agents=1),
        "−PSw⁎ = (−1/8, 1/8), but the only agent overlaps with nobody: w⁎ = (3/4, 1/4) stays when λ_D doubles.",
    ),
)

KINK: Final = (
    Counterexample(
        "strict complementarity, on a face",
        lambda: alignment(a=(1, 0), weights=(3, 1, 1)),
        "At (1, 0) the group left out is exactly as good as the one served: with less λ_A the first weight falls by "
        "1/6 per unit, with more it stays. There is no derivative.",
    ),
)

ATTRACTIVENESS_PATH: Final = (
    Counterexample(
        _GIVEN,
        lambda: canonical([0, 0], ONE),
        "b, H and K hold no λ_A: there is nothing to be affine in.",
    ),
    Counterexample(
        "ZᵀMZ is nonsingular",
        lambda: alignment(a=(1, 0), C=ZERO, S=ZERO),
        "M = 0: at λ_A = 0 every mixture is an equilibrium, at any λ_A > 0 only (1, 0) is: the equilibrium jumps, and "
        "no w⁎ exists.",
    ),
)

WHOLE_PATH: Final = (
    Counterexample(
        "H ⪰ 0 on T, for the path of the equilibrium",
        lambda: alignment(a=(1, 0), C=scaled(Fraction(-1, 2), ONE), S=scaled(2, ONE), weights=(Fraction(1, 2), 1, 1)),
        "M is the identity, but at λ_A = 1/2 no homogeneous profile is an equilibrium: there is no path to follow.",
    ),
    Counterexample(
        "M ≻ 0 on T, for the path of the equilibrium",
        lambda: alignment(a=(1, 0), C=scaled(Fraction(1, 2), ONE), S=scaled(-2, ONE), weights=(Fraction(1, 2), 1, 1)),
        "At λ_A = 1/2 there are three homogeneous equilibria, (1, 0), (1/4, 3/4) and (0, 1); at λ_A = 2 only (1, 0) is "
        "left, so the two others can't be followed.",
    ),
)

DESIGN: Final = (
    Counterexample(
        _GIVEN,
        lambda: canonical([0, 0], ONE),
        "b, H and K hold no attractiveness that could be changed.",
        with_it=("λ_A > 0",),
    ),
    Counterexample(
        "λ_A > 0",
        lambda: alignment(weights=(0, 1, 1)),
        "Attractiveness is not in the utility: whatever it is, (1/2, 1/2) is the only equilibrium, and (3/4, 1/4) "
        "can't be made one.",
    ),
    Counterexample(
        "H ⪰ 0 on T",
        lambda: alignment(C=MINUS),
        "With the change (−1/4, 1/4) both marginal utilities are alike at (3/4, 1/4), but an agent gains 9/8 by "
        "serving the second group alone.",
    ),
)

INERT_DISTANCE: Final = (
    Counterexample(
        "the game is of the distance form",
        lambda: alignment(a=(1, 0)),
        "In the similarity form w⁎ = (2/3, 1/3) at λ_D = 1 and (5/8, 3/8) at λ_D = 2: it moves.",
    ),
    Counterexample(
        "N ≥ 2",
        lambda: alignment("distance", weights=(1, 1, 2), agents=1),
        "λ_C C − λ_D S is −1 times the identity, yet (1/2, 1/2) is the only agent's best mixture: nobody else is there "
        "to keep a distance from.",
    ),
    Counterexample(
        "λ_C > 0",
        lambda: alignment("distance", weights=(1, 0, 1)),
        "M = 0: every mixture has equal marginal utilities, and there is no one candidate.",
    ),
    Counterexample(
        "ZᵀCZ is nonsingular",
        lambda: alignment("distance", C=ZERO),
        "M = 0: every mixture has equal marginal utilities, and there is no one candidate.",
    ),
)

INERT_CORNER: Final = (
    Counterexample(
        "w⁎ > 0, for w⁎ to be no equilibrium beyond that",
        lambda: alignment(
            "distance", a=(2, 0, 0), C=THREE, S=[[1, 0, 0], [0, Fraction(1, 2), -1], [0, -1, Fraction(1, 2)]]
        ),
        "For v = (0, 1, −1) vᵀ(λ_C C − λ_D S)v is −1, yet w⁎ = (1, 0, 0) is an equilibrium: from a corner an agent "
        "can't go along v, either way.",
    ),
)

DIVERSITY_LIMIT: Final = (
    Counterexample(
        "the game is of the similarity form",
        lambda: alignment("distance", a=(1, 0), weights=(1, 1, 3)),
        "s = (1/2, 1/2), and w⁎ should be within 1/6 of it at λ_D = 3; it is (3/4, 1/4), at a distance of 1/4, for "
        "every λ_D.",
    ),
    Counterexample(
        "N ≥ 2",
        lambda: alignment(a=(1, 0), weights=(1, 1, 3), agents=1),
        "s = (1/2, 1/2), and w⁎ should be within 1/6 of it at λ_D = 3; the only agent plays (3/4, 1/4), at a distance "
        "of 1/4, for every λ_D.",
    ),
    Counterexample(
        "S ≻ 0 on T",
        lambda: alignment(a=(1, 0), S=MINUS, weights=(1, 1, Fraction(3, 2))),
        "s = (1/2, 1/2), and w⁎ should be within 1/3 of it at λ_D = 3/2; it is (3/2, −1/2), at a distance of 1.",
    ),
    Counterexample(
        "C ⪰ 0 on T",
        lambda: alignment(a=(1, 0), C=MINUS, weights=(1, 1, 3)),
        "s = (1/2, 1/2), and w⁎ should be within 1/6 of it at λ_D = 3; it is (1, 0), at a distance of 1/2.",
    ),
)

WELFARE: Final = (
    Counterexample(
        _GIVEN,
        lambda: canonical([1, 0], ONE, ONE),
        "The similarity form with C = ½·identity and S = identity, and the distance form with C = identity and S = "
        "½·identity, both have this b, H and K; their best homogeneous profiles are (2/3, 1/3) and (3/4, 1/4).",
        with_it=("welfare is concave on T: H + 2K ⪰ 0, in the distance form M ⪰ 0",),
    ),
    Counterexample(
        "H ⪰ 0 on T",
        lambda: alignment(C=MINUS, S=scaled(2, ONE)),
        "(1/2, 1/2) is the best homogeneous profile, but at 2λ_D an agent gains 1/2 by leaving it.",
    ),
    Counterexample(
        "welfare is concave on T: H + 2K ⪰ 0, in the distance form M ⪰ 0",
        lambda: alignment(C=ZERO, S=MINUS),
        "(1/2, 1/2) is an equilibrium at 2λ_D, but each agent has 1/2 there and 1 where all serve one group: it is the "
        "worst homogeneous profile.",
    ),
)
