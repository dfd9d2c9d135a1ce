"""T18: agents of several types."""

from __future__ import annotations

from nashsym.theorems.conditions import several_agents, united
from nashsym.theorems.counterexamples import populations
from nashsym.theorems.instance import Instance
from nashsym.theorems.theorem import Outcome, Theorem

__all__ = ["TYPES"]


def _decide(instance: Instance) -> Outcome:
    hypotheses = (several_agents(instance), united(instance))
    if all(hypothesis.verdict == "yes" for hypothesis in hypotheses):
        conclusion = (
            "Each agent's mixture is a function of the sum of all alone. Here all agents are of one type, so that "
            "they play alike; it holds as well for agents with other incentives of their own whose Gᵢ is ≻ 0 on T."
        )
    elif instance.agents == 1:
        conclusion = "There is one agent: nothing to reduce."
    else:
        conclusion = "The sum of all mixtures need not determine each: agents of one type may differ."
    return Outcome(hypotheses, conclusion)


TYPES = Theorem(
    "T18",
    "Heterogeneous agents",
    "With own bᵢ and Hᵢ, a common K and the plain mean, if every Gᵢ = Hᵢ − K/(N−1) ≻ 0 on T, in equilibrium each wᵢ "
    "is a function of Σⱼwⱼ alone: a fixed point in D dimensions whatever N.",
    _decide,
    hypotheses=("N ≥ 2", "G ≻ 0 on T, or N = 1"),
    proof="proofs/t18_types.py",
    uses=("nashsym.certificates.profiles",),
    laws=("sum_decides",),
    counterexamples=populations.TYPES,
    not_needed=(("N ≥ 2", "for N = 1 the sum of all mixtures is the only agent's own; G is not defined there"),),
)
