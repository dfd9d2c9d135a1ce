"""T11: in the distance form λ_D moves no homogeneous point, and only takes equilibria away."""

from __future__ import annotations

import sympy

from proofs.framework import Proof
from proofs.instances import candidate, column, gain, marginals, tangent_basis
from proofs.lemmas import on_tangent, response
from proofs.openings import COEFFICIENTS, Alignment, distance

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T11",
        "Inert distance",
        "In the distance form (N ≥ 2, λ_C > 0, ZᵀCZ nonsingular) M = 2λ_C C: the homogeneous first-order points do "
        "not move with λ_D; w⁎ is an interior equilibrium iff w⁎ > 0 and λ_C C − λ_D S ⪰ 0 on T, and beyond that no "
        "agent is interior in any equilibrium.",
    )
    consistency = sympy.Symbol("λ_C", positive=True)
    game = distance(this, (COEFFICIENTS[0], consistency, COEFFICIENTS[2]))
    _candidate(this, game, consistency)
    _interior(this, game, consistency)
    _shrinking(this, game)
    _instances(this)
    return this


def _candidate(this: Proof, game: Alignment, consistency: sympy.Symbol) -> None:
    A, T, diversity = this.algebra, this.algebra.T, COEFFICIENTS[2]
    at_home = A.put(game.marginal, {game.m: game.w})
    this.identity("M = 2λ_C C,", game.M, 2 * consistency * game.C, show="M")
    this.identity(
        "and the marginal utilities at a homogeneous profile have no λ_D in them: what they are, and where they are "
        "equal, does not move with it.",
        sympy.diff(A.normal(at_home), diversity),
        0,
        show="∂g(w, w)/∂λ_D",
    )
    this.given("λ_C > 0 and ZᵀCZ is nonsingular.")
    found = response(this, game.C, game.one, symmetric=True)
    e = A.vector("e")
    A.rule(T(game.one) * e, 1)
    P = found.P / (2 * consistency)
    star = e + P * (game.b - game.M * e)
    this.let("ZᵀMZ is 2λ_C times ZᵀCZ, so it is nonsingular and the candidate is", {"w⁎": star})
    this.identity("Its weights sum to 1,", T(game.one) * star, 1, show="1ᵀ·w⁎")
    this.identity("its marginal utilities are equal,", T(found.Z) * (game.b - game.M * star), 0, show="Zᵀ·(b − M·w⁎)")
    this.identity("and it does not move with λ_D.", sympy.diff(A.normal(star), diversity), 0, show="∂w⁎/∂λ_D")


def _interior(this: Proof, game: Alignment, consistency: sympy.Symbol) -> None:
    """Show which condition an agent in the interior forces, in any equilibrium."""
    T, w, v = this.algebra.T, game.w, game.v
    curvature = consistency * game.C - COEFFICIENTS[2] * game.S
    this.identity("H is twice λ_C C − λ_D S.", game.H, 2 * curvature, show="H")
    this.earlier(
        "A homogeneous interior equilibrium exists iff w⁎ > 0 and H ⪰ 0 on T, and then it is w⁎: so w⁎ is one iff w⁎ "
        "> 0 and λ_C C − λ_D S ⪰ 0 on T.",
        "T2",
    )
    x = this.algebra.vector("x")
    best = this.every(
        "Now any equilibrium, in which agents may differ: agent i's mixture w is a best response to the others, of "
        "mean m. No mixture x pays more.",
        x,
        game.utility(w, game.m) - game.utility(x, game.m),
        where=[(T(game.one) * x - 1, "= 0"), (x, "≥ 0")],
    )
    up = this.given("Let all its weights be > 0, and v a direction of T, scaled so that w + v ≥ 0", w + v)
    down = this.given("and w − v ≥ 0.", w - v)
    first = this.apply("Then w + v pays no more,", best, w + v, [up])
    second = this.apply("nor does w − v.", best, w - v, [down])
    this.conclude(
        "Half the sum of the two: λ_C C − λ_D S ⪰ 0 on T. Where it is not, no equilibrium has an agent in the "
        "interior.",
        T(v) * curvature * v,
        "≥ 0",
        {first: sympy.Rational(1, 2), second: sympy.Rational(1, 2)},
    )


