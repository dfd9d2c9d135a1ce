"""What agents who play one mixture could gain by another."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from nashsym.exact.rational import number_text
from nashsym.gamefile.profile import Played

__all__ = ["PlayedRegret"]


@dataclass(frozen=True)
class PlayedRegret:
    """What agents who play one mixture could gain, in units of utility.

    Attributes
    ----------
    groups : tuple of str
        Names of the D groups.
    agents : tuple of range
        The numbers of these agents, from 1.
    weights : tuple of D Fractions
        Their mixture.
    low, high : Fraction
        The regret lies between them, 0 ≤ low ≤ high; it is known exactly where they are equal.
    deviation : tuple of D Fractions
        A mixture that gains `low`: a best response where the regret is exact.
    gap : Fraction
        ``max_d g_d − gᵀwᵢ`` (MODEL T14): at least the regret where H ⪰ 0 on T.
    """

    groups: tuple[str, ...]
    agents: tuple[range, ...]
    weights: tuple[Fraction, ...]
    low: Fraction
    high: Fraction
    deviation: tuple[Fraction, ...]
    gap: Fraction

    @property
    def count(self) -> int:
        """How many agents they are."""
        return Played(self.agents, self.weights).count

    @property
    def regret(self) -> Fraction | None:
        """The exact regret, or None where it is known between bounds only."""
        return self.low if self.low == self.high else None

    @property
    def is_best_response(self) -> Literal["yes", "no", "undecided"]:
        """Whether the mixture is a best response: whether the regret is exactly 0."""
        if self.low > 0 or self.gap > 0:
            return "no"
        return "yes" if self.high == 0 else "undecided"

    @property
    def best_deviation(self) -> dict[str, Fraction]:
        """The deviation by group."""
        return dict(zip(self.groups, self.deviation, strict=True))

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name; numbers are exact texts, agents pairs of the first and the last of a stretch."""
        return {
            "agents": [[stretch.start, stretch.stop - 1] for stretch in self.agents],
            "weights": _texts(self.groups, self.weights),
            "regret": None if self.regret is None else number_text(self.regret),
            "low": number_text(self.low),
            "high": number_text(self.high),
            "best_deviation": _texts(self.groups, self.deviation),
            "gap": number_text(self.gap),
            "is_best_response": self.is_best_response,
        }


def _texts(groups: tuple[str, ...], weights: tuple[Fraction, ...]) -> dict[str, str]:
    return {group: number_text(weight) for group, weight in zip(groups, weights, strict=True)}
