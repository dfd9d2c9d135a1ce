"""Pictures of phase diagrams: who is served where, the kinds of equilibrium, and the weights along λ_A."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nashsym.errors import InputError
from nashsym.phase.kinds import Kind
from nashsym.phase.plots.curves import Boundary, boundaries
from nashsym.phase.plots.drawing import (
    END_CURVE,
    FLOOR_CURVE,
    KIND_COLOURS,
    MARK,
    agents_text,
    axis_label,
    cell_colours,
    draw_axes,
    draw_cells,
    draw_curves,
    draw_hatching,
    draw_mark,
    held_text,
    kind_colours,
    largest_weight,
    legend_below,
    scale_of,
    shown_number,
)
from nashsym.phase.plots.plane import Plane, Sweep, planes_of
from nashsym.phase.plots.saving import SOFT, figure, finished, said, shortened, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.figure import Figure

__all__ = ["MAX_PANELS", "heatmap", "kind_map", "small_multiples"]

#: More panels than this can't be read on a page.
MAX_PANELS: Final = 120
#: A single row of groups is broken after so many.
_COLUMNS: Final = 4


def heatmap(
    found: Sweep,
    group: str,
    path: str | os.PathLike[str] | None = None,
    *,
    boundary: bool = True,
    curves: bool = True,
    at: Mapping[str, Any] | None = None,
) -> Figure:
    """Draw the weight of a group at the equilibrium over two coefficients.

    Colour is the weight, black a weight below the floor. Where the equilibrium lies on the boundary the cells are
    hatched; white is where no single equilibrium can be shown. Each cell is what its node was decided to be.

    Parameters
    ----------
    found : Grid, or xarray.Dataset
        Of one game and one number of agents, with two or three varied coefficients.
    group : str
        The focal group.
    path : path, optional
        Where to write it: .png, .svg or .pdf, the same bytes each time.
    boundary : bool
        False draws as the published study does: white wherever there is no interior equilibrium.
    curves : bool
        Whether the exact curves are drawn: where the weight is at the floor, and where the interior equilibrium ends.
    at : mapping from a coefficient to a number, optional
        Where three vary: one that is held, at one of its nodes.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        Where there is no plane, no such group, or no such format.

    Notes
    -----
    Source: MODEL T8, T9, section 4.
    """
    planes = planes_of(found, at)
    if len(planes) > 1:
        raise InputError(f"{len(planes)} games", key="found", remedy="choose one, or draw `small_multiples`")
    return _heatmaps(planes, [group], path, boundary=boundary, curves=curves)


def small_multiples(
    found: Sweep,
    groups: Sequence[str] | None = None,
    path: str | os.PathLike[str] | None = None,
    *,
    boundary: bool = True,
    curves: bool = True,
    at: Mapping[str, Any] | None = None,
    mark: Mapping[str, Any] | None = None,
) -> Figure:
    """Draw a heatmap for each group (columns) and each game or number of agents (rows), on one scale of colours.

    Parameters
    ----------
    found : Grid, sequence of Grid, or xarray.Dataset
        With the same groups and axes. One row alone is broken into several where there are many groups.
    groups : sequence of str, optional
        All unless given.
    path, boundary, curves, at
        As in `heatmap`.
    mark : mapping from coefficient to number, optional
        Where to set a ring, such as ``game.coefficients``: where the game itself stands.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        As `heatmap`, and for more than `MAX_PANELS` panels.
    """
    planes = planes_of(found, at)
    chosen = list(planes[0].game.groups if groups is None else groups)
    return _heatmaps(planes, chosen, path, boundary=boundary, curves=curves, mark=mark)


def kind_map(
    found: Sweep,
    path: str | os.PathLike[str] | None = None,
    *,
    curves: bool = True,
    at: Mapping[str, Any] | None = None,
) -> Figure:
    """Draw of which kind each cell is (MODEL, section 4), for each game or number of agents.

    Parameters
    ----------
    found : Grid, sequence of Grid, or xarray.Dataset
    path, curves, at
        As in `heatmap`; the curve is where the interior equilibrium ends.

    Returns
    -------
    matplotlib.figure.Figure
    """
    from matplotlib.patches import Patch

    planes = planes_of(found, at)
    _check_panels(len(planes))
    with style():
        columns = min(len(planes), 3)
        drawn, panels = _panels(len(planes), columns, legend_rows=3)
        for place, (axes, plane) in enumerate(zip(panels, planes, strict=True)):
            draw_cells(axes, plane, kind_colours(plane))
            if curves:
                draw_curves(axes, boundaries(plane, ()), None, True)
            draw_axes(axes, plane)
            said(axes.title, shortened(_name(plane, planes, place), 34 if len(planes) > 1 else 60))
        _label_axes(drawn, planes[0], panels, columns)
        said(_heading(drawn), f"Kind of equilibrium; {_held(planes)}")
        cells = sum(plane.kind.size for plane in planes)
        handles, words = [], []
        for kind in Kind:
            count = sum(int((plane.kind == kind).sum()) for plane in planes)
            if count:
                handles.append(Patch(facecolor=KIND_COLOURS[kind], edgecolor=SOFT, linewidth=0.5))
                words.append(f"{kind.label}: {_percent(Fraction(count, cells))} of the nodes")
        if curves and _has_gid(drawn, "interior-curve"):
            handles.append(_line(END_CURVE, (0, (4, 2))))
            words.append("the interior equilibrium ends (exact)")
        legend_below(drawn, handles, words, 2)
    return finished(drawn, path)


def _heatmaps(
    planes: Sequence[Plane],
    groups: Sequence[str],
    path: str | os.PathLike[str] | None,
    *,
    boundary: bool,
    curves: bool,
    mark: Mapping[str, Any] | None = None,
) -> Figure:
    places = [planes[0].group(name) for name in groups]
    if not places:
        raise InputError("no group is given", key="groups", remedy="name at least one")
    _check_panels(len(planes) * len(places))
    exact = [boundaries(plane, places) if curves else None for plane in planes]
    alone = len(planes) * len(places) == 1
    with style():
        scale = scale_of(min(float(plane.game.threshold) for plane in planes), largest_weight(planes, places, boundary))
        columns = _columns(len(places)) if len(planes) == 1 else len(places)
        drawn, panels = _panels(len(planes) * len(places), columns, legend_rows=3)
        shown = [(plane, found, place) for plane, found in zip(planes, exact, strict=True) for place in places]
        for index, (axes, (plane, found, place)) in enumerate(zip(panels, shown, strict=True)):
            _panel(axes, plane, place, scale, found, boundary)
            if mark is not None:
                draw_mark(axes, *(float(mark[axis.coefficient]) for axis in (plane.x, plane.y)))
            if len(planes) == 1 or index < len(places):
                said(axes.title, shortened(plane.game.groups[place], 60 if alone else 26))
            if len(planes) > 1 and index % len(places) == 0:
                row = index // len(places)
                said(axes.yaxis.label, shortened(_name(plane, planes, row), 30))
        _label_axes(drawn, planes[0], panels, columns)
        names = {plane.game.name for plane in planes}
        name = f"{shortened(planes[0].game.name, 60)}; " if len(names) == 1 and names != {""} else ""
        said(_heading(drawn), f"{name}{_held(planes)}")
        _colour_bar(drawn, panels, scale, _floor(planes))
        _explain(drawn, planes, places, boundary, scale)
    return finished(drawn, path)


def _panel(axes: Axes, plane: Plane, group: int, scale: ScalarMappable, found: Boundary | None, boundary: bool) -> None:
    colours = cell_colours(plane, group, scale, boundary)
    draw_cells(axes, plane, colours)
    if boundary:
        draw_hatching(axes, plane, colours)
    if found is not None:
        draw_curves(axes, found, group, boundary)
    draw_axes(axes, plane)


def _panels(count: int, columns: int, legend_rows: int) -> tuple[Figure, list[Axes]]:
    """Return a figure with panels in rows, and room for what stands below them."""
    rows = -(-count // columns)
    width, height = (4.6, 3.7) if count == 1 else (3.1, 2.7) if columns <= 2 else (2.35, 2.15)
    drawn = figure(max(width * columns + 1.1, 5.6), height * rows + 0.25 * legend_rows + 0.6)
    grid = drawn.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    panels = list(grid.ravel())
    for axes in panels[count:]:
        axes.set_axis_off()
    if len(panels) > count and rows > 1:  # the last row is not full: the panels above its gap keep their ticks
        for axes in grid[-2, count - (rows - 1) * columns :]:
            axes.xaxis.set_tick_params(labelbottom=True)
    return drawn, panels[:count]


def _label_axes(drawn: Figure, plane: Plane, panels: Sequence[Axes], columns: int) -> None:
    """Label the lowest panel of each column, and all rows together."""
    for axes in panels[-columns:]:
        axes.set_xlabel(axis_label(plane.x.coefficient))
    drawn.supylabel(axis_label(plane.y.coefficient), fontsize=9)


def _columns(groups: int) -> int:
    """Return how many columns a single row of groups is broken into: three or four, where the fewest gaps are left."""
    return groups if groups <= _COLUMNS else min((_COLUMNS, _COLUMNS - 1), key=lambda columns: -groups % columns)


def _heading(drawn: Figure) -> Any:
    return drawn.suptitle(" ", fontsize=9, color=SOFT)


def _held(planes: Sequence[Plane]) -> str:
    """Say what is held, in all planes alike or not."""
    held = {held_text(plane) for plane in planes}
    texts = [held.pop() if len(held) == 1 else f"{planes[0].held[0]} as in each game"]
    agents = {plane.game.agents for plane in planes}
    if len(agents) == 1:
        texts.append(agents_text(agents.pop()))
    return ", ".join(texts)


def _floor(planes: Sequence[Plane]) -> str:
    """Return the floor in words."""
    floors = {plane.game.threshold for plane in planes}
    return f"the floor {shown_number(floors.pop())}" if len(floors) == 1 else "each game's floor"


def _name(plane: Plane, planes: Sequence[Plane], place: int) -> str:
    name = plane.game.name or ("" if len(planes) == 1 else f"game {place + 1}")
    if len({other.game.agents for other in planes}) > 1:
        name = (
            f"{name}, {plane.game.agents} agents"
            if len({other.game.name for other in planes}) > 1
            else (f"{plane.game.agents} agents")
        )
    return name


def _colour_bar(drawn: Figure, panels: Sequence[Axes], scale: ScalarMappable, floor: str) -> None:
    from matplotlib.ticker import MaxNLocator

    bar = drawn.colorbar(scale, ax=list(panels), extend="min", fraction=0.05, pad=0.02, aspect=25, format="{x:g}")
    bar.locator = MaxNLocator(7)
    bar.update_ticks()
    bar.set_label(f"weight at the equilibrium; black: below {floor}")
    bar.outline.set_linewidth(0.6)


def _explain(
    drawn: Figure, planes: Sequence[Plane], groups: Sequence[int], boundary: bool, scale: ScalarMappable
) -> None:
    """Say below the panels what every colour, pattern and curve in them means."""
    from matplotlib.patches import Patch

    floor = _floor(planes)
    shown = [plane.known if boundary else plane.interior for plane in planes]
    handles: list[Any] = []
    words: list[str] = []
    if any((plane.below[..., groups] & mask[..., None]).any() for plane, mask in zip(planes, shown, strict=True)):
        handles.append(Patch(facecolor="black", edgecolor=SOFT, linewidth=0.5))
        where = "at the equilibrium" if boundary else "at the interior equilibrium"
        words.append(f"excluded: weight below {floor} {where}")
    if boundary and any((plane.known & ~plane.interior).any() for plane in planes):
        middle = scale.to_rgba(np.array([sum(scale.get_clim()) / 2]))[0]
        handles.append(Patch(facecolor=middle, hatch="////", edgecolor=(0, 0, 0, 0.55), linewidth=0))
        words.append("boundary: some group is left out entirely")
    if not all(mask.all() for mask in shown):
        handles.append(Patch(facecolor="white", edgecolor=SOFT, linewidth=0.5))
        words.append(_white(planes, boundary))
    if _has_gid(drawn, "floor-curve"):
        handles.append(_line(FLOOR_CURVE, "solid"))
        words.append(f"weight at {floor} (exact)")
    if _has_gid(drawn, "interior-curve"):
        handles.append(_line(END_CURVE, (0, (4, 2))))
        words.append("the interior equilibrium ends (exact)")
    marks = [line for axes in drawn.axes for line in axes.lines if line.get_gid() == MARK]
    if marks:
        handles.append(marks[0])
        words.append("the incentives as they are")
    if handles:
        legend_below(drawn, handles, words, 2 if drawn.get_figwidth() > 6 else 1)


def _white(planes: Sequence[Plane], boundary: bool) -> str:
    """Say what white is."""
    if not boundary:
        return "no interior equilibrium"
    kinds = {Kind(int(kind)) for plane in planes for kind in np.unique(plane.kind[~plane.known])}
    return "no single equilibrium: " + "; ".join(kind.label for kind in sorted(kinds))


def _line(colour: str, dashes: Any) -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [], color=colour, linestyle=dashes, linewidth=1.3)


def _has_gid(drawn: Figure, gid: str) -> bool:
    return any(line.get_gid() == gid for axes in drawn.axes for line in axes.lines)


def _percent(share: Fraction) -> str:
    percent = float(100 * share)
    return f"{percent:.1f} %" if percent >= 0.1 else f"{percent:.2g} %"


def _check_panels(count: int) -> None:
    if count > MAX_PANELS:
        raise InputError(f"{count} panels", key="groups", remedy=f"at most {MAX_PANELS} fit on a page: choose groups")
