"""How derivations begin: the utility in letters, its marginal utilities by differentiation, and the canonical M."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sympy

from proofs.framework import Proof

__all__ = ["COEFFICIENTS", "Alignment", "Opening", "canonical", "distance", "similarity"]

#: The platform's coefficients λ_A, λ_C, λ_D.
COEFFICIENTS = tuple(sympy.Symbol(f"λ_{letter}", nonnegative=True) for letter in "ACD")

Utility = Callable[[sympy.Expr, sympy.Expr], sympy.Expr]


@dataclass(frozen=True)
class Opening:
    """What a derivation starts with; the letters are those of the proof's algebra.

    Attributes
    ----------
    w, m, v, one : Symbol
        The agent's mixture, the mean of the others, a change of w that sums to 0, and the vector of ones.
    b, H, K, M : expression
        The canonical form: b = λ_A a and so on; M = H + K.
    marginal : expression
        The marginal utilities at w and m, by differentiation.
    utility : callable
        ``utility(w, m)``, up to terms that w does not move.
    """

    w: sympy.Symbol
    m: sympy.Symbol
    v: sympy.Symbol
    one: sympy.Symbol
    b: sympy.Expr
    H: sympy.Expr
    K: sympy.Expr
    marginal: sympy.Expr
    utility: Utility

    @property
    def M(self) -> sympy.Expr:
        """H + K."""
        return sympy.expand(self.H + self.K)


@dataclass(frozen=True)
class Alignment(Opening):
    """An opening with the letters of the inputs.

    Attributes
    ----------
    a, C, S : Symbol
        Attractiveness, inconsistency and similarity.
    """

    a: sympy.Symbol
    C: sympy.Symbol
    S: sympy.Symbol


def canonical(this: Proof, *, symmetric: bool = False) -> Opening:
    """Begin with ``uᵢ = bᵀwᵢ − ½wᵢᵀHwᵢ − wᵢᵀKmᵢ``; K is symmetric only where asked."""
    A = this.algebra
    w, m = _mixtures(this)
    b, H, K = A.vector("b"), A.matrix("H", symmetric=True), A.matrix("K", symmetric=symmetric)

    def utility(own: sympy.Expr, others: sympy.Expr) -> sympy.Expr:
        return A.T(b) * own - A.T(own) * H * own / 2 - A.T(own) * K * others

    this.let("The utility of agent i, at its mixture wᵢ = w and the mean mᵢ = m of the others.", {"uᵢ": utility(w, m)})
    return _differentiated(this, w, m, b, H, K, utility)


def similarity(this: Proof, coefficients: Sequence[sympy.Expr] = COEFFICIENTS) -> Alignment:
    """Begin with the similarity form for N ≥ 2: b = λ_A a, H = 2λ_C C, K = λ_D S."""
    A, (attractiveness, consistency, diversity) = this.algebra, coefficients
    w, m = _mixtures(this)
    a, C, S = _inputs(this)

    def utility(own: sympy.Expr, others: sympy.Expr) -> sympy.Expr:
        rewards = attractiveness * A.T(a) * own - consistency * A.T(own) * C * own
        return rewards - diversity * A.T(own) * S * others

    this.let(
        "The utility of agent i in the similarity form, N ≥ 2, at its mixture wᵢ = w and the mean mᵢ = m of the "
        "others.",
        {"uᵢ": utility(w, m)},
    )
    found = _differentiated(this, w, m, attractiveness * a, 2 * consistency * C, diversity * S, utility)
    return Alignment(**vars(found), a=a, C=C, S=S)


def distance(this: Proof, coefficients: Sequence[sympy.Expr] = COEFFICIENTS) -> Alignment:
    """Begin with the distance form for N ≥ 2: b = λ_A a, H = 2λ_C C − 2λ_D S, K = 2λ_D S.

    The sum over the others is N−1 times a mean, in which the mean of ``wⱼᵀSwⱼ`` is one symbol that w does not move.
    """
    A, (attractiveness, consistency, diversity) = this.algebra, coefficients
    w, m = _mixtures(this)
    other = A.letter("wⱼ") or A.vector("wⱼ")
    a, C, S = _inputs(this)

    def utility(own: sympy.Expr, others: sympy.Expr) -> sympy.Expr:
        rewards = attractiveness * A.T(a) * own - consistency * A.T(own) * C * own
        apart = A.average(A.T(own - other) * S * (own - other), other, m)
        return rewards + diversity * A.put(apart, {m: others})

    this.let(
        "The utility of agent i in the distance form, N ≥ 2: the distances to the N − 1 others, summed and divided by "
        "N − 1, are a mean; ⟨wⱼᵀ·S·wⱼ⟩ is the mean of wⱼᵀSwⱼ, which wᵢ = w does not move.",
        {"uᵢ": utility(w, m)},
    )
    H = 2 * consistency * C - 2 * diversity * S
    found = _differentiated(this, w, m, attractiveness * a, H, 2 * diversity * S, utility)
    return Alignment(**vars(found), a=a, C=C, S=S)


def _mixtures(this: Proof) -> tuple[sympy.Symbol, sympy.Symbol]:
    """Return w and m: the same letters where a proof has several openings."""
    A = this.algebra
    return A.letter("w") or A.vector("w"), A.letter("m") or A.vector("m")


def _inputs(this: Proof) -> tuple[sympy.Symbol, sympy.Symbol, sympy.Symbol]:
    A = this.algebra
    C, S = (A.letter(name) or A.matrix(name, symmetric=True) for name in "CS")
    return A.letter("a") or A.vector("a"), C, S


def _differentiated(
    this: Proof,
    w: sympy.Symbol,
    m: sympy.Symbol,
    b: sympy.Expr,
    H: sympy.Expr,
    K: sympy.Expr,
    utility: Utility,
) -> Opening:
    """Differentiate the utility, and compare with the canonical form."""
    A = this.algebra
    v, one = A.letter("v") or A.vector("v"), A.letter("1") or A.vector("1", latex=r"\mathbf{1}")
    A.rule(A.T(one) * w, 1)
    A.rule(A.T(one) * v, 0)
    marginal = A.gradient(utility(w, m), w)
    this.identity(
        "Its marginal utilities, by differentiation: g = b − Hw − Km.", marginal, b - H * w - K * m, show="∂uᵢ/∂wᵢ"
    )
    this.identity(
        "A change v of w, the others staying where they are, pays vᵀg − ½vᵀHv, with g the marginal utilities.",
        utility(w + v, m) - utility(w, m),
        A.T(v) * marginal - A.T(v) * H * v / 2,
        show="uᵢ(w + v, m) − uᵢ(w, m)",
    )
    this.identity(
        "At a homogeneous profile, m = w, they are b − Mw with M = H + K.",
        A.put(marginal, {m: w}),
        b - sympy.expand(H + K) * w,
        show="g(w, w)",
    )
    return Opening(w, m, v, one, b, H, K, marginal, utility)
