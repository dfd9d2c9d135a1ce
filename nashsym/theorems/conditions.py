"""Hypotheses that several theorems share, decided exactly, each with what is behind its verdict."""

from __future__ import annotations

from collections.abc import Sequence

import flint

from nashsym.exact.rational import integers
from nashsym.exact.tangent import lift, restrict_integers
from nashsym.theorems.finding import Hypothesis
from nashsym.theorems.instance import Instance
from nashsym.theorems.signs import column, definite_on_tangent, direction_text
from nashsym.theorems.wording import equals, number

__all__ = [
    "candidate_interior",
    "concave",
    "coupling_symmetric",
    "given_by_inputs",
    "in_form",
    "nonsingular",
    "nonsingular_on_tangent",
    "several_agents",
    "united",
]


def concave(instance: Instance, *, strict: bool = False) -> Hypothesis:
    """State H ⪰ 0 on T (≻ where strict): every agent's utility is concave in its own mixture."""
    return definite_on_tangent("H", instance.form.H, instance.form.concavity, instance.groups, strict=strict)


def united(instance: Instance) -> Hypothesis:
    """State G ≻ 0 on T or N = 1, either of which makes every equilibrium homogeneous."""
    text = "G ≻ 0 on T, or N = 1"
    form = instance.form
    if form.G is None or form.unity is None:
        return Hypothesis(text, "yes", "N = 1: there is nobody to differ from")
    return definite_on_tangent("G", form.G, form.unity, instance.groups, strict=True, text=text)


def several_agents(instance: Instance) -> Hypothesis:
    """State N ≥ 2."""
    return Hypothesis("N ≥ 2", "yes" if instance.agents >= 2 else "no", f"N = {instance.agents}")


def given_by_inputs(instance: Instance) -> Hypothesis:
    """State that the game is given by coefficients and inputs, which theorems about λ_A, λ_C, λ_D need."""
    text = "the game is given by coefficients and inputs"
    data = instance.inputs
    if data is None:
        given = "b, H and K" if instance.game.kind == "canonical" else "terms of its own"
        return Hypothesis(text, "no", f"it is given by {given}")
    values = (data.attractiveness, data.consistency, data.diversity)
    shown = ", ".join(f"{name} = {number(value)}" for name, value in zip(("λ_A", "λ_C", "λ_D"), values, strict=True))
    return Hypothesis(text, "yes", f"{data.form} form with {shown}")


def in_form(instance: Instance, form: str) -> Hypothesis:
    """State that the game is of the similarity, or of the distance form."""
    text = f"the game is of the {form} form"
    if instance.inputs is None:
        return Hypothesis(text, "no", given_by_inputs(instance).quantity)
    return Hypothesis(
        text, "yes" if instance.inputs.form == form else "no", f"it is of the {instance.inputs.form} form"
    )


def nonsingular(instance: Instance) -> Hypothesis:
    """State that ZᵀMZ is nonsingular."""
    regular = None if instance.candidate is None else True
    return nonsingular_on_tangent("M", instance.form.M, instance.groups, known=regular)


def nonsingular_on_tangent(
    symbol: str, X: flint.fmpq_mat, groups: Sequence[str], *, known: bool | None = None
) -> Hypothesis:
    """State that ZᵀXZ is nonsingular; `known` says so where it was found out already."""
    text = f"Zᵀ{symbol}Z is nonsingular"
    if len(groups) == 1:
        return Hypothesis(text, "yes", "T = {0} for one group: there is nothing to solve")
    numerators, _ = integers(X)
    restricted = restrict_integers(numerators)
    if known or restricted.rank() == len(groups) - 1:
        return Hypothesis(text, "yes", f"its rank is {len(groups) - 1}, the full one, by exact elimination")
    kernel, dimension = restricted.nullspace()
    v = column(lift(_primitive([row[0] for row in kernel.tolist()])))
    more = "" if dimension == 1 else f", as for {dimension - 1} more independent of it"
    return Hypothesis(text, "no", f"exactly singular: {direction_text(v, groups)} has {symbol}v in span(1){more}")


def _primitive(values: Sequence[flint.fmpz]) -> list[int]:
    common = flint.fmpz(0)
    for value in values:
        common = common.gcd(value)
    return [int(value // common) for value in values]


def candidate_interior(instance: Instance) -> Hypothesis:
    """State w⁎ > 0."""
    text = "w⁎ > 0"
    if instance.candidate is None:
        return Hypothesis(text, "no", "w⁎ is not defined, ZᵀMZ being singular")
    weights = instance.candidate.weights.entries()
    least = min(range(instance.size), key=weights.__getitem__)
    name, value = instance.groups[least], weights[least]
    if value > 0:
        return Hypothesis(text, "yes", f"all weights > 0; the least is {name}: {number(value)}")
    others = sum(weight <= 0 for weight in weights) - 1
    more = "" if others == 0 else f", and {others} more {'is' if others == 1 else 'are'} not positive"
    if value == 0:
        return Hypothesis(text, "no", f"{name} has exactly 0{more}: the boundary of the condition")
    return Hypothesis(text, "no", f"{name} has {number(value)}{more}")


def coupling_symmetric(instance: Instance) -> Hypothesis:
    """State that K is symmetric, as it is or, by the gauge, after a change that moves no equilibrium."""
    text = "K is symmetric"
    form = instance.form
    if form.coupling_is_symmetric:
        return Hypothesis(text, "yes", "K = Kᵀ" if instance.agents > 1 else "K = 0 for one agent")
    if instance.symmetric is not None:
        quantity = "K ≠ Kᵀ, but vᵀKw = wᵀKv on T: adding q to b and q1ᵀ to K makes K symmetric and moves no equilibrium"
        return Hypothesis(text, "yes", quantity)
    skew, size = form.K - form.K.transpose(), instance.size
    numerators, _ = integers(skew)
    # On T the skew part vanishes iff that of every e_d − e_1, e_e − e_1 does.
    d, e = next(
        (d, e) for d in range(size) for e in range(d) if numerators[d, e] - numerators[d, 0] - numerators[0, e] != 0
    )
    first, second, third = (instance.groups[index] for index in (0, e, d))
    value = skew[d, e] - skew[d, 0] - skew[0, e]
    quantity = f"vᵀKw − wᵀKv {equals(value)} for v from {first} to {third} and w from {first} to {second}"
    return Hypothesis(text, "no", quantity)
