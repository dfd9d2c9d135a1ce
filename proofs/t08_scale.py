"""T8: what multiplying all coefficients does: nothing to equilibria."""

from __future__ import annotations

import sympy

from proofs.framework import Proof
from proofs.instances import candidate, column, gain
from proofs.lemmas import response
from proofs.openings import COEFFICIENTS, canonical, distance, similarity

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T8",
        "Scale",
        "Multiplying every coefficient by one c > 0 changes no equilibrium and multiplies regrets by c: coefficient "
        "space is two-dimensional.",
    )
    A, T = this.algebra, this.algebra.T
    c = sympy.Symbol("c", positive=True)
    multiplied = {coefficient: c * coefficient for coefficient in COEFFICIENTS}
    for alignment, name in ((similarity(this), "similarity"), (distance(this), "distance")):
        utility = alignment.utility(alignment.w, alignment.m)
        this.identity(
            f"Each coefficient times c makes the utility of the {name} form c times what it was, whatever the "
            "mixtures.",
            utility.xreplace(multiplied),
            c * utility,
            show="uᵢ at (c·λ_A, c·λ_C, c·λ_D)",
        )
    game = canonical(this)
    b, H, K = game.b, game.H, game.K
    utility, payment = game.utility(game.w, game.m), game.utility(game.w + game.v, game.m)
    scaled = {letter: c * letter for letter in (b, H, K)}
    this.identity(
        "In the canonical form b, H and K become cb, cH and cK (N = 1 has K = 0); what any deviation pays is "
        "multiplied by c.",
        A.put(payment - utility, scaled),
        c * (payment - utility),
        show="cuᵢ(w + v, m) − cuᵢ(w, m)",
    )
    _regrets(this, c)
    Z = response(this, A.matrix("M"), game.one).Z
    M, W, y = A.letter("M"), A.letter("W"), A.vector("y", rows="D−1")
    this.identity(
        "First-order conditions are multiplied by c,", T(Z) * (c * b - c * M * game.w), c * T(Z) * (b - M * game.w)
    )
    this.identity("and P is divided by c, so that w⁎ = e + P(b − Me) stays.", W / c * T(Z) * (c * M) * Z * y, y)
    total = sympy.Add(*COEFFICIENTS)
    this.identity(
        "The coefficients are ≥ 0 and not all 0, so c = 1/(λ_A + λ_C + λ_D) is > 0 and makes their sum 1: of each ray "
        "one point is left, and the rays are a triangle, which has two dimensions.",
        sympy.Add(*(coefficient / total for coefficient in COEFFICIENTS)),
        1,
    )
    _instances(this)
    return this


def _regrets(this: Proof, c: sympy.Symbol) -> None:
    """Multiply the largest gain."""
    regret, gains = sympy.symbols("r γ", real=True)
    most = this.given("Let r be the regret: no deviation pays more (γ is what one pays),", regret - gains)
    best = sympy.Symbol("γ⁎", real=True)
    reached = this.given("and one pays r, as Δ is compact and the utility continuous.", regret - best, "= 0")
    this.conclude("After the multiplication no deviation pays more than cr,", c * regret - c * gains, "≥ 0", {most: c})
    this.conclude("and one pays it: the regret is cr,", c * regret - c * best, "= 0", {reached: c})
    none, some = this.given("which is 0 where r = 0,", regret, "= 0"), this.given("and > 0 where r > 0.", regret, "> 0")
    this.conclude("So an equilibrium, where every regret is 0, stays one,", c * regret, "= 0", {none: c})
    this.conclude("and a profile that is none becomes none.", c * regret, "> 0", {some: c})


def _instances(this: Proof) -> None:
    """Show what c > 0, and one c for all, are needed for."""
    one, zero, half = sympy.eye(2), sympy.zeros(2, 2), column("1/2", "1/2")
    b, vertex = column(0, 0), column(1, 0)
    this.instance(
        "Without c > 0: D = 2, b = 0, H = I, K = 0 has the one equilibrium (1/2, 1/2). With c = −1 an agent gains 1/4 "
        "by leaving it for (1, 0); with c = 0 nobody minds anything, and (1, 0) is an equilibrium too.",
        gain(b, one, zero, half, half, vertex) == -sympy.Rational(1, 4)
        and gain(-b, -one, zero, half, half, vertex) == sympy.Rational(1, 4)
        and gain(0 * b, 0 * one, zero, vertex, vertex, half) == 0,
    )
    this.instance(
        "Without one c for all: D = 2, λ_A a = (1, 0), M = 2I has w⁎ = (3/4, 1/4); with λ_A alone doubled it is (1, "
        "0).",
        candidate(column(1, 0), 2 * one) == column("3/4", "1/4") and candidate(column(2, 0), 2 * one) == vertex,
    )
