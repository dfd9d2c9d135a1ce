"""The path of the equilibrium from the largest λ_A down: each face, and the group that changes at its end."""

from __future__ import annotations

import math

import numpy as np

from nashsym.phase.compiling import compiled, inlined
from nashsym.phase.critical_line.face import LEVEL, RADIUS, Face, begin, join, part, rebuild
from nashsym.phase.critical_line.measuring import evaluate, proved_range
from nashsym.phase.critical_line.programme import System
from nashsym.phase.critical_line.settling import settle

__all__ = ["begin_at_top", "follow", "next_change"]


@inlined
def next_change(face: Face, position: float, last: int) -> tuple[float, int]:
    """Return the largest λ ≤ `position` at which floats see a sign change, and the group; −1 where none does.

    The group that changed last does not change back.
    """
    following, index = -1.0, -1
    for d in range(face.groups.shape[0]):
        if d == last:
            continue
        if face.place[d] >= 0:
            start, step = face.lines[0, d], face.lines[1, d]
        else:
            start, step = face.bounds[0, LEVEL] - face.lines[2, d], face.bounds[1, LEVEL] - face.lines[3, d]
        if step > 0.0:
            bound = min(-start / step, position)
            if bound > following:
                following, index = bound, d
    return following, index


@compiled
def begin_at_top(system: System, face: Face, position: float, column: np.ndarray, work: np.ndarray) -> bool:
    """Put the face at the end of the path: the group that attracts most, or where several do, at `position`."""
    a, M = system.a, system.M
    first, ties = 0, 1
    for d in range(1, a.shape[0]):
        if a[d] > a[first]:
            first, ties = d, 1
        elif a[d] == a[first]:
            ties += 1
            if M[d, d] < M[first, first]:
                first = d
    begin(system, face, first)
    if ties == 1 and a.shape[0] > 0:
        return True
    return settle(system, face, position, work) and rebuild(system, face, column)


@compiled
def follow(
    system: System,
    face: Face,
    state: np.ndarray,
    low: float,
    proved: np.ndarray,
    radii: np.ndarray,
    lines: np.ndarray,
) -> tuple[int, bool]:
    """Follow the path down and write its pieces, as many as there is room for; call again to go on.

    Parameters
    ----------
    system : System
    face : Face
        Changed; at the piece to write next.
    state : float array of 3
        The λ from which to go on and the group that changed last; and 1 where nothing has begun.
    low : float
        Where to end.
    proved : float array, n×2
        Filled with the λ between which the support is proved; low > high where nowhere.
    radii : float array, n×2
    lines : float array, n×2×D
        Filled with c₀ and c₁, and the bounds of their errors.

    Returns
    -------
    int, bool
        How many pieces were written, and whether the path goes on.
    """
    size = system.M.shape[0]
    column, work = np.empty(size + 2), np.empty((size, size + 2))
    if state[2] == 1.0:
        state[2] = 0.0
        if not begin_at_top(system, face, state[0], column, work):
            return -1, False
        if face.place[-1] == 1:
            state[0] = math.inf
    for piece in range(proved.shape[0]):
        if not evaluate(system, face, column):
            return -1, False
        following, index = next_change(face, state[0], int(state[1]))
        proved[piece, 0], proved[piece, 1] = proved_range(system, face)
        radii[piece, 0], radii[piece, 1] = face.bounds[0, RADIUS], face.bounds[1, RADIUS]
        for d in range(size):
            lines[piece, 0, d], lines[piece, 1, d] = face.lines[0, d], face.lines[1, d]
        if following <= low or index < 0:
            return piece + 1, False
        moved = part(face, index, column) if face.place[index] >= 0 else join(system, face, index, column)
        if not moved:
            return -1, False
        state[0], state[1] = following, index
    return proved.shape[0], True
