"""A theorem: what it states, the function that decides it on a game, and its entry in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from nashsym.exact.real_roots import RealRoot
from nashsym.game import Game
from nashsym.theorems.counterexample import Counterexample
from nashsym.theorems.finding import Finding, Hypothesis
from nashsym.theorems.instance import Instance

__all__ = ["Anchored", "Outcome", "Theorem"]


class Outcome(NamedTuple):
    """What deciding a theorem on a game yields; see :class:`nashsym.theorems.finding.Finding`."""

    hypotheses: tuple[Hypothesis, ...]
    conclusion: str
    quantities: tuple[tuple[str, str], ...] = ()
    thresholds: tuple[tuple[str, RealRoot], ...] = ()


class Anchored(NamedTuple):
    """What a theorem says of anchored games: the statement, and the function that decides it on an instance."""

    statement: str
    decide: Callable[[Instance], Outcome]


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
    hypotheses : tuple of str
        Their texts, in the order in which `decide` returns them.
    proof : str
        The file, from the project's root, that derives the theorem and checks each step by computer algebra.
    uses : tuple of str
        Dotted names of the modules and functions of nashsym that rely on it.
    laws : tuple of str
        Names of its laws in `nashsym.testing.LAWS`, which any game and any solver can be held to.
    counterexamples : tuple of Counterexample
        For each hypothesis that is needed a game on which it is missing and the conclusion fails, or is undefined.
    further : tuple of Counterexample
        The same for conditions within the statement, of a part of it, that are not among the hypotheses.
    not_needed : tuple of (text, reason) pairs of str
        The hypotheses that are only convenient, and why the conclusion stands, or another hypothesis fails, without.
    machine_proof : str or None
        The file of a proof that a proof assistant checks; None where there is none yet.
    anchored : Anchored or None
        The theorem for games with an anchor; None where it says nothing of them.
    """

    name: str
    title: str
    statement: str
    decide: Callable[[Instance], Outcome]
    hypotheses: tuple[str, ...]
    proof: str
    uses: tuple[str, ...]
    laws: tuple[str, ...]
    counterexamples: tuple[Counterexample, ...] = ()
    further: tuple[Counterexample, ...] = ()
    not_needed: tuple[tuple[str, str], ...] = ()
    machine_proof: str | None = None
    anchored: Anchored | None = None

    def on(self, instance: Instance) -> Finding:
        """Apply the theorem to an instance, which remembers what several theorems need."""
        statement = self.statement
        if instance.game.is_quadratic:
            outcome = self.decide(instance)
        elif self.anchored is not None and instance.game.is_anchored:
            statement, outcome = self.anchored.statement, self.anchored.decide(instance)
        else:
            quantity = "a term of the utility is not quadratic: the game has no canonical form (b, H, K)"
            failed = Hypothesis("every term of the utility is quadratic", "no", quantity)
            outcome = Outcome((failed,), "Nothing can be concluded: the theorem is about canonical games (b, H, K, N).")
        return Finding(self.name, self.title, statement, *outcome)

    def finding(self, game: Game, radius: Fraction | None = None) -> Finding:
        """Decide every hypothesis exactly on a game, b and M known up to a radius per entry, and say what follows."""
        return self.on(Instance(game, radius))

    def to_dict(self) -> dict[str, Any]:
        """Return the entry in the ledger by name of field, as plain data."""
        return {
            "name": self.name,
            "title": self.title,
            "statement": self.statement,
            "anchored": None if self.anchored is None else self.anchored.statement,
            "hypotheses": list(self.hypotheses),
            "proof": self.proof,
            "machine_proof": self.machine_proof,
            "uses": list(self.uses),
            "laws": list(self.laws),
            "counterexamples": [counterexample.to_dict() for counterexample in self.counterexamples],
            "further": [counterexample.to_dict() for counterexample in self.further],
            "not_needed": dict(self.not_needed),
        }
