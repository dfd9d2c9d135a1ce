"""T16: when agents that best-respond at once settle, why they climb the potential in turn, and when they cycle."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from proofs.best_responses import Mixture, best_response, mixture, variational
from proofs.eigenvalues import definite_below, largest
from proofs.framework import Fact, Proof
from proofs.instances import column
from proofs.lemmas import on_tangent
from proofs.openings import Opening, canonical
from proofs.profiles import definite_on_tangent, regret, unit

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T16",
        "Dynamics",
        "For H ≻ 0 on T and K symmetric, simultaneous best response contracts if every eigenvalue e of (K, H) on T has "
        "|e| < 1; uniqueness only needs −1 < e < N − 1, so for N > 2 a unique equilibrium may cycle. Sequential best "
        "response climbs Φ.",
    )
    game = canonical(this, symmetric=True)
    _eigenvalues(this, game)
    w = mixture(this, "Contraction. Let w be a mixture,", game.one, game.w)
    x = mixture(this, "and x another one.", game.one, "x")
    _contraction(this, game, w, x)
    _climbing(this, game, w, x)
    _cycle(this)
    _instances(this)
    return this


def _eigenvalues(this: Proof, game: Opening) -> None:
    T, v, H, K = this.algebra.T, game.v, game.H, game.K
    this.given("K is symmetric and H ≻ 0 on T. Eigenvalues e of (K, H) on T have Kq = eHq on T for some q ≠ 0 of it.")
    this.earlier("(K symmetric on T is enough: the game is one with a symmetric K that is the same on T.)", "T5")
    found = largest(this, K, H, game.one, ("K", "H"))
    n = sympy.Symbol("n", nonnegative=True)
    tail = " With t = 1/(N − 1) this is G: G ≻ 0 on T iff every e < N − 1."
    this.given("Let N = n + 2 agents play, n ≥ 0.")
    definite_below(this, found, 1 / (n + 1), game.one, ("K", "H"), tail=tail)
    this.reason(
        "The same for −K, whose eigenvalues are the −e, and t = 1: M = H + K ≻ 0 on T iff every e > −1; and for K and "
        "t = 1: H − K ≻ 0 on T iff every e < 1."
    )
    this.earlier("So the equilibrium is unique where −1 < e < N − 1 for every e.", "T3")
    low = on_tangent(
        this, "H ≻ 0 on T is no assumption beside |e| < 1 in this form: where", H + K, v, game.one, strict=True
    )
    high = on_tangent(this, "and", H - K, v, game.one, strict=True)
    half = sympy.Rational(1, 2)
    this.conclude("it follows.", T(v) * H * v, "> 0", {low: half, high: half})


def _contraction(this: Proof, game: Opening, w: Mixture, x: Mixture) -> None:
    A, T = this.algebra, this.algebra.T
    m, one, H, K = game.m, game.one, game.H, game.K
    mean = A.vector("m′")
    A.rule(T(one) * m, 1)
    A.rule(T(one) * mean, 1)
    first = best_response(this, "Let w be the best response to a mean m of the others,", game, w, m)
    one_side = variational(this, "x is no improvement on w.", first, x, game.marginal, show="gᵀ(w − x)")
    second = best_response(this, "and x that to a mean m′.", game, x, mean, mean="m′")
    marginal = A.put(game.marginal, {game.w: x.point, m: mean})
    other_side = variational(this, "nor is w on x.", second, w, marginal, show="g′ᵀ(x − w)")
    z, d = w.point - x.point, m - mean
    sum_ = this.conclude(
        "The sum of the two:",
        -T(z) * H * z - T(z) * K * d,
        "≥ 0",
        {one_side: 1, other_side: 1},
        show="−(w − x)ᵀH(w − x) − (w − x)ᵀK(m − m′)",
    )
    rho = sympy.Symbol("ρ", positive=True)
    this.given("Let ρ > 0 be at least every |e|: by the choice of μ, for K and for −K, ρH − K and ρH + K are ⪰ 0 on T.")
    forms = [
        on_tangent(this, text, rho * H + sign * K, z + sign * rho * d, one, show=f"y{number}ᵀ(ρH {shown} K)y{number}")
        for text, sign, shown, number in (
            ("So with y₁ = w − x + ρ(m − m′)", 1, "+", "₁"),
            ("and y₂ = w − x − ρ(m − m′)", -1, "−", "₂"),
        )
    ]
    share = 1 / (2 * rho)
    contracted = this.conclude(
        "Twice the sum and 1/(2ρ) times these two: in the norm of H the best response moves by at most ρ times as much "
        "as the mean it answers.",
        rho**2 * T(d) * H * d - T(z) * H * z,
        "≥ 0",
        {sum_: 2, forms[0]: share, forms[1]: share},
        show="ρ²·(m − m′)ᵀH(m − m′) − (w − x)ᵀH(w − x)",
    )
    _means(this, game, contracted, rho, d, z)


def _means(this: Proof, game: Opening, contracted: Fact, rho: sympy.Symbol, d: sympy.Expr, z: sympy.Expr) -> None:
    """Bound the move of a mean by the largest move of an agent, for every N."""
    A, T, H = this.algebra, this.algebra.T, game.H
    other, mean = A.vector("dⱼ"), A.vector("d")
    for letter in (other, mean):
        A.rule(T(game.one) * letter, 0)
    this.given(
        "Now let all agents respond at once, to two profiles that differ by dⱼ for agent j: m − m′ is the mean d of "
        "the dⱼ of the others. ⟨·⟩ is that mean too."
    )
    spread = A.average(A.T(other - mean) * H * (other - mean), other, mean)
    mean_square = A.average(T(other) * H * other, other, mean)
    this.identity(
        "The mean of (dⱼ − d)ᵀH(dⱼ − d), by linearity:",
        spread,
        mean_square - T(mean) * H * mean,
        show="⟨(dⱼ − d)ᵀH(dⱼ − d)⟩",
    )
    spread_fact = this.given("It is ≥ 0, as a mean of what is, H ≻ 0 on T.", spread, show="⟨(dⱼ − d)ᵀH(dⱼ − d)⟩")
    most = sympy.Symbol("L", real=True)
    bounded = this.given("Let L be the largest dⱼᵀHdⱼ of all agents: no mean is above it.", most - mean_square)
    same = this.given("With", T(d) * H * d - T(mean) * H * mean, "= 0", show="(m − m′)ᵀH(m − m′) − dᵀHd")
    this.conclude(
        "after one round it is at most ρ²L, for every agent: profiles approach each other by the factor ρ per round.",
        rho**2 * most - T(z) * H * z,
        "≥ 0",
        {contracted: 1, same: -(rho**2), spread_fact: rho**2, bounded: rho**2},
        show="ρ²L − (w − x)ᵀH(w − x)",
    )
    this.cite(
        "With ρ < 1, possible where every |e| < 1, the rounds converge to the only fixed point, which is the "
        "equilibrium, in the metric √L of Δᴺ.",
        "Banach 1922, chapter II, Théorème 6",
    )


def _climbing(this: Proof, game: Opening, w: Mixture, x: Mixture) -> None:
    T, m, H = this.algebra.T, game.m, game.H
    best = best_response(this, "Climbing. Let agent i move from w to its best response x to m.", game, x, m)
    g = this.algebra.put(game.marginal, {game.w: x.point})
    slope = variational(this, "w is no improvement on x.", best, w, g, show="gᵀ(x − w)")
    z = x.point - w.point
    this.conclude(
        "So x pays more than w by at least ½(x − w)ᵀH(x − w).",
        game.utility(x.point, m) - game.utility(w.point, m) - T(z) * H * z / 2,
        "≥ 0",
        {slope: 1},
        show="u(x, m) − u(w, m) − ½(x − w)ᵀH(x − w)",
    )
    this.earlier("As K is symmetric, Φ rises by as much as the agent gains.", "T5")
    this.reason(
        "So Φ rises with every move, strictly unless the agent stays. It is bounded on Δᴺ, so that the moves become "
        "arbitrarily small in the norm of H; best responses are continuous (shown above), so every limit point is an "
        "equilibrium."
    )


def _cycle(this: Proof) -> None:
    eye, nothing, first, second = sympy.eye(2), column(0, 0), unit(2, 0), unit(2, 1)

    def residuals(agents: int) -> Iterator[sympy.Expr | bool]:
        K = sympy.Rational(agents, 2) * eye
        yield definite_on_tangent(eye + K)
        yield definite_on_tangent(eye - K / (agents - 1))
        yield not definite_on_tangent(eye - K)
        yield regret(nothing, eye, K, second, first)
        yield regret(nothing, eye, K, first, second)

    this.explicit(
        "A cycle beside a unique equilibrium: D = 2, b = 0, H = I, K = (N/2)·I. M and G are ≻ 0 on T, but the best "
        "response to all others at (1, 0) is (0, 1), and back: agents that start alike at (1, 0) and respond at once "
        "swing for ever.",
        range(3, 7),
        residuals,
        name="N",
    )
    n = sympy.Symbol("n", nonnegative=True)
    e = (n + 3) / 2
    slopes = column(0, 0) - eye * second - e * first
    this.instance(
        "For every N = n + 3: e = N/2 is between 1 and N − 1, and the marginal utilities at (0, 1), the others at (1, "
        "0), are (−N/2, −1): the second is the larger one.",
        bool((e - 1).is_positive) and bool((n + 2 - e).is_positive) and bool((slopes[1] - slopes[0]).is_positive),
    )


def _instances(this: Proof) -> None:
    skew, eye = sympy.Matrix([[0, 1, -1], [-1, 0, 1], [1, -1, 0]]), sympy.eye(3)
    nothing = column(0, 0, 0)
    turns = [(unit(3, (d + 1) % 3), unit(3, d)) for d in range(3)]
    this.instance(
        "Without K symmetric: D = 3, N = 2, b = 0, H = I, K with rows (0, 1, −1), (−1, 0, 1), (1, −1, 0), so that H ± "
        "K ≻ 0 on T. The best response to e₁ is e₂, to e₂ it is e₃ and to e₃ it is e₁: two agents never settle, at "
        "once or in turn.",
        definite_on_tangent(eye + skew)
        and definite_on_tangent(eye - skew)
        and all(regret(nothing, eye, skew, answer, other) == 0 for answer, other in turns),
    )
    two, first, second = sympy.eye(2), unit(2, 0), unit(2, 1)
    this.instance(
        "Without e > −1: D = 2, b = 0, H = I, K = −2I, e = −2. The best response to (1, 0) is (1, 0), to (0, 1) it is "
        "(0, 1): nothing contracts.",
        all(regret(column(0, 0), two, -2 * two, each, each) == 0 for each in (first, second)),
    )
    this.instance(
        "Without e < 1: the cycle above with N = 3, e = 3/2.",
        regret(column(0, 0), two, sympy.Rational(3, 2) * two, second, first) == 0,
    )
