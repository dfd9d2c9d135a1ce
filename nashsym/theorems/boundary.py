"""T4: homogeneous equilibria as a complementarity problem, and when that is a concave programme."""

from __future__ import annotations

from nashsym.theorems.conditions import concave, coupling_symmetric
from nashsym.theorems.counterexamples import equilibria
from nashsym.theorems.instance import Instance
from nashsym.theorems.theorem import Outcome, Theorem
from nashsym.theorems.uniqueness import stable

__all__ = ["BOUNDARY"]


def _decide(instance: Instance) -> Outcome:
    hypotheses = (concave(instance), coupling_symmetric(instance), stable(instance, strict=False))
    curved, symmetric, monotone = (hypothesis.verdict == "yes" for hypothesis in hypotheses)
    strictly = instance.form.stability.is_positive_definite
    if not curved:
        conclusion = (
            "A homogeneous equilibrium solves the complementarity problem, but not every solution is one, and there "
            "may be none."
        )
        return Outcome(hypotheses, conclusion)
    if strictly:
        conclusion = "There is exactly one homogeneous equilibrium, interior or on the boundary."
        conclusion += " It is the maximiser of a strictly concave programme." if symmetric else ""
    elif symmetric and monotone:
        conclusion = (
            "The homogeneous equilibria are the maximisers of a concave programme: one point or a polytope, which one "
            "linear programme decides."
        )
    else:
        conclusion = (
            "The homogeneous equilibria are the solutions of a complementarity problem; there is at least one and "
            "there may be several, isolated or filling polytopes, so that a search says how far it went."
        )
    return Outcome(hypotheses, conclusion)


BOUNDARY = Theorem(
    "T4",
    "Boundary equilibria",
    "If H ⪰ 0 on T the homogeneous equilibria are the w ∈ Δ with b − Mw ≤ ν1 and wᵀ(ν1 − b + Mw) = 0, a nonempty "
    "finite union of polytopes. If also K is symmetric and M ⪰ 0 on T they are the maximisers over Δ of the concave "
    "bᵀw − ½wᵀMw.",
    _decide,
    hypotheses=("H ⪰ 0 on T", "K is symmetric", "M ⪰ 0 on T"),
    proof="proofs/t04_boundary.py",
    uses=(
        "nashsym.solvers.pipeline.solve",
        "nashsym.solvers.convex",
        "nashsym.solvers.enumeration",
        "nashsym.solvers.continuum",
        "nashsym.reports.second",
    ),
    laws=("maximisers", "convex_programme"),
    counterexamples=equilibria.BOUNDARY,
)
