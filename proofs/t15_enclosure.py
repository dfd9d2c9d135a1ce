"""T15: how far the equilibrium can be from a guess, by the guess's gap and the inequality of Cauchy and Schwarz."""

from __future__ import annotations

import sympy

from proofs.best_responses import best_response, mixture, variational
from proofs.framework import Proof
from proofs.instances import column, solutions
from proofs.lemmas import entry_bound, response
from proofs.openings import canonical
from proofs.profiles import unit

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T15",
        "Enclosure",
        "If M ≻ 0 on T, any w ∈ Δ satisfies (w_d − ŵ_d)² ≤ P_dd · gap(w), P that of the symmetric part of M.",
    )
    game = canonical(this)
    A, T = this.algebra, this.algebra.T
    one = game.one
    B, J = A.matrix("B", symmetric=True), A.matrix("J")
    A.rule(game.K, B + J - T(J) - game.H)
    this.given(
        "M = H + K ≻ 0 on T. From here on K stands for M − H, and M = B + J − Jᵀ, with B the symmetric part of M, and "
        "J − Jᵀ the rest."
    )
    M = B + J - T(J)
    w = mixture(this, "Let w be any mixture,", one, game.w)
    found = mixture(this, "and ŵ such that all at ŵ is an equilibrium.", one, "ŵ")
    best = best_response(this, "So ŵ is a best response to itself.", game, found, found.point, mean="ŵ")
    slope = variational(
        this,
        "w is no improvement; no more than this is used of ŵ.",
        best,
        w,
        game.b - M * found.point,
        show="ĝᵀ(ŵ − w)",
    )
    g = game.b - M * w.point
    nu = sympy.Symbol("ν", real=True)
    gap = nu - T(g) * w.point
    this.let("Let g be the marginal utilities where all play w, and ν the largest of them.", {"gap": gap})
    slack = this.given("So no entry of ν1 − g is negative.", nu * one - g, show="ν1 − g")
    above = this.product("Weighed with ŵ, ν is at least gᵀŵ.", found.inside, slack)
    z = w.point - found.point
    this.identity("The two marginal utilities differ by M.", g - (game.b - M * found.point), -M * z, show="g − ĝ")
    this.identity("The form of M is that of its symmetric part.", T(z) * M * z, T(z) * B * z, show="(w − ŵ)ᵀM(w − ŵ)")
    near = this.conclude(
        "So the gap bounds the distance in the form of M.",
        gap - T(z) * B * z,
        "≥ 0",
        {above: 1, slope: 1},
        show="gap − (w − ŵ)ᵀB(w − ŵ)",
    )

    known = response(this, B, one, symmetric=True)
    c, y = A.vector("c"), A.vector("y", rows="D−1")
    A.rule(found.point, w.point - known.Z * y)
    this.given(
        "w − ŵ lies in T: from here on ŵ stands for w − Zy. Let c be the unit vector of group d, so that cᵀw = w_d."
    )
    schwarz = entry_bound(this, B, known.P, z, c, one, "M ≻ 0 on T, and so is B,")
    size = sympy.Symbol("κ_c", positive=True)
    entry = A.normal(T(c) * z)
    this.conclude(
        "With the gap in the place of the distance: the enclosure, with P_dd for κ.",
        size * gap - entry**2,
        "≥ 0",
        {schwarz: 1, near: size},
        show="P_dd·gap − (w_d − ŵ_d)²",
    )
    half, vertex, eye = unit(2, 0, 1), unit(2, 0), sympy.eye(2)
    this.instance(
        "Without M ≻ 0 on T: D = 2, b = 0, H = I, K = −2I, so M = −I. (1/2, 1/2) has gap 0, which would enclose a "
        "single point, but all at (1, 0) is an equilibrium too.",
        {tuple(each.weights) for each in solutions(column(0, 0), -eye)} >= {tuple(half), tuple(vertex)},
    )
    return this
