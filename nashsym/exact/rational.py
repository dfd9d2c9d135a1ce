"""Numbers in and out of exact arithmetic: the one module that converts between Python, NumPy, text and flint.

Inside nashsym every number that a claim rests on is a ``flint.fmpq`` or an entry of a ``flint.fmpq_mat``. A decimal is
read as it is written, a float is the dyadic rational that it is (MODEL section 3), and floats come out only as views.
"""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym import limits
from nashsym.errors import InputError

__all__ = [
    "SmallIntegers",
    "column_floats",
    "column_fractions",
    "combined_integers",
    "entries",
    "floats",
    "fraction",
    "fractions",
    "integers",
    "matrix",
    "number_text",
    "parse_number",
    "parse_rational",
    "rational",
    "small_integers",
    "vector",
]

#: Integers below 2^53 held as floats, and their common denominator.
SmallIntegers = tuple[NDArray[np.float64], int]

_DECIMAL: Final = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?", re.ASCII)
_RATIO: Final = re.compile(r"([+-]?[0-9]+)/([0-9]+)", re.ASCII)
_NUMBER_REMEDY: Final = 'write a decimal such as -1.25e-3 or a fraction such as "3/2"'
#: Python converts strings of at most this many digits whatever its own limit is set to.
_SAFE_DIGITS: Final = 600
#: Every integer of at most this size is a float.
_EXACT_FLOAT: Final = 2.0**53


def _shown(value: object) -> str:
    """Return at most 40 characters of a value for an error message."""
    text = value if isinstance(value, str) else str(value)
    return ascii(text) if len(text) <= 40 else f"{text[:30]!a}… ({len(text)} characters)"


def rational(value: Any) -> flint.fmpq:
    """Return a number as an exact rational.

    Parameters
    ----------
    value : int, Fraction, Decimal, float, NumPy scalar, flint.fmpz or flint.fmpq
        A float stands for the dyadic rational that it is; a Decimal for itself. Strings are not parsed here: see
        :func:`parse_number`.

    Returns
    -------
    flint.fmpq

    Raises
    ------
    InputError
        For booleans, NaN, infinities, a Decimal beyond the caps of ``nashsym.limits``, and all that is not a number.
    """
    kind = type(value)
    if kind is flint.fmpq:
        return value
    if kind is float:
        if not math.isfinite(value):
            raise InputError(f"{value} is not a finite number", remedy="write a finite number")
        return flint.fmpq(*value.as_integer_ratio())
    if kind is int or kind is flint.fmpz:
        return flint.fmpq(value)
    if isinstance(value, bool | np.bool_):
        raise InputError(f"a boolean ({bool(value)}) stands where a number is expected", remedy="write a number")
    if isinstance(value, numbers.Rational):
        return flint.fmpq(int(value.numerator), int(value.denominator))
    if isinstance(value, Decimal):
        return _from_decimal(value)
    if isinstance(value, float | np.floating):
        if not np.isfinite(value):
            raise InputError(f"{value} is not a finite number", remedy="write a finite number")
        return flint.fmpq(*(int(part) for part in value.as_integer_ratio()))
    if isinstance(value, np.integer):
        return flint.fmpq(int(value))
    found = f"the text {_shown(value)}" if isinstance(value, str) else f"a value of type {kind.__name__}"
    raise InputError(f"{found} stands where a number is expected", remedy="write a number, without quotes")


def _from_decimal(value: Decimal) -> flint.fmpq:
    """Convert a Decimal digit by digit, within the caps that hold for text."""
    if not value.is_finite():
        raise InputError(f"{value} is not a finite number", remedy="write a finite number")
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):  # pragma: no cover - only for NaN and infinities, which are refused above
        raise InputError("the number is not finite", remedy="write a finite number")
    if len(digits) > limits.MAX_NUMBER_DIGITS:
        raise _too_many_digits(len(digits), limits.MAX_NUMBER_DIGITS)
    # A Decimal keeps its digits as one integer: its exponent lies below the written one by the digits after the point.
    if not -limits.MAX_EXPONENT - limits.MAX_NUMBER_DIGITS <= exponent <= limits.MAX_EXPONENT:
        raise _exponent_too_large(str(exponent))
    magnitude = _digits_to_integer("".join(map(str, digits)))
    return _scaled(-magnitude if sign else magnitude, exponent)


def _scaled(mantissa: int, exponent: int) -> flint.fmpq:
    """Return mantissa·10^exponent."""
    return flint.fmpq(mantissa * 10**exponent) if exponent >= 0 else flint.fmpq(mantissa, 10**-exponent)


def _digits_to_integer(digits: str) -> int:
    """Return the integer of a string of ASCII digits, of any length, in subquadratic time."""
    return int(digits) if len(digits) <= _SAFE_DIGITS else int(flint.fmpz(digits))


