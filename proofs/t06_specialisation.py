"""T6: when agents can differ in equilibrium, that they then leave groups out, and the largest λ_D before they do."""

from __future__ import annotations

from collections.abc import Callable

import sympy

from proofs.best_responses import Mixture, best_response, mixture, sufficient, variational
from proofs.eigenvalues import definite_below, largest
from proofs.framework import Proof, Universal
from proofs.instances import candidate, column
from proofs.kernels import orthogonal, semidefinite
from proofs.lemmas import on_tangent
from proofs.openings import Opening, canonical, distance, similarity
from proofs.profiles import definite_on_tangent, equilibria_of_two, regret, unit

__all__ = ["proof"]

#: There are n + 2 agents.
n = sympy.Symbol("n", nonnegative=True)


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T6",
        "Specialisation",
        "For N ≥ 2, K symmetric, M ≻ 0 on T and w⁎ > 0, a heterogeneous equilibrium exists iff G is not ≻ 0 on T; with "
        "a negative direction of G every maximiser of Φ over Δᴺ is one, and if ZᵀGZ is nonsingular some agent leaves a "
        "group at 0 in each.",
    )
    game = canonical(this, symmetric=True)
    A, T = this.algebra, this.algebra.T
    this.given("Let N = n + 2 ≥ 2 agents play, K be symmetric, M = H + K ≻ 0 on T, and G = H − K/(N − 1).")
    this.earlier("(K symmetric on T is enough: the game is one with a symmetric K, and the same M and G on T.)", "T5")
    star = mixture(this, "Let w⁎ > 0, so that it is a mixture. Below w is w⁎.", game.one, game.w)
    z = A.vector("z")
    A.rule(T(game.one) * z, 0)
    letter = A.vector("v′")
    level = this.every(
        "By T2 its marginal utilities are equal: for every v′ in T",
        letter,
        T(letter) * (game.b - game.M * star.point),
        "= 0",
        where=[(T(game.one) * letter, "= 0")],
        show="v′ᵀ(b − Mw⁎)",
    )
    this.earlier("If G ≻ 0 on T every equilibrium is homogeneous. Now suppose that it is not.", "T3")
    _edge(this, game, star, z, level)
    _niches(this, game, z)
    _maximisers(this, game, star, level)
    _every(this, game)
    _thresholds(this)
    _instances(this)
    _sharp(this)
    return this


def _united(game: Opening) -> sympy.Expr:
    return game.H - game.K / (n + 1)


def _edge(this: Proof, game: Opening, star: Mixture, z: sympy.Symbol, level: Universal) -> None:
    """Find the heterogeneous equilibria where G is ⪰ 0 on T and vanishes along a direction z."""
    A, T, t = this.algebra, this.algebra.T, sympy.Symbol("s", real=True)
    H, w, G = game.H, star.point, _united(game)
    known = semidefinite(this, "The edge: first let G ⪰ 0 on T,", G, game.one, "G")
    flat = this.given("with zᵀGz = 0 for some z ≠ 0 in T.", T(z) * G * z, "= 0", show="zᵀGz")
    x = mixture(this, "Let x be any mixture,", game.one, "x")
    own = mixture(
        this,
        "and let agent 1 play w⁎ + sz, agent 2 w⁎ − sz and all others w⁎, with s ≠ 0 so small that these are mixtures.",
        game.one,
        w + t * z,
        name="w⁎ + sz",
    )
    side = own.point - x.point
    still = orthogonal(this, "As w⁎ + sz − x lies in T,", G, known, flat, (z, side), ("G", "z", "(w⁎ + sz − x)"))
    mean = w - t * z / (n + 1)
    g = A.put(game.marginal, {game.w: own.point, game.m: mean})
    this.identity(
        "The mean of the others is w⁎ − sz/(N − 1) for agent 1, whose marginal utilities differ from those at w⁎ by G.",
        g,
        game.b - game.M * w - t * G * z,
        show="g₁",
    )
    equal = this.apply("As w⁎ + sz − x lies in T,", level, side, show="(w⁎ + sz − x)ᵀ(b − Mw⁎)")
    slope = this.conclude(
        "So x is no improvement at first order,", T(g) * side, "= 0", {equal: 1, still: -t}, show="g₁ᵀ(w⁎ + sz − x)"
    )
    united = this.apply("nor at all: G ⪰ 0 on T", known, -side, show="(x − w⁎ − sz)ᵀG(x − w⁎ − sz)")
    stable = on_tangent(this, "and M ≻ 0 on T", game.M, -side, game.one, show="(x − w⁎ − sz)ᵀM(x − w⁎ − sz)")
    curvature = this.conclude(
        "make H = ((N − 1)G + M)/N ⪰ 0 there.",
        T(side) * H * side,
        "≥ 0",
        {united: (n + 1) / (n + 2), stable: 1 / (n + 2)},
        show="(x − w⁎ − sz)ᵀH(x − w⁎ − sz)",
    )
    text = (
        "So agent 1 plays a best response; so does agent 2, with −s for s, and every other one, with 0: an equilibrium."
    )
    sufficient(this, text, game, own, mean, x, slope, curvature, mean="m₁")


