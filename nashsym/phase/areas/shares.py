"""What an area comes as: shares of a box, each between two rationals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nashsym.exact.rational import number_text

__all__ = ["Area", "ExclusionArea", "Share"]


@dataclass(frozen=True)
class Share:
    """A number of [0, 1] between two rationals.

    Attributes
    ----------
    low, high : Fraction
        Equal where the share is known exactly.
    """

    low: Fraction
    high: Fraction

    @property
    def width(self) -> Fraction:
        """``high − low``."""
        return self.high - self.low

    def __contains__(self, value: Fraction | int) -> bool:
        return self.low <= value <= self.high

    def __float__(self) -> float:
        return float((self.low + self.high) / 2)

    def of(self, whole: Share) -> Share | None:
        """Return this share of another one that holds it; None where that is 0, [0, 1] where it can be 0."""
        if whole.high == 0:
            return None
        low = self.low / whole.high
        return Share(low, Fraction(1) if whole.low == 0 else min(Fraction(1), self.high / whole.low))

    @classmethod
    def mean(cls, shares: list[Share]) -> Share:
        """Return the mean of some shares."""
        lows, highs = (sum(ends, Fraction(0)) for ends in zip(*((each.low, each.high) for each in shares), strict=True))
        return cls(lows / len(shares), highs / len(shares))

    def to_dict(self) -> list[str]:
        """Return both ends as exact strings."""
        return [number_text(self.low), number_text(self.high)]


@dataclass(frozen=True)
class Area:
    """How much of a box excludes somebody at the floor.

    Attributes
    ----------
    area : Share
        Of the box: an interior equilibrium with ``w_d < τ``.
    conditional : Share or None
        The same of the part with an interior equilibrium; None where that has no volume.
    anywhere : Share
        Of the box: H ⪰ 0 and M ≻ 0 on T, so that there is one homogeneous equilibrium, and ``w_d < τ`` there, on the
        boundary or not. Where M is not ≻ 0 on T there can be several: that part is left out, see
        `ExclusionArea.several_possible`.
    """

    area: Share
    conditional: Share | None
    anywhere: Share

    def to_dict(self) -> dict[str, list[str] | None]:
        """Return the shares by name."""
        conditional = None if self.conditional is None else self.conditional.to_dict()
        return {"area": self.area.to_dict(), "conditional": conditional, "anywhere": self.anywhere.to_dict()}


@dataclass(frozen=True)
class ExclusionArea:
    """The exclusion areas of a game over a box of coefficients. Shares mean nothing without the region: `box` says it.

    Attributes
    ----------
    box : mapping from coefficient to (low, high)
        All three; equal ends where a coefficient is fixed. The measure is the volume in those that are not.
    floor : Fraction
        τ.
    interior : Share
        Of the box: an interior homogeneous equilibrium, w⁎ > 0 and H ⪰ 0 on T.
    interior_unique : Share
        The same with M ≻ 0 on T: the only homogeneous equilibrium.
    concave, regular : Share
        Of the box: H ⪰ 0 on T; H ⪰ 0 and M ≻ 0 on T.
    groups : mapping from group to Area
    any_group : Area
        Of the part where some group is below the floor.
    mean : Area
        Mean over the groups.
    """

    box: Mapping[str, tuple[Fraction, Fraction]]
    floor: Fraction
    interior: Share
    interior_unique: Share
    concave: Share
    regular: Share
    groups: Mapping[str, Area]
    any_group: Area
    mean: Area

    @property
    def several_possible(self) -> Share:
        """Share of the box with H ⪰ 0 and M not ≻ 0 on T: there ``anywhere`` counts nothing."""
        return Share(max(Fraction(0), self.concave.low - self.regular.high), self.concave.high - self.regular.low)

    @property
    def width(self) -> Fraction:
        """The width of the widest share."""
        areas = [*self.groups.values(), self.any_group, self.mean]
        shares = [self.interior, self.interior_unique, self.concave, self.regular]
        shares += [share for area in areas for share in (area.area, area.conditional, area.anywhere) if share]
        return max(share.width for share in shares)

    def to_dict(self) -> dict[str, Any]:
        """Return everything by name, numbers as exact strings."""
        return {
            "box": {name: [number_text(low), number_text(high)] for name, (low, high) in self.box.items()},
            "floor": number_text(self.floor),
            "interior": self.interior.to_dict(),
            "interior, unique": self.interior_unique.to_dict(),
            "concave": self.concave.to_dict(),
            "regular": self.regular.to_dict(),
            "groups": {name: area.to_dict() for name, area in self.groups.items()},
            "any group": self.any_group.to_dict(),
            "mean over groups": self.mean.to_dict(),
        }
