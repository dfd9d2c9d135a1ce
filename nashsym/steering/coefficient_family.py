"""One coefficient alone: the nearest values on both sides, or a proof that there is none and the best there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from nashsym.exact.intervals import Interval
from nashsym.exact.rational import column_fractions
from nashsym.exact.real_roots import RealRoot, rational_between
from nashsym.game import Game
from nashsym.phase.along.coefficient_line import CoefficientLine
from nashsym.solvers.solution import Equilibrium
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.coefficient_guess import guessed_value
from nashsym.steering.coefficient_values import CoefficientValues
from nashsym.steering.covering_search import find_covering
from nashsym.steering.decimals import decimal_beyond
from nashsym.steering.demand import Demand
from nashsym.steering.diversity_target import diversity_target
from nashsym.steering.family_answer import Best, FamilyAnswer
from nashsym.steering.interval_sets import intersection, interval_words
from nashsym.steering.option import Option, solved_at, welfare_change
from nashsym.steering.sentences import decimal_text, is_short, root_text
from nashsym.theorems.wording import decimal

__all__ = ["coefficient_family"]

#: Significant digits of a value beyond a threshold that no short decimal is equal to.
_DIGITS: Final = 4
#: The best share of what is asked is enclosed by so many halvings; in large games by fewer.
_HALVINGS, _HALVINGS_LARGE, _LARGE = 16, 6, 12


def coefficient_family(game: Game, coefficient: str, demand: Demand, before: Equilibrium | None) -> FamilyAnswer:
    """Ask what changing one coefficient alone can do.

    Parameters
    ----------
    game : Game
        An alignment game, or one of quadratic terms with coefficients and K symmetric.
    coefficient : str
    demand : Demand
    before : Equilibrium or None
        The equilibrium as it is, for the comparison of welfare.

    Returns
    -------
    FamilyAnswer
        Its intervals are all the values that do; an option for the nearest one on each side. Where none does its proof
        is a `Covering`, which is None where the search for one was given up.

    Notes
    -----
    Values at which ZᵀMZ is singular are left aside: no equilibrium is determined there (MODEL T2). Source: MODEL T2,
    T9, T11, T12.
    """
    answer = _answer(game, coefficient, demand, before)
    if answer.options:
        return answer
    proof = find_covering(CoefficientCone.alone(CoefficientLine.of(game, coefficient), game, demand), "l2", None)
    if answer.verdict == "undecided" and proof is not None:
        reason = f"no value of it from 0 on does, which is proved ({proof.words})"
        return replace(answer, verdict="never", reason=reason, proof=proof)
    return replace(answer, proof=proof)


def _answer(game: Game, coefficient: str, demand: Demand, before: Equilibrium | None) -> FamilyAnswer:
    """Answer by the exact roots that bound the values that do."""
    line = CoefficientLine.of(game, coefficient)
    values = CoefficientValues(line, demand)
    name = f"{coefficient} coefficient"
    if not values.is_computed:
        return _by_search(game, values, demand, before)
    if values.concave is not None and not values.is_determined:
        return FamilyAnswer(name, "undecided", reason="the equilibrium is not determined at any value of it (T2)")
    found = values.where(Fraction(1))
    sure = () if values.stable is None else intersection(found, [values.stable])
    options = tuple(_options(game, values, sure or found, demand, before))
    if options:
        return FamilyAnswer(name, "reached", options, intervals=found)
    reason = _reason(game, line, values, demand)
    best = _best(values, before) if values.covers_all and values.concave is not None else None
    return FamilyAnswer(name, "never" if values.covers_all else "undecided", reason=reason, best=best)


def _by_search(game: Game, values: CoefficientValues, demand: Demand, before: Equilibrium | None) -> FamilyAnswer:
    """Answer for a game too large to follow: what a search finds is proved, that it is the nearest is not."""
    line = values.line
    name = f"{line.coefficient} coefficient"
    options: list[Option] = []
    if line.current > 0 and not demand.free and not line.is_inert:
        directions: tuple[Literal["increase", "decrease"], ...] = ("increase", "decrease")
        for direction in directions:
            found = guessed_value(line, demand, direction)
            if found is not None:
                verb = "Raise" if direction == "increase" else "Lower"
                sentence = (
                    f"{verb} the weight on {line.coefficient} from {decimal_text(line.current)} to "
                    f"{decimal_text(found[0])}."
                )
                note = f"With {game.size} groups it was found by a search: that it is the nearest is not proved."
                options.append(_option(game, line, found, (sentence, (note,)), Fraction(0), demand, before))
    if options:
        return FamilyAnswer(name, "reached", tuple(options))
    reason = f"with {game.size} groups its path is not followed, and a search found no value that does"
    return FamilyAnswer(name, "undecided", reason=reason)


def _reason(game: Game, line: CoefficientLine, values: CoefficientValues, demand: Demand) -> str:
    if values.concave is None and not demand.free:
        return "H is not ⪰ 0 on T at any value of it, and then no equilibrium has an agent in the interior (T1)"
    if not values.covers_all:
        return (
            "no value does where H ⪰ 0 and M ≻ 0 on T; elsewhere equilibria need not be where marginal utilities are "
            "equal, or can be several (T1, T4)"
        )
    if line.is_inert:
        why = " (T11)" if game.diversity == "distance" and game.agents > 1 else ""
        return f"it does not move the equilibrium{why}"
    text = "no value of it from 0 on does, which is proved by following the equilibrium over all of them"
    target = diversity_target(game) if line.coefficient == "diversity" else None
    if target is not None:
        worst = min(demand.asked, key=lambda d: target[d] - demand.least[d])
        if target[worst] < demand.least[worst]:
            text += (
                f"; as it grows, the weight that equal marginal utilities would ask for {game.groups[worst]} tends to "
                f"{decimal(target[worst])} (T12)"
            )
    return text


@dataclass(frozen=True)
class _Nearest:
    """The end of an interval that is nearest to the current value, and the other one."""

    interval: Interval
    upward: bool

    @property
    def threshold(self) -> RealRoot:
        end = self.interval.start if self.upward else self.interval.end
        assert end is not None  # noqa: S101  # an interval below a number has an end
        return end

    @property
    def far(self) -> RealRoot | None:
        return self.interval.end if self.upward else self.interval.start

    @property
    def goes_on(self) -> bool:
        """Whether any further value does, too."""
        if self.upward:
            return self.interval.end is None
        return self.interval.start == RealRoot.of(0) and self.interval.includes_start

    def value(self) -> Fraction | None:
        """Return the threshold where it is a short number that does, else a decimal of a few digits beyond it."""
        exact = self.threshold.rational
        included = self.interval.includes_start if self.upward else self.interval.includes_end
        alone = self.far == self.threshold
        if exact is not None and included and (alone or is_short(exact)):
            return exact
        if alone:
            return None
        if exact == 0:
            # Any value above 0 does: a small one.
            return rational_between(self.threshold, self.far) / 1000
        return decimal_beyond(self.threshold, self.far, _DIGITS, upward=self.upward)


def _options(
    game: Game, values: CoefficientValues, found: Sequence[Interval], demand: Demand, before: Equilibrium | None
) -> Iterator[Option]:
    line = values.line
    current = RealRoot.of(line.current)
    if any(current in interval for interval in found):
        # Only where the game has other equilibria, at which it is not met.
        here = (line.current, values.weights(line.current))
        yield _option(game, line, here, _words(line, line.current, None, values), Fraction(0), demand, before)
        return
    above = [_Nearest(interval, True) for interval in found if not interval.start < current]
    below = [
        _Nearest(interval, False)
        for interval in reversed(found)
        if interval.end is not None and not current < interval.end
    ]
    for side in (above, below):
        for nearest in side:
            value = nearest.value()
            if value is None or (value == 0 and _is_last(game, line.coefficient)):
                continue
            reached = (value, values.weights(value))
            words = _words(line, value, nearest, values)
            yield _option(game, line, reached, words, _least(nearest, line.current), demand, before)
            break


def _is_last(game: Game, coefficient: str) -> bool:
    """Whether every other coefficient is 0, so that this one can't be."""
    return all(value == 0 for name, value in game.coefficients.items() if name != coefficient)


