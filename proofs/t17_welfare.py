"""T17: the best homogeneous profile, and why agents supply too little diversity by a factor of two."""

from __future__ import annotations

import sympy

from proofs.framework import Proof
from proofs.instances import candidate, column, gain
from proofs.lemmas import on_tangent
from proofs.openings import COEFFICIENTS, Alignment, distance, similarity

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T17",
        "Welfare",
        "For H ⪰ 0 on T, among homogeneous profiles: in the similarity form with H + 2K ⪰ 0 on T the equilibria at "
        "2λ_D are the maximisers of Σᵢuᵢ at λ_D; in the distance form with M ⪰ 0 on T the equilibria themselves are.",
    )
    game = similarity(this)
    _similarity(this, game)
    _externality(this, game)
    other = distance(this)
    _distance(this, other)
    _maximum(this, game)
    _instances(this)
    return this


def _similarity(this: Proof, game: Alignment) -> None:
    """Find what welfare is, and its slope, in the similarity form."""
    A, T, w = this.algebra, this.algebra.T, game.w
    diversity = COEFFICIENTS[2]
    twice = sympy.expand(game.H + 2 * game.K)
    alike = game.utility(w, w)
    this.identity(
        "Where all N agents play w each has this, and Σᵢuᵢ is N times it: a form with H + 2K where an agent's own "
        "problem has M.",
        alike,
        T(game.b) * w - T(w) * twice * w / 2,
        show="uᵢ(w, w)",
    )
    slope = A.gradient(alike, w)
    this.identity("Its slope along the common w is", slope, game.b - twice * w, show="∂(Σᵢuᵢ/N)/∂w")
    doubled = A.put(game.marginal, {game.m: w}).xreplace({diversity: 2 * diversity})
    this.identity("which is the marginal utilities g(w, w) of the game at 2λ_D.", slope, doubled, show="∂(Σᵢuᵢ/N)/∂w")
    this.identity("H is not changed by that.", sympy.diff(game.H, diversity), 0, show="∂H/∂λ_D")


def _externality(this: Proof, game: Alignment) -> None:
    """Show where the factor of two is from: each agent's overlap is another's too."""
    A, m = this.algebra, game.m
    N = sympy.Symbol("N", positive=True)
    own, other, rest = A.vector("wᵢ"), A.vector("wⱼ"), A.vector("r")
    felt = game.utility(other, (own + rest) / (N - 1))
    effect = A.gradient(felt, own)
    this.identity(
        "Why two: wᵢ is one of the N − 1 mixtures in mⱼ = (wᵢ + r)/(N − 1), r the sum of the others', so it moves uⱼ "
        "by",
        effect,
        -COEFFICIENTS[2] / (N - 1) * game.S * other,
        show="∂uⱼ/∂wᵢ",
    )
    this.identity(
        "and all others together, N − 1 times the mean of this over j ≠ i, by what its own overlap costs agent i, "
        "−Kmᵢ: the half that it does not feel.",
        (N - 1) * A.average(effect, other, m),
        -game.K * m,
        show="Σ ∂uⱼ/∂wᵢ over j ≠ i",
    )


def _distance(this: Proof, game: Alignment) -> None:
    """Find what welfare is, and its slope, in the distance form."""
    A, T, w = this.algebra, this.algebra.T, game.w
    others = sympy.Symbol("⟨wⱼᵀ·S·wⱼ⟩", real=True)
    alike = game.utility(w, w).xreplace({others: T(w) * game.S * w})
    this.identity(
        "In the distance form, where all play w, so that ⟨wⱼᵀ·S·wⱼ⟩ = wᵀSw, nobody is apart, and Σᵢuᵢ is N times",
        alike,
        T(game.b) * w - T(w) * game.M * w / 2,
        show="uᵢ(w, w)",
    )
    this.identity(
        "with the slope g(w, w) of the game itself.",
        A.gradient(alike, w),
        A.put(game.marginal, {game.m: w}),
        show="∂(Σᵢuᵢ/N)/∂w",
    )

    N = sympy.Symbol("N", positive=True)
    own, other = A.known("wᵢ"), A.known("wⱼ")
    felt = COEFFICIENTS[2] / (N - 1) * T(other - own) * game.S * (other - own)
    this.identity(
        "No agent's move is felt by another to first order: of uⱼ it is in one distance of N − 1,",
        A.gradient(felt, own),
        2 * COEFFICIENTS[2] / (N - 1) * game.S * (own - other),
        show="∂uⱼ/∂wᵢ",
    )
    this.identity("which does not grow where all play w.", A.put(A.gradient(felt, own), {own: w, other: w}), 0)


