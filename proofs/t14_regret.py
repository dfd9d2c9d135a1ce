"""T14: the gap of marginal utilities bounds the regret, and one is 0 iff the other is."""

from __future__ import annotations

import sympy

from proofs.best_responses import best_response, mixture, variational
from proofs.framework import Proof
from proofs.instances import column, gain
from proofs.lemmas import on_tangent
from proofs.openings import canonical
from proofs.profiles import regret, unit

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T14",
        "Regret",
        "For H ⪰ 0 on T and wᵢ exactly in Δ, regretᵢ ≤ gapᵢ = max_d g_d − gᵀwᵢ, and one is 0 iff the other is.",
    )
    game = canonical(this)
    T, m, one = this.algebra.T, game.m, game.one
    g = game.marginal
    w = mixture(this, "Let agent i play a mixture w, the others with mean m,", one, game.w)
    x = mixture(this, "and let x be a best response to m, which exists as Δ is compact.", one, "x")
    nu = sympy.Symbol("ν", real=True)
    gap = nu - T(g) * w.point
    lost = game.utility(x.point, m) - game.utility(w.point, m)
    this.let("The regret is what agent i could gain. With ν = max g, the largest entry of g,", {"gap": gap})
    slack = this.given("So no entry of ν1 − g is negative.", nu * one - g, show="ν1 − g")

    above = this.product("Weighed with x, ν is at least gᵀx.", x.inside, slack)
    curvature = on_tangent(
        this, "H ⪰ 0 on T, in which x − w lies.", game.H, x.point - w.point, one, show="(x − w)ᵀH(x − w)"
    )
    this.identity(
        "The regret is that at first order, less what curvature takes.",
        lost,
        T(g) * (x.point - w.point) - T(x.point - w.point) * game.H * (x.point - w.point) / 2,
        show="regret",
    )
    bound = this.conclude(
        "The gap bounds the regret, which is all that is needed of a profile to be an ε-equilibrium: gaps at most ε.",
        gap - lost,
        "≥ 0",
        {above: 1, curvature: sympy.Rational(1, 2)},
        show="gap − regret",
    )

    best = this.given("A best response pays no less than w.", lost, show="regret")
    nothing = this.given("If the gap is 0,", gap, "= 0", show="gap")
    below = this.conclude("the regret is not > 0 either:", -lost, "≥ 0", [(bound, 1), (nothing, -1)], show="−regret")
    this.squeeze("it is 0.", best, below, show="regret")

    response = best_response(this, "If the regret is 0, w is a best response itself (H is arbitrary here).", game, w, m)
    e = mixture(this, "Let e be the unit vector of a group with the largest marginal utility,", one, "e")
    largest = this.given("that is", T(g) * e.point - nu, "= 0", show="gᵀe − ν")
    slope = variational(this, "e is no improvement at first order.", response, e, g, show="gᵀ(w − e)")
    below = this.conclude("So the gap is not > 0.", -gap, "≥ 0", {slope: 1, largest: 1}, show="−gap")
    above = this.product("It is not < 0, being a mean of slacks weighed with w,", w.inside, slack)
    above = this.conclude("in other words", gap, "≥ 0", {above: 1}, show="gap")
    this.squeeze("and so it is 0.", above, below, show="gap")
    _instances(this)
    return this


def _instances(this: Proof) -> None:
    one, nothing, half = sympy.eye(2), column(0, 0), unit(2, 0, 1)
    this.instance(
        "Without H ⪰ 0 on T: D = 2, b = 0, H = −I, K = 0. At (1/2, 1/2) the gap is 0 and the regret 1/4.",
        len(set(half)) == 1 and regret(nothing, -one, 0 * one, half, half) == sympy.Rational(1, 4),
    )
    ones = sympy.ones(2, 2)
    outside = column("3/4", "1/2")
    slopes = ones * outside
    this.instance(
        "Without w exactly in Δ: D = 2, b = 0, H = −11ᵀ (which is 0 on T), K = 0, and weights (3/4, 1/2), whose sum is "
        "5/4. The gap is 5/4 − 25/16 = −5/16, but moving to (1, 0) changes the utility by −9/32, which is more.",
        max(slopes) - (slopes.T * outside)[0] == -sympy.Rational(5, 16)
        and gain(nothing, -ones, 0 * ones, outside, half, unit(2, 0)) == -sympy.Rational(9, 32),
    )
