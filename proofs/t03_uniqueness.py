"""T3: two agents' conditions subtracted, and two equilibria's: when all play alike, and when one is left."""

from __future__ import annotations

import sympy

from proofs.best_responses import Mixture, best_response, mixture, sufficient, variational
from proofs.existence import exists
from proofs.framework import Proof
from proofs.instances import column
from proofs.lemmas import on_tangent
from proofs.openings import Opening, canonical
from proofs.profiles import definite_on_tangent, equilibria_of_two, regret, unit

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T3",
        "Uniqueness",
        "If G ≻ 0 on T every equilibrium is homogeneous; if M ≻ 0 on T there is at most one homogeneous equilibrium; "
        "if both, the game has exactly one equilibrium (N = 1: if H ≻ 0 on T).",
    )
    game = canonical(this)
    i = mixture(this, "Let wᵢ be a mixture,", game.one, "wᵢ")
    j = mixture(this, "and wⱼ another.", game.one, "wⱼ")
    _alike(this, game, i, j)
    _one(this, game, i, j)
    _exactly(this, game)
    _instances(this)
    return this


def _alike(this: Proof, game: Opening, i: Mixture, j: Mixture) -> None:
    A, T = this.algebra, this.algebra.T
    H, K, N = game.H, game.K, sympy.Symbol("N", integer=True, positive=True)
    s = A.vector("s")
    this.given(
        "(i) Let N ≥ 2, and s be the sum of all agents' mixtures in an equilibrium in which agent i plays wᵢ, j wⱼ."
    )
    mean_i, mean_j = (s - i.point) / (N - 1), (s - j.point) / (N - 1)
    this.let("The means of the others.", {"mᵢ": mean_i, "mⱼ": mean_j})
    g_i, g_j = (A.put(game.marginal, {game.w: each.point, game.m: mean}) for each, mean in ((i, mean_i), (j, mean_j)))
    best = best_response(this, "Agent i plays a best response.", game, i, mean_i, mean="mᵢ", utility="uᵢ")
    first = variational(this, "in particular wⱼ is no improvement.", best, j, g_i, show="gᵢᵀ(wᵢ − wⱼ)")
    best = best_response(this, "So does agent j.", game, j, mean_j, mean="mⱼ", utility="uⱼ")
    second = variational(this, "nor is wᵢ for agent j.", best, i, g_j, show="gⱼᵀ(wⱼ − wᵢ)")
    apart = i.point - j.point
    this.identity(
        "The means of the others differ the other way, by a share.", mean_i - mean_j, -apart / (N - 1), show="mᵢ − mⱼ"
    )
    G = H - K / (N - 1)
    this.identity("So the marginal utilities differ by G = H − K/(N − 1).", g_i - g_j, -G * apart, show="gᵢ − gⱼ")
    below = this.conclude(
        "The sum of the two conditions.",
        -T(apart) * G * apart,
        "≥ 0",
        {first: 1, second: 1},
        show="−(wᵢ − wⱼ)ᵀG(wᵢ − wⱼ)",
    )
    text = "Suppose that wᵢ ≠ wⱼ. As G ≻ 0 on T, in which wᵢ − wⱼ lies,"
    above = on_tangent(this, text, G, apart, game.one, strict=True, show="(wᵢ − wⱼ)ᵀG(wᵢ − wⱼ)")
    this.conclude("which is a contradiction. So all agents play alike.", sympy.Integer(0), "> 0", {below: 1, above: 1})


