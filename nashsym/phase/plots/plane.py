"""A plane of a sweep: two of its coefficients vary, the third is held; what a heatmap is drawn from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.exact.rational import fraction
from nashsym.game import Game
from nashsym.phase.axes import COEFFICIENTS, Axis
from nashsym.phase.grid import Grid
from nashsym.phase.kinds import Kind
from nashsym.terms.inputs import InputReader

if TYPE_CHECKING:
    import xarray

__all__ = ["Plane", "Sweep", "edges", "is_logarithmic", "planes_of"]

#: What is drawn: grids, or the dataset of a sweep.
Sweep: TypeAlias = "Grid | Sequence[Grid] | xarray.Dataset"
#: Steps that differ by less than this, relatively, are equal: nodes are rounded to floats.
_EQUAL: Final = 1e-6
_INTERIOR: Final = (Kind.INTERIOR, Kind.INTERIOR_OTHERS)


@dataclass(frozen=True, eq=False)
class Plane:
    """Equilibria over two coefficients.

    Attributes
    ----------
    game : Game
        Its coefficients are those of the sweep where they do not vary.
    x, y : Axis
    held : tuple of str and Fraction
        The third coefficient and its value.
    weights : float array, (n_y, n_x, D)
        NaN where there is no single equilibrium to show.
    below : bool array, (n_y, n_x, D)
        Whether w_d < τ, decided.
    kind : int array, (n_y, n_x)
    """

    game: Game
    x: Axis
    y: Axis
    held: tuple[str, Fraction]
    weights: NDArray[np.float64] = field(repr=False)
    below: NDArray[np.bool_] = field(repr=False)
    kind: NDArray[np.int_] = field(repr=False)

    @property
    def interior(self) -> NDArray[np.bool_]:
        """Where the equilibrium serves every group; shape (n_y, n_x)."""
        return np.isin(self.kind, _INTERIOR)

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where there is an equilibrium to show; shape (n_y, n_x)."""
        return np.asarray(~np.isnan(self.weights[..., 0]))

    def group(self, name: str) -> int:
        """Return the place of a group.

        Raises
        ------
        InputError
            Where there is no such group.
        """
        if name not in self.game.groups:
            listed = ", ".join(self.game.groups[:8]) + (" …" if self.game.size > 8 else "")
            raise InputError(f"no group is named {name!r}", key="group", remedy=f"the groups are {listed}")
        return self.game.groups.index(name)


def planes_of(found: Sweep, at: Mapping[str, Any] | None = None) -> list[Plane]:
    """Return the plane of each game (and number of agents) of a sweep.

    Parameters
    ----------
    found : Grid, sequence of Grid, or xarray.Dataset
        With the same groups and axes, two or three of them varied.
    at : mapping from a coefficient to a number, optional
        Where three vary: the one that is held, at one of its nodes.

    Raises
    ------
    InputError
        Where there are not two axes left, the number is no node, or what is given is no sweep.
    """
    if isinstance(found, Grid):
        grids = [_Cube.of_grid(found)]
    elif isinstance(found, Sequence):
        grids = [_Cube.of_grid(grid) for grid in found if isinstance(grid, Grid)]
        if not found or len(grids) < len(found):
            raise _no_sweep()
    elif hasattr(found, "data_vars"):
        grids = _cubes_of_dataset(found)
    else:
        raise _no_sweep()
    first = grids[0]
    if any(cube.game.groups != first.game.groups or cube.axes != first.axes for cube in grids):
        raise InputError("the grids have different groups or axes", key="found", remedy="draw them one by one")
    return [_plane(cube, dict(at or {})) for cube in grids]


def _no_sweep() -> InputError:
    return InputError("neither a grid nor the dataset of a sweep", key="found", remedy="give what `sweep` returns")


@dataclass(frozen=True, eq=False)
class _Cube:
    """What a grid and a dataset have in common; dimensions λ_C, λ_D, λ_A, group."""

    game: Game
    axes: dict[str, Axis]
    weights: NDArray[np.float64]
    below: NDArray[np.bool_]
    kind: NDArray[np.int_]

    @classmethod
    def of_grid(cls, grid: Grid) -> _Cube:
        return cls(grid.game, dict(grid.axes), grid.weights, grid.below, grid.kind.astype(int))


