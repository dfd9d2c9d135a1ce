"""T1: from the utility to the conditions of a best response, and to the concavity that an interior one forces."""

from __future__ import annotations

import sympy

from proofs.best_responses import best_response, mixture, sufficient, variational
from proofs.framework import Proof
from proofs.instances import column, gain
from proofs.lemmas import on_tangent
from proofs.openings import canonical

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T1",
        "Best response",
        "If H ⪰ 0 on T, wᵢ is a best response iff max_d g_d = gᵀwᵢ for g = b − Hwᵢ − Kmᵢ; “only if” needs no "
        "hypothesis. An equilibrium in which some agent's weights are all positive forces H ⪰ 0 on T.",
    )
    T = this.algebra.T
    game = canonical(this)
    w, m, v, one, H = game.w, game.m, game.v, game.one, game.H
    g = game.b - H * w - game.K * m
    own = mixture(this, "w is a mixture: it sums to 1 (a rule of the algebra) and its entries are ≥ 0.", one, w)

    nu = sympy.Symbol("ν", real=True)
    slack = this.given(
        "Let ν be the largest entry of g, so that no entry of ν1 − g is negative.", nu * one - g, show="ν1 − g"
    )
    weighed = this.product("Weighed with w: gᵀw is never above ν.", own.inside, slack)
    this.identity("This is ν − gᵀw, as w sums to 1.", weighed.expression, nu - T(g) * w, show="wᵀ(ν1 − g)")
    this.reason(
        "A sum of terms w_d(ν − g_d) ≥ 0 is 0 iff each is: ν = gᵀw says that marginal utilities are equal on the "
        "support of w, and none is larger off it."
    )

    x = mixture(this, "If. Let x be any other mixture.", one, "x")
    equal = this.given("Suppose that ν = gᵀw.", nu - T(g) * w, "= 0", show="ν − gᵀw")
    above = this.product("Weighed with x, ν − gᵀx ≥ 0.", x.inside, slack)
    slope = this.conclude("So gᵀ(w − x) ≥ 0.", T(g) * (w - x.point), "≥ 0", {above: 1, equal: -1}, show="gᵀ(w − x)")
    curvature = on_tangent(this, "H ⪰ 0 on T, in which x − w lies.", H, x.point - w, one, show="(x − w)ᵀH(x − w)")
    sufficient(this, "So x pays no more than w: w is a best response.", game, own, m, x, slope, curvature)

    best = best_response(
        this, "Only if. Let w be a best response: no mixture w′ pays more. H is arbitrary.", game, own, m
    )
    e = mixture(this, "Let e be the unit vector of any one group.", one, "e")
    entry = variational(this, "eᵀg is at most gᵀw.", best, e, g, show="gᵀ(w − e)")
    largest = this.given(
        "Now let e be that of a group whose marginal utility is the largest.",
        T(g) * e.point - nu,
        "= 0",
        show="gᵀe − ν",
    )
    this.conclude(
        "So gᵀw is at least ν too: the two are equal.", T(g) * w - nu, "≥ 0", {entry: 1, largest: 1}, show="gᵀw − ν"
    )

    up = this.given(
        "An agent that serves everybody. Let all weights of w be > 0, and v a direction of T, scaled so that w + v has "
        "no negative entry,",
        w + v,
    )
    down = this.given("nor w − v.", w - v)
    first = this.apply(
        "As w is a best response, w + v pays no more,", best.known, w + v, [up], show="u(w, m) − u(w + v, m)"
    )
    second = this.apply("nor does w − v.", best.known, w - v, [down], show="u(w, m) − u(w − v, m)")
    this.conclude(
        "The sum of the two: vᵀHv ≥ 0. Any direction of T can be scaled so, hence H ⪰ 0 on T.",
        T(v) * H * v,
        "≥ 0",
        {first: 1, second: 1},
    )

    half, vertex = column("1/2", "1/2"), column(1, 0)
    bare, concave = sympy.zeros(2, 2), -sympy.eye(2)
    this.instance(
        "Without H ⪰ 0 on T “if” fails: D = 2, b = 0, H = −I, K = 0. At (1/2, 1/2) both marginal utilities are 1/2, "
        "but (1, 0) pays 1/4 more.",
        -concave * half == half and gain(column(0, 0), concave, bare, half, half, vertex) == sympy.Rational(1, 4),
    )
    return this
