"""T2: from the utility to the one interior candidate, and when it is an equilibrium."""

from __future__ import annotations

import sympy

from proofs.best_responses import best_response, mixture, sufficient, variational
from proofs.framework import Proof
from proofs.instances import candidate, column
from proofs.lemmas import Response, on_tangent, response
from proofs.openings import Opening, canonical
from proofs.profiles import definite_on_tangent, regret, unit

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T2",
        "Interior equilibrium",
        "If ZᵀMZ is nonsingular, exactly one w⁎ has 1ᵀw⁎ = 1 and b − Mw⁎ ∈ span(1): w⁎ = e + P(b − Me). A homogeneous "
        "interior equilibrium exists iff w⁎ > 0 and H ⪰ 0 on T, and then it is w⁎.",
    )
    game = canonical(this)
    A = this.algebra
    this.given("From here on M is a letter of its own, and K stands for M − H; e is a point with 1ᵀe = 1.")
    M, e = A.matrix("M"), A.vector("e")
    A.rule(game.K, M - game.H)
    A.rule(A.T(game.one) * e, 1)
    known = response(this, M, game.one)
    star = _candidate(this, game, known, M, e)
    _inverse(this, game, known, M, e)
    _sufficient(this, game, known, M, star)
    _necessary(this, game, M)
    _singular(this, game, known, M)
    _instances(this)
    return this


def _candidate(this: Proof, game: Opening, known: Response, M: sympy.Symbol, e: sympy.Symbol) -> sympy.Expr:
    """Return w⁎, the one point with sum 1 and equal marginal utilities."""
    A, T = this.algebra, this.algebra.T
    b, one, Z, W = game.b, game.one, known.Z, known.inverse
    star = e + known.P * (b - M * e)
    this.let("The candidate.", {"w⁎": star})
    this.identity("Its weights sum to 1.", T(one) * star, 1, show="1ᵀw⁎")
    this.identity("Zᵀg = 0 there.", T(Z) * (b - M * star), show="Zᵀ(b − Mw⁎)")
    L, g = A.matrix("L", rows="D−1"), A.vector("g")
    A.rule(Z * L, 1 - e * T(one))
    this.given(
        "Every vector less its sum times e lies in T, so that it is Z times something: x − e·1ᵀx = ZLx for a matrix L."
    )
    this.identity(
        "Transposed: where Zᵀg = 0 every entry of g is eᵀg, all are equal; and where they are, Zᵀg = 0, as Zᵀ1 = 0.",
        T(L) * T(Z) * g,
        g - (T(e) * g) * one,
    )
    y = A.vector("y", rows="D−1")
    this.given("Let w = e + Zy be any point with sum 1.")
    self = e + Z * y
    first = this.given("Where its marginal utilities are equal too,", T(Z) * (b - M * self), "= 0")
    this.conclude("it is w⁎.", self - star, "= 0", [(first, -Z * W)])
    return star


def _inverse(this: Proof, game: Opening, known: Response, M: sympy.Symbol, e: sympy.Symbol) -> None:
    """Derive the form of w⁎ with M⁻¹."""
    A, T = this.algebra, this.algebra.T
    one, Z = game.one, known.Z
    R, x = A.matrix("M⁻¹", latex="M^{-1}"), A.vector("x", rows="D−1")
    A.rule(M * R, 1)
    A.rule(R * M, 1)
    total = A.normal(T(one) * R * one)
    split = this.given(
        "Where M itself is invertible, M⁻¹1 is its sum times e plus a vector Zx of T.",
        R * one - total * e - Z * x,
        "= 0",
    )
    this.conclude(
        "So M⁻¹1 = (1ᵀM⁻¹1)(e − PMe), and 1ᵀM⁻¹1 is not 0: otherwise M⁻¹1 = 0, and 1 = MM⁻¹1 = 0.",
        R * one - total * (e - known.P * M * e),
        "= 0",
        [(split, 1 - known.P * M)],
    )
    level = (T(one) * R * game.b - 1) / total
    this.let("Then let", {"ν": level})
    closed = R * (game.b - level * one)
    this.identity("M⁻¹(b − ν1) sums to 1,", T(one) * closed, 1, show="1ᵀM⁻¹(b − ν1)")
    this.identity(
        "and its marginal utilities are all ν: it is w⁎, the only such point.",
        game.b - M * closed,
        level * one,
        show="b − MM⁻¹(b − ν1)",
    )


