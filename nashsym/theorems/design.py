"""T10: which change of attractiveness makes a mixture the equilibrium."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import flint

from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, vector
from nashsym.game import Game
from nashsym.theorems.conditions import concave, given_by_inputs
from nashsym.theorems.counterexamples import coefficients
from nashsym.theorems.finding import Hypothesis
from nashsym.theorems.instance import Instance, alignment_inputs
from nashsym.theorems.theorem import Outcome, Theorem
from nashsym.theorems.wording import named, number

__all__ = ["DESIGN", "design"]

#: The change that makes all weights equal stands in a finding up to this many groups; the function has no bound.
MAX_GROUPS_SHOWN: Final = 60


def design(game: Game, target: Any) -> tuple[Fraction, ...]:
    r"""Return δ with ``λ_A δ = Mw† − λ_A a + c1``, ``1ᵀδ = 0``: with a + δ all marginal utilities are equal at w†.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs, with λ_A > 0.
    target : array-like of D rationals
        w† in Δ with all weights > 0.

    Returns
    -------
    tuple of D Fractions
        Adding a constant to every entry changes nothing. With H ⪰ 0 on T, w† is a homogeneous equilibrium of the game
        with attractiveness a + δ, and the only interior one iff ZᵀMZ is nonsingular.

    Raises
    ------
    InputError
        If the game has no λ_A > 0 or the target is not a mixture with all weights > 0.

    Notes
    -----
    Source: MODEL T10.
    """
    data = alignment_inputs(game)
    if data is None or data.attractiveness == 0:
        raise InputError(
            "the game has no weight on attractiveness", key="coefficients.attractiveness", remedy="make it positive"
        )
    w = vector(target)
    if w.nrows() != game.size or min(w.entries()) <= 0 or sum(w.entries(), flint.fmpq(0)) != 1:
        raise InputError("the target is no mixture with all weights > 0", remedy="give D weights > 0 that sum to 1")
    change = game.canonical.M * w / data.attractiveness - data.a
    mean = sum(change.entries(), flint.fmpq(0)) / game.size
    return column_fractions(flint.fmpq_mat(game.size, 1, [value - mean for value in change.entries()]))


def _decide(instance: Instance) -> Outcome:
    data = instance.inputs
    text = "λ_A > 0"
    if data is None:
        weighted = Hypothesis(text, "no", "there is no coefficient λ_A")
    else:
        verdict, edge = ("yes", "") if data.attractiveness > 0 else ("no", ", the boundary of the condition")
        weighted = Hypothesis(text, "yes" if verdict == "yes" else "no", f"λ_A = {number(data.attractiveness)}{edge}")
    hypotheses = (given_by_inputs(instance), weighted, concave(instance))
    if data is None:
        return Outcome(hypotheses, "There is no attractiveness to change; the theorem is about alignment games.")
    if weighted.verdict == "no":
        return Outcome(hypotheses, "Attractiveness has no weight: no change of it moves an equilibrium.")
    if hypotheses[2].verdict == "no":
        conclusion = "No change of attractiveness makes an interior equilibrium, since H is not ⪰ 0 on T."
        return Outcome(hypotheses, conclusion)
    conclusion = (
        "Every mixture with all weights > 0 can be made a homogeneous equilibrium by changing attractiveness alone; "
    )
    conclusion += (
        "it is then the only homogeneous interior one."
        if instance.candidate is not None
        else "it is then one of a continuum, ZᵀMZ being singular."
    )
    name = "change of attractiveness that makes all weights equal"
    if instance.size > MAX_GROUPS_SHOWN:
        return Outcome(hypotheses, conclusion, ((name, f"not computed above D = {MAX_GROUPS_SHOWN}"),))
    change = design(instance.game, [Fraction(1, instance.size)] * instance.size)
    return Outcome(hypotheses, conclusion, ((name, named(instance.groups, change)),))


DESIGN = Theorem(
    "T10",
    "Design of attractiveness",
    "For λ_A > 0 and H ⪰ 0 on T, w† > 0 in Δ is a homogeneous interior equilibrium for attractiveness a + δ iff "
    "λ_A δ = Mw† − λ_A a + c1 for some c, and the only homogeneous interior one iff ZᵀMZ is nonsingular.",
    _decide,
    hypotheses=("the game is given by coefficients and inputs", "λ_A > 0", "H ⪰ 0 on T"),
    proof="proofs/t10_design.py",
    uses=("nashsym.theorems.design.design",),
    laws=("designed",),
    counterexamples=coefficients.DESIGN,
)
