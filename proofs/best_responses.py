"""What derivations about equilibria share: mixtures, best responses in letters, and the inequality that they satisfy."""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from proofs.framework import Fact, Proof, Universal
from proofs.openings import Opening

__all__ = ["Mixture", "best_response", "mixture", "sufficient", "variational"]


@dataclass(frozen=True)
class Mixture:
    """A point of Δ in letters.

    Attributes
    ----------
    point : expression
        It sums to 1 by the rules.
    inside : Fact
        That its entries are ≥ 0.
    """

    point: sympy.Expr
    inside: Fact


def mixture(this: Proof, text: str, one: sympy.Symbol, point: sympy.Expr | str, *, latex: str = "") -> Mixture:
    """State that a point lies in Δ: a new letter by its name, or an expression that sums to 1 already."""
    A = this.algebra
    if isinstance(point, str):
        point = A.vector(point, latex=latex)
        A.rule(A.T(one) * point, 1)
    assert A.is_zero(A.T(one) * point - 1), f"{point} does not sum to 1"
    return Mixture(point, this.given(text, point))


def best_response(this: Proof, text: str, opening: Opening, w: sympy.Expr, m: sympy.Expr) -> Universal:
    """State that w is a best response to m: no mixture pays more."""
    A = this.algebra
    other = next((letter for letter, known in A.letters.items() if known.text == "w′"), None)
    other = A.vector("w′") if other is None else other
    claim = opening.utility(w, m) - opening.utility(other, m)
    return this.every(text, other, claim, where=[(A.T(opening.one) * other - 1, "= 0"), (other, "≥ 0")])


def variational(this: Proof, text: str, best: Universal, start: Mixture, target: Mixture, marginal: sympy.Expr) -> Fact:
    """Derive ``gᵀ(w − x) ≥ 0`` for a best response w, its marginal utilities g and any x in Δ; no concavity is used."""
    A = this.algebra
    t = this.fraction("t")
    path = start.point + t * (target.point - start.point)
    between = this.conclude(
        "The segment between two mixtures lies in Δ: its entries are (1 − t) and t times theirs, 0 < t ≤ 1.",
        path,
        "≥ 0",
        [(start.inside, 1 - t), (target.inside, t)],
    )
    paid = this.apply("No point of the segment pays more.", best, path, [between])
    return this.leading(f"Divide by t and let t → 0: {text}", paid, t, A.T(marginal) * (start.point - target.point))


def sufficient(
    this: Proof,
    text: str,
    opening: Opening,
    w: sympy.Expr,
    m: sympy.Expr,
    target: Mixture,
    first_order: Fact,
    curvature: Fact,
) -> Fact:
    """Derive ``u(w) − u(x) ≥ 0`` from ``gᵀ(w − x) ≥ 0`` and ``(x − w)ᵀH(x − w) ≥ 0``."""
    value = opening.utility(w, m) - opening.utility(target.point, m)
    return this.conclude(text, value, "≥ 0", {first_order: 1, curvature: sympy.Rational(1, 2)})
