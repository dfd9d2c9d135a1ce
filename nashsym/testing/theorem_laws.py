"""Laws about how the equilibrium moves with the coefficients: T7 on faces, T9, T12 and T17, in exact differences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import flint

from nashsym.exact.rational import column_fractions, fraction, vector
from nashsym.exact.systems import solve_indifference
from nashsym.game import Game
from nashsym.testing.law import Broken, NotApplicable, Point, Subject, exactly, law, mixture_text
from nashsym.testing.symmetry_laws import MAX_AGENTS_LISTED, MAX_GROUPS_LISTED, probes
from nashsym.theorems.attractiveness_path import AttractivenessPath, attractiveness_path
from nashsym.theorems.diversity_limit import diversity_bounds
from nashsym.theorems.instance import Instance, alignment_inputs
from nashsym.theorems.statics import statics_on_face

__all__ = ["affine_in_attractiveness", "diversity_bound", "doubled_diversity", "statics"]

_STEP: Final = Fraction(1, 7)


@law("statics", "MODEL T7", "∂w/∂λ_A = Pa, ∂w/∂λ_C = −2PCw, ∂w/∂λ_D = −PSw, P that of the groups served")
def statics(subject: Subject) -> None:
    r"""Hold each derivative against an exact difference quotient.

    With w′ the solution on the same support at λ + h, subtracting the first-order conditions leaves
    ``M·v = F(w) − F′(w′ − w) (mod 1)`` for the quotient ``v = (w′ − w)/h`` and the force F that the coefficient exerts:
    the quotient minus the derivative is in T and ``M(v − ∂w) + F′(w′ − w)`` is the same in every group served. That
    determines ∂w, with no limit taken.
    """
    data = alignment_inputs(subject.game)
    if data is None:
        raise NotApplicable("the game has no coefficients")
    subject.need_concave()
    found = subject.equilibrium
    derivatives = statics_on_face(subject.game, found.vector)
    if derivatives is None:
        raise NotApplicable("a group at 0 is exactly as good as those served, or M is singular on the groups served")
    mutual = data.form == "similarity" and subject.game.agents > 1
    nothing = 0 * data.S
    slopes = {"attractiveness": nothing, "consistency": 2 * data.C, "diversity": data.S if mutual else nothing}
    for name, derivative in derivatives.to_dict().items():
        value = subject.game.coefficients[name]
        moved = subject.game.with_coefficients(**{name: value + _STEP}).canonical
        after = solve_indifference(moved.b, moved.M, found.support)
        if after is None:
            continue
        step = flint.fmpq(_STEP.numerator, _STEP.denominator)
        shift = after.weights - found.vector
        error = shift / step - vector(derivative)
        leftover = column_fractions(subject.form.M * error + slopes[name] * shift)
        told = f"∂w/∂λ of {name} is said to be {{{mixture_text(subject.game.groups, derivative)}}}"
        quotient = mixture_text(subject.game.groups, column_fractions(shift / step))
        if sum(derivative) != 0 or any(x != 0 for d, x in enumerate(derivative) if d not in found.support):
            raise Broken(f"{told}, which does not keep the sum of the weights, or serves who is left out")
        if len({leftover[d] for d in found.support}) > 1:
            raise Broken(
                f"{told}; at the equilibrium of λ + {exactly(_STEP)} the difference quotient is {{{quotient}}}, and "
                f"their difference is not what the second derivative leaves"
            )


def _followed(subject: Subject) -> None:
    subject.need("T9")
    form = subject.form
    if not (form.concavity.is_positive_semidefinite and form.stability.is_positive_definite):
        raise NotApplicable("the homogeneous equilibrium is w⁎ or on the boundary only where H ⪰ 0 and M ≻ 0 on T")


@law(
    "affine_in_attractiveness",
    "MODEL T9",
    "w⁎ is affine in λ_A, and interior on one interval of λ_A ≥ 0",
    theorem="T9",
    applies=_followed,
)
def affine_in_attractiveness(subject: Subject) -> None:
    """Compare the path with the answers at its ends, inside it, outside it, and at the λ_A given."""
    path = attractiveness_path(subject.game)
    if path is None:
        raise Broken("there is no path w⁎(λ_A): the game has no λ_A, or ZᵀMZ is singular")
    others = any(value for name, value in subject.game.coefficients.items() if name != "attractiveness")
    for coefficient in _attractions(path, subject.game):
        if coefficient == 0 and not others:
            continue
        _compare_with_path(subject, path, coefficient)


def _attractions(path: AttractivenessPath, game: Game) -> list[Fraction]:
    given = game.coefficients["attractiveness"]
    places = {given, given + 1, Fraction(0)}
    interval = path.interior()
    if interval is not None:
        low, high = interval
        places |= {low, low + 1} if high is None else {low, (low + high) / 2, high, high + 1}
    return sorted(places)


def _compare_with_path(subject: Subject, path: AttractivenessPath, coefficient: Fraction) -> None:
    game = subject.game
    on_path = path.at(coefficient)
    found = subject.answer(game.with_coefficients(attractiveness=coefficient))
    if found.complete and len(found.components) != 1:
        raise Broken(f"at λ_A = {exactly(coefficient)} the answer lists {len(found.components)} components, not one")
    answer = subject.only(found)
    at, text = f"at λ_A = {exactly(coefficient)}", mixture_text(game.groups, on_path)
    inside = path.interior()
    if inside is not None and inside[0] < coefficient and (inside[1] is None or coefficient < inside[1]):
        low = [game.groups[d] for d, weight in enumerate(on_path) if weight <= 0]
        if low:
            raise Broken(f"{at}, inside the interval of the path, {low[0]!r} has no weight above 0: {{{text}}}")
    if min(on_path) > 0 and answer.weights != on_path:
        raise Broken(f"{at} the path is at {{{text}}}, the answer is {{{mixture_text(game.groups, answer.weights)}}}")
    if min(on_path) <= 0 and answer.kind == "interior":
        raise Broken(f"{at} the path is not interior, the answer {{{mixture_text(game.groups, answer.weights)}}} is")


@law(
    "diversity_bound",
    "MODEL T12",
    "(w⁎_d − s_d)² ≤ (P_S)_dd · rᵀP_S r / λ_D²: diversity beyond a bound decides who is in",
    theorem="T12",
)
def diversity_bound(subject: Subject) -> None:
    """Hold the bound at several λ_D, and beyond each explicit threshold ask who is served."""
    bounds = diversity_bounds(subject.game)
    if bounds is None:
        raise Broken("there is no limit s: the game has no S, or ZᵀSZ is singular")
    game = subject.game
    given = game.coefficients["diversity"] or Fraction(1)
    for coefficient in (given, 8 * given, given / 8):
        candidate = Instance(game.with_coefficients(diversity=coefficient)).candidate
        if candidate is None:
            raise Broken(f"S ≻ 0 and C ⪰ 0 on T, but ZᵀMZ is singular at λ_D = {exactly(coefficient)}")
        for d, weight in enumerate(column_fractions(candidate.weights)):
            away, bound = (weight - bounds.limit[d]) ** 2, bounds.spread[d] / coefficient**2
            if away > bound:
                raise Broken(
                    f"at λ_D = {exactly(coefficient)} the weight of {game.groups[d]!r} is {exactly(weight)}; its "
                    f"distance from the limit {exactly(bounds.limit[d])}, squared, is {exactly(away)}, more than the "
                    f"bound {exactly(bound)}"
                )
    beyond = {"inclusive": bounds.inclusive_beyond, "boundary": bounds.boundary_beyond}
    for kind, threshold in beyond.items():
        if threshold is None:
            continue
        coefficient = threshold + _STEP
        answer = subject.only(subject.answer(game.with_coefficients(diversity=coefficient)))
        at = f"at λ_D = {exactly(coefficient)}, beyond {exactly(threshold)}"
        if kind == "inclusive" and min(answer.weights) <= game.threshold:
            least = min(range(game.size), key=answer.weights.__getitem__)
            raise Broken(f"{at}, {game.groups[least]!r} has {exactly(answer.weights[least])}, not above the floor")
        if kind == "boundary" and answer.kind == "interior":
            raise Broken(f"{at}, the equilibrium is interior")


def _mean_utility(game: Game, w: Point) -> Fraction:
    """Return each agent's utility where all play w, from the definition."""
    return game.utility(w, [w] * (game.agents - 1))


