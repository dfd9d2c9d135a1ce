"""Numbers for reading: the one place where a report turns an exact number into decimals.

Everything is rounded from the rational itself, never from a float, so numbers of any size and any smallness are shown,
and a positive number never reads as 0.
"""

from __future__ import annotations

from fractions import Fraction

import flint

__all__ = ["apart", "decimal", "exact", "is_rounded", "percent", "scientific"]

MINUS = "\u2212"
#: Digits that a decimal in a table or a sentence has; the exact number is folded beside it or in the certificate.
DIGITS = 4
#: Exact numbers whose numerator and denominator together are longer than this are left to the certificate.
LONGEST_EXACT = 80
#: Beyond this power of ten every number counts as rounded.
_LARGEST_POWER = 400
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _rounded(value: Fraction, digits: int) -> tuple[int, int]:
    """Return (mantissa, exponent) with value ≈ mantissa·10^exponent and a mantissa of exactly `digits` digits."""
    size = abs(value)
    # 2^k ≤ size < 2^(k+2), so the decimal exponent is known up to one.
    binary = size.numerator.bit_length() - size.denominator.bit_length() - 1
    exponent = (binary * 30103) // 100000 - digits + 1
    while True:
        scaled = size * 10**-exponent if exponent <= 0 else size / 10**exponent
        mantissa = round(scaled)
        if mantissa >= 10**digits:
            exponent += 1
        elif mantissa < 10 ** (digits - 1):
            exponent -= 1
        else:
            return mantissa, exponent


def decimal(value: Fraction, digits: int = DIGITS) -> str:
    """Return a number with `digits` significant digits; as it is where it needs no more than that.

    Parameters
    ----------
    value : Fraction
    digits : int

    Returns
    -------
    str
        With a typographic minus; in the form 1.234·10⁻⁷ below 10⁻⁴ and from 10⁷ on.

    Examples
    --------
    >>> decimal(Fraction(-1, 3)), decimal(Fraction(1, 4)), decimal(Fraction(0)), decimal(Fraction(2, 3), 6)
    ('−0.3333', '0.25', '0', '0.666667')
    >>> decimal(Fraction(1, 3 * 10**9)), decimal(Fraction(123456789)), decimal(Fraction(99999, 100000), 2)
    ('3.333·10⁻¹⁰', '1.235·10⁸', '1.0')
    """
    if value == 0:
        return "0"
    sign = MINUS if value < 0 else ""
    mantissa, exponent = _rounded(value, digits)
    is_exact = not is_rounded(value, digits)
    written = str(mantissa)
    magnitude = exponent + digits - 1
    if not -5 < magnitude < 7:
        return sign + _with_power(written, magnitude, trim=is_exact)
    if exponent >= 0:
        return sign + written + "0" * exponent
    padded = written.rjust(1 - exponent, "0")
    whole, decimals = padded[:exponent], padded[exponent:]
    if is_exact:
        decimals = decimals.rstrip("0")
    return f"{sign}{whole}.{decimals}" if decimals else sign + whole


def is_rounded(value: Fraction, digits: int = DIGITS) -> bool:
    """Tell whether `decimal` loses something of a number.

    Examples
    --------
    >>> is_rounded(Fraction(1, 4)), is_rounded(Fraction(1, 3))
    (False, True)
    """
    if value == 0:
        return False
    mantissa, exponent = _rounded(value, digits)
    return abs(exponent) >= _LARGEST_POWER or abs(value) != Fraction(mantissa) * Fraction(10) ** exponent


def _with_power(written: str, magnitude: int, *, trim: bool) -> str:
    decimals = written[1:].rstrip("0") if trim else written[1:]
    point = "." if decimals else ""
    return f"{written[0]}{point}{decimals}·10{str(magnitude).translate(_SUPERSCRIPT)}"


def scientific(value: float) -> str:
    """Return a float that measures an error with two significant digits.

    Examples
    --------
    >>> scientific(3.2e-9), scientific(0.0)
    ('3.2·10⁻⁹', '0')
    """
    return decimal(Fraction(value), 2)


def percent(value: Fraction) -> str:
    """Return a share as a percentage of three significant digits, at most one of them after the point from 1 % on.

    Examples
    --------
    >>> percent(Fraction(4831, 10000)), percent(Fraction(1, 3000)), percent(Fraction(1)), percent(Fraction(0))
    ('48.3%', '0.033%', '100%', '0%')
    """
    share = 100 * value
    if share >= 1:
        tenths = round(share * 10)
        shown = str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
        if tenths == 1000 and share != 100:
            shown = "almost 100" if share < 100 else "over 100"
        return f"{shown}%"
    return f"{decimal(share, 2)}%"


def apart(value: Fraction, reference: Fraction, digits: int = DIGITS) -> tuple[str, str]:
    """Return both numbers with as many digits as it takes for them to read as different where they are.

    Examples
    --------
    >>> apart(Fraction(99999, 10**7), Fraction(1, 100))
    ('0.0099999', '0.01')
    """
    while digits < 60:
        pair = decimal(value, digits), decimal(reference, digits)
        if value == reference or (pair[0] != pair[1] and _same_reading(value, reference, digits)):
            return pair
        digits += 1
    return decimal(value, digits), decimal(reference, digits)


def _same_reading(value: Fraction, reference: Fraction, digits: int) -> bool:
    """Tell whether the rounded numbers stand in the same order as the exact ones (0.01000 for 0.009999 does not)."""
    if value == 0 or reference == 0:
        return True
    mine, other = (
        Fraction(mantissa) * Fraction(10) ** exponent * (1 if number > 0 else -1)
        for number, (mantissa, exponent) in ((number, _rounded(number, digits)) for number in (value, reference))
    )
    return (mine < other) == (value < reference) and mine != other


def exact(value: Fraction, longest: int = LONGEST_EXACT) -> str:
    """Return the number exactly, as an integer or a fraction; where that is too long, how long it is.

    Examples
    --------
    >>> exact(Fraction(-2, 3)), exact(Fraction(10**5000 + 1, 3))
    ('−2/3', '(5001 digits: see the certificate)')
    """
    upper, lower = str(flint.fmpz(abs(value.numerator))), str(flint.fmpz(value.denominator))
    if len(upper) + len(lower) > longest:
        return f"({max(len(upper), len(lower))} digits: see the certificate)"
    sign = MINUS if value < 0 else ""
    return f"{sign}{upper}" if value.denominator == 1 else f"{sign}{upper}/{lower}"
