"""T4: homogeneous equilibria are the solutions of a complementarity problem, and when those of a concave programme."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from proofs.best_responses import Mixture, best_response, mixture, sufficient, variational
from proofs.existence import exists
from proofs.framework import Fact, Proof
from proofs.instances import candidate, column, solutions
from proofs.kernels import orthogonal, semidefinite
from proofs.lemmas import on_tangent
from proofs.openings import Opening, canonical
from proofs.profiles import definite_on_tangent, regret, unit

__all__ = ["proof"]

HALF = sympy.Rational(1, 2)


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T4",
        "Boundary equilibria",
        "If H ⪰ 0 on T the homogeneous equilibria are the w ∈ Δ with b − Mw ≤ ν1 and wᵀ(ν1 − b + Mw) = 0, a nonempty "
        "finite union of polytopes. If also K is symmetric and M ⪰ 0 on T they are the maximisers over Δ of the "
        "concave bᵀw − ½wᵀMw.",
    )
    game = canonical(this)
    w = mixture(this, "Let all agents play a mixture w,", game.one, game.w)
    x = mixture(this, "and let x be any other mixture.", game.one, "x")
    curvature = on_tangent(
        this, "H ⪰ 0 on T, in which x − w lies.", game.H, x.point - w.point, game.one, show="(x − w)ᵀH(x − w)"
    )
    _complementarity(this, game, w, x, curvature)
    _nonempty(this, game, w, x, curvature)
    _polytopes(this, game, w, x)
    _programme(this, game, w, x, curvature)
    _isolated(this)
    _instances(this)
    return this


def _complementarity(this: Proof, game: Opening, w: Mixture, x: Mixture, curvature: Fact) -> None:
    A, T = this.algebra, this.algebra.T
    one, nu = game.one, sympy.Symbol("ν", real=True)
    g = A.put(game.marginal, {game.m: w.point})
    slack = this.given("A solution is an equilibrium. Let s = ν1 − b + Mw ≥ 0,", nu * one - g, show="s")
    product = this.given("and wᵀs = 0.", T(w.point) * (nu * one - g), "= 0", show="wᵀs")
    this.identity(
        "As w sums to 1, this says that ν = gᵀw.", T(w.point) * (nu * one - g), nu - T(g) * w.point, show="wᵀs"
    )
    above = this.product("Weighed with x, the slack stays ≥ 0.", x.inside, slack)
    slope = this.conclude(
        "So no x is an improvement at first order,",
        T(g) * (w.point - x.point),
        "≥ 0",
        {above: 1, product: -1},
        show="gᵀ(w − x)",
    )
    text = "nor at all: all at w is an equilibrium."
    sufficient(this, text, game, w, w.point, x, slope, curvature, mean="w")

    best = best_response(
        this, "An equilibrium is a solution. Let w be a best response to itself,", game, w, w.point, mean="w"
    )
    e = mixture(this, "e the unit vector of any group, and ν = gᵀw.", one, "e")
    entry = variational(this, "gᵀe is at most gᵀw.", best, e, g, show="gᵀ(w − e)")
    level = A.normal(T(g) * w.point)
    this.conclude(
        "That is the entry of s for this group, so s ≥ 0;",
        T(e.point) * (level * one - g),
        "≥ 0",
        {entry: 1},
        show="eᵀs",
    )
    this.identity("and wᵀs = 0.", T(w.point) * (level * one - g), show="wᵀs")


def _nonempty(this: Proof, game: Opening, w: Mixture, x: Mixture, curvature: Fact) -> None:
    g = this.algebra.put(game.marginal, {game.m: w.point})
    slope = exists(this, "Some w has no improvement at first order, all playing w.", game.one, w, x, g)
    text = "By H ⪰ 0 on T it has none at all: a homogeneous equilibrium exists."
    sufficient(this, text, game, w, w.point, x, slope, curvature, mean="w")
    this.earlier(
        "Where ZᵀMZ is nonsingular and w⁎ is not > 0 it leaves a group at 0, as an interior one would be w⁎.", "T2"
    )


def _polytopes(this: Proof, game: Opening, w: Mixture, x: Mixture) -> None:
    A, T = this.algebra, this.algebra.T
    g, h = (A.put(game.marginal, {game.w: each.point, game.m: each.point}) for each in (w, x))
    nu, level, t = (sympy.Symbol(name, real=True) for name in ("ν", "ν′", "t"))
    this.given(
        "Finitely many polytopes. Let (w, ν) and (x, ν′) be two solutions with slacks s and s′ that agree on a set of "
        "groups: off it both weights are 0, on it both slacks."
    )
    s, r = nu * game.one - g, level * game.one - h
    zeros = [
        this.given(text, T(point) * slack, "= 0", show=shown)
        for text, point, slack, shown in (
            ("Then", w.point, s, "wᵀs"),
            ("and", x.point, r, "xᵀs′"),
            ("and", w.point, r, "wᵀs′"),
            ("and", x.point, s, "xᵀs"),
        )
    ]
    mixed, raised = (1 - t) * w.point + t * x.point, (1 - t) * nu + t * level
    slack = raised * game.one - game.b + game.M * mixed
    this.identity(
        "The slack of a mixture of the two, at the same mixture of ν and ν′, is that of the slacks,",
        slack,
        (1 - t) * s + t * r,
        show="s((1 − t)w + tx)",
    )
    share = [(1 - t) ** 2, t**2, t * (1 - t), t * (1 - t)]
    this.conclude(
        "and complementary to it: the solutions for a set of groups are convex.",
        T(mixed) * slack,
        "= 0",
        list(zip(zeros, share, strict=True)),
        show="((1 − t)w + tx)ᵀs((1 − t)w + tx)",
    )
    this.reason(
        "They are given by finitely many linear equations and weak inequalities in (w, ν), and bounded, as w lies in Δ "
        "and ν is the marginal utility of a group in the set: a polytope, and so is its image in w. Every solution is "
        "in that of its own support, one of 2^D − 1 sets: the homogeneous equilibria are a finite union of polytopes."
    )


def _programme(this: Proof, game: Opening, w: Mixture, x: Mixture, curvature: Fact) -> None:
    A, T = this.algebra, this.algebra.T
    b, one, M = game.b, game.one, A.matrix("M", symmetric=True)
    A.rule(game.K, M - game.H)
    this.given("The programme. From here on K is symmetric, and so is M = H + K, a letter of its own.")

    def F(point: sympy.Expr) -> sympy.Expr:
        return T(b) * point - T(point) * M * point / 2

    this.let("Let", {"F(w)": F(w.point)})
    g = b - M * w.point
    this.identity(
        "Its gradient is that of no agent, but equals g(w, w).", A.gradient(F(game.w), game.w), g, show="∂F/∂w"
    )
    z = x.point - w.point
    this.identity(
        "It is a quadratic polynomial:",
        F(x.point) - F(w.point),
        T(g) * z - T(z) * M * z / 2,
        show="F(x) − F(w)",
    )
    convex = on_tangent(this, "M ⪰ 0 on T, so that F is concave on Δ.", M, z, one, show="(x − w)ᵀM(x − w)")
    slope = this.given(
        "Where all at w is an equilibrium, no x is an improvement at first order.",
        T(g) * (w.point - x.point),
        show="gᵀ(w − x)",
    )
    value = F(w.point) - F(x.point)
    this.conclude("So w maximises F over Δ.", value, "≥ 0", {slope: 1, convex: HALF}, show="F(w) − F(x)")

    best = this.given("Now let w maximise F over Δ: on the segment from w to x, which lies in Δ,")
    t = this.fraction("t")
    path = w.point + t * z
    best = this.given("no point has a larger F,", F(w.point) - F(path), show="F(w) − F(w + t(x − w))")
    slope = this.leading("so dividing by t and letting t → 0,", best, t, T(g) * (w.point - x.point), show="gᵀ(w − x)")
    text = "and by H ⪰ 0 on T all at w is an equilibrium. (M ⪰ 0 on T is not used here.)"
    sufficient(this, text, game, w, w.point, x, slope, curvature, mean="w")

    equal = this.given("One polytope. Let x maximise F too.", value, "= 0", show="F(w) − F(x)")
    below = this.conclude("Then", -T(z) * M * z, "≥ 0", [(slope, 2), (equal, -2)], show="−(x − w)ᵀM(x − w)")
    flat = this.squeeze("so that with M ⪰ 0 on T", convex, below, show="(x − w)ᵀM(x − w)")
    monotone = semidefinite(this, "As M ⪰ 0 at every vector of T,", M, one, "M")
    orthogonal(
        this,
        "M(x − w) is orthogonal to T, v being any of its vectors, and by",
        M,
        monotone,
        flat,
        (z, game.v),
        ("M", "(x − w)", "v"),
    )
    this.conclude("the equality so is g to x − w.", T(g) * z, "= 0", [(equal, -1), (flat, HALF)], show="gᵀ(x − w)")
    first = this.given("Conversely these linear conditions, gᵀ(x − w) = 0", T(g) * z, "= 0", show="gᵀ(x − w)")
    second = this.given("and M(x − w) orthogonal to x − w in T,", T(z) * M * z, "= 0", show="(x − w)ᵀM(x − w)")
    this.conclude(
        "make x as good as w: the maximisers are the points of Δ with these, one polytope. With M ≻ 0 on T it is a "
        "point.",
        value,
        "= 0",
        {first: -1, second: HALF},
        show="F(w) − F(x)",
    )


def _isolated(this: Proof) -> None:
    def residuals(groups: int) -> Iterator[sympy.Expr | bool]:
        found = list(solutions(sympy.zeros(groups, 1), -sympy.eye(groups)))
        yield len(found) - (2**groups - 1)
        for each in found:
            yield each.strict
            yield from each.weights - unit(groups, *each.support)

    this.explicit(
        "Without M ⪰ 0 on T there may be many: for b = 0, H = I, K = −2I, so M = −I, serving the groups of any "
        "nonempty set alike is an equilibrium, strict and the only one on its support: 2^D − 1 isolated ones.",
        range(2, 6),
        residuals,
    )


def _instances(this: Proof) -> None:
    one, nothing, half = sympy.eye(2), column(0, 0), unit(2, 0, 1)
    this.instance(
        "Without H ⪰ 0 on T: D = 2, b = 0, H = −I, K = 2I. M = I ≻ 0, and (1/2, 1/2) maximises F and is the only "
        "solution of the complementarity problem, but an agent gains 1/4 by leaving it: there is no homogeneous "
        "equilibrium.",
        [each.weights for each in solutions(nothing, one)] == [half]
        and regret(nothing, -one, 2 * one, half, half) == sympy.Rational(1, 4),
    )
    skew = sympy.Matrix([[0, 1, -1], [-1, 0, 1], [1, -1, 0]])
    reward, eye = column("1/2", 0, 0), sympy.eye(3)
    top, met = column("2/3", "1/6", "1/6"), column("5/12", "5/12", "1/6")
    this.instance(
        "Without K symmetric: D = 3, b = (1/2, 0, 0), H = I, K the rock-paper-scissors matrix with rows (0, 1, −1), "
        "(−1, 0, 1), (1, −1, 0). wᵀKw = 0, so that F has its maximum at (2/3, 1/6, 1/6), where an agent can gain; the "
        "only homogeneous equilibrium is (5/12, 5/12, 1/6).",
        candidate(reward, eye) == top
        and regret(reward, eye, skew, top, top) > 0
        and [each.weights for each in solutions(reward, eye + skew)] == [met]
        and definite_on_tangent(eye + skew),
    )
    this.instance(
        "Without M ⪰ 0 on T: D = 2, b = 0, H = I, K = −2I. All at (1/2, 1/2) is an equilibrium, but F is 1/4 there and "
        "1/2 at (1, 0).",
        regret(nothing, one, -2 * one, half, half) == 0 and (half.T * half)[0] / 2 == sympy.Rational(1, 4),
    )
