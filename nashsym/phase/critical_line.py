"""The homogeneous equilibrium along λ_A in floats, with a proof in floats of which cells of a grid it decides.

Compiled by numba when first used; everything here is arrays in, arrays out.
"""

from __future__ import annotations

import math

import numpy as np

from nashsym.phase.compiling import compiled
from nashsym.phase.kinds import Kind

__all__ = ["fill_row", "fill_rows"]

#: What a cell is marked with; undecided ones are left to exact arithmetic.
_INTERIOR, _BOUNDARY, _UNDECIDED = int(Kind.INTERIOR), int(Kind.BOUNDARY), int(Kind.UNDECIDED)
#: Half the distance from 1 to the next float.
_UNIT = 2.0**-53
#: Proofs need an interval of λ_A this wide, relative to its upper end: then the slope of the path is known well enough.
_NARROWEST = 1e-6


@compiled
def _pivot(tableau: np.ndarray, columns: np.ndarray, k: int) -> bool:
    """Exchange a weight with its slack: one principal pivot; False where it is not > 0, as it is if M ≻ 0."""
    size = tableau.shape[0]
    pivot = tableau[k, k]
    if not (pivot > 1e-280 and pivot < 1e280):
        return False
    inverse = 1.0 / pivot
    for j in range(size):
        tableau[k, j] *= inverse
    columns[k, 0] *= inverse
    columns[k, 1] *= inverse
    for i in range(size):
        factor = tableau[i, k]
        if i == k or factor == 0.0:
            continue
        for j in range(size):
            tableau[i, j] -= factor * tableau[k, j]
        columns[i, 0] -= factor * columns[k, 0]
        columns[i, 1] -= factor * columns[k, 1]
        tableau[i, k] = -factor * inverse
    tableau[k, k] = inverse
    return True


@compiled
def _start(M: np.ndarray, a: np.ndarray, first: int, tableau: np.ndarray, columns: np.ndarray) -> None:
    """Set up the tableau in which `first` alone is served.

    ``y_i + Σ_j T_ij x_j = c_i0 + λ c_i1``: x and y are weight and slack of each group, one of the two on the left. With
    the weight of `first` as 1 minus the others' and ν its marginal utility, row i of the others reads
    ``y_i = λ(a_i − a_f) − (M_if − M_ff) − Σ_j (M_ij − M_if − M_fj + M_ff) x_j`` and row `first` ``x_f = 1 − Σ_j x_j``,
    exchanged already: y_f, its column, is what the level of all others lacks.
    """
    size = M.shape[0]
    for i in range(size):
        for j in range(size):
            tableau[i, j] = M[i, j] - M[i, first] - M[first, j] + M[first, first]
        columns[i, 0] = -(M[i, first] - M[first, first])
        columns[i, 1] = a[i] - a[first]
    for i in range(size):
        tableau[first, i] = 1.0
        tableau[i, first] = -1.0
    tableau[first, first] = 0.0
    columns[first, 0] = 1.0
    columns[first, 1] = 0.0


@compiled
def _gap(
    M: np.ndarray, a: np.ndarray, λ: float, columns: np.ndarray, served: np.ndarray, slopes: np.ndarray, error: float
) -> tuple[float, float, float]:
    """Bound the gap at the point of the path, put into Δ; return gap, error of one slope, and what the sum lacks of 1.

    Writes the slopes λa − Mw. `error` bounds the error of an entry of M.
    """
    size = M.shape[0]
    total, largest, attraction = 0.0, 0.0, 0.0
    weights = np.empty(size)
    for d in range(size):
        weights[d] = max(columns[d, 0] + λ * columns[d, 1], 0.0) if served[d] else 0.0
        total += weights[d]
        attraction = max(attraction, abs(a[d]))
    best = -math.inf
    for d in range(size):
        pulled = 0.0
        for e in range(size):
            pulled += M[d, e] * weights[e]
            largest = max(largest, abs(M[d, e]))
        slopes[d] = λ * a[d] - pulled
        best = max(best, slopes[d])
    off = abs(1.0 - total) + 2.0 * size * _UNIT
    wrong = 1.01 * (
        6.0 * _UNIT * λ * attraction + ((size + 4.0) * _UNIT * largest + error) * (1.0 + off) + largest * off
    )
    gap = 0.0
    for d in range(size):
        gap += weights[d] * (best - slopes[d])
    return 1.01 * gap * (1.0 + off) + 2.1 * wrong, wrong, off


