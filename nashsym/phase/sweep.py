"""`sweep`: games over a grid of incentives, one dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.phase.axes import Axis, axis_of, parse_axis
from nashsym.phase.dataset import dataset_of
from nashsym.phase.grid import Grid, grid_of

if TYPE_CHECKING:
    import xarray

__all__ = ["axes_of", "grids", "joined", "sweep", "with_floors"]


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
        listed = [each if isinstance(each, Axis) else parse_axis(each) for each in vary]
    axes: dict[str, Axis] = {}
    for axis in listed:
        if axis.coefficient in axes:
            raise InputError("varied twice", key=f"vary.{axis.coefficient}", remedy="give each coefficient one axis")
        axes[axis.coefficient] = axis
    if not axes:
        raise InputError("nothing is varied", key="vary", remedy='give at least one axis, such as "diversity=0:5:200"')
    return axes


def grids(games: Sequence[Game], axes: Mapping[str, Axis], agents: Sequence[int] | None = None) -> Iterator[Grid]:
    """Yield the grid of each game, and of each number of agents where several are asked for."""
    for game in games:
        for count in agents or (game.agents,):
            yield grid_of(game.with_agents(count), axes)


def sweep(
    games: Game | Sequence[Game],
    vary: Mapping[str, Any] | Sequence[str | Axis],
    *,
    agents: Sequence[int] | None = None,
    floor: Any = None,
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

    Returns
    -------
    xarray.Dataset
        See `nashsym.phase.dataset.dataset_of`; a dimension of a coefficient that is not varied has the length 1.

    Raises
    ------
    InputError
        Naming what does not fit.

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
    axes = axes_of(vary)
    whole = joined(listed, [list(grids([game], axes, agents)) for game in listed], agents)
    return whole.isel(game=0, drop=True) if isinstance(games, Game) else whole


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


def joined(
    games: Sequence[Game], found: Sequence[Sequence[Grid]], agents: Sequence[int] | None = None
) -> xarray.Dataset:
    """Return one dataset of the grids of each game, with the dimensions ``game`` and, if asked for, ``agents``."""
    per_game = []
    for per_agents in found:
        each = [dataset_of(grid) for grid in per_agents]
        per_game.append(each[0] if agents is None else _along("agents", list(agents), each))
    return _along("game", [game.name or f"game {place}" for place, game in enumerate(games, 1)], per_game)


def _along(name: str, labels: list[Any], parts: list[xarray.Dataset]) -> xarray.Dataset:
    import xarray

    whole: xarray.Dataset = xarray.concat(parts, xarray.DataArray(labels, dims=name, name=name), join="exact")
    return whole
