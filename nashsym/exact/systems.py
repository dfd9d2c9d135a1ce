"""Linear systems of the model over the rationals: equal marginal utilities on a support, and the inverse on T.

Everything is computed in integers over common denominators, where flint's modular methods are fastest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import flint

from nashsym.exact.tangent import basis, restrict_integers

__all__ = [
    "Indifference",
    "affine_solutions",
    "apply_inverse_on_tangent",
    "inverse_on_tangent",
    "marginal_integers",
    "marginals",
    "solve_indifference",
]


@dataclass(frozen=True)
class Indifference:
    """The one solution of M_SS w_S + ν1 = b_S, 1ᵀw_S = 1, w = 0 off the support S.

    Attributes
    ----------
    weights : flint.fmpq_mat
        w, D×1; of any sign.
    level : flint.fmpq
        ν, the marginal utility that every group of the support shares.
    """

    weights: flint.fmpq_mat
    level: flint.fmpq


def _selection(groups: int, support: Sequence[int]) -> flint.fmpz_mat:
    """Return the D×|S| matrix whose columns are e_s for s in the support."""
    columns = flint.fmpz_mat(groups, len(support))
    for position, group in enumerate(support):
        columns[group, position] = 1
    return columns


def solve_indifference(b: flint.fmpq_mat, M: flint.fmpq_mat, support: Sequence[int]) -> Indifference | None:
    """Solve [M_SS 1; 1ᵀ 0][w_S; ν] = [b_S; 1] exactly (MODEL T2, on a face).

    Parameters
    ----------
    b : flint.fmpq_mat
        D×1.
    M : flint.fmpq_mat
        D×D, of any symmetry.
    support : sequence of distinct indices, not empty
        S; all groups give the relaxed interior point w⁎ of T2.

    Returns
    -------
    Indifference or None
        None if the system is singular, that is if Z_SᵀM_SSZ_S is.

    Raises
    ------
    ValueError
        If the support is empty or names a group twice.
    """
    groups, size = M.nrows(), len(support)
    if size == 0 or len(set(support)) != size:
        raise ValueError(f"a support is a nonempty sequence of distinct groups, not {list(support)}")
    table, scale = M.numer_denom()
    gains, gain_scale = b.numer_denom()
    whole = list(support) == list(range(groups))
    if not whole:
        selection = _selection(groups, support)
        projection = selection.transpose()
        table, gains = projection * (table * selection), projection * gains
    ones, last = _ones(size), _unit(size, size - 1)
    level_row, level_gain = last.transpose() * table, gains[size - 1, 0]
    # The last equation is taken from all others, which leaves its row 0, and 1ᵀw = 1 is put there:
    # (M − 1·M_last + e_last·1ᵀ)w = b − b_last·1 + e_last, row by row times scales that make it whole.
    common = math.gcd(int(scale), int(gain_scale))
    table_factor, gain_factor = int(gain_scale) // common, int(scale) // common
    system = table - ones * level_row + last * ones.transpose()
    constants = (gains - ones * level_gain) * gain_factor + last * table_factor
    try:
        solution = system.solve(constants)
    except ZeroDivisionError:
        return None
    if table_factor != 1:
        solution = solution / table_factor
    numerators, denominator = solution.numer_denom()
    product = (level_row * numerators)[0, 0]
    level = flint.fmpq(level_gain, gain_scale) - flint.fmpq(product, scale * denominator)
    if whole:
        return Indifference(solution, level)
    weights = flint.fmpq_mat(groups, 1)
    for position, group in enumerate(support):
        weights[group, 0] = solution[position, 0]
    return Indifference(weights, level)


def _ones(size: int) -> flint.fmpz_mat:
    """Return the column 1."""
    return flint.fmpz_mat(size, 1, [1] * size)


def _unit(size: int, index: int) -> flint.fmpz_mat:
    """Return the column e_index."""
    column = flint.fmpz_mat(size, 1)
    column[index, 0] = 1
    return column


def marginals(b: flint.fmpq_mat, M: flint.fmpq_mat, w: flint.fmpq_mat) -> flint.fmpq_mat:
    """Return g = b − Mw, D×1: the marginal utilities at the homogeneous profile w (MODEL T1)."""
    numerators, denominator = marginal_integers(b, M, w)
    return flint.fmpq_mat(numerators) / denominator


def marginal_integers(b: flint.fmpq_mat, M: flint.fmpq_mat, w: flint.fmpq_mat) -> tuple[flint.fmpz_mat, flint.fmpz]:
    """Return g = b − Mw as integers over a common positive denominator, not reduced: enough to compare marginals.

    At D = 300 the reduction that :func:`marginals` adds costs more than all the rest.
    """
    table, scale = M.numer_denom()
    gains, gain_scale = b.numer_denom()
    weights, weight_scale = w.numer_denom()
    product_scale = flint.fmpz(scale) * weight_scale
    common = product_scale.gcd(gain_scale)
    numerators = gains * (product_scale // common) - (table * weights) * (gain_scale // common)
    return numerators, product_scale * (gain_scale // common)


def affine_solutions(A: flint.fmpq_mat, rhs: flint.fmpq_mat) -> tuple[flint.fmpq_mat, flint.fmpq_mat] | None:
    """Solve Ax = rhs where A may be singular or rectangular.

    Parameters
    ----------
    A : flint.fmpq_mat
        m×n.
    rhs : flint.fmpq_mat
        m×1.

    Returns
    -------
    tuple of (n×1 particular solution, n×r basis of the kernel of A), or None
        None if there is no solution. The solutions are particular + kernel·t for t ∈ Q^r.
    """
    unknowns = A.ncols()
    reduced, pivots = _reduced(A, rhs)
    if unknowns in pivots:
        return None
    free = sorted(set(range(unknowns)) - set(pivots))
    particular = flint.fmpq_mat(unknowns, 1)
    kernel = flint.fmpq_mat(unknowns, len(free))
    for row, pivot in enumerate(pivots):
        particular[pivot, 0] = reduced[row, unknowns]
        for position, column in enumerate(free):
            kernel[pivot, position] = -reduced[row, column]
    for position, column in enumerate(free):
        kernel[column, position] = 1
    return particular, kernel


def _reduced(A: flint.fmpq_mat, rhs: flint.fmpq_mat) -> tuple[flint.fmpq_mat, list[int]]:
    """Return the reduced row echelon form of [A | rhs] and its pivot columns."""
    rows, unknowns = A.nrows(), A.ncols()
    left, right = A.tolist(), rhs.tolist()
    joined = [value for row in range(rows) for value in (*left[row], *right[row])]
    reduced, rank = flint.fmpq_mat(rows, unknowns + 1, joined).rref()
    pivots, column = [], 0
    for row in range(rank):
        while reduced[row, column] == 0:
            column += 1
        pivots.append(column)
    return reduced, pivots


def inverse_on_tangent(M: flint.fmpq_mat) -> flint.fmpq_mat | None:
    """Return P = Z(ZᵀMZ)⁻¹Zᵀ, D×D (MODEL section 1), or None if ZᵀMZ is singular.

    For D = 1 it is the zero matrix. Where only P times something is needed, :func:`apply_inverse_on_tangent` is faster.
    """
    groups = M.nrows()
    return apply_inverse_on_tangent(M, _identity(groups))


def _identity(size: int) -> flint.fmpq_mat:
    """Return the identity matrix."""
    square = flint.fmpq_mat(size, size)
    for index in range(size):
        square[index, index] = 1
    return square


def apply_inverse_on_tangent(M: flint.fmpq_mat, right: flint.fmpq_mat) -> flint.fmpq_mat | None:
    """Return PR, D×k, for P = Z(ZᵀMZ)⁻¹Zᵀ and a D×k matrix R, or None if ZᵀMZ is singular.

    Its columns c are the solutions of c ∈ T, Mc − r ∈ span(1) (MODEL T2, T7, T15).
    """
    groups, width = M.nrows(), right.ncols()
    if groups == 1:
        return flint.fmpq_mat(1, width)
    table, scale = M.numer_denom()
    constants, right_scale = right.numer_denom()
    columns = basis(groups)
    try:
        solution = restrict_integers(table).solve(columns.transpose() * constants * scale)
    except ZeroDivisionError:
        return None
    if right_scale != 1:
        solution = solution / right_scale
    last = flint.fmpq_mat(1, groups - 1, [-1] * (groups - 1)) * solution
    return flint.fmpq_mat(groups, width, [*solution.entries(), *last.entries()])