def _sufficient(this: Proof, game: Opening, known: Response, M: sympy.Symbol, star: sympy.Expr) -> None:
    A, T = this.algebra, this.algebra.T
    own = mixture(this, "If. Let all weights of w⁎ be > 0, so that it is a mixture.", game.one, star, name="w⁎")
    other = mixture(this, "Let w₁ be any mixture;", game.one, "w₁")
    z = A.vector("z", rows="D−1")
    apart = this.given(
        "w⁎ − w₁ lies in T, so that it is Zz for some z.",
        own.point - other.point - known.Z * z,
        "= 0",
        show="w⁎ − w₁ − Zz",
    )
    g = game.b - M * star
    slope = this.conclude(
        "By Zᵀg = 0 the marginal utilities at w⁎ see no difference.",
        T(g) * (star - other.point),
        "= 0",
        [(apart, T(g))],
    )
    curvature = on_tangent(this, "H ⪰ 0 on T:", game.H, other.point - star, game.one, show="(w₁ − w⁎)ᵀH(w₁ − w⁎)")
    sufficient(
        this,
        "no mixture pays more than w⁎ where all others play w⁎. It is a homogeneous equilibrium.",
        game,
        own,
        star,
        other,
        slope,
        curvature,
        mean="w⁎",
    )


def _necessary(this: Proof, game: Opening, M: sympy.Symbol) -> None:
    w, v = game.w, game.v
    own = mixture(this, "Only if. Let all agents play w, all of whose weights are > 0,", game.one, w)
    best = best_response(this, "in equilibrium: w is a best response to itself.", game, own, w, mean="w")
    up = mixture(this, "Let v be a direction of T, scaled so that w + v is a mixture", game.one, w + v, name="w + v")
    down = mixture(this, "and so is w − v.", game.one, w - v, name="w − v")
    g = game.b - M * w
    least = variational(this, "gᵀv is not > 0,", best, up, g, show="−gᵀv")
    most = variational(this, "nor is it < 0.", best, down, g, show="gᵀv")
    this.squeeze("It is 0.", most, least, show="gᵀv")
    this.reason("As v was any direction, Zᵀg = 0: w is w⁎, the only such point, and w⁎ > 0.")
    this.earlier("An agent that serves everybody in equilibrium forces H ⪰ 0 on T.", "T1")


def _singular(this: Proof, game: Opening, known: Response, M: sympy.Symbol) -> None:
    A, T = this.algebra, this.algebra.T
    k, t = A.vector("k", rows="D−1"), sympy.Symbol("t", real=True)
    this.given("Now suppose instead that ZᵀMZ is singular, and that all at w, interior, is an equilibrium.")
    flat = this.given("Then ZᵀMZk = 0 for some k ≠ 0.", T(known.Z) * M * known.Z * k, "= 0")
    first = this.given("As before Zᵀ(b − Mw) = 0.", T(known.Z) * (game.b - M * game.w), "= 0")
    this.conclude(
        "So it is at w + tZk, and for small t that is interior: where there is one interior equilibrium there is a "
        "continuum (H ⪰ 0 on T is forced, and suffices).",
        T(known.Z) * (game.b - M * (game.w + t * known.Z * k)),
        "= 0",
        {first: 1, flat: -t},
    )


def _instances(this: Proof) -> None:
    one, nothing = sympy.eye(2), column(0, 0)
    half, skew, first = unit(2, 0, 1), column("1/4", "3/4"), unit(2, 0)
    this.instance(
        "Without ZᵀMZ nonsingular: D = 2, b = 0, H = I, K = −I, so M = 0. All at (1/2, 1/2) and all at (1/4, 3/4) are "
        "equilibria, and so is every other mixture: there is no w⁎ to speak of.",
        regret(nothing, one, -one, half, half) == 0 == regret(nothing, one, -one, skew, skew),
    )
    reward = column(2, 0)
    this.instance(
        "Without w⁎ > 0: D = 2, b = (2, 0), H = I, K = 0. w⁎ = (3/2, −1/2) is no mixture, and (1, 0) is an "
        "equilibrium that leaves a group out. At (1/2, 1/2) an agent can gain 3/4.",
        candidate(reward, one) == column("3/2", "-1/2")
        and regret(reward, one, 0 * one, first, first) == 0
        and regret(reward, one, 0 * one, half, half) == sympy.Rational(3, 4),
    )
    this.instance(
        "Without H ⪰ 0 on T: D = 2, b = 0, H = −I, K = 3I. w⁎ = (1/2, 1/2), but an agent gains 1/4 by leaving it for "
        "one group alone.",
        candidate(nothing, 2 * one) == half
        and definite_on_tangent(2 * one)
        and regret(nothing, -one, 3 * one, half, half) == sympy.Rational(1, 4),
    )
