"""One way to change the incentives, and what is proved of the game that comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR
from fractions import Fraction
from functools import cached_property
from math import isqrt
from typing import Any, Literal

from nashsym.certificates.certificate import Certificate
from nashsym.certificates.issuing import certify
from nashsym.exact.rational import number_text, vector
from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.solvers.selection import welfare
from nashsym.solvers.solution import Continuum, Equilibrium, Solution
from nashsym.steering.demand import Demand
from nashsym.theorems.wording import decimal

__all__ = ["Option", "WelfareChange", "solved_at", "welfare_change"]


@dataclass(frozen=True)
class WelfareChange:
    """The sum of utilities per agent, Σᵢuᵢ/N, exactly (MODEL T17).

    Parameters
    ----------
    before : Fraction or None
        At the equilibrium of the game as it is; None where it has none that is known.
    after : Fraction
        At the new equilibrium, counted with the new incentives: what agents are then paid.
    after_at_old : Fraction
        At the new equilibrium, counted with the incentives as they are: what the new mixture itself is worth to them.
    """

    before: Fraction | None
    after: Fraction
    after_at_old: Fraction

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers as exact strings."""
        before = None if self.before is None else number_text(self.before)
        return {
            "before": before,
            "after": number_text(self.after),
            "after_at_old_incentives": number_text(self.after_at_old),
        }


