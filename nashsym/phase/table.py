"""The exclusion statistics as text: what a sweep prints."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nashsym.exact.rational import number_text
from nashsym.game import Game
from nashsym.phase.kinds import Kind
from nashsym.phase.statistics import Exclusion, Statistics

__all__ = ["published_table", "statistics_text"]


def statistics_text(title: str, game: Game, found: Statistics) -> str:
    """Return statistics as text: the region, the share of each kind, and who is excluded how often."""
    rows = [
        *((name, exclusion) for name, exclusion in found.groups.items()),
        ("any group", found.any_group),
        ("mean over groups", found.mean),
    ]
    width = max(len(name) for name, _ in rows)
    lines = [f"{title}: {game.size} groups, {game.agents} agents", _region(found), ""]
    lines += [f"{_percent(share)}  {kind.label}" for kind, share in found.kinds.items() if share]
    lines += ["", f"{'':{width}}  area, interior  conditional     anywhere"]
    lines += [f"{name:{width}}  {_cells(exclusion)}" for name, exclusion in rows]
    lines += ["", _explained(found), _decided(found)]
    return "\n".join(lines) + "\n"


def published_table(names: Sequence[str], found: Sequence[Statistics], group: str | None = None) -> str:
    """Return a row per game: exclusion area and conditional exclusion, of one group or as the mean over groups.

    The shape of the table of the paper (MODEL, section 4); its region and inputs are not known here.
    """
    width = max(len("game"), *(len(name) for name in names))
    about = "mean over groups" if group is None else group
    floors = sorted({each.floor for each in found})
    said = f"floor {number_text(floors[0])}" if len(floors) == 1 else "each game's own floor"
    lines = [f"{about}, {_nodes(found[0])}; {said}", "", f"{'game':{width}}  exclusion area  conditional exclusion"]
    for name, each in zip(names, found, strict=True):
        exclusion = each.mean if group is None else each.groups[group]
        lines.append(f"{name:{width}}  {_percent(exclusion.area):>14}  {_percent(exclusion.conditional):>21}")
    return "\n".join(lines) + "\n"


def _region(found: Statistics) -> str:
    return f"{_nodes(found)}; floor {number_text(found.floor)}"


def _nodes(found: Statistics) -> str:
    parts = []
    for name, (low, high, nodes) in found.region.items():
        span = number_text(low) if nodes == 1 else f"{number_text(low)} to {number_text(high)} ({nodes} nodes)"
        parts.append(f"{name} {span}")
    return ", ".join(parts)


def _cells(exclusion: Exclusion) -> str:
    shares = (exclusion.area, exclusion.conditional, exclusion.anywhere)
    widths = (14, 11, 11)
    return "  ".join(f"{_percent(share):>{width}}" for share, width in zip(shares, widths, strict=True))


def _percent(share: Fraction | None) -> str:
    return "none" if share is None else f"{float(100 * share):8.3f} %"


def _explained(found: Statistics) -> str:
    return (
        f"area: nodes whose interior equilibrium gives the group less than {number_text(found.floor)}, of all nodes;\n"
        f"conditional: of the interior ones ({_percent(found.interior).strip()}); anywhere: on the boundary too."
    )


def _decided(found: Statistics) -> str:
    count = f"{found.nodes} node{'s' if found.nodes != 1 else ''}"
    text = f"{count}, none rounded: rationals decided {found.exact}, floats with a proof the others."
    undecided = found.kinds[Kind.UNDECIDED] * found.nodes
    return text if not undecided else f"{text} {undecided} stayed undecided within the bounds of the search."