def _potential(this: Proof, game: Opening, r: sympy.Symbol, p: sympy.Expr, q: sympy.Expr) -> sympy.Expr:
    """Return Φ as a function of the mixtures of two agents, r being the sum of those of all others."""
    T = this.algebra.T
    alone = T(game.b) * (p + q) - T(p) * game.H * p / 2 - T(q) * game.H * q / 2
    return alone - (T(p) * game.K * q + T(p + q) * game.K * r) / (n + 1) + sympy.Symbol("R", real=True)


def _niches(this: Proof, game: Opening, z: sympy.Symbol) -> None:
    """Show that no two agents serve everybody at a maximiser of Φ."""
    A, T = this.algebra, this.algebra.T
    H, K, G = game.H, game.K, _united(game)
    r, p, q = A.vector("r"), A.vector("p₁"), A.vector("p₂")
    for point in (p, q):
        A.rule(T(game.one) * point, 1)
    this.given(
        "Niches. Now let zᵀGz < 0 for some z in T. Δᴺ is compact, so Φ has a maximiser; let two of its agents be at p "
        "and q, r be the sum of the other mixtures, and R the terms of Φ without these."
    )
    here = _potential(this, game, r, p, q)
    this.let("So Φ is", {"Φ(p₁, p₂)": here})
    slopes = game.b - H * p - K * (q + r) / (n + 1) - (game.b - H * q - K * (p + r) / (n + 1))
    this.identity(
        "Where one agent moves by z and the other by −z, for every D and N",
        _potential(this, game, r, p + z, q - z) - here,
        T(slopes) * z - T(z) * G * z,
        show="Φ(p₁ + z, p₂ − z) − Φ(p₁, p₂)",
    )
    this.given(
        "Suppose that all weights of p₁ and p₂ are > 0: then z can be scaled so that p₁ ± z and p₂ ± z are mixtures."
    )
    first = this.given(
        "At a maximiser", here - _potential(this, game, r, p + z, q - z), show="Φ(p₁, p₂) − Φ(p₁ + z, p₂ − z)"
    )
    second = this.given("and", here - _potential(this, game, r, p - z, q + z), show="Φ(p₁, p₂) − Φ(p₁ − z, p₂ + z)")
    negative = this.given("but z is a negative direction.", -T(z) * G * z, "> 0", show="−zᵀGz")
    this.conclude(
        "A contradiction. So at a maximiser of Φ no two agents serve everybody: all but at most one leave a group at "
        "0. (Neither M ≻ 0 nor w⁎ > 0 nor ZᵀGZ nonsingular is used.)",
        sympy.Integer(0),
        "> 0",
        {first: 1, second: 1, negative: 2},
    )