def _maximum(this: Proof, game: Alignment) -> None:
    """Show that the maximisers of bᵀw − ½wᵀQw over Δ are the solutions of the complementarity problem of (b, Q)."""
    A, T, w, one = this.algebra, this.algebra.T, game.w, game.one
    Q, b, slack, x = A.matrix("Q", symmetric=True), A.vector("b"), A.vector("s"), A.vector("x")
    nu, t = sympy.Symbol("ν", real=True), this.fraction("t")
    A.rule(T(one) * x, 1)

    def welfare(point: sympy.Expr) -> sympy.Expr:
        return T(b) * point - T(point) * Q * point / 2

    this.given(
        "Both are bᵀw − ½wᵀQw, with Q ⪰ 0 on T by hypothesis: Q = H + 2K, or Q = M in the distance form. Let x be any "
        "mixture; sums to 1 are rules of the algebra."
    )
    optimal = this.given("Let b − Qw = ν1 − s", b - Q * w - nu * one + slack, "= 0")
    tight = this.given("with sᵀw = 0:", T(slack) * w, "= 0")
    weighed = this.product("s ≥ 0, weighed with x ≥ 0.", this.given("here s ≥ 0,", slack), this.given("x ≥ 0.", x))
    curved = on_tangent(this, "Q ⪰ 0 on T for x − w.", Q, x - w, one)
    this.conclude(
        "Then no mixture has more welfare: w is a maximiser.",
        welfare(w) - welfare(x),
        "≥ 0",
        {optimal: T(w - x), tight: -1, weighed: 1, curved: sympy.Rational(1, 2)},
    )
    served = this.given("Conversely let w ≥ 0 be a maximiser:", w)
    best = this.every("no mixture x has more.", x, welfare(w) - welfare(x), where=[(T(one) * x - 1, "= 0"), (x, "≥ 0")])
    e = A.vector("e")
    A.rule(T(one) * e, 1)
    unit = this.given("Let e be the unit vector of any group, e ≥ 0.", e)
    path = this.conclude(
        "The segment from w to e lies in Δ, 0 < t ≤ 1.", w + t * (e - w), "≥ 0", [(served, 1 - t), (unit, t)]
    )
    paid = this.apply("It has no point of more welfare.", best, w + t * (e - w), [path])
    this.leading(
        "Divide by t and let t → 0: the slope b − Qw of e is at most wᵀ(b − Qw) = ν, which is s ≥ 0 and sᵀw = 0.",
        paid,
        t,
        T(b - Q * w) * (w - e),
    )
    this.earlier(
        "For H ⪰ 0 on T these w are the homogeneous equilibria of a game with b and M = Q: of the game at 2λ_D in the "
        "similarity form, of the game itself in the distance form.",
        "T4",
    )
    this.earlier(
        "That a homogeneous equilibrium there meets the conditions needs no H ⪰ 0: it is a maximiser in any case. That "
        "a maximiser is an equilibrium does need it.",
        "T1",
    )


def _instances(this: Proof) -> None:
    one, zero, half, vertex = sympy.eye(2), sympy.zeros(2, 2), column("1/2", "1/2"), column(1, 0)
    none, a, quarter = column(0, 0), column(1, 0), sympy.Rational(1, 4)

    def each(b: sympy.Matrix, Q: sympy.Matrix, w: sympy.Matrix) -> sympy.Expr:
        """Return Σᵢuᵢ/N where all play w."""
        return (b.T * w - w.T * Q * w / 2)[0]

    at, optimum = candidate(a, 2 * one), candidate(a, 3 * one)
    this.instance(
        "An instance: D = 2, a = (1, 0), C = ½·I, S = I, coefficients 1. The equilibrium is (3/4, 1/4), the best "
        "homogeneous profile (2/3, 1/3), the equilibrium at λ_D = 2.",
        at == column("3/4", "1/4")
        and optimum == column("2/3", "1/3")
        and each(a, 3 * one, optimum) > each(a, 3 * one, at),
    )
    this.instance(
        "Without coefficients and inputs: b = (1, 0), H = K = I is that game, and also the distance form with C = I, "
        "S = ½·I, whose best homogeneous profile is (3/4, 1/4): b, H and K do not tell.",
        candidate(a, one + one) == column("3/4", "1/4") and optimum != at,
    )
    H, K = -2 * one, 2 * one
    this.instance(
        "Without H ⪰ 0 on T: D = 2, a = 0, C = −I, S = 2I, so H = −2I and H + 2K = 2I. (1/2, 1/2) is the best "
        "homogeneous profile, but at 2λ_D an agent gains 1/2 by leaving it.",
        candidate(none, H + 2 * K) == half and gain(none, H, 2 * K, half, half, vertex) == 2 * quarter,
    )
    H, K = -2 * one, 4 * one
    this.instance(
        "The same in the distance form: C = I, S = I, λ_C = 1, λ_D = 2, so H = −2I and M = 2I. (1/2, 1/2) is best, "
        "but an agent gains 1/2 by leaving it.",
        candidate(none, H + K) == half and gain(none, H, K, half, half, vertex) == 2 * quarter,
    )
    H, K = zero, -one
    this.instance(
        "Without H + 2K ⪰ 0 on T: D = 2, a = 0, C = 0, S = −I. Nobody gains by leaving (1/2, 1/2) at 2λ_D, but each "
        "agent has 1/2 there and 1 where all serve one group.",
        gain(none, H, 2 * K, half, half, vertex) == 0
        and each(none, 2 * K, half) == 2 * quarter
        and each(none, 2 * K, vertex) == 1,
    )
    H, K = 2 * one, -4 * one
    this.instance(
        "Without M ⪰ 0 on T in the distance form: C = −I, S = −2I, λ_C = λ_D = 1, so H = 2I and M = −2I. (1/2, 1/2) "
        "is an equilibrium, leaving it costs 1/2, but each agent has 1/2 there and 1 where all serve one group.",
        gain(none, H, K, half, half, vertex) == -2 * quarter
        and each(none, H + K, half) == 2 * quarter
        and each(none, H + K, vertex) == 1,
    )