@compiled
def _proved(
    M: np.ndarray,
    a: np.ndarray,
    λ: float,
    columns: np.ndarray,
    served: np.ndarray,
    slopes: np.ndarray,
    error: float,
    least: float,
    spread: float,
) -> float:
    """Return how far the exact equilibrium can be where its support is proved to be the one served, else −1.

    By MODEL T15 ‖w − ŵ‖² ≤ gap/α, α ≤ the least eigenvalue of M on T. A group is served where its weight exceeds that
    radius, and left out where its slope falls short of that of a served one by more than the radius can change.
    """
    size = M.shape[0]
    gap, wrong, off = _gap(M, a, λ, columns, served, slopes, error)
    radius = 1.01 * math.sqrt(gap / least) + 1.01 * off
    level = -math.inf
    for d in range(size):
        if served[d]:
            if not columns[d, 0] + λ * columns[d, 1] > 1.01 * radius:
                return -1.0
            level = max(level, slopes[d])
    for d in range(size):
        if not served[d] and not level - slopes[d] > 1.01 * (spread * radius + 2.0 * wrong):
            return -1.0
    return radius


@compiled
def _decided_range(
    M: np.ndarray,
    a: np.ndarray,
    low: float,
    high: float,
    columns: np.ndarray,
    served: np.ndarray,
    slopes: np.ndarray,
    error: float,
    least: float,
    spread: float,
) -> tuple[float, float, float]:
    """Return an interval of λ_A in [low, high] on which the support is proved, and the radius there; empty: (1, 0, 0).

    The λ_A with one support form an interval (MODEL T9): to prove both ends is to prove what lies between.
    """
    size = M.shape[0]
    radius, wrong = 0.0, 0.0
    for λ in (low, high):
        gap, slope_error, off = _gap(M, a, λ, columns, served, slopes, error)
        radius = max(radius, math.sqrt(gap / least) + off)
        wrong = max(wrong, slope_error)
    for d in range(size):
        margin = 2.0 * radius if served[d] else 2.0 * (spread * radius + 2.0 * wrong)
        start, step = (columns[d, 0], columns[d, 1]) if served[d] else (-columns[d, 0], -columns[d, 1])
        if step > 0.0:
            low = max(low, (margin - start) / step)
        elif step < 0.0:
            high = min(high, (margin - start) / step)
        elif start < margin:
            return 1.0, 0.0, 0.0
    if not high - low > _NARROWEST * high:
        return 1.0, 0.0, 0.0
    first = _proved(M, a, low, columns, served, slopes, error, least, spread)
    if first < 0.0:
        return 1.0, 0.0, 0.0
    second = _proved(M, a, high, columns, served, slopes, error, least, spread)
    if second < 0.0:
        return 1.0, 0.0, 0.0
    return low, high, max(first, second)


