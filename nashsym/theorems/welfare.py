"""T17: the homogeneous profile that is best for all, and how it differs from the equilibrium."""

from __future__ import annotations

from typing import Final

import flint

from nashsym.errors import InputError
from nashsym.exact.definiteness import definiteness
from nashsym.game import Game
from nashsym.terms import CanonicalForm
from nashsym.theorems.conditions import concave, given_by_inputs
from nashsym.theorems.counterexamples import coefficients
from nashsym.theorems.finding import Hypothesis
from nashsym.theorems.instance import AlignmentInputs, Instance, alignment_inputs
from nashsym.theorems.signs import definite_on_tangent
from nashsym.theorems.theorem import Outcome, Theorem

__all__ = ["WELFARE", "welfare_optimum_form"]

_CONCAVE_WELFARE: Final = "welfare is concave on T: H + 2K ⪰ 0, in the distance form M ⪰ 0"


def welfare_optimum_form(game: Game) -> CanonicalForm:
    r"""Return the form whose M is the curvature of welfare: its w ∈ Δ of equal marginal utilities are those of Σᵢuᵢ/N.

    In the similarity form it is the game at 2λ_D: (b, H, 2K, N), with M = H + 2K. In the distance form welfare among
    homogeneous profiles is ``λ_A aᵀw − λ_C wᵀCw``, and it is (b, 2λ_C C, 0, N), with the M of the game.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs.

    Raises
    ------
    InputError
        If it is not: the canonical form leaves out what the others' mixtures add, which welfare counts.

    Notes
    -----
    Where M ⪰ 0 on T for this form, the maximisers of Σᵢuᵢ among homogeneous profiles are those of bᵀw − ½wᵀMw over Δ.
    Source: MODEL T17.
    """
    data = alignment_inputs(game)
    if data is None:
        raise InputError("welfare is not known for this game", remedy="give the game by coefficients and inputs")
    return _optimum(game.canonical, data)


def _optimum(form: CanonicalForm, data: AlignmentInputs) -> CanonicalForm:
    if data.form == "similarity":
        return CanonicalForm(form.b, form.H, 2 * form.K, form.agents)
    return CanonicalForm(form.b, form.M, flint.fmpq_mat(form.groups, form.groups), form.agents)


def _decide(instance: Instance) -> Outcome:
    given, curved = given_by_inputs(instance), concave(instance)
    data = instance.inputs
    if data is None:
        unknown = Hypothesis(_CONCAVE_WELFARE, "no", "b, H and K leave out what the others' mixtures add")
        return Outcome((given, curved, unknown), "Nothing follows: the theorem is about alignment games.")
    optimum = _optimum(instance.form, data)
    doubled = data.form == "similarity"
    symbol = "H + 2K" if doubled else "M"
    sign = definiteness(optimum.M) if doubled else instance.form.stability
    peaked = definite_on_tangent(symbol, optimum.M, sign, instance.groups, strict=False, text=_CONCAVE_WELFARE)
    hypotheses = (given, curved, peaked)
    if peaked.verdict == "no":
        conclusion = "Welfare is not concave: its best homogeneous profile is not found from first-order conditions."
    elif curved.verdict == "no":
        conclusion = (
            "The best homogeneous profile is that of a concave programme, but it need be no equilibrium at any λ_D."
        )
    elif not doubled:
        conclusion = "The homogeneous equilibrium is the best homogeneous profile: nothing is lost."
    elif instance.agents == 1:
        conclusion = "The only agent's equilibrium is its optimum."
    else:
        conclusion = (
            "The best homogeneous profile is the homogeneous equilibrium of the game with twice the weight on "
            "diversity: agents supply too little of it, by exactly a factor of two."
        )
    return Outcome(hypotheses, conclusion)


WELFARE = Theorem(
    "T17",
    "Welfare",
    "For H ⪰ 0 on T, among homogeneous profiles: in the similarity form with H + 2K ⪰ 0 on T the equilibria at 2λ_D "
    "are the maximisers of Σᵢuᵢ at λ_D; in the distance form with M ⪰ 0 on T the equilibria themselves are.",
    _decide,
    hypotheses=("the game is given by coefficients and inputs", "H ⪰ 0 on T", _CONCAVE_WELFARE),
    proof="proofs/t17_welfare.py",
    uses=("nashsym.solvers.selection", "nashsym.reports.welfare"),
    laws=("doubled_diversity",),
    counterexamples=coefficients.WELFARE,
)
