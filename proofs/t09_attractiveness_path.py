"""T9: the candidate is affine in λ_A, and the homogeneous equilibrium continuous and piecewise affine."""

from __future__ import annotations

import sympy

from proofs.framework import Proof
from proofs.instances import candidate, column, gain, marginals, response_matrix, solutions
from proofs.lemmas import Response, entry_bound, on_tangent, response
from proofs.openings import COEFFICIENTS, Alignment, distance, similarity

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T9",
        "Affine in the weight on attractiveness",
        "With ZᵀMZ nonsingular w⁎ = q + λ_A·Pa, so the λ_A ≥ 0 with w⁎ > 0 form one interval, those also with w⁎_d < "
        "τ a subinterval. If H ⪰ 0 and M ≻ 0 on T the homogeneous equilibrium is continuous and piecewise affine in "
        "λ_A.",
    )
    game = similarity(this)
    _continuity(this, game, _candidate(this, game))
    _pieces(this, game)
    _instances(this)
    return this


def _candidate(this: Proof, game: Alignment) -> Response:
    """Show that w⁎ is affine, and what follows for a weight and a level."""
    A, T = this.algebra, this.algebra.T
    level = COEFFICIENTS[0]
    elsewhere = distance(Proof("T9", "", "")).M
    this.identity("M does not have λ_A in it,", sympy.diff(game.M, level), 0, show="∂M/∂λ_A")
    this.identity("nor has it in the distance form,", sympy.diff(elsewhere, level), 0, show="∂M/∂λ_A")
    this.identity("and b is λ_A times a.", game.b, level * game.a, show="b")
    M, e, unit = A.matrix("M", symmetric=True), A.vector("e"), A.vector("ε")
    found = response(this, M, game.one, symmetric=True)
    P = found.P
    A.rule(T(game.one) * e, 1)
    q, slope = e - P * M * e, P * game.a
    this.earlier("w⁎ = e + P(b − Me) for any e with 1ᵀe = 1.", "T2")
    this.let("Let", q=q)
    this.identity("So w⁎ is affine in λ_A:", e + P * (level * game.a - M * e), q + level * slope, show="w⁎")
    this.identity("q sums to 1,", T(game.one) * q, 1)
    this.identity("and Pa to 0.", T(game.one) * slope)
    floor = sympy.Symbol("τ", positive=True)
    start, step = A.normal(T(unit) * q), A.normal(T(unit) * slope)
    this.identity(
        "With ε the unit vector of d: where (Pa)_d ≠ 0, w⁎_d = τ at λ_A = (τ − q_d)/(Pa)_d,",
        start + (floor - start) / step * step,
        floor,
        show="w⁎_d((τ − q_d)/(Pa)_d)",
    )
    this.identity(
        "and nowhere else: the distance to τ is that of λ_A to it, times (Pa)_d.",
        start + level * step - floor,
        step * (level - (floor - start) / step),
        show="w⁎_d − τ",
    )
    x, y = sympy.symbols("x y", nonnegative=True)
    s, t = sympy.symbols("s t", positive=True)
    first, second = (this.given(f"Let w⁎_d > 0 at λ_A = {each},", start + each * step, "> 0") for each in (x, y))
    between = (s * x + t * y) / (s + t)
    this.conclude(
        "so w⁎_d > 0 at every mean of the two, and the λ_A with w⁎ > 0 are one interval.",
        start + between * step,
        "> 0",
        {first: s / (s + t), second: t / (s + t)},
    )
    first, second = (
        this.given(f"Let also w⁎_d < τ at λ_A = {each},", floor - start - each * step, "> 0") for each in (x, y)
    )
    this.conclude(
        "so w⁎_d < τ between them: one subinterval.",
        floor - start - between * step,
        "> 0",
        {first: s / (s + t), second: t / (s + t)},
    )
    return found


