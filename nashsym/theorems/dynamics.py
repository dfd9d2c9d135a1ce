"""T16: whether agents that keep best-responding settle down."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from nashsym.exact.definiteness import definiteness
from nashsym.theorems.conditions import concave, coupling_symmetric
from nashsym.theorems.counterexamples import populations
from nashsym.theorems.finding import Hypothesis
from nashsym.theorems.instance import Instance
from nashsym.theorems.signs import definite_on_tangent
from nashsym.theorems.theorem import Outcome, Theorem
from nashsym.theorems.thresholds import Threshold, definite_until

__all__ = ["DYNAMICS", "contraction_factor"]


#: The factor is enclosed up to this many groups.
MAX_GROUPS_FACTOR: Final = 60


def contraction_factor(instance: Instance) -> Threshold | None:
    """Enclose max|e| over the eigenvalues e of (K, H) on T: the factor of simultaneous best response in the norm of H.

    Returns
    -------
    Threshold or None
        ``lower`` ≤ max|e| ≤ ``upper``; None where H is not ≻ 0 on T, K is not symmetric there, or D is above
        ``MAX_GROUPS_FACTOR`` (MODEL T16).
    """
    form = instance.form
    if instance.symmetric is None or instance.size > MAX_GROUPS_FACTOR:
        return None
    up, down = definite_until(form.H, form.K), definite_until(form.H, -form.K)
    if up is None or down is None:
        return None
    ends = [(found.lower, found.upper) for found in (up, down) if found.upper is not None]
    if not ends:
        return Threshold(Fraction(0), Fraction(0))
    # |e| is 1/t at the threshold t; an end of 0 bounds nothing, and the bisection never returns it.
    return Threshold(max(1 / upper for _, upper in ends), max(1 / lower for lower, _ in ends))


def _sides(instance: Instance) -> tuple[Hypothesis, Hypothesis]:
    """State −1 < e < 1 for every eigenvalue e of (K, H) on T, as the two definiteness conditions that it is."""
    form, groups = instance.form, instance.groups
    low, high = form.H + form.K, form.H - form.K
    return (
        definite_on_tangent("H + K", low, form.stability, groups, strict=True, text="every e > −1: H + K ≻ 0 on T"),
        definite_on_tangent("H − K", high, definiteness(high), groups, strict=True, text="every e < 1: H − K ≻ 0 on T"),
    )


def _decide(instance: Instance) -> Outcome:
    hypotheses = (concave(instance, strict=True), coupling_symmetric(instance), *_sides(instance))
    strict, symmetric, above, below = (hypothesis.verdict == "yes" for hypothesis in hypotheses)
    name = "factor per round of simultaneous best response"
    shown: tuple[tuple[str, str], ...] = ()
    if strict and symmetric and instance.size > MAX_GROUPS_FACTOR:
        shown = ((name, f"not computed above D = {MAX_GROUPS_FACTOR}"),)
    elif strict and symmetric:
        factor = contraction_factor(instance)
        shown = () if factor is None else ((name, factor.text()),)
    if strict and symmetric and above and below:
        conclusion = (
            "Agents that all best-respond at once converge to the equilibrium; so do agents that respond in turn."
        )
    elif strict and symmetric:
        conclusion = "Agents that respond in turn climb the potential; agents that all respond at once may cycle"
        unity = instance.form.unity
        unique = above and unity is not None and unity.is_positive_definite
        conclusion += ", although there is exactly one equilibrium." if unique else "."
    elif symmetric:
        conclusion = (
            "Responding in turn never lowers the potential, but best responses need not be unique: no convergence "
            "follows."
        )
    else:
        conclusion = "Without a symmetric K there is no potential to climb, and no contraction can be concluded."
    return Outcome(hypotheses, conclusion, shown)


DYNAMICS = Theorem(
    "T16",
    "Dynamics",
    "For H ≻ 0 on T and K symmetric, simultaneous best response contracts if every eigenvalue e of (K, H) on T has "
    "|e| < 1; uniqueness only needs −1 < e < N − 1, so for N > 2 a unique equilibrium may cycle. Sequential best "
    "response climbs Φ.",
    _decide,
    hypotheses=("H ≻ 0 on T", "K is symmetric", "every e > −1: H + K ≻ 0 on T", "every e < 1: H − K ≻ 0 on T"),
    proof="proofs/t16_dynamics.py",
    uses=("nashsym.theorems.dynamics.contraction_factor",),
    laws=("contraction",),
    counterexamples=populations.DYNAMICS,
    not_needed=(("H ≻ 0 on T", "it follows from the last two: 2H = (H + K) + (H − K)"),),
)
