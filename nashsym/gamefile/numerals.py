"""Numbers in a game file: read exactly as written, and written so that they are read back exactly."""

from __future__ import annotations

import decimal
import math
from decimal import Decimal
from functools import lru_cache
from typing import Final

import flint

from nashsym.errors import InputError
from nashsym.limits import MAX_EXPONENT, MAX_NUMBER_DIGITS

__all__ = ["RefusedNumber", "is_bare", "number_as_written", "short_text", "whole_number_as_written"]

#: Python reads integers of so many digits whatever its own limit is set to.
_SAFE_DIGITS: Final = 600
#: Decimals of at most so many digits and such exponents pass unharmed through the binary floats of other readers.
_FLOAT_DIGITS: Final = 15
_FLOAT_EXPONENT: Final = 300
#: A finite decimal of at most so many characters is written as one even where the fraction is shorter.
_SHORT: Final = 20
_LEADING_ZEROS: Final = 6
_LOG10_OF_2: Final = 0.30102


class RefusedNumber(str):
    """A number that the caps refuse, as it was written: whoever reads it words the error, and knows its key."""

    __slots__ = ()


def number_as_written(text: str) -> Decimal | RefusedNumber:
    """Return the number that a TOML or JSON parser found, as the decimal that was written.

    What is not to be computed with (an exponent or a length beyond the caps) comes back as a `RefusedNumber`; NaN and
    infinities come back as what they are, for the reader of the number to refuse.
    """
    exponent = text.lower().partition("e")[2]
    if len(text) > MAX_NUMBER_DIGITS or (exponent and _exceeds_the_cap(exponent)):
        return RefusedNumber(text.replace("_", ""))
    try:
        return Decimal(text)
    except decimal.InvalidOperation:  # pragma: no cover  # the parsers pass on well-formed numbers only
        return RefusedNumber(text)


def _exceeds_the_cap(exponent: str) -> bool:
    digits = exponent.replace("_", "").lstrip("+-").lstrip("0")
    return len(digits) > len(str(MAX_EXPONENT)) or int(digits or "0") > MAX_EXPONENT


def whole_number_as_written(text: str) -> int | Decimal | RefusedNumber:
    """Return the integer that the JSON parser found."""
    return int(text) if len(text) <= _SAFE_DIGITS else number_as_written(text)


def short_text(value: flint.fmpq) -> str:
    """Return a text that reads back as `value`: a decimal where it is finite and not long for it, else a fraction.

    Raises
    ------
    InputError
        Where no text within the caps of ``nashsym.limits`` says the number.
    """
    ratio_text = str(value)
    upper, _, lower = ratio_text.removeprefix("-").partition("/")
    bound = max(len(ratio_text), _SHORT)
    if max(len(upper), len(lower)) > MAX_NUMBER_DIGITS:
        ratio_text, bound = "", 2 * MAX_NUMBER_DIGITS
    if not lower and 0 < len(ratio_text) <= _SHORT:
        return ratio_text
    decimal_text = _decimal_text(value, bound)
    if decimal_text is not None and len(decimal_text) <= bound:
        return decimal_text
    if ratio_text:
        return ratio_text
    raise InputError(f"a number has more than {MAX_NUMBER_DIGITS} digits", remedy="round it")


def is_bare(text: str) -> bool:
    """Tell whether a text of `short_text` may stand in TOML without quotes, exact for any reader of doubles."""
    mantissa, _, exponent = text.partition("e")
    digits = mantissa.lstrip("-").replace(".", "").lstrip("0")
    return "/" not in text and len(digits) <= _FLOAT_DIGITS and abs(int(exponent or "0")) <= _FLOAT_EXPONENT


def _decimal_text(value: flint.fmpq, most_digits: int) -> str | None:
    """Return a finite decimal within the caps; None for other fractions, and where its digits are surely too many."""
    scaled = _scaled(int(value.q))
    if scaled is None:
        return None
    factor, places = scaled
    mantissa = abs(int(value.p)) * factor
    # With the least power of ten no digit at the end is 0, so that none will be saved.
    if places and (mantissa.bit_length() - 1) * _LOG10_OF_2 > most_digits:
        return None
    written = str(flint.fmpz(mantissa))
    digits = written.rstrip("0") or "0"
    exponent = len(written) - len(digits) - places if digits != "0" else 0
    count = len(digits)
    if 0 <= exponent <= _SHORT - count:
        places, shift = 0, 0
        digits += "0" * exponent
    elif exponent < 0 and -exponent < count + _LEADING_ZEROS:
        places, shift = -exponent, 0
    else:
        # One digit before the point, unless the cap on the exponent asks for zeros before or behind them.
        places = min(max(count - 1, -MAX_EXPONENT - exponent), MAX_EXPONENT - exponent)
        shift = exponent + places
        digits += "0" * max(0, -places)
        places = max(0, places)
    digits = digits.rjust(places, "0")
    if len(digits) > MAX_NUMBER_DIGITS:
        return None
    whole, fraction = digits[: len(digits) - places], digits[len(digits) - places :]
    whole = whole or ("0" if len(digits) < MAX_NUMBER_DIGITS else "")
    sign = "-" if value.p < 0 else ""
    return f"{sign}{whole}{'.' + fraction if fraction else ''}{f'e{shift}' if shift else ''}"


@lru_cache(maxsize=1024)
def _scaled(denominator: int) -> tuple[int, int] | None:
    """Return (f, k) with f·denominator = 10ᵏ for the least k, or None where no power of ten is a multiple."""
    twos = (denominator & -denominator).bit_length() - 1
    odd = denominator >> twos
    if odd != 1 and odd % 5:
        return None
    fives = round((odd.bit_length() - 1) / math.log2(5))
    fives = next((count for count in (fives, fives + 1) if 5**count == odd), -1)
    if fives < 0:
        return None
    places = max(twos, fives)
    factor: int = 2 ** (places - twos) * 5 ** (places - fives)
    return factor, places
