"""T14: the gap of marginal utilities bounds regret."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint

from nashsym.errors import InputError
from nashsym.exact.rational import fraction, vector
from nashsym.terms import CanonicalForm
from nashsym.theorems.anchored import anchor_of, anchored_concave
from nashsym.theorems.conditions import concave
from nashsym.theorems.counterexamples import bounds
from nashsym.theorems.instance import Instance
from nashsym.theorems.theorem import Anchored, Outcome, Theorem
from nashsym.theorems.wording import number

__all__ = ["REGRET", "gap"]


def gap(form: CanonicalForm, own: Any, mean: Any = None) -> Fraction:
    r"""Return ``max_d g_d − gᵀwᵢ`` for ``g = b − Hwᵢ − Kmᵢ``, exactly.

    Parameters
    ----------
    form : CanonicalForm
    own : array-like of D rationals
        wᵢ in Δ.
    mean : array-like of D rationals, optional
        mᵢ, the mean of the others; wᵢ itself unless given (a homogeneous profile).

    Returns
    -------
    Fraction
        ≥ 0. Where H ⪰ 0 on T, at least the agent's regret, and 0 iff that is.

    Raises
    ------
    InputError
        If wᵢ is not in Δ.

    Notes
    -----
    Source: MODEL T14.
    """
    w = vector(own)
    if w.nrows() != form.groups or min(w.entries()) < 0 or sum(w.entries(), flint.fmpq(0)) != 1:
        raise InputError("the weights are not a mixture of the groups", remedy="give D weights ≥ 0 that sum to 1")
    marginal = form.b - form.H * w - form.K * (w if mean is None else vector(mean))
    return fraction(max(marginal.entries()) - (marginal.transpose() * w)[0, 0])


def _decide(instance: Instance) -> Outcome:
    hypothesis = concave(instance)
    shown: tuple[tuple[str, str], ...] = ()
    even = gap(instance.form, [Fraction(1, instance.size)] * instance.size)
    if hypothesis.verdict == "yes":
        conclusion = (
            "No agent can gain more than its gap by leaving a profile, so that the largest gap certifies an "
            "ε-equilibrium."
        )
        text = "exactly 0: that is an equilibrium" if even == 0 else number(even)
        shown = (("most that an agent can gain where all serve every group alike", text),)
    else:
        conclusion = (
            "The gap bounds no regret: an agent may gain more by a large change than its marginal utilities show."
        )
    return Outcome((hypothesis,), conclusion, shown)


def _decide_anchored(instance: Instance) -> Outcome:
    hypothesis = anchored_concave(instance)
    # At the reference every logarithm is 0: the gap is rational.
    at_reference = gap(instance.game.canonical, anchor_of(instance).data.entries())
    if hypothesis.verdict != "yes":
        return Outcome((hypothesis,), "Whether the gap bounds regrets is left open.")
    conclusion = (
        "No agent can gain more than its gap by leaving a profile with all weights above 0; with every logarithm "
        "between two rationals, so is the gap, and it certifies an ε-equilibrium."
    )
    return Outcome(
        (hypothesis,), conclusion, (("most that an agent can gain where all play the reference", number(at_reference)),)
    )


REGRET = Theorem(
    "T14",
    "Regret",
    "For H ⪰ 0 on T and wᵢ exactly in Δ, regretᵢ ≤ gapᵢ = max_d g_d − gᵀwᵢ, and one is 0 iff the other is.",
    _decide,
    hypotheses=("H ⪰ 0 on T",),
    proof="proofs/t14_regret.py",
    uses=(
        "nashsym.solvers.best_response",
        "nashsym.solvers.regret",
        "nashsym.solvers.anchored_gap",
        "nashsym.certificates.profiles",
    ),
    laws=("regret_bound",),
    counterexamples=bounds.REGRET,
    further=bounds.OFF_SIMPLEX,
    anchored=Anchored(
        "Anchored: for H̃ = H + 2λ_R I ⪰ 0 on T and wᵢ > 0 in Δ, regretᵢ ≤ gapᵢ = max_d g_d − gᵀwᵢ with "
        "g = b − Hwᵢ − Kmᵢ − λ_R log(wᵢ/w⁰).",
        _decide_anchored,
    ),
)
