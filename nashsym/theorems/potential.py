"""T5: the exact potential."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nashsym.errors import InputError
from nashsym.exact.rational import fraction, vector
from nashsym.terms import CanonicalForm
from nashsym.theorems.conditions import coupling_symmetric
from nashsym.theorems.counterexamples import populations
from nashsym.theorems.instance import Instance, symmetric_gauge
from nashsym.theorems.theorem import Anchored, Outcome, Theorem

__all__ = ["POTENTIAL", "potential"]


def potential(form: CanonicalForm, profile: Sequence[Sequence[Fraction]]) -> Fraction:
    r"""Return ``Φ = Σᵢ(bᵀwᵢ − ½wᵢᵀHwᵢ) − (1/(N−1)) Σ_{i<j} wᵢᵀKwⱼ`` exactly.

    Parameters
    ----------
    form : CanonicalForm
        Where K is symmetric on T only, b and K are those of its gauge.
    profile : N sequences of D rationals

    Raises
    ------
    InputError
        If the profile has not N mixtures, or the game has no potential.

    Notes
    -----
    A change of wᵢ alone changes Φ exactly as it changes uᵢ. Source: MODEL T5.
    """
    gauged = symmetric_gauge(form)
    if gauged is None:
        raise InputError("the game has no exact potential: K is not symmetric", remedy="use a symmetric K")
    if len(profile) != form.agents:
        raise InputError(f"{len(profile)} mixtures for {form.agents} agents", remedy="give one mixture per agent")
    columns = [vector(weights) for weights in profile]
    # Σ_{i<j} wᵢᵀKwⱼ = ½(WᵀKW − Σ wᵢᵀKwᵢ), W the sum of all.
    total = sum(columns[1:], columns[0])
    value = gauged.b.transpose() * total
    pairs = total.transpose() * gauged.K * total
    for column in columns:
        value -= column.transpose() * gauged.H * column / 2
        pairs -= column.transpose() * gauged.K * column
    if form.agents > 1:
        value -= pairs / (2 * (form.agents - 1))
    return fraction(value[0, 0])


def _decide(instance: Instance) -> Outcome:
    hypothesis = coupling_symmetric(instance)
    if hypothesis.verdict == "yes":
        conclusion = (
            "The game has an exact potential: what an agent gains by changing its mixture, the potential gains. An "
            "equilibrium exists, with or without concavity: the maximisers of Φ over Δᴺ are equilibria."
        )
    else:
        conclusion = "The game has no exact potential; nothing can be concluded from climbing one."
    return Outcome((hypothesis,), conclusion)


def _decide_anchored(instance: Instance) -> Outcome:
    hypothesis = coupling_symmetric(instance)
    if hypothesis.verdict == "yes":
        conclusion = (
            "The game has an exact potential, Φ − λ_R Σᵢ KL(wᵢ‖w⁰): an equilibrium exists, with or without concavity, "
            "and has all weights above 0."
        )
    else:
        conclusion = "The game has no exact potential; nothing can be concluded from climbing one."
    return Outcome((hypothesis,), conclusion)


POTENTIAL = Theorem(
    "T5",
    "Potential",
    "If K is symmetric the game has the exact potential Φ = Σᵢ(bᵀwᵢ − ½wᵢᵀHwᵢ) − (1/(N−1)) Σ_{i<j} wᵢᵀKwⱼ.",
    _decide,
    hypotheses=("K is symmetric",),
    proof="proofs/t05_potential.py",
    uses=("nashsym.solvers.specialisation",),
    laws=("potential_gains",),
    counterexamples=populations.POTENTIAL,
    anchored=Anchored(
        "Anchored: if K is symmetric the game has the exact potential Φ − λ_R Σᵢ KL(wᵢ‖w⁰), Φ that of T5.",
        _decide_anchored,
    ),
)
