"""A counterexample: a game on which a theorem lacks one hypothesis, and its conclusion fails with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nashsym.game import Game

__all__ = ["Counterexample"]


@dataclass(frozen=True)
class Counterexample:
    """Why a theorem needs one of its hypotheses.

    Attributes
    ----------
    hypothesis : str
        Its text, as the theorem states it.
    game : callable
        Makes the game: every other hypothesis of the theorem holds on it, except those in `with_it`.
    says : str
        What goes wrong there, with its numbers: a sentence or two.
    with_it : tuple of str
        Texts of hypotheses that mean nothing without this one, and fail with it.
    radius : Fraction or None
        Up to which each entry of b and M is known, for T13.
    """

    hypothesis: str
    game: Callable[[], Game]
    says: str
    with_it: tuple[str, ...] = ()
    radius: Fraction | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name; the game as the tree of its file."""
        return {
            "hypothesis": self.hypothesis,
            "with_it": list(self.with_it),
            "says": self.says,
            "game": self.game().to_dict(),
            "radius": None if self.radius is None else str(self.radius),
        }
