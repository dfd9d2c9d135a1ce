"""Linear systems along a line of matrices X + λY: determinants and solutions as polynomials in λ, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flint

from nashsym.exact.polynomials import interpolate

__all__ = ["IndifferenceAlong", "determinant_along", "indifference_along"]


def determinant_along(fixed: flint.fmpq_mat, slope: flint.fmpq_mat) -> flint.fmpz_poly:
    """Return ``det(X + λY)`` as a polynomial in λ of degree at most the rank of Y, times a positive rational.

    Parameters
    ----------
    fixed, slope : flint.fmpq_mat, n×n
        X and Y.
    """
    if fixed.nrows() == 0:
        return flint.fmpz_poly([1])
    return interpolate(lambda value: [(fixed + value * slope).det()], slope.rank())[0]


@dataclass(frozen=True)
class IndifferenceAlong:
    """The point of equal marginal utility on a support S as quotients of polynomials in λ.

    Attributes
    ----------
    denominator : flint.fmpz_poly
        A positive multiple of det Z_SᵀM_SSZ_S; 0 where that is 0 for every λ.
    numerators : tuple of flint.fmpz_poly, length D
        w_d times the denominator; 0 off the support.
    shortfalls : tuple of flint.fmpz_poly, length D
        ``(ν − g_d)`` times the denominator; 0 on the support.
    """

    denominator: flint.fmpz_poly
    numerators: tuple[flint.fmpz_poly, ...]
    shortfalls: tuple[flint.fmpz_poly, ...]

    __hash__ = None  # type: ignore[assignment]  # flint polynomials are mutable in principle


def indifference_along(
    fixed_b: flint.fmpq_mat,
    slope_b: flint.fmpq_mat,
    fixed_M: flint.fmpq_mat,
    slope_M: flint.fmpq_mat,
    support: Sequence[int],
) -> IndifferenceAlong | None:
    """Solve ``M_SS w_S + ν1 = b_S, 1ᵀw_S = 1`` for b = b₀ + λb₁ and M = M₀ + λM₁, for all λ at once.

    Parameters
    ----------
    fixed_b, slope_b : flint.fmpq_mat, D×1
        b₀ and b₁.
    fixed_M, slope_M : flint.fmpq_mat, D×D
        M₀ and M₁.
    support : sequence of distinct indices, not empty
        S.

    Returns
    -------
    IndifferenceAlong or None
        None where the system is singular for every λ.

    Notes
    -----
    By Cramer's rule the solution and the shortfalls ν − g_d are polynomials of degree at most |S| over the determinant
    of the bordered system ``[M_SS 1; 1ᵀ 0] (w_S, ν) = (b_S, 1)``; they are found from exact solves at integers (MODEL
    T9, T12).
    """
    size, groups = len(support), fixed_M.nrows()
    others = [d for d in range(groups) if d not in set(support)]
    fixed, slope = _system(fixed_M, support, 1), _system(slope_M, support, 0)
    degree = min(size, slope.rank() + 2)
    # The determinant has at most so many roots unless it is 0 everywhere.
    if all((fixed + flint.fmpq(node) * slope).det() == 0 for node in range(degree + 1)):
        return None
    right_fixed = flint.fmpq_mat(size + 1, 1, [*(fixed_b[d, 0] for d in support), flint.fmpq(1)])
    right_slope = flint.fmpq_mat(size + 1, 1, [*(slope_b[d, 0] for d in support), flint.fmpq(0)])
    # ν − g_d = ν + M_dS w_S − b_d for the groups off the support.
    rows_fixed, rows_slope = _rows(fixed_M, others, support, 1), _rows(slope_M, others, support, 0)
    off_fixed = flint.fmpq_mat(len(others), 1, [fixed_b[d, 0] for d in others])
    off_slope = flint.fmpq_mat(len(others), 1, [slope_b[d, 0] for d in others])

    def values(node: flint.fmpq) -> list[flint.fmpq] | None:
        system = fixed + node * slope
        determinant = -system.det()
        if determinant == 0:
            return None
        solution = system.solve(right_fixed + node * right_slope)
        short = (rows_fixed + node * rows_slope) * solution - (off_fixed + node * off_slope)
        served = solution.entries()[:size]
        return [determinant, *(determinant * value for value in (*served, *short.entries()))]

    # One column of the system has rank 1 more at most, one row of the shortfalls another.
    denominator, *rest = interpolate(values, degree)
    nothing = flint.fmpz_poly([])
    numerators, shortfalls = [nothing] * groups, [nothing] * groups
    for d, poly in zip(support, rest[:size], strict=True):
        numerators[d] = poly
    for d, poly in zip(others, rest[size:], strict=True):
        shortfalls[d] = poly
    return IndifferenceAlong(denominator, tuple(numerators), tuple(shortfalls))


def _rows(M: flint.fmpq_mat, rows: Sequence[int], support: Sequence[int], last: int) -> flint.fmpq_mat:
    """Return [M_RS | last]."""
    entries = [entry for d in rows for entry in (*(M[d, e] for e in support), flint.fmpq(last))]
    return flint.fmpq_mat(len(rows), len(support) + 1, entries)


def _system(M: flint.fmpq_mat, support: Sequence[int], border: int) -> flint.fmpq_mat:
    """Return [M_SS c1; c1ᵀ 0], c the border."""
    upper = _rows(M, support, support, border)
    size = len(support)
    return flint.fmpq_mat(size + 1, size + 1, [*upper.entries(), *([flint.fmpq(border)] * size), flint.fmpq(0)])
