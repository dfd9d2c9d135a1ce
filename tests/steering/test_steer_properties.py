"""`steer` on drawn games: what is promised holds, nothing cheaper does, and what is refused can't be done."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import cvxpy
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nashsym.certificates.verify import verify
from nashsym.exact.rational import column_fractions, fraction, fractions
from nashsym.exact.real_roots import RealRoot
from nashsym.game import Game
from nashsym.phase.along.coefficient_line import CoefficientLine
from nashsym.solvers.pipeline import solve
from nashsym.steering.advice import Advice
from nashsym.steering.advising import steer
from nashsym.steering.attractiveness_family import with_change
from nashsym.steering.demand import Demand
from nashsym.steering.family_answer import FamilyAnswer
from nashsym.steering.option import Option
from nashsym.steering.smallest_subsidy import NORMS, Norm, norm_squared, smallest_subsidy
from nashsym.testing import games
from tests.oracles.brute_force import (
    equalising,
    is_equilibrium,
    is_positive_definite,
    is_positive_semidefinite,
    support_points,
)
from tests.steering.strategies import alignment_games

SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
LADDER = [Fraction(n, 16) for n in (0, 1, 5, 9, 13, 15, 17, 20, 27, 40, 200, 10**5)]
SERVED = ("interior", "boundary", "degenerate", "one_agent", "several_equilibria")


def floors(size: int) -> st.SearchStrategy[Fraction]:
    """Draw τ from almost nothing to the most that all can have."""
    return st.sampled_from([Fraction(1, 100), Fraction(1, 20), Fraction(1, 2 * size), Fraction(1, size)])


@st.composite
def demands(draw: st.DrawFn, game: Game) -> dict[str, Any]:
    """Draw what is asked for: a floor for all, for some, or floors of their own."""
    tau = draw(floors(game.size))
    style = draw(st.sampled_from(["all", "all", "some", "own"]))
    if style == "some":
        return {"floor": tau, "groups": draw(st.sets(st.sampled_from(game.groups), min_size=1).map(sorted))}
    if style == "own":
        return {"floor": {name: tau / (d + 1) for d, name in enumerate(game.groups)}}
    return {"floor": tau}


def settled(game: Game, method: str = "auto") -> tuple[Fraction, ...]:
    """Return the weights of the one homogeneous equilibrium."""
    found = solve(game, method).equilibrium
    assert found is not None
    return found.weights


def check_option(game: Game, advice: Advice, option: Option) -> None:
    """Hold an option against arithmetic that has nothing to do with how it was found."""
    form, weights = option.game.canonical, option.equilibrium.weights
    assert sum(weights) == 1
    assert all(weight >= floor for weight, floor in zip(weights, advice.asked.least, strict=True))
    assert is_equilibrium(column_fractions(form.b), fractions(form.H), fractions(form.K), weights)
    assert option.least_squared <= option.cost_squared
    assert option.game.groups == game.groups
    assert verify(option.certificate.to_dict())
    if option.solution.unique_homogeneous == "proved":
        assert settled(option.game, "pivoting") == weights


@given(st.data())
@SLOW
def test_what_is_promised_holds_and_is_certified(data: st.DataObject) -> None:
    game = data.draw(st.one_of(alignment_games("similarity"), alignment_games("distance"), games(regimes=SERVED)))
    asked = data.draw(demands(game))
    # All coefficients together have tests of their own.
    advice = steer(game, **asked, by=("coefficient", "attractiveness"), norm=data.draw(st.sampled_from(NORMS)))
    if advice.nothing_to_do:
        assert all(advice.asked.met_by(point.weights) for point in advice.standing.solution.equilibria)
        return
    for option in advice.options:
        check_option(game, advice, option)
    assert advice.text
    assert advice.to_dict()["options"] == [option.to_dict() for option in advice.options]


def grid(demand: Demand, steps: int = 6) -> Iterator[tuple[Fraction, ...]]:
    """Yield the mixtures with the floors on a grid."""
    size = len(demand.least)
    for parts in product(range(steps + 1), repeat=size - 1):
        if sum(parts) <= steps:
            shares = (*parts, steps - sum(parts))
            yield tuple(floor + demand.room * Fraction(n, steps) for floor, n in zip(demand.least, shares, strict=True))


def least_over_constants(change: tuple[Fraction, ...], norm: Norm) -> Fraction:
    """Return min over c of ‖e + c1‖², by median, mean and midrange."""
    ordered = sorted(change)
    centre = {
        "l1": ordered[len(ordered) // 2],
        "l2": sum(ordered, Fraction(0)) / len(ordered),
        "linf": (ordered[0] + ordered[-1]) / 2,
    }[norm]
    return norm_squared(tuple(value - centre for value in change), norm)


@given(st.data(), st.sampled_from(NORMS))
@SLOW
def test_no_smaller_subsidy_does(data: st.DataObject, norm: Norm) -> None:
    game = data.draw(games(regimes=SERVED, groups=(2, 3)))
    form = game.canonical
    assume(form.concavity.is_positive_semidefinite)
    tau = data.draw(floors(game.size))
    demand = Demand((tau,) * game.size, game.groups)
    found = smallest_subsidy(form, demand, norm)
    assert found.squared == found.lower_squared == norm_squared(found.change, norm)
    assert demand.met_by(found.weights)
    weight = fraction(game.terms[0].coefficient)
    new = with_change(game, tuple(value / weight for value in found.change))
    b, H, K = column_fractions(new.canonical.b), fractions(form.H), fractions(form.K)
    assert is_equilibrium(b, H, K, found.weights)
    M, old = fractions(form.M), column_fractions(form.b)
    for w in grid(demand):
        gaps = tuple(sum(m * x for m, x in zip(row, w, strict=True)) - y for row, y in zip(M, old, strict=True))
        assert least_over_constants(gaps, norm) >= found.squared


@given(st.data(), st.sampled_from(NORMS))
@SLOW
def test_subsidies_that_are_smaller_do_not_do_it(data: st.DataObject, norm: Norm) -> None:
    """Floors for some groups only: the bound holds for any δ, drawn or just short of the one found."""
    game = data.draw(games(regimes=("interior", "boundary"), groups=(2, 4), kind="canonical"))
    named = data.draw(st.sets(st.sampled_from(game.groups), min_size=1))
    tau = data.draw(floors(game.size))
    demand = Demand(tuple(tau if name in named else Fraction(0) for name in game.groups), game.groups)
    found = smallest_subsidy(game.canonical, demand, norm)
    assert found.lower_squared <= found.squared == norm_squared(found.change, norm)
    assert settled(with_change(game, found.change)) == found.weights
    assert demand.met_by(found.weights)
    drawn = data.draw(st.lists(st.integers(-4, 4), min_size=game.size, max_size=game.size))
    for change in (found.change, tuple(map(Fraction, drawn))):
        size = norm_squared(change, norm)
        if size == 0:
            continue
        # Shrunk to a little below the bound, whose root is rational enough from below.
        ratio = Fraction(float(found.lower_squared / size) ** 0.5) * Fraction(999, 1000)
        smaller = tuple(ratio * value for value in change)
        assume(norm_squared(smaller, norm) < found.lower_squared)
        assert not demand.met_by(settled(with_change(game, smaller)))


@given(st.data(), st.sampled_from(NORMS))
@settings(SLOW, max_examples=25)
def test_cvxpy_finds_the_same_size(data: st.DataObject, norm: Norm) -> None:
    """Each set of groups of which nothing is asked may be at 0, and only there worse than the others."""
    game = data.draw(games(regimes=("interior", "boundary"), groups=(2, 3), kind="canonical"))
    asked = data.draw(st.sets(st.integers(0, game.size - 1), min_size=1))
    floor = Fraction(1, 3 * game.size)
    demand = Demand(tuple(floor if d in asked else Fraction(0) for d in range(game.size)), game.groups)
    found = smallest_subsidy(game.canonical, demand, norm)
    sizes = [
        convex_size(game, demand, norm, zeros)
        for count in range(len(demand.free) + 1)
        for zeros in combinations(demand.free, count)
    ]
    assert min(sizes) == pytest.approx(float(found.squared) ** 0.5, rel=1e-5, abs=1e-5)
    assert float(found.lower_squared) ** 0.5 == pytest.approx(min(sizes), rel=1e-5, abs=1e-5)


def convex_size(game: Game, demand: Demand, norm: Norm, zeros: tuple[int, ...]) -> float:
    weights, constant, worse = cvxpy.Variable(game.size), cvxpy.Variable(), cvxpy.Variable(game.size)
    form = game.canonical
    change = form.float_M @ weights - form.float_b + constant - worse
    kind: Any = {"l1": 1, "l2": 2, "linf": "inf"}[norm]
    conditions = [weights >= np.array([float(floor) for floor in demand.least]), cvxpy.sum(weights) == 1, worse >= 0]
    conditions += [weights[d] == 0 if d in zeros else worse[d] == 0 for d in range(game.size)]
    problem = cvxpy.Problem(cvxpy.Minimize(cvxpy.norm(change, kind)), conditions)
    problem.solve(solver="CLARABEL")
    return float(problem.value)


@given(st.data())
@SLOW
def test_the_intervals_of_a_coefficient_are_all_the_values_that_do(data: st.DataObject) -> None:
    game = data.draw(st.one_of(alignment_games("similarity"), alignment_games("distance")))
    asked = data.draw(demands(game))
    advice = steer(game, **asked, by="coefficient")
    for family in advice.families:
        check_family(game, advice.asked, family)


def check_family(game: Game, demand: Demand, family: FamilyAnswer) -> None:
    name = family.family.partition(" ")[0]
    line = CoefficientLine.of(game, name)
    ends = [end.enclosure for interval in family.intervals for end in (interval.start, interval.end) if end is not None]
    tried = [step * (line.current or 1) for step in LADDER] + [value for pair in ends for value in pair]
    for value in tried:
        weights = determined(line, value, demand)
        if weights is None:
            continue
        inside = any(RealRoot.of(value) in interval for interval in family.intervals)
        met = demand.met_by(weights)
        if family.verdict == "undecided":
            assert not met or not is_positive_definite(fractions(line.M(value)))
            continue
        assert met is inside, (name, value)
        if family.best is not None:
            assert demand.share_met(weights) <= family.best.upper
    if family.best is not None:
        assert family.best.share == demand.share_met(family.best.weights) <= family.best.upper


def determined(line: CoefficientLine, value: Fraction, demand: Demand) -> tuple[Fraction, ...] | None:
    """Return the equilibrium that is looked at: the interior one, or where groups are free the only one there is."""
    b, H, M = column_fractions(line.b(value)), fractions(line.H(value)), fractions(line.M(value))
    if not is_positive_semidefinite(H):
        return None
    if demand.free:
        return next(iter(support_points(b, M))) if is_positive_definite(M) else None
    found = equalising(b, M, range(line.groups))
    return found[:-1] if found is not None and min(found[:-1]) > 0 else None


@given(alignment_games("similarity"), st.sampled_from([Fraction(1, 3), Fraction(5)]))
@SLOW
def test_scaling_all_coefficients_changes_nothing(game: Game, factor: Fraction) -> None:
    """MODEL T8: the same δ, the same relative changes."""
    scaled = game.with_coefficients(**{name: factor * value for name, value in game.coefficients.items()})
    one, other = (steer(each, by=("coefficient", "attractiveness"), norm="l1") for each in (game, scaled))
    assert one.nothing_to_do == other.nothing_to_do
    assert [family.verdict for family in one.families] == [family.verdict for family in other.families]
    for left, right in zip(one.families, other.families, strict=True):
        assert len(left.intervals) == len(right.intervals)
        for here, there in zip(left.intervals, right.intervals, strict=True):
            assert here.start == RealRoot.of(0) == there.start or here.start.scaled(factor) == there.start
        if left.family == "attractiveness":
            assert [o.least_squared for o in left.options] == [o.least_squared for o in right.options]
