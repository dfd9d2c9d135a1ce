"""Laws that hold one computation against another: gaps and enclosures, floats and CVXPY against rationals."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import flint
import numpy as np

from nashsym.errors import InputError, UndecidedError
from nashsym.exact.rational import column_fractions, fraction, vector
from nashsym.limits import MAX_GROUPS_FACE_ENUMERATION
from nashsym.solvers.best_response import exact_regret
from nashsym.solvers.convex import solve_concave_programme
from nashsym.solvers.pivoting import pivot
from nashsym.terms import CanonicalForm
from nashsym.testing.faults import fault_of_profile
from nashsym.testing.law import Broken, NotApplicable, Point, Subject, exactly, law, mixture_text
from nashsym.testing.symmetry_laws import probes
from nashsym.theorems.enclosure import enclosure_squared
from nashsym.theorems.regret import gap

__all__ = ["convex_programme", "enclosure", "floats", "maximisers", "regret_bound"]

#: By how much of the largest number of a game CVXPY's solvers, which stop at a tolerance of 1e-8, may fall short.
CONVEX_SLACK: Final = Fraction(1, 10**6)
#: By how much of the sum of all absolute values a float evaluation of a few dozen operations may be off.
FLOAT_SLACK: Final = Fraction(1, 10**9)


def _few_groups(subject: Subject) -> None:
    subject.need("T14")
    if subject.game.size > MAX_GROUPS_FACE_ENUMERATION:
        raise NotApplicable(f"more than {MAX_GROUPS_FACE_ENUMERATION} groups")


@law(
    "regret_bound",
    "MODEL T14",
    "0 ≤ regret ≤ gap at any mixture where H ⪰ 0 on T, and the one is 0 iff the other is",
    theorem="T14",
    applies=_few_groups,
)
def regret_bound(subject: Subject) -> None:
    """Compare the two at a few mixtures and at every equilibrium listed."""
    for w in [*probes(subject.game.size), *(point.weights for point in subject.solution.equilibria)]:
        column = vector(w)
        regret, bound = exact_regret(subject.form, column, column).value, gap(subject.form, w)
        if not 0 <= regret <= bound or (regret == 0) != (bound == 0):
            where = mixture_text(subject.game.groups, w)
            raise Broken(f"where all play {{{where}}} the regret is {exactly(regret)}, the gap {exactly(bound)}")


def _one_equilibrium(subject: Subject) -> None:
    subject.need("T15")
    subject.need_concave()


@law(
    "enclosure",
    "MODEL T15",
    "where M ≻ 0 on T, (w_d − ŵ_d)² ≤ P_dd · gap(w) for any guess w",
    theorem="T15",
    applies=_one_equilibrium,
)
def enclosure(subject: Subject) -> None:
    """Guess a few mixtures; the equilibrium lies as close to each as its gap says."""
    game = subject.game
    uniform = Fraction(1, game.size)
    if enclosure_squared(subject.form, (uniform,) * game.size) is None:
        raise Broken("nothing encloses the equilibrium: there is no P_dd")
    exact = subject.equilibrium.weights
    near = tuple((99 * x + uniform) / 100 for x in exact)
    for guess in [*probes(game.size), near]:
        radii = enclosure_squared(subject.form, guess)
        assert radii is not None  # noqa: S101  # whether there are any does not depend on the guess
        for group, w, x, square in zip(game.groups, guess, exact, radii, strict=True):
            if (w - x) ** 2 > square:
                raise Broken(
                    f"from the guess {{{mixture_text(game.groups, guess)}}} the weight of {group!r} is at most "
                    f"√{exactly(square)} away from {exactly(w)}, but the equilibrium has {exactly(x)}"
                )


def _value(form: CanonicalForm, w: Point) -> Fraction:
    """Return bᵀw − ½wᵀMw."""
    column = vector(w)
    value = (form.b.transpose() * column - column.transpose() * form.M * column / 2)[0, 0]
    return fraction(value)


@law(
    "maximisers",
    "MODEL T4",
    "where K is symmetric and M ⪰ 0 on T, bᵀw − ½wᵀMw rises nowhere from an equilibrium, and its maximiser is one",
    theorem="T4",
)
def maximisers(subject: Subject) -> None:
    """Take slopes of the programme, which are exact, at each equilibrium listed; find a maximiser and its regret."""
    game = subject.game
    form = subject.instance.symmetric or subject.form
    corners = [tuple(Fraction(int(d == e)) for d in range(game.size)) for e in range(game.size)]
    for point in subject.solution.equilibria:
        w, here = point.weights, _value(form, point.weights)
        for x in [*corners, *probes(game.size)]:
            middle = tuple((y + z) / 2 for y, z in zip(w, x, strict=True))
            there = _value(form, x)
            slope = 4 * _value(form, middle) - there - 3 * here
            if slope > 0 or there > here:
                raise Broken(
                    f"from the equilibrium {{{mixture_text(game.groups, w)}}} the programme rises towards "
                    f"{{{mixture_text(game.groups, x)}}}, by {exactly(slope)} per unit of the way, and by "
                    f"{exactly(there - here)} up to there"
                )
    best = column_fractions(pivot(form))
    fault = fault_of_profile(game, best)
    if fault is not None:
        raise Broken(f"the programme has its maximum at {{{mixture_text(game.groups, best)}}}, no equilibrium: {fault}")


def _programme(subject: Subject) -> None:
    subject.need("T4")
    if not subject.form.has_concave_programme:
        raise NotApplicable("K is symmetric on T only: the programme is that of another gauge")


@law(
    "convex_programme",
    "MODEL T4",
    "where K is symmetric and M ⪰ 0 on T, equilibria maximise bᵀw − ½wᵀMw over Δ",
    theorem="T4",
    applies=_programme,
)
def convex_programme(subject: Subject) -> None:
    """Ask CVXPY, which knows nothing of supports: it finds nothing better, and something almost as good."""
    form, game = subject.form, subject.game
    if not subject.solution.equilibria:
        raise NotApplicable("no equilibrium is listed")
    try:
        found = solve_concave_programme(game)
    except (InputError, UndecidedError) as error:
        raise NotApplicable(f"CVXPY gives up: {error}") from None
    positive = [Fraction(max(float(x), 0.0)) for x in found.weights]
    second = tuple(x / sum(positive) for x in positive)
    largest = max(Fraction(1), *(abs(fraction(x)) for X in (form.b, form.M) for x in X.entries()))
    reached = _value(form, second)
    for point in subject.solution.equilibria:
        value = _value(form, point.weights)
        here = f"{{{mixture_text(game.groups, point.weights)}}} has {exactly(value)}"
        there = f"CVXPY's {{{mixture_text(game.groups, map(float, second))}}} has {exactly(reached)}"
        if value < reached:
            raise Broken(f"{here}, and {there}, which is more")
        if value - reached > CONVEX_SLACK * largest:
            raise Broken(f"{here}; {there}, short by more than {float(CONVEX_SLACK):g} of the largest number")


@law("floats", "MODEL, section 3", "utilities, marginal utilities and float views are the rationals up to rounding")
def floats(subject: Subject) -> None:
    """Evaluate every term in floats and in Fractions at a few profiles; hold the float views to one rounding."""
    form, game = subject.form, subject.game
    for name, view, exact in (("b", form.float_b, form.b), ("M", form.float_M, form.M)):
        for x, y in zip(np.ravel(view), map(fraction, exact.entries()), strict=True):
            if not np.isfinite(x):
                raise NotApplicable("the numbers of the game are too large for floats")
            if abs(Fraction(float(x)) - y) * 2**53 > abs(y):
                raise Broken(f"the float view of {name} has {float(x)!r} where the exact number is {exactly(y)}")
    points = probes(game.size)
    for own, other in zip(points, points[1:] + points[:1], strict=True):
        mean = other if game.agents > 1 else (Fraction(0),) * game.size
        _compare_terms(subject, own, mean)


def _compare_terms(subject: Subject, own: Point, mean: Point) -> None:
    """Compare utility term by term, and the marginal utilities of all terms together."""
    form, game = subject.form, subject.game
    terms = [term for term in game.terms if game.agents > 1 or not term.needs_others]
    mine, others = np.array(own, dtype=object), np.array(mean, dtype=object)
    float_mine, float_others = mine.astype(float), others.astype(float)
    gradient = np.zeros(game.size)
    for term in terms:
        size = fraction(term.coefficient) * _magnitude(term.data)
        _close(f"the term {term.name}", term.value(float_mine, float_others), term.exact(mine, others), size)
        gradient = gradient + term.gradient(float_mine, float_others, game.agents)
    exact = column_fractions(form.b - form.H * vector(own) - form.K * vector(mean))
    size = sum((fraction(term.coefficient) * _magnitude(term.data) for term in terms), Fraction(0))
    for group, x, y in zip(game.groups, gradient, exact, strict=True):
        _close(f"the marginal utility of {group!r}", float(x), y, size)


def _magnitude(data: flint.fmpq_mat) -> Fraction:
    return sum((abs(fraction(value)) for value in data.entries()), Fraction(0))


def _close(what: str, value: float, exact: Fraction, size: Fraction) -> None:
    if not np.isfinite(value) or abs(Fraction(value) - exact) > FLOAT_SLACK * size:
        raise Broken(f"{what} is {value!r} in floats and {exactly(exact)} exactly")
