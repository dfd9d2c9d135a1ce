"""T1: which mixtures are best responses."""

from __future__ import annotations

from nashsym.theorems.anchored import anchored_concave
from nashsym.theorems.conditions import concave
from nashsym.theorems.counterexamples import equilibria
from nashsym.theorems.instance import Instance
from nashsym.theorems.theorem import Anchored, Outcome, Theorem

__all__ = ["BEST_RESPONSE"]


def _decide(instance: Instance) -> Outcome:
    hypothesis = concave(instance)
    if hypothesis.verdict == "yes":
        conclusion = (
            "Equal marginal utilities on the groups that an agent serves, and none larger elsewhere, are necessary and "
            "sufficient for a best response: comparing D numbers decides whether a profile is an equilibrium."
        )
    else:
        conclusion = (
            "Equal marginal utilities are still necessary but not sufficient: a best response has to be searched over "
            "all faces. No equilibrium has an agent that serves every group, whatever the others do."
        )
    return Outcome((hypothesis,), conclusion)


def _decide_anchored(instance: Instance) -> Outcome:
    hypothesis = anchored_concave(instance)
    conclusion = "A best response has all weights above 0 and equal marginal utilities"
    if hypothesis.verdict == "yes":
        conclusion += (
            ", and each mixture that has is one: comparing D numbers decides whether a profile is an equilibrium."
        )
    else:
        conclusion += "; whether each mixture that has is one, is left open."
    return Outcome((hypothesis,), conclusion)


BEST_RESPONSE = Theorem(
    "T1",
    "Best response",
    "If H ⪰ 0 on T, wᵢ is a best response iff max_d g_d = gᵀwᵢ for g = b − Hwᵢ − Kmᵢ; “only if” needs no hypothesis. "
    "An equilibrium in which some agent's weights are all positive forces H ⪰ 0 on T.",
    _decide,
    hypotheses=("H ⪰ 0 on T",),
    proof="proofs/t01_best_response.py",
    uses=("nashsym.solvers.best_response", "nashsym.solvers.pipeline.solve", "nashsym.reports.reasons"),
    laws=("best_response",),
    counterexamples=equilibria.BEST_RESPONSE,
    anchored=Anchored(
        "Anchored: if H̃ = H + 2λ_R I ⪰ 0 on T, wᵢ is a best response iff all its weights are > 0 and all "
        "(b − Hwᵢ − Kmᵢ)_d − λ_R log(w_d/w⁰_d) are equal; “only if” needs no hypothesis.",
        _decide_anchored,
    ),
)
