"""The answer of `steer`: ways to change the incentives, cheapest first, and what can't be done."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nashsym.exact.rational import number_text
from nashsym.game import Game
from nashsym.solvers.solution import Solution
from nashsym.steering.demand import Demand
from nashsym.steering.family_answer import FamilyAnswer
from nashsym.steering.option import Option
from nashsym.theorems.wording import decimal, listed

__all__ = ["Advice", "Standing"]


@dataclass(frozen=True)
class Standing:
    """Whether the game as it is does what is asked.

    Parameters
    ----------
    solution : Solution
    met : bool or None
        At every homogeneous equilibrium it has; None where these disagree, or are not all known.
    """

    solution: Solution
    met: bool | None

    __hash__ = None  # type: ignore[assignment]  # flint matrices are mutable in principle

    def sentence(self, asked: Demand) -> str:
        """Say how things are."""
        found = self.solution.equilibrium
        if self.met:
            return "Nothing needs to change: the equilibrium brings " + asked.words + " already."
        if self.met is None:
            why = "it has several equilibria, and they do not agree" if found else "its equilibria are not known"
            return f"Whether the game as it is brings {asked.words} depends: {why}."
        if found is None:
            return "The game as it is has no equilibrium in which all agents act alike."
        if asked.is_mixture:
            return "The equilibrium is another mixture than the one that was asked for."
        weights = found.weights
        below = [
            f"{asked.groups[d]} ({decimal(100 * weights[d])} %)" for d in asked.asked if weights[d] < asked.least[d]
        ]
        return f"At the equilibrium {listed(below)} {'is' if len(below) == 1 else 'are'} below the floor."


@dataclass(frozen=True, repr=False)
class Advice:
    """What to change so that the equilibrium does what is asked; `str` of it is the advice in sentences.

    Parameters
    ----------
    game : Game
        As it is.
    asked : Demand
    standing : Standing
    families : tuple of FamilyAnswer
        One for each family of changes that was looked at; none where nothing needs to change.
    """

    game: Game
    asked: Demand
    standing: Standing
    families: tuple[FamilyAnswer, ...]

    __hash__ = None  # type: ignore[assignment]  # games hold flint matrices

    @property
    def nothing_to_do(self) -> bool:
        """Whether the game as it is does what is asked, at every homogeneous equilibrium."""
        return self.standing.met is True

    @property
    def options(self) -> tuple[Option, ...]:
        """All options, cheapest first.

        Options of different families are compared by their cost relative to what stands (`Option.relative_squared`);
        those that no other equilibrium can undo come before all others, those without a relative cost last.
        """
        found = [option for family in self.families for option in family.options]
        return tuple(sorted(found, key=_order))

    @property
    def cheapest(self) -> Option | None:
        """The first option."""
        return next(iter(self.options), None)

    @property
    def refused(self) -> tuple[FamilyAnswer, ...]:
        """The families that have no option: proved impossible, or undecided."""
        return tuple(family for family in self.families if not family.options)

    @property
    def is_undecided(self) -> bool:
        """Whether there is no option, and not in every family a proof that there is none."""
        return not self.nothing_to_do and not self.options and any(f.verdict == "undecided" for f in self.families)

    @property
    def text(self) -> str:
        """The advice, readable."""
        title = self.game.name or "game"
        size, agents = self.game.size, self.game.agents
        counted = f"{size} group{'s' if size != 1 else ''}, {agents} agent{'s' if agents != 1 else ''}"
        lines = [f"{title}: {counted}", self.standing.sentence(self.asked)]
        if self.nothing_to_do:
            return "\n".join(lines) + "\n"
        options = self.options
        if options:
            count = "One way" if len(options) == 1 else f"{len(options)} ways"
            order = ", the cheapest first" if len(options) > 1 else ""
            costs = [option.relative_squared for option in options if option.relative_squared is not None]
            if costs != sorted(costs):
                order = (
                    "; those that nothing undoes come first, and the cheapest first among these and among the others"
                )
            lines += ["", f"{count} to bring {self.asked.words}{order}:"]
        for place, option in enumerate(options, start=1):
            lines += ["", f"{place}. {option.sentence}"]
            lines += [f"   {sentence}" for sentence in option.sentences[1:] if sentence]
        if self.refused:
            lines += ["", "What does not do it:" if options else f"Nothing here brings {self.asked.words}:"]
            lines += [f"- {family.sentence}" for family in self.refused]
        several = [family for family in self.families if len(family.intervals) > 1]
        if several:
            lines += ["", "All values that do, where they are several intervals:"]
            lines += [f"- {family.sentence}" for family in several]
        return "\n".join(lines) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as a tree; numbers are exact strings."""
        asked = {name: number_text(value) for name, value in zip(self.game.groups, self.asked.least, strict=True)}
        return {
            "game": self.game.to_dict(),
            "asked": asked,
            "nothing_to_do": self.nothing_to_do,
            "standing": self.standing.sentence(self.asked),
            "options": [option.to_dict() for option in self.options],
            "families": [
                {key: value for key, value in family.to_dict().items() if key != "options"} for family in self.families
            ],
            "exactness": "exact",
            "provenance": self.standing.solution.provenance,
        }

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        first = self.cheapest
        said = "nothing needs to change" if self.nothing_to_do else first.sentence if first else "nothing does"
        return f"Advice({len(self.options)} options; {said})"


def _order(option: Option) -> tuple[int, bool, Fraction]:
    """Sure ones first, then by relative cost."""
    solution = option.solution
    doubt = 0 if solution.unique == "proved" else 1 if solution.unique_homogeneous == "proved" else 2
    relative = option.relative_squared
    return doubt, relative is None, Fraction(0) if relative is None else relative
