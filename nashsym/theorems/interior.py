"""T2: the interior equilibrium in closed form."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import flint

from nashsym.exact.linear_programme import Optimal, maximise
from nashsym.exact.rational import column_fractions
from nashsym.exact.systems import solve_indifference
from nashsym.terms import CanonicalForm
from nashsym.theorems.anchored import anchored_concave
from nashsym.theorems.conditions import candidate_interior, concave, nonsingular
from nashsym.theorems.counterexamples import equilibria
from nashsym.theorems.instance import Instance
from nashsym.theorems.theorem import Anchored, Outcome, Theorem
from nashsym.theorems.wording import named

__all__ = ["INTERIOR", "interior_candidate", "interior_continuum"]

#: Where ZᵀMZ is singular, whether the continuum meets the interior is decided up to this many groups.
MAX_GROUPS_CONTINUUM: Final = 40


def interior_candidate(form: CanonicalForm) -> tuple[Fraction, ...] | None:
    r"""Return ``w⁎ = e + P(b − Me)``, the one point with ``1ᵀw⁎ = 1`` and ``b − Mw⁎ ∈ span(1)``.

    Parameters
    ----------
    form : CanonicalForm

    Returns
    -------
    tuple of D Fractions of any sign, or None
        None where ZᵀMZ is singular. An equilibrium of it asks for w⁎ > 0 and H ⪰ 0 on T.

    Notes
    -----
    Source: MODEL T2.
    """
    found = solve_indifference(form.b, form.M, range(form.groups))
    return None if found is None else column_fractions(found.weights)


def interior_continuum(form: CanonicalForm) -> tuple[Fraction, ...] | None:
    """Return the point of largest least weight among the w ∈ Δ with b − Mw ∈ span(1), or None where there is none.

    Some such point is interior iff the one returned is. Meant for singular ZᵀMZ; one exact linear programme in w = t1 +
    s, s ≥ 0, and ν (MODEL T2).
    """
    groups = form.groups
    # Columns: t, s_1 … s_D, ν⁺, ν⁻. Rows: M(t1 + s) + ν1 = b, and Dt + 1ᵀs = 1.
    one, zero = flint.fmpq(1), flint.fmpq(0)
    rows = [[sum(row, zero), *row, one, -one] for row in form.M.tolist()]
    rows.append([flint.fmpq(groups), *[one] * groups, zero, zero])
    goal = flint.fmpq_mat(groups + 3, 1, [1] + [0] * (groups + 2))
    outcome = maximise(goal, flint.fmpq_mat(rows), flint.fmpq_mat(groups + 1, 1, [*form.b.entries(), 1]))
    if not isinstance(outcome, Optimal):
        return None
    values = column_fractions(outcome.x)
    return tuple(values[0] + value for value in values[1 : groups + 1])


def _singular(instance: Instance) -> str:
    if instance.size > MAX_GROUPS_CONTINUUM:
        return (
            "A homogeneous interior equilibrium there is none or a continuum of; which, is not decided above "
            f"D = {MAX_GROUPS_CONTINUUM}."
        )
    point = interior_continuum(instance.form)
    if point is None or min(point) <= 0:
        return (
            "No homogeneous equilibrium is interior: none of the points of equal marginal utility has all weights > 0."
        )
    where = named(instance.groups, point)
    if instance.form.concavity.is_positive_semidefinite:
        return f"There is a continuum of homogeneous interior equilibria; one of them is {where}."
    return (
        f"There is a continuum of interior points of equal marginal utility ({where}), but H not ⪰ 0 on T: none is an "
        f"equilibrium."
    )


def _decide(instance: Instance) -> Outcome:
    hypotheses = (nonsingular(instance), candidate_interior(instance), concave(instance))
    regular, positive, curved = (hypothesis.verdict == "yes" for hypothesis in hypotheses)
    if not regular or instance.candidate is None:
        return Outcome(hypotheses, _singular(instance))
    shown = (("w⁎", named(instance.groups, instance.candidate.weights.entries())),)
    if positive and curved:
        conclusion = (
            "The homogeneous profile in which every agent plays w⁎ is an equilibrium, and the only homogeneous "
            "interior one."
        )
    elif curved:
        conclusion = (
            "No homogeneous equilibrium is interior; there is one on the boundary: it leaves at least one group at 0."
        )
    elif positive:
        conclusion = (
            "w⁎ has equal marginal utilities but is no equilibrium: an agent gains by leaving it. No equilibrium is "
            "interior."
        )
    else:
        conclusion = (
            "No equilibrium is interior, and H not ⪰ 0 on T leaves open whether there is a homogeneous one at all."
        )
    return Outcome(hypotheses, conclusion, shown)


def _decide_anchored(instance: Instance) -> Outcome:
    hypothesis = anchored_concave(instance)
    conclusion = "Every equilibrium has all weights above 0, though they may be below the floor. "
    if hypothesis.verdict == "yes":
        conclusion += "A homogeneous one exists; it has no closed form."
    else:
        conclusion += "Whether a homogeneous one exists is left open."
    return Outcome((hypothesis,), conclusion)


INTERIOR = Theorem(
    "T2",
    "Interior equilibrium",
    "If ZᵀMZ is nonsingular, exactly one w⁎ has 1ᵀw⁎ = 1 and b − Mw⁎ ∈ span(1): w⁎ = e + P(b − Me). A homogeneous "
    "interior equilibrium exists iff w⁎ > 0 and H ⪰ 0 on T, and then it is w⁎.",
    _decide,
    hypotheses=("ZᵀMZ is nonsingular", "w⁎ > 0", "H ⪰ 0 on T"),
    proof="proofs/t02_interior_equilibrium.py",
    uses=("nashsym.exact.systems.solve_indifference", "nashsym.symbolic.closed_form", "nashsym.certificates.interior"),
    laws=("closed_form",),
    counterexamples=equilibria.INTERIOR,
    anchored=Anchored(
        "Anchored: every equilibrium has all weights > 0. If H̃ = H + 2λ_R I ⪰ 0 on T a homogeneous one exists.",
        _decide_anchored,
    ),
)
