"""T18: agents with incentives of their own: each mixture is a function of the sum of all."""

from __future__ import annotations

import sympy

from proofs.best_responses import Mixture, best_response, mixture, sufficient, variational
from proofs.existence import exists
from proofs.framework import Proof
from proofs.instances import column, response_matrix
from proofs.lemmas import on_tangent, response
from proofs.openings import Opening, canonical
from proofs.profiles import definite_on_tangent, equilibria_of_two, regret, unit

__all__ = ["proof"]

#: The number of agents.
N = sympy.Symbol("N", integer=True, positive=True)


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T18",
        "Heterogeneous agents",
        "With own bᵢ and Hᵢ, a common K and the plain mean, if every Gᵢ = Hᵢ − K/(N−1) ≻ 0 on T, in equilibrium each "
        "wᵢ is a function of Σⱼwⱼ alone: a fixed point in D dimensions whatever N.",
    )
    game = canonical(this)
    A = this.algebra
    this.given("b = bᵢ and H = Hᵢ are agent i's own; K is common to all, of any symmetry, and N ≥ 2.")
    s = A.vector("s")
    w = mixture(this, "Let w be a mixture of agent i,", game.one, game.w)
    x = mixture(this, "and x another one.", game.one, "x")
    _function(this, game, s, w, x)
    _defined(this, game, s, w, x)
    _continuous(this, game, s, w, x)
    _converse(this, game, s, w, x)
    _interior(this, game, s)
    _instances(this)
    return this


def _slopes(game: Opening, own: sympy.Expr, s: sympy.Expr) -> sympy.Expr:
    """Return the marginal utilities of an agent by the sum of all mixtures."""
    return game.b - game.K * s / (N - 1) - (game.H - game.K / (N - 1)) * own


def _function(this: Proof, game: Opening, s: sympy.Symbol, w: Mixture, x: Mixture) -> None:
    A, T = this.algebra, this.algebra.T
    G = game.H - game.K / (N - 1)
    mean_w, mean_x = (s - w.point) / (N - 1), (s - x.point) / (N - 1)
    this.let("With s the sum of all mixtures, agent i's among them, the mean of the others is", {"m": mean_w})
    this.identity(
        "So its marginal utilities are b − Ks/(N − 1) − Gw with G = H − K/(N − 1): the others appear in s only.",
        A.put(game.marginal, {game.m: mean_w}),
        _slopes(game, w.point, s),
        show="g(w, s)",
    )
    best = best_response(this, "Let w be what agent i plays in an equilibrium of sum s,", game, w, mean_w)
    first = variational(this, "x is no improvement on w.", best, x, _slopes(game, w.point, s), show="g(w, s)ᵀ(w − x)")
    best = best_response(this, "and x what it plays in one of the same sum.", game, x, mean_x)
    second = variational(this, "nor is w on x.", best, w, _slopes(game, x.point, s), show="g(x, s)ᵀ(x − w)")
    z = w.point - x.point
    below = this.conclude("The sum of the two:", -T(z) * G * z, "≥ 0", {first: 1, second: 1}, show="−(w − x)ᵀG(w − x)")
    text = "Suppose w ≠ x. As G ≻ 0 on T, in which w − x lies,"
    above = on_tangent(this, text, G, z, game.one, strict=True, show="(w − x)ᵀG(w − x)")
    this.conclude("a contradiction: w is a function R(s) of s alone.", sympy.Integer(0), "> 0", {below: 1, above: 1})


def _defined(this: Proof, game: Opening, s: sympy.Symbol, w: Mixture, x: Mixture) -> None:
    text = "Let R(s) be this w, for any s; there is no other, by the sum of two such inequalities as above."
    exists(this, text, game.one, w, x, _slopes(game, w.point, s))


def _continuous(this: Proof, game: Opening, s: sympy.Symbol, w: Mixture, x: Mixture) -> None:
    A, T = this.algebra, this.algebra.T
    G, other = game.H - game.K / (N - 1), A.vector("s′")
    first = this.given(
        "R is continuous. Let w = R(s)", T(_slopes(game, w.point, s)) * (w.point - x.point), show="g(w, s)ᵀ(w − x)"
    )
    second = this.given(
        "and x = R(s′).", T(_slopes(game, x.point, other)) * (x.point - w.point), show="g(x, s′)ᵀ(x − w)"
    )
    z = w.point - x.point
    this.conclude(
        "The sum of the two: as G ≻ 0 on T, w − x is of the order of s − s′.",
        -T(z) * game.K * (s - other) / (N - 1) - T(z) * G * z,
        "≥ 0",
        {first: 1, second: 1},
        show="−(w − x)ᵀK(s − s′)/(N − 1) − (w − x)ᵀG(w − x)",
    )
    this.reason(
        "So s ↦ Σᵢ Rᵢ(s) is a continuous map of {s ≥ 0 : 1ᵀs = N} ⊂ Rᴰ into itself, whatever N; the sum of an "
        "equilibrium is a fixed point of it, and gives every agent's mixture."
    )
    this.cite("It has a fixed point.", "Brouwer 1911, Satz 4")