def _maximisers(this: Proof, game: Opening, star: Mixture, level: Universal) -> None:
    """Show that no maximiser of Φ is homogeneous."""
    T = this.algebra.T
    this.earlier("A maximiser of Φ is an equilibrium.", "T5")
    h = mixture(this, "Suppose that one is homogeneous, all at h.", game.one, "h")
    best = best_response(this, "So h is a best response to itself,", game, h, h.point, mean="h")
    g = game.b - game.M * h.point
    slope = variational(this, "w⁎ is no improvement.", best, star, g, show="(b − Mh)ᵀ(h − w⁎)")
    side = h.point - star.point
    equal = this.apply("At w⁎ all directions are alike:", level, side, show="(h − w⁎)ᵀ(b − Mw⁎)")
    below = this.conclude(
        "The difference:", -T(side) * game.M * side, "≥ 0", {slope: 1, equal: -1}, show="−(h − w⁎)ᵀM(h − w⁎)"
    )
    text = "If h ≠ w⁎, M ≻ 0 on T says otherwise:"
    above = on_tangent(this, text, game.M, side, game.one, strict=True, show="(h − w⁎)ᵀM(h − w⁎)")
    this.conclude("so h = w⁎.", sympy.Integer(0), "> 0", {below: 1, above: 1})
    this.reason(
        "But w⁎ > 0, and no two agents serve everybody at a maximiser: every maximiser is a heterogeneous equilibrium. "
        "With the edge this covers every G that is not ≻ 0 on T."
    )


def _every(this: Proof, game: Opening) -> None:
    """Show what ZᵀGZ nonsingular adds: every heterogeneous equilibrium has niches, not only the maximisers."""
    A, T = this.algebra, this.algebra.T
    p, q, r = (A.letter(name) or A.vector(name) for name in ("p₁", "p₂", "r"))
    G = _united(game)
    slopes = [game.b - game.H * own - game.K * (other + r) / (n + 1) for own, other in ((p, q), (q, p))]
    this.identity("Two agents' marginal utilities differ by G.", slopes[0] - slopes[1], -G * (p - q), show="g₁ − g₂")
    one = this.given(
        "By T1, if all weights are > 0 in equilibrium, then for v in T", T(game.v) * slopes[0], "= 0", show="vᵀg₁"
    )
    two = this.given("and", T(game.v) * slopes[1], "= 0", show="vᵀg₂")
    this.conclude(
        "so that ZᵀG(p₁ − p₂) = 0. Where ZᵀGZ is nonsingular p₁ = p₂: in every heterogeneous equilibrium, a maximiser "
        "or not, some agent leaves a group at 0.",
        T(game.v) * G * (p - q),
        "= 0",
        {one: -1, two: 1},
        show="vᵀG(p₁ − p₂)",
    )


def _thresholds(this: Proof) -> None:
    """Find the largest λ_D in both forms."""
    attractiveness, diversity = sympy.Symbol("λ_A", nonnegative=True), sympy.Symbol("λ_D", nonnegative=True)
    consistency = sympy.Symbol("λ_C", positive=True)
    coefficients = (attractiveness, consistency, diversity)
    this.given("The threshold. Let C ≻ 0 on T and λ_C > 0.")
    alike = similarity(this, coefficients)
    known = largest(this, alike.S, alike.C, alike.one, ("S", "C"))
    cases: tuple[tuple[str, Callable[[], Opening], sympy.Expr, str], ...] = (
        ("similarity", lambda: alike, diversity / (2 * consistency * (n + 1)), "2λ_C(N − 1)/μ"),
        (
            "distance",
            lambda: distance(this, coefficients),
            diversity * (n + 2) / (consistency * (n + 1)),
            "λ_C(N − 1)/(Nμ)",
        ),
    )
    for words, begin, share, bound in cases:
        game = begin()
        this.identity(
            f"In the {words} form G is a multiple of C − tS.",
            _united(game),
            2 * consistency * (alike.C - share * alike.S),
            show="G",
        )
        tail = f" So with μ > 0 G ≻ 0 on T iff λ_D < {bound}; with μ ≤ 0 it is for every λ_D."
        definite_below(this, known, share, alike.one, ("S", "C"), tail=tail)


