"""T6: when agents specialise, and the largest weight on diversity before they do."""

from __future__ import annotations

from fractions import Fraction

from nashsym.exact.rational import fraction
from nashsym.exact.real_roots import RealRoot
from nashsym.theorems.conditions import candidate_interior, coupling_symmetric, several_agents
from nashsym.theorems.counterexamples import populations
from nashsym.theorems.instance import Instance
from nashsym.theorems.theorem import Outcome, Theorem
from nashsym.theorems.thresholds import MAX_GROUPS_THRESHOLD, Threshold, exact_until, told
from nashsym.theorems.uniqueness import stable

__all__ = ["SPECIALISATION", "coupling_threshold", "specialisation_threshold"]


def specialisation_threshold(instance: Instance) -> Threshold | None:
    r"""Find the λ_D up to which G ≻ 0 on T: ``2λ_C(N−1)/μ`` (similarity form), ``λ_C(N−1)/(Nμ)`` (distance form).

    μ is the largest generalised eigenvalue of (S, C) on T, so that the threshold is a root of ``det Zᵀ(c C − λ_D S)Z``
    for a rational c. Every equilibrium is homogeneous below it (MODEL T3); at and beyond it agents specialise where the
    other hypotheses of MODEL T6 hold there too.

    Returns
    -------
    Threshold or None
        None where the game is not given by coefficients and inputs, N = 1, λ_C = 0, C is not ≻ 0 on T, or D is above
        ``MAX_GROUPS_THRESHOLD``. Exact up to ``MAX_GROUPS_EXACT`` groups, an enclosure beyond.
    """
    data = instance.inputs
    if data is None or instance.agents == 1 or data.consistency == 0 or instance.size > MAX_GROUPS_THRESHOLD:
        return None
    found = instance.similarity_beside_inconsistency
    if found is None:
        return None
    share = Fraction(instance.agents - 1)
    return found.scaled(
        fraction(data.consistency) * (2 * share if data.form == "similarity" else share / instance.agents)
    )


def coupling_threshold(instance: Instance) -> Threshold | None:
    """Find the c up to which ``H − cK/(N−1) ≻ 0`` on T: by how much K can be multiplied before agents may differ.

    Returns
    -------
    Threshold or None
        None where N = 1, H is not ≻ 0 on T, or D is above ``MAX_GROUPS_THRESHOLD`` (MODEL T6).
    """
    if instance.agents == 1 or instance.size > MAX_GROUPS_THRESHOLD:
        return None
    found = exact_until(instance.form.H, instance.form.K)
    return None if found is None else found.scaled(Fraction(instance.agents - 1))


def _threshold(instance: Instance) -> tuple[str, Threshold | None, Fraction, str]:
    """Return what is measured, the threshold, the game's own value, and what that is called."""
    data = instance.inputs
    if data is None:
        name = "largest factor of K before specialisation (G ≻ 0 on T below it)"
        return name, coupling_threshold(instance), Fraction(1), "the game's factor is"
    name = "largest λ_D before specialisation (G ≻ 0 on T below it)"
    return name, specialisation_threshold(instance), fraction(data.diversity), "the game's λ_D is"


def _quantities(instance: Instance) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, RealRoot], ...]]:
    if instance.size > MAX_GROUPS_THRESHOLD:
        return (("threshold of specialisation", f"not computed above D = {MAX_GROUPS_THRESHOLD}"),), ()
    name, threshold, value, own = _threshold(instance)
    if threshold is None:
        return (), ()
    return told(name, threshold, own, value)


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
    return Outcome(hypotheses, conclusion, *_quantities(instance))


SPECIALISATION = Theorem(
    "T6",
    "Specialisation",
    "For N ≥ 2, K symmetric, M ≻ 0 on T and w⁎ > 0, a heterogeneous equilibrium exists iff G is not ≻ 0 on T; with a "
    "negative direction of G every maximiser of Φ over Δᴺ is one, and if ZᵀGZ is nonsingular some agent leaves a "
    "group at 0 in each.",
    _decide,
    hypotheses=("N ≥ 2", "K is symmetric", "M ≻ 0 on T", "w⁎ > 0"),
    proof="proofs/t06_specialisation.py",
    uses=("nashsym.solvers.specialisation", "nashsym.phase.grid"),
    laws=("specialisation",),
    counterexamples=populations.SPECIALISATION,
    further=populations.NICHES,
)