def _continuity(this: Proof, game: Alignment, found: Response) -> None:
    """Bound the movement of the equilibrium: monotone in the sense of M."""
    A, T = this.algebra, this.algebra.T
    M, Z, P, unit = A.letter("M"), found.Z, found.P, A.letter("ε")
    this.given("Now let H ⪰ 0 and M ≻ 0 on T.")
    this.earlier(
        "There is exactly one homogeneous equilibrium ŵ: it exists by T2, is unique by T3, and the mixtures with b − "
        "Mŵ = ν1 − s, s ≥ 0, sᵀŵ = 0 are the homogeneous equilibria by T4.",
        "T2",
        "T3",
        "T4",
    )
    here, there, slack, slack2 = A.vector("ŵ"), A.vector("ŵ′"), A.vector("s"), A.vector("s′")
    low, change = sympy.Symbol("λ", nonnegative=True), sympy.Symbol("η", real=True)
    nu, nu2 = sympy.symbols("ν ν′", real=True)
    one = game.one
    A.rule(T(one) * here, 1)
    A.rule(T(one) * there, 1)
    first = this.given("At λ_A = λ,", low * game.a - M * here - nu * one + slack, "= 0")
    second = this.given("and at λ_A = λ + η:", (low + change) * game.a - M * there - nu2 * one + slack2, "= 0")
    tight, tight2 = (
        this.given("where only groups at 0 are worse:", T(x) * y, "= 0") for x, y in ((slack, here), (slack2, there))
    )
    crossed = [
        this.product("Entries ≥ 0 times entries ≥ 0:", this.given("s ≥ 0,", T(slack)), this.given("ŵ′ ≥ 0.", there)),
        this.product("The same of the others:", this.given("s′ ≥ 0,", T(slack2)), this.given("ŵ ≥ 0.", here)),
    ]
    move = there - here
    monotone = this.conclude(
        "Subtract, and multiply by ŵ′ − ŵ:",
        change * T(game.a) * move - T(move) * M * move,
        "≥ 0",
        [(second, T(move)), (first, -T(move)), *((each, 1) for each in crossed), (tight, -1), (tight2, -1)],
    )
    square = on_tangent(this, "M ⪰ 0 for the vector ŵ′ − ŵ − ηPa of T:", M, move - change * P * game.a, one)
    z = A.vector("z", rows="D−1")
    inside = this.given("ŵ′ − ŵ = Zz is in T.", move - Z * z, "= 0")
    form = this.conclude(
        "So the movement is at most |η| times a constant, in the norm of M,",
        change**2 * T(game.a) * P * game.a - T(move) * M * move,
        "≥ 0",
        [(square, 1), (monotone, 2), (inside, 2 * change * T(game.a) * (P * M - 1))],
    )
    bound = entry_bound(this, M, P, Z * z, unit, one, "M ⪰ 0")
    length = sympy.Symbol("κ_ε", positive=True)
    this.conclude(
        "With x = Zz = ŵ′ − ŵ, so that εᵀx is ŵ′_d − ŵ_d and κ = P_dd: (ŵ′_d − ŵ_d)² ≤ P_dd·(aᵀPa)·η².",
        length * change**2 * T(game.a) * P * game.a - A.normal(T(unit) * Z * z) ** 2,
        "≥ 0",
        [(bound, 1), (form, length), (inside, length * T(move + Z * z) * M)],
    )
    this.reason("So ŵ is a Lipschitz continuous function of λ_A.")


