"""What a sweep is, whether in memory or in a store: its games, its axes, and the arrays that it fills."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.exact.rational import number_text
from nashsym.game import Game
from nashsym.phase.axes import COEFFICIENTS, Axis
from nashsym.phase.grid import Grid
from nashsym.phase.kinds import Kind

__all__ = ["VARIABLES", "Layout", "Variable", "cell_arrays", "layout_of"]

_SYMBOLS: Final = {"attractiveness": "λ_A", "consistency": "λ_C", "diversity": "λ_D"}


@dataclass(frozen=True)
class Variable:
    """An array over the nodes of a sweep.

    Attributes
    ----------
    name : str
    dtype : "float64" or "int8"
    by_group : bool
        Whether its last dimension is the groups.
    attributes : mapping
        Plain types that netCDF and zarr keep.
    """

    name: str
    dtype: str
    by_group: bool
    attributes: Mapping[str, Any]


VARIABLES: Final = (
    Variable("weight", "float64", True, {"long_name": "weight at the homogeneous equilibrium"}),
    Variable("served", "int8", True, {}),
    Variable("below_floor", "int8", True, {}),
    Variable(
        "kind",
        "int8",
        False,
        {
            "flag_values": [int(kind) for kind in Kind],
            "flag_meanings": " ".join(kind.name.lower() for kind in Kind),
        },
    ),
    Variable("unique", "int8", False, {"flag_meanings": "no yes undecided"}),
    Variable("exact", "int8", False, {}),
)


def cell_arrays(grid: Grid) -> dict[str, NDArray[Any]]:
    """Return what a grid says for each of `VARIABLES`."""
    known = ~np.isnan(grid.weights)
    found: dict[str, NDArray[Any]] = {
        "weight": grid.weights,
        "served": np.where(known, grid.served, np.int8(-1)),
        "below_floor": np.where(known, grid.below, np.int8(-1)),
        "kind": grid.kind,
        "unique": grid.unique,
        "exact": grid.exact,
    }
    return {each.name: found[each.name].astype(each.dtype, copy=False) for each in VARIABLES}


@dataclass(frozen=True, eq=False)
class Layout:
    """Games over the nodes of three axes.

    Attributes
    ----------
    games : tuple of Game
        With the same groups.
    agents : tuple of int, or None
        Numbers of agents; None where each game keeps its own, and there is no dimension ``agents``.
    axes : mapping from coefficient to Axis
        All three, in the order of a grid's dimensions.
    several : bool
        Whether there is a dimension ``game``.
    """

    games: tuple[Game, ...]
    agents: tuple[int, ...] | None
    axes: Mapping[str, Axis]
    several: bool

    @cached_property
    def sizes(self) -> dict[str, int]:
        """The length of each dimension but ``group``, in order."""
        sizes = {"game": len(self.games)} if self.several else {}
        sizes |= {} if self.agents is None else {"agents": len(self.agents)}
        return sizes | {name: len(axis) for name, axis in self.axes.items()}

    @property
    def cases(self) -> tuple[int, ...]:
        """The shape of the dimensions before the axes: a grid for each of their places."""
        return tuple(self.sizes.values())[:-3]

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of the groups."""
        return self.games[0].groups

    @property
    def nodes(self) -> int:
        """Number of nodes, over all games."""
        return math.prod(self.sizes.values())

    def bytes_of(self, nodes: int) -> int:
        """Return how many bytes the arrays of so many nodes take."""
        size = len(self.groups)
        return nodes * sum(np.dtype(each.dtype).itemsize * (size if each.by_group else 1) for each in VARIABLES)

    @property
    def labels(self) -> tuple[str, ...]:
        """What each game is called; games of one name are numbered."""
        names = [game.name or f"game {place}" for place, game in enumerate(self.games, 1)]
        often = Counter(names)
        return tuple(f"{name} ({place})" if often[name] > 1 else name for place, name in enumerate(names, 1))

    @cached_property
    def played(self) -> tuple[Game, ...]:
        """The game of each case, with its number of agents."""
        return tuple(game.with_agents(count) for game in self.games for count in self.agents or (game.agents,))

    @property
    def titles(self) -> tuple[str, ...]:
        """What each case is called: the number of agents stands in it where it tells cases apart."""
        labels = [label for label in self.labels for _ in self.agents or (0,)]
        if len({game.agents for game in self.played}) == 1:
            return tuple(labels)
        return tuple(f"{label}, {game.agents} agents" for label, game in zip(labels, self.played, strict=True))

    @cached_property
    def definitions(self) -> tuple[str, ...]:
        """Each case's game as JSON with exact numbers."""
        return tuple(json.dumps(game.to_dict(), ensure_ascii=False) for game in self.played)

    @property
    def coordinates(self) -> dict[str, tuple[NDArray[Any], dict[str, Any]]]:
        """The nodes and labels along each dimension, with their attributes."""
        found: dict[str, tuple[NDArray[Any], dict[str, Any]]] = {
            name: (axis.floats, {"long_name": _SYMBOLS[name]}) for name, axis in self.axes.items()
        }
        found["group"] = (np.array(self.groups), {})
        if self.agents is not None:
            found["agents"] = (np.array(self.agents), {})
        if self.several:
            found["game"] = (np.array(self.labels), {})
        return found

    @property
    def attributes(self) -> dict[str, str]:
        """What is said of the whole: the floor, where it is one, and the versions."""
        floors = {game.threshold for game in self.games}
        floor = {"floor": number_text(next(iter(floors)))} if len(floors) == 1 else {}
        return floor | {"made_by": f"nashsym {version('nashsym')}, numpy {np.__version__}"}


def layout_of(
    games: Sequence[Game], axes: Mapping[str, Axis], agents: Sequence[int] | None = None, *, several: bool = True
) -> Layout:
    """Lay out a sweep of games with the same groups.

    Raises
    ------
    InputError
        Where the games can't be swept together: a game that is not given by coefficients and inputs, a coefficient that
        differs between games and is not varied, a node with every coefficient 0, a number of agents given twice.
    """
    for game in games:
        _check_kind(game)
    complete: dict[str, Axis] = {}
    for name in COEFFICIENTS:
        values = {game.coefficients[name] for game in games}
        if name not in axes and len(values) > 1:
            raise InputError(
                f"the games have different values of {name}, which is not varied",
                key=f"vary.{name}",
                remedy=f'vary it, or give all games one value, such as "{name}={number_text(min(values))}"',
            )
        complete[name] = axes[name] if name in axes else Axis(name, tuple(values))
    if all(axis.values[0] == 0 for axis in complete.values()):
        raise InputError("at one node every coefficient is 0", key="vary", remedy="begin one of the axes above 0")
    if agents is not None and (not agents or len(set(agents)) < len(agents)):
        raise InputError(
            "no number of agents" if not agents else "a number of agents is given twice",
            key="agents",
            remedy="give each number once, such as 2, 8",
        )
    return Layout(tuple(games), None if agents is None else tuple(agents), complete, several)


def _check_kind(game: Game) -> None:
    if game.is_anchored:
        raise InputError("an anchored game is not swept", remedy="set the coefficient of its anchor to 0")
    if game.kind != "alignment" or not game.is_quadratic:
        raise InputError("only games given by coefficients and inputs are swept", remedy="give a game with [inputs]")