def _converse(this: Proof, game: Opening, s: sympy.Symbol, w: Mixture, x: Mixture) -> None:
    T = this.algebra.T
    mean = (s - w.point) / (N - 1)
    slope = this.given(
        "Conversely, let s be a fixed point, and w = R(s).",
        T(_slopes(game, w.point, s)) * (w.point - x.point),
        show="g(w, s)ᵀ(w − x)",
    )
    text = "Where H ⪰ 0 on T as well,"
    curvature = on_tangent(this, text, game.H, x.point - w.point, game.one, show="(x − w)ᵀH(x − w)")
    text = "w is a best response to the mean of the others; where that holds for every agent, this is an equilibrium."
    sufficient(this, text, game, w, mean, x, slope, curvature)


def _interior(this: Proof, game: Opening, s: sympy.Symbol) -> None:
    A, T = this.algebra, this.algebra.T
    one, K, e = game.one, game.K, A.vector("e")
    A.rule(T(one) * e, 1)
    this.given("In the interior, with types. Let e be a point with 1ᵀe = 1.")
    answers, systems, constants = [], [], []
    counts = sympy.symbols("n₁ n₂", positive=True)
    for number, count in zip("₁₂", counts, strict=True):
        b, G = A.vector(f"b{number}"), A.matrix(f"G{number}")
        known = response(this, G, one, inverse=f"W{number}")
        answer = e + known.P * (b - K * s / (N - 1) - G * e)
        this.identity(
            f"The point of sum 1 at which the marginal utilities of type {number} are equal, as in T2 with G{number} "
            f"for M:",
            T(known.Z) * (b - K * s / (N - 1) - G * answer),
            show=f"Zᵀ(b{number} − Ks/(N − 1) − G{number}w{number})",
        )
        answers.append(count * answer)
        systems.append(count * known.P * K / (N - 1))
        constants.append(count * (e + known.P * (b - G * e)))
    this.identity(
        "With n₁ agents of the one and n₂ of the other type, n₁w₁ + n₂w₂ = s is one linear system of size D; any "
        "number of types adds terms of the same form.",
        s - sum(answers),
        (1 + sum(systems)) * s - sum(constants),
        show="s − n₁w₁ − n₂w₂",
    )


def _instances(this: Proof) -> None:
    eye, nothing = sympy.eye(2), column(0, 0)
    first, second, half = unit(2, 0), unit(2, 1), unit(2, 0, 1)
    met = {(tuple(a), tuple(b)) for a, b in ((half, half), (first, second), (second, first))}
    this.instance(
        "Without G ≻ 0 on T: D = N = 2, b = 0, H = I, K = 2I. Three equilibria have the sum (1, 1): one agent at (1, "
        "0) and the other at (0, 1), the two exchanged, and both at (1/2, 1/2).",
        equilibria_of_two(nothing, eye, 2 * eye) == met,
    )
    this.instance(
        "Without H ⪰ 0 on T a fixed point need not be an equilibrium: D = N = 2, b = 0, H = −I, K = −2I, so that G = "
        "I. Both at (1/2, 1/2) have equal marginal utilities, so s = (1, 1) is a fixed point, but each gains 1/4 by "
        "leaving.",
        definite_on_tangent(eye) and regret(nothing, -eye, -2 * eye, half, half) == sympy.Rational(1, 4),
    )
    # One agent with b = (1, 0) and H = 2I, two with b = 0 and H = 3I; K = I, so that G = H − I/2.
    types = ((1, column(1, 0), 2 * eye), (2, nothing, 3 * eye))
    forms = [(count, b, H - eye / 2, response_matrix(H - eye / 2)) for count, b, H in types]
    system = eye + sum((count * P / 2 for count, _, _, P in forms), sympy.zeros(2, 2))
    s = system.inv() * sum((count * (first + P * (b - G * first)) for count, b, G, P in forms), nothing)
    answers = [first + P * (b - s / 2 - G * first) for _, b, G, P in forms]
    this.instance(
        "An instance of two types: D = 2, N = 3, K = I, one agent with b = (1, 0) and H = 2I, two with b = 0 and H = "
        "3I. The system has the solution s = (22/13, 17/13), and every agent's regret is 0.",
        s == column("22/13", "17/13")
        and answers[0] + 2 * answers[1] == s
        and all(regret(b, H, eye, w, (s - w) / 2) == 0 for (_, b, H), w in zip(types, answers, strict=True)),
    )
