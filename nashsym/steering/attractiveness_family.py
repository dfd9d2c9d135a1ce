"""Subsidies and taxes on groups: the smallest change of attractiveness, and one of few digits next to it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

import flint

from nashsym.exact.rational import column_fractions, fraction, rational
from nashsym.exact.real_roots import decimal_exponent
from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Equilibrium, Solution
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.coefficient_family import changed_game
from nashsym.steering.covering import Covering
from nashsym.steering.covering_search import find_covering
from nashsym.steering.demand import Demand
from nashsym.steering.family_answer import FamilyAnswer
from nashsym.steering.option import Option, solved_at, welfare_change
from nashsym.steering.sentences import decimal_text, is_short
from nashsym.steering.smallest_subsidy import MAX_FREE_GROUPS, Norm, Subsidy, norm_squared, smallest_subsidy
from nashsym.theorems.wording import decimal

__all__ = ["attractiveness_family"]

FAMILY: Final = "attractiveness"
#: Digits of a rounded change, tried in turn; the floors are first raised by 10^−m, m at most as many, to leave room for
#: rounding, but m at least `_WIDEST_MARGIN`.
_DIGITS: Final = (3, 4, 5, 6, 7)
_WIDEST_MARGIN: Final = 2
#: A rounded change may cost so much more than the smallest.
_DEARER: Final = Fraction(1, 100)
_MOST_NAMED: Final = 8


def attractiveness_family(game: Game, demand: Demand, norm: Norm, before: Equilibrium | None) -> FamilyAnswer:
    r"""Ask which δ on attractiveness does it: where H ⪰ 0 on T and λ_A > 0 one always does (MODEL T10).

    Parameters
    ----------
    game : Game
        Quadratic. In a canonical game it is b that changes, as if λ_A were 1.
    demand : Demand
    norm : {"l1", "l2", "linf"}
        What "small" means for δ.
    before : Equilibrium or None
        The equilibrium as it is, for the comparison of welfare.

    Returns
    -------
    FamilyAnswer
        One option: the exact smallest δ where its numbers are short or only it will do, else a δ of few digits beside
        it; `Option.smallest` is the exact one, and `Option.least_squared` its size.
    """
    if game.kind not in ("alignment", "canonical"):
        return FamilyAnswer(
            FAMILY, "undecided", reason="the game is made of terms of its own, and has no attractiveness"
        )
    weight = fraction(game.terms[0].coefficient)
    if weight == 0:
        reason = "attractiveness has no weight (λ_A = 0), so no change of it moves an equilibrium"
        return FamilyAnswer(FAMILY, "never", reason=reason, proof=_excluded(game, demand))
    if not game.canonical.concavity.is_positive_semidefinite:
        if demand.free:
            reason = "H is not ⪰ 0 on T, so equilibria are not known from first-order conditions (T1)"
            return FamilyAnswer(FAMILY, "undecided", reason=reason)
        reason = (
            "H is not ⪰ 0 on T, so no equilibrium serves everybody whatever attractiveness is (T1, T10): any agent "
            "that does gains by moving both ways along some direction"
        )
        return FamilyAnswer(FAMILY, "never", reason=reason, proof=_excluded(game, demand))
    smallest = smallest_subsidy(game.canonical, demand, norm)
    change, solution = _practical(game, demand, norm, smallest, weight)
    after = solution.equilibrium
    assert after is not None  # noqa: S101  # it was selected
    exact = _per_unit(smallest.change, weight)
    paid = weight * sum((value * share for value, share in zip(change, after.weights, strict=True)), Fraction(0))
    standing = _standing(column_fractions(game.terms[0].data), norm)
    cost = norm_squared(change, norm)
    notes = [_bill(paid)]
    if smallest.lower_squared < smallest.squared:
        notes.append(
            "That it is the smallest is not proved: the search is bounded where more than "
            f"{MAX_FREE_GROUPS} groups are not asked for, and in degenerate cases of the norm l2."
        )
    option = Option(
        family=FAMILY,
        sentence=_sentence(game, change),
        change=dict(zip(game.groups, change, strict=True)),
        cost_squared=cost,
        least_squared=smallest.lower_squared / weight**2,
        relative_squared=cost / standing if standing else None,
        norm=norm,
        solution=solution,
        welfare=welfare_change(before, after, game),
        asked=demand,
        notes=tuple(notes),
        smallest=dict(zip(game.groups, exact, strict=True)),
    )
    return FamilyAnswer(FAMILY, "reached", (option,))


def _excluded(game: Game, demand: Demand) -> Covering | None:
    """Prove that the game as it is does not do what is asked, where a change of attractiveness alters nothing of it.

    A direction along which H bends the wrong way stands in the proof whatever attractiveness is.
    """
    return find_covering(CoefficientCone.standing(game, demand), "l2", None)


def with_change(game: Game, change: tuple[Fraction, ...]) -> Game:
    """Return the game with a + δ (b + δ for a canonical one)."""
    first = game.terms[0]
    added = flint.fmpq_mat(game.size, 1, [rational(value) for value in change])
    return replace(game, terms=(type(first)(first.coefficient, first.data + added), *game.terms[1:]))


def _per_unit(change: tuple[Fraction, ...], weight: Fraction) -> tuple[Fraction, ...]:
    return tuple(value / weight for value in change)


def _practical(
    game: Game, demand: Demand, norm: Norm, smallest: Subsidy, weight: Fraction
) -> tuple[tuple[Fraction, ...], Solution]:
    """Return a δ and the solution of the game with it: few digits where that is proved to do, else the exact one."""
    exact = _per_unit(smallest.change, weight)
    rounded = None if all(is_short(value) for value in exact) else _rounded(game, demand, norm, smallest, weight)
    if rounded is not None:
        return rounded
    changed = changed_game(with_change(game, exact), demand)
    return exact, solved_at(changed, smallest.weights)


def _rounded(
    game: Game, demand: Demand, norm: Norm, smallest: Subsidy, weight: Fraction
) -> tuple[tuple[Fraction, ...], Solution] | None:
    """Round the smallest change for slightly higher floors, until an exact solve proves that the floors asked hold."""
    if not game.canonical.stability.is_positive_definite:
        return None
    tightened: dict[int, tuple[Fraction, ...]] = {}
    for digits in _DIGITS:
        for margin in (digits, digits - 1, digits - 2):
            share = 1 + Fraction(1, 10**margin)
            if margin < _WIDEST_MARGIN or share * (1 - demand.room) > 1:
                continue
            if margin not in tightened:
                higher = smallest_subsidy(game.canonical, demand.scaled(share), norm)
                tightened[margin] = _per_unit(higher.change, weight)
            change = _cut(tightened[margin], digits)
            if norm_squared(change, norm) * weight**2 > smallest.squared * (1 + _DEARER) ** 2:
                continue
            solution = solve(changed_game(with_change(game, change), demand))
            point = solution.equilibrium
            if point is not None and demand.met_by(point.weights):
                return change, solution
    return None


def _cut(change: tuple[Fraction, ...], digits: int) -> tuple[Fraction, ...]:
    """Round to so many decimals below the leading one of the largest entry."""
    largest = max(abs(value) for value in change)
    if largest == 0:
        return change
    unit = Fraction(10) ** (decimal_exponent(largest) - digits)
    return tuple(round(value / unit) * unit for value in change)


def _standing(attractiveness: tuple[Fraction, ...], norm: Norm) -> Fraction:
    """Return the square of the least norm of a + c1: how far a is from being the same for all."""
    if norm == "linf":
        return ((max(attractiveness) - min(attractiveness)) / 2) ** 2
    if norm == "l1":
        middle = sorted(attractiveness)[len(attractiveness) // 2]
    else:
        middle = sum(attractiveness, Fraction(0)) / len(attractiveness)
    return norm_squared(tuple(value - middle for value in attractiveness), norm)


def _sentence(game: Game, change: tuple[Fraction, ...]) -> str:
    what = "the incentive b" if game.kind == "canonical" else "the attractiveness"
    parts = []
    for verb, sign in (("raise", 1), ("lower", -1)):
        moved = [(game.groups[d], abs(value)) for d, value in enumerate(change) if value * sign > 0]
        moved.sort(key=lambda pair: -pair[1])
        if not moved:
            continue
        named = [f"{name} by {decimal_text(size)}" for name, size in moved[:_MOST_NAMED]]
        more = len(moved) - len(named)
        named += [f"{more} more groups by less (the changed game has the numbers)"] if more > 0 else []
        listed = " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
        parts.append(f"{verb} {what} of {listed}")
    if not parts:
        return f"Leave {what} as it is: one of the equilibria does it already."
    return f"{'; '.join(parts)[0].upper()}{'; '.join(parts)[1:]}."


def _bill(paid: Fraction) -> str:
    if paid == 0:
        return "At the equilibrium it pays each agent as much as it takes."
    verb = "pays each agent" if paid > 0 else "takes from each agent"
    return f"At the equilibrium it {verb} {decimal(abs(paid))} on balance, in units of utility."
