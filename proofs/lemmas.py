"""What several derivations need: a basis of the tangent space, P, and two inequalities of forms that are ≻ 0 there."""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from proofs.framework import Fact, Proof, ProofError

__all__ = ["Response", "absolute", "bounded_product", "entry_bound", "on_tangent", "response"]


@dataclass(frozen=True)
class Response:
    """``P = Z(ZᵀMZ)⁻¹Zᵀ`` in letters.

    Attributes
    ----------
    Z, inverse, P : expression
        The basis, the inverse of ZᵀMZ, and P.
    """

    Z: sympy.Symbol
    inverse: sympy.Symbol
    P: sympy.Expr


def response(
    this: Proof, M: sympy.Symbol, one: sympy.Symbol, *, inverse: str = "W", symmetric: bool = False
) -> Response:
    """State that Z is a basis of T and that ZᵀMZ is nonsingular, with its inverse; a second call shares Z.

    `symmetric` is for an M that is; its inverse then is so too.
    """
    A = this.algebra
    Z = A.letter("Z")
    if Z is None:
        Z = A.matrix("Z", columns="D−1")
        A.rule(A.T(one) * Z, 0)
        this.given("The columns of Z are a basis of T: 1ᵀZ = 0, and every vector of T is Zy for exactly one y.")
    W = A.matrix(inverse, rows="D−1", columns="D−1", symmetric=symmetric)
    A.rule(A.T(Z) * M * Z * W, 1)
    A.rule(W * A.T(Z) * M * Z, 1)
    P = Z * W * A.T(Z)
    name = A.letters[M].text
    this.let(
        f"Zᵀ·{name}·Z is nonsingular and {inverse} is its inverse.",
        **{f"P{name[1:]}" if name.startswith("M") else f"P_{{{name}}}": P},
    )
    return Response(Z, W, P)


def on_tangent(
    this: Proof,
    text: str,
    form: sympy.Expr,
    vector: sympy.Expr,
    one: sympy.Symbol,
    *,
    strict: bool = False,
    show: str = "",
) -> Fact:
    """Use that a matrix is ⪰ 0 (≻ 0) on T for one vector of T (not 0); that it lies in T is checked."""
    A = this.algebra
    if not A.is_zero(A.T(one) * vector):
        raise ProofError(f"{this.name}: {text}: the vector does not sum to 0")
    return this.given(text, A.T(vector) * form * vector, "> 0" if strict else "≥ 0", show=show)


def entry_bound(
    this: Proof,
    form: sympy.Expr,
    P: sympy.Expr,
    vector: sympy.Expr,
    functional: sympy.Symbol,
    one: sympy.Symbol,
    words: str,
) -> Fact:
    """Derive ``(cᵀx)² ≤ (cᵀPc)(xᵀBx)`` for x in T, B symmetric and ≻ 0 on T, P that of B, c any vector.

    The inequality of Cauchy and Schwarz in the inner product B; for c a unit vector, cᵀx is an entry of x and cᵀPc an
    entry of the diagonal of P.
    """
    A = this.algebra
    length = sympy.Symbol(f"κ_{functional}", positive=True)
    size = A.normal(A.T(functional) * P * functional)
    value = A.normal(A.T(functional) * vector)
    equation = this.given(f"Let κ = cᵀPc with c = {functional} be > 0.", size - length, "= 0")
    short = vector - value / length * (P * functional)
    square = on_tangent(this, f"{words} for the vector x − (cᵀx/κ)·Pc of T.", form, short, one)
    found = this.conclude(
        "So (cᵀx)² ≤ (cᵀPc)(xᵀBx): the inequality of Cauchy and Schwarz.",
        length * A.T(vector) * form * vector - value**2,
        "≥ 0",
        {square: length, equation: -(value**2) / length},
    )
    this.identity("Also cᵀPc = (Pc)ᵀB(Pc),", size, A.T(P * functional) * form * (P * functional))
    this.identity("and cᵀx = (Pc)ᵀBx:", A.T(functional) * vector, A.T(P * functional) * form * vector)
    this.reason("where cᵀPc is 0, Pc = 0 as B ≻ 0 on T, so cᵀx = 0 and the inequality holds with equality.")
    return found


def absolute(this: Proof, text: str, value: sympy.Expr, bound: sympy.Expr) -> tuple[Fact, Fact]:
    """State ``|x| ≤ X`` entrywise, as the facts ``X − x ≥ 0`` and ``X + x ≥ 0``."""
    return this.given(text, bound - value), Fact(bound + value, "≥ 0")


def bounded_product(this: Proof, text: str, one: tuple[Fact, Fact], other: tuple[Fact, Fact]) -> tuple[Fact, Fact]:
    """Derive ``|xy| ≤ XY`` entrywise from ``|x| ≤ X`` and ``|y| ≤ Y``, for matrices and vectors.

    ``2(XY ∓ xy)`` is the sum of ``(X − x)(Y ± y)`` and ``(X + x)(Y ∓ y)``, products of what is ≥ 0.
    """
    aside = Proof(this.name, this.title, this.statement, this.algebra)
    products = [[aside.product(text, left, right) for right in other] for left in one]
    (x, X), (y, Y) = (
        (
            sympy.expand((above.expression - below.expression) / 2),
            sympy.expand((above.expression + below.expression) / 2),
        )
        for below, above in (one, other)
    )
    half = sympy.Rational(1, 2)
    below = this.conclude(text, sympy.expand(X * Y) - x * y, "≥ 0", {products[0][1]: half, products[1][0]: half})
    above = aside.conclude(text, sympy.expand(X * Y) + x * y, "≥ 0", {products[0][0]: half, products[1][1]: half})
    return below, above
