"""The largest eigenvalue of a pair (B, C) on T, and that C − tB is ≻ 0 there iff it is below 1/t."""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from proofs.framework import Fact, Proof, ProofError, Universal
from proofs.kernels import orthogonal
from proofs.lemmas import on_tangent

__all__ = ["Largest", "definite_below", "largest"]


@dataclass(frozen=True)
class Largest:
    """The largest eigenvalue μ of (B, C) on T, with an eigenvector.

    Attributes
    ----------
    B, C : expression
    value : Symbol
        μ.
    vector : Symbol
        y, in T and not 0.
    above : Universal
        ``μ·zᵀCz − zᵀBz ≥ 0`` for every z in T.
    reached : Fact
        That it is 0 at y.
    """

    B: sympy.Expr
    C: sympy.Expr
    value: sympy.Symbol
    vector: sympy.Symbol
    above: Universal
    reached: Fact


def largest(this: Proof, B: sympy.Expr, C: sympy.Expr, one: sympy.Symbol, names: tuple[str, str]) -> Largest:
    """Derive that ``μ = max zᵀBz/zᵀCz`` is an eigenvalue of (B, C) on T, and none is larger; C ≻ 0 on T is assumed."""
    T = this.algebra.T
    b, c = names
    mu, e = sympy.Symbol("μ", real=True), sympy.Symbol("e", real=True)
    z, y, v, q = (_direction(this, one, name) for name in ("z", "y", "v", "q"))
    this.reason(
        f"{c} ≻ 0 on T. Let μ be the largest value of zᵀ{b}z/zᵀ{c}z for z ≠ 0 in T, and y where it is reached: the "
        "quotient depends on the direction of z alone, and continuously, and directions form a compact set."
    )
    above = this.every(
        "So for every z in T", z, T(z) * (mu * C - B) * z, where=[(T(one) * z, "= 0")], show=f"zᵀ(μ{c} − {b})z"
    )
    reached = this.given("and at y it is 0.", T(y) * (mu * C - B) * y, "= 0", show=f"yᵀ(μ{c} − {b})y")
    words = f"So {b}y = μ{c}y on T: y is an eigenvector, with eigenvalue μ."
    orthogonal(this, words, mu * C - B, above, reached, (y, v), (f"(μ{c} − {b})", "y", "v"))
    other = this.given(
        "Let e be any eigenvalue, with eigenvector q: then", T(q) * (B - e * C) * q, "= 0", show=f"qᵀ({b} − e{c})q"
    )
    bound = this.apply("As this holds at q,", above, q, show=f"qᵀ(μ{c} − {b})q")
    size = (mu - e) * T(q) * C * q
    this.conclude(f"e is at most μ, as qᵀ{c}q > 0.", size, "≥ 0", {bound: 1, other: 1}, show=f"(μ − e)·qᵀ{c}q")
    return Largest(B, C, mu, y, above, reached)


def definite_below(
    this: Proof, known: Largest, share: sympy.Expr, one: sympy.Symbol, names: tuple[str, str], *, tail: str = ""
) -> None:
    """Derive that ``C − tB ≻ 0`` on T iff ``tμ < 1``, for a number t > 0 that SymPy knows to be ≥ 0."""
    T, (b, c), y = this.algebra.T, names, known.vector
    v = _direction(this, one, "v")
    this.let("Let", {"t": share})
    room = this.given("Suppose tμ < 1.", 1 - share * known.value, "> 0")
    size = on_tangent(this, f"As {c} ≻ 0 on T, for v ≠ 0 in T", known.C, v, one, strict=True)
    part = this.product("the product is", room, size)
    rest = this.apply("and by the choice of μ", known.above, v, show=f"vᵀ(μ{c} − {b})v")
    form = known.C - share * known.B
    this.conclude(
        f"Together they make vᵀ({c} − t{b})v.", T(v) * form * v, "> 0", {part: 1, rest: share}, show=f"vᵀ({c} − t{b})v"
    )
    none = this.given("Now suppose tμ ≥ 1.", share * known.value - 1)
    size = on_tangent(this, "At y, which is not 0,", known.C, y, one, strict=True)
    part = this.product("the product is", none, size)
    this.conclude(
        f"and it says that {c} − t{b} is not ≻ 0 on T." + tail,
        -T(y) * form * y,
        "≥ 0",
        {part: 1, known.reached: -share},
        show=f"−yᵀ({c} − t{b})y",
    )


def _direction(this: Proof, one: sympy.Symbol, name: str) -> sympy.Symbol:
    """Return a letter for a vector of T, which exists already or not."""
    A = this.algebra
    letter = A.letter(name)
    if letter is None:
        letter = A.vector(name)
        A.rule(A.T(one) * letter, 0)
    if not A.is_zero(A.T(one) * letter):
        raise ProofError(f"{this.name}: {name} is no direction of T")
    return letter
