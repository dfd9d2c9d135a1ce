"""Linear systems of the model over the rationals: equal marginal utilities on a support, and the inverse on T.

Everything is computed in integers over common denominators, where flint's modular methods are fastest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flint

from nashsym.exact.rational import integers
from nashsym.exact.tangent import basis, restrict_integers

__all__ = ["Indifference", "affine_solutions", "inverse_on_tangent", "marginals", "solve_indifference"]


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
    # w = e_last + Z y with y the solution of (ZᵀMZ) y = Zᵀ(b − M e_last), Z the tangent basis of the support.
    last, directions = support[-1], flint.fmpz_mat(groups, size - 1)
    for position, group in enumerate(support[:-1]):
        directions[group, position] = 1
        directions[last, position] = -1
    base = flint.fmpz_mat(groups, 1)
    base[last, 0] = 1
    upper, scale = integers(M)
    right, right_scale = integers(b)
    weights = flint.fmpq_mat(base)
    if size > 1:
        projected = directions.transpose()
        system = projected * (upper * directions)
        constants = projected * (right * scale - (upper * base) * right_scale)
        try:
            solution = system.solve(constants)
        except ZeroDivisionError:
            return None
        numerators, denominator = integers(solution)
        # (system/scale) y = constants/(scale·right_scale), so y = solution/right_scale.
        denominator *= right_scale
        weights = flint.fmpq_mat(directions * numerators + base * denominator) / denominator
    return Indifference(weights, marginals(b, M, weights)[last, 0])


def marginals(b: flint.fmpq_mat, M: flint.fmpq_mat, w: flint.fmpq_mat) -> flint.fmpq_mat:
    """Return g = b − Mw, D×1: the marginal utilities at the homogeneous profile w (MODEL T1)."""
    upper, scale = integers(M)
    weights, weight_scale = integers(w)
    return b - flint.fmpq_mat(upper * weights) / (scale * weight_scale)


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

    For D = 1 it is the zero matrix.
    """
    groups = M.nrows()
    if groups == 1:
        return flint.fmpq_mat(1, 1)
    upper, scale = integers(M)
    try:
        numerators, denominator = integers(restrict_integers(upper).inv())
    except ZeroDivisionError:
        return None
    columns = basis(groups)
    return flint.fmpq_mat(columns * numerators * columns.transpose()) * flint.fmpq(scale, denominator)