def _directions(game: Game, w: Point) -> Iterator[tuple[Point, Fraction, Fraction]]:
    """Yield mixtures x, the slope of mean utility from w towards x (of its values at 0, ½, 1), and its rise up to x."""
    here = _mean_utility(game, w)
    vertices = [tuple(Fraction(int(d == e)) for d in range(game.size)) for e in range(game.size)]
    for x in [*vertices, *probes(game.size)]:
        middle = tuple((y + z) / 2 for y, z in zip(w, x, strict=True))
        there = _mean_utility(game, x)
        yield x, 4 * _mean_utility(game, middle) - there - 3 * here, there - here


def _listed_agents(subject: Subject) -> None:
    subject.need("T17")
    if subject.game.agents > MAX_AGENTS_LISTED:
        raise NotApplicable(f"{subject.game.agents} agents: utilities are computed agent by agent")
    if subject.game.size > MAX_GROUPS_LISTED:
        raise NotApplicable(f"more than {MAX_GROUPS_LISTED} groups: utilities are computed towards each")


@law(
    "doubled_diversity",
    "MODEL T17",
    "the equilibrium at 2λ_D (distance: at λ_D) is the best homogeneous profile at λ_D",
    theorem="T17",
    applies=_listed_agents,
)
def doubled_diversity(subject: Subject) -> None:
    """Ask at the equilibrium of the doubled game whether mean utility, from its definition, rises in any direction."""
    game = subject.game
    data = alignment_inputs(game)
    if data is None:
        raise Broken("the game has no λ_D: b, H and K leave out what the others' mixtures add to welfare")
    doubled = game if data.form == "distance" else game.with_coefficients(diversity=2 * fraction(data.diversity))
    answer = subject.answer(doubled)
    if not answer.equilibria and answer.complete:
        raise Broken(f"at λ_D = {exactly(doubled.coefficients['diversity'])} the answer lists no equilibrium")
    if not answer.equilibria:
        raise NotApplicable("the solver lists no equilibrium of the doubled game")
    for found in answer.equilibria:
        for x, slope, rise in _directions(game, found.weights):
            if slope > 0 or rise > 0:
                raise Broken(
                    f"mean utility rises from {{{mixture_text(game.groups, found.weights)}}} towards "
                    f"{{{mixture_text(game.groups, x)}}}, by {exactly(slope)} per unit of the way, and by "
                    f"{exactly(rise)} up to there"
                )
