"""Exclusion statistics over a grid of coefficients (MODEL, section 4): counts, so that every share is exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from fractions import Fraction
from typing import Any

import numpy as np

from nashsym.game import Game
from nashsym.phase.axes import Axis
from nashsym.phase.grid import Grid
from nashsym.phase.kinds import Kind

__all__ = ["Counts", "Exclusion", "Statistics", "statistics", "statistics_of"]


@dataclass(frozen=True)
class Counts:
    """Nodes of a grid, counted; the counts of the parts of a grid add up to those of the whole.

    Attributes
    ----------
    kinds : tuple of int
        Nodes of each `Kind`, in its order.
    inside, anywhere : tuple of int, length D
        Nodes with ``w_d < τ`` per group: the interior ones, and all.
    any_inside, any_anywhere : int
        The same where some group is below the floor.
    exact : int
        Nodes that rationals decided because floats could not.
    """

    kinds: tuple[int, ...]
    inside: tuple[int, ...]
    anywhere: tuple[int, ...]
    any_inside: int
    any_anywhere: int
    exact: int

    @classmethod
    def of(cls, grid: Grid) -> Counts:
        """Count the nodes of a grid."""
        interior = (grid.kind == Kind.INTERIOR) | (grid.kind == Kind.INTERIOR_OTHERS)
        groups = range(grid.game.size)
        some = np.any(grid.below, axis=-1)
        return cls(
            tuple(int((grid.kind == kind).sum()) for kind in Kind),
            tuple(int((grid.below[..., d] & interior).sum()) for d in groups),
            tuple(int(grid.below[..., d].sum()) for d in groups),
            int((some & interior).sum()),
            int(some.sum()),
            int(grid.exact.sum()),
        )

    @classmethod
    def none(cls, groups: int) -> Counts:
        """Return the counts of no node."""
        return cls((0,) * len(Kind), (0,) * groups, (0,) * groups, 0, 0, 0)

    @classmethod
    def from_dict(cls, tree: Any, groups: int, nodes: int) -> Counts | None:
        """Return counts from their fields as JSON holds them; None where they can't be those of so many nodes."""
        lengths = {"kinds": len(Kind), "inside": groups, "anywhere": groups}
        if not isinstance(tree, dict) or set(tree) != {each.name for each in dataclass_fields(cls)}:
            return None
        found: dict[str, Any] = {}
        for name, value in tree.items():
            listed = value if name in lengths else [value]
            if not isinstance(listed, list) or len(listed) != lengths.get(name, 1):
                return None
            # True is an int to Python.
            if not all(type(count) is int and 0 <= count <= nodes for count in listed):
                return None
            found[name] = tuple(listed) if name in lengths else value
        return cls(**found) if sum(found["kinds"]) == nodes else None

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            _sums(self.kinds, other.kinds),
            _sums(self.inside, other.inside),
            _sums(self.anywhere, other.anywhere),
            self.any_inside + other.any_inside,
            self.any_anywhere + other.any_anywhere,
            self.exact + other.exact,
        )


def _sums(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(one + another for one, another in zip(left, right, strict=True))


@dataclass(frozen=True)
class Exclusion:
    """How often somebody is excluded at the floor, over the nodes of a grid.

    Attributes
    ----------
    area : Fraction
        Share of all nodes that are interior and have ``w_d < τ``.
    conditional : Fraction or None
        Share of the interior nodes that have it; None where no node is interior.
    anywhere : Fraction
        Share of all nodes with ``w_d < τ`` at the homogeneous equilibrium, on the boundary or not.
    """

    area: Fraction
    conditional: Fraction | None
    anywhere: Fraction

    def to_dict(self) -> dict[str, str | None]:
        """Return the shares as exact strings."""
        conditional = None if self.conditional is None else str(self.conditional)
        return {"area": str(self.area), "conditional": conditional, "anywhere": str(self.anywhere)}


@dataclass(frozen=True)
class Statistics:
    """The exclusion statistics of a grid. Shares mean nothing without the region: `region` says it.

    Attributes
    ----------
    region : mapping from coefficient to (lowest, highest, number of nodes)
    floor : Fraction
        τ.
    nodes : int
    kinds : mapping from Kind to Fraction
        Share of each kind of node.
    groups : mapping from group to Exclusion
    any_group : Exclusion
        Of the nodes where some group is below the floor.
    mean : Exclusion
        Mean over the groups.
    exact : int
        Number of nodes that rationals decided because floats could not.
    """

    region: Mapping[str, tuple[Fraction, Fraction, int]]
    floor: Fraction
    nodes: int
    kinds: Mapping[Kind, Fraction]
    groups: Mapping[str, Exclusion]
    any_group: Exclusion
    mean: Exclusion
    exact: int

    @property
    def interior(self) -> Fraction:
        """Share of the nodes with an interior homogeneous equilibrium."""
        return self.kinds[Kind.INTERIOR] + self.kinds[Kind.INTERIOR_OTHERS]

    def to_dict(self) -> dict[str, Any]:
        """Return everything by name, shares as exact strings."""
        return {
            "region": {name: [str(low), str(high), nodes] for name, (low, high, nodes) in self.region.items()},
            "floor": str(self.floor),
            "nodes": self.nodes,
            "interior": str(self.interior),
            "kinds": {kind.label: str(share) for kind, share in self.kinds.items()},
            "groups": {name: exclusion.to_dict() for name, exclusion in self.groups.items()},
            "any group": self.any_group.to_dict(),
            "mean over groups": self.mean.to_dict(),
            "exact": self.exact,
        }


def statistics(grid: Grid) -> Statistics:
    """Count who is excluded where (MODEL, section 4).

    Examples
    --------
    >>> from nashsym import anes96_game
    >>> from nashsym.phase.axes import parse_axis
    >>> from nashsym.phase.grid import grid_of
    >>> grid = grid_of(anes96_game(), {"diversity": parse_axis("diversity=0:5:20")})
    >>> statistics(grid).groups["liberal"].anywhere
    Fraction(1, 1)
    """
    return statistics_of(Counts.of(grid), grid.game, grid.axes)


def statistics_of(counts: Counts, game: Game, axes: Mapping[str, Axis]) -> Statistics:
    """Return the shares of what was counted over the nodes of these axes."""
    size = sum(counts.kinds)
    interior = counts.kinds[Kind.INTERIOR] + counts.kinds[Kind.INTERIOR_OTHERS]

    def exclusion(inside: int, anywhere: int) -> Exclusion:
        conditional = Fraction(inside, interior) if interior else None
        return Exclusion(Fraction(inside, size), conditional, Fraction(anywhere, size))

    parts = [exclusion(*each) for each in zip(counts.inside, counts.anywhere, strict=True)]
    return Statistics(
        region={name: (axis.values[0], axis.values[-1], len(axis)) for name, axis in axes.items()},
        floor=game.threshold,
        nodes=size,
        kinds={kind: Fraction(count, size) for kind, count in zip(Kind, counts.kinds, strict=True)},
        groups=dict(zip(game.groups, parts, strict=True)),
        any_group=exclusion(counts.any_inside, counts.any_anywhere),
        mean=_mean(parts),
        exact=counts.exact,
    )


def _mean(parts: list[Exclusion]) -> Exclusion:
    def of(values: list[Fraction]) -> Fraction:
        return sum(values, Fraction(0)) / len(values)

    conditionals = [part.conditional for part in parts if part.conditional is not None]
    return Exclusion(
        of([part.area for part in parts]),
        of(conditionals) if conditionals else None,
        of([part.anywhere for part in parts]),
    )
