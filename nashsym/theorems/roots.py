"""How algebraic numbers are written in a finding: digits that are proven, and the polynomial that they are roots of."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import flint

from nashsym.exact.intervals import Interval
from nashsym.exact.rational import number_text
from nashsym.exact.real_roots import RealRoot, decimal_exponent
from nashsym.theorems.wording import number

__all__ = ["digits_text", "interval_text", "polynomial_text", "root_text", "root_tree"]

#: Digits of an algebraic number in a finding, and where several stand in one line.
DIGITS: Final = 30
FEW_DIGITS: Final = 6
#: Polynomials up to this many characters are written out.
_SHORT: Final = 44
_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def digits_text(root: RealRoot, digits: int = DIGITS) -> str:
    """Write a number exactly where that is short, else cut off after so many significant digits: "1.41421…"."""
    if root.rational is not None and not (short := number(root.rational)).startswith("≈"):
        return short
    cut, exact = root.truncated(digits)
    exponent = decimal_exponent(abs(cut)) - digits + 1
    written = Decimal(f"{int(cut / Fraction(10) ** exponent)}e{exponent}")
    text = f"{written:f}" if -7 <= written.adjusted() <= 40 else f"{written:e}"
    if exact and "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−") + ("" if exact else "…")


def polynomial_text(polynomial: flint.fmpz_poly) -> str:
    """Write a polynomial in x, or its degree where it is long."""
    terms: list[str] = []
    for power in range(polynomial.degree(), -1, -1):
        coefficient = polynomial[power]
        if coefficient == 0:
            continue
        if abs(coefficient) >= 10**_SHORT:
            terms = []
            break
        size = "" if abs(coefficient) == 1 and power else str(abs(coefficient))
        variable = "" if power == 0 else "x" if power == 1 else f"x{str(power).translate(_SUPERSCRIPTS)}"
        sign = "−" if coefficient < 0 else "+"
        terms.append(f" {sign} {size}{variable}" if terms else f"{sign if sign == '−' else ''}{size}{variable}")
    text = "".join(terms)
    if terms and len(text) <= _SHORT:
        return text
    return f"an irreducible polynomial of degree {polynomial.degree()} with whole coefficients"


def root_text(root: RealRoot) -> str:
    """Write an algebraic number: exactly where it is rational and short, else 30 digits and what it is a root of."""
    exact = root.rational
    if exact is not None:
        text = number(exact)
        if not text.startswith("≈"):
            return f"exactly {text}"
        written = number_text(exact)
        what = f"exactly {written}" if len(written) <= _SHORT else "a rational number"
        return f"{digits_text(root)}, {what}"
    return f"{digits_text(root)}, root {root.place + 1} (from below) of {polynomial_text(root.polynomial)}"


def interval_text(interval: Interval, symbol: str) -> str:
    """Write an interval of a coefficient ≥ 0 as inequalities, the ends to a few digits."""
    start, end = digits_text(interval.start, FEW_DIGITS), interval.end
    if end is None:
        if interval.start == RealRoot.of(0) and interval.includes_start:
            return f"every {symbol} ≥ 0"
        return f"{symbol} {'≥' if interval.includes_start else '>'} {start}"
    if interval.start == end:
        return f"{symbol} = {start}"
    left, right = "≤" if interval.includes_start else "<", "≤" if interval.includes_end else "<"
    return f"{start} {left} {symbol} {right} {digits_text(end, FEW_DIGITS)}"


def root_tree(root: RealRoot) -> dict[str, Any]:
    """Return an algebraic number as data: coefficients from the constant on, place among real roots, an enclosure."""
    width = abs(root.truncated(1)[0]) / 10**DIGITS
    low, high = root.enclose(width) if width else root.enclosure
    return {
        "polynomial": [str(coefficient) for coefficient in root.polynomial.coeffs()],
        "place": root.place,
        "low": number_text(low),
        "high": number_text(high),
    }
