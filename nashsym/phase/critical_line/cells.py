"""The cells of a row that one face fills, and which of them it decides."""

from __future__ import annotations

import numpy as np

from nashsym.phase.compiling import compiled
from nashsym.phase.critical_line.face import RADIUS, Face
from nashsym.phase.critical_line.measuring import accurate_range
from nashsym.phase.critical_line.programme import System
from nashsym.phase.critical_line.rounding import UNIT, positive
from nashsym.phase.critical_line.settling import settle
from nashsym.phase.kinds import Kind

__all__ = ["UNDECIDED", "fill", "fill_cells"]

#: What a cell is marked with; undecided ones are left to exact arithmetic.
_INTERIOR, _BOUNDARY, UNDECIDED = int(Kind.INTERIOR), int(Kind.BOUNDARY), int(Kind.UNDECIDED)


@compiled
def fill(
    system: System,
    face: Face,
    axis: np.ndarray,
    first: int,
    end: int,
    floor: float,
    weights: np.ndarray,
    served: np.ndarray,
    below: np.ndarray,
    kind: np.ndarray,
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
            weights[cell, d] = face.lines[0, d] + λ * face.lines[1, d]
    for d in range(size):
        inside = face.place[d] >= 0
        for cell in range(first, end):
            served[cell, d] = inside
            below[cell, d] = not inside
    for cell in range(first, end):
        sure = decided <= cell < until
        kind[cell] = UNDECIDED if not sure else _INTERIOR if k == size else _BOUNDARY
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
                below[cell, d] = True
            elif not above_low <= λ <= above_high:
                kind[cell] = UNDECIDED


@compiled
def fill_cells(
    system: System,
    face: Face,
    axis: np.ndarray,
    end: int,
    floor: float,
    work: np.ndarray,
    weights: np.ndarray,
    served: np.ndarray,
    below: np.ndarray,
    kind: np.ndarray,
) -> int:
    """Fill the cells before `end` one by one from the last on, each from the face before; return how many are left."""
    for cell in range(end - 1, -1, -1):
        if not settle(system, face, axis[cell], work):
            return cell + 1
        fill(system, face, axis, cell, cell + 1, floor, weights, served, below, kind)
    return 0
