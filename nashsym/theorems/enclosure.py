"""T15: a guess and its exact gap enclose the equilibrium."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from nashsym.exact.rational import fraction
from nashsym.exact.systems import inverse_on_tangent
from nashsym.terms import CanonicalForm
from nashsym.theorems.counterexamples import bounds
from nashsym.theorems.instance import Instance
from nashsym.theorems.regret import gap
from nashsym.theorems.theorem import Outcome, Theorem
from nashsym.theorems.uniqueness import stable

__all__ = ["ENCLOSURE", "enclosure_squared"]


def enclosure_squared(form: CanonicalForm, weights: Any) -> tuple[Fraction, ...] | None:
    r"""Return ``P_dd · gap(w)``, which bounds (w_d − ŵ_d)² for the solution ŵ of the complementarity problem, exactly.

    Parameters
    ----------
    form : CanonicalForm
    weights : array-like of D rationals
        w in Δ, any guess.

    Returns
    -------
    tuple of D Fractions, or None
        None where M is not ≻ 0 on T. P is that of the symmetric part of M. Where H ⪰ 0 on T, ŵ is the homogeneous
        equilibrium.

    Raises
    ------
    InputError
        If w is not in Δ.

    Notes
    -----
    Source: MODEL T15.
    """
    size = gap(form, weights)
    if not form.stability.is_positive_definite:
        return None
    P = inverse_on_tangent((form.M + form.M.transpose()) / 2)
    return None if P is None else tuple(fraction(P[d, d]) * size for d in range(form.groups))


def _decide(instance: Instance) -> Outcome:
    hypothesis = stable(instance)
    if hypothesis.verdict == "no":
        return Outcome((hypothesis,), "A guess with a small gap may be far from every equilibrium.")
    conclusion = "Any guess and its exact gap enclose the solution of the first-order conditions, "
    conclusion += (
        "which is the homogeneous equilibrium."
        if instance.form.concavity.is_positive_semidefinite
        else "which is the homogeneous equilibrium if there is one: H is not ⪰ 0 on T."
    )
    return Outcome((hypothesis,), conclusion)


ENCLOSURE = Theorem(
    "T15",
    "Enclosure",
    "If M ≻ 0 on T, any w ∈ Δ satisfies (w_d − ŵ_d)² ≤ P_dd · gap(w), P that of the symmetric part of M.",
    _decide,
    hypotheses=("M ≻ 0 on T",),
    proof="proofs/t15_enclosure.py",
    uses=("nashsym.certificates.profiles",),
    counterexamples=bounds.ENCLOSURE,
)
