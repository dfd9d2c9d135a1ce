"""How far λ_D can grow before the interior equilibrium dies, or a group falls below the floor: T12 in a finding."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from nashsym.exact.intervals import Interval
from nashsym.exact.rational import fraction
from nashsym.exact.real_roots import RealRoot
from nashsym.theorems.diversity_path import MAX_GROUPS_PATH, DiversityPath, Level, diversity_path, interval_around
from nashsym.theorems.instance import Instance
from nashsym.theorems.roots import interval_text, root_text
from nashsym.theorems.wording import listed, number

__all__ = ["path_quantities"]

#: Of more intervals than these the first are written.
_FEW: Final = 6

Quantities = list[tuple[str, str]]
Roots = tuple[tuple[str, RealRoot], ...]


def path_quantities(instance: Instance) -> tuple[Quantities, Roots]:
    """Tell where along λ_D the candidate w⁎ serves everybody, and how far the game is from where it does not.

    Parameters
    ----------
    instance : Instance
        In the similarity form, N ≥ 2, with C ⪰ 0 on T, so that w⁎ > 0 is an equilibrium (MODEL T2, T12).
    """
    if instance.size > MAX_GROUPS_PATH:
        return [("exact λ_D at which a group leaves", f"not computed above D = {MAX_GROUPS_PATH}")], ()
    path, data = diversity_path(instance.game), instance.inputs
    if path is None or data is None:
        return [("λ_D with w⁎ > 0", "none: ZᵀMZ is singular at every λ_D")], ()
    current, floor = fraction(data.diversity), number(path.floor)
    shown: Quantities = []
    roots: list[tuple[str, RealRoot]] = []
    parts: tuple[tuple[Level, tuple[Interval, ...], str, str], ...] = (
        ("zero", path.interior(), "w⁎ > 0", "the interior equilibrium dies"),
        ("floor", path.inclusive(), f"every group at {floor} or above in w⁎", "a group falls below the floor"),
    )
    for level, intervals, what, end in parts:
        shown.append((f"λ_D with {what}", _intervals_text(intervals)))
        name = f"largest λ_D before {end}"
        text, root = _ahead(path, level, intervals, current, instance.groups)
        if text:
            shown.append((name, text))
        if root is not None:
            roots.append((name, root))
    return shown, tuple(roots)


def _intervals_text(intervals: Sequence[Interval]) -> str:
    if not intervals:
        return "none"
    more = f"; … ({len(intervals)} in all)" if len(intervals) > _FEW else ""
    return "; ".join(interval_text(interval, "λ_D") for interval in intervals[:_FEW]) + more


def _ahead(
    path: DiversityPath, level: Level, intervals: Sequence[Interval], current: Fraction, groups: Sequence[str]
) -> tuple[str, RealRoot | None]:
    """Say where the interval that the game lies in ends, and which groups end it; nothing where it lies in none."""
    here = interval_around(intervals, current)
    own = f"the game's λ_D = {number(current)}"
    if here is None:
        at = RealRoot.of(current)
        leaving = [groups[d] for d in path.leaving(at, level)] if not at.is_root_of(path.denominator) else []
        if not leaving:
            return "", None
        what = "0" if level == "zero" else f"the floor of {number(path.floor)}"
        return f"{own} is one at which {listed(leaving)} has exactly {what}: the boundary of the condition", at
    if here.end is None:
        return f"there is none: {own} can grow without end", None
    leaving = [groups[d] for d in path.leaving(here.end, level)]
    what = "0" if level == "zero" else "the floor"
    by = f"; there {listed(leaving)} reaches {what}" if leaving else "; there ZᵀMZ is singular"
    if here.end == RealRoot.of(current):
        return f"{own} is exactly there: the boundary of the condition{by}", here.end
    return root_text(here.end) + by, here.end
