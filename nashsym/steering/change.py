"""The answer: what a change of one coefficient, in one direction, does for a group below the floor."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from nashsym.exact.rational import number_text
from nashsym.steering.stretches import Direction

__all__ = ["ChangeVerdict", "CoefficientChange"]

ChangeVerdict = Literal["reached", "never", "undecided"]


@dataclass(frozen=True)
class CoefficientChange:
    """Whether changing one coefficient alone, in one direction, brings a group back to w_d ≥ τ, and how far.

    Parameters
    ----------
    coefficient : str
        "attractiveness", "consistency" or "diversity".
    current : Fraction
        Its value in the game.
    verdict : {"reached", "never", "undecided"}
        "never" is proved for every value on this side.
    value : Fraction or None
        A value with w_d ≥ τ at the homogeneous equilibrium, proved by an exact solve: the threshold itself where that
        is rational, else a decimal of a few digits just beyond it.
    threshold : tuple of two Fractions, or None
        Around the value nearest to the current one: on the side of the current one w_d < τ, on the other w_d ≥ τ, both
        proved. Equal where it is rational.
    exact : Fraction or None
        The threshold where it is rational; for attractiveness it always is (MODEL T9).
    direction : {"increase", "decrease"}
    sentence : str
        The answer in plain words.
    reason : str
        Why never, or why undecided; "" where there is nothing to add.
    nearest : bool
        Whether the threshold is proved to be the nearest one; otherwise it was found by a search.
    """

    coefficient: str
    current: Fraction
    verdict: ChangeVerdict
    value: Fraction | None
    threshold: tuple[Fraction, Fraction] | None
    exact: Fraction | None
    direction: Direction
    sentence: str
    reason: str = ""
    nearest: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as a tree; numbers are exact strings."""
        return {
            "coefficient": self.coefficient,
            "direction": self.direction,
            "current": number_text(self.current),
            "verdict": self.verdict,
            "value": None if self.value is None else number_text(self.value),
            "threshold": None if self.threshold is None else [number_text(end) for end in self.threshold],
            "exact": None if self.exact is None else number_text(self.exact),
            "nearest": self.nearest,
            "sentence": self.sentence,
            "reason": self.reason,
        }
