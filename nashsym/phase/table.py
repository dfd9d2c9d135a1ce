"""The exclusion statistics as text: what a sweep prints."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nashsym.exact.rational import number_text
from nashsym.phase.grid import Grid
from nashsym.phase.kinds import Kind
from nashsym.phase.statistics import Exclusion, Statistics, statistics

__all__ = ["grid_text", "published_table"]


def grid_text(grid: Grid) -> str:
    """Return the statistics of one grid: its region, the share of each kind, and who is excluded how often."""
    found = statistics(grid)
    rows = [
        *((name, exclusion) for name, exclusion in found.groups.items()),
        ("any group", found.any_group),
        ("mean over groups", found.mean),
    ]
    width = max(len(name) for name, _ in rows)
    lines = [f"{grid.game.name or 'game'}: {grid.game.size} groups, {grid.game.agents} agents", _region(found), ""]
    lines += [f"{_percent(share)}  {kind.label}" for kind, share in found.kinds.items() if share]
    lines += ["", f"{'':{width}}  area, interior  conditional     anywhere"]
    lines += [f"{name:{width}}  {_cells(exclusion)}" for name, exclusion in rows]
    lines += ["", _explained(found), _decided(grid)]
    return "\n".join(lines) + "\n"


def published_table(grids: Sequence[Grid], group: str | None = None) -> str:
    """Return a row per game: exclusion area and conditional exclusion, of one group or as the mean over groups.

    The shape of the table of the paper (MODEL, section 4); its region and inputs are not known here.
    """
    all_found = [statistics(grid) for grid in grids]
    names = [grid.game.name or f"game {place}" for place, grid in enumerate(grids, 1)]
    if len({grid.game.agents for grid in grids}) > 1:
        names = [f"{name}, {grid.game.agents} agents" for name, grid in zip(names, grids, strict=True)]
    width = max(len("game"), *(len(name) for name in names))
    about = "mean over groups" if group is None else group
    lines = [f"{about}, {_region(all_found[0])}", "", f"{'game':{width}}  exclusion area  conditional exclusion"]
    for name, found in zip(names, all_found, strict=True):
        exclusion = found.mean if group is None else found.groups[group]
        lines.append(f"{name:{width}}  {_percent(exclusion.area):>14}  {_percent(exclusion.conditional):>21}")
    return "\n".join(lines) + "\n"


def _region(found: Statistics) -> str:
    parts = []
    for name, (low, high, nodes) in found.region.items():
        span = number_text(low) if nodes == 1 else f"{number_text(low)} to {number_text(high)} ({nodes} nodes)"
        parts.append(f"{name} {span}")
    return f"{', '.join(parts)}; floor {number_text(found.floor)}"


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


def _decided(grid: Grid) -> str:
    count = int(grid.exact.sum())
    undecided = int((grid.kind == Kind.UNDECIDED).sum())
    text = f"{grid.kind.size} nodes, none rounded: rationals decided {count}, floats with a proof the others."
    return text if not undecided else f"{text} {undecided} stayed undecided within the bounds of the search."
