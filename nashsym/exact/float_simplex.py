"""A simplex method in floats: it proposes a basis of a linear programme, which is then solved exactly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.exact.rational import floats, rational
from nashsym.exact.simplex import Answer

__all__ = ["propose"]

_TOLERANCE: Final = 1e-9
#: Larger numbers are left to the exact method, smaller ones than its inverse count as 0 when rows are scaled.
_LARGEST: Final = 2.0**500
#: Pivots per row and column before giving up; a cycle of degenerate pivots would run for ever.
_PIVOTS: Final = 20

Array = NDArray[np.float64]


def propose(c: flint.fmpq_mat, A: flint.fmpq_mat, b: flint.fmpq_mat) -> Iterator[Answer]:
    """Propose answers to max cᵀx, Ax = b, x ≥ 0: exact numbers on a basis that floats found, for the caller to check.

    Parameters
    ----------
    c, A, b : flint.fmpq_mat
        n×1, m×n and m×1.
    """
    constraints, variables = A.nrows(), A.ncols()
    left, right, costs = floats(A), floats(b)[:, 0], floats(c)[:, 0]
    lengths = np.maximum(np.abs(left).max(axis=1), np.abs(right))
    span = float(np.abs(costs).max())
    if max(span, float(lengths.max())) > _LARGEST:
        return
    # Powers of two, so that the artificial columns, signs·lengths of each row, are short rationals.
    lengths = np.ldexp(1.0, np.frexp(np.maximum(lengths, 1 / _LARGEST))[1])
    artificial = np.where(right < 0, -lengths, lengths)
    weights = (1 / artificial)[:, None]
    rows = np.hstack([left * weights, np.eye(constraints), right[:, None] * weights])
    basis = np.arange(variables, variables + constraints)
    first = np.concatenate([np.zeros(variables), -np.ones(constraints)])
    second = np.concatenate([costs / max(span, 1 / _LARGEST), np.zeros(constraints)])
    with np.errstate(all="ignore"):  # what overflows is no basis, and is not proposed
        ended, entering = _run(rows, basis, first, variables)
        feasible = float(rows[basis >= variables, -1].sum()) <= _TOLERANCE * constraints
        if ended and feasible:
            _drive_out(rows, basis, variables)
            ended, entering = _run(rows, basis, second, variables)
    if ended and not feasible:
        yield from _infeasible(A, basis, artificial)
    elif ended:
        yield from _feasible(c, A, b, basis, entering)


def _run(rows: Array, basis: NDArray[np.intp], costs: Array, allowed: int) -> tuple[bool, int | None]:
    """Pivot in place; return whether it ended, and the column along which there is no bound."""
    reduced = np.append(costs, 0.0) - costs[basis] @ rows
    for _ in range(_PIVOTS * (rows.shape[0] + allowed)):
        entering = int(np.argmax(reduced[:allowed]))
        if reduced[entering] <= _TOLERANCE:
            return True, None
        column = rows[:, entering]
        positive = column > _TOLERANCE
        if not positive.any():
            return True, entering
        ratios = np.full(len(column), np.inf)
        ratios[positive] = np.maximum(rows[positive, -1], 0) / column[positive]
        # Among ties the largest pivot is the safest.
        ties = ratios <= ratios.min() + _TOLERANCE
        leaving = int(np.argmax(np.where(ties, column, -1.0)))
        _pivot(rows, basis, leaving, entering)
        reduced -= reduced[entering] * rows[leaving]
    return False, None


def _pivot(rows: Array, basis: NDArray[np.intp], leaving: int, entering: int) -> None:
    rows[leaving] /= rows[leaving, entering]
    others = rows[:, entering].copy()
    others[leaving] = 0
    rows -= np.outer(others, rows[leaving])
    basis[leaving] = entering


def _drive_out(rows: Array, basis: NDArray[np.intp], variables: int) -> None:
    """Replace artificial variables in the basis where their row is not 0."""
    for index in np.flatnonzero(basis >= variables):
        entering = int(np.argmax(np.abs(rows[index, :variables]))) if variables else 0
        if variables and abs(rows[index, entering]) > _TOLERANCE:
            _pivot(rows, basis, int(index), entering)


def _columns(A: flint.fmpq_mat, basis: NDArray[np.intp], artificial: Array) -> flint.fmpq_mat:
    """Return the basis' columns of [A | diag(artificial)], m×m."""
    constraints, variables = A.nrows(), A.ncols()
    square = flint.fmpq_mat(constraints, constraints)
    table = A.tolist()
    for position, column in enumerate(basis.tolist()):
        if column < variables:
            for row in range(constraints):
                square[row, position] = table[row][column]
        else:
            square[column - variables, position] = rational(artificial[column - variables])
    return square


def _solved(square: flint.fmpq_mat, right: flint.fmpq_mat) -> flint.fmpq_mat | None:
    """Solve in integers, where flint's methods are fastest."""
    left, scale = square.numer_denom()
    constants, right_scale = right.numer_denom()
    try:
        return left.solve(constants * scale) / right_scale
    except ZeroDivisionError:
        return None


def _infeasible(A: flint.fmpq_mat, basis: NDArray[np.intp], artificial: Array) -> Iterator[Answer]:
    """Propose the dual of phase 1."""
    costs = [-int(column >= A.ncols()) for column in basis.tolist()]
    multipliers = _solved(_columns(A, basis, artificial).transpose(), flint.fmpq_mat(len(costs), 1, costs))
    if multipliers is not None:
        yield "infeasible", multipliers, None


def _feasible(
    c: flint.fmpq_mat, A: flint.fmpq_mat, b: flint.fmpq_mat, basis: NDArray[np.intp], entering: int | None
) -> Iterator[Answer]:
    """Propose the basic point with the basis' dual, or with the ray of an entering column."""
    variables, listed = A.ncols(), basis.tolist()
    square = _columns(A, basis, np.ones(A.nrows()))
    basic = _solved(square, b)
    if basic is None:
        return
    if entering is None:
        costs = [c[column, 0] if column < variables else 0 for column in listed]
        dual = _solved(square.transpose(), flint.fmpq_mat(len(costs), 1, costs))
        if dual is not None:
            yield "optimal", _spread(basic, listed, variables), dual
        return
    column = flint.fmpq_mat(A.nrows(), 1, [-A[row, entering] for row in range(A.nrows())])
    moved = _solved(square, column)
    if moved is not None:
        ray = _spread(moved, listed, variables)
        ray[entering, 0] = 1
        yield "unbounded", _spread(basic, listed, variables), ray


def _spread(basic: flint.fmpq_mat, basis: list[int], variables: int) -> flint.fmpq_mat:
    """Return the full-length point of basic values."""
    point = flint.fmpq_mat(variables, 1)
    for row, column in enumerate(basis):
        if column < variables:
            point[column, 0] = basic[row, 0]
    return point
