"""T3: when there is exactly one equilibrium."""

from __future__ import annotations

from nashsym.theorems.anchored import anchored_stable, anchored_united
from nashsym.theorems.conditions import united
from nashsym.theorems.counterexamples import equilibria
from nashsym.theorems.finding import Hypothesis
from nashsym.theorems.instance import Instance
from nashsym.theorems.signs import definite_on_tangent
from nashsym.theorems.theorem import Anchored, Outcome, Theorem

__all__ = ["UNIQUENESS", "stable"]


def stable(instance: Instance, *, strict: bool = True) -> Hypothesis:
    """State M ≻ 0 on T, or M ⪰ 0 on T."""
    return definite_on_tangent("M", instance.form.M, instance.form.stability, instance.groups, strict=strict)


def _conclusion(alike: bool, single: bool, both: str) -> str:
    if alike and single:
        return both
    if alike:
        return "In every equilibrium all agents play the same mixture; there may be several such equilibria."
    if single:
        return "At most one equilibrium has all agents alike; there may be others, in which agents differ."
    return "Uniqueness can't be concluded: there may be several equilibria, with agents alike or different."


def _decide(instance: Instance) -> Outcome:
    hypotheses = (united(instance), stable(instance))
    alike, single = (hypothesis.verdict == "yes" for hypothesis in hypotheses)
    both = "The game has exactly one equilibrium, and all agents play the same mixture in it."
    conclusion = _conclusion(alike, single, both)
    if not alike and instance.form.unity is not None and instance.form.unity.is_positive_semidefinite:
        conclusion += " Agents can differ only along directions in which vᵀGv is exactly 0."
    return Outcome(hypotheses, conclusion)


def _decide_anchored(instance: Instance) -> Outcome:
    hypotheses = (anchored_united(instance), anchored_stable(instance))
    alike, single = (hypothesis.verdict == "yes" for hypothesis in hypotheses)
    exists = instance.game.anchored_form.concavity.is_positive_semidefinite
    both = f"The game has {'exactly' if exists else 'at most'} one equilibrium, with all agents alike in it."
    return Outcome(hypotheses, _conclusion(alike, single, both))


UNIQUENESS = Theorem(
    "T3",
    "Uniqueness",
    "If G ≻ 0 on T every equilibrium is homogeneous; if M ≻ 0 on T there is at most one homogeneous equilibrium; if "
    "both, the game has exactly one equilibrium (N = 1: if H ≻ 0 on T).",
    _decide,
    hypotheses=("G ≻ 0 on T, or N = 1", "M ≻ 0 on T"),
    proof="proofs/t03_uniqueness.py",
    uses=("nashsym.solvers.pipeline", "nashsym.solvers.specialisation", "nashsym.symbolic.conditions"),
    laws=("single_homogeneous", "uniqueness"),
    counterexamples=equilibria.UNIQUENESS,
    anchored=Anchored(
        "Anchored: if G̃ = G + 2λ_R I ≻ 0 on T every equilibrium is homogeneous; if M̃ = M + 2λ_R I ≻ 0 on T there is at "
        "most one homogeneous equilibrium.",
        _decide_anchored,
    ),
)
