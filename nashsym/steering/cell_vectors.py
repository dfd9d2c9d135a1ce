"""The vectors that exclude a cell, proposed by floats: multipliers that separate, directions along which H bends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import floats
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.covering import Cell

__all__ = ["CellVectors", "integers", "tangent_integers"]

Floats = NDArray[np.float64]
#: Bits of the entries of multipliers and other vectors.
_VECTOR_BITS: Final = 28
#: What is shorter, in the scale of the gaps, is 0.
_NOTHING: Final = 1e-11


@dataclass
class CellVectors:
    """What floats say of the cells of a cone.

    Parameters
    ----------
    cone : CoefficientCone
    """

    cone: CoefficientCone
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

    def proposals(self, cell: Cell, corners: Floats) -> Iterator[list[Floats]]:
        """Yield multipliers for the corners: each its own, or all those of the centre."""
        each = [found for corner in corners if (found := self.multipliers(cell, corner)) is not None]
        if len(each) == len(corners):
            yield each
        centre = self.multipliers(cell, corners.mean(axis=0))
        if centre is not None:
            yield [centre] * len(corners)

    def looks_separated(self, cell: Cell, corners: Floats, ys: Sequence[Floats]) -> bool:
        """Tell whether multipliers for the corners seem to exclude the cell; `is_separated` decides."""
        served = self.served(cell)
        # c[v, i, j]: multiplier i at corner j.
        at_corners = np.einsum("jr,vrd->vjd", corners, self._gaps[served])
        c = np.einsum("id,vjd->vij", np.array(ys), at_corners)
        return bool((np.diagonal(c, axis1=1, axis2=2) > 0).all() and (c + c.transpose(0, 2, 1) >= 0).all())

    def served(self, cell: Cell) -> list[int]:
        """Return the corners of the mixtures that meet the demand, by the group that has what is free; or the one."""
        if self.cone.demand.room == 0:
            return [0]
        return [v for v in range(self.cone.groups) if v not in cell.zeros]

    def nearest(self, cell: Cell, x: Floats) -> tuple[Floats, Floats | None]:
        """Return the vectors ``b − Mw`` at the corners w, 1_d for groups that may be at 0, and their shortest sum."""
        idle = sorted(cell.zeros | cell.open)
        gaps = np.einsum("r,vrd->dv", x, self._gaps[self.served(cell)])
        gaps -= gaps.mean(axis=0)
        gaps /= np.abs(gaps).max(initial=0.0) or 1.0
        units = np.eye(self.cone.groups)[:, idle]
        columns = np.hstack([gaps, units - units.mean(axis=0)])
        return columns, _shortest(columns, gaps.shape[1])

    def multipliers(self, cell: Cell, x: Floats) -> Floats | None:
        """Return y of length 1, the direction of the shortest ``b − Mw + s − ν1``: by duality it separates.

        w meets the demand and s ≥ 0 is at groups that may be at 0. None where it is 0: x does what is asked.
        """
        key = (x.tobytes(), cell.zeros, cell.open)
        if key not in self._ys:
            columns, point = self.nearest(cell, x)
            y = None if point is None else columns @ point
            length = 0.0 if y is None else float(np.linalg.norm(y))
            self._ys[key] = None if y is None or length <= _NOTHING else y / length
        return self._ys[key]

    def bending(self, x: Floats) -> list[int] | None:
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
        return tangent_integers(v / np.abs(v).max(), frozenset(), among=asked)

    def bend(self, v: Sequence[int]) -> Floats:
        """Return vᵀHv as a functional of x, its largest entry 1."""
        along = np.array(v, dtype=float)
        bends = np.einsum("d,rde,e->r", along, self._curvatures, along)
        return np.asarray(bends / np.abs(bends).max(), dtype=np.float64)


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


def integers(values: Floats) -> list[int]:
    """Round to multiples of the last bit, and count these."""
    return [round(float(value) * 2**_VECTOR_BITS) for value in values]


def tangent_integers(y: Floats, not_negative: frozenset[int], among: Sequence[int] | None = None) -> list[int]:
    """Round to integers with the sum 0, none negative where that is asked."""
    rounded = integers(y / (np.abs(y).max() or 1.0))
    for d in not_negative:
        rounded[d] = max(rounded[d], 0)
    places = [d for d in (range(len(rounded)) if among is None else among) if d not in not_negative]
    if places:
        largest = max(places, key=lambda d: abs(rounded[d]))
        rounded[largest] -= sum(rounded)
    return rounded


def _orthonormal(size: int) -> Floats:
    columns = np.vstack([np.eye(size - 1), -np.ones((1, size - 1))])
    return np.asarray(np.linalg.qr(columns)[0], dtype=np.float64)