def _one(this: Proof, game: Opening, i: Mixture, j: Mixture) -> None:
    A, T = this.algebra, this.algebra.T
    g_i, g_j = (A.put(game.marginal, {game.w: each.point, game.m: each.point}) for each in (i, j))
    text = "(ii) Now let all at wᵢ be an equilibrium,"
    best = best_response(this, text, game, i, i.point, mean="wᵢ")
    first = variational(this, "in it wⱼ is no improvement.", best, j, g_i, show="gᵢᵀ(wᵢ − wⱼ)")
    best = best_response(this, "and all at wⱼ another one.", game, j, j.point, mean="wⱼ")
    second = variational(this, "in it wᵢ is none.", best, i, g_j, show="gⱼᵀ(wⱼ − wᵢ)")
    apart = i.point - j.point
    shown = "−(wᵢ − wⱼ)ᵀM(wᵢ − wⱼ)"
    below = this.conclude(
        "The sum of the two, now with M = H + K.", -T(apart) * game.M * apart, "≥ 0", {first: 1, second: 1}, show=shown
    )
    text = "Suppose that wᵢ ≠ wⱼ. As M ≻ 0 on T,"
    above = on_tangent(this, text, game.M, apart, game.one, strict=True, show=shown[1:])
    this.conclude(
        "which is a contradiction: there is at most one homogeneous equilibrium. For N = 1, K = 0 and M = H: with H ≻ "
        "0 on T there is at most one.",
        sympy.Integer(0),
        "> 0",
        {below: 1, above: 1},
    )


def _exactly(this: Proof, game: Opening) -> None:
    A, T = this.algebra, this.algebra.T
    v, H, K, N = game.v, game.H, game.K, sympy.Symbol("N", integer=True, positive=True)
    excess = sympy.Symbol("n", nonnegative=True)
    G = H - K / (N - 1)
    this.given("(iii) Let G and M be ≻ 0 on T, v ≠ 0 any of its vectors, and N = n + 2 the number of agents.")
    united = on_tangent(this, "Then", sympy.expand(G.subs(N, excess + 2)), v, game.one, strict=True, show="vᵀGv")
    stable = on_tangent(this, "and", game.M, v, game.one, strict=True, show="vᵀMv")
    this.conclude(
        "so that H = ((N − 1)G + M)/N is ≻ 0 on T too.",
        T(v) * H * v,
        "> 0",
        {united: (excess + 1) / (excess + 2), stable: 1 / (excess + 2)},
    )
    w = mixture(this, "Let w be a mixture,", game.one, game.w)
    x = mixture(this, "and x any other.", game.one, "x")
    marginal = A.put(game.marginal, {game.m: w.point})
    slope = exists(this, "Some w has no improvement at first order, all playing w.", game.one, w, x, marginal)
    curvature = on_tangent(this, "By H ⪰ 0 on T,", H, x.point - w.point, game.one, show="(x − w)ᵀH(x − w)")
    sufficient(
        this,
        "w is a best response to itself: all at w is an equilibrium.",
        game,
        w,
        w.point,
        x,
        slope,
        curvature,
        mean="w",
    )
    this.reason(
        "By (i) every equilibrium is homogeneous, by (ii) there is no other homogeneous one. For N = 1 this is the "
        "same with K = 0, and (i) says nothing."
    )


def _instances(this: Proof) -> None:
    one, nothing = sympy.eye(2), column(0, 0)
    first, second, half = unit(2, 0), unit(2, 1), unit(2, 0, 1)
    found = {(tuple(a), tuple(b)) for a, b in ((half, half), (first, second), (second, first))}
    this.instance(
        "Without G ≻ 0 on T: D = N = 2, b = 0, H = I, K = 2I. M = 3I, but G = −I: the equilibria are both at (1/2, "
        "1/2) and one agent at (1, 0) with the other at (0, 1).",
        definite_on_tangent(3 * one) and equilibria_of_two(nothing, one, 2 * one) == found,
    )
    this.instance(
        "Without M ≻ 0 on T: D = N = 2, b = 0, H = I, K = −2I. G = 3I, but M = −I: all at (1, 0), all at (0, 1) and "
        "all at (1/2, 1/2) are equilibria.",
        definite_on_tangent(3 * one)
        and equilibria_of_two(nothing, one, -2 * one) == {(tuple(w), tuple(w)) for w in (first, second, half)},
    )
    this.instance(
        "N = 1 without H ≻ 0 on T: D = 2, b = 0, H = 0. Every mixture is an equilibrium.",
        regret(nothing, 0 * one, 0 * one, first, first) == 0 == regret(nothing, 0 * one, 0 * one, half, half),
    )
