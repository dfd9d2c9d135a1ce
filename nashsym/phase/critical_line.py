"""The homogeneous equilibrium along λ_A in floats, with a proof in floats of the support that it has where.

Compiled by numba when first used; everything here is arrays in, arrays out. What calls each other stands in one file,
because a kept compilation is renewed when its own file changes.

On a face, the groups S that are served, the weights are ``c₀ + λc₁`` with ``Π_S M c₀ = 0, 1ᵀc₀ = 1`` and
``Π_S(a − M c₁) = 0, 1ᵀc₁ = 0``, Π_S the projection on the tangent space of the face. Whatever floats stand for c₀ and
c₁, their residuals bound the distance to the exact ones: ``α‖t‖² ≤ tᵀMt`` for the difference t, α ≤ the least
eigenvalue of M on T. What is left of each sign after that distance is decided (MODEL T4, T9).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from nashsym.phase.compiling import compiled, inlined
from nashsym.phase.kinds import Kind

__all__ = ["ACCURACY", "Face", "Modes", "Rows", "System", "empty_face", "fill_inner_rows", "fill_rows", "follow"]

#: Weights in a grid are at most so far from the exact ones.
ACCURACY = 1e-9
#: What a cell is marked with; undecided ones are left to exact arithmetic.
_INTERIOR, _BOUNDARY, _UNDECIDED = int(Kind.INTERIOR), int(Kind.BOUNDARY), int(Kind.UNDECIDED)
#: Half the distance from 1 to the next float.
_UNIT = 2.0**-53
#: Bounds on sizes within which products of a few numbers neither overflow nor underflow.
_SMALLEST, _LARGEST = 1e-150, 1e150
#: Rows of at most so many cells are not followed from the top, but taken one cell at a time from the face before.
_FEW = 4
#: Faces that are tried for one cell.
_ROUNDS = 40


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
_LEVEL, _RESIDUAL, _NOISE, _RADIUS, _LACK = range(5)


@compiled
def empty_face(size: int) -> Face:
    """Return a face of D groups that serves none yet."""
    groups, place = np.zeros(size, dtype=np.int64), np.zeros(size + 1, dtype=np.int64)
    for d in range(size):
        place[d] = -1
    return Face(groups, place, np.empty((size + 1, size + 1)), np.zeros((4, size)), np.empty((2, 5)))


@inlined
def _serve(face: Face, d: int) -> None:
    """Put a group on the face."""
    k = face.place[-1]
    face.groups[k], face.place[d] = d, k
    face.place[-1] = k + 1


@inlined
def _drop(face: Face, d: int) -> None:
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
def _begin(system: System, face: Face, d: int) -> None:
    """Serve one group alone, with the inverse."""
    _clear(face)
    _serve(face, d)
    face.inverse[0, 0], face.inverse[0, 1] = -system.M[d, d], 1.0
    face.inverse[1, 0], face.inverse[1, 1] = 1.0, 0.0


@compiled
def _join(system: System, face: Face, d: int, column: np.ndarray) -> bool:
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
    _serve(face, d)
    return True


@compiled
def _part(face: Face, d: int, column: np.ndarray) -> bool:
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
    _drop(face, d)
    return True


@compiled
def _rebuild(system: System, face: Face, column: np.ndarray) -> bool:
    """Compute the inverse of the face anew."""
    k = face.place[-1]
    groups = np.empty(k, dtype=np.int64)
    for p in range(k):
        groups[p] = face.groups[p]
    _begin(system, face, groups[0])
    regular = True
    for p in range(1, k):
        regular = regular and _join(system, face, groups[p], column)
    return regular


@inlined
def _measure(system: System, face: Face) -> None:
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
        wrong = 1.01 * (length * ((k + 4.0) * _UNIT * system.largest + system.error) + 4.0 * _UNIT * attraction)
        off = abs(total - (1.0 - j)) + 1.01 * (k + 1.0) * _UNIT * length
        noise = math.sqrt(k) * (wrong + off * system.largest)
        # A face of one group has no direction to err in.
        tangent = 1.02 * (residual + noise) / system.least if k > 1 else 0.0
        around = (k + 8.0) * _UNIT * (system.largest * length + attraction)
        face.bounds[j, _LEVEL], face.bounds[j, _RESIDUAL], face.bounds[j, _NOISE] = level, residual, noise
        face.bounds[j, _RADIUS] = 1.01 * (tangent + off) + 4.0 * _UNIT * length
        face.bounds[j, _LACK] = 1.01 * (
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
            residual[p + 1] = face.lines[j + 2, d] - face.bounds[j, _LEVEL]
        residual[0] = total
        for p in range(k):
            change = 0.0
            for q in range(k + 1):
                change += J[p + 1, q] * residual[q]
            face.lines[j, face.groups[p]] += change


@inlined
def _evaluate(system: System, face: Face, column: np.ndarray) -> bool:
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
            _measure(system, face)
            if (
                face.bounds[0, _RESIDUAL] <= face.bounds[0, _NOISE]
                and face.bounds[1, _RESIDUAL] <= face.bounds[1, _NOISE]
            ):
                return True
        if (
            face.bounds[0, _RESIDUAL] <= 100.0 * face.bounds[0, _NOISE]
            and face.bounds[1, _RESIDUAL] <= 100.0 * face.bounds[1, _NOISE]
        ):
            return True
        # The updates have worn the inverse out.
        if attempt == 0 and not _rebuild(system, face, column):
            return False
    return True


@inlined
def _positive(start: float, step: float, low: float, high: float) -> tuple[float, float]:
    """Return the part of [low, high], 0 ≤ low, in which ``start + λ·step > 0``; empty: low > high.

    For floats within a relative 2⁻⁵³ of the exact λ that they stand for.
    """
    if start > 0.0:
        if step < 0.0:
            high = min(high, start / -step * (1.0 - 16.0 * _UNIT))
        return low, high
    if step > 0.0:
        return max(low, max(-start / step * (1.0 + 16.0 * _UNIT), _SMALLEST)), high
    return 1.0, 0.0


@inlined
def _proved(system: System, face: Face) -> tuple[float, float]:
    """Return the λ at which the face is proved to be the support of the equilibrium; empty: low > high."""
    low, high = 0.0, math.inf
    for d in range(system.M.shape[0]):
        if face.place[d] >= 0:
            start, step = face.lines[0, d] - face.bounds[0, _RADIUS], face.lines[1, d] - face.bounds[1, _RADIUS]
        else:
            start = face.bounds[0, _LEVEL] - face.lines[2, d] - face.bounds[0, _LACK]
            step = face.bounds[1, _LEVEL] - face.lines[3, d] - face.bounds[1, _LACK]
        low, high = _positive(start, step, low, high)
        if not low <= high:
            return 1.0, 0.0
    return low, high


@inlined
def _accurate(system: System, face: Face) -> tuple[float, float]:
    """Return the same for the λ at which also the weights are known well enough to be written."""
    low, high = _proved(system, face)
    return _positive(ACCURACY - face.bounds[0, _RADIUS], -face.bounds[1, _RADIUS], low, high)


@inlined
def _next(face: Face, position: float, last: int) -> tuple[float, int]:
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
            start, step = face.bounds[0, _LEVEL] - face.lines[2, d], face.bounds[1, _LEVEL] - face.lines[3, d]
        if step > 0.0:
            bound = min(-start / step, position)
            if bound > following:
                following, index = bound, d
    return following, index


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
def _inner(system: System, face: Face, modes: Modes, x: float, y: float) -> bool:
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
        _measure(system, face)
        if attempt == 2 or (
            face.bounds[0, _RESIDUAL] <= face.bounds[0, _NOISE] and face.bounds[1, _RESIDUAL] <= face.bounds[1, _NOISE]
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
def _settle(system: System, face: Face, λ: float, work: np.ndarray) -> bool:
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
                _drop(face, d)
                changed = True
        if changed:
            continue
        _measure(system, face)
        best, worst = -1, 0.0
        for d in range(size):
            if face.place[d] >= 0:
                continue
            lacking = face.bounds[0, _LEVEL] - face.lines[2, d] + λ * (face.bounds[1, _LEVEL] - face.lines[3, d])
            if lacking < 0.0 and turn < 6:
                _serve(face, d)
                changed = True
            elif lacking < worst:
                best, worst = d, lacking
        if best >= 0:
            _serve(face, best)
        elif not changed:
            return True
    return False


@compiled
def _fill(
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
    low, high = _accurate(system, face)
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
        kind[cell] = _UNDECIDED if not sure else _INTERIOR if k == size else _BOUNDARY
    if decided >= until:
        return
    lowest, highest = axis[decided], axis[until - 1]
    for p in range(k):
        d = face.groups[p]
        start, step = face.lines[0, d] - floor, face.lines[1, d]
        off, turn = face.bounds[0, _RADIUS] + 4.0 * _UNIT * floor, face.bounds[1, _RADIUS]
        above_low, above_high = _positive(start - off, step - turn, lowest, highest)
        if above_low <= lowest and above_high >= highest:
            continue
        below_low, below_high = _positive(-start - off, -step - turn, lowest, highest)
        for cell in range(decided, until):
            λ = axis[cell]
            if below_low <= λ <= below_high:
                below[cell, d] = True
            elif not above_low <= λ <= above_high:
                kind[cell] = _UNDECIDED


@compiled
def _fill_cells(
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
        if not _settle(system, face, axis[cell], work):
            return cell + 1
        _fill(system, face, axis, cell, cell + 1, floor, weights, served, below, kind)
    return 0


@compiled
def _fill_inner(
    system: System,
    face: Face,
    axis: np.ndarray,
    floor: float,
    weights: np.ndarray,
    served: np.ndarray,
    below: np.ndarray,
    kind: np.ndarray,
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
        _fill(system, face, axis, first, axis.shape[0], floor, weights, served, below, kind)
    return first


@compiled
def _top(system: System, face: Face, position: float, column: np.ndarray, work: np.ndarray) -> bool:
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
    _begin(system, face, first)
    if ties == 1 and a.shape[0] > 0:
        return True
    return _settle(system, face, position, work) and _rebuild(system, face, column)


@compiled
def _fill_row(
    system: System,
    face: Face,
    axis: np.ndarray,
    floor: float,
    column: np.ndarray,
    work: np.ndarray,
    weights: np.ndarray,
    served: np.ndarray,
    below: np.ndarray,
    kind: np.ndarray,
) -> int:
    """Follow the path down from the largest λ_A of the axis and fill the cells; return how many are left."""
    cells = int(axis.shape[0])
    end, position, last = cells, math.inf, -1
    if not _top(system, face, axis[cells - 1], column, work):
        return end
    if face.place[-1] > 1:
        position = axis[cells - 1]
    for _ in range(20 * system.M.shape[0] + 100):
        if not _evaluate(system, face, column):
            break
        following, index = _next(face, position, last)
        first = end
        while first > 0 and axis[first - 1] >= following:
            first -= 1
        if first < end:
            _fill(system, face, axis, first, end, floor, weights, served, below, kind)
            end = first
        if end == 0 or index < 0:
            break
        moved = _part(face, index, column) if face.place[index] >= 0 else _join(system, face, index, column)
        if not moved:
            break
        position, last = following, index
    left: int = _fill_cells(system, face, axis, end, floor, work, weights, served, below, kind)
    return left


@inlined
def _system(rows: Rows, row: int, attraction: float, M: np.ndarray) -> System:
    """Write M = xA + yB, with bounds of its errors."""
    x, y = rows.x[row], rows.y[row]
    for d in range(M.shape[0]):
        for e in range(M.shape[0]):
            M[d, e] = x * rows.A[d, e] + y * rows.B[d, e]
    bound = 1.01 * (x * rows.largest[0] + y * rows.largest[1])
    spread = 1.01 * (x * rows.spread[0] + y * rows.spread[1])
    # Each of the four factors is rounded once, each product once, and the sum once.
    return System(M, rows.a, bound, attraction, 5.0 * _UNIT * bound, rows.least[row], spread)


@inlined
def _is_sound(system: System) -> bool:
    """Tell whether its numbers are far enough from where floats end."""
    attraction = system.attraction == 0.0 or _SMALLEST < system.attraction < _LARGEST
    return attraction and system.least > _SMALLEST and system.largest < _LARGEST


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
    cells, few = axis.shape[0], axis.shape[0] <= _FEW
    attraction = np.abs(rows.a).max()
    warm = False
    for row in places:
        system = _system(rows, row, attraction, M)
        place = (weights[row], served[row], below[row], kind[row])
        end = cells
        if _is_sound(system):
            if not (few and warm):
                end = _fill_row(system, face, axis, floor, column, work, *place)
                warm = face.place[-1] > 0
            if few and warm:
                # What is written depends on the row alone, not on the face that the search begins with.
                end = cells
                if _inner(system, whole, rows.modes, rows.x[row], rows.y[row]):
                    end = _fill_inner(system, whole, axis, floor, *place)
                end = _fill_cells(system, face, axis, end, floor, work, *place)
                if end > 0:
                    end = _fill_row(system, face, axis, floor, column, work, *place)
        # What was given up begins with all groups when rationals decide it.
        for cell in range(end):
            kind[row, cell] = _UNDECIDED
            for d in range(size):
                served[row, cell, d] = True


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
        system = _system(rows, row, attraction, M)
        if not (_is_sound(system) and _inner(system, face, rows.modes, rows.x[row], rows.y[row])):
            for cell in range(cells):
                undecided[row, cell] = True
            continue
        low, high = _accurate(system, face)
        # Some weight is proved to be < 0 up to `until`, and from `since` on.
        until, since = -1.0, math.inf
        for d in range(size):
            first, last = _positive(
                -face.lines[0, d] - face.bounds[0, _RADIUS], -face.lines[1, d] - face.bounds[1, _RADIUS], 0.0, math.inf
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
        if not _top(system, face, state[0], column, work):
            return -1, False
        if face.place[-1] == 1:
            state[0] = math.inf
    for piece in range(proved.shape[0]):
        if not _evaluate(system, face, column):
            return -1, False
        following, index = _next(face, state[0], int(state[1]))
        proved[piece, 0], proved[piece, 1] = _proved(system, face)
        radii[piece, 0], radii[piece, 1] = face.bounds[0, _RADIUS], face.bounds[1, _RADIUS]
        for d in range(size):
            lines[piece, 0, d], lines[piece, 1, d] = face.lines[0, d], face.lines[1, d]
        if following <= low or index < 0:
            return piece + 1, False
        moved = _part(face, index, column) if face.place[index] >= 0 else _join(system, face, index, column)
        if not moved:
            return -1, False
        state[0], state[1] = following, index
    return proved.shape[0], True
