"""The faces of the simplex as bit masks, and the point of a face where all its groups gain the same, in integers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import flint
import numpy as np

from nashsym.exact.rational import integers

__all__ = ["all_supports", "equalising_point", "members", "payoff_rows", "without_dominated", "without_pairs"]

Rows = Sequence[Sequence[flint.fmpz]]


def payoff_rows(b: flint.fmpq_mat, M: flint.fmpq_mat) -> list[list[flint.fmpz]]:
    """Return the rows of c·(b1ᵀ − M) in integers, for the least c > 0: marginal utilities at w ∈ Δ are rows·w / c.

    Parameters
    ----------
    b : flint.fmpq_mat, shape (D, 1)
    M : flint.fmpq_mat, shape (D, D)

    Notes
    -----
    Source: MODEL T19, the symmetric bimatrix game whose symmetric equilibria solve the complementarity problem.
    """
    ones = flint.fmpq_mat(1, b.nrows(), [1] * b.nrows())
    numerators, _ = integers(b * ones - M)
    rows: list[list[flint.fmpz]] = numerators.tolist()
    return rows


def members(mask: int) -> list[int]:
    """Return the groups of a bit mask, in order."""
    return [group for group in range(mask.bit_length()) if mask >> group & 1]


def all_supports(groups: int) -> np.ndarray:
    """Return the masks of all nonempty sets of groups: the integers from 1 to 2^D − 1."""
    return np.arange(1, 1 << groups, dtype=np.int64)


def without_dominated(supports: np.ndarray, rows: Rows) -> np.ndarray:
    """Drop the supports S in which a group d gains less than some group e wherever all weights of S are positive.

    That is where rows_e ≥ rows_d on S, and not everywhere equal: at w > 0 on S the group d is not a best one. The
    comparisons are of integers, so nothing is lost.
    """
    groups = len(rows)
    keep = np.ones(len(supports), dtype=bool)
    for d in range(groups):
        for e in range(groups):
            if d == e:
                continue
            worse = sum(1 << j for j in range(groups) if rows[e][j] < rows[d][j])
            better = sum(1 << j for j in range(groups) if rows[e][j] > rows[d][j])
            keep &= (supports >> d & 1 == 0) | (supports & worse != 0) | (supports & better == 0)
    return supports[keep]


def without_pairs(supports: np.ndarray, pairs: Iterable[tuple[int, int]]) -> np.ndarray:
    """Drop the supports that hold both groups of one of the pairs."""
    keep = np.ones(len(supports), dtype=bool)
    for d, e in pairs:
        both = 1 << d | 1 << e
        keep &= supports & both != both
    return supports[keep]


def equalising_point(rows: Rows, support: Sequence[int]) -> flint.fmpq_mat | None:
    """Solve rows_d·w = ν for d ∈ S with w = 0 off S and 1ᵀw = 1.

    Parameters
    ----------
    rows : D rows of D integers
        As from `payoff_rows`.
    support : sequence of k distinct groups
        S.

    Returns
    -------
    flint.fmpq_mat of shape (k + 1, 1), or None
        (w_S, ν), of any sign; None where the system is singular.
    """
    size = len(support)
    table: list[flint.fmpz | int] = []
    for d in support:
        row = rows[d]
        table += [row[e] for e in support]
        table.append(-1)
    system = flint.fmpz_mat(size + 1, size + 1, [*table, *([1] * size), 0])
    try:
        return system.solve(flint.fmpz_mat(size + 1, 1, [*([0] * size), 1]))
    except ZeroDivisionError:
        return None
