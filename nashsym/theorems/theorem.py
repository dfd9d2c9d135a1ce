"""A theorem: its name, what it states, and the function that decides it on a game."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from nashsym.game import Game
from nashsym.theorems.finding import Finding, Hypothesis
from nashsym.theorems.instance import Instance

__all__ = ["Outcome", "Theorem"]


class Outcome(NamedTuple):
    """What deciding a theorem on a game yields; see :class:`nashsym.theorems.finding.Finding`."""

    hypotheses: tuple[Hypothesis, ...]
    conclusion: str
    quantities: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Theorem:
    """One theorem of MODEL, section 2.

    Attributes
    ----------
    name : str
        ``"T1"`` to ``"T19"``.
    title, statement : str
    decide : callable
        Takes an :class:`Instance` of a game whose terms are all quadratic.
    """

    name: str
    title: str
    statement: str
    decide: Callable[[Instance], Outcome]

    def on(self, instance: Instance) -> Finding:
        """Apply the theorem to an instance, which remembers what several theorems need."""
        if instance.game.is_quadratic:
            outcome = self.decide(instance)
        else:
            quantity = "a term of the utility is not quadratic: the game has no canonical form (b, H, K)"
            failed = Hypothesis("every term of the utility is quadratic", "no", quantity)
            outcome = Outcome((failed,), "Nothing can be concluded: the theorem is about canonical games (b, H, K, N).")
        return Finding(self.name, self.title, self.statement, *outcome)

    def finding(self, game: Game) -> Finding:
        """Decide every hypothesis exactly on a game, and say what follows."""
        return self.on(Instance(game))
