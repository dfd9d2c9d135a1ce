"""The rows of a grid, boundary included: each followed along its path, or taken cell by cell."""

from __future__ import annotations

import math

import numpy as np

from nashsym.phase.compiling import compiled
from nashsym.phase.critical_line.cells import UNDECIDED, Cells, fill, fill_cells
from nashsym.phase.critical_line.face import Face, empty_face, join, part
from nashsym.phase.critical_line.interior import fill_inner, inner_lines
from nashsym.phase.critical_line.measuring import evaluate
from nashsym.phase.critical_line.path import begin_at_top, next_change
from nashsym.phase.critical_line.programme import Rows, System, is_sound, system_of_row

__all__ = ["fill_rows"]

#: Rows of at most so many cells are not followed from the top, but taken one cell at a time from the face before.
_FEW = 4


@compiled
def _fill_row(
    system: System,
    face: Face,
    axis: np.ndarray,
    floor: float,
    column: np.ndarray,
    work: np.ndarray,
    cells: Cells,
) -> int:
    """Follow the path down from the largest λ_A of the axis and fill the cells; return how many are left."""
    end, position, last = int(axis.shape[0]), math.inf, -1
    if not begin_at_top(system, face, axis[-1], column, work):
        return end
    if face.place[-1] > 1:
        position = axis[-1]
    for _ in range(20 * system.M.shape[0] + 100):
        if not evaluate(system, face, column):
            break
        following, index = next_change(face, position, last)
        first = end
        while first > 0 and axis[first - 1] >= following:
            first -= 1
        if first < end:
            fill(system, face, axis, first, end, floor, cells)
            end = first
        if end == 0 or index < 0:
            break
        moved = part(face, index, column) if face.place[index] >= 0 else join(system, face, index, column)
        if not moved:
            break
        position, last = following, index
    left: int = fill_cells(system, face, axis, end, floor, work, cells)
    return left


@compiled
def fill_rows(
    rows: Rows,
    places: np.ndarray,
    floor: float,
    weights: np.ndarray,
    served: np.ndarray,
    below: np.ndarray,
    kind: np.ndarray,
) -> None:
    """Fill the rows of a grid that `places` names.

    Parameters
    ----------
    rows : Rows
    places : int array
        Each in 0 … R − 1; `least` > 0 there.
    floor : float
        τ, rounded to the nearest float.
    weights : float array, R×n×D
        Filled with the weights.
    served, below : bool arrays, R×n×D
        Filled with w_d > 0 and w_d < τ.
    kind : uint8 array, R×n
        Filled with `Kind.INTERIOR` or `Kind.BOUNDARY` where both are proved, else with `Kind.UNDECIDED`.
    """
    size, axis = rows.a.shape[0], rows.axis
    M, work, column = np.empty((size, size)), np.empty((size, size + 2)), np.empty(size + 2)
    face, whole = empty_face(size), empty_face(size)
    few = axis.shape[0] <= _FEW
    attraction = np.abs(rows.a).max()
    warm = False
    for row in places:
        system = system_of_row(rows, row, attraction, M)
        cells = Cells(weights[row], served[row], below[row], kind[row])
        end = int(axis.shape[0])
        if is_sound(system):
            if not (few and warm):
                end = _fill_row(system, face, axis, floor, column, work, cells)
                warm = face.place[-1] > 0
            if few and warm:
                # What is written depends on the row alone, not on the face that the search begins with.
                end = int(axis.shape[0])
                if inner_lines(system, whole, rows.modes, rows.x[row], rows.y[row]):
                    end = fill_inner(system, whole, axis, floor, cells)
                end = fill_cells(system, face, axis, end, floor, work, cells)
                if end > 0:
                    end = _fill_row(system, face, axis, floor, column, work, cells)
        # What was given up begins with all groups when rationals decide it.
        for cell in range(end):
            kind[row, cell] = UNDECIDED
            for d in range(size):
                served[row, cell, d] = True
