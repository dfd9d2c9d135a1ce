"""The rows of a grid where every group is served: the interior candidate from one decomposition for all rows."""

from __future__ import annotations

import math

import numpy as np

from nashsym.phase.compiling import compiled
from nashsym.phase.critical_line.cells import Cells, fill
from nashsym.phase.critical_line.face import NOISE, RADIUS, RESIDUAL, Face, empty_face
from nashsym.phase.critical_line.measuring import accurate_range, measure
from nashsym.phase.critical_line.programme import Modes, Rows, System, is_sound, system_of_row
from nashsym.phase.critical_line.rounding import positive

__all__ = ["fill_inner", "fill_inner_rows", "inner_lines"]


@compiled
def inner_lines(system: System, face: Face, modes: Modes, x: float, y: float) -> bool:
    """Compute the lines of the face that serves every group: c₀ = e − PMe and c₁ = Pa (MODEL T2, T9)."""
    size = system.M.shape[0]
    if face.place[-1] < size:
        for d in range(size):
            face.groups[d] = face.place[d] = d
        face.place[-1] = size
    share = 1.0 / size
    for d in range(size):
        face.lines[0, d], face.lines[1, d] = share, 0.0
    shares = np.empty((2, size - 1))
    for i in range(size - 1):
        bottom = x * modes.along[0, i] + y * modes.along[1, i]
        if not bottom > 0.0:
            return False
        shares[0, i] = -(x * modes.pulls[0, i] + y * modes.pulls[1, i]) / bottom
        shares[1, i] = modes.pulls[2, i] / bottom
    for attempt in range(3):
        for i in range(size - 1):
            first, second = shares[0, i], shares[1, i]
            for d in range(size):
                face.lines[0, d] += first * modes.basis[i, d]
                face.lines[1, d] += second * modes.basis[i, d]
        measure(system, face)
        if attempt == 2 or (
            face.bounds[0, RESIDUAL] <= face.bounds[0, NOISE] and face.bounds[1, RESIDUAL] <= face.bounds[1, NOISE]
        ):
            break
        # What is left goes through P once more.
        for i in range(size - 1):
            first, second = 0.0, 0.0
            for d in range(size):
                first += modes.basis[i, d] * face.lines[2, d]
                second += modes.basis[i, d] * face.lines[3, d]
            bottom = x * modes.along[0, i] + y * modes.along[1, i]
            shares[0, i], shares[1, i] = first / bottom, second / bottom
    return True


@compiled
def fill_inner(
    system: System,
    face: Face,
    axis: np.ndarray,
    floor: float,
    cells: Cells,
) -> int:
    """Fill the cells at the end of a row where all lines of the whole simplex are > 0; return where they begin."""
    first = int(axis.shape[0])
    while first > 0:
        for d in range(system.M.shape[0]):
            if not face.lines[0, d] + axis[first - 1] * face.lines[1, d] > 0.0:
                break
        else:
            first -= 1
            continue
        break
    if first < axis.shape[0]:
        fill(system, face, axis, first, axis.shape[0], floor, cells)
    return first


@compiled
def fill_inner_rows(
    rows: Rows, places: np.ndarray, weights: np.ndarray, interior: np.ndarray, undecided: np.ndarray
) -> None:
    """Fill the rows of a grid that `places` names with w⁎, and with whether w⁎ > 0.

    Parameters
    ----------
    rows, places
        As for `fill_rows`.
    weights : float array, R×n×D
    interior, undecided : bool arrays, R×n
        Filled with whether every weight is proved to be > 0, and with whether neither that nor the opposite is.
    """
    size, axis = rows.a.shape[0], rows.axis
    cells = axis.shape[0]
    M, face, attraction = np.empty((size, size)), empty_face(size), np.abs(rows.a).max()
    for row in places:
        system = system_of_row(rows, row, attraction, M)
        if not (is_sound(system) and inner_lines(system, face, rows.modes, rows.x[row], rows.y[row])):
            for cell in range(cells):
                undecided[row, cell] = True
            continue
        low, high = accurate_range(system, face)
        # Some weight is proved to be < 0 up to `until`, and from `since` on.
        until, since = -1.0, math.inf
        for d in range(size):
            first, last = positive(
                -face.lines[0, d] - face.bounds[0, RADIUS], -face.lines[1, d] - face.bounds[1, RADIUS], 0.0, math.inf
            )
            if first <= last:
                if first <= 0.0:
                    until = max(until, last)
                if last >= math.inf:
                    since = min(since, first)
        for cell in range(cells):
            λ = axis[cell]
            for d in range(size):
                weights[row, cell, d] = face.lines[0, d] + λ * face.lines[1, d]
            inside = low <= λ <= high
            interior[row, cell] = inside
            undecided[row, cell] = not (inside or λ <= until or λ >= since)
