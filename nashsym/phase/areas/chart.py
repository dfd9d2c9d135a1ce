"""Weights and shortfalls on a support as lines: affine in λ_A, polynomial in the ratio of the other coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import flint

from nashsym.exact.lines import indifference_along
from nashsym.exact.polynomials import interpolate
from nashsym.exact.rational import integers
from nashsym.exact.tangent import restrict

__all__ = ["INFINITE", "ZERO", "Chart", "Line", "SupportLines", "crossing"]


class Line(NamedTuple):
    """``α(ρ) + t·β(ρ)``, over a determinant whose sign at ρ says on which side of its zero t = −α/β it is positive.

    Attributes
    ----------
    name : tuple
        Tells it from every other line of the chart.
    fixed, slope : flint.fmpz_poly
        α and β.
    """

    name: tuple[object, ...]
    fixed: flint.fmpz_poly
    slope: flint.fmpz_poly


#: The ends of all t ≥ 0: zeros at t = 0 and at infinity.
ZERO = Line(("zero",), flint.fmpz_poly([]), flint.fmpz_poly([1]))
INFINITE = Line(("infinite",), flint.fmpz_poly([-1]), flint.fmpz_poly([]))


@dataclass(frozen=True, eq=False)
class SupportLines:
    """What holds on a support S where its groups have equal marginal utility.

    Attributes
    ----------
    determinant : flint.fmpz_poly
        A positive multiple of det Z_SᵀM_SSZ_S.
    conditions : tuple of D Lines
        Positive (times the determinant): the weight of a group of S, the shortfall ν − g_d of another.
    floors : mapping from group to Line
        w_d − τ for the groups of S.
    """

    determinant: flint.fmpz_poly
    conditions: tuple[Line, ...]
    floors: dict[int, Line]


@dataclass(frozen=True, eq=False)
class Chart:
    """Games with ``M = ξ(M₀ + ρM₁)``, ``H = ξ(H₀ + ρH₁)`` and ``b = ζa``: by scale (MODEL T8) only ρ and t = ζ/ξ count.

    Parameters
    ----------
    M, H : pairs of flint.fmpq_mat, D×D
        (M₀, M₁) and (H₀, H₁).
    a : flint.fmpq_mat, D×1
    floor : flint.fmpq
        τ.
    """

    M: tuple[flint.fmpq_mat, flint.fmpq_mat]
    H: tuple[flint.fmpq_mat, flint.fmpq_mat]
    a: flint.fmpq_mat
    floor: flint.fmpq
    _found: dict[tuple[int, ...], SupportLines | None] = field(default_factory=dict)

    @property
    def groups(self) -> int:
        """Number of groups D."""
        return int(self.a.nrows())

    def lines(self, support: Sequence[int]) -> SupportLines | None:
        """Return the lines of a support, or None where its system is singular at every ratio."""
        key = tuple(support)
        if key not in self._found:
            self._found[key] = self._solve(key)
        return self._found[key]

    def _solve(self, support: tuple[int, ...]) -> SupportLines | None:
        """Solve for b = 0 and for b = a: the conditions are affine in b (MODEL T9)."""
        nothing = flint.fmpq_mat(self.groups, 1)
        rest = indifference_along(nothing, nothing, *self.M, support)
        pulled = indifference_along(self.a, nothing, *self.M, support)
        if rest is None or pulled is None:
            return None
        # Both denominators are positive multiples of one determinant.
        left, right = abs(rest.denominator.leading_coefficient()), abs(pulled.denominator.leading_coefficient())
        common = left.gcd(right)
        left, right = left // common, right // common
        determinant = rest.denominator * right
        conditions, floors = [], {}
        for d in range(self.groups):
            served = d in support
            start = (rest.numerators if served else rest.shortfalls)[d] * right
            end = (pulled.numerators if served else pulled.shortfalls)[d] * left
            conditions.append(Line((support, d, "zero"), start, end - start))
            if served:
                above = start * self.floor.q - determinant * self.floor.p
                floors[d] = Line((support, d, "floor"), above, (end - start) * self.floor.q)
        return SupportLines(determinant, tuple(conditions), floors)

    @cached_property
    def concavity(self) -> flint.fmpz_poly:
        """A polynomial, not 0, between whose roots the signs of the eigenvalues of ZᵀHZ do not change.

        The coefficient of the characteristic polynomial of least order that is not 0 at every ratio: where it does not
        vanish the rank of ZᵀHZ is constant, and no eigenvalue other than those that stay 0 comes to 0.
        """
        fixed, slope = (restrict(part) for part in self.H)
        size = int(fixed.nrows())

        def coefficients(node: flint.fmpq) -> list[flint.fmpq]:
            numerators, denominator = integers(fixed + node * slope)
            found = numerators.charpoly().coeffs()
            return [found[k] / flint.fmpq(denominator) ** (size - k) for k in range(size + 1)]

        return next(polynomial for polynomial in interpolate(coefficients, size) if polynomial != 0)

    def matrix(self, name: str, ratio: flint.fmpq) -> flint.fmpq_mat:
        """Return M₀ + ρM₁, or H₀ + ρH₁."""
        fixed, slope = self.M if name == "M" else self.H
        return fixed + ratio * slope


def crossing(first: Line, second: Line, determinant: flint.fmpz_poly | None = None) -> flint.fmpz_poly:
    """Return a polynomial that vanishes where two lines have a zero in common; 0 if they do at every ratio.

    For two lines of one support α₁β₂ − α₂β₁ is a 2×2 minor of what Cramer's rule divides by the determinant. The
    determinant divides such a minor, and the quotient is returned.
    """
    found = first.fixed * second.slope - second.fixed * first.slope
    if determinant is not None and found != 0:
        quotient, remainder = divmod(flint.fmpq_poly(found), flint.fmpq_poly(determinant))
        if remainder == 0:
            return quotient.numer()
    return found
