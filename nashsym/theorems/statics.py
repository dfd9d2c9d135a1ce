"""T7: how an equilibrium moves with each coefficient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import flint

from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, vector
from nashsym.exact.systems import marginals
from nashsym.game import Game
from nashsym.theorems.conditions import in_form, nonsingular, several_agents
from nashsym.theorems.counterexamples import coefficients
from nashsym.theorems.instance import AlignmentInputs, Instance, alignment_inputs
from nashsym.theorems.tangent_response import beside, tangent_response
from nashsym.theorems.theorem import Outcome, Theorem
from nashsym.theorems.wording import number

__all__ = ["STATICS", "Statics", "statics", "statics_on_face"]

#: Derivatives stand in a finding up to this many groups; the functions have no bound.
MAX_GROUPS_SHOWN: Final = 60


@dataclass(frozen=True)
class Statics:
    """Derivatives of an equilibrium's weights, each a tuple of D Fractions that sum to 0 (0 off the support).

    Attributes
    ----------
    attractiveness, consistency, diversity : tuple of Fraction
        ∂w/∂λ_A, ∂w/∂λ_C, ∂w/∂λ_D.
    """

    attractiveness: tuple[Fraction, ...]
    consistency: tuple[Fraction, ...]
    diversity: tuple[Fraction, ...]

    def to_dict(self) -> dict[str, tuple[Fraction, ...]]:
        """Return the derivatives by the name of the coefficient."""
        return {"attractiveness": self.attractiveness, "consistency": self.consistency, "diversity": self.diversity}


def statics(game: Game) -> Statics | None:
    r"""Return ``∂w⁎/∂λ_A = Pa``, ``∂w⁎/∂λ_C = −2PCw⁎``, ``∂w⁎/∂λ_D = −PSw⁎`` at the interior candidate w⁎.

    In the distance form, and for one agent, λ_D does not move w⁎ (MODEL T11) and its derivative is 0.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs.

    Returns
    -------
    Statics or None
        None where ZᵀMZ is singular or the game is not given by coefficients and inputs.

    Notes
    -----
    Source: MODEL T7. They are the equilibrium's where w⁎ is one (MODEL T2).
    """
    return _at_candidate(Instance(game))


def _at_candidate(instance: Instance) -> Statics | None:
    if instance.inputs is None or instance.candidate is None:
        return None
    return _derivatives(
        instance.inputs, instance.agents, instance.form.M, instance.candidate.weights, range(instance.size)
    )


def _derivatives(
    data: AlignmentInputs, agents: int, M: flint.fmpq_mat, w: flint.fmpq_mat, support: Sequence[int]
) -> Statics | None:
    """Apply P of the support to a, −2Cw and −Sw."""
    forces = [data.a, data.C * w * -2]
    if data.form == "similarity" and agents > 1:
        forces.append(-(data.S * w))
    groups, kept = M.nrows(), list(support)
    size = len(kept)
    face = flint.fmpq_mat(size, size, [M[d, e] for d in kept for e in kept])
    pushed = beside(*forces)
    rows = flint.fmpq_mat(size, len(forces), [pushed[d, column] for d in kept for column in range(len(forces))])
    response = tangent_response(face, rows)
    if response is None:
        return None
    vectors = []
    for column in range(3):
        entries = [Fraction(0)] * groups
        if column < len(forces):
            moved = column_fractions(flint.fmpq_mat(size, 1, [response[row, column] for row in range(size)]))
            for group, value in zip(kept, moved, strict=True):
                entries[group] = value
        vectors.append(tuple(entries))
    return Statics(*vectors)


def statics_on_face(game: Game, weights: Any) -> Statics | None:
    r"""Return the derivatives of a homogeneous equilibrium on the face that it lies in, P being that of its support.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs.
    weights : array-like of D rationals
        A homogeneous equilibrium, exactly.

    Returns
    -------
    Statics or None
        None where the derivatives do not exist or are not decided: without strict complementarity (a group at 0 has the
        marginal utility of those served), where the support's ZᵀMZ is singular, or where the game is not given by
        coefficients and inputs.

    Raises
    ------
    InputError
        If the weights are not in Δ or not of equal and largest marginal utility on their support.

    Notes
    -----
    Source: MODEL T7.
    """
    form, w = game.canonical, vector(weights)
    if w.nrows() != game.size or min(w.entries()) < 0 or sum(w.entries(), flint.fmpq(0)) != 1:
        raise InputError("the weights are not a mixture of the groups", remedy="give D weights ≥ 0 that sum to 1")
    values = marginals(form.b, form.M, w).entries()
    level = max(values)
    support = [d for d, weight in enumerate(w.entries()) if weight > 0]
    if any(values[d] != level for d in support):
        raise InputError("the weights are no homogeneous equilibrium", remedy="solve the game first")
    data = alignment_inputs(game)
    strict = all(values[d] < level for d in range(game.size) if d not in support)
    return _derivatives(data, game.agents, form.M, w, support) if strict and data is not None else None


def _movements(groups: Sequence[str], derivatives: Sequence[Fraction]) -> str:
    if not any(derivatives):
        return "moves no weight"
    up = max(range(len(groups)), key=derivatives.__getitem__)
    down = min(range(len(groups)), key=derivatives.__getitem__)
    return (
        f"raises {groups[up]} most ({number(derivatives[up])}) and lowers {groups[down]} most "
        f"({number(derivatives[down])})"
    )


def _decide(instance: Instance) -> Outcome:
    hypotheses = (nonsingular(instance), in_form(instance, "similarity"), several_agents(instance))
    if instance.inputs is None:
        return Outcome(
            hypotheses, "Without coefficients there is nothing to move: the theorem is about alignment games."
        )
    if instance.candidate is None:
        return Outcome(hypotheses, "The interior candidate is not defined, so it has no derivatives.")
    served = instance.candidate_is_interior and instance.form.concavity.is_positive_semidefinite
    subject = "the interior equilibrium" if served else "the candidate w⁎, which is no equilibrium here,"
    conclusion = f"More of each coefficient moves {subject} along an exact direction."
    if not served:
        conclusion += " A boundary equilibrium moves with P of its own support, where complementarity is strict."
    if hypotheses[1].verdict == "no" or hypotheses[2].verdict == "no":
        conclusion += " λ_D does not move it."
    if instance.size > MAX_GROUPS_SHOWN:
        return Outcome(hypotheses, conclusion, (("derivatives", f"not computed above D = {MAX_GROUPS_SHOWN}"),))
    derivatives = _at_candidate(instance)
    if derivatives is None:  # pragma: no cover - the candidate exists, so ZᵀMZ is nonsingular
        raise AssertionError("the system is singular although it was solved")
    symbols = ("∂w⁎/∂λ_A", "∂w⁎/∂λ_C", "∂w⁎/∂λ_D")
    pairs = zip(symbols, derivatives.to_dict().values(), strict=True)
    return Outcome(
        hypotheses, conclusion, tuple((symbol, _movements(instance.groups, values)) for symbol, values in pairs)
    )


STATICS = Theorem(
    "T7",
    "Comparative statics",
    "With ZᵀMZ nonsingular, in the similarity form and for N ≥ 2, ∂w⁎/∂λ_A = Pa, ∂w⁎/∂λ_C = −2PCw⁎ and ∂w⁎/∂λ_D = "
    "−PSw⁎; on a face with strict complementarity the same, with P of the support.",
    _decide,
    hypotheses=("ZᵀMZ is nonsingular", "the game is of the similarity form", "N ≥ 2"),
    proof="proofs/t07_comparative_statics.py",
    uses=("nashsym.reports.slopes", "nashsym.symbolic.derivation"),
    laws=("candidate_slopes",),
    counterexamples=coefficients.STATICS,
    further=coefficients.KINK,
)