def _pieces(this: Proof, game: Alignment) -> None:
    """Show that the λ_A at which the equilibrium has one support form an interval, and that it is affine there."""
    A, T = this.algebra, this.algebra.T
    M, one = A.letter("M"), game.one
    s, t = sympy.symbols("s t", positive=True)
    first, second = s / (s + t), t / (s + t)
    levels = sympy.symbols("λ₁ λ₂", nonnegative=True)
    heights = sympy.symbols("ν₁ ν₂", real=True)
    points, slacks = [A.vector("ŵ₁"), A.vector("ŵ₂")], [A.vector("s₁"), A.vector("s₂")]
    off, on = A.matrix("F", columns="D−k"), A.matrix("E", columns="k")
    this.given("E has the columns of the identity that belong to a support, F the others.")
    equal, served, idle, left = [], [], [], []
    for level, height, point, slack in zip(levels, heights, points, slacks, strict=True):
        equal.append(
            this.given(
                f"Let ŵ be served by this support at {level}:", level * game.a - M * point - height * one + slack, "= 0"
            )
        )
        served.append(this.given("weights > 0 on it,", T(on) * point, "> 0"))
        left.append(this.given("0 off it,", T(off) * point, "= 0"))
        idle.append(this.given("slack ≥ 0,", slack))
    mean = [first * pair[0] + second * pair[1] for pair in (levels, heights, points, slacks)]
    level, height, point, slack = mean
    weights = (first, second)
    this.conclude(
        "At each mean of λ₁ and λ₂ the means of the two solve the same:",
        level * game.a - M * point - height * one + slack,
        "= 0",
        list(zip(equal, weights, strict=True)),
    )
    this.conclude("weights > 0 on the support,", T(on) * point, "> 0", list(zip(served, weights, strict=True)))
    this.conclude("0 off it,", T(off) * point, "= 0", list(zip(left, weights, strict=True)))
    this.conclude("slack ≥ 0.", slack, "≥ 0", list(zip(idle, weights, strict=True)))
    this.reason(
        "With slack 0 on the support, which means keep too, this is the equilibrium there: it is unique. So each "
        "support has one interval of λ_A, and ŵ is affine on it. There are 2^D − 1 supports: ŵ is piecewise affine."
    )


def _instances(this: Proof) -> None:
    one, zero, a = sympy.eye(2), sympy.zeros(2, 2), column(1, 0)
    half, vertex = column("1/2", "1/2"), column(1, 0)
    level = COEFFICIENTS[0]
    C, b = sympy.diag(1, 2, 3), column(3, 1, 0)
    path = candidate(level * b, C)
    this.instance(
        "An instance: D = 3, M = diag(1, 2, 3), a = (3, 1, 0): w⁎ = q + λ_A·Pa, entry by entry.",
        all(sympy.diff(entry, level, 2) == 0 for entry in path) and path.diff(level) == response_matrix(C) * b,
    )
    this.instance(
        "Without ZᵀMZ nonsingular: D = 2, a = (1, 0), M = 0. At λ_A = 0 every mixture is an equilibrium, (0, 1) too; "
        "at any λ_A > 0 the marginal utilities are λ_A and 0, and only (1, 0) is one: it jumps, and no w⁎ exists.",
        marginals(0 * a, zero, column(0, 1)) == column(0, 0) and marginals(level * a, zero, half) == level * a,
    )
    this.instance(
        "Without H ⪰ 0 on T: D = 2, a = (1, 0), C = −½·I, S = 2I, so H = −I, M = I. At λ_A = 0 the one homogeneous "
        "first-order point is (1/2, 1/2), which an agent leaves for (1, 0) with a gain of 1/4: there is no homogeneous "
        "equilibrium to follow.",
        gain(0 * a, -one, 2 * one, half, half, vertex) == sympy.Rational(1, 4)
        and [each.weights for each in solutions(0 * a, one)] == [half],
    )
    count = [[each.weights for each in solutions(weight * a, -one)] for weight in (0, 2)]
    this.instance(
        "Without M ≻ 0 on T: D = 2, a = (1, 0), H = I, K = −2I, so M = −I. (0, 1), an equilibrium at λ_A = 0, is none "
        "at λ_A = 2, where only (1, 0) is one: what starts at (0, 1) has to jump.",
        column(0, 1) in count[0] and count[1] == [vertex],
    )