def _too_many_digits(count: int, most: int) -> InputError:
    return InputError(f"the number has {count} digits, the cap is {most}", remedy="round it")


def _exponent_too_large(exponent: str) -> InputError:
    shown = exponent if len(exponent) <= 12 else exponent[:12] + "…"
    return InputError(f"the exponent {shown} exceeds the cap of ±{limits.MAX_EXPONENT}", remedy="rescale the inputs")


def parse_rational(text: str, max_digits: int = limits.MAX_NUMBER_DIGITS) -> flint.fmpq:
    """Read a number from text as :func:`parse_number` does, and return it as ``flint.fmpq``."""
    if not isinstance(text, str):
        raise InputError(f"a value of type {type(text).__name__} stands where text is expected", remedy=_NUMBER_REMEDY)
    # The signs, the point, the slash and an exponent add few characters; nothing longer is looked at closely.
    if len(text) > 2 * max_digits + 64:
        raise _too_many_digits(len(text), max_digits)
    match = _DECIMAL.fullmatch(text)
    if match is not None:
        sign, whole, decimals, exponent = match.groups(default="")
        if not whole and not decimals:
            raise InputError(f"{_shown(text)} is not a number", remedy=_NUMBER_REMEDY)
        if len(whole) + len(decimals) > max_digits:
            raise _too_many_digits(len(whole) + len(decimals), max_digits)
        power = _exponent(exponent) if exponent else 0
        magnitude = _digits_to_integer(whole + decimals)
        return _scaled(-magnitude if sign == "-" else magnitude, power - len(decimals))
    match = _RATIO.fullmatch(text)
    if match is None:
        raise InputError(f"{_shown(text)} is not a number", remedy=_NUMBER_REMEDY)
    upper, lower = match.groups()
    longest = max(len(upper.lstrip("+-")), len(lower))
    if longest > max_digits:
        raise _too_many_digits(longest, max_digits)
    denominator = _digits_to_integer(lower)
    if denominator == 0:
        raise InputError(f"{_shown(text)} divides by zero", remedy=_NUMBER_REMEDY)
    numerator = _digits_to_integer(upper.lstrip("+-"))
    return flint.fmpq(-numerator if upper[0] == "-" else numerator, denominator)


def _exponent(written: str) -> int:
    """Return the exponent written as ``[+-]digits``, refusing what exceeds the cap before it is computed."""
    digits = written.lstrip("+-").lstrip("0")
    if len(digits) > len(str(limits.MAX_EXPONENT)) or int(digits or "0") > limits.MAX_EXPONENT:
        raise _exponent_too_large(written)
    return -int(digits or "0") if written[0] == "-" else int(digits or "0")


def parse_number(text: str, max_digits: int = limits.MAX_NUMBER_DIGITS) -> Fraction:
    """Read a decimal or a fraction exactly as it is written.

    Parameters
    ----------
    text : str
        ``[+-]digits[.digits][e[+-]digits]`` or ``[+-]digits/digits``, in ASCII, without spaces or underscores.
    max_digits : int
        Cap on the digits of a decimal, and of each side of a fraction.

    Returns
    -------
    fractions.Fraction

    Raises
    ------
    InputError
        If the text is no such number, divides by zero, or exceeds ``max_digits`` or ``limits.MAX_EXPONENT``.

    Examples
    --------
    >>> parse_number("-1.25e-3"), parse_number("3/2")
    (Fraction(-1, 800), Fraction(3, 2))
    """
    return fraction(parse_rational(text, max_digits))


def fraction(value: Any) -> Fraction:
    """Return a number (anything that :func:`rational` accepts) as ``fractions.Fraction``."""
    if type(value) is Fraction:
        return value
    exact = rational(value)
    return Fraction(int(exact.p), int(exact.q))


def number_text(value: Any) -> str:
    """Return the canonical text ``-?digits(/digits)?`` of a number of any size, in lowest terms."""
    return str(rational(value))


def vector(values: Iterable[Any]) -> flint.fmpq_mat:
    """Return numbers as a column.

    Parameters
    ----------
    values : iterable of D numbers, 1-D array, or D×1 fmpq_mat (returned as a copy)

    Returns
    -------
    flint.fmpq_mat
        Shape D×1.
    """
    if isinstance(values, flint.fmpq_mat):
        if values.ncols() != 1:
            raise InputError(f"a matrix of {values.nrows()}×{values.ncols()} stands where a vector is expected")
        return flint.fmpq_mat(values)
    column = [rational(value) for value in _plain(values)]
    return flint.fmpq_mat(len(column), 1, column)


