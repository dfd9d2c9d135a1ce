"""One panel of a phase diagram: cells, hatching, curves and axes; and the keys that explain them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.exact.rational import number_text
from nashsym.phase.kinds import Kind
from nashsym.phase.plots.curves import Boundary, Point
from nashsym.phase.plots.plane import Plane, edges, is_logarithmic
from nashsym.phase.plots.saving import INK, PAPER, said

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.legend import Legend

__all__ = [
    "KIND_COLOURS",
    "MARK",
    "agents_text",
    "axis_label",
    "cell_colours",
    "draw_axes",
    "draw_cells",
    "draw_curves",
    "draw_hatching",
    "draw_mark",
    "held_text",
    "kind_colours",
    "largest_weight",
    "legend_below",
    "plain_ticks",
    "scale_of",
    "shown_number",
]

_SYMBOLS: Final = {"attractiveness": r"$\lambda_A$", "consistency": r"$\lambda_C$", "diversity": r"$\lambda_D$"}
#: After Paul Tol's "light" scheme, which colour-blind people can tell apart.
KIND_COLOURS: Final = {
    Kind.INTERIOR: "#77aadd",
    Kind.INTERIOR_OTHERS: "#44bb99",
    Kind.BOUNDARY: "#eedd88",
    Kind.BOUNDARY_SEVERAL: "#ee8866",
    Kind.NOT_CONCAVE: "#dddddd",
    Kind.SINGULAR: "#ffaabb",
    Kind.UNDECIDED: "#ffffff",
}
#: The dark end of viridis could be taken for black, and would hide dark hatching.
_DARKEST: Final = 0.25
FLOOR_CURVE: Final = "#d7301f"
END_CURVE: Final = INK
#: What names the ring of `draw_mark` in a figure.
MARK: Final = "mark"


def shown_number(value: Fraction) -> str:
    """Return a number for a caption: exactly where that is short."""
    exact = number_text(value)
    if len(exact) <= 6:
        return exact
    return f"{float(value):.6g}"


def axis_label(coefficient: str) -> str:
    """Return the label of an axis."""
    return f"{coefficient} {_SYMBOLS[coefficient]}"


def held_text(plane: Plane) -> str:
    """Say what does not vary in a plane."""
    coefficient, value = plane.held
    return f"{coefficient} {shown_number(value)}"


def agents_text(agents: int) -> str:
    """Say how many agents there are."""
    return f"{agents} agent{'s' * (agents > 1)}"


def largest_weight(planes: Sequence[Plane], groups: Sequence[int], boundary: bool) -> float:
    """Return the largest weight that is drawn in colour, at least a little above the floor."""
    floor = min(float(plane.game.threshold) for plane in planes)
    largest = floor
    for plane in planes:
        shown = plane.known if boundary else plane.interior
        for group in groups:
            weights = plane.weights[..., group][shown & ~plane.below[..., group]]
            largest = max(largest, float(weights.max(initial=floor)))
    return largest if largest > 1.001 * floor else 1.0


def scale_of(floor: float, largest: float) -> ScalarMappable:
    """Return the colours of weights from the floor to the largest; below the floor is black."""
    import matplotlib
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import ListedColormap, Normalize

    colours = ListedColormap(
        matplotlib.colormaps["viridis"](np.linspace(_DARKEST, 1, 256)), name="weights", under="black"
    )
    return ScalarMappable(Normalize(floor, largest), colours)


def cell_colours(plane: Plane, group: int, scale: ScalarMappable, boundary: bool) -> NDArray[np.float64]:
    """Return the colour of each cell: the weight, black where it is below the floor, white where nothing is shown.

    Parameters
    ----------
    plane : Plane
    group : int
    scale : ScalarMappable
    boundary : bool
        Whether equilibria on the boundary are shown too.

    Returns
    -------
    float array, (n_y, n_x, 4)
    """
    shown = plane.known if boundary else plane.interior
    below = plane.below[..., group]
    weights = np.where(np.isnan(plane.weights[..., group]), 0.0, plane.weights[..., group])
    # Whether a weight is below the floor was decided exactly; its float must not say otherwise.
    colours = np.asarray(scale.to_rgba(np.maximum(weights, scale.norm.vmin or 0.0)), dtype=float)
    colours[below] = (0, 0, 0, 1)
    colours[~shown] = (1, 1, 1, 1)
    return colours


def kind_colours(plane: Plane) -> NDArray[np.float64]:
    """Return the colour of each cell by its kind; shape (n_y, n_x, 4)."""
    from matplotlib.colors import to_rgba

    table = np.array([to_rgba(KIND_COLOURS[kind]) for kind in Kind])
    return np.asarray(table[plane.kind], dtype=float)


def draw_cells(axes: Axes, plane: Plane, colours: NDArray[np.float64]) -> None:
    """Fill each cell, from edge to edge, with its colour."""
    # Rasterised: neighbouring rectangles would show seams, and a large grid would not fit a vector file.
    axes.pcolormesh(edges(plane.x), edges(plane.y), colours, rasterized=True, zorder=1)


def draw_hatching(axes: Axes, plane: Plane, colours: NDArray[np.float64]) -> None:
    """Hatch the cells whose equilibrium lies on the boundary: light lines on black cells, dark ones on the others."""
    from matplotlib.patches import PathPatch

    on_boundary = plane.known & ~plane.interior
    black = ~colours[..., :3].any(axis=-1)
    for cells, colour in ((on_boundary & ~black, (0.0, 0.0, 0.0, 0.5)), (on_boundary & black, (1.0, 1.0, 1.0, 0.5))):
        if cells.any():
            path = _outline(edges(plane.x), edges(plane.y), cells)
            axes.add_patch(PathPatch(path, fill=False, hatch="////", edgecolor=colour, linewidth=0, zorder=2))


def _outline(x: NDArray[np.float64], y: NDArray[np.float64], cells: NDArray[np.bool_]) -> Any:
    """Return the union of cells as one path: a rectangle per row of cells in a run."""
    from matplotlib.path import Path

    corners: list[tuple[float, float]] = []
    padded = np.zeros((cells.shape[0], cells.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = cells
    change = np.diff(padded, axis=1)
    for row in range(cells.shape[0]):
        for start, end in zip(np.nonzero(change[row] == 1)[0], np.nonzero(change[row] == -1)[0], strict=True):
            corners += [(x[start], y[row]), (x[end], y[row]), (x[end], y[row + 1]), (x[start], y[row + 1]), (0, 0)]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * (len(corners) // 5)
    return Path(corners, codes)


def draw_curves(axes: Axes, found: Boundary, group: int | None, boundary: bool) -> None:
    """Draw the exact curves of a group, and where the interior ends."""
    if group is not None:
        for curve in (found.floors if boundary else found.interior_floors)[group]:
            _draw_curve(axes, curve, FLOOR_CURVE, "solid", "floor")
    for curve in found.interior:
        _draw_curve(axes, curve, END_CURVE, (0, (4, 2)), "interior")


def _draw_curve(axes: Axes, curve: Sequence[Point], colour: str, dashes: Any, label: str) -> None:
    points = np.array([(float(x), float(y)) for x, y in curve])
    # On paper of its own, so that it is seen on black, on colours and on white.
    axes.plot(*points.T, color=PAPER, linewidth=2.6, zorder=4, solid_capstyle="butt")
    axes.plot(*points.T, color=colour, linestyle=dashes, linewidth=1.3, zorder=5, gid=f"{label}-curve")


def draw_mark(axes: Axes, x: float, y: float) -> None:
    """Set a ring around a point: dark on a light rim, so that it is seen on every colour."""
    ring: dict[str, Any] = {"marker": "o", "linestyle": "none", "zorder": 6, "markersize": 7, "fillstyle": "none"}
    axes.plot(x, y, color=PAPER, markeredgewidth=3.2, **ring)
    axes.plot(x, y, color=INK, markeredgewidth=1.4, gid=MARK, **ring)


def draw_axes(axes: Axes, plane: Plane) -> None:
    """Set scales, limits and ticks."""
    from matplotlib.ticker import MaxNLocator

    for axis, set_scale, set_limits in (
        (plane.x, axes.set_xscale, axes.set_xlim),
        (plane.y, axes.set_yscale, axes.set_ylim),
    ):
        set_scale("log" if is_logarithmic(axis) else "linear")
        bounds = edges(axis)
        set_limits(bounds[0], bounds[-1])
    axes.tick_params(length=3)
    axes.tick_params(which="minor", length=1.5)
    for axis, drawn in ((plane.x, axes.xaxis), (plane.y, axes.yaxis)):
        if is_logarithmic(axis):
            plain_ticks(drawn, edges(axis))
        else:
            drawn.set_major_locator(MaxNLocator(5))


def plain_ticks(axis: Any, bounds: NDArray[np.float64]) -> None:
    """Label the ticks of a logarithmic axis with numbers instead of powers; within a decade, more of them."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    decades = np.log10(bounds[-1] / bounds[0])
    axis.set_major_locator(LogLocator(subs=(1.0,) if decades > 1.5 else (1.0, 2.0, 5.0), numticks=6))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def legend_below(figure: Any, handles: Sequence[Artist], words: Sequence[str], columns: int) -> Legend:
    """Put a legend below everything; nothing in its words is markup."""
    legend: Legend = figure.legend(
        list(handles), [str(place) for place in range(len(words))], loc="outside lower center", ncols=columns
    )
    for text, word in zip(legend.get_texts(), words, strict=True):
        said(text, word)
    return legend
