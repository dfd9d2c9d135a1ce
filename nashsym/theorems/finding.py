"""What a theorem says about one game: the verdict on each hypothesis, what is behind it, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from nashsym.exact.real_roots import RealRoot
from nashsym.theorems.roots import root_tree

__all__ = ["Finding", "Hypothesis", "Verdict"]

Verdict = Literal["yes", "no", "undecided"]


@dataclass(frozen=True)
class Hypothesis:
    """One hypothesis of a theorem, decided on one game.

    Attributes
    ----------
    text : str
        The hypothesis: ``"M ≻ 0 on T"``.
    verdict : {"yes", "no", "undecided"}
        Decided in rationals; "undecided" says in `quantity` at which bound deciding it stopped.
    quantity : str
        What is behind the verdict, with exact numbers or a witness: ``"v = (1, −1, 0) has vᵀMv = −3/5"``. Where a
        condition holds or fails with exactly 0 it says so.
    """

    text: str
    verdict: Verdict
    quantity: str

    def to_dict(self) -> dict[str, str]:
        """Return the fields by name."""
        return {"text": self.text, "verdict": self.verdict, "quantity": self.quantity}


@dataclass(frozen=True)
class Finding:
    """A theorem applied to one game.

    Attributes
    ----------
    theorem : str
        ``"T1"`` to ``"T19"``.
    title : str
        A few words.
    statement : str
        The theorem, in a sentence or two.
    hypotheses : tuple of Hypothesis
        All that the whole theorem needs; empty where it needs nothing.
    conclusion : str
        What follows for this game, in plain words: all of it, the part that the hypotheses that hold still give, or
        what can't be concluded and why.
    quantities : tuple of (name, value) pairs of str
        Numbers that come with the conclusion, such as a threshold to 30 digits or between two rationals, all proven.
    thresholds : tuple of (name, RealRoot) pairs
        Values of a coefficient at which a conclusion changes, as exact algebraic numbers: ``enclose(width)`` gives as
        many digits as asked for, ``compare(value)`` decides on which side of it a number lies.
    """

    theorem: str
    title: str
    statement: str
    hypotheses: tuple[Hypothesis, ...]
    conclusion: str
    quantities: tuple[tuple[str, str], ...] = ()
    thresholds: tuple[tuple[str, RealRoot], ...] = ()

    @property
    def holds(self) -> Verdict:
        """Whether every hypothesis holds: "no" as soon as one fails, else "undecided" as soon as one is."""
        verdicts = {hypothesis.verdict for hypothesis in self.hypotheses}
        if "no" in verdicts:
            return "no"
        return "undecided" if "undecided" in verdicts else "yes"

    @property
    def failing(self) -> tuple[Hypothesis, ...]:
        """The hypotheses that do not hold or are undecided."""
        return tuple(hypothesis for hypothesis in self.hypotheses if hypothesis.verdict != "yes")

    def to_dict(self) -> dict[str, Any]:
        """Return the fields, and `holds`, by name; everything is text."""
        return {
            "theorem": self.theorem,
            "title": self.title,
            "statement": self.statement,
            "hypotheses": [hypothesis.to_dict() for hypothesis in self.hypotheses],
            "conclusion": self.conclusion,
            "holds": self.holds,
            "quantities": dict(self.quantities),
            "thresholds": {name: root_tree(root) for name, root in self.thresholds},
        }
