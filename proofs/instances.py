"""Single games computed exactly with SymPy's rationals: the instances that show what each hypothesis is needed for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import sympy

__all__ = ["Solution", "candidate", "column", "gain", "marginals", "response_matrix", "solutions", "tangent_basis"]


def column(*values: sympy.Expr | int | str) -> sympy.Matrix:
    """Return a column of rationals; a string such as "1/2" is read as one."""
    return sympy.Matrix([sympy.Rational(value) if isinstance(value, str) else value for value in values])


def tangent_basis(groups: int) -> sympy.Matrix:
    """Return the columns e_d − e_D of a basis of T."""
    return sympy.Matrix(groups, groups - 1, lambda row, d: int(row == d) - int(row == groups - 1))


def response_matrix(M: sympy.Matrix) -> sympy.Matrix:
    """Return ``P = Z(ZᵀMZ)⁻¹Zᵀ``."""
    Z = tangent_basis(M.rows)
    return Z * (Z.T * M * Z).inv() * Z.T


def marginals(b: sympy.Matrix, M: sympy.Matrix, w: sympy.Matrix) -> sympy.Matrix:
    """Return ``b − Mw``."""
    return b - M * w


def candidate(b: sympy.Matrix, M: sympy.Matrix) -> sympy.Matrix:
    """Return ``w⁎ = e + P(b − Me)`` with e the first unit vector."""
    e = column(1, *[0] * (M.rows - 1))
    return (e + response_matrix(M) * (b - M * e)).applyfunc(sympy.cancel)


def gain(
    b: sympy.Matrix, H: sympy.Matrix, K: sympy.Matrix, w: sympy.Matrix, m: sympy.Matrix, deviation: sympy.Matrix
) -> sympy.Expr:
    """Return what an agent at w, the others at a mean of m, gains by playing another mixture."""

    def utility(own: sympy.Matrix) -> sympy.Expr:
        return (b.T * own - own.T * H * own / 2 - own.T * K * m)[0]

    return utility(deviation) - utility(w)


@dataclass(frozen=True)
class Solution:
    """A solution of ``w ∈ Δ, b − Mw ≤ ν1, wᵀ(ν1 − b + Mw) = 0`` that is the only one on its support.

    Attributes
    ----------
    weights : Matrix
    support : tuple of int
    strict : bool
        Whether every group at 0 has a marginal utility below ν: the solution is not degenerate.
    """

    weights: sympy.Matrix
    support: tuple[int, ...]
    strict: bool


def solutions(b: sympy.Matrix, M: sympy.Matrix) -> Iterator[Solution]:
    """Yield the isolated homogeneous first-order points, by trying every support (2^D − 1 systems)."""
    groups = M.rows
    for size in range(1, groups + 1):
        for support in combinations(range(groups), size):
            found = _on_support(b, M, support)
            if found is None or min(found[d] for d in support) <= 0:
                continue
            values = marginals(b, M, found)
            slack = [values[support[0]] - values[d] for d in range(groups) if d not in support]
            if all(value >= 0 for value in slack):
                yield Solution(found, support, all(value > 0 for value in slack))


def _on_support(b: sympy.Matrix, M: sympy.Matrix, support: Sequence[int]) -> sympy.Matrix | None:
    """Return the weights with equal marginal utility on the support and 0 off it; None where they are not unique."""
    rows = list(support)
    face, Z = M.extract(rows, rows), tangent_basis(len(rows))
    if (Z.T * face * Z).det() == 0:
        return None
    inside = candidate(b.extract(rows, [0]), face)
    weights = sympy.zeros(M.rows, 1)
    for place, group in enumerate(rows):
        weights[group] = inside[place]
    return weights