def _option(
    game: Game,
    line: CoefficientLine,
    reached: tuple[Fraction, tuple[Fraction, ...]],
    words: tuple[str, tuple[str, ...]],
    least: Fraction,
    demand: Demand,
    before: Equilibrium | None,
) -> Option:
    """Make the option of a value, with the weights there, from its sentence and notes and the distance to beat."""
    value, weights = reached
    changed = changed_game(game.with_coefficients(**{line.coefficient: value}), demand)
    if not demand.met_by(weights):  # pragma: no cover - would be a fault of the path
        raise AssertionError(f"what was promised at {value} does not hold")
    solution = solved_at(changed, weights)
    after = solution.equilibrium
    assert after is not None  # noqa: S101  # it was selected
    scale = line.current or Fraction(1)
    cost = (value - line.current) / scale
    return Option(
        family=f"{line.coefficient} coefficient",
        sentence=words[0],
        change={line.coefficient: value},
        cost_squared=cost**2,
        least_squared=(least / scale) ** 2,
        relative_squared=cost**2 if line.current else None,
        norm=None,
        solution=solution,
        welfare=welfare_change(before, after, game),
        asked=demand,
        notes=words[1],
    )


def changed_game(game: Game, demand: Demand) -> Game:
    """Return a game with the floor that was asked for, where it is one floor that everybody can have."""
    floor = demand.floor
    fits = floor is not None and floor * game.size <= 1
    return game.with_floor(floor) if fits else game


