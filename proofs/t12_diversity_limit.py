"""T12: where more and more diversity leads, how fast, and how often a threshold can be crossed on the way."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from proofs.entries import adjugate_of, determinant_of
from proofs.framework import Fact, Proof
from proofs.instances import candidate, column, response_matrix
from proofs.lemmas import Response, entry_bound, on_tangent, response
from proofs.openings import COEFFICIENTS, Alignment, similarity

__all__ = ["proof"]

ATTRACTIVENESS, CONSISTENCY, _ = COEFFICIENTS
DIVERSITY = sympy.Symbol("λ_D", positive=True)


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T12",
        "Diversity and inclusion",
        "In the similarity form (N ≥ 2, S ≻ 0 and C ⪰ 0 on T), with s = e − P_S S e and r = λ_A a − 2λ_C C s, for "
        "every λ_D > 0 (w⁎_d − s_d)² ≤ (P_S)_dd · rᵀP_S r / λ_D²: s > τ includes everybody beyond an explicit λ_D, "
        "s_d < 0 excludes an interior equilibrium beyond one.",
    )
    game = similarity(this, (ATTRACTIVENESS, CONSISTENCY, DIVERSITY))
    T = this.algebra.T
    this.given("λ_D > 0, S ≻ 0 and C ⪰ 0 on T.")
    strict = on_tangent(this, "For v ≠ 0 in T:", game.S, game.v, game.one, strict=True)
    curved = on_tangent(this, "and", game.C, game.v, game.one)
    this.conclude(
        "So M ≻ 0 on T; ZᵀMZ is nonsingular and w⁎ exists.",
        T(game.v) * game.M * game.v,
        "> 0",
        {strict: DIVERSITY, curved: 2 * CONSISTENCY},
    )
    found = response(this, game.S, game.one, inverse="V", symmetric=True)
    _limit(this, game, found)
    _bound(this, game, found)
    _thresholds(this)
    _every_interior_profile(this)
    this.explicit(
        "The thresholds: with S and C in full symbols (on T, where only ZᵀSZ, ZᵀCZ and the three vectors Zᵀa, ZᵀSe "
        "and ZᵀCe count), det(ZᵀMZ) and det(ZᵀMZ)·Zᵀ-coordinates of w⁎ are polynomials in λ_D of degree at most D − "
        "1, and their leading coefficients are det(ZᵀSZ) and those of s: w⁎_d = τ at a root of a polynomial of degree "
        "≤ D − 1.",
        range(2, 6),
        _degrees,
    )
    _instances(this)
    return this


def _limit(this: Proof, game: Alignment, found: Response) -> None:
    """Define s and say what it is."""
    A, T, one = this.algebra, this.algebra.T, game.one
    e = A.vector("e")
    A.rule(T(one) * e, 1)
    limit = e - found.P * game.S * e
    this.let("The limit.", s=limit)
    this.identity("Its weights sum to 1,", T(one) * limit, 1, show="1ᵀ·s")
    this.identity("and Ss is in span(1): Zᵀ annihilates it.", T(found.Z) * game.S * limit, 0, show="Zᵀ·S·s")
    inverse = A.matrix("R", symmetric=True)
    A.rule(game.S * inverse, 1)
    total = A.normal(T(one) * inverse * one)
    this.identity(
        "Where S has an inverse R, R1/(1ᵀR1) sums to 1 too (1ᵀR1 ≠ 0: in T, R1 ≠ 0 would have (R1)ᵀS(R1) = 1ᵀR1 = 0),",
        T(one) * inverse * one / total,
        1,
    )
    this.identity(
        "and meets the same equation, which has one solution (T2): s = R1/(1ᵀR1).",
        T(found.Z) * game.S * inverse * one / total,
    )


def _bound(this: Proof, game: Alignment, found: Response) -> None:
    """Derive ``w⁎ = s + Pr`` and the bound, from w⁎ = s + Zy."""
    A, T, one, Z, P = this.algebra, this.algebra.T, game.one, found.Z, found.P
    star, y, unit = A.vector("w⁎"), A.vector("y", rows="D−1"), A.vector("ε")
    limit, r = A.vector("s"), A.vector("r")
    A.rule(T(one) * limit, 1)
    A.rule(T(Z) * game.S * limit, 0)
    defined = this.given(
        "Of s only its sum and ZᵀSs = 0 are used from here. Let r = λ_A a − 2λ_C C s.",
        r - game.b + 2 * CONSISTENCY * game.C * limit,
        "= 0",
    )
    order = this.given("w⁎ has equal marginal utilities,", T(Z) * (game.b - game.M * star), "= 0")
    A.rule(T(one) * star, 1)
    this.identity("and sums to 1 as s does,", T(one) * (star - limit))
    between = this.given("so that w⁎ − s = Zy for some y.", star - limit - Z * y, "= 0")
    reduced = this.conclude(
        "As ZᵀSs = 0, Zᵀ(r − M(w⁎ − s)) = 0.",
        T(Z) * (r - game.M * Z * y),
        "= 0",
        {order: 1, between: T(Z) * game.M, defined: T(Z)},
    )
    W = A.matrix("W", rows="D−1", columns="D−1", symmetric=True)
    inverse = this.given("With W the inverse of ZᵀMZ,", W * T(Z) * game.M * Z * y - y, "= 0")
    this.conclude(
        "w⁎ = s + Pr, P = ZWZᵀ.",
        star - limit - Z * W * T(Z) * r,
        "= 0",
        {between: 1, inverse: -Z, reduced: -Z * W},
    )
    slack = on_tangent(this, "C ⪰ 0 on T for w⁎ − s = Zy,", game.C, Z * y, one)
    smaller = this.conclude(
        "so rᵀ(w⁎ − s) is at least λ_D times the square of w⁎ − s in the norm of S.",
        T(r) * Z * y - DIVERSITY * T(Z * y) * game.S * Z * y,
        "≥ 0",
        {slack: 2 * CONSISTENCY, reduced: T(y)},
    )
    square = on_tangent(this, "S ⪰ 0 on T for w⁎ − s − P_S r/λ_D:", game.S, Z * y - P * r / DIVERSITY, one)
    form = this.conclude(
        "The two bound that square:",
        T(r) * P * r / DIVERSITY**2 - T(Z * y) * game.S * Z * y,
        "≥ 0",
        {square: 1, smaller: 2 / DIVERSITY},
    )
    entry = entry_bound(this, game.S, P, Z * y, unit, one, "S ⪰ 0")
    size = sympy.Symbol(f"κ_{unit}", positive=True)
    this.conclude(
        "With x = Zy = w⁎ − s and κ = (P_S)_dd: (w⁎_d − s_d)² ≤ (P_S)_dd·rᵀP_S r/λ_D².",
        size * T(r) * P * r / DIVERSITY**2 - A.normal(T(unit) * Z * y) ** 2,
        "≥ 0",
        {form: size, entry: 1},
    )


def _thresholds(this: Proof) -> None:
    """Draw both consequences of the bound, for one group: x = w⁎_d, σ = s_d, κ = (P_S)_dd·rᵀP_S r."""
    x, limit, floor = sympy.symbols("x σ τ", real=True)
    size = sympy.Symbol("κ", nonnegative=True)
    bound = this.given(
        "For one group write x = w⁎_d, σ = s_d and κ = (P_S)_dd·rᵀP_S r, which has no λ_D in it.",
        size / DIVERSITY**2 - (x - limit) ** 2,
    )
    above = this.given("Inclusion. Let σ > τ", limit - floor, "> 0")
    beyond = this.given("and λ_D > √κ/(σ − τ).", DIVERSITY**2 * (limit - floor) ** 2 - size, "> 0")
    _contradiction(this, "x > τ", bound, above, beyond, floor - x, floor)
    below = this.given("Exclusion. Let σ < 0", -limit, "> 0")
    beyond = this.given("and λ_D > √κ/(−σ).", DIVERSITY**2 * limit**2 - size, "> 0")
    _contradiction(this, "x < 0", bound, below, beyond, x, sympy.Integer(0))
    this.reason(
        "With the largest of the thresholds all d with s_d > τ are above τ; with the smallest of those of the d with "
        "s_d < 0, w⁎ is not > 0, and by T2 no homogeneous equilibrium is interior."
    )


def _contradiction(
    this: Proof, wanted: str, bound: Fact, gap: Fact, beyond: Fact, wrong: sympy.Expr, level: sympy.Expr
) -> None:
    """Refute ``wrong ≥ 0`` by the bound: the entry would be too far from its limit."""
    suppose = this.given(f"Suppose that not {wanted}.", wrong)
    far = this.conclude("Then", wrong + 2 * gap.expression, "≥ 0", {suppose: 1, gap: 2})
    apart = this.product("and the product of the two is ≥ 0:", suppose, far)
    this.conclude(
        f"but it is (x − σ)² less the square of what separates σ from {level}; together 0 > 0. So {wanted}.",
        sympy.Integer(0),
        "> 0",
        {apart: 1, bound: 1, beyond: 1 / DIVERSITY**2},
    )


def _every_interior_profile(this: Proof) -> None:
    """Show that agents who differ do not help: the mean of an interior equilibrium is w⁎."""
    A, T = this.algebra, this.algebra.T
    N = sympy.Symbol("N", positive=True)
    own, mean, Z = A.vector("wᵢ"), A.vector("z"), A.letter("Z")
    b, H, K = A.vector("b"), A.matrix("H", symmetric=True), A.matrix("K")
    others = (N * mean - own) / (N - 1)
    this.given(
        "Nor is an equilibrium interior in which agents differ. With z the mean of all, mᵢ = (N·z − wᵢ)/(N − 1)."
    )
    this.earlier("Where all wᵢ > 0, each has equal marginal utilities: Zᵀ(b − Hwᵢ − Kmᵢ) = 0.", "T1")
    this.identity(
        "The mean of these N equations is that of a homogeneous profile: Zᵀ(b − Mz) = 0. So z = w⁎ (T2), which would "
        "be > 0.",
        T(Z) * A.average(b - H * own - K * others, own, mean),
        T(Z) * (b - (H + K) * mean),
        show="mean of Zᵀ·(b − H·wᵢ − K·mᵢ)",
    )


def _degrees(groups: int) -> Iterator[bool]:
    """Check the degrees and leading coefficients in λ_D of det(Â + λŜ) and of the coordinates of w⁎ − e."""
    size = groups - 1
    names = [f"{name}{i}{j}" for name in "cs" for i in range(size) for j in range(size)]
    vectors = [f"{name}{i}" for name in "uv" for i in range(size)]
    _, level, *letters = sympy.ring(["t", *names, *vectors], sympy.QQ)
    known = dict(zip([*names, *vectors], letters, strict=True))
    C, S = ([[known[f"{name}{i}{j}"] for j in range(size)] for i in range(size)] for name in "cs")
    # u is the part of Zᵀ(b − Me) without λ_D, −v that with it.
    u, v = ([known[f"{name}{i}"] for i in range(size)] for name in "uv")
    face = [[C[i][j] + level * S[i][j] for j in range(size)] for i in range(size)]
    determinant, adjugate, steep = determinant_of(face), adjugate_of(face), adjugate_of(S)
    yield bool(determinant.degree(level) == size)
    yield bool(_leading(determinant, size) == determinant_of(S))
    for i in range(size):
        entry = sum(adjugate[i][j] * (u[j] - level * v[j]) for j in range(size))
        yield bool(entry.degree(level) <= size)
        yield bool(_leading(entry, size) == sum(-steep[i][j] * v[j] for j in range(size)))


def _leading(polynomial: sympy.Expr, degree: int) -> sympy.Expr:
    """Return the coefficient of that power of the first generator."""
    ring = polynomial.ring
    return ring.from_dict({(0, *key[1:]): value for key, value in polynomial.items() if key[0] == degree})


def _instances(this: Proof) -> None:
    one, a, half = sympy.eye(2), column(1, 0), column("1/2", "1/2")
    C, S = sympy.diag(3, 3, 1), sympy.Matrix([[4, 0, 4], [0, 4, 2], [4, 2, 6]])
    path = [candidate(column(4, 0, 4), 2 * C + level * S) for level in (sympy.Rational(1, 4), 2, 8)]
    this.instance(
        "Inclusion is not monotone: D = 3, λ_A = λ_C = 1, a = (4, 0, 4), C = diag(3, 3, 1), S = [[4, 0, 4], [0, 4, "
        "2], [4, 2, 6]]. w⁎ = (103/307, −54/307, 258/307) at λ_D = 1/4, (27/59, 15/59, 17/59) at 2, where all are "
        "served, and (237/335, 171/335, −73/335) at 8.",
        path
        == [
            column("103/307", "-54/307", "258/307"),
            column("27/59", "15/59", "17/59"),
            column("237/335", "171/335", "-73/335"),
        ],
    )
    again = candidate(
        column(0, 0, 6), 2 * sympy.diag(2, 2, 4) + DIVERSITY * sympy.Matrix([[5, 0, 5], [0, 1, 0], [5, 0, 7]])
    )
    first = (DIVERSITY**2 - 10 * DIVERSITY + 4) / (6 * DIVERSITY**2 + 44 * DIVERSITY + 40)
    this.instance(
        "A group can be served, excluded and served again: D = 3, λ_A = λ_C = 1, a = (0, 0, 6), C = diag(2, 2, 4), S "
        "= [[5, 0, 5], [0, 1, 0], [5, 0, 7]]. The two others have weights > 0 throughout, w⁎₁ is below 0 between the "
        "roots 5 − √21 and 5 + √21 of a polynomial of degree D − 1 = 2, and its limit is 1/6.",
        sympy.cancel(again[0] - first) == 0
        and sympy.real_roots(sympy.fraction(first)[0]) == [5 - sympy.sqrt(21), 5 + sympy.sqrt(21)]
        and sympy.limit(first, DIVERSITY, sympy.oo) == sympy.Rational(1, 6)
        and all(entry.is_positive for entry in again[1:]),
        [sympy.Eq(sympy.Symbol("w⁎₁"), first, evaluate=False)],
    )
    P, reach = response_matrix(one), sympy.Rational(1, 6)
    bound = (P[0, 0] * (a.T * P * a)[0]) / 9
    this.instance(
        "Below: D = 2, a = (1, 0), λ_A = λ_C = 1, S = I, s = (1/2, 1/2) and λ_D = 3, where the bound is (1/6)².",
        P * one * a == a - half and bound == reach**2,
    )
    aside = sympy.Rational(1, 4)
    this.instance(
        "Without the similarity form: C = I in the distance form. w⁎ = (3/4, 1/4) at every λ_D (T11), at a distance of "
        "1/4.",
        candidate(a, 2 * one)[0] - half[0] == aside and aside > reach,
    )
    this.instance(
        "Without N ≥ 2: C = I, and M = H = 2I for the only agent: w⁎ = (3/4, 1/4), at a distance of 1/4.",
        candidate(a, 2 * one)[0] - half[0] == aside and aside > reach,
    )
    negative = candidate(a, (2 - sympy.Rational(3, 2)) * one)
    formal = (response_matrix(-one)[0, 0] * (a.T * response_matrix(-one) * a)[0]) / sympy.Rational(9, 4)
    this.instance(
        "Without S ≻ 0 on T: C = I, S = −I, λ_D = 3/2, where the bound is (1/3)². w⁎ = (3/2, −1/2), at a distance of "
        "1.",
        negative == column("3/2", "-1/2") and formal == sympy.Rational(1, 9),
    )
    this.instance(
        "Without C ⪰ 0 on T: C = −I. w⁎ = (1, 0), at a distance of 1/2.",
        candidate(a, -2 * one + 3 * one) == column(1, 0) and sympy.Rational(1, 2) > reach,
    )