def _instances(this: Proof) -> None:
    two, nothing = sympy.eye(2), column(0, 0)
    first, second, half = (tuple(unit(2, *served)) for served in ((0,), (1,), (0, 1)))
    this.instance(
        "D = N = 2, b = 0, H = I, K = 2I, so G = −I: apart from both at (1/2, 1/2) the equilibria are one agent at (1, "
        "0) with the other at (0, 1).",
        equilibria_of_two(nothing, two, 2 * two) == {(half, half), (first, second), (second, first)},
    )
    skew, three = sympy.Matrix([[0, 1, -1], [-1, 0, 1], [1, -1, 0]]), sympy.eye(3)
    K, thirds = 2 * three + skew, tuple(unit(3, 0, 1, 2))
    this.instance(
        "Without K symmetric: D = 3, N = 2, b = 0, H = I, K with rows (2, 1, −1), (−1, 2, 1), (1, −1, 2). M ≻ 0 and −G "
        "≻ 0 on T, but both at (1/3, 1/3, 1/3) is the only equilibrium.",
        definite_on_tangent(three + K)
        and definite_on_tangent(K - three)
        and equilibria_of_two(column(0, 0, 0), three, K) == {(thirds, thirds)},
    )
    this.instance(
        "Without M ≻ 0 on T: D = N = 2, b = 0, H = −2I, K = −I, so G = −I. w⁎ = (1/2, 1/2) > 0, but the only "
        "equilibria are both agents at (1, 0) and both at (0, 1).",
        tuple(candidate(nothing, -3 * two)) == half
        and equilibria_of_two(nothing, -2 * two, -two) == {(first, first), (second, second)},
    )
    reward = column(5, 0)
    this.instance(
        "Without w⁎ > 0: D = N = 2, b = (5, 0), H = I, K = 2I, so G = −I. w⁎ = (4/3, −1/3), and the only equilibrium "
        "has both agents at (1, 0).",
        candidate(reward, 3 * two) == column("4/3", "-1/3")
        and equilibria_of_two(reward, two, 2 * two) == {(first, first)},
    )
    this.reason("Without N ≥ 2 there is nobody to differ from.")
    left, right = column("3/4", "1/4"), column("1/4", "3/4")
    this.instance(
        "Without a negative direction there need be no niches: D = N = 2, b = 0, H = K = I, so G = 0. One agent at "
        "(3/4, 1/4) with the other at (1/4, 3/4) is an equilibrium.",
        regret(nothing, two, two, left, right) == 0 == regret(nothing, two, two, right, left),
    )


def _sharp(this: Proof) -> None:
    """Show that one agent may serve everybody at a maximiser."""
    two, nothing = sympy.eye(2), column(0, 0)
    first, second, half = unit(2, 0), unit(2, 1), unit(2, 0, 1)

    def potential(*mixtures: sympy.Matrix) -> sympy.Rational:
        total = sum(mixtures[1:], mixtures[0])
        squares = sum((w.T * w)[0] for w in mixtures)
        return -squares / 2 - ((total.T * total)[0] - squares)

    triples = [(first, first, second), (second, second, first), (first, second, half)]
    answers = all(regret(nothing, two, 4 * two, triple[2], (triple[0] + triple[1]) / 2) == 0 for triple in triples)
    values = [potential(*triple) for triple in triples]
    this.instance(
        "One agent may serve everybody: D = 2, N = 3, b = 0, H = I, K = 4I, so G = −I. Two agents of a maximiser are "
        "at (1, 0) or (0, 1), the third plays the best response: Φ is −7/2 with the two alike, and −13/4 with the "
        "third at (1/2, 1/2).",
        answers and values == [sympy.Rational(-7, 2), sympy.Rational(-7, 2), sympy.Rational(-13, 4)],
    )
