"""T19: when the homogeneous equilibria are all, and why their number is odd."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import sympy

from proofs.framework import Proof
from proofs.instances import column, gain, marginals, solutions
from proofs.lemmas import on_tangent
from proofs.openings import Opening, canonical

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T19",
        "All equilibria",
        "With G ≻ 0 on T the homogeneous equilibria are all equilibria; with H ⪰ 0 on T and none degenerate, the "
        "number of homogeneous ones is odd (they are the symmetric equilibria of the bimatrix game with payoff b1ᵀ − "
        "M).",
    )
    game = canonical(this)
    _alike(this, game)
    _bimatrix(this, game)
    _regular(this, game)
    _odd(this)
    _instances(this)
    return this


def _alike(this: Proof, game: Opening) -> None:
    """Compare two agents in an equilibrium; one agent is like itself."""
    A, T, one, H, K = this.algebra, this.algebra.T, game.one, game.H, game.K
    N = sympy.Symbol("N", positive=True)
    wi, wj, mean, si, sj = (A.vector(name) for name in ("wᵢ", "wⱼ", "z", "sᵢ", "sⱼ"))
    for each in (wi, wj):
        A.rule(T(one) * each, 1)
    levels = sympy.symbols("νᵢ νⱼ", real=True)
    this.given(
        "One agent is like itself. Let N ≥ 2 and G = H − K/(N − 1) ≻ 0 on T. Take any equilibrium; z is the mean of "
        "all N mixtures."
    )
    this.earlier("Each agent's mixture has gᵢ = νᵢ1 − sᵢ with sᵢ ≥ 0 and sᵢᵀwᵢ = 0, whatever H is.", "T1")
    slopes = []
    for own, level, slack in zip((wi, wj), levels, (si, sj), strict=True):
        marginal = A.put(game.marginal, {game.w: own, game.m: (N * mean - own) / (N - 1)})
        slopes.append(
            this.given(f"With the mean (N·z − {own})/(N − 1) of its others:", marginal - level * one + slack, "= 0")
        )
    tight = [this.given("Only groups at 0 are worse,", T(s) * w, "= 0") for s, w in ((si, wi), (sj, wj))]
    inside = [this.given("weights are ≥ 0,", w) for w in (wi, wj)]
    slacks = [this.given("slacks too.", s) for s in (si, sj)]
    crossed = [this.product("One agent's slack, weighed by the other.", slacks[i], inside[1 - i]) for i in range(2)]
    G, apart = H - K / (N - 1), wi - wj
    closer = this.conclude(
        "Subtract, and multiply by wᵢ − wⱼ; the mean z drops out:",
        -T(apart) * G * apart,
        "≥ 0",
        [
            (slopes[0], T(apart)),
            (slopes[1], -T(apart)),
            *((each, 1) for each in crossed),
            *((each, -1) for each in tight),
        ],
    )
    strict = on_tangent(this, "Were wᵢ ≠ wⱼ, G ≻ 0 on T would say the opposite:", G, apart, one, strict=True)
    this.conclude(
        "So all agents are alike: every equilibrium is homogeneous.", sympy.Integer(0), "> 0", {closer: 1, strict: 1}
    )


def _bimatrix(this: Proof, game: Opening) -> None:
    """Rewrite the complementarity problem as a bimatrix game."""
    A, T, one, w, b, M = this.algebra, this.algebra.T, game.one, game.w, game.b, game.M
    x, payoff = A.vector("x"), b * T(one) - M
    this.earlier(
        "For H ⪰ 0 on T the homogeneous equilibria are the w ∈ Δ with max_d g_d = gᵀw for g = b − Mw, that is xᵀg ≤ "
        "wᵀg for every x ∈ Δ; there is one.",
        "T2",
        "T4",
    )
    this.identity(
        "With the payoffs A = b1ᵀ − M, g is what each group pays against w,", payoff * w, b - M * w, show="A·w"
    )
    this.identity("and xᵀg what x pays.", T(x) * payoff * w, T(x) * (b - M * w), show="xᵀ·A·w")
    this.reason("So they are the w that are best replies to themselves: the symmetric equilibria of the game (A, Aᵀ).")
    y = A.vector("y")
    this.identity(
        "In (A, Aᵀ) the second player has xᵀAᵀy where the first has xᵀAy: exchanging both leaves the game as it is.",
        T(x) * T(payoff) * y,
        T(y) * payoff * x,
    )
    this.reason(
        "So with (x, y) also (y, x) is an equilibrium, and those with x ≠ y come in pairs: the symmetric ones are odd "
        "in number iff all are."
    )


def _regular(this: Proof, game: Opening) -> None:
    """Move b a little: each nondegenerate solution moves along, and none appears."""
    A, T, one, b, M = this.algebra, this.algebra.T, game.one, game.b, game.M
    t = sympy.Symbol("t", real=True)
    this.given(
        "None is degenerate: on the support of each solution w = Ex (E has the columns of the identity of the "
        "support, the columns of Y are a basis of what sums to 0 there) YᵀEᵀMEY is nonsingular, V its inverse, and "
        "groups off it are strictly worse."
    )
    full = A.matrix("M")
    this.let("Write M for", {"M": M})
    E, Y = A.matrix("E", columns="k"), A.matrix("Y", rows="k", columns="k−1")
    V = A.matrix("V", rows="k−1", columns="k−1")
    A.rule(T(one) * E * Y, 0)
    A.rule(T(Y) * T(E) * full * E * Y * V, 1)
    x, f, P = A.vector("ξ", rows="k"), A.vector("f"), E * Y * V * T(Y) * T(E)
    here = this.given(
        "So there is at most one on each support: finitely many. Let w = Eξ be one,",
        T(Y) * T(E) * (b - full * E * x),
        "= 0",
    )
    moved = E * x + t * P * f
    this.conclude(
        "and b become b + tf: w + tPf, P = EYVYᵀEᵀ, has equal marginal utilities on the same support,",
        T(Y) * T(E) * (b + t * f - full * moved),
        "= 0",
        {here: 1},
    )
    this.identity("and the same sum.", T(one) * (moved - E * x))
    this.reason(
        "For small t its weights on the support stay > 0 and the groups off it strictly worse: it is a solution of "
        "the moved game, and the only one near w, as near w those groups are strictly worse at any point. Away from "
        "all w there is none for small t: by compactness of Δ a limit of such would be another solution at t = 0. So "
        "for small t the number stays the same."
    )


def _odd(this: Proof) -> None:
    """Count the equilibria of the moved game."""
    this.reason(
        "For almost every f the moved game is nondegenerate: a mixture of k groups with k + 1 best replies J needs "
        "b_J = (Mw)_J + ν1, and as w has k − 1 free weights and ν is one more, these b_J are in an affine space of k "
        "dimensions in R^{k+1}; b + tf is outside these finitely many spaces for almost every f and all but finitely "
        "many t."
    )
    this.cite(
        "A bimatrix game in which no mixture of k strategies has more than k pure best replies has a finite and odd "
        "number of equilibria. So there are an odd number, and by the pairing above an odd number of symmetric ones.",
        "Lemke and Howson, Equilibrium points of bimatrix games, Journal of SIAM 12 (1964), 413–423; Shapley, A note "
        "on the Lemke-Howson algorithm, Mathematical Programming Study 1 (1974), 175–189",
    )
    this.earlier("If M ≻ 0 on T there is exactly one homogeneous equilibrium, degenerate or not.", "T2", "T3")
    this.explicit(
        "For two groups without the theorem: with φ = g₁ − g₂ at (x, 1 − x), affine in x, (0, 1) is an equilibrium iff "
        "φ(0) < 0, (1, 0) iff φ(1) > 0, and one with both served exists iff the signs differ. In all four cases the "
        "number is odd.",
        [2],
        _two_groups,
    )


def _two_groups(groups: int) -> Iterator[sympy.Expr | bool]:
    x, b = sympy.Symbol("x"), sympy.Matrix(sympy.symbols(f"b:{groups}"))
    M = sympy.Matrix(groups, groups, lambda d, e: sympy.Symbol(f"m{d}{e}"))
    values = marginals(b, M, sympy.Matrix([x, 1 - x]))
    yield sympy.diff(values[0] - values[1], x, 2)
    for at_zero, at_one in product((-1, 1), repeat=2):
        yield ((at_zero < 0) + (at_one > 0) + (at_zero != at_one)) % 2 == 1


def _instances(this: Proof) -> None:
    one, none = sympy.eye(2), column(0, 0)
    half, first, second = column("1/2", "1/2"), column(1, 0), column(0, 1)
    counts = {size: list(solutions(sympy.zeros(size, 1), -sympy.eye(size))) for size in range(2, 6)}
    this.instance(
        "Instances: b = 0, M = −I has every support's equal mixture, strictly: 3, 7, 15 and 31 for D = 2, 3, 4 and 5.",
        all(len(found) == 2**size - 1 and all(each.strict for each in found) for size, found in counts.items()),
    )
    cases = [
        (column(0, 1, 2), sympy.Matrix([[-2, 0, 1], [0, -3, 0], [1, 0, -4]])),
        (column(2, 1, -1), sympy.Matrix([[3, 2, -2], [3, -2, -1], [1, -1, -3]])),
        (column(0, 2, 2), sympy.Matrix([[1, -2, 1], [-2, -1, -2], [3, -3, 1]])),
    ]
    found = [list(solutions(*each)) for each in cases]
    this.instance(
        f"Three games of D = 3, with M not symmetric in two: {', '.join(str(len(each)) for each in found)} homogeneous "
        "first-order points, none degenerate.",
        all(len(each) % 2 == 1 and all(point.strict for point in each) for each in found),
    )
    H, K = one, 2 * one
    this.instance(
        "Without G ≻ 0 on T: D = N = 2, b = 0, H = I, K = 2I, so G = −I. The homogeneous equilibrium (1/2, 1/2) is not "
        "all: with one agent at (1, 0) and the other at (0, 1) each would lose by moving towards the other.",
        [each.weights for each in solutions(none, H + K)] == [half]
        and marginals(none, H, first) - K * second == column(-1, -2)
        and marginals(none, H, second) - K * first == column(-2, -1),
    )
    H, K = -one, -2 * one
    this.instance(
        "Without H ⪰ 0 on T: D = N = 2, b = 0, H = −I, K = −2I, so G = I. Of the three first-order points (1/2, 1/2) "
        "is left with a gain of 1/4, (1, 0) and (0, 1) are equilibria: two.",
        len(list(solutions(none, H + K))) == 3
        and gain(none, H, K, half, half, first) == sympy.Rational(1, 4)
        and all(gain(none, H, K, one_, one_, two) < 0 for one_, two in ((first, second), (second, first))),
    )
    b, H, K = column(1, 0), one, -2 * one
    degenerate = list(solutions(b, H + K))
    this.instance(
        "Without the hypothesis on degeneracy: D = 2, b = (1, 0), H = I, K = −2I. There are two homogeneous "
        "equilibria, (1, 0) and (0, 1), at the second of which both groups are as good.",
        [(each.weights, each.strict) for each in degenerate] == [(first, True), (second, False)],
    )
