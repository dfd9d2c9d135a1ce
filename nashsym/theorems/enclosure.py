"""T15: a guess and its exact gap enclose the equilibrium."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import flint

from nashsym.exact.balls import inverse_diagonal_bounds, root_above
from nashsym.exact.rational import fraction
from nashsym.exact.systems import inverse_on_tangent
from nashsym.terms import CanonicalForm
from nashsym.theorems.anchored import anchor_of, anchored_stable
from nashsym.theorems.counterexamples import bounds
from nashsym.theorems.instance import Instance
from nashsym.theorems.regret import gap
from nashsym.theorems.theorem import Anchored, Outcome, Theorem
from nashsym.theorems.uniqueness import stable
from nashsym.theorems.wording import bound

__all__ = ["ENCLOSURE", "enclosure_squared"]

#: Up to this many groups the distance of an anchored equilibrium from its reference is bounded too.
MAX_GROUPS_DISTANCE: Final = 100


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


def _decide_anchored(instance: Instance) -> Outcome:
    hypothesis = anchored_stable(instance)
    if hypothesis.verdict != "yes":
        return Outcome((hypothesis,), "Whether a guess with a small gap is near an equilibrium is left open.")
    form = instance.game.anchored_form
    exists = form.concavity.is_positive_semidefinite
    conclusion = "Any guess with all weights above 0 and its gap enclose the homogeneous equilibrium" + (
        "." if exists else ", if there is one: H̃ is not ⪰ 0 on T."
    )
    if instance.size > MAX_GROUPS_DISTANCE:
        return Outcome((hypothesis,), conclusion)
    at_reference = gap(instance.game.canonical, anchor_of(instance).data.entries())
    farthest = root_above(
        max(inverse_diagonal_bounds(form.M)) * flint.fmpq(at_reference.numerator, at_reference.denominator)
    )
    shown = (("most that a weight differs from the reference's", bound(farthest, upper=True)),)
    return Outcome((hypothesis,), conclusion, shown if fraction(farthest) < 1 else ())


ENCLOSURE = Theorem(
    "T15",
    "Enclosure",
    "If M ≻ 0 on T, any w ∈ Δ satisfies (w_d − ŵ_d)² ≤ P_dd · gap(w), P that of the symmetric part of M.",
    _decide,
    hypotheses=("M ≻ 0 on T",),
    proof="proofs/t15_enclosure.py",
    uses=("nashsym.certificates.profiles", "nashsym.phase.critical_line"),
    laws=("enclosure",),
    counterexamples=bounds.ENCLOSURE,
    further=bounds.SKEW,
    anchored=Anchored(
        "Anchored: if M̃ = M + 2λ_R I ≻ 0 on T, any w > 0 in Δ satisfies (w_d − ŵ_d)² ≤ P_dd · gap(w), P that of the "
        "symmetric part of M̃.",
        _decide_anchored,
    ),
)
