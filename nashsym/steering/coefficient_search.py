"""The search behind `coefficient_changes`: one coefficient, one group, both directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nashsym.errors import InputError
from nashsym.exact.intervals import Interval
from nashsym.exact.rational import fraction
from nashsym.exact.real_roots import RealRoot
from nashsym.game import Game
from nashsym.phase.along.coefficient_line import CoefficientLine
from nashsym.phase.along.definite_range import concave_range
from nashsym.phase.along.exact_equilibrium import equilibrium_at
from nashsym.phase.along.path import full_path, is_followed
from nashsym.phase.along.piece import Piece
from nashsym.steering.bracketing import bracket
from nashsym.steering.change import ChangeVerdict, CoefficientChange
from nashsym.steering.decimals import decimal_beyond
from nashsym.steering.diversity_target import diversity_target
from nashsym.steering.sentences import (
    decimal_text,
    is_short,
    never_sentence,
    reached_sentence,
    root_text,
    undecided_sentence,
)
from nashsym.steering.stretches import Direction, Region, nearest_region, stretches
from nashsym.steering.weight_status import weight_status

__all__ = ["CoefficientSearch"]

#: Significant digits of a value beyond an irrational threshold, and of the enclosure of the threshold.
_VALUE_DIGITS = 4
_ENCLOSURE_DIGITS = 9


@dataclass(frozen=True)
class CoefficientSearch:
    """The changes of one coefficient, for a group that is below the floor at every homogeneous equilibrium."""

    game: Game
    line: CoefficientLine
    group: int
    floor: Fraction

    @property
    def _name(self) -> str:
        return self.game.groups[self.group]

    @property
    def _directions(self) -> tuple[Direction, ...]:
        return ("increase", "decrease") if self.line.current > 0 else ("increase",)

    def undecided_both(self, why: str) -> list[CoefficientChange]:
        """Return "undecided" in both directions, for one reason."""
        return [self._undecided(direction, why) for direction in self._directions]

    def both(self) -> list[CoefficientChange]:
        """Return the changes in both directions."""
        if self.line.is_inert:
            one = "there is one agent" if self.game.agents == 1 else "T11" if self.game.diversity == "distance" else ""
            why = f"it does not move the equilibrium{f' ({one})' if one else ''}"
            return [self._never(direction, why) for direction in self._directions]
        if not is_followed(self.line):
            return [self._by_search(direction) for direction in self._directions]
        found = full_path(self.line)
        if found is None:
            return self.undecided_both("M is not ≻ 0 on T for any value of it, so the equilibrium is not one point")
        allowed, path = found
        concave = concave_range(self.line)
        assert concave is not None  # noqa: S101  # the status of the group is known only where H ⪰ 0 on T
        signs = stretches(path, self.group, self.floor, includes_start=allowed.includes_start)
        changes = []
        for direction in self._directions:
            region = nearest_region(signs, self.line.current, direction)
            if not self._is_followed_towards(allowed, direction):
                change = self._undecided(direction, "M is not ⪰ 0 on T there, so several equilibria are possible (T4)")
            elif region is None:
                change = self._without_region(allowed, concave, path, direction)
            elif region.threshold in concave:
                change = self._reached(_clipped(region, concave, direction), concave, direction)
            else:
                change = self._undecided(direction, self._not_concave(region.threshold, concave, direction))
            changes.append(change)
        return changes

    def _is_followed_towards(self, allowed: Interval, direction: Direction) -> bool:
        here = RealRoot.of(self.line.current)
        if direction == "increase":
            return allowed.start <= here and (allowed.end is None or here < allowed.end)
        return allowed.start < here and (allowed.end is None or here <= allowed.end)

    def _not_concave(self, threshold: RealRoot, concave: Interval, direction: Direction) -> str:
        end = concave.end if direction == "increase" else concave.start
        assert end is not None  # noqa: S101  # the threshold lies beyond it
        return (
            f"the only candidate reaches the floor at {root_text(threshold)}, but beyond {root_text(end)} H is not ⪰ 0 "
            "on T and it need not be an equilibrium (T1)"
        )

    def _reached(self, region: Region, concave: Interval, direction: Direction) -> CoefficientChange:
        """Return the change for a region: the value is proved by an exact solve."""
        upward = direction == "increase"
        threshold, far = region.threshold, region.far
        exact = threshold.rational
        has_room = far is None or far != threshold
        if exact is None and not has_room:
            # The range where H ⪰ 0 on T ends at the very threshold, which no rational is equal to.
            return self._undecided(direction, self._not_concave(threshold, concave, direction))
        beyond = decimal_beyond(threshold, far, _VALUE_DIGITS, upward=upward) if has_room and exact != 0 else exact
        value = exact if exact is not None else beyond
        assert value is not None  # noqa: S101  # one of the two is given
        self._prove(value)
        short = exact is not None and is_short(exact)
        target = exact if short or beyond is None else beyond
        assert target is not None  # noqa: S101  # as above
        if target != value:
            self._prove(target)
        onwards = far is None or (not upward and far == RealRoot.of(0) and region.includes_far)
        sentence = reached_sentence(
            self.line.coefficient,
            self.line.current,
            target,
            self._name,
            self.floor,
            direction,
            onwards=onwards,
            also="" if onwards else self._beyond(region, concave, direction),
        )
        note = (
            f"It touches the floor at {root_text(region.touched)}, an irrational value, without rising above it."
            if region.touched is not None
            else ""
        )
        enclosure = (exact, exact) if exact is not None else self._enclosure(region, upward=upward)
        return self._change(direction, "reached", sentence, note, value=value, threshold=enclosure, exact=exact)

    def _beyond(self, region: Region, concave: Interval, direction: Direction) -> str:
        """Say what ends the region."""
        far = region.far
        assert far is not None  # noqa: S101  # only asked for where there is an end
        if far == region.threshold:
            return "Only this value does: just beyond it the group is below the floor again."
        end = concave.end if direction == "increase" else concave.start
        side = "Above" if direction == "increase" else "Below"
        if far == end and end != RealRoot.of(0):
            return f"{side} {root_text(far)} H is not ⪰ 0 on T, and nothing is claimed (T1)."
        if not region.includes_far:
            return f"At {root_text(far)} M is not ≻ 0 on T, and nothing is claimed from there on."
        return f"{side} {root_text(far)} it falls below the floor again."

    def _enclosure(self, region: Region, *, upward: bool) -> tuple[Fraction, Fraction]:
        outer = decimal_beyond(region.threshold, region.far, _ENCLOSURE_DIGITS, upward=upward)
        inner = decimal_beyond(region.threshold, region.before, _ENCLOSURE_DIGITS, upward=not upward)
        return (inner, outer) if upward else (outer, inner)

    def _prove(self, value: Fraction) -> None:
        """Check w_d ≥ τ at a value by an exact solve of its own."""
        weights = equilibrium_at(self.line.b(value), self.line.M(value), range(self.line.groups))
        if fraction(weights.entries()[self.group]) < self.floor:  # pragma: no cover - would be a fault of the path
            raise AssertionError(f"{self._name} is below the floor at {value}")

    def _without_region(
        self, allowed: Interval, concave: Interval, path: tuple[Piece, ...], direction: Direction
    ) -> CoefficientChange:
        """Return "never", or what keeps it from being proved at the end of the path."""
        if direction == "increase":
            if allowed.end is None:
                return self._never(direction, self._tail(path, concave, direction))
            return self._undecided(direction, f"the group is left below the floor up to {self._unstable(allowed.end)}")
        if allowed.includes_start:
            return self._never(direction, self._tail(path, concave, direction))
        if allowed.start != RealRoot.of(0):
            return self._undecided(
                direction, f"the group is left below the floor down to {self._unstable(allowed.start)}"
            )
        return self._at_zero(direction)

    def _unstable(self, end: RealRoot) -> str:
        return f"{root_text(end)}; beyond it M is not ⪰ 0 on T and several equilibria are possible (T4)"

    def _at_zero(self, direction: Direction) -> CoefficientChange:
        """Decide the value 0, where M is only ⪰ 0 on T."""
        try:
            game = self.game.with_coefficients(**{self.line.coefficient: 0})
        except InputError:
            return self._undecided(direction, "at 0 every coefficient is 0, and every mixture is an equilibrium")
        status, why = weight_status(game, self.group, self.floor)
        zero = Fraction(0)
        if status == "below":
            return self._never(direction, "")
        if status == "at the floor":
            sentence = reached_sentence(
                self.line.coefficient, self.line.current, zero, self._name, self.floor, direction, onwards=True
            )
            return self._change(direction, "reached", sentence, "", value=zero, threshold=(zero, zero), exact=zero)
        return self._undecided(direction, f"it is below the floor at every value above 0, and at 0 {why}")

    def _tail(self, path: Sequence[Piece], concave: Interval, direction: Direction) -> str:
        """Say where the weight of the group goes as the coefficient goes all the way."""
        if concave.end is not None if direction == "increase" else RealRoot.of(0) not in concave:
            return "even the only candidate for an equilibrium leaves it below the floor"
        ordered = path if direction == "increase" else tuple(reversed(path))
        here = self.line.current
        ahead = [
            piece
            for piece in ordered
            if (
                (piece.end is None or piece.end.compare(here) > 0)
                if direction == "increase"
                else piece.start.compare(here) < 0
            )
        ]
        served = [piece for piece in ahead if self.group in piece.support]
        last = ahead[-1]
        if not served:
            text = "its weight stays 0"
        elif served[-1] is not last:
            outer = served[-1].end if direction == "increase" else served[-1].start
            assert outer is not None  # noqa: S101  # another piece follows
            text = f"from {root_text(outer)} {'on' if direction == 'increase' else 'down'} its weight is 0"
        elif direction == "increase":
            text = f"its weight tends to {decimal_text(last.limits()[self.group])}"
        else:
            text = f"at 0 its weight is {decimal_text(last.weights(Fraction(0))[self.group])}"
        target = (
            diversity_target(self.game) if (self.line.coefficient, direction) == ("diversity", "increase") else None
        )
        if target is not None and target[self.group] < self.floor:
            share = target[self.group]
            text += (
                "; the weight that equal marginal utilities of all groups would ask for tends to "
                f"{decimal_text(share)}, {'which is negative' if share < 0 else 'below the floor'} (T12)"
            )
        return text

    def _by_search(self, direction: Direction) -> CoefficientChange:
        """Look for a threshold in a game too large for its path."""
        upward = direction == "increase"
        found = bracket(self.game, self.line, self.group, self.floor, direction)
        if found is None:
            return self._undecided(
                direction, f"none was found, and with {self.game.size} groups the path is not followed"
            )
        below, above = found
        sentence = reached_sentence(
            self.line.coefficient, self.line.current, above, self._name, self.floor, direction, onwards=False
        )
        ends = (below, above) if upward else (above, below)
        note = "Both ends are proved; that no nearer value does is not."
        return self._change(direction, "reached", sentence, note, value=above, threshold=ends, nearest=False)

    def _never(self, direction: Direction, reason: str) -> CoefficientChange:
        sentence = never_sentence(self.line.coefficient, self._name, self.floor, direction, reason)
        return self._change(direction, "never", sentence, reason)

    def _undecided(self, direction: Direction, reason: str) -> CoefficientChange:
        sentence = undecided_sentence(self.line.coefficient, self._name, self.floor, direction, reason)
        return self._change(direction, "undecided", sentence, reason)

    def _change(
        self,
        direction: Direction,
        verdict: ChangeVerdict,
        sentence: str,
        reason: str,
        *,
        value: Fraction | None = None,
        threshold: tuple[Fraction, Fraction] | None = None,
        exact: Fraction | None = None,
        nearest: bool = True,
    ) -> CoefficientChange:
        return CoefficientChange(
            self.line.coefficient,
            self.line.current,
            verdict,
            value,
            threshold,
            exact,
            direction,
            sentence,
            reason,
            nearest,
        )


def _clipped(region: Region, concave: Interval, direction: Direction) -> Region:
    """Return the part of a region where H ⪰ 0 on T."""
    far = region.far
    if direction == "increase":
        if concave.end is None or (far is not None and far <= concave.end):
            return region
        far = concave.end
    else:
        if far is not None and concave.start <= far:
            return region
        far = concave.start
    return Region(region.threshold, far, region.before, True, region.touched)