def _cubes_of_dataset(dataset: xarray.Dataset) -> list[_Cube]:
    from nashsym.gamefile.tree import game_from_tree

    needed = {"weight", "below_floor", "kind", "definition"}
    if not needed <= set(dataset.data_vars):
        raise _no_sweep()
    others = [name for name in ("game", "agents") if name in dataset.dims]
    parts = [dataset]
    for name in others:
        parts = [part.isel({name: place}) for part in parts for place in range(dataset.sizes[name])]
    # A float stands for the shortest decimal that it is nearest to: what the axis was written as, most likely.
    axes = {
        name: Axis(name, tuple(Fraction(repr(float(value))) for value in np.atleast_1d(dataset[name].values)))
        for name in COEFFICIENTS
    }
    cubes = []
    for part in parts:
        order = (*COEFFICIENTS, "group")
        whole = part.expand_dims([name for name in COEFFICIENTS if name not in part.dims])
        weights = whole.weight.transpose(*order).values
        below = whole.below_floor.transpose(*order).values == 1
        game = game_from_tree(json.loads(str(part.definition.values.item())))
        cubes.append(_Cube(game, axes, weights, below, whole.kind.transpose(*COEFFICIENTS).values.astype(int)))
    return cubes


def _plane(cube: _Cube, at: dict[str, Any]) -> Plane:
    varied = [name for name in COEFFICIENTS if len(cube.axes[name]) > 1]
    places: dict[str, int] = {}
    for name, value in at.items():
        if name not in COEFFICIENTS:
            raise InputError(f"no coefficient is named {name!r}", key="at", remedy=f"one of {', '.join(COEFFICIENTS)}")
        number = fraction(InputReader().coefficient(value, f"at.{name}"))
        axis = cube.axes[name]
        places[name] = min(range(len(axis)), key=lambda place: abs(axis.values[place] - number))
        near = axis.values[places[name]]
        if abs(near - number) > _EQUAL * near:
            raise InputError(
                f"{float(number):g} is no node", key=f"at.{name}", remedy=f"the nearest is {float(near):g}"
            )
    left = [name for name in varied if name not in places]
    if len(left) != 2:
        said = f"{', '.join(left) or 'nothing'} left to vary"
        remedy = (
            "hold one at a node: at={'consistency': …}" if len(left) > 2 else "a plane needs two varied coefficients"
        )
        raise InputError(said, key="at", remedy=remedy)
    held = next(name for name in COEFFICIENTS if name not in left)
    x, y = left
    index = places.get(held, 0)
    dimension = COEFFICIENTS.index(held)
    # Rows are those of the picture: the second coefficient.
    weights, below, kind = (
        np.take(part, index, dimension).swapaxes(0, 1) for part in (cube.weights, cube.below, cube.kind)
    )
    value = cube.axes[held].values[index]
    # No coefficient of the game but the held one counts: x and y are replaced everywhere.
    game = cube.game.with_coefficients(**{held: value, x: cube.axes[x].values[-1]})
    return Plane(game, cube.axes[x], cube.axes[y], (held, value), weights, below, kind)


def is_logarithmic(axis: Axis) -> bool:
    """Return whether the nodes of an axis are at equal ratios and not at equal steps."""
    nodes = axis.floats
    if len(nodes) < 3 or nodes[0] <= 0:
        return False
    steps = np.diff(nodes)
    ratios = np.diff(np.log(nodes))
    return bool(np.ptp(ratios) <= _EQUAL * ratios.max() and np.ptp(steps) > _EQUAL * steps.max())


def edges(axis: Axis) -> NDArray[np.float64]:
    """Return the edges of the cells around the nodes: midway between two, and never below 0; shape (len + 1,)."""
    nodes = axis.floats
    logarithmic = is_logarithmic(axis)
    scaled = np.log(nodes) if logarithmic else nodes
    half = np.diff(scaled) / 2
    bounds = np.concatenate(([scaled[0] - half[0]], scaled[:-1] + half, [scaled[-1] + half[-1]]))
    if logarithmic:
        found: NDArray[np.float64] = np.exp(bounds)
        return found
    return np.maximum(bounds, 0.0)
