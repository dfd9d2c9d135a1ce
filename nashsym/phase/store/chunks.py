"""How a sweep is cut into chunks: by the sweep alone, so that whoever computes them writes the same bytes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from nashsym.phase.axes import COEFFICIENTS
from nashsym.phase.layout import Layout

__all__ = [
    "CHUNK_CASES",
    "CHUNK_WEIGHTS",
    "Task",
    "case_numbers",
    "chunk_count",
    "chunk_shape",
    "places",
    "slices_of",
    "task_at",
]

#: Weights in one chunk, nodes times groups, at most (and at least those of one node): 8 MiB of floats.
CHUNK_WEIGHTS: Final = 2**20
#: Games (and numbers of agents) in one chunk, at most: each takes some milliseconds whatever its nodes.
CHUNK_CASES: Final = 64
#: The last dimensions of a sweep are its axes, those before them its cases.
_AXES: Final = 3


@dataclass(frozen=True)
class Task:
    """All that it takes to compute one chunk, as plain data: it travels to other machines.

    Attributes
    ----------
    place : tuple of int
        The chunk's place among the chunks, along each dimension but ``group``.
    shape : tuple of int
        Shape of a full chunk: the last ones along a dimension can be smaller.
    cases : tuple of int
        Shape of the cases in it: games and numbers of agents, as far as these are dimensions.
    definitions : tuple of str
        Each case's game as JSON with exact numbers.
    axes : mapping from coefficient to tuple of str
        The nodes, exactly.
    """

    place: tuple[int, ...]
    shape: tuple[int, ...]
    cases: tuple[int, ...]
    definitions: tuple[str, ...]
    axes: Mapping[str, tuple[str, ...]]


def chunk_shape(sizes: tuple[int, ...], groups: int) -> tuple[int, ...]:
    """Return the shape of a chunk: as much of the last dimensions as fits, in pieces of nearly equal length.

    Examples
    --------
    >>> chunk_shape((1, 1000, 1000), 5)
    (1, 200, 1000)
    >>> chunk_shape((1000, 1, 20, 20), 5)
    (63, 1, 20, 20)
    """
    room = max(CHUNK_WEIGHTS // groups, 1)
    shape: list[int] = []
    for place, size in enumerate(reversed(sizes)):
        room = min(room, CHUNK_CASES) if place == _AXES else room
        pieces = math.ceil(size / max(room, 1))
        length = math.ceil(size / pieces)
        shape.append(length)
        room //= length  # 1 where the dimension is cut
    return tuple(reversed(shape))


def places(layout: Layout) -> Iterator[tuple[int, ...]]:
    """Yield the place of every chunk, in order."""
    sizes = tuple(layout.sizes.values())
    shape = chunk_shape(sizes, len(layout.groups))
    return itertools.product(*(range(math.ceil(size / length)) for size, length in zip(sizes, shape, strict=True)))


def chunk_count(layout: Layout) -> int:
    """Return the number of chunks."""
    sizes = tuple(layout.sizes.values())
    shape = chunk_shape(sizes, len(layout.groups))
    return math.prod(math.ceil(size / length) for size, length in zip(sizes, shape, strict=True))


def slices_of(layout: Layout, place: tuple[int, ...]) -> tuple[slice, ...]:
    """Return which nodes of each dimension a chunk holds."""
    sizes = tuple(layout.sizes.values())
    shape = chunk_shape(sizes, len(layout.groups))
    return tuple(
        slice(at * length, min((at + 1) * length, size)) for at, length, size in zip(place, shape, sizes, strict=True)
    )


def task_at(layout: Layout, place: tuple[int, ...]) -> Task:
    """Return what it takes to compute the chunk at a place."""
    parts = slices_of(layout, place)
    return Task(
        place,
        chunk_shape(tuple(layout.sizes.values()), len(layout.groups)),
        tuple(part.stop - part.start for part in parts[:-3]),
        tuple(layout.definitions[number] for number in case_numbers(layout, place)),
        {
            name: tuple(str(value) for value in layout.axes[name].values[part])
            for name, part in zip(COEFFICIENTS, parts[-3:], strict=True)
        },
    )


def case_numbers(layout: Layout, place: tuple[int, ...]) -> list[int]:
    """Return the numbers of the cases that a chunk has nodes of."""
    parts = slices_of(layout, place)[:-3]
    return [_flat(layout.cases, case) for case in itertools.product(*(range(part.start, part.stop) for part in parts))]


def _flat(shape: tuple[int, ...], place: tuple[int, ...]) -> int:
    number = 0
    for length, at in zip(shape, place, strict=True):
        number = number * length + at
    return number
