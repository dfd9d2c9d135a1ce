"""Laws about w⁎, where all marginal utilities are alike: closed form, slopes, design, and what does not move it.

MODEL T2, T7, T10 and T11.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

import flint

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import column_fractions, vector
from nashsym.exact.systems import apply_inverse_on_tangent
from nashsym.game import Game
from nashsym.solvers.solution import Equilibrium, Solution
from nashsym.testing.faults import fault_of_profile
from nashsym.testing.law import Broken, NotApplicable, Point, Subject, exactly, law, mixture_text
from nashsym.testing.symmetry_laws import probes
from nashsym.theorems.design import design
from nashsym.theorems.instance import alignment_inputs
from nashsym.theorems.interior import interior_candidate
from nashsym.theorems.registry import theorem

__all__ = ["candidate_slopes", "closed_form", "designed", "inert_distance", "interior_otherwise"]

_STEP: Final = Fraction(1, 7)


def _interior(solution: Solution) -> list[Equilibrium]:
    return [point for point in solution.equilibria if point.kind == "interior"]


def _candidate(game: Game) -> Point:
    """Return w⁎; the law is broken where there is none."""
    found = interior_candidate(game.canonical)
    if found is None:
        raise Broken("there is no w⁎: ZᵀMZ is singular")
    return found


def _uneven(values: flint.fmpq_mat) -> tuple[int, int] | None:
    """Return the places of two different entries, or None where all are alike."""
    entries = values.entries()
    low, high = (pick(range(len(entries)), key=entries.__getitem__) for pick in (min, max))
    return None if entries[low] == entries[high] else (low, high)


@law(
    "closed_form",
    "MODEL T2",
    "w⁎ = e + P(b − Me) > 0 with H ⪰ 0 on T is the interior equilibrium, and the only one",
    theorem="T2",
)
def closed_form(subject: Subject) -> None:
    """Compute w⁎ by the formula, from two different e; compare with the interior equilibria of the answer."""
    form, game = subject.form, subject.game
    points = []
    for e in (vector(probes(game.size)[0]), vector(probes(game.size)[-1])):
        response = apply_inverse_on_tangent(form.M, form.b - form.M * e)
        if response is None:
            raise Broken("there is no w⁎: ZᵀMZ is singular")
        points.append(column_fractions(e + response))
    w = points[0]
    text = f"w⁎ = {{{mixture_text(game.groups, w)}}}"
    if points[1] != w:
        raise Broken(f"{text} for one e, and {{{mixture_text(game.groups, points[1])}}} for another")
    uneven = _uneven(form.b - form.M * vector(w))
    if uneven is not None:
        first, second = (game.groups[d] for d in uneven)
        raise Broken(f"at {text} the marginal utility of {first!r} is less than that of {second!r}")
    least = min(range(game.size), key=w.__getitem__)
    if w[least] <= 0:
        raise Broken(f"{text} is no interior mixture: {game.groups[least]!r} has {exactly(w[least])}")
    listed = [point.weights for point in _interior(subject.solution)]
    if w not in listed and subject.solution.complete:
        raise Broken(f"{text} is not among the equilibria of the answer (kind {subject.solution.kind})")
    for other in listed:
        if other != w:
            raise Broken(f"the answer has the interior equilibrium {{{mixture_text(game.groups, other)}}}, but {text}")


def _not_all(subject: Subject) -> None:
    subject.form  # noqa: B018  # about quadratic games
    failing = {hypothesis.text for hypothesis in theorem("T2").on(subject.instance).failing}
    if not failing:
        raise NotApplicable("every hypothesis of T2 holds: closed_form says what follows")
    if "H ⪰ 0 on T" not in failing and "ZᵀMZ is nonsingular" in failing:
        raise NotApplicable("T2 needs: ZᵀMZ is nonsingular; where it is singular there is none or a continuum")


@law(
    "interior_otherwise",
    "MODEL T2",
    "unless w⁎ > 0 and H ⪰ 0 on T no homogeneous equilibrium is interior",
    applies=_not_all,
)
def interior_otherwise(subject: Subject) -> None:
    """Look for an interior equilibrium in the answer."""
    for point in _interior(subject.solution):
        where = mixture_text(subject.game.groups, point.weights)
        least = min(range(subject.game.size), key=point.weights.__getitem__)
        raise Broken(
            f"the answer has the interior equilibrium {{{where}}}, in which {subject.game.groups[least]!r} has "
            f"{exactly(point.weights[least])}, but w⁎ > 0 or H ⪰ 0 on T fails"
        )


@law(
    "candidate_slopes",
    "MODEL T7",
    "∂w⁎/∂λ_A = Pa, ∂w⁎/∂λ_C = −2PCw⁎, ∂w⁎/∂λ_D = −PSw⁎",
    theorem="T7",
)
def candidate_slopes(subject: Subject) -> None:
    """Hold each formula against an exact difference quotient of w⁎, by the identity of the law `statics`."""
    game, data = subject.game, alignment_inputs(subject.game)
    if data is None:
        raise Broken("the game has no coefficients to move with")
    w = vector(_candidate(game))
    nothing = 0 * data.S
    pushes = {
        "attractiveness": (data.a, nothing),
        "consistency": (-2 * (data.C * w), 2 * data.C),
        "diversity": (-(data.S * w), data.S),
    }
    step = flint.fmpq(_STEP.numerator, _STEP.denominator)
    for name, (push, slope) in pushes.items():
        formula = apply_inverse_on_tangent(subject.form.M, push)
        moved = interior_candidate(game.with_coefficients(**{name: game.coefficients[name] + _STEP}).canonical)
        if formula is None or moved is None:
            continue
        shift = vector(moved) - w
        uneven = _uneven(subject.form.M * (shift / step - formula) + slope * shift)
        if uneven is not None:
            told = mixture_text(game.groups, column_fractions(formula))
            quotient = mixture_text(game.groups, column_fractions(shift / step))
            raise Broken(
                f"∂w⁎/∂λ of {name} should be {{{told}}}, but from λ to λ + {exactly(_STEP)} w⁎ moves by "
                f"{{{quotient}}} per unit, and their difference is not what the second derivative leaves"
            )


@law(
    "designed",
    "MODEL T10",
    "with a + δ, λ_A δ = Mw† − λ_A a + c1, w† > 0 is an equilibrium; with another change it is none",
    theorem="T10",
)
def designed(subject: Subject) -> None:
    """Design attractiveness for two mixtures; ask the definition, and the solver, whether it did what it should."""
    game = subject.game
    for target in probes(game.size)[:2]:
        where = f"{{{mixture_text(game.groups, target)}}}"
        change = design(game, target)  # a game without λ_A > 0 has none, and is refused
        made = _with_attractiveness(game, change)
        at = f"with δ = {{{mixture_text(game.groups, change)}}} {where}"
        fault = fault_of_profile(made, target)
        if fault is not None:
            raise Broken(f"{at} is no equilibrium: {fault}")
        answer = subject.answer(made)
        for other in _interior(answer):
            if other.weights != target and subject.instance.candidate is not None:
                raise Broken(
                    f"{at} is not the only interior equilibrium: {{{mixture_text(game.groups, other.weights)}}}"
                )
        if answer.complete and subject.instance.candidate is not None and not _interior(answer):
            raise Broken(f"{at} is not among the equilibria of the answer (kind {answer.kind})")
        if game.size == 1:
            continue
        other_change = (change[0] + _STEP, *change[1:])
        if fault_of_profile(_with_attractiveness(game, other_change), target) is None:
            raise Broken(
                f"{where} stays an equilibrium where {game.groups[0]!r} is more attractive by {exactly(_STEP)}"
            )


def _with_attractiveness(game: Game, change: Point) -> Game:
    first, *rest = game.terms
    return replace(game, terms=(replace(first, data=first.data + vector(change)), *rest))


@law(
    "inert_distance",
    "MODEL T11",
    "in the distance form w⁎ stays as λ_D moves, and is an equilibrium while λ_C C − λ_D S ⪰ 0 on T",
    theorem="T11",
)
def inert_distance(subject: Subject) -> None:
    """Move λ_D; compare w⁎, ask the definition whether it is an equilibrium, and where S ⪰ 0 what more λ_D adds."""
    game, data = subject.game, alignment_inputs(subject.game)
    if data is None:
        raise Broken("the game has no λ_D")
    w, given = _candidate(game), game.coefficients["diversity"]
    where = f"w⁎ = {{{mixture_text(game.groups, w)}}}"
    for value in (Fraction(0), given / 2, given, 2 * given + _STEP):
        moved = game.with_coefficients(diversity=value)
        after = interior_candidate(moved.canonical)
        if after != w:
            there = "none" if after is None else f"{{{mixture_text(game.groups, after)}}}"
            raise Broken(f"{where} at λ_D = {exactly(given)}, but {there} at λ_D = {exactly(value)}")
        curvature = data.consistency * data.C - flint.fmpq(value.numerator, value.denominator) * data.S
        if min(w) <= 0:
            continue
        concave, fault = definiteness(curvature).is_positive_semidefinite, fault_of_profile(moved, w)
        if concave and fault is not None:
            raise Broken(f"at λ_D = {exactly(value)} λ_C C − λ_D S is ⪰ 0 on T, but {where} is no equilibrium: {fault}")
        if not concave and fault is None:
            raise Broken(f"at λ_D = {exactly(value)} λ_C C − λ_D S is not ⪰ 0 on T, but {where} is an equilibrium")
    if not definiteness(data.S).is_positive_semidefinite:
        return
    for point in subject.answer(game.with_coefficients(diversity=2 * given + _STEP)).equilibria:
        fault = fault_of_profile(game, point.weights)
        if fault is not None:
            raise Broken(f"more λ_D adds the equilibrium {{{mixture_text(game.groups, point.weights)}}}: {fault}")
