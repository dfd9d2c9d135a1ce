"""Along a path: where a group is below the floor, at it, and above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from nashsym.exact.rational import rational
from nashsym.exact.real_roots import RealRoot, rational_between, real_roots, sign_at
from nashsym.phase.along.piece import Piece

__all__ = ["Direction", "Region", "Stretch", "nearest_region", "stretches"]

Direction = Literal["increase", "decrease"]


@dataclass(frozen=True)
class Stretch:
    """An open interval of a coefficient, or one value of it, on which w_d − τ keeps its sign.

    Parameters
    ----------
    start : RealRoot
    end : RealRoot or None
        Equal to `start` for a single value; None where the interval has no end.
    sign : int
        −1, 0 or 1.
    """

    start: RealRoot
    end: RealRoot | None
    sign: int


def stretches(path: Sequence[Piece], group: int, floor: Fraction, *, includes_start: bool) -> list[Stretch]:
    """Return the signs of w_d − τ along a path, in ascending order, intervals and values in turn.

    Parameters
    ----------
    path : sequence of Piece
        Each beginning where the one before ends.
    group : int
        d.
    floor : Fraction
        τ.
    includes_start : bool
        Whether the path holds at its first value too; at its last it never does.
    """
    found: list[Stretch] = []
    for index, piece in enumerate(path):
        polynomial = piece.above(group, floor)
        vanishes = polynomial == 0
        inner = [
            root for root in real_roots([polynomial]) if piece.start < root and (piece.end is None or root < piece.end)
        ]
        starts = [piece.start, *inner]
        for place, (start, end) in enumerate(zip(starts, [*inner, piece.end], strict=True)):
            sign = 0 if vanishes else sign_at(polynomial, rational(rational_between(start, end)))
            if index or place or includes_start:
                at_start = 0 if vanishes or start.is_root_of(polynomial) else sign
                found.append(Stretch(start, start, at_start))
            found.append(Stretch(start, end, sign))
    return found


@dataclass(frozen=True)
class Region:
    """The values nearest to the current one, on one side of it, at which a group is at the floor or above.

    Parameters
    ----------
    threshold : RealRoot
        The nearest of them.
    far : RealRoot or None
        Where the group falls below the floor again or the path ends; None where neither happens.
    before : RealRoot
        From here to the threshold the group is below the floor.
    includes_far : bool
        Whether the group is at the floor at `far` too.
    touched : RealRoot or None
        An irrational value, nearer still, at which the group touches the floor without rising above it.
    """

    threshold: RealRoot
    far: RealRoot | None
    before: RealRoot
    includes_far: bool
    touched: RealRoot | None = None


def nearest_region(found: Sequence[Stretch], current: Fraction, direction: Direction) -> Region | None:
    """Return the nearest values on one side at which the sign is not negative, or None where there are none.

    A single irrational value is passed over: no rational coefficient is equal to it.
    """
    up = direction == "increase"
    before = here = RealRoot.of(current)
    region, touched = None, None
    for stretch in found if up else reversed(found):
        inner, outer = (stretch.start, stretch.end) if up else (stretch.end, stretch.start)
        if outer is not None and not (here < outer if up else outer < here):
            continue
        if stretch.sign >= 0:
            assert inner is not None  # noqa: S101  # only the last stretch going up has no end
            is_value = stretch.start == stretch.end
            region = Region(inner if region is None else region.threshold, outer, before, is_value, touched)
            continue
        if region is not None:
            if not _is_unusable(region):
                break
            touched, region = touched or region.threshold, None
        if stretch.start != stretch.end and inner is not None and (here < inner if up else inner < here):
            before = inner
    return None if region is None or _is_unusable(region) else region


def _is_unusable(region: Region) -> bool:
    """Return whether the region is one irrational value."""
    return region.far == region.threshold and region.threshold.rational is None
