"""Exclusion statistics over a grid of coefficients (MODEL, section 4): counts, so that every share is exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym.phase.grid import Grid
from nashsym.phase.kinds import Kind

__all__ = ["Exclusion", "Statistics", "statistics"]


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
    """

    region: Mapping[str, tuple[Fraction, Fraction, int]]
    floor: Fraction
    nodes: int
    kinds: Mapping[Kind, Fraction]
    groups: Mapping[str, Exclusion]
    any_group: Exclusion
    mean: Exclusion

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
    size = grid.kind.size
    interior = (grid.kind == Kind.INTERIOR) | (grid.kind == Kind.INTERIOR_OTHERS)
    count = int(interior.sum())

    def exclusion(below: NDArray[np.bool_]) -> Exclusion:
        inside = int((below & interior).sum())
        conditional = Fraction(inside, count) if count else None
        return Exclusion(Fraction(inside, size), conditional, Fraction(int(below.sum()), size))

    groups = {name: exclusion(grid.below[..., d]) for d, name in enumerate(grid.game.groups)}
    return Statistics(
        region={name: (axis.values[0], axis.values[-1], len(axis)) for name, axis in grid.axes.items()},
        floor=grid.game.threshold,
        nodes=size,
        kinds={kind: Fraction(int((grid.kind == kind).sum()), size) for kind in Kind},
        groups=groups,
        any_group=exclusion(np.any(grid.below, axis=-1)),
        mean=_mean(list(groups.values())),
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
