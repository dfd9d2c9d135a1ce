"""T12: where more and more diversity leads, and how much of it is enough."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import flint

from nashsym.exact.rational import column_fractions, fraction
from nashsym.exact.systems import inverse_on_tangent, solve_indifference
from nashsym.game import Game
from nashsym.theorems.conditions import in_form, several_agents
from nashsym.theorems.counterexamples import coefficients
from nashsym.theorems.diversity_thresholds import path_quantities
from nashsym.theorems.finding import Hypothesis
from nashsym.theorems.instance import Instance, alignment_inputs
from nashsym.theorems.signs import definite_on_tangent
from nashsym.theorems.theorem import Outcome, Theorem
from nashsym.theorems.thresholds import root_above
from nashsym.theorems.wording import bound, listed, named, number

__all__ = ["DIVERSITY_LIMIT", "DiversityBounds", "diversity_bounds", "diversity_limit"]

#: Bounds on λ_D need all of P_S; in a finding they are computed up to this many groups.
MAX_GROUPS_BOUNDS: Final = 60


def diversity_limit(game: Game) -> tuple[Fraction, ...] | None:
    r"""Return ``s = e − P_S S e`` (= S⁻¹1/(1ᵀS⁻¹1) where S is invertible), the limit of w⁎ as λ_D grows.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs.

    Returns
    -------
    tuple of D Fractions of any sign, or None
        None where ZᵀSZ is singular or the game is not given by coefficients and inputs. It is the limit in the
        similarity form with N ≥ 2 and S ≻ 0, C ⪰ 0 on T.

    Notes
    -----
    Source: MODEL T12.
    """
    data = alignment_inputs(game)
    if data is None:
        return None
    found = solve_indifference(flint.fmpq_mat(game.size, 1), data.S, range(game.size))
    return None if found is None else column_fractions(found.weights)


@dataclass(frozen=True)
class DiversityBounds:
    """Bounds on λ_D from ``(w⁎_d − s_d)² ≤ (P_S)_dd · rᵀP_S r / λ_D²``; None where the limit decides nothing.

    Attributes
    ----------
    limit : tuple of D Fractions
        s.
    spread : tuple of D Fractions
        (P_S)_dd · rᵀP_S r, with r = λ_A a − 2λ_C C s.
    inclusive_beyond : Fraction or None
        For every λ_D above it each group has w⁎_d > τ. Given where s_d > τ for all d.
    boundary_beyond : Fraction or None
        For every λ_D above it no equilibrium is interior. Given where s_d < 0 for some d.
    excluding_beyond : Fraction or None
        For every λ_D above it some group has w⁎_d < τ. Given where s_d < τ for some d.
    """

    limit: tuple[Fraction, ...]
    spread: tuple[Fraction, ...]
    inclusive_beyond: Fraction | None
    boundary_beyond: Fraction | None
    excluding_beyond: Fraction | None


def diversity_bounds(game: Game) -> DiversityBounds | None:
    """Compute the explicit bounds of MODEL T12 on λ_D, each a rational at most a ten-thousandth above the exact root.

    Parameters
    ----------
    game : Game

    Returns
    -------
    DiversityBounds or None
        None where the game is not given by coefficients and inputs, or ZᵀSZ is singular. They hold under the hypotheses
        of T12.
    """
    data, limit = alignment_inputs(game), diversity_limit(game)
    P = None if data is None or limit is None else inverse_on_tangent(data.S)
    if data is None or limit is None or P is None:
        return None
    point = flint.fmpq_mat(game.size, 1, [flint.fmpq(s.numerator, s.denominator) for s in limit])
    r = data.attractiveness * data.a - 2 * data.consistency * (data.C * point)
    length = (r.transpose() * P * r)[0, 0]
    spread = tuple(fraction(P[d, d] * length) for d in range(game.size))
    floor = game.threshold

    def beyond(level: Fraction) -> Fraction | None:
        below = [spread[d] / (level - s) ** 2 for d, s in enumerate(limit) if s < level]
        return root_above(min(below)) if below else None

    included = [spread[d] / (s - floor) ** 2 for d, s in enumerate(limit) if s > floor]
    inclusive = root_above(max(included)) if len(included) == game.size else None
    return DiversityBounds(limit, spread, inclusive, beyond(Fraction(0)), beyond(floor))


def _definite(instance: Instance) -> tuple[Hypothesis, Hypothesis]:
    data, similarity, inconsistency = instance.inputs, instance.similarity_on_tangent, instance.inconsistency_on_tangent
    if data is None or similarity is None or inconsistency is None:
        missing = "the game has no coefficients and inputs"
        return Hypothesis("S ≻ 0 on T", "no", missing), Hypothesis("C ⪰ 0 on T", "no", missing)
    return (
        definite_on_tangent("S", data.S, similarity, instance.groups, strict=True),
        definite_on_tangent("C", data.C, inconsistency, instance.groups, strict=False),
    )


def _limit_text(limit: tuple[Fraction, ...], groups: tuple[str, ...], floor: Fraction) -> str:
    negative = [group for group, s in zip(groups, limit, strict=True) if s < 0]
    low = [group for group, s in zip(groups, limit, strict=True) if 0 <= s < floor]
    edge = [group for group, s in zip(groups, limit, strict=True) if s in (0, floor)]
    if negative:
        text = (
            f"Enough diversity excludes an interior equilibrium: in its limit {listed(negative)} would have negative "
            f"weight."
        )
    elif low:
        text = f"Enough diversity leaves {listed(low)} below the floor of {number(floor)}."
    elif edge:
        text = f"The limit puts {listed(edge)} exactly at the floor of {number(floor)}, and decides nothing about it."
    else:
        text = f"Enough diversity brings every group above the floor of {number(floor)}."
    if edge and (negative or low):
        text += f" For {listed(edge)} the limit is exactly at 0 or at the floor: the boundary of the condition."
    return text


def _decide(instance: Instance) -> Outcome:
    hypotheses = (in_form(instance, "similarity"), several_agents(instance), *_definite(instance))
    if any(hypothesis.verdict != "yes" for hypothesis in hypotheses):
        conclusion = "No limit of ever more diversity can be concluded."
        similar, several, _, curved = (hypothesis.verdict == "yes" for hypothesis in hypotheses)
        # The path itself needs no limit; with C ⪰ 0 on T, and so H ⪰ 0, w⁎ > 0 is an equilibrium along it.
        found, roots = path_quantities(instance) if similar and several and curved else ([], ())
        return Outcome(hypotheses, conclusion, tuple(found), roots)
    limit = diversity_limit(instance.game)
    if limit is None:  # pragma: no cover - S ≻ 0 on T makes ZᵀSZ nonsingular
        raise AssertionError("the system is singular although S ≻ 0 on T")
    conclusion = _limit_text(limit, instance.groups, instance.game.threshold)
    shown = [("limit s as λ_D grows", named(instance.groups, limit))]
    found, roots = path_quantities(instance)
    shown += found
    if instance.size > MAX_GROUPS_BOUNDS:
        return Outcome(
            hypotheses, conclusion, (*shown, ("bounds on λ_D", f"not computed above D = {MAX_GROUPS_BOUNDS}")), roots
        )
    bounds = diversity_bounds(instance.game)
    if bounds is None:  # pragma: no cover - as above
        raise AssertionError("the system is singular although S ≻ 0 on T")
    for name, value in (
        ("every group is above the floor for λ_D >", bounds.inclusive_beyond),
        ("no equilibrium is interior for λ_D >", bounds.boundary_beyond),
        ("some group is below the floor in w⁎ for λ_D >", bounds.excluding_beyond),
    ):
        if value is not None:
            shown.append((name, bound(value, upper=True)))
    return Outcome(hypotheses, conclusion, tuple(shown), roots)


DIVERSITY_LIMIT = Theorem(
    "T12",
    "Diversity and inclusion",
    "In the similarity form (N ≥ 2, S ≻ 0 and C ⪰ 0 on T), with s = e − P_S S e and r = λ_A a − 2λ_C C s, for every "
    "λ_D > 0 (w⁎_d − s_d)² ≤ (P_S)_dd · rᵀP_S r / λ_D²: s > τ includes everybody beyond an explicit λ_D, s_d < 0 "
    "excludes an interior equilibrium beyond one.",
    _decide,
    hypotheses=("the game is of the similarity form", "N ≥ 2", "S ≻ 0 on T", "C ⪰ 0 on T"),
    proof="proofs/t12_diversity_limit.py",
    uses=("nashsym.steering.diversity_target", "nashsym.steering.coefficient_changes", "nashsym.reports.reasons"),
    laws=("diversity_bound",),
    counterexamples=coefficients.DIVERSITY_LIMIT,
)
