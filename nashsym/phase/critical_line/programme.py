"""The concave programmes of the rows of a grid, in floats, and how far these are from the exact ones."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nashsym.phase.compiling import inlined
from nashsym.phase.critical_line.rounding import LARGEST, SMALLEST, UNIT

__all__ = ["Modes", "Rows", "System", "is_sound", "system_of_row"]


class System(NamedTuple):
    """A concave programme ``max λaᵀw − ½wᵀMw`` over the simplex, in floats, and how far they are from the exact one.

    Attributes
    ----------
    M : float array, D×D, symmetric
    a : float array, D
        Each within a relative 2⁻⁵³ of the exact ones.
    largest, attraction : float
        Bounds of ``|M_de|`` and of ``|a_d|``.
    error : float
        Bound of ``|M − exact M|``, entry by entry.
    least : float
        α > 0: a lower bound of the least eigenvalue of the exact M on T.
    spread : float
        Upper bound of ``‖Π(M_d − M_e)‖`` for all groups d, e, Π the projection on T.
    """

    M: np.ndarray
    a: np.ndarray
    largest: float
    attraction: float
    error: float
    least: float
    spread: float


class Modes(NamedTuple):
    """One decomposition of xA + yB on T, for all x and y: the interior candidates of every row from D numbers each.

    Attributes
    ----------
    basis : float array, (D−1)×D
        Vᵀ, V with columns in T and ``VᵀAV``, ``VᵀBV`` diagonal.
    along : float array, 2×(D−1)
        These diagonals; all 0 where there is no decomposition.
    pulls : float array, 3×(D−1)
        ``VᵀAe``, ``VᵀBe`` and ``Vᵀa``, e = 1/D.
    """

    basis: np.ndarray
    along: np.ndarray
    pulls: np.ndarray


class Rows(NamedTuple):
    """The rows of a grid, one for each pair of a λ_C and a λ_D, with M = xA + yB in each.

    The relative errors of A, B, x, y, a and axis are at most 2⁻⁵³.

    Attributes
    ----------
    A, B : float arrays, D×D, symmetric
    x, y, least : float arrays, R
        `least` is a lower bound of the least eigenvalue of the exact M on T.
    a : float array, D
    axis : float array, n
        λ_A ≥ 0, ascending.
    spread, largest : float arrays of 2
        Of A and of B: bounds of ``‖Π(X_d − X_e)‖``, and of the entries.
    modes : Modes
        Of the same A, B and a.
    """

    A: np.ndarray
    B: np.ndarray
    x: np.ndarray
    y: np.ndarray
    least: np.ndarray
    a: np.ndarray
    axis: np.ndarray
    spread: np.ndarray
    largest: np.ndarray
    modes: Modes


@inlined
def system_of_row(rows: Rows, row: int, attraction: float, M: np.ndarray) -> System:
    """Write M = xA + yB, with bounds of its errors."""
    x, y = rows.x[row], rows.y[row]
    for d in range(M.shape[0]):
        for e in range(M.shape[0]):
            M[d, e] = x * rows.A[d, e] + y * rows.B[d, e]
    bound = 1.01 * (x * rows.largest[0] + y * rows.largest[1])
    spread = 1.01 * (x * rows.spread[0] + y * rows.spread[1])
    # Each of the four factors is rounded once, each product once, and the sum once.
    return System(M, rows.a, bound, attraction, 5.0 * UNIT * bound, rows.least[row], spread)


@inlined
def is_sound(system: System) -> bool:
    """Tell whether its numbers are far enough from where floats end."""
    attraction = system.attraction == 0.0 or SMALLEST < system.attraction < LARGEST
    return attraction and system.least > SMALLEST and system.largest < LARGEST
