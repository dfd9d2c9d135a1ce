"""The cells of a row that one face fills, and which of them it decides."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nashsym.phase.compiling import compiled
from nashsym.phase.critical_line.face import RADIUS, Face
from nashsym.phase.critical_line.measuring import accurate_range
from nashsym.phase.critical_line.programme import System
from nashsym.phase.critical_line.rounding import UNIT, positive
from nashsym.phase.critical_line.settling import settle
from nashsym.phase.kinds import Kind

__all__ = ["UNDECIDED", "Cells", "fill", "fill_cells"]

#: What a cell is marked with; undecided ones are left to exact arithmetic.
_INTERIOR, _BOUNDARY, UNDECIDED = int(Kind.INTERIOR), int(Kind.BOUNDARY), int(Kind.UNDECIDED)


class Cells(NamedTuple):
    """What is written of the cells of one row.

    Attributes
    ----------
    weights : float array, n×D
    served, below : bool arrays, n×D
        w_d > 0 and w_d < τ.
    kind : uint8 array, n
    """

    weights: np.ndarray
    served: np.ndarray
    below: np.ndarray
    kind: np.ndarray


@compiled
def fill(
    system: System,
    face: Face,
    axis: np.ndarray,
    first: int,
    end: int,
    floor: float,
    cells: Cells,
) -> None:
    """Fill the cells from `first` to before `end` with what the face says, and mark those that it decides."""
    size, k = system.M.shape[0], face.place[-1]
    low, high = accurate_range(system, face)
    decided, until = first, end
    while decided < until and axis[decided] < low:
        decided += 1
    while until > decided and axis[until - 1] > high:
        until -= 1
    for cell in range(first, end):
        λ = axis[cell]
        for d in range(size):
            cells.weights[cell, d] = face.lines[0, d] + λ * face.lines[1, d]
    for d in range(size):
        inside = face.place[d] >= 0
        for cell in range(first, end):
            cells.served[cell, d] = inside
            cells.below[cell, d] = not inside
    for cell in range(first, end):
        sure = decided <= cell < until
        cells.kind[cell] = UNDECIDED if not sure else _INTERIOR if k == size else _BOUNDARY
    if decided >= until:
        return
    lowest, highest = axis[decided], axis[until - 1]
    for p in range(k):
        d = face.groups[p]
        start, step = face.lines[0, d] - floor, face.lines[1, d]
        off, turn = face.bounds[0, RADIUS] + 4.0 * UNIT * floor, face.bounds[1, RADIUS]
        above_low, above_high = positive(start - off, step - turn, lowest, highest)
        if above_low <= lowest and above_high >= highest:
            continue
        below_low, below_high = positive(-start - off, -step - turn, lowest, highest)
        for cell in range(decided, until):
            λ = axis[cell]
            if below_low <= λ <= below_high:
                cells.below[cell, d] = True
            elif not above_low <= λ <= above_high:
                cells.kind[cell] = UNDECIDED


@compiled
def fill_cells(
    system: System,
    face: Face,
    axis: np.ndarray,
    end: int,
    floor: float,
    work: np.ndarray,
    cells: Cells,
) -> int:
    """Fill the cells before `end` one by one from the last on, each from the face before; return how many are left."""
    for cell in range(end - 1, -1, -1):
        if not settle(system, face, axis[cell], work):
            return cell + 1
        fill(system, face, axis, cell, cell + 1, floor, cells)
    return 0
