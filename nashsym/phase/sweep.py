"""`sweep`: games over a grid of incentives, one dataset."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.phase.axes import Axis, axis_of, check_points, parse_axis
from nashsym.phase.dataset import dataset_of
from nashsym.phase.grid import MAX_WEIGHTS, Grid, grid_of
from nashsym.phase.layout import Layout, layout_of

if TYPE_CHECKING:
    import xarray

__all__ = ["axes_of", "check_memory", "grids", "sweep", "with_floors"]


def axes_of(vary: Mapping[str, Any] | Sequence[str | Axis]) -> dict[str, Axis]:
    """Return the axes by coefficient, from axes, texts as on the command line, or values by coefficient.

    Raises
    ------
    InputError
        For something that is no axis, a coefficient named twice, or no axis at all.
    """
    if isinstance(vary, Mapping):
        listed = [value if isinstance(value, Axis) else axis_of(name, value) for name, value in vary.items()]
    else:
        if isinstance(vary, str):
            vary = [vary]
        check_points([each for each in vary if isinstance(each, str)])
        listed = [each if isinstance(each, Axis) else parse_axis(each) for each in vary]
    axes: dict[str, Axis] = {}
    for axis in listed:
        if axis.coefficient in axes:
            raise InputError("varied twice", key=f"vary.{axis.coefficient}", remedy="give each coefficient one axis")
        axes[axis.coefficient] = axis
    if not axes:
        raise InputError("nothing is varied", key="vary", remedy='give at least one axis, such as "diversity=0:5:200"')
    return axes


def grids(layout: Layout) -> Iterator[Grid]:
    """Yield the grid of each case of a sweep, solved when it is asked for."""
    for game in layout.played:
        yield grid_of(game, layout.axes)


def sweep(
    games: Game | Sequence[Game],
    vary: Mapping[str, Any] | Sequence[str | Axis],
    *,
    agents: Sequence[int] | None = None,
    floor: Any = None,
    store: str | os.PathLike[str] | None = None,
    engine: Literal["serial", "dask"] = "serial",
    scheduler: Any = None,
    progress: Callable[[int, int], object] | None = None,
) -> xarray.Dataset:
    r"""Solve games over a grid of coefficients: who is served where, every cell decided and none rounded.

    Parameters
    ----------
    games : Game or sequence of games
        With the same groups, given by coefficients and inputs; several (models, datasets, bootstrap replicates) become
        the dimension ``game``.
    vary : mapping from coefficient to values, or sequence of texts
        ``{"diversity": np.linspace(0, 5, 200)}`` or ``["diversity=0:5:200", "attractiveness=0.1:10:200:log"]``; one to
        three of "attractiveness", "consistency", "diversity". The others stay as they are in each game.
    agents : sequence of int, optional
        Numbers of agents; they become the dimension ``agents``.
    floor : number, optional
        τ, for all games; each game's own unless given.
    store : path, optional
        A folder to stream to, as zarr, chunk by chunk: memory is bounded by a chunk and not by the grid. Where it holds
        a part of the same sweep, only what is missing or damaged is computed. Needs the extra ``scale``.
    engine : {"serial", "dask"}
        Where chunks are computed: in this process, or on a Dask cluster. Which does not change a byte of the store.
    scheduler : str or distributed.Client, optional
        Of the cluster; one of processes on this machine unless given. The workers need nashsym and no common disk.
    progress : function, optional
        Called with the number of chunks that are done and of all, whenever one is.

    Returns
    -------
    xarray.Dataset
        See `nashsym.phase.dataset.dataset_of`; a dimension of a coefficient that is not varied has the length 1. With a
        store its arrays are read from there when they are used.

    Raises
    ------
    InputError
        Naming what does not fit; also where the store holds another sweep, or would not fit the disk.

    Notes
    -----
    Source: MODEL T3, T6, T8, T9, T15, section 4.

    Examples
    --------
    >>> from nashsym import anes96_game
    >>> found = sweep(anes96_game(), ["consistency=0.25:0.5:3"])
    >>> found.weight.sel(group="liberal").values.ravel().round(4).tolist()
    [0.0, 0.0289, 0.07]
    """
    listed = with_floors([games] if isinstance(games, Game) else list(games), floor)
    layout = layout_of(listed, axes_of(vary), agents, several=not isinstance(games, Game))
    if store is None:
        if engine != "serial" or scheduler is not None:
            raise InputError("a cluster streams to a store", key="engine", remedy='name one: store="sweep.zarr"')
        check_memory(layout)
        return dataset_of(layout, grids(layout))
    from nashsym.phase.store.streaming import opened, stream

    stream(layout, store, engine=engine, scheduler=scheduler, progress=progress)
    return opened(store)


def check_memory(layout: Layout) -> None:
    """Refuse a sweep that is too large to be held in memory.

    Raises
    ------
    InputError
    """
    if layout.nodes * len(layout.groups) > MAX_WEIGHTS:
        raise InputError(
            f"{layout.nodes} nodes of {len(layout.groups)} groups are more than memory is asked for",
            key="vary",
            remedy=f"stream them to a zarr store, or take at most {MAX_WEIGHTS} weights",
        )


def with_floors(games: Sequence[Game], floor: Any = None) -> list[Game]:
    """Return games that can be swept together, with another floor where one is given.

    Raises
    ------
    InputError
        Where there is no game, the groups differ, or the floor is not in (0, 1/D].
    """
    if not games:
        raise InputError("no game is given", key="games", remedy="give at least one")
    if any(game.groups != games[0].groups for game in games):
        raise InputError("the games have different groups", key="games", remedy="sweep them one by one")
    return list(games) if floor is None else [game.with_floor(floor) for game in games]
