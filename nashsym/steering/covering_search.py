"""The search for coverings: floats propose where to cut and which vectors exclude, integers decide every cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import floats
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.covering import Cell, Covering, Point, is_far, is_not_concave, is_separated, parts, root
from nashsym.steering.relative_change import far_functional, tangent
from nashsym.steering.smallest_subsidy import Norm

__all__ = ["MAX_CELLS", "find_covering"]

Floats = NDArray[np.float64]
#: A covering that needs more cells is given up.
MAX_CELLS: Final = 3000
#: No cell is cut more often in a row.
_MOST_CUTS: Final = 160
#: Bits of the entries of multipliers and other vectors, of the numbers of a cut in the middle, and along a line.
_VECTOR_BITS: Final = 28
_MIDDLE_BITS: Final = 8
_LINE_BITS: Final = 26
#: What is cut along a line is moved by so much of itself to the side that is excluded.
_OVER: Final = 2.0**-24
#: What is shorter, in the scale of the gaps, is 0.
_NOTHING: Final = 1e-11
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
    _ys: dict[Any, Floats | None] = field(default_factory=dict)

    @cached_property
    def _gaps(self) -> Floats:
        """The gaps as floats, corner × ray × group, without their means over groups."""
        k, groups = len(self.cone.forms), self.cone.groups
        table = [[int(value) for value in row] for row in self.cone.gaps.tolist()]
        largest = max((abs(value) for row in table for value in row), default=0) or 1
        return np.array([[value / largest for value in row] for row in table]).reshape(groups, k, groups)

    @cached_property
    def _curvatures(self) -> Floats:
        return np.array([floats(form.H) for form in self.cone.forms])

    @cached_property
    def _is_concave(self) -> bool:
        """Whether H ⪰ 0 on T in all of the cone."""
        return all(definiteness(form.H).is_positive_semidefinite for form in self.cone.forms)

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
                far = _integers(u / np.abs(u).max() - 2.0**-26)
                if is_far(cell, far, self.norm, self.beyond):
                    return {"far": far}
        v = self._bending(corners.sum(axis=0))
        if v is not None and is_not_concave(self.cone, cell, v):
            return {"direction": v}
        for ys in self._proposals(cell, corners):
            if self._looks_separated(cell, corners, ys):
                integral = [_tangent_integers(y, cell.zeros | cell.open) for y in ys]
                if is_separated(self.cone, cell, integral):
                    return {"multipliers": integral}
        return None

    def _proposals(self, cell: Cell, corners: Floats) -> Iterator[list[Floats]]:
        """Yield multipliers for the corners: each its own, or all those of the centre."""
        each = [found for corner in corners if (found := self._multipliers(cell, corner)) is not None]
        if len(each) == len(corners):
            yield each
        centre = self._multipliers(cell, corners.mean(axis=0))
        if centre is not None:
            yield [centre] * len(corners)

    def _looks_separated(self, cell: Cell, corners: Floats, ys: Sequence[Floats]) -> bool:
        served = self._served(cell)
        # c[v, i, j]: multiplier i at corner j.
        at_corners = np.einsum("jr,vrd->vjd", corners, self._gaps[served])
        c = np.einsum("id,vjd->vij", np.array(ys), at_corners)
        return bool((np.diagonal(c, axis1=1, axis2=2) > 0).all() and (c + c.transpose(0, 2, 1) >= 0).all())

    def _served(self, cell: Cell) -> list[int]:
        if self.cone.demand.room == 0:
            return [0]
        return [v for v in range(self.cone.groups) if v not in cell.zeros]

    def _nearest(self, cell: Cell, x: Floats) -> tuple[Floats, Floats | None]:
        """Return the vectors ``b − Mw`` at the corners w, 1_d for groups that may be at 0, and their shortest sum."""
        idle = sorted(cell.zeros | cell.open)
        gaps = np.einsum("r,vrd->dv", x, self._gaps[self._served(cell)])
        gaps -= gaps.mean(axis=0)
        gaps /= np.abs(gaps).max(initial=0.0) or 1.0
        units = np.eye(self.cone.groups)[:, idle]
        columns = np.hstack([gaps, units - units.mean(axis=0)])
        return columns, _shortest(columns, gaps.shape[1])

    def _multipliers(self, cell: Cell, x: Floats) -> Floats | None:
        """Return y of length 1, the direction of the shortest ``b − Mw + s − ν1``: by duality it separates.

        w meets the demand and s ≥ 0 is at groups that may be at 0. None where it is 0: x does what is asked.
        """
        key = (x.tobytes(), cell.zeros, cell.open)
        if key not in self._ys:
            columns, point = self._nearest(cell, x)
            y = None if point is None else columns @ point
            length = 0.0 if y is None else float(np.linalg.norm(y))
            self._ys[key] = None if y is None or length <= _NOTHING else y / length
        return self._ys[key]

    def _bending(self, x: Floats) -> list[int] | None:
        """Return a direction among the groups asked for along which H(x) bends the wrong way, if there is one."""
        asked = list(self.cone.demand.asked)
        if len(asked) < 2 or self._is_concave:
            return None
        H = np.einsum("r,rde->de", x, self._curvatures)[np.ix_(asked, asked)]
        basis = _orthonormal(len(asked))
        values, vectors = np.linalg.eigh(basis.T @ H @ basis)
        if values[0] >= -1e-12 * (np.abs(H).max() or 1.0):
            return None
        v = np.zeros(self.cone.groups)
        v[asked] = basis @ vectors[:, 0]
        return _tangent_integers(v / np.abs(v).max(), frozenset(), among=asked)

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
                return _line_split(cell, values, high, low), lines
            lines.pop(0)
        group = self._undecided_group(cell, centre)
        if group is not None:
            return {"group": group}, ()
        if len(corners) == 1:
            return None, ()
        gaps = np.linalg.norm(corners[:, None] - corners[None], axis=2)
        i, j = map(int, np.unravel_index(int(np.argmax(gaps)), gaps.shape))
        return _middle_split(cell, i, j), ()

    def _lines(self, corners: Floats, centre: Floats) -> list[Floats]:
        """Return functionals of x: what lies where one is negative is far, or is not concave."""
        lines = []
        if self.beyond is not None:
            u = tangent(centre, float(self.beyond) ** 0.5, self.norm)
            if u is not None:
                lines.append(u)
        for x in (centre, *corners):
            v = self._bending(x)
            if v is not None:
                bends = np.einsum("d,rde,e->r", np.array(v, dtype=float), self._curvatures, np.array(v, dtype=float))
                lines.append(bends / np.abs(bends).max())
                break
        return lines

    def _undecided_group(self, cell: Cell, centre: Floats) -> int | None:
        """Return a group that is served and worse off at the point that was found: which of the two it is decides."""
        if not cell.open or self._multipliers(cell, centre) is not None:
            return None
        served, idle = self._served(cell), sorted(cell.zeros | cell.open)
        _, point = self._nearest(cell, centre)
        if point is None:
            return min(cell.open)
        weights = dict(zip(served, point, strict=False)) if len(served) > 1 else {}
        short = dict(zip(idle, point[len(served) :], strict=True))
        both = {d: min(weights.get(d, 0.0), short[d]) for d in cell.open}
        worst = max(both, key=lambda d: both[d])
        return worst if both[worst] > 1e-9 else None


def _shortest(columns: Floats, convex: int) -> Floats | None:
    """Return z ≥ 0, Σz = 1 over the first `convex` entries, that makes ‖columns·z‖ least.

    Without the sum, ``‖columns·z‖² + (Σz − 1)²`` has its minimum on the same ray: a problem of least squares.
    """
    from scipy.optimize import nnls

    row = np.zeros((1, columns.shape[1]))
    row[0, :convex] = 1.0
    try:
        point, _ = nnls(np.vstack([columns, row]), np.append(np.zeros(len(columns)), 1.0))
    except RuntimeError:  # too many steps
        return None
    total = point[:convex].sum()
    found: Floats | None = point / total if total > 0 else None
    return found


def _unit(corner: Point) -> list[float]:
    total = sum(corner)
    return [value / total for value in corner]


def _integers(values: Floats) -> list[int]:
    return [round(float(value) * 2**_VECTOR_BITS) for value in values]


def _tangent_integers(y: Floats, not_negative: frozenset[int], among: Sequence[int] | None = None) -> list[int]:
    """Round to integers with the sum 0, none negative where that is asked."""
    rounded = _integers(y / (np.abs(y).max() or 1.0))
    for d in not_negative:
        rounded[d] = max(rounded[d], 0)
    places = [d for d in (range(len(rounded)) if among is None else among) if d not in not_negative]
    if places:
        largest = max(places, key=lambda d: abs(rounded[d]))
        rounded[largest] -= sum(rounded)
    return rounded


def _line_split(cell: Cell, values: Floats, high: int, low: int) -> dict[str, Any]:
    """Cut an edge where a functional is just below 0."""
    totals = [sum(cell.corners[place]) for place in (high, low)]
    # p·g_high + q·g_low, in the scale of the units: shares −value_low : value_high, a little more of the low one.
    shares = (-values[low] / (values[high] - values[low]), values[high] / (values[high] - values[low]))
    return _split(high, low, shares[0] * (1 - _OVER), shares[1] + shares[0] * _OVER, totals, _LINE_BITS)


def _middle_split(cell: Cell, i: int, j: int) -> dict[str, Any]:
    return _split(i, j, 0.5, 0.5, [sum(cell.corners[place]) for place in (i, j)], _MIDDLE_BITS)


def _split(i: int, j: int, first: float, second: float, totals: Sequence[int], bits: int) -> dict[str, Any]:
    """Return a cut whose shares, of corners scaled to the sum 1, are near those given."""
    p = Fraction(first) / totals[0]
    q = Fraction(second) / totals[1]
    scale = 2**bits / min(p, q)
    p, q = Fraction(round(p * scale)), Fraction(round(q * scale))
    return {"split": [i, j, *(p / q).as_integer_ratio()]}


def _orthonormal(size: int) -> Floats:
    columns = np.vstack([np.eye(size - 1), -np.ones((1, size - 1))])
    return np.asarray(np.linalg.qr(columns)[0], dtype=np.float64)