def matrix(rows: Iterable[Iterable[Any]]) -> flint.fmpq_mat:
    """Return rows of numbers as a matrix.

    Parameters
    ----------
    rows : iterable of rows of equal length, 2-D array, or fmpq_mat (returned as a copy)

    Returns
    -------
    flint.fmpq_mat

    Raises
    ------
    InputError
        If the rows differ in length, or an entry is not a number (with its index as the key).
    """
    if isinstance(rows, flint.fmpq_mat):
        return flint.fmpq_mat(rows)
    table = [[rational(value) for value in _plain(row)] for row in _plain(rows)]
    width = len(table[0]) if table else 0
    for index, row in enumerate(table):
        if len(row) != width:
            problem = f"row {index} has {len(row)} entries, row 0 has {width}"
            raise InputError(problem, remedy="give every row the same length")
    return flint.fmpq_mat(len(table), width, [value for row in table for value in row])


def _plain(values: Iterable[Any]) -> Iterable[Any]:
    """Return an array's entries as Python numbers where that loses nothing, which converts several times faster."""
    if isinstance(values, np.ndarray) and values.ndim == 1 and values.dtype in (np.float64, np.int64):
        listed: list[Any] = values.tolist()
        return listed
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InputError(f"{_shown(values)} stands where a list of numbers is expected", remedy="write a list")
    return values


def entries(mat: flint.fmpq_mat) -> Sequence[flint.fmpq]:
    """Return the entries of a matrix, row by row, in one list."""
    listed: list[flint.fmpq] = mat.entries()
    return listed


def fractions(mat: flint.fmpq_mat) -> list[list[Fraction]]:
    """Return a D×k matrix as D lists of k Fractions."""
    flat, width = [fraction(value) for value in mat.entries()], mat.ncols()
    return [flat[row * width : (row + 1) * width] for row in range(mat.nrows())]


def column_fractions(vec: flint.fmpq_mat) -> tuple[Fraction, ...]:
    """Return a D×1 column as a tuple of D Fractions."""
    return tuple(fraction(value) for value in vec.entries())


def integers(mat: flint.fmpq_mat) -> tuple[flint.fmpz_mat, flint.fmpz]:
    """Return integer numerators and their least common denominator: ``mat = numerators / denominator``."""
    numerators, denominator = mat.numer_denom()
    return numerators, flint.fmpz(denominator)


def small_integers(mat: flint.fmpq_mat) -> SmallIntegers | None:
    """Return numerators as floats, exact integers below 2^53, with the common denominator; None if they are larger.

    Returns
    -------
    tuple of (D×k array of integral floats, int), or None
    """
    numerators, denominator = mat.numer_denom()
    try:
        array = np.fromiter(map(float, numerators.entries()), np.float64, count=mat.nrows() * mat.ncols())
    except OverflowError:
        return None
    if array.size and not (array.max() < _EXACT_FLOAT and array.min() > -_EXACT_FLOAT):
        return None
    return array.reshape(mat.nrows(), mat.ncols()), int(denominator)


def combined_integers(
    first: SmallIntegers | None, second: SmallIntegers | None, factor: Any = 1
) -> SmallIntegers | None:
    """Return ``first + factor·second`` of two results of :func:`small_integers`; None where it is not as small.

    Saves the conversion of M = H + K and G = H − K/(N−1), which takes longer than deciding their definiteness.
    """
    if first is None or second is None:
        return None
    weight = rational(factor)
    over = second[1] * int(weight.q)
    common = math.lcm(first[1], over)
    left, right = common // first[1], int(weight.p) * (common // over)
    # Products and sums of integers below 2^53 are exact; a matrix of zeros bounds no product with a large factor.
    if max(left, abs(right)) >= _EXACT_FLOAT:
        return None
    if left * _largest(first[0]) + abs(right) * _largest(second[0]) >= _EXACT_FLOAT:
        return None
    return first[0] * left + second[0] * right, common


def _largest(array: NDArray[np.float64]) -> int:
    """Return the largest absolute value of an array of integral floats."""
    return int(np.abs(array).max()) if array.size else 0


def floats(mat: flint.fmpq_mat) -> NDArray[np.float64]:
    """Return a float view of a D×k matrix.

    Each entry is correctly rounded (to nearest, ties to even); beyond the range of floats it is ±inf or ±0.
    """
    small = small_integers(mat)
    if small is not None and small[1] <= _EXACT_FLOAT:
        return small[0] / small[1]
    flat = [_rounded(int(value.p), int(value.q)) for value in mat.entries()]
    return np.array(flat, dtype=np.float64).reshape(mat.nrows(), mat.ncols())


def _rounded(numerator: int, denominator: int) -> float:
    """Return the float nearest to a ratio of integers of any size."""
    try:
        return numerator / denominator
    except OverflowError:
        return math.inf if numerator > 0 else -math.inf


def column_floats(vec: flint.fmpq_mat) -> NDArray[np.float64]:
    """Return a D×1 column as a one-dimensional array of floats, rounded as :func:`floats` does."""
    return floats(vec).reshape(-1)
