"""T10: which change of attractiveness makes a mixture an equilibrium, and the only interior one."""

from __future__ import annotations

import sympy

from proofs.framework import Proof
from proofs.instances import candidate, column, gain, marginals, tangent_basis
from proofs.lemmas import on_tangent
from proofs.openings import canonical

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T10",
        "Design of attractiveness",
        "For λ_A > 0 and H ⪰ 0 on T, w† > 0 in Δ is a homogeneous interior equilibrium for attractiveness a + δ iff "
        "λ_A δ = Mw† − λ_A a + c1 for some c, and the only homogeneous interior one iff ZᵀMZ is nonsingular.",
    )
    A, T = this.algebra, this.algebra.T
    game = canonical(this)
    w, one, b, H, M = game.w, game.one, game.b, game.H, game.M
    level, c = sympy.Symbol("λ_A", positive=True), sympy.Symbol("c", real=True)
    a, change = A.vector("a"), A.vector("δ")
    marginal = A.put(game.marginal, {game.m: w})
    this.given("λ_A > 0 and H ⪰ 0 on T; K need not be symmetric. Below, w is w† > 0, with which all others play too.")
    reach = this.given("With attractiveness a + δ,", b - level * (a + change), "= 0")

    this.earlier("If w > 0 is a best response to itself, its marginal utilities are equal.", "T1")
    equal = this.given("Only if. So let b − Mw = c1,", marginal - c * one, "= 0")
    this.conclude(
        "which is the condition on δ.", level * change - M * w + level * a - c * one, "= 0", {equal: 1, reach: -1}
    )
    design = this.given("If. Let δ meet the condition.", level * change - (M * w - level * a + c * one), "= 0")
    equal = this.conclude("Then the marginal utilities are equal,", marginal - c * one, "= 0", {design: 1, reach: 1})
    x = A.vector("x")
    A.rule(T(one) * x, 1)
    curvature = on_tangent(this, "and for any mixture x, as H ⪰ 0 on T, in which x − w lies,", H, x - w, one)
    this.conclude(
        "x pays no more than w, the others playing w: w is an equilibrium.",
        game.utility(w, w) - game.utility(x, w),
        "≥ 0",
        {equal: T(w - x), curvature: sympy.Rational(1, 2)},
    )

    D = sympy.Symbol("D", positive=True)
    A.rule(T(one) * one, D)
    mean = A.normal(T(one) * (level * a - M * w)) / D
    found = (M * w - level * a + mean * one) / level
    this.let("As λ_A > 0 there is such a δ for each w and c; for instance, sums being over the groups,", {"δ": found})
    this.identity("meets the condition", level * found, M * w - level * a + mean * one, show="λ_A·δ")
    this.identity("and sums to 0.", T(one) * found, 0, show="1ᵀ·δ")

    this.earlier("If ZᵀMZ is nonsingular there is only one point of equal marginal utilities with sum 1.", "T2")
    Z = A.matrix("Z", columns="D−1")
    A.rule(T(one) * Z, 0)
    y, t = A.vector("y", rows="D−1"), sympy.Symbol("t", real=True)
    kernel = this.given("If it is singular, let y ≠ 0 have ZᵀMZy = 0.", T(Z) * M * Z * y, "= 0")
    this.conclude(
        "Then w + tZy has equal marginal utilities too, for every t,",
        T(Z) * (b - M * (w + t * Z * y)),
        "= 0",
        {kernel: -t, equal: T(Z)},
    )
    this.identity("and sum 1.", T(one) * (w + t * Z * y), 1)
    this.reason("For small t it is > 0, so by the “if” above it is another equilibrium: w is not the only one.")
    _instances(this)
    return this


def _instances(this: Proof) -> None:
    identity, target, half = sympy.eye(2), column("3/4", "1/4"), column("1/2", "1/2")
    change, second = column("1/4", "-1/4"), column(0, 1)
    this.instance(
        "An instance: D = 2, a = 0, H = K = I and λ_A = 1: δ = (1/2, −1/2) makes (3/4, 1/4) the candidate.",
        candidate(2 * change, 2 * identity) == target,
    )
    this.instance(
        "Without λ_A > 0: D = 2, λ_A = 0, M = I. Marginal utilities are −w whatever a + δ is, equal at (1/2, 1/2) "
        "only: (3/4, 1/4) can't be made an equilibrium.",
        candidate(0 * change, identity) == half and marginals(0 * change, identity, target) == -target,
    )
    H, K = -2 * identity, identity
    this.instance(
        "Without H ⪰ 0 on T: D = 2, a = 0, λ_A = 1, C = −I, S = I, so H = −2I, K = I. δ = (−1/4, 1/4) makes the "
        "marginal utilities alike at (3/4, 1/4), but an agent gains 9/8 by serving the second group alone.",
        len(set(marginals(-change, H + K, target))) == 1
        and gain(-change, H, K, target, target, second) == sympy.Rational(9, 8),
    )
    Z = tangent_basis(2)
    this.instance(
        "Without ZᵀMZ nonsingular: D = 2, H = I, K = −I, b = 0. All marginal utilities are 0 at (3/4, 1/4) and at "
        "(1/2, 1/2): both are equilibria.",
        (Z.T * (0 * identity) * Z).det() == 0
        and all(
            gain(0 * change, identity, -identity, w, w, v) < 0 for w in (target, half) for v in (column(1, 0), second)
        ),
    )