def _least(nearest: _Nearest, current: Fraction) -> Fraction:
    """Return a lower bound of the distance to the threshold: the distance where that is rational."""
    low, high = nearest.threshold.enclose(Fraction(1, 10**12))
    return max(Fraction(0), low - current if nearest.upward else current - high)


def _words(
    line: CoefficientLine, value: Fraction, nearest: _Nearest | None, values: CoefficientValues
) -> tuple[str, tuple[str, ...]]:
    old, new = decimal_text(line.current), decimal_text(value)
    if nearest is None:
        return f"Leave the weight on {line.coefficient} at {old}: one of the equilibria does it already.", ()
    bound = ""
    if nearest.goes_on and value > 0:
        bound = "at least " if nearest.upward else "at most "
    sentence = f"{'Raise' if nearest.upward else 'Lower'} the weight on {line.coefficient} from {old} to {bound}{new}."
    if nearest.goes_on:
        return sentence, ()
    far, concave, stable = nearest.far, values.concave, values.stable
    assert far is not None  # noqa: S101  # it does not go on
    if far == nearest.threshold:
        return sentence, ("No other value near it does: beyond it a group is below its floor again.",)
    here = f"Keep it within the range that does, {interval_words([nearest.interval])}"
    if concave is not None and far in (concave.start, concave.end):
        why = "beyond it H is not ⪰ 0 on T, and nobody need settle there (T1)"
    elif stable is not None and far in (stable.start, stable.end):
        why = "beyond it M is not ≻ 0 on T, and other equilibria are possible (T4)"
    else:
        why = f"beyond {root_text(far)} a group is below its floor again"
    return sentence, (f"{here}: {why}.",)


def _best(values: CoefficientValues, before: Equilibrium | None) -> Best | None:
    """Enclose the largest share of what is asked that any value brings: the share is monotone, halve where it lies."""
    demand = values.demand
    lowest = Fraction(0)
    if before is not None:
        weights = column_fractions(before.vector)
        lowest = max(lowest, demand.share_met(weights))
        best = Best({values.line.coefficient: values.line.current}, weights, lowest, Fraction(1), demand.floor)
    else:
        best = None
    if not values.where(Fraction(0)):
        return None if best is None else replace(best, upper=best.share)
    low, high = lowest, Fraction(1)
    for _ in range(_HALVINGS if values.line.groups <= _LARGE else _HALVINGS_LARGE):
        middle = Fraction(round((low + high) / 2 * 2**24), 2**24) or high / 2
        if not low < middle < high:
            break
        inside = values.where(middle)
        usable = [interval for interval in inside if interval.end is None or interval.start < interval.end]
        if not inside:
            high = middle
            continue
        if not usable:
            break
        interval = usable[0]
        value = rational_between(interval.start, interval.end)
        weights = values.weights(value)
        share = demand.share_met(weights)
        low = share
        best = Best({values.line.coefficient: value}, weights, share, Fraction(1), demand.floor)
    return None if best is None else replace(best, upper=high)
