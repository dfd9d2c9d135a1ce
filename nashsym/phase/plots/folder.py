"""All pictures of a sweep, in a folder: what ``nashsym sweep --plot`` writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from nashsym.errors import InputError
from nashsym.phase.axes import COEFFICIENTS
from nashsym.phase.grid import Grid
from nashsym.phase.plots.curves import MAX_GROUPS_CURVES
from nashsym.phase.plots.heatmaps import MAX_PANELS, kind_map, small_multiples
from nashsym.phase.plots.lines import line_plot
from nashsym.phase.plots.path import MAX_LINES, path_plot

__all__ = ["FORMATS", "check_folder", "write_plots"]

FORMATS: Final = ("svg", "png", "pdf")
_NAMES: Final = ("heatmaps", "kinds", "lines", "path")


def check_folder(folder: Path, ending: str) -> None:
    """Refuse a folder that has pictures of these names already.

    Raises
    ------
    InputError
    """
    for name in _NAMES:
        for found in sorted(folder.glob(f"{name}*.{ending}")):
            raise InputError("exists already", file=str(found), remedy="choose another folder; nothing is overwritten")


def write_plots(
    grids: Sequence[Grid], folder: Path, ending: str = "svg", group: str | None = None
) -> tuple[list[Path], list[str]]:
    """Write the pictures of a sweep.

    - ``heatmaps``: groups as columns, games and numbers of agents as rows, where two coefficients vary; where three do,
      one picture each at the first, the middle and the last value of consistency;
    - ``kinds``: of which kind each node is;
    - ``lines``: the weights over the one coefficient that varies, a picture per game;
    - ``path``: the weights along λ_A, exact, a picture per game that has one path.

    Parameters
    ----------
    grids : sequence of Grid
        With the same groups and axes.
    folder : Path
        Which exists.
    ending : {"svg", "png", "pdf"}
    group : str, optional
        One focal group instead of all.

    Returns
    -------
    list of Path, list of str
        What was written, and what could not be drawn.
    """
    notes: list[str] = []
    names = list(grids[0].game.groups) if group is None else [group]
    if len(names) > MAX_LINES:
        notes.append(f"pictures show the first {MAX_LINES} of {len(names)} groups; choose one with --group")
        names = names[:MAX_LINES]
    written: list[Path] = []

    def place(name: str, index: int, count: int) -> Path:
        path = folder / (f"{name}.{ending}" if count == 1 else f"{name}-{index + 1}.{ending}")
        written.append(path)
        return path

    varied = [name for name in COEFFICIENTS if len(grids[0].axes[name]) > 1]
    if len(varied) > 1:
        if grids[0].game.size > MAX_GROUPS_CURVES:
            notes.append(f"no exact curves are drawn beyond {MAX_GROUPS_CURVES} groups")
        # What does not fit on one page gets a page per game.
        pages = [[grid] for grid in grids] if len(grids) * len(names) > MAX_PANELS else [list(grids)]
        values = grids[0].axes["consistency"].values
        held = (
            [{}]
            if len(varied) == 2
            else [{"consistency": values[at]} for at in sorted({0, len(values) // 2, -1 % len(values)})]
        )
        cases = [(page, at) for page in pages for at in held]
        for index, (page, at) in enumerate(cases):
            small_multiples(page, names, place("heatmaps", index, len(cases)), at=at)
            kind_map(page, place("kinds", index, len(cases)), at=at)
    elif varied:
        for index, grid in enumerate(grids):
            line_plot(grid, place("lines", index, len(grids)), groups=names)
    for index, grid in enumerate(grids):
        try:
            path_plot(grid.game, place("path", index, len(grids)), groups=names)
        except InputError as error:
            written.pop()
            notes.append(
                f"no picture of the path along λ_A of {grid.game.name or f'game {index + 1}'}: {error.problem}"
            )
    return written, notes
