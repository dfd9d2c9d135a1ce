"""What derivations about equilibria share: mixtures, best responses, and the inequality that these satisfy."""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from proofs.framework import Fact, Proof, ProofError, Universal
from proofs.openings import Opening

__all__ = ["Mixture", "Response", "best_response", "mixture", "sufficient", "variational"]


@dataclass(frozen=True)
class Mixture:
    """A point of Δ in letters.

    Attributes
    ----------
    point : expression
        It sums to 1 by the rules.
    inside : Fact
        That its entries are ≥ 0.
    name : str
        How it is printed.
    """

    point: sympy.Expr
    inside: Fact
    name: str


@dataclass(frozen=True)
class Response:
    """That a mixture is a best response.

    Attributes
    ----------
    mixture : Mixture
    known : Universal
        That no mixture w′ pays more.
    show : str
        How the difference of utilities is printed, with {} for w′.
    """

    mixture: Mixture
    known: Universal
    show: str


def mixture(this: Proof, text: str, one: sympy.Symbol, point: sympy.Expr | str, *, name: str = "") -> Mixture:
    """State that a point lies in Δ: a new letter by its name, or an expression, with a name, that sums to 1 already."""
    A = this.algebra
    if isinstance(point, str):
        point = A.vector(point)
        A.rule(A.T(one) * point, 1)
    if not A.is_zero(A.T(one) * point - 1):
        raise ProofError(f"{this.name}: {text}: {point} does not sum to 1")
    name = name or A.names(latex=False)[point]
    return Mixture(point, this.given(text, point, show=name), name)


def best_response(
    this: Proof, text: str, game: Opening, w: Mixture, m: sympy.Expr, *, mean: str = "m", utility: str = "u"
) -> Response:
    """State that w is a best response to m: no mixture pays more."""
    A = this.algebra
    other = A.letter("w′") or A.vector("w′")
    shown = f"{utility}({w.name}, {mean}) − {utility}({{}}, {mean})"
    known = this.every(
        text,
        other,
        game.utility(w.point, m) - game.utility(other, m),
        where=[(A.T(game.one) * other - 1, "= 0"), (other, "≥ 0")],
        show=shown.format("w′"),
    )
    return Response(w, known, shown)


def variational(this: Proof, text: str, best: Response, target: Mixture, marginal: sympy.Expr, *, show: str) -> Fact:
    """Derive ``gᵀ(w − x) ≥ 0`` for a best response w, its marginal utilities g and any x in Δ; no concavity is used."""
    A, start, t = this.algebra, best.mixture, this.fraction("t")
    path = start.point + t * (target.point - start.point)
    between = this.conclude(
        f"The segment between {start.name} and {target.name} lies in Δ: its entries are (1 − t) and t times theirs, "
        "0 < t ≤ 1.",
        path,
        "≥ 0",
        [(start.inside, 1 - t), (target.inside, t)],
        show=f"{start.name} + t({target.name} − {start.name})",
    )
    place = f"{start.name} + t({target.name} − {start.name})"
    paid = this.apply("So none of its points pays more.", best.known, path, [between], show=best.show.format(place))
    slope = A.T(marginal) * (start.point - target.point)
    return this.leading(f"Divide by t and let t → 0: {text}", paid, t, slope, show=show)


def sufficient(
    this: Proof,
    text: str,
    game: Opening,
    w: Mixture,
    m: sympy.Expr,
    target: Mixture,
    first_order: Fact,
    curvature: Fact,
    *,
    mean: str = "m",
) -> Fact:
    """Derive ``u(w) − u(x) ≥ 0`` from ``gᵀ(w − x) ≥ 0`` and ``(x − w)ᵀH(x − w) ≥ 0``."""
    value = game.utility(w.point, m) - game.utility(target.point, m)
    shown = f"u({w.name}, {mean}) − u({target.name}, {mean})"
    return this.conclude(text, value, "≥ 0", {first_order: 1, curvature: sympy.Rational(1, 2)}, show=shown)