def _shrinking(this: Proof, game: Alignment) -> None:
    """Compare what a deviation pays at two values of λ_D."""
    w, v, diversity = game.w, game.v, COEFFICIENTS[2]
    more = sympy.Symbol("η", nonnegative=True)
    paid = game.utility(w + v, w) - game.utility(w, w)
    later = paid.xreplace({diversity: diversity + more})
    T = this.algebra.T
    this.identity(
        "For S ⪰ 0 on T. Where all play w, a deviation w + v pays ηvᵀSv more at λ_D + η than at λ_D: it leaves "
        "everybody by v.",
        later - paid,
        more * T(v) * game.S * v,
        show="gain(λ_D + η) − gain(λ_D)",
    )
    there = this.given("Let w be a homogeneous equilibrium at λ_D + η, η ≥ 0: no deviation pays there.", -later)
    square = on_tangent(this, "S ⪰ 0 on T.", game.S, v, game.one)
    this.conclude(
        "Then none pays at λ_D: w is one there too. As λ_D grows the set of homogeneous equilibria only shrinks.",
        -paid,
        "≥ 0",
        {there: 1, square: more},
    )


def _instances(this: Proof) -> None:
    identity, zero, half = sympy.eye(2), sympy.zeros(2, 2), column("1/2", "1/2")
    a, none, vertex, quarter = column(1, 0), column(0, 0), column(1, 0), sympy.Rational(1, 4)
    Z = tangent_basis(2)
    distances = [
        gain(none, 2 * identity - 2 * level * identity, 2 * level * identity, half, half, vertex) for level in (1, 2)
    ]
    this.instance(
        "An instance: D = 2, a = 0, C = S = I, λ_C = 1. At λ_D = 1, the last with λ_C C − λ_D S ⪰ 0 on T, leaving "
        "(1/2, 1/2) for (1, 0) pays 0; at λ_D = 2 it pays 1/2.",
        distances == [0, sympy.Rational(1, 2)],
    )
    this.instance(
        "Without the distance form: D = 2, a = (1, 0), C = S = I in the similarity form: w⁎ = (2/3, 1/3) at λ_D = 1 "
        "and (5/8, 3/8) at λ_D = 2.",
        [candidate(a, 2 * identity + level * identity) for level in (1, 2)]
        == [column("2/3", "1/3"), column("5/8", "3/8")],
    )
    this.instance(
        "Without N ≥ 2: D = 2, a = 0, C = S = I, λ_C = 1, λ_D = 2. λ_C C − λ_D S = −I, but the only agent's utility "
        "has no S in it: (1/2, 1/2) pays 1/2 more than (1, 0), and (0, 1), and is its best response by T1.",
        gain(none, 2 * identity, zero, half, half, vertex) == -sympy.Rational(1, 2),
    )
    for text, M in (
        ("λ_C > 0: D = 2, a = 0, C = S = I, λ_C = 0.", 0 * identity),
        ("ZᵀCZ nonsingular: D = 2, a = 0, C = 0, S = I, λ_C = 1.", 2 * zero),
    ):
        this.instance(
            f"Without {text} M = 0: every mixture has equal marginal utilities, and there is no one candidate.",
            (Z.T * M * Z).det() == 0 and marginals(none, M, half) == marginals(none, M, vertex) == none,
        )
    pays = [
        gain(none, -2 * identity + 2 * level * identity, -2 * level * identity, half, half, vertex) for level in (0, 1)
    ]
    this.instance(
        "Without S ⪰ 0 on T the set may grow: D = 2, a = 0, C = S = −I, λ_C = 1. At λ_D = 0 leaving (1/2, 1/2) for "
        "(1, 0) pays 1/2; at λ_D = 1 H is 0, nothing pays, and (1/2, 1/2) is an equilibrium.",
        pays == [2 * quarter, 0],
    )
