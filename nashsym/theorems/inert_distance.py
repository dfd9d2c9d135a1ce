"""T11: in the distance form diversity moves no homogeneous point; it only takes equilibria away."""

from __future__ import annotations

from nashsym.exact.rational import fraction
from nashsym.theorems.conditions import in_form, nonsingular_on_tangent, several_agents
from nashsym.theorems.counterexamples import coefficients
from nashsym.theorems.finding import Hypothesis
from nashsym.theorems.instance import Instance
from nashsym.theorems.theorem import Outcome, Theorem
from nashsym.theorems.thresholds import MAX_GROUPS_THRESHOLD, Threshold, told
from nashsym.theorems.wording import number

__all__ = ["INERT_DISTANCE", "concavity_threshold"]


def concavity_threshold(instance: Instance) -> Threshold | None:
    r"""Find the λ_D up to which ``λ_C C − λ_D S ≻ 0`` on T, that is ``λ_C/μ``, in the distance form.

    Returns
    -------
    Threshold or None
        None for another form, for N = 1, λ_C = 0, C not ≻ 0 on T, or above ``MAX_GROUPS_THRESHOLD`` groups. At an exact
        threshold H is still ⪰ 0 on T (MODEL T11).
    """
    data = instance.inputs
    if data is None or data.form != "distance" or instance.agents == 1 or data.consistency == 0:
        return None
    found = instance.similarity_beside_inconsistency if instance.size <= MAX_GROUPS_THRESHOLD else None
    return None if found is None else found.scaled(fraction(data.consistency))


def _consistent(instance: Instance) -> tuple[Hypothesis, Hypothesis]:
    data = instance.inputs
    if data is None:
        missing = "the game has no coefficients and inputs"
        return Hypothesis("λ_C > 0", "no", missing), Hypothesis("ZᵀCZ is nonsingular", "no", missing)
    positive, edge = data.consistency > 0, "" if data.consistency > 0 else ", the boundary of the condition"
    weighted = Hypothesis("λ_C > 0", "yes" if positive else "no", f"λ_C = {number(data.consistency)}{edge}")
    return weighted, nonsingular_on_tangent("C", data.C, instance.groups)


def _decide(instance: Instance) -> Outcome:
    hypotheses = (in_form(instance, "distance"), several_agents(instance), *_consistent(instance))
    data = instance.inputs
    if data is None or data.form != "distance":
        return Outcome(hypotheses, "Nothing follows: the theorem is about games of the distance form.")
    if any(hypothesis.verdict != "yes" for hypothesis in hypotheses):
        return Outcome(
            hypotheses, "Nothing follows about one interior candidate, which the hypotheses are there to define."
        )
    concave = instance.form.concavity.is_positive_semidefinite
    if instance.candidate_is_interior and concave:
        conclusion = (
            "The interior candidate is an equilibrium, and more or less diversity does not move it while it is one."
        )
    elif instance.candidate_is_interior:
        conclusion = (
            "The interior candidate is positive but λ_C C − λ_D S is not ⪰ 0 on T: there is so much diversity that no "
            "equilibrium has an agent in the interior."
        )
    else:
        conclusion = (
            "The interior candidate leaves a group out, and no λ_D changes that: it does not move with diversity."
        )
    spread = instance.similarity_on_tangent
    if spread is not None and spread.is_positive_semidefinite:
        conclusion += " As S ⪰ 0 on T, more diversity only takes homogeneous equilibria away."
    name = "largest λ_D with H ⪰ 0 on T"
    if instance.size > MAX_GROUPS_THRESHOLD:
        return Outcome(hypotheses, conclusion, ((name, f"not computed above D = {MAX_GROUPS_THRESHOLD}"),))
    threshold = concavity_threshold(instance)
    if threshold is None:
        return Outcome(hypotheses, conclusion)
    return Outcome(hypotheses, conclusion, *told(name, threshold, "the game's λ_D is", fraction(data.diversity)))


INERT_DISTANCE = Theorem(
    "T11",
    "Inert distance",
    "In the distance form (N ≥ 2, λ_C > 0, ZᵀCZ nonsingular) M = 2λ_C C: the homogeneous first-order points do not "
    "move with λ_D; w⁎ is an interior equilibrium iff w⁎ > 0 and λ_C C − λ_D S ⪰ 0 on T, and beyond that no agent is "
    "interior in any equilibrium.",
    _decide,
    hypotheses=("the game is of the distance form", "N ≥ 2", "λ_C > 0", "ZᵀCZ is nonsingular"),
    proof="proofs/t11_inert_distance.py",
    uses=("nashsym.terms.distance", "nashsym.phase.along.coefficient_line", "nashsym.reports.slopes"),
    laws=("inert_distance",),
    counterexamples=coefficients.INERT_DISTANCE,
    further=coefficients.INERT_CORNER,
)
