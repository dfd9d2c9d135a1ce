"""Real algebraic numbers as they occur along a coefficient: roots of integer polynomials, compared without rounding."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import total_ordering
from itertools import pairwise
from typing import Final

import flint

from nashsym.exact.rational import fraction, rational

__all__ = ["RealRoot", "decimal_exponent", "rational_between", "real_roots", "sign_at", "simplest_between"]

_TWO: Final = flint.fmpq(2)


@total_ordering
class RealRoot:
    """A real root of an irreducible integer polynomial, known by its place among the real roots of it.

    Two are equal iff polynomial and place are; different ones are told apart by halving their enclosures until these
    are disjoint. A rational number is the root of a polynomial of degree 1.

    Parameters
    ----------
    polynomial : flint.fmpz_poly
        Irreducible over Z, primitive, with a positive leading coefficient.
    place : int
        0 for its least real root.
    low, high : flint.fmpq
        An enclosure that holds no other real root of the polynomial; equal iff the root is rational.
    """

    __slots__ = ("_high", "_low", "_sign_below", "place", "polynomial")

    def __init__(self, polynomial: flint.fmpz_poly, place: int, low: flint.fmpq, high: flint.fmpq) -> None:
        self.polynomial, self.place = polynomial, place
        self._low, self._high = low, high
        self._sign_below = sign_at(polynomial, low)
        if low != high and self._sign_below * sign_at(polynomial, high) >= 0:  # pragma: no cover - a fault of isolation
            raise AssertionError("an enclosure of a root without a change of sign")

    @classmethod
    def of(cls, value: Fraction | int | flint.fmpq) -> RealRoot:
        """Return a rational number as a root."""
        number = rational(value)
        return cls(flint.fmpz_poly([-number.p, number.q]), 0, number, number)

    @property
    def rational(self) -> Fraction | None:
        """The number where it is rational."""
        return fraction(self._low) if self._low == self._high else None

    @property
    def enclosure(self) -> tuple[Fraction, Fraction]:
        """Rationals around it as far as they are known: strictly around where it is irrational."""
        return fraction(self._low), fraction(self._high)

    def refine(self) -> None:
        """Halve the enclosure."""
        if self._low == self._high:
            return
        middle = (self._low + self._high) / _TWO
        # An irreducible polynomial of degree 2 or more has no rational root.
        if sign_at(self.polynomial, middle) == self._sign_below:
            self._low = middle
        else:
            self._high = middle

    def enclose(self, width: Fraction) -> tuple[Fraction, Fraction]:
        """Return an enclosure at most so wide."""
        bound = rational(width)
        while self._high - self._low > bound:
            self.refine()
        return self.enclosure

    def compare(self, value: Fraction | int | flint.fmpq) -> int:
        """Return the sign of the root minus a rational."""
        number = rational(value)
        if self._low == self._high:
            return int(self._low > number) - int(self._low < number)
        while self._low < number < self._high:
            self.refine()
        return 1 if number <= self._low else -1

    def scaled(self, factor: Fraction | int | flint.fmpq) -> RealRoot:
        """Return the root times a rational > 0."""
        number = rational(factor)
        if number <= 0:
            raise ValueError("a root is scaled by a number above 0")
        degree = self.polynomial.degree()
        # p(x/(m/n))·mᵈ has the coefficients c_k nᵏ mᵈ⁻ᵏ.
        coefficients = [
            coefficient * number.q**power * number.p ** (degree - power)
            for power, coefficient in enumerate(self.polynomial.coeffs())
        ]
        polynomial = flint.fmpz_poly(coefficients)
        primitive = polynomial // polynomial.content()
        return RealRoot(primitive, self.place, self._low * number, self._high * number)

    def truncated(self, digits: int) -> tuple[Fraction, bool]:
        """Return the number cut off after so many significant digits, and whether nothing was lost.

        The number is the first, or lies between it and the next decimal of as many digits away from 0.
        """
        exact = self.rational
        if exact is not None:
            cut = _cut(exact, digits)
            return cut, cut == exact
        # An irrational number is 0 or at a decimal never, so that both ends are once cut off alike.
        while self._low * self._high <= 0 or (cut := _cut(fraction(self._low), digits)) != _cut(
            fraction(self._high), digits
        ):
            self.refine()
        return cut, False

    def is_root_of(self, polynomial: flint.fmpz_poly) -> bool:
        """Return whether another polynomial vanishes there."""
        return bool((flint.fmpq_poly(polynomial) % flint.fmpq_poly(self.polynomial)) == 0)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RealRoot):
            return NotImplemented
        return self.place == other.place and bool(self.polynomial == other.polynomial)

    def __hash__(self) -> int:
        return hash((self.place, *map(int, self.polynomial.coeffs())))

    def __lt__(self, other: RealRoot) -> bool:
        if self == other:
            return False
        while not (self._high <= other._low or other._high <= self._low):
            if self._high - self._low >= other._high - other._low:
                self.refine()
            else:
                other.refine()
        return bool(self._high <= other._low)

    def __float__(self) -> float:
        low, high = self.enclose(max(abs(self.enclosure[0]), Fraction(1, 10**9)) / 10**17)
        return float((low + high) / 2)

    def __repr__(self) -> str:
        exact = self.rational
        return f"RealRoot({exact if exact is not None else f'≈ {float(self):.6g}'})"


def _cut(value: Fraction, digits: int) -> Fraction:
    """Cut a number off towards 0 after so many significant decimal digits."""
    if value == 0:
        return value
    unit = Fraction(10) ** (decimal_exponent(abs(value)) - digits + 1)
    cut = _floor(abs(value) / unit) * unit
    return cut if value > 0 else -cut


def decimal_exponent(value: Fraction) -> int:
    """Return e with 10^e ≤ value < 10^(e+1), for a value > 0."""
    exponent = (value.numerator.bit_length() - value.denominator.bit_length()) * 30103 // 100000
    while Fraction(10) ** exponent > value:
        exponent -= 1
    while Fraction(10) ** (exponent + 1) <= value:
        exponent += 1
    return exponent


def sign_at(polynomial: flint.fmpz_poly, value: flint.fmpq) -> int:
    """Return the sign of an integer polynomial at a rational."""
    found = polynomial(value)
    return int(found > 0) - int(found < 0)


def real_roots(
    polynomials: Iterable[flint.fmpz_poly], *, odd_only: bool = False, positive: bool = False
) -> list[RealRoot]:
    """Return the distinct real roots of some polynomials, in ascending order.

    Parameters
    ----------
    polynomials : iterable of flint.fmpz_poly
        Those that are 0 have none that count.
    odd_only : bool
        Leave out roots of even multiplicity, where a polynomial keeps its sign.
    positive : bool
        Only those > 0 are wanted: factors that have none by Descartes' rule of signs are left out.

    Returns
    -------
    list of RealRoot

    Notes
    -----
    Each polynomial is factored over Z; flint isolates the roots of the factors with proved enclosures, and each is
    confirmed by a change of sign.
    """
    found: dict[tuple[int, ...], flint.fmpz_poly] = {}
    for polynomial in polynomials:
        if polynomial.degree() < 1 or (positive and not _changes_sign(polynomial)):
            continue
        for factor, multiplicity in polynomial.factor()[1]:
            if not (odd_only and multiplicity % 2 == 0):
                found[tuple(map(int, factor.coeffs()))] = factor
    factors = [factor for factor in found.values() if not positive or _changes_sign(factor)]
    return sorted(root for factor in factors for root in _isolated(factor) if not positive or root.compare(0) > 0)


def _changes_sign(polynomial: flint.fmpz_poly) -> bool:
    """Tell whether the coefficients have different signs: without, no root is > 0."""
    coefficients = polynomial.coeffs()
    return any(value > 0 for value in coefficients) and any(value < 0 for value in coefficients)


def _isolated(factor: flint.fmpz_poly) -> list[RealRoot]:
    """Return the real roots of an irreducible polynomial, in ascending order."""
    if factor.leading_coefficient() < 0:
        factor = -factor
    if factor.degree() == 1:
        return [RealRoot.of(flint.fmpq(-factor[0], factor[1]))]
    balls = [root.real for root, _ in factor.complex_roots() if root.imag.is_zero()]
    ends = sorted((ball.lower().fmpq(), ball.upper().fmpq()) for ball in balls)
    if any(left[1] > right[0] for left, right in pairwise(ends)):  # pragma: no cover
        raise AssertionError("the enclosures of the roots overlap")
    return [RealRoot(factor, place, low, high) for place, (low, high) in enumerate(ends)]


def rational_between(left: RealRoot, right: RealRoot | None) -> Fraction:
    """Return a simple rational strictly between two different roots, well inside; `right` may be infinite (None)."""
    if right is None:
        return Fraction(max(0, _floor(left.enclosure[1]) * 2)) + 1
    if not left < right:
        raise ValueError("no rational lies between a number and one that is not larger")
    while True:
        low, high = left.enclosure[1], right.enclosure[0]
        gap = high - low
        # Both enclosures are narrow beside the gap once each is at most as wide as it.
        if gap > 0 and all(end[1] - end[0] <= gap for end in (left.enclosure, right.enclosure)):
            return simplest_between(low + gap / 4, high - gap / 4)
        left.refine()
        right.refine()


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """Return the rational of least denominator in the closed interval [low, high], low ≤ high."""
    if low < 0 < high:
        return Fraction(0)
    if high <= 0:
        return -_simplest(-high, -low)
    return _simplest(low, high)


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """Return the simplest rational of [low, high], 0 ≤ low ≤ high, by continued fractions."""
    digits: list[int] = []
    while True:
        whole = _floor(low)
        if whole == low:
            found = Fraction(whole)
            break
        if whole + 1 <= high:
            found = Fraction(whole + 1)
            break
        digits.append(whole)
        low, high = 1 / (high - whole), 1 / (low - whole)
    for digit in reversed(digits):
        found = digit + 1 / found
    return found


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator
