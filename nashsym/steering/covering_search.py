"""The search for coverings: floats propose where to cut and which vectors exclude, integers decide every cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.steering.cell_vectors import CellVectors, integers, tangent_integers
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.covering import Cell, Covering, Point, is_far, is_not_concave, is_separated, parts, root
from nashsym.steering.covering_cuts import line_split, middle_split
from nashsym.steering.relative_change import far_functional, tangent
from nashsym.steering.smallest_subsidy import Norm

__all__ = ["MAX_CELLS", "find_covering"]

Floats = NDArray[np.float64]
#: A covering that needs more cells is given up.
MAX_CELLS: Final = 3000
#: No cell is cut more often in a row.
_MOST_CUTS: Final = 160
#: A line that a cell crosses by less, relatively, does not cut it.
_CLEAR: Final = 2.0**-20


def find_covering(cone: CoefficientCone, norm: Norm, beyond: Fraction | None, most: int = MAX_CELLS) -> Covering | None:
    """Look for a proof that no x of a cone does what is asked, or none nearer to 1 than the root of `beyond`.

    Parameters
    ----------
    cone : CoefficientCone
    norm : {"l1", "l2", "linf"}
    beyond : Fraction or None
        None to cover all of the cone.
    most : int
        Give up after so many cells.

    Returns
    -------
    Covering or None
        Every part of it was decided exactly; None says nothing.

    Notes
    -----
    A cell is cut along a line beyond which all of it is far, or not concave, where one crosses it; else between its two
    corners that are farthest apart. With multipliers that vary over the cell (`Covering`) what they exclude reaches up
    to the set that does, with an error of second order in the size of the cell; along a smooth boundary the number of
    cells then grows with the logarithm of the precision only.
    """
    search = _Search(cone, norm, beyond, most)
    tree = search.tree(root(cone), (), 0)
    return None if tree is None else Covering(cone, norm, beyond, tree)


@dataclass
class _Search:
    cone: CoefficientCone
    norm: Norm
    beyond: Fraction | None
    most: int
    used: int = 0

    @cached_property
    def _vectors(self) -> CellVectors:
        return CellVectors(self.cone)

    def tree(self, cell: Cell, pending: Sequence[Floats], depth: int) -> Any:
        """Return the tree of a cell, or None where it was given up."""
        self.used += 1
        if self.used > self.most or depth > _MOST_CUTS:
            return None
        corners = np.array([_unit(corner) for corner in cell.corners])
        leaf = self._leaf(cell, corners)
        if leaf is not None:
            return leaf
        node, lines = self._cut(cell, corners, pending)
        if node is None:
            return None
        found = []
        for part in parts(cell, node):
            below = self.tree(part, lines, depth + 1)
            if below is None:
                return None
            found.append(below)
        return {**node, "parts": found}

    def _leaf(self, cell: Cell, corners: Floats) -> Any:
        if self.beyond is not None:
            u = far_functional(corners, self.norm)
            if u is not None:
                # A little less of all: corners at which it was to be 0 stay on the right side.
                far = integers(u / np.abs(u).max() - 2.0**-26)
                if is_far(cell, far, self.norm, self.beyond):
                    return {"far": far}
        v = self._vectors.bending(corners.sum(axis=0))
        if v is not None and is_not_concave(self.cone, cell, v):
            return {"direction": v}
        for ys in self._vectors.proposals(cell, corners):
            if self._vectors.looks_separated(cell, corners, ys):
                integral = [tangent_integers(y, cell.zeros | cell.open) for y in ys]
                if is_separated(self.cone, cell, integral):
                    return {"multipliers": integral}
        return None

    def _cut(
        self, cell: Cell, corners: Floats, pending: Sequence[Floats]
    ) -> tuple[dict[str, Any] | None, Sequence[Floats]]:
        """Return how to cut a cell, if it can be, and the lines along which its parts shall be cut on."""
        lines = list(pending)
        centre = corners.mean(axis=0)
        if not lines:
            lines = self._lines(corners, centre)
        while lines:
            values = corners @ lines[0]
            high, low = int(np.argmax(values)), int(np.argmin(values))
            scale = np.abs(values).max()
            if values[high] > _CLEAR * scale and values[low] < -_CLEAR * scale:
                return line_split(cell, values, high, low), lines
            lines.pop(0)
        group = self._undecided_group(cell, centre)
        if group is not None:
            return {"group": group}, ()
        if len(corners) == 1:
            return None, ()
        gaps = np.linalg.norm(corners[:, None] - corners[None], axis=2)
        i, j = map(int, np.unravel_index(int(np.argmax(gaps)), gaps.shape))
        return middle_split(cell, i, j), ()

    def _lines(self, corners: Floats, centre: Floats) -> list[Floats]:
        """Return functionals of x: what lies where one is negative is far, or is not concave."""
        lines = []
        if self.beyond is not None:
            u = tangent(centre, float(self.beyond) ** 0.5, self.norm)
            if u is not None:
                lines.append(u)
        for x in (centre, *corners):
            v = self._vectors.bending(x)
            if v is not None:
                lines.append(self._vectors.bend(v))
                break
        return lines

    def _undecided_group(self, cell: Cell, centre: Floats) -> int | None:
        """Return a group that is served and worse off at the point that was found: which of the two it is decides."""
        if not cell.open or self._vectors.multipliers(cell, centre) is not None:
            return None
        served, idle = self._vectors.served(cell), sorted(cell.zeros | cell.open)
        _, point = self._vectors.nearest(cell, centre)
        if point is None:
            return min(cell.open)
        weights = dict(zip(served, point, strict=False)) if len(served) > 1 else {}
        short = dict(zip(idle, point[len(served) :], strict=True))
        both = {d: min(weights.get(d, 0.0), short[d]) for d in cell.open}
        worst = max(both, key=lambda d: both[d])
        return worst if both[worst] > 1e-9 else None


def _unit(corner: Point) -> list[float]:
    total = sum(corner)
    return [value / total for value in corner]
