"""Lines over one varied coefficient: the weights of all groups at the nodes of a sweep."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.phase.axes import COEFFICIENTS, Axis
from nashsym.phase.grid import Grid
from nashsym.phase.kinds import Kind
from nashsym.phase.plots.drawing import agents_text, axis_label, legend_below, plain_ticks, shown_number
from nashsym.phase.plots.path import colour_of, dashes_of, places_of
from nashsym.phase.plots.plane import edges, is_logarithmic
from nashsym.phase.plots.saving import INK, SOFT, figure, finished, said, shortened, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["line_plot"]


def line_plot(
    found: Grid, path: str | os.PathLike[str] | None = None, *, groups: Sequence[str] | None = None
) -> Figure:
    """Draw the weight of each group over the one coefficient that varies.

    A stretch of nodes whose equilibrium lies on the boundary is hatched, one without a single equilibrium is grey.
    Unlike with `path_plot`, which is exact, the lines between the nodes are straight, whatever the weights do there.

    Parameters
    ----------
    found : Grid
        With one varied coefficient.
    path : path, optional
        Where to write it: .png, .svg or .pdf.
    groups : sequence of str, optional
        All unless given, up to `nashsym.phase.plots.path.MAX_LINES`.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        Where another number of coefficients varies, or for unknown or too many groups.
    """
    if not isinstance(found, Grid):
        raise InputError("not a grid", key="found", remedy="give what `grid_of` returns")
    varied = [name for name in COEFFICIENTS if len(found.axes[name]) > 1]
    if len(varied) != 1:
        raise InputError(
            f"{len(varied)} coefficients vary", key="found", remedy="draw a heatmap of two, a line needs one"
        )
    game, places = found.game, places_of(found.game, groups)
    (name,) = varied
    axis = found.axes[name]
    weights = found.weights.reshape(len(axis), game.size)
    kind = found.kind.reshape(len(axis))
    with style():
        drawn = figure(6.4, 4.2 + 0.22 * (-(-(len(places) + 3) // 3)))
        axes = drawn.subplots()
        handles: list[Any] = []
        for place, d in enumerate(places):
            handles += axes.plot(
                axis.floats, weights[:, d], color=colour_of(place), linestyle=dashes_of(place), linewidth=1.6,
                marker="." if len(axis) <= 40 else None, zorder=3, gid="weight",
            )  # fmt: skip
        axes.axhline(float(game.threshold), color=INK, linewidth=0.8, linestyle=(0, (1, 2)), zorder=2)
        words = [shortened(game.groups[d], 24) for d in places]
        extra = _shade(axes, axis, np.isnan(weights[:, 0]), ~np.isin(kind, (Kind.INTERIOR, Kind.INTERIOR_OTHERS)))
        from matplotlib.lines import Line2D

        handles += [Line2D([], [], color=INK, linewidth=0.8, linestyle=(0, (1, 2))), *(handle for handle, _ in extra)]
        words += [f"floor {shown_number(game.threshold)}", *(word for _, word in extra)]
        _frame(axes, axis, name)
        said(axes.title, shortened(game.name, 60))
        others = [f"{other} {shown_number(found.axes[other].values[0])}" for other in COEFFICIENTS if other != name]
        text = f"{', '.join(others)}, {agents_text(game.agents)}"
        said(drawn.suptitle(" ", fontsize=9, color=SOFT), text)
        legend_below(drawn, handles, words, 3)
    return finished(drawn, path)


def _frame(axes: Axes, axis: Axis, name: str) -> None:
    axes.set_xscale("log" if is_logarithmic(axis) else "linear")
    axes.set_xlim(axis.floats[0], axis.floats[-1])
    axes.set_ylim(0, None)
    if is_logarithmic(axis):
        plain_ticks(axes.xaxis, axis.floats)
    axes.set_xlabel(axis_label(name))
    axes.set_ylabel("weight at the equilibrium")
    axes.spines[["top", "right"]].set_visible(False)


def _shade(axes: Axes, axis: Axis, missing: NDArray[np.bool_], outside: NDArray[np.bool_]) -> list[tuple[Any, str]]:
    """Mark the stretches without a weight and those on the boundary; return what explains them."""
    from matplotlib.patches import Patch

    bounds = edges(axis)
    keys: list[tuple[Any, str]] = []
    hatched: dict[str, Any] = {"fill": False, "hatch": "////", "edgecolor": (0, 0, 0, 0.15), "linewidth": 0}
    grey: dict[str, Any] = {"facecolor": "#dddddd", "linewidth": 0}
    for nodes, look, words in ((outside & ~missing, hatched, "boundary"), (missing, grey, "no single equilibrium")):
        change = np.diff(np.concatenate(([0], nodes.astype(np.int8), [0])))
        for start, end in zip(np.nonzero(change == 1)[0], np.nonzero(change == -1)[0], strict=True):
            axes.axvspan(bounds[start], bounds[end], zorder=0, **look)
        if nodes.any():
            keys.append((Patch(**(look | {"edgecolor": (0, 0, 0, 0.5)})), words))
    return keys
