"""Where a form that is ⪰ 0 on T vanishes at a vector, its matrix takes that vector to what is orthogonal to T."""

from __future__ import annotations

import sympy

from proofs.framework import Fact, Proof, Universal

__all__ = ["orthogonal", "semidefinite"]


def semidefinite(this: Proof, text: str, form: sympy.Expr, one: sympy.Symbol, name: str) -> Universal:
    """State that a matrix is ⪰ 0 on T, for every vector of it."""
    A = this.algebra
    letter = A.letter("z′") or A.vector("z′")
    return this.every(
        text, letter, A.T(letter) * form * letter, where=[(A.T(one) * letter, "= 0")], show=f"z′ᵀ{name}z′"
    )


def orthogonal(
    this: Proof,
    text: str,
    form: sympy.Expr,
    known: Universal,
    flat: Fact,
    places: tuple[sympy.Expr, sympy.Expr],
    names: tuple[str, str, str],
) -> Fact:
    """Derive ``vᵀXz = 0`` from X ⪰ 0 on T and ``zᵀXz = 0``, for z and v in T.

    Parameters
    ----------
    text : str
        What is concluded.
    form, known : expression, Universal
        X, and that it is ⪰ 0 on T.
    flat : Fact
        ``zᵀXz = 0``.
    places : z, v
    names : str
        How X, z and v are printed, with a blank between.
    """
    T, t = this.algebra.T, this.fraction("t")
    (z, v), (X, place, side) = places, names
    sides = []
    for sign, shown, lead in ((1, "+", ""), (-1, "−", "−")):
        moved = z + sign * t * v
        here = f"{place} {shown} t{side}"
        near = this.apply(f"At {here},", known, moved, show=f"({here})ᵀ{X}({here})")
        rest = this.conclude(
            "less what is 0,",
            T(moved) * form * moved - T(z) * form * z,
            "≥ 0",
            {near: 1, flat: -1},
            show=f"{lead}2t·{side}ᵀ{X}{place} + t²·{side}ᵀ{X}{side}",
        )
        slope = sign * 2 * T(v) * form * z
        sides.append(this.leading("and dividing by t, t → 0,", rest, t, slope, show=f"{lead}2{side}ᵀ{X}{place}"))
    both = this.squeeze(text, *sides, show=f"2{side}ᵀ{X}{place}")
    return Fact(both.expression / 2, "= 0")
