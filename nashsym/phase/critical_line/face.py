"""The groups that are served, and the inverse on their face of the simplex as one joins or leaves."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nashsym.phase.compiling import compiled, inlined
from nashsym.phase.critical_line.programme import System

__all__ = [
    "LACK",
    "LEVEL",
    "NOISE",
    "RADIUS",
    "RESIDUAL",
    "Face",
    "begin",
    "drop",
    "empty_face",
    "join",
    "part",
    "rebuild",
    "serve",
]


class Face(NamedTuple):
    """The groups that are served, and what is computed on their face of the simplex.

    Attributes
    ----------
    groups : int array, D
        Which: the first k, in the order of `inverse`.
    place : int array, D + 1
        Of each group in `groups`, −1 where it is not served; behind them k.
    inverse : float array, (D+1)×(D+1)
        Of ``[0 1ᵀ; 1 M_SS]``: its first k + 1 rows and columns.
    lines : float array, 4×D
        c₀ and c₁, 0 off the face; and the marginal utilities ``−Mc₀`` and ``a − Mc₁``.
    bounds : float array, 2×5
        For each of the two: the mean of the marginal utilities over the face; their residual ``‖Π_S ·‖``, and how much
        of it rounding can explain; bounds of the errors of a weight, and of what a group off the face lacks.
    """

    groups: np.ndarray
    place: np.ndarray
    inverse: np.ndarray
    lines: np.ndarray
    bounds: np.ndarray


#: The columns of `Face.bounds`.
LEVEL, RESIDUAL, NOISE, RADIUS, LACK = range(5)


@compiled
def empty_face(size: int) -> Face:
    """Return a face of D groups that serves none yet."""
    groups, place = np.zeros(size, dtype=np.int64), np.zeros(size + 1, dtype=np.int64)
    for d in range(size):
        place[d] = -1
    return Face(groups, place, np.empty((size + 1, size + 1)), np.zeros((4, size)), np.empty((2, 5)))


@inlined
def serve(face: Face, d: int) -> None:
    """Put a group on the face."""
    k = face.place[-1]
    face.groups[k], face.place[d] = d, k
    face.place[-1] = k + 1


@inlined
def drop(face: Face, d: int) -> None:
    """Take a group off the face; the last one takes its place."""
    k, at = face.place[-1] - 1, face.place[d]
    moved = face.groups[k]
    face.groups[at], face.place[moved] = moved, at
    face.place[d] = -1
    face.lines[0, d] = face.lines[1, d] = 0.0
    face.place[-1] = k


@compiled
def _clear(face: Face) -> None:
    """Take all groups off the face."""
    face.place[-1] = 0
    for d in range(face.groups.shape[0]):
        face.place[d] = -1
        face.lines[0, d] = face.lines[1, d] = 0.0


@compiled
def begin(system: System, face: Face, d: int) -> None:
    """Serve one group alone, with the inverse."""
    _clear(face)
    serve(face, d)
    face.inverse[0, 0], face.inverse[0, 1] = -system.M[d, d], 1.0
    face.inverse[1, 0], face.inverse[1, 1] = 1.0, 0.0


@compiled
def join(system: System, face: Face, d: int, column: np.ndarray) -> bool:
    """Put a group on the face and border the inverse; False where its pivot is not > 0, as it is if M ≻ 0."""
    k, J, M = face.place[-1], face.inverse, system.M
    pivot = M[d, d]
    for i in range(k + 1):
        total = J[i, 0]
        for j in range(k):
            total += J[i, j + 1] * M[d, face.groups[j]]
        column[i] = total
    pivot -= column[0]
    for j in range(k):
        pivot -= M[d, face.groups[j]] * column[j + 1]
    if not (pivot > 1e-280 and pivot < 1e280):
        return False
    inverse = 1.0 / pivot
    for i in range(k + 1):
        factor = column[i] * inverse
        for j in range(k + 1):
            J[i, j] += factor * column[j]
        J[i, k + 1] = J[k + 1, i] = -factor
    J[k + 1, k + 1] = inverse
    serve(face, d)
    return True


@compiled
def part(face: Face, d: int, column: np.ndarray) -> bool:
    """Take a group off the face and its row off the inverse; False where that can't be."""
    k, J, at = face.place[-1], face.inverse, face.place[d] + 1
    pivot = J[at, at]
    if k == 1 or not (pivot > 1e-280 and pivot < 1e280):
        return False
    for i in range(k + 1):
        J[i, at], J[i, k] = J[i, k], J[i, at]
    for j in range(k + 1):
        J[at, j], J[k, j] = J[k, j], J[at, j]
    for i in range(k):
        column[i] = J[i, k]
    for i in range(k):
        factor = column[i] / pivot
        for j in range(k):
            J[i, j] -= factor * column[j]
    drop(face, d)
    return True


@compiled
def rebuild(system: System, face: Face, column: np.ndarray) -> bool:
    """Compute the inverse of the face anew."""
    k = face.place[-1]
    groups = np.empty(k, dtype=np.int64)
    for p in range(k):
        groups[p] = face.groups[p]
    begin(system, face, groups[0])
    regular = True
    for p in range(1, k):
        regular = regular and join(system, face, groups[p], column)
    return regular
