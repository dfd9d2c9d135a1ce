"""One piece of the path of the equilibrium along a coefficient: a support, and its weights as rational functions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

import flint

from nashsym.exact.polynomials import interpolate
from nashsym.exact.rational import fraction, rational
from nashsym.exact.real_roots import RealRoot, real_roots, sign_at
from nashsym.steering.coefficient_line import CoefficientLine

__all__ = ["Piece", "piece_around"]


@dataclass(frozen=True)
class Piece:
    """Where the equilibrium keeps a support: ``w_d(λ) = numerators[d](λ) / denominator(λ)`` from `start` to `end`.

    The functions hold at both ends too, wherever M ≻ 0 on T there.

    Parameters
    ----------
    coefficient : str
    support : tuple of int
        The groups with weight > 0 inside the piece.
    start : RealRoot
    end : RealRoot or None
        None where the piece goes on without end.
    denominator : flint.fmpz_poly
        A positive multiple of det Z_SᵀM_SSZ_S, > 0 inside the piece.
    numerators : tuple of flint.fmpz_poly, length D
        0 off the support.
    shortfalls : tuple of flint.fmpz_poly, length D
        ``(ν − g_d)·denominator``, ≥ 0 inside the piece; 0 on the support.
    """

    coefficient: str
    support: tuple[int, ...]
    start: RealRoot
    end: RealRoot | None
    denominator: flint.fmpz_poly
    numerators: tuple[flint.fmpz_poly, ...]
    shortfalls: tuple[flint.fmpz_poly, ...] = field(repr=False)

    __hash__ = None  # type: ignore[assignment]  # flint polynomials are mutable in principle

    def weights(self, value: Fraction) -> tuple[Fraction, ...]:
        """Return the weights at a value of the coefficient within the piece."""
        at = rational(value)
        bottom = self.denominator(at)
        return tuple(fraction(numerator(at) / bottom) for numerator in self.numerators)

    def limits(self) -> tuple[Fraction, ...]:
        """Return the weights that the functions tend to as the coefficient grows without bound."""
        degree, leading = self.denominator.degree(), self.denominator.leading_coefficient()
        return tuple(fraction(flint.fmpq(numerator[degree], leading)) for numerator in self.numerators)

    def above(self, group: int, floor: Fraction) -> flint.fmpz_poly:
        """Return a polynomial with the sign of w_d − τ inside the piece."""
        tau = rational(floor)
        return self.numerators[group] * tau.q - self.denominator * tau.p

    def between(self, start: RealRoot, end: RealRoot | None) -> Piece:
        """Return the piece with other ends."""
        return replace(self, start=start, end=end)


def piece_around(
    line: CoefficientLine, value: Fraction, weights: flint.fmpq_mat, start: RealRoot, end: RealRoot | None
) -> Piece | None:
    """Make the piece that a value lies in, from the equilibrium there, no further than two ends.

    Returns
    -------
    Piece or None
        None where the value is the end of a piece.

    Notes
    -----
    On the support S the bordered system ``[M_SS 1; 1ᵀ 0] (w_S, ν) = (b_S, 1)`` is affine in λ; by Cramer's rule its
    solution and the shortfalls ν − g_d are polynomials of degree at most |S| over its determinant, which are found from
    exact solves at integers. The piece ends at the nearest roots where one of them changes its sign (MODEL T9, T12).
    """
    support = tuple(d for d, weight in enumerate(weights.entries()) if weight > 0)
    denominator, numerators, shortfalls = _functions(line, support)
    if sign_at(denominator, rational(value)) < 0:  # pragma: no cover - M ≻ 0 on T makes it positive
        raise AssertionError("the determinant of a support is negative")
    moving = [poly for poly in (*numerators, *shortfalls) if poly.degree() >= 1]
    if any(sign_at(poly, rational(value)) == 0 for poly in moving):
        return None
    for root in real_roots(moving, odd_only=True):
        if root.compare(value) < 0:
            start = max(start, root)
        elif end is None or root < end:
            end = root
            break
        else:
            break
    return Piece(line.coefficient, support, start, end, denominator, numerators, shortfalls)


def _functions(
    line: CoefficientLine, support: tuple[int, ...]
) -> tuple[flint.fmpz_poly, tuple[flint.fmpz_poly, ...], tuple[flint.fmpz_poly, ...]]:
    """Return denominator, numerators and shortfalls on a support."""
    size, groups = len(support), line.groups
    others = [d for d in range(groups) if d not in set(support)]
    fixed, slope = _system(line.fixed.M, support, 1), _system(line.slope.M, support, 0)
    zero = flint.fmpq(0)
    right_fixed = flint.fmpq_mat(size + 1, 1, [*(line.fixed.b[d, 0] for d in support), flint.fmpq(1)])
    right_slope = flint.fmpq_mat(size + 1, 1, [*(line.slope.b[d, 0] for d in support), zero])
    # ν − g_d = ν + M_dS w_S − b_d for the groups off the support.
    rows_fixed, rows_slope = _rows(line.fixed.M, others, support, 1), _rows(line.slope.M, others, support, 0)
    off_fixed = flint.fmpq_mat(len(others), 1, [line.fixed.b[d, 0] for d in others])
    off_slope = flint.fmpq_mat(len(others), 1, [line.slope.b[d, 0] for d in others])

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
    denominator, *rest = interpolate(values, min(size, slope.rank() + 2))
    nothing = flint.fmpz_poly([])
    numerators, shortfalls = [nothing] * groups, [nothing] * groups
    for d, poly in zip(support, rest[:size], strict=True):
        numerators[d] = poly
    for d, poly in zip(others, rest[size:], strict=True):
        shortfalls[d] = poly
    return denominator, tuple(numerators), tuple(shortfalls)


def _rows(M: flint.fmpq_mat, rows: list[int], support: tuple[int, ...], last: int) -> flint.fmpq_mat:
    """Return [M_RS | last]."""
    entries = [entry for d in rows for entry in (*(M[d, e] for e in support), flint.fmpq(last))]
    return flint.fmpq_mat(len(rows), len(support) + 1, entries)


def _system(M: flint.fmpq_mat, support: tuple[int, ...], border: int) -> flint.fmpq_mat:
    """Return [M_SS c1; c1ᵀ 0], c the border."""
    upper = _rows(M, list(support), support, border)
    size = len(support)
    return flint.fmpq_mat(size + 1, size + 1, [*upper.entries(), *([flint.fmpq(border)] * size), flint.fmpq(0)])
