"""The lines of a face from its inverse, what their residuals say of their errors, and where the face is proved."""

from __future__ import annotations

import math

import numpy as np

from nashsym.phase.compiling import compiled, inlined
from nashsym.phase.critical_line.face import LACK, LEVEL, NOISE, RADIUS, RESIDUAL, Face, rebuild
from nashsym.phase.critical_line.programme import System
from nashsym.phase.critical_line.rounding import ACCURACY, UNIT, positive

__all__ = ["accurate_range", "evaluate", "measure", "proved_range"]


@inlined
def measure(system: System, face: Face) -> None:
    """Compute the marginal utilities of the lines, and bound the errors of both."""
    size, k = system.M.shape[0], face.place[-1]
    lines = face.lines
    for j in range(2):
        for d in range(size):
            lines[j + 2, d] = j * system.a[d]
        length, total = 0.0, 0.0
        for p in range(k):
            e = face.groups[p]
            value = lines[j, e]
            length += abs(value)
            total += value
            for d in range(size):
                lines[j + 2, d] -= system.M[e, d] * value
        level, residual = 0.0, 0.0
        for p in range(k):
            level += lines[j + 2, face.groups[p]]
        level /= k
        for p in range(k):
            residual += (lines[j + 2, face.groups[p]] - level) ** 2
        residual = math.sqrt(residual)
        attraction = j * system.attraction
        # Summation in any order errs by at most (k + 1)u·Σ|M_de||c_e|; the rest is generous.
        wrong = 1.01 * (length * ((k + 4.0) * UNIT * system.largest + system.error) + 4.0 * UNIT * attraction)
        off = abs(total - (1.0 - j)) + 1.01 * (k + 1.0) * UNIT * length
        noise = math.sqrt(k) * (wrong + off * system.largest)
        # A face of one group has no direction to err in.
        tangent = 1.02 * (residual + noise) / system.least if k > 1 else 0.0
        around = (k + 8.0) * UNIT * (system.largest * length + attraction)
        face.bounds[j, LEVEL], face.bounds[j, RESIDUAL], face.bounds[j, NOISE] = level, residual, noise
        face.bounds[j, RADIUS] = 1.01 * (tangent + off) + 4.0 * UNIT * length
        face.bounds[j, LACK] = 1.01 * (
            system.spread * tangent + 2.0 * system.largest * off + 2.0 * wrong + 2.0 * around
        )


@compiled
def _correct(face: Face) -> None:
    """Take the residuals through the inverse off the lines: one step of iterative refinement."""
    k, J = face.place[-1], face.inverse
    residual = np.empty(k + 1)
    for j in range(2):
        total = 1.0 - j
        for p in range(k):
            d = face.groups[p]
            total -= face.lines[j, d]
            residual[p + 1] = face.lines[j + 2, d] - face.bounds[j, LEVEL]
        residual[0] = total
        for p in range(k):
            change = 0.0
            for q in range(k + 1):
                change += J[p + 1, q] * residual[q]
            face.lines[j, face.groups[p]] += change


@inlined
def evaluate(system: System, face: Face, column: np.ndarray) -> bool:
    """Compute lines, marginal utilities and their bounds from the inverse; False where it has to be given up."""
    J = face.inverse
    for attempt in range(2):
        k = face.place[-1]
        for p in range(k):
            d = face.groups[p]
            total = 0.0
            for q in range(k):
                total += J[p + 1, q + 1] * system.a[face.groups[q]]
            face.lines[0, d], face.lines[1, d] = J[p + 1, 0], total
        for step in range(4):
            if step > 0:
                _correct(face)
            measure(system, face)
            if face.bounds[0, RESIDUAL] <= face.bounds[0, NOISE] and face.bounds[1, RESIDUAL] <= face.bounds[1, NOISE]:
                return True
        if (
            face.bounds[0, RESIDUAL] <= 100.0 * face.bounds[0, NOISE]
            and face.bounds[1, RESIDUAL] <= 100.0 * face.bounds[1, NOISE]
        ):
            return True
        # The updates have worn the inverse out.
        if attempt == 0 and not rebuild(system, face, column):
            return False
    return True


@inlined
def proved_range(system: System, face: Face) -> tuple[float, float]:
    """Return the λ at which the face is proved to be the support of the equilibrium; empty: low > high."""
    low, high = 0.0, math.inf
    for d in range(system.M.shape[0]):
        if face.place[d] >= 0:
            start, step = face.lines[0, d] - face.bounds[0, RADIUS], face.lines[1, d] - face.bounds[1, RADIUS]
        else:
            start = face.bounds[0, LEVEL] - face.lines[2, d] - face.bounds[0, LACK]
            step = face.bounds[1, LEVEL] - face.lines[3, d] - face.bounds[1, LACK]
        low, high = positive(start, step, low, high)
        if not low <= high:
            return 1.0, 0.0
    return low, high


@inlined
def accurate_range(system: System, face: Face) -> tuple[float, float]:
    """Return the same for the λ at which also the weights are known well enough to be written."""
    low, high = proved_range(system, face)
    return positive(ACCURACY - face.bounds[0, RADIUS], -face.bounds[1, RADIUS], low, high)
