"""That a homogeneous equilibrium exists where H ⪰ 0 on T: Brouwer's theorem on a projection, the rest by algebra."""

from __future__ import annotations

import sympy

from proofs.best_responses import Mixture
from proofs.framework import Fact, Proof

__all__ = ["exists"]


def exists(this: Proof, text: str, one: sympy.Symbol, w: Mixture, target: Mixture, marginal: sympy.Expr) -> Fact:
    """Derive that some w in Δ has ``gᵀ(w − x) ≥ 0`` for every x in Δ, for marginal utilities g continuous in w.

    Parameters
    ----------
    text : str
        What is concluded.
    w, target : Mixture
        The point found, and any other one, x.
    marginal : expression
        g at w.
    """
    A, t = this.algebra, this.fraction("t")
    point, x = w.point, target.point
    this.reason(
        "Existence. Δ is compact and convex. Map w to the point of Δ that is nearest to w + g: it is unique, and "
        "depends continuously on w + g, hence on w."
    )
    this.cite("A continuous map of a simplex into itself has a fixed point.", "Brouwer 1911, Satz 4")
    name, other = w.name, target.name
    path = point + t * (x - point)
    between = this.conclude(
        f"Let {name} be one: the point of Δ nearest to {name} + g. The segment from there to {other} lies in Δ,",
        path,
        "≥ 0",
        [(w.inside, 1 - t), (target.inside, t)],
        show=f"{name} + t({other} − {name})",
    )
    aim = point + marginal
    y = A.letter("y′") or A.vector("y′")
    nearest = this.every(
        "and no point of Δ is nearer:",
        y,
        A.T(y - aim) * (y - aim) - A.T(marginal) * marginal,
        where=[(A.T(one) * y - 1, "= 0"), (y, "≥ 0")],
        show=f"|y′ − {name} − g|² − |g|²",
    )
    shown = f"|{name} + t({other} − {name}) − {name} − g|² − |g|²"
    paid = this.apply("on the segment too.", nearest, path, [between], show=shown)
    slope = this.leading(
        "Divide by t and let t → 0:", paid, t, 2 * A.T(marginal) * (point - x), show=f"2gᵀ({name} − {other})"
    )
    return this.conclude(
        text,
        A.T(marginal) * (point - x),
        "≥ 0",
        {slope: sympy.Rational(1, 2)},
        show=f"gᵀ({name} − {other})",
    )