@compiled
def fill_row(
    M: np.ndarray,
    a: np.ndarray,
    axis: np.ndarray,
    floor: float,
    error: float,
    least: float,
    spread: float,
    weights: np.ndarray,
    served_cells: np.ndarray,
    below_cells: np.ndarray,
    kind: np.ndarray,
) -> int:
    """Follow the path down from the largest λ_A of the axis and fill the cells that are decided.

    Parameters
    ----------
    M : float array, D×D
    a : float array, D
    axis : float array, A
        λ_A ≥ 0, ascending.
    floor : float
        τ.
    error : float
        Bound of ``|M − exact M|``, entry by entry. The relative errors of a, axis and floor are at most 2⁻⁵³.
    least : float
        α > 0: a lower bound of the least eigenvalue of the exact M on T.
    spread : float
        Upper bound of ``‖Π(M_d − M_e)‖`` for all groups d, e, Π the projection on T.
    weights : float array, A×D
        Filled with the weights.
    served_cells, below_cells : bool arrays, A×D
        Filled with w_d > 0 and w_d < τ.
    kind : uint8 array, A
        Filled with `Kind.INTERIOR` or `Kind.BOUNDARY` where both are proved, else with `Kind.UNDECIDED`.

    Returns
    -------
    int
        How many breakpoints were passed; −1 where the path was given up before its end.
    """
    size, cells = M.shape[0], axis.shape[0]
    kind[:] = _UNDECIDED
    tableau, columns = np.empty((size, size)), np.empty((size, 2))
    served, slopes = np.zeros(size, dtype=np.bool_), np.empty(size)
    first = 0
    for d in range(1, size):
        if a[d] > a[first] or (a[d] == a[first] and M[d, d] < M[first, first]):
            first = d
    _start(M, a, first, tableau, columns)
    served[first] = True
    position, cell, steps, last = math.inf, cells - 1, 0, -1
    # A little more than the axis, so that its ends lie within what is proved.
    top, bottom = axis[cells - 1] * (1.0 + 10.0 * _NARROWEST), axis[0] * (1.0 - 10.0 * _NARROWEST)
    # Where several groups attract alike, the path does not begin at one of them: search from the top of the axis.
    tied = False
    for d in range(size):
        tied = tied or (d != first and a[d] == a[first])
    if tied:
        position = top
        if not _settle(tableau, columns, served, top):
            return -1
    limit = 20 * size + 100
    while cell >= 0 and steps < limit:
        following, index = -1.0, -1
        for d in range(size):
            start, step = columns[d, 0], columns[d, 1]
            if d == last:
                continue
            falls = step > 0.0 if served[d] else step < 0.0
            if not falls:
                continue
            bound = min(-start / step, position)
            if bound > following:
                following, index = bound, d
        low = max(following, bottom)
        if following <= axis[cell]:
            high = min(position, top)
            low_proved, high_proved, radius = _decided_range(
                M, a, low, high, columns, served, slopes, error, least, spread
            )
            low_proved *= 1.0 + 4.0 * _UNIT
            high_proved *= 1.0 - 4.0 * _UNIT
            if low == high:  # λ_A = 0 alone
                radius = _proved(M, a, low, columns, served, slopes, error, least, spread)
                low_proved, high_proved = (low, high) if radius >= 0.0 else (1.0, 0.0)
            all_served = True
            for d in range(size):
                all_served = all_served and served[d]
            while cell >= 0 and axis[cell] >= following:
                λ = axis[cell]
                sure = low_proved <= λ <= high_proved
                for d in range(size):
                    value = max(columns[d, 0] + λ * columns[d, 1], 0.0) if served[d] else 0.0
                    weights[cell, d] = value
                    served_cells[cell, d] = served[d]
                    below_cells[cell, d] = value < floor
                    slack = 1.01 * radius + 8.0 * _UNIT * (abs(columns[d, 0]) + λ * abs(columns[d, 1]) + floor)
                    if served[d] and not abs(value - floor) > slack:
                        sure = False
                kind[cell] = (_INTERIOR if all_served else _BOUNDARY) if sure else _UNDECIDED
                cell -= 1
        if index < 0:
            break
        if not _pivot(tableau, columns, index):
            return -1
        served[index] = not served[index]
        position, last = following, index
        steps += 1
    return steps if cell < 0 else -1


@compiled
def _settle(tableau: np.ndarray, columns: np.ndarray, served: np.ndarray, λ: float) -> bool:
    """Pivot on the first group whose weight or slack has the wrong sign until none has (Murty's rule)."""
    size = served.shape[0]
    for _ in range(100 * size + 100):
        wrong = -1
        for d in range(size):
            value = columns[d, 0] + λ * columns[d, 1]
            if (value < 0.0) if served[d] else (value > 0.0):
                wrong = d
                break
        if wrong < 0:
            return True
        if not _pivot(tableau, columns, wrong):
            return False
        served[wrong] = not served[wrong]
    return False


@compiled
def fill_rows(
    A: np.ndarray,
    B: np.ndarray,
    x: np.ndarray,
    y: np.ndarray,
    rows: np.ndarray,
    a: np.ndarray,
    axis: np.ndarray,
    floor: float,
    least: np.ndarray,
    spread: np.ndarray,
    largest: np.ndarray,
    weights: np.ndarray,
    served_cells: np.ndarray,
    below_cells: np.ndarray,
    kind: np.ndarray,
) -> None:
    """Fill the rows of a grid that `rows` names, with M = xA + yB in each; see `fill_row`.

    Parameters
    ----------
    A, B : float arrays, D×D
    x, y, least : float arrays, R
    rows : int array
        Places in 0 … R − 1 of those with least > 0.
    spread, largest : float arrays of 2
        Of A and of B: the spread, and the largest entry in absolute value.
    weights, served_cells, below_cells, kind : arrays R×A×D and R×A
    """
    for row in rows:
        M = x[row] * A + y[row] * B
        # Each of the four factors is rounded once, each product once, and the sum once.
        error = 5.0 * _UNIT * (x[row] * largest[0] + y[row] * largest[1])
        apart = 1.01 * (x[row] * spread[0] + y[row] * spread[1])
        fill_row(
            M,
            a,
            axis,
            floor,
            error,
            least[row],
            apart,
            weights[row],
            served_cells[row],
            below_cells[row],
            kind[row],
        )
