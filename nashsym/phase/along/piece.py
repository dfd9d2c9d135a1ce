"""One piece of the path of the equilibrium along a coefficient: a support, and its weights as rational functions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

import flint

from nashsym.exact.lines import indifference_along
from nashsym.exact.rational import fraction, rational
from nashsym.exact.real_roots import RealRoot, real_roots, sign_at
from nashsym.phase.along.coefficient_line import CoefficientLine

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
    The piece ends at the nearest roots where a weight of the support or a shortfall off it changes its sign (MODEL T9,
    T12).
    """
    support = tuple(d for d, weight in enumerate(weights.entries()) if weight > 0)
    found = indifference_along(line.fixed.b, line.slope.b, line.fixed.M, line.slope.M, support)
    if found is None:  # pragma: no cover - M ≻ 0 on T makes it regular
        raise AssertionError("the system of a support is singular")
    denominator, numerators, shortfalls = found.denominator, found.numerators, found.shortfalls
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
