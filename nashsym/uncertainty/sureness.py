"""How sure an answer is: the bands of a bootstrap, and beside them what holds for every input of a confidence box."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from nashsym.uncertainty.bands import Bands, GroupBand

__all__ = ["VERDICTS", "GroupSureness", "Sureness", "Verdict"]

Verdict = Literal["included", "excluded", "undecided"]
VERDICTS: Final[tuple[Verdict, ...]] = ("included", "excluded", "undecided")


@dataclass(frozen=True)
class GroupSureness:
    """What is known of one group.

    Attributes
    ----------
    band : GroupBand
    verdict : {"included", "excluded", "undecided"}
        Whether its weight is at least τ, or below τ, for every input of the box; proved (MODEL T13), or not decided.
    reach : pair of Fraction, or None
        Between which numbers the weight lies for every input of the box; None where no such numbers are proved.
    """

    band: GroupBand
    verdict: Verdict
    reach: tuple[Fraction, Fraction] | None


@dataclass(frozen=True)
class Sureness:
    """The bands, and the guarantee over the box.

    Attributes
    ----------
    bands : Bands
    groups : tuple of GroupSureness
        In the order of the game.
    """

    bands: Bands
    groups: tuple[GroupSureness, ...]

    def named(self, verdict: Verdict) -> tuple[str, ...]:
        """Return the groups with a verdict."""
        return tuple(one.band.name for one in self.groups if one.verdict == verdict)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as a tree; numbers are exact strings."""
        tree = self.bands.to_dict()
        for one in self.groups:
            reach = None if one.reach is None else [str(end) for end in one.reach]
            tree["groups"][one.band.name] |= {"over_the_box": one.verdict, "reach": reach}
        return tree