@dataclass(frozen=True, repr=False)
class Option:
    """A change of the incentives that does what is asked: proved by solving the changed game exactly.

    Parameters
    ----------
    family : str
        "attractiveness" (a subsidy or tax per group), "coefficients" (all of them together) or the name of the one
        coefficient that changes.
    sentence : str
        The change in words.
    change : dict of str to Fraction
        The numbers: for coefficients their new values, for attractiveness δ by group.
    cost_squared : Fraction
        The square of the relative change of the coefficient, of the norm of several, or of ‖δ‖.
    least_squared : Fraction
        A proved lower bound of `cost_squared` within the family (for a coefficient: in the same direction).
    relative_squared : Fraction or None
        The square of the cost relative to what stands, by which options of different families are compared: the
        relative change of coefficients, or ‖δ‖ over the distance of a from being the same for all in the same norm.
        None where nothing stands.
    norm : {"l1", "l2", "linf"} or None
        Of δ, or of the relative changes of all coefficients; None for a coefficient alone.
    solution : Solution
        Of the new game, the equilibrium that the option promises selected.
    welfare : WelfareChange
    asked : Demand
        What was asked for.
    notes : tuple of str
        Where the option ends, what limits it.
    smallest : dict of str to Fraction, or None
        For attractiveness the smallest δ itself, of which `change` may be a rounded form.
    """

    family: str
    sentence: str
    change: dict[str, Fraction]
    cost_squared: Fraction
    least_squared: Fraction
    relative_squared: Fraction | None
    norm: Literal["l1", "l2", "linf"] | None
    solution: Solution
    welfare: WelfareChange
    asked: Demand
    notes: tuple[str, ...] = ()
    smallest: dict[str, Fraction] | None = None

    __hash__ = None  # type: ignore[assignment]  # games hold flint matrices

    @property
    def game(self) -> Game:
        """The new game."""
        return self.solution.game

    @property
    def equilibrium(self) -> Equilibrium:
        """The equilibrium that meets what was asked."""
        found = self.solution.equilibrium
        assert found is not None  # noqa: S101  # options are made of solutions with one
        return found

    @cached_property
    def certificate(self) -> Certificate:
        """Its certificate."""
        return certify(self.solution)

    @property
    def is_smallest(self) -> bool:
        """Whether no smaller change in the family does it, which is proved."""
        return self.cost_squared == self.least_squared

    @property
    def cost(self) -> Fraction | None:
        """The relative change, or ‖δ‖, where it is rational."""
        return _root(self.cost_squared)

    @property
    def assurance(self) -> str:
        """Whether another equilibrium can undo it, in a sentence."""
        solution, alone = self.solution, self.game.agents == 1
        if solution.unique == "proved":
            return (
                "It is the only equilibrium: with one agent no other exists."
                if alone
                else "No other equilibrium exists, homogeneous or not, so nothing undoes it (T3)."
            )
        if solution.unique_homogeneous == "proved":
            if solution.unique == "refuted":
                return (
                    "Warning: specialisation can undo it. Equilibria in which agents differ exist as well (T6), and "
                    "in them some agents may leave groups out."
                )
            return (
                "Warning: specialisation may undo it. Whether equilibria in which agents differ exist as well is "
                "undecided (T3 does not hold)."
            )
        if solution.kind == "continuum":
            return "Warning: it is one of a continuum of equilibria, and nothing here picks it (T2, T4)."
        if solution.unique_homogeneous == "refuted":
            return (
                "Warning: it is one of several equilibria in which all act alike, and not all may do what is asked "
                "(T4)."
            )
        return "Warning: whether it is the only equilibrium is undecided (T4)."

    @property
    def sentences(self) -> tuple[str, ...]:
        """The option in words: the change, what it costs, what holds then."""
        return (self.sentence, self._cost_sentence, self._weights_sentence, self.assurance, *self._welfare, *self.notes)

    @property
    def _cost_sentence(self) -> str:
        if self.norm is None:
            share = _decimal_root(self.relative_squared) if self.relative_squared is not None else None
            return "" if share is None else f"That is a change of {_percent(share)}."
        together = self.family != "attractiveness"
        size = (_RELATIVE_SIZES if together else _SIZES)[self.norm]
        # Relative changes are percentages.
        unit, factor = (" %", 10**4) if together else ("", 1)
        said = f"Its size, {size}, is {_written(factor * self.cost_squared, ROUND_CEILING)}{unit}"
        if self.is_smallest:
            return f"{said}: the smallest there is, which is proved."
        least = f"{_written(factor * self.least_squared, ROUND_FLOOR)}{unit}"
        if self.least_squared == 0:
            return f"{said}. That it is nearly the smallest is not proved."
        if self.least_squared * _CLOSE**2 < self.cost_squared:
            return f"{said}. That it is nearly the smallest is not proved: none smaller than {least} does, which is."
        return f"{said}; no change smaller than {least} does, which is proved."

    @property
    def _weights_sentence(self) -> str:
        weights = self.equilibrium.weights
        shares = [f"{name} {_percent(weight)}" for name, weight in zip(self.game.groups, weights, strict=True)]
        if len(shares) > _MOST_SHARES:
            least = min(range(len(weights)), key=weights.__getitem__)
            return f"At the equilibrium the least weight of the {len(weights)} groups is {shares[least]}."
        return f"At the equilibrium: {', '.join(shares)}."

    @property
    def _welfare(self) -> tuple[str, ...]:
        worth = self.welfare
        if worth.before is None:
            return (f"Each agent's utility is {decimal(worth.after)} then.",)
        said = (
            f"Each agent's utility goes from {decimal(worth.before)} to {decimal(worth.after)}; counted with the "
            f"incentives of today the new mixture is worth {decimal(worth.after_at_old)}."
        )
        return (said,)

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as a tree; numbers are exact strings."""
        relative = None if self.relative_squared is None else number_text(self.relative_squared)
        return {
            "family": self.family,
            "sentences": [sentence for sentence in self.sentences if sentence],
            "change": {name: number_text(value) for name, value in self.change.items()},
            "smallest_change": None
            if self.smallest is None
            else {name: number_text(value) for name, value in self.smallest.items()},
            "norm": self.norm,
            "cost_squared": number_text(self.cost_squared),
            "least_squared": number_text(self.least_squared),
            "relative_squared": relative,
            "smallest": self.is_smallest,
            "game": self.game.to_dict(),
            "equilibrium": self.equilibrium.to_dict(),
            "unique_among_homogeneous": self.solution.unique_homogeneous,
            "unique": self.solution.unique,
            "welfare": self.welfare.to_dict(),
            "certificate": self.certificate.to_dict(),
        }

    def __repr__(self) -> str:
        return f"Option({self.family}: {self.sentence})"


#: Weights of at most so many groups stand in a sentence.
_MOST_SHARES = 8
#: A lower bound farther off than this factor does not tell that a change is nearly the smallest.
_CLOSE = Fraction(101, 100)
_RELATIVE_SIZES = {
    "l1": "the sum of the relative changes",
    "l2": "the Euclidean length of the relative changes",
    "linf": "the largest relative change",
}
_SIZES = {"l1": "the sum of all changes", "l2": "the Euclidean length of the change", "linf": "the largest change"}


def solved_at(game: Game, weights: tuple[Fraction, ...]) -> Solution:
    """Solve a changed game and select the equilibrium that was promised.

    Raises
    ------
    AssertionError
        If it is none: a fault of what promised it.
    """
    solution = solve(game)
    promised = Equilibrium(game, vector(weights))
    level, marginals = promised.level, promised.marginals
    if min(weights) < 0 or sum(weights) != 1 or any(marginals[d] != level for d in promised.support):
        raise AssertionError("a promised equilibrium is none")  # pragma: no cover - a fault of the family
    if solution.selected is None or solution.selected.vector != promised.vector:
        known = isinstance(solution.components[0], Continuum) if solution.components else False
        rule = "what was asked for" if known or len(solution.components) > 1 else ""
        solution = replace(solution, selected=promised, rule=rule)
    return solution


def welfare_change(before: Equilibrium | None, after: Equilibrium, old: Game) -> WelfareChange:
    """Compare the sums of utilities per agent."""
    return WelfareChange(
        None if before is None else welfare(old, before.weights),
        welfare(after.game, after.weights),
        welfare(old, after.weights),
    )


def _root(value: Fraction) -> Fraction | None:
    """Return the square root where it is rational."""
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(top, bottom) if Fraction(top * top, bottom * bottom) == value else None


def _decimal_root(value: Fraction) -> Fraction:
    """Return the square root, of 30 digits where it is irrational."""
    exact = _root(value)
    if exact is not None:
        return exact
    scale = 10**30 * value.denominator
    return Fraction(isqrt(value.numerator * value.denominator * 10**60), scale)


def _written(squared: Fraction, rounding: str) -> str:
    return decimal(_decimal_root(squared), rounding=rounding)


def _percent(value: Fraction) -> str:
    return f"{decimal(100 * value)} %"
