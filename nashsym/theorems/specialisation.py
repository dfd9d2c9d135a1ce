"""T6: when agents specialise, and the largest weight on diversity before they do."""

from __future__ import annotations

from fractions import Fraction

from nashsym.exact.rational import fraction
from nashsym.theorems.conditions import candidate_interior, coupling_symmetric, several_agents
from nashsym.theorems.counterexamples import populations
from nashsym.theorems.instance import Instance
from nashsym.theorems.theorem import Outcome, Theorem
from nashsym.theorems.thresholds import MAX_GROUPS_THRESHOLD, Threshold, definite_until
from nashsym.theorems.uniqueness import stable

__all__ = ["SPECIALISATION", "specialisation_threshold"]


def specialisation_threshold(instance: Instance) -> Threshold | None:
    r"""Enclose the λ_D up to which G ≻ 0 on T: ``2λ_C(N−1)/μ`` (similarity form), ``λ_C(N−1)/(Nμ)`` (distance form).

    μ is the largest generalised eigenvalue of (S, C) on T. Every equilibrium is homogeneous below the threshold (MODEL
    T3); at and beyond it agents specialise where the other hypotheses of MODEL T6 hold there too.

    Returns
    -------
    Threshold or None
        None where the game is not given by coefficients and inputs, N = 1, λ_C = 0, C is not ≻ 0 on T, or D is above
        ``MAX_GROUPS_THRESHOLD``.
    """
    data = instance.inputs
    if data is None or instance.agents == 1 or data.consistency == 0 or instance.size > MAX_GROUPS_THRESHOLD:
        return None
    found = definite_until(data.C, data.S)
    if found is None:
        return None
    share = Fraction(instance.agents - 1)
    factor = fraction(data.consistency) * (2 * share if data.form == "similarity" else share / instance.agents)
    return Threshold(found.lower * factor, None if found.upper is None else found.upper * factor)


def _quantities(instance: Instance) -> tuple[tuple[str, str], ...]:
    name = "largest λ_D before specialisation (G ≻ 0 on T below it)"
    if instance.size > MAX_GROUPS_THRESHOLD and instance.inputs is not None:
        return ((name, f"not computed above D = {MAX_GROUPS_THRESHOLD}"),)
    threshold = specialisation_threshold(instance)
    return () if threshold is None else ((name, threshold.text()),)


def _decide(instance: Instance) -> Outcome:
    hypotheses = (
        several_agents(instance),
        coupling_symmetric(instance),
        stable(instance),
        candidate_interior(instance),
    )
    unity = instance.form.unity
    if unity is None:
        conclusion = "There is one agent: nobody to differ from."
    elif unity.is_positive_definite:
        conclusion = "No specialisation: G ≻ 0 on T, so all agents play the same mixture in every equilibrium."
    elif any(hypothesis.verdict != "yes" for hypothesis in hypotheses):
        conclusion = (
            "G is not ≻ 0 on T, so agents may specialise; whether they do can't be concluded from this theorem."
        )
    elif unity.is_positive_semidefinite:
        conclusion = (
            "Agents can differ in equilibrium: vᵀGv is exactly 0 along some direction, the edge of specialisation, "
            "and shifts along it that cancel out over the agents keep every agent's marginal utilities equal."
        )
    else:
        conclusion = (
            "Agents specialise: there are equilibria in which they differ, and every maximiser of the potential is "
            "one. Unless ZᵀGZ is singular, some agent leaves a group at 0 in each of these."
        )
    return Outcome(hypotheses, conclusion, _quantities(instance))


SPECIALISATION = Theorem(
    "T6",
    "Specialisation",
    "For N ≥ 2, K symmetric, M ≻ 0 on T and w⁎ > 0, a heterogeneous equilibrium exists iff G is not ≻ 0 on T; with a "
    "negative direction of G every maximiser of Φ over Δᴺ is one, and if ZᵀGZ is nonsingular some agent leaves a "
    "group at 0 in each.",
    _decide,
    hypotheses=("N ≥ 2", "K is symmetric", "M ≻ 0 on T", "w⁎ > 0"),
    proof="proofs/t06_specialisation.py",
    uses=("nashsym.solvers.specialisation",),
    counterexamples=populations.SPECIALISATION,
)
