"""T2: from the utility to the one interior candidate, and when it is an equilibrium."""

from __future__ import annotations

from proofs.framework import Proof

__all__ = ["proof"]


def proof() -> Proof:
    """Build the derivation; every step is checked when it is stated."""
    this = Proof(
        "T2",
        "Interior equilibrium",
        "If ZᵀMZ is nonsingular, exactly one w⁎ has 1ᵀw⁎ = 1 and b − Mw⁎ ∈ span(1): w⁎ = e + P(b − Me).",
    )
    A = this.algebra
    T = A.T
    b, e = A.vector("b"), A.vector("e")
    one = A.vector("1", latex=r"\mathbf{1}")
    M, Z, W = A.matrix("M"), A.matrix("Z", columns="D−1"), A.matrix("W", rows="D−1", columns="D−1")
    A.rule(T(one) * Z, 0)
    A.rule(T(one) * e, 1)
    A.rule(T(Z) * M * Z * W, 1)
    A.rule(W * T(Z) * M * Z, 1)
    this.given("Z is a basis of T, so 1ᵀZ = 0; e is any point with 1ᵀe = 1.")
    this.given("ZᵀMZ is nonsingular; W is its inverse, P = ZWZᵀ.")
    P = Z * W * T(Z)
    candidate = e + P * (b - M * e)
    this.let("The candidate.", w=candidate)
    this.identity("Its weights sum to 1.", T(one) * candidate, 1)
    this.identity("Zᵀ(b − Mw⁎) = 0: all marginal utilities are equal.", T(Z) * (b - M * candidate))
    y = A.vector("y", rows="D−1")
    this.given("Let w = e + Zy be another point with sum 1 (every such point is of this form).")
    other = e + Z * y
    this.identity(
        "Where its marginal utilities are equal too, y = WZᵀ(b − Me): it is w⁎.",
        W * T(Z) * (b - M * other),
        W * T(Z) * (b - M * e) - y,
    )
    return this
