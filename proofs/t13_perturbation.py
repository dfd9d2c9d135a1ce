"""T13: how far equilibria move when b and M are known up to a radius of each entry."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from proofs.framework import Fact, Proof
from proofs.instances import candidate, column, response_matrix, tangent_basis
from proofs.lemmas import absolute, bounded_product, entry_bound, on_tangent, response
from proofs.openings import Opening, canonical

__all__ = ["proof"]

Pair = tuple[Fact, Fact]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T13",
        "Perturbation",
        "With entrywise radii β of b and E of M: if some δ > 0 has |P|(β + E(|w⁎| + δ)) < δ, every game in the box "
        "has ZᵀMZ nonsingular and |Δw⁎| < δ; if E is symmetric and M₋ = M − diag(E1) ≻ 0 on T, P₋ that of the "
        "symmetric part of M₋, the homogeneous equilibrium moves by at most the root of (P₋)_dd · ρᵀ|P₋|ρ, ρ = β + Eŵ.",
    )
    A = this.algebra
    game = canonical(this)
    beta, E = A.vector("β"), A.matrix("E")
    moved, turned = A.vector("f"), A.matrix("F")
    this.given("Let another game have b + f and M + F, in the box: |f| ≤ β and |F| ≤ E, entry by entry.")
    box = (
        absolute(this, "Of f, one of the two inequalities:", moved, beta),
        absolute(this, "and of F.", turned, E),
    )
    _interior(this, game, box)
    _boundary(this, game, box)
    _rows(this, game)
    _instances(this)
    return this


def _interior(this: Proof, game: Opening, box: tuple[Pair, Pair]) -> None:
    """Derive (a): the largest |Δ_d|/δ_d is < 1."""
    A, T, w = this.algebra, this.algebra.T, game.w
    b, beta, E, f, F = (A.known(name) for name in ("b", "β", "E", "f", "F"))
    M, Q, size, delta = A.matrix("M"), A.matrix("|P|"), A.vector("|w|"), A.vector("δ")
    found = response(this, M, game.one)
    Z, P = found.Z, found.P
    bounds = absolute(this, "(a) |P| and |w| have the absolute values of the entries of P", P, Q)
    weights = absolute(this, "and of w = w⁎.", w, size)
    this.given("The radii are ≥ 0 and so are absolute values; δ > 0.")
    room = this.given("The hypothesis.", delta - Q * (beta + E * (size + delta)), "> 0")
    positive = [Fact(each, "≥ 0") for each in (Q, E, beta, size, delta)]
    y, largest = A.vector("y", rows="D−1"), sympy.Symbol("θ", positive=True)

    pushed = this.product("The radius E|w| is ≥ 0,", positive[1], positive[3])
    reach = this.conclude("so β + E|w| is,", beta + E * size, "≥ 0", {positive[2]: 1, pushed: 1})
    moved = this.product("and what |P| makes of it.", positive[0], reach)
    inner = this.conclude("Hence |P|Eδ < δ.", delta - Q * E * delta, "> 0", {room: 1, moved: 1})
    singular = this.given("Suppose that Zᵀ(M + F)Zy = 0 for some y ≠ 0, and let x = Zy.", T(Z) * (M + F) * Z * y, "= 0")
    fixed = this.conclude("Then x = −PFx.", Z * y + P * F * Z * y, "= 0", {singular: Z * found.inverse})
    least = absolute(this, "Let θ > 0 be the smallest number with |x| ≤ θδ.", Z * y, largest * delta)
    turned = bounded_product(this, "Then |Fx| ≤ θEδ,", box[1], least)
    image = bounded_product(this, "and |PFx| ≤ θ|P|Eδ:", bounds, turned)
    for sign, text in ((1, "So −x is below θδ in every entry,"), (-1, "and so is x:")):
        this.conclude(
            text,
            largest * delta + sign * Z * y,
            "> 0",
            [(image[0 if sign == 1 else 1], 1), (inner, largest), (fixed, sign)],
        )
    this.reason("a smaller θ would do. So no such y exists: every game in the box has ZᵀMZ nonsingular.")

    later = w + Z * y
    here = this.given("Now let w = w⁎ and w + x, x = Zy, be the two candidates:", T(Z) * (b - M * w), "= 0")
    there = this.given("equal marginal utilities in both games.", T(Z) * (b + f - (M + F) * later), "= 0")
    step = this.conclude(
        "So x = P(f − Fw − Fx).",
        Z * y - P * (f - F * w - F * Z * y),
        "= 0",
        [(here, Z * found.inverse), (there, -Z * found.inverse)],
    )
    over = sympy.Symbol("η", nonnegative=True)
    scale = 1 + over
    least = absolute(this, "Suppose that the smallest θ ≥ 0 with |x| ≤ θδ is 1 + η, η ≥ 0.", Z * y, scale * delta)
    first = bounded_product(this, "Then |Fw| ≤ E|w|,", box[1], weights)
    second = bounded_product(this, "|Fx| ≤ (1 + η)Eδ,", box[1], least)
    total = beta + E * size + scale * E * delta
    force = f - F * w - F * Z * y
    sums = (
        this.conclude("and so |f − Fw − Fx| is at most their sum with β;", total - force, "≥ 0",
                      [(box[0][0], 1), (first[1], 1), (second[1], 1)]),
        this.conclude("from the other side,", total + force, "≥ 0",
                      [(box[0][1], 1), (first[0], 1), (second[0], 1)]),
    )  # fmt: skip
    image = bounded_product(this, "and |P(f − Fw − Fx)| at most |P| times that.", bounds, sums)
    for sign, text in ((-1, "So x is below (1 + η)δ in every entry,"), (1, "and so is −x:")):
        this.conclude(
            text,
            scale * delta + sign * Z * y,
            "> 0",
            [(image[0 if sign == -1 else 1], 1), (room, scale), (moved, over), (step, sign)],
        )
    this.reason("a smaller θ would do. So the smallest θ is < 1, and |x| ≤ θδ < δ: |Δw⁎| < δ.")


def _boundary(this: Proof, game: Opening, box: tuple[Pair, Pair]) -> None:
    """Derive (b): monotone in the sense of M₋, whatever is served."""
    A, T, one = this.algebra, this.algebra.T, game.one
    b, beta, E, f, F = (A.known(name) for name in ("b", "β", "E", "f", "F"))
    L, R, X = A.matrix("M₋", symmetric=True), A.matrix("R", symmetric=True), A.matrix("X")
    M = L + R + X - T(X)
    this.let(
        "(b) Now let E be symmetric, R = diag(E1), and M₋ the symmetric part of M − R, ≻ 0 on T. Then M is M₋ + R and "
        "an antisymmetric X − Xᵀ.",
        M=M,
    )
    found = response(this, L, one, inverse="V", symmetric=True)
    Z, P = found.Z, found.P
    z, V, unit, other = A.vector("z", rows="D−1"), A.vector("|x|"), A.vector("ε"), A.vector("φ")
    x = Z * z
    distance = absolute(this, "Let x = Zz be any vector of T, and |x| that of its absolute values.", x, V)
    this.identity(
        "A pair of groups with unit vectors ε and φ and the radius 1 has diag(E1) = εεᵀ + φφᵀ, E = εφᵀ + φεᵀ, and the "
        "difference of their forms is a square.",
        T(V) * (unit * T(unit) + other * T(other) - unit * T(other) - other * T(unit)) * V,
        (T(unit) * V - T(other) * V) * (T(unit) * V - T(other) * V),
    )
    weighted = this.explicit(
        "E is the sum of such pairs, times E_de ≥ 0, and a diagonal that counts alike in both; as x_d² = |x_d|², xᵀRx "
        "− |x|ᵀE|x| = ½Σ E_de(|x_d| − |x_e|)² ≥ 0. Entry by entry:",
        range(2, 6),
        _pairs,
        says=Fact(T(x) * R * x - T(V) * E * V, "≥ 0"),
    )
    pushed = bounded_product(this, "|Fx| ≤ E|x|,", box[1], distance)
    rows = tuple(Fact(T(each.expression), "≥ 0") for each in distance)
    turned = bounded_product(this, "and |xᵀFx| ≤ |x|ᵀE|x|.", (rows[0], rows[1]), pushed)
    gap = this.conclude(
        "So M + F is at least M₋ on T, hence ≻ 0.",
        T(x) * (M + F) * x - T(x) * L * x,
        "≥ 0",
        {weighted: 1, turned[1]: 1},
    )
    lowered = A.matrix("H₋", symmetric=True)
    curved = on_tangent(
        this, "Read the same with H, E_H and F_H: let H₋ = H − diag(E_H 1) be ⪰ 0 on T.", lowered, x, one
    )
    this.conclude(
        "Then H + F_H is, and by T4 what solves the first-order conditions below is a homogeneous equilibrium.",
        T(x) * (lowered + R + F) * x,
        "≥ 0",
        {curved: 1, weighted: 1, turned[1]: 1},
    )
    this.cite(
        "The first-order conditions have a solution: a continuous map, here w ↦ (M + F)w − b − f, has a solution of "
        "its variational inequality on a compact convex set. As M + F ≻ 0 on T there is only one (T3).",
        "Hartman and Stampacchia, Acta Mathematica 115 (1966), 271–310, Lemma 3.1",
    )

    here, slack, slack2 = A.vector("ŵ"), A.vector("s"), A.vector("s′")
    there = here + x
    nu, nu2 = sympy.symbols("ν ν′", real=True)
    first = this.given("Let ŵ be that of the game,", b - M * here - nu * one + slack, "= 0")
    second = this.given("and ŵ + x that of the other:", b + f - (M + F) * there - nu2 * one + slack2, "= 0")
    tight, tight2 = (
        this.given("where only groups at 0 are worse.", T(u) * point, "= 0")
        for u, point in ((slack, here), (slack2, there))
    )
    served, served2 = this.given("ŵ ≥ 0", here), this.given("and ŵ + x ≥ 0;", there)
    crossed = [
        this.product("so s, which is ≥ 0, weighed with ŵ + x,", Fact(slack, "≥ 0"), served2),
        this.product("and s′, which is too, with ŵ.", Fact(slack2, "≥ 0"), served),
    ]
    monotone = this.conclude(
        "Subtract, and multiply by x:",
        T(x) * (f - F * here) - T(x) * (M + F) * x,
        "≥ 0",
        [(second, T(x)), (first, -T(x)), *((each, 1) for each in crossed), (tight, -1), (tight2, -1)],
    )
    reach = beta + E * here
    sides = [
        this.product(text, side, served) for text, side in (("|Fŵ| ≤ Eŵ, as ŵ ≥ 0:", box[1][0]), ("and", box[1][1]))
    ]
    force = f - F * here
    sums = (
        this.conclude("so |f − Fŵ| ≤ ρ = β + Eŵ,", reach - force, "≥ 0", [(box[0][0], 1), (sides[1], 1)]),
        this.conclude("from both sides,", reach + force, "≥ 0", [(box[0][1], 1), (sides[0], 1)]),
    )
    paid = bounded_product(this, "and |xᵀ(f − Fŵ)| ≤ |x|ᵀρ.", (rows[0], rows[1]), sums)
    signed, rho, Q = A.vector("c"), A.vector("ρ"), A.matrix("|P₋|")
    radius = this.given("Write ρ for it,", rho - reach, "= 0")
    signs = absolute(this, "and let c have the entries ±ρ_d with the signs of x: |c| ≤ ρ,", signed, rho)
    same = this.given("and cᵀx = ρᵀ|x|.", T(signed) * x - T(rho) * V, "= 0")
    form = this.conclude(
        "All together:",
        T(signed) * x - T(x) * L * x,
        "≥ 0",
        [(monotone, 1), (gap, 1), (paid[0], 1), (same, 1), (radius, T(V))],
    )
    square = on_tangent(this, "M₋ ⪰ 0 for x − P₋c:", L, x - P * signed, one)
    inner = this.conclude(
        "So xᵀM₋x is at most cᵀP₋c,", T(signed) * P * signed - T(x) * L * x, "≥ 0", {square: 1, form: 2}
    )
    absolutes = absolute(this, "and this, |P₋| having the absolute values of the entries of P₋,", P, Q)
    image = bounded_product(this, "as |P₋c| ≤ |P₋|ρ", absolutes, signs)
    left = tuple(Fact(T(each.expression), "≥ 0") for each in signs)
    outer = bounded_product(this, "and |cᵀP₋c| ≤ ρᵀ|P₋|ρ,", (left[0], left[1]), image)
    length = this.conclude("is at most ρᵀ|P₋|ρ.", T(rho) * Q * rho - T(x) * L * x, "≥ 0", {inner: 1, outer[0]: 1})
    entry = entry_bound(this, L, P, x, unit, one, "M₋ ⪰ 0")
    kappa = sympy.Symbol("κ_ε", positive=True)
    this.conclude(
        "With κ = (P₋)_dd: (Δŵ_d)² ≤ (P₋)_dd·ρᵀ|P₋|ρ.",
        kappa * T(rho) * Q * rho - A.normal(T(unit) * x) ** 2,
        "≥ 0",
        {entry: 1, length: kappa},
    )


def _rows(this: Proof, game: Opening) -> None:
    """Derive the bounds of `nashsym.theorems.box_bounds`: no equilibrium on the way to a game of the box meets one."""
    A, T, one = this.algebra, this.algebra.T, game.one
    b, f, F = (A.known(name) for name in ("b", "f", "F"))
    M, w, y, push = A.known("M"), A.vector("w′"), A.vector("h"), A.vector("p")
    rest, size = A.vector("k"), A.vector("|h|")
    c, own, most = sympy.symbols("c q_d μ", real=True)
    unit = A.vector("ε_d")
    this.given(
        "(c) A sharper form, for bounds l ≤ w′ ≤ u that ŵ keeps. Let M₋ ≻ 0 on T, and let w′ be the equilibrium of a "
        "game on the segment from the centre to one of the box: by (b) there is one only, and it moves continuously."
    )
    total = this.given(
        "Suppose that, between the bounds, it is at u_d (or at l_d > 0). 1ᵀw′ = 1,", T(one) * w - 1, "= 0"
    )
    still = this.given("and h, the row (h, c) of d, sums to 0", T(one) * y, "= 0")
    level = sympy.Symbol("ν", real=True)
    equal = this.given(
        "and is 0 where w′ may be 0, except at d, where w′_d > 0: so slopes are equal wherever h is not 0.",
        T(y) * (b + f - (M + F) * w - level * one),
        "= 0",
    )
    split = this.given("Let Mᵀh − c1 = q_d ε_d + k, k being 0 at d,", T(M) * y - c * one - own * unit - rest, "= 0")
    line = this.conclude(
        "so q_d w′_d + kᵀw′ = hᵀb − c + hᵀ(f − Fw′).",
        own * T(unit) * w + T(rest) * w - T(y) * b + c - T(y) * (f - F * w),
        "= 0",
        [(equal, -1), (split, -T(w)), (total, -c), (still, -level)],
    )
    moved = absolute(this, "As w′ ≥ 0 adds up to 1, |f − Fw′| ≤ β + Ew′ ≤ p;", f - F * w, push)
    sizes = absolute(this, "|h| has the absolute values of the entries of h,", y, size)
    left = tuple(Fact(T(each.expression), "≥ 0") for each in sizes)
    pushed = bounded_product(this, "so |hᵀ(f − Fw′)| ≤ |h|ᵀp.", (left[0], left[1]), moved)
    for sign, words, end in ((1, "−kᵀw′ ≤ μ between the bounds,", "u_d"), (-1, "kᵀw′ ≤ μ between the bounds,", "l_d")):
        bound = sympy.Symbol(end, real=True)
        least = this.given(words, most + sign * T(rest) * w, "≥ 0")
        room = this.given(
            f"and the row says, of {end}:",
            sign * (own * bound - T(y) * b + c) - T(size) * push - most,
            "> 0",
        )
        this.conclude(
            f"So q_d w′_d is not q_d {end}.",
            sign * (own * bound - own * T(unit) * w),
            "> 0",
            [(room, 1), (least, 1), (pushed[0 if sign == 1 else 1], 1), (line, -sign)],
        )
    this.reason("hence w′ never meets a bound that is > 0, from the centre to any game of the box.")


def _pairs(groups: int) -> Iterator[sympy.Expr]:
    """Check ``xᵀ diag(E1) x − |x|ᵀE|x| = ½Σ E_de(|x_d| − |x_e|)²`` with ``x_d² = |x_d|²``."""
    E = sympy.Matrix(groups, groups, lambda d, e: sympy.Symbol(f"e{min(d, e)}{max(d, e)}"))
    sizes = sympy.Matrix([sympy.Symbol(f"x{d}") for d in range(groups)])
    sums = E * sympy.ones(groups, 1)
    forms = sum(sums[d] * sizes[d] ** 2 for d in range(groups)) - (sizes.T * E * sizes)[0]
    pairs = [(d, e) for d in range(groups) for e in range(groups)]
    yield sympy.expand(forms - sum(E[d, e] * (sizes[d] - sizes[e]) ** 2 for d, e in pairs) / 2)


def _instances(this: Proof) -> None:
    one, turn = sympy.eye(2), sympy.Matrix([[0, 1, -1], [-1, 0, 1], [1, -1, 0]])
    P, Z = response_matrix(one), tangent_basis(2)
    half = sympy.Rational(1, 2)
    inside = P.applyfunc(abs) * (half * sympy.ones(2, 2)) * (column(half, half) + column(1, 1))
    off = sympy.Matrix([[-half, half], [half, -half]])
    this.instance(
        "Without |P|(β + E(|w⁎| + δ)) < δ: D = 2, M = I, b = 0, E = ½ in each entry. |P|Eδ = ½(δ₁ + δ₂) in each entry, "
        "which is < δ for no δ; and M + F = ½ in each entry is in the box, with ZᵀMZ = 0.",
        inside == column("3/2", "3/2") and (Z.T * (one + off) * Z).det() == 0,
    )
    this.instance(
        "Without M₋ ≻ 0 on T: D = 2, M = I, b = 0, E = I: M₋ = 0, and M + F = 0 is in the box, where every mixture is "
        "an equilibrium: (1, 0) is at a distance of 1/2 from (1/2, 1/2).",
        candidate(column(0, 0), one) == column(half, half) and (Z.T * (one - one) * Z).det() == 0,
    )
    M, push = sympy.eye(3) + turn, column(sympy.Rational(1, 10), 0, 0)
    moved = candidate(push, M) - candidate(0 * push, M)
    own, symmetric = response_matrix(M), response_matrix(sympy.eye(3))
    bound, right = (X[2, 2] * (push.T * X.applyfunc(abs) * push)[0] for X in (own, symmetric))
    this.instance(
        "With P of M in place of that of its symmetric part the bound is too small: D = 3, M = I + J with J = [[0, 1, "
        "−1], [−1, 0, 1], [1, −1, 0]], b = 0, E = 0, f = β = (1/10, 0, 0). (Δŵ₃)² is (1/30)², the bound from M "
        "(1/60)², that from the symmetric part (1/15)².",
        min(candidate(push, M)) > 0 and moved[2] ** 2 > bound and moved[2] ** 2 <= right,
        [
            sympy.Eq(sympy.Symbol("(Δŵ₃)²"), moved[2] ** 2),
            sympy.Eq(sympy.Symbol("bound from M"), bound),
            sympy.Eq(sympy.Symbol("bound"), right),
        ],
    )
