"""One chunk, from plain data to the bytes of its files: what a worker does, on this machine or another."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.game import Game
from nashsym.gamefile import parse_game
from nashsym.phase.axes import Axis
from nashsym.phase.grid import grid_of
from nashsym.phase.layout import VARIABLES, cell_arrays
from nashsym.phase.statistics import Counts
from nashsym.phase.store.chunks import Task
from nashsym.phase.store.encoding import chunk_file, encoded

__all__ = ["Computed", "compute", "made_by"]

#: A process computes one chunk at a time, whatever its number of threads: its memory is bounded by one.
_ONE_AT_A_TIME: Final = threading.Lock()


@dataclass(frozen=True)
class Computed:
    """A chunk as it is written.

    Attributes
    ----------
    place : tuple of int
    files : mapping from name in the store to bytes
    counts : tuple of Counts
        Of the nodes of each case in it.
    made_by : mapping from distribution to version
        What the bytes depend on.
    """

    place: tuple[int, ...]
    files: Mapping[str, bytes]
    counts: tuple[Counts, ...]
    made_by: Mapping[str, str]


def made_by() -> dict[str, str]:
    """Return the versions that the bytes of a chunk depend on."""
    return {name: version(name) for name in ("nashsym", "numpy", "numba", "python-flint", "zarr", "numcodecs")}


def compute(task: Task) -> Computed:
    """Solve the nodes of a chunk and encode them.

    Raises
    ------
    InputError
        Where the game can't be swept there.
    """
    with _ONE_AT_A_TIME:
        axes = {name: _axis(name, texts) for name, texts in task.axes.items()}
        arrays: dict[str, NDArray[Any]] = {}
        counts = []
        for case, definition in zip(np.ndindex(*task.cases), task.definitions, strict=True):
            grid = grid_of(_game(definition), axes)
            counts.append(Counts.of(grid))
            for name, part in cell_arrays(grid).items():
                if name not in arrays:
                    arrays[name] = np.empty((*task.cases, *part.shape), part.dtype)
                arrays[name][case] = part
        files = {}
        for each in VARIABLES:
            block = arrays.pop(each.name)
            shape = (*task.shape, block.shape[-1]) if each.by_group else task.shape
            files[chunk_file(each.name, task.place)] = encoded(each, shape, block)
        return Computed(task.place, files, tuple(counts), made_by())


@lru_cache(maxsize=8)
def _game(definition: str) -> Game:
    """Return a game from its definition; that of many chunks is read once."""
    return parse_game(definition, format="json")


@lru_cache(maxsize=8)
def _axis(coefficient: str, texts: tuple[str, ...]) -> Axis:
    """Return an axis from its nodes; many chunks share one."""
    return Axis(coefficient, tuple(map(Fraction, texts)))
