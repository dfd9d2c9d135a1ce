"""T14: the gap of marginal utilities bounds regret."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint

from nashsym.errors import InputError
from nashsym.exact.rational import fraction, vector
from nashsym.terms import CanonicalForm
from nashsym.theorems.conditions import concave
from nashsym.theorems.counterexamples import bounds
from nashsym.theorems.instance import Instance
from nashsym.theorems.theorem import Outcome, Theorem
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
        shown = (("most that an agent can gain where all serve every group alike", number(even)),)
    else:
        conclusion = (
            "The gap bounds no regret: an agent may gain more by a large change than its marginal utilities show."
        )
    return Outcome((hypothesis,), conclusion, shown)


REGRET = Theorem(
    "T14",
    "Regret",
    "For H ⪰ 0 on T and wᵢ exactly in Δ, regretᵢ ≤ gapᵢ = max_d g_d − gᵀwᵢ, and one is 0 iff the other is.",
    _decide,
    hypotheses=("H ⪰ 0 on T",),
    proof="proofs/t14_regret.py",
    uses=("nashsym.solvers.best_response", "nashsym.certificates.profiles"),
    counterexamples=bounds.REGRET,
)
