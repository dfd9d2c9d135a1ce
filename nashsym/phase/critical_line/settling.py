"""The face of the equilibrium at one λ_A, searched from another face."""

from __future__ import annotations

import numpy as np

from nashsym.phase.compiling import compiled
from nashsym.phase.critical_line.face import LEVEL, Face, drop, serve
from nashsym.phase.critical_line.measuring import measure
from nashsym.phase.critical_line.programme import System

__all__ = ["settle"]

#: Faces that are tried for one cell.
_ROUNDS = 40


@compiled
def _factored(system: System, face: Face, work: np.ndarray) -> bool:
    """Compute the lines of a face from a Cholesky factor, without the inverse.

    Groups are taken in their own order: the answer depends on the face, and not on how it was found.
    """
    k, M = 0, system.M
    for d in range(M.shape[0]):
        if face.place[d] >= 0:
            face.groups[k], face.place[d] = d, k
            k += 1
    k -= 1
    last = face.groups[k]
    for i in range(k):
        d = face.groups[i]
        border = M[last, last] - M[last, d]
        row = work[i]
        # The lower triangle, column by column in the rows of `work`; behind it both right-hand sides.
        for j in range(i, k):
            e = face.groups[j]
            row[j] = M[d, e] - M[last, e] + border
        row[k], row[k + 1] = border, system.a[d] - system.a[last]
    for i in range(k):
        row = work[i]
        pivot = row[i]
        if not (pivot > 1e-280 and pivot < 1e280):
            return False
        inverse = 1.0 / pivot
        for j in range(i + 1, k):
            factor = row[j] * inverse
            lower = work[j]
            for e in range(j, k + 2):
                lower[e] -= factor * row[e]
    rest0, rest1 = 1.0, 0.0
    for i in range(k - 1, -1, -1):
        row = work[i]
        first, second = row[k], row[k + 1]
        for j in range(i + 1, k):
            e = face.groups[j]
            first -= row[j] * face.lines[0, e]
            second -= row[j] * face.lines[1, e]
        d = face.groups[i]
        face.lines[0, d], face.lines[1, d] = first / row[i], second / row[i]
        rest0 -= face.lines[0, d]
        rest1 -= face.lines[1, d]
    face.lines[0, last], face.lines[1, last] = rest0, rest1
    return True


@compiled
def settle(system: System, face: Face, λ: float, work: np.ndarray) -> bool:
    """Search the face of the equilibrium at one λ from the one at hand; where it is found, lines and bounds are too.

    Groups with weights below 0 leave together; where none has, those that would gain join, later one at a time.
    """
    size = system.M.shape[0]
    for turn in range(_ROUNDS):
        if face.place[-1] == 0 or not _factored(system, face, work):
            return False
        changed = False
        for d in range(size):
            if face.place[d] >= 0 and not face.lines[0, d] + λ * face.lines[1, d] >= 0.0:
                drop(face, d)
                changed = True
        if changed:
            continue
        measure(system, face)
        best, worst = -1, 0.0
        for d in range(size):
            if face.place[d] >= 0:
                continue
            lacking = face.bounds[0, LEVEL] - face.lines[2, d] + λ * (face.bounds[1, LEVEL] - face.lines[3, d])
            if lacking < 0.0 and turn < 6:
                serve(face, d)
                changed = True
            elif lacking < worst:
                best, worst = d, lacking
        if best >= 0:
            serve(face, best)
        elif not changed:
            return True
    return False
