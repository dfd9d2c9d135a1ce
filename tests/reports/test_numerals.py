"""Numbers are rounded from the rational, keep their order and never turn a positive number into 0."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nashsym.reports.numerals import apart, decimal, exact, percent, scientific

NUMBERS = st.fractions(max_denominator=10**12) | st.builds(
    lambda mantissa, exponent: mantissa * Fraction(10) ** exponent,
    st.integers(-(10**6), 10**6).map(Fraction),
    st.integers(-300, 300),
)
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read(text: str) -> Fraction:
    """Read back what `decimal` wrote."""
    mantissa, _, power = text.replace("−", "-").partition("·10")
    return Fraction(mantissa) * Fraction(10) ** int(power.translate(SUPERSCRIPTS) or "0")


@given(NUMBERS, st.integers(2, 12))
@example(Fraction(99999, 100000), 4)
@example(Fraction(9999999), 2)
@example(Fraction(-995, 1000), 2)
def test_a_decimal_is_the_number_to_so_many_digits(value: Fraction, digits: int) -> None:
    shown = read(decimal(value, digits))
    assert (shown > 0) == (value > 0)
    assert (shown < 0) == (value < 0)
    assert abs(shown - value) * 2 * 10 ** (digits - 1) <= abs(value)


@given(NUMBERS, NUMBERS)
@example(Fraction(99999, 10**7), Fraction(1, 100))
def test_numbers_that_differ_read_as_different_and_in_order(one: Fraction, other: Fraction) -> None:
    shown, beside = (read(text) for text in apart(one, other))
    if abs(one - other) > max(abs(one), abs(other)) / 10**30:
        assert (shown < beside) == (one < other)
        assert (shown == beside) == (one == other)


@given(st.fractions(min_value=0, max_value=1, max_denominator=10**9))
def test_a_share_is_all_or_nothing_only_where_it_is(share: Fraction) -> None:
    assert (percent(share) == "0%") == (share == 0)
    assert (percent(share) == "100%") == (share == 1)


@pytest.mark.parametrize(
    ("share", "text"),
    [(Fraction(99999, 100000), "almost 100%"), (Fraction(9995, 10000), "almost 100%"), (Fraction(1, 8), "12.5%")],
)
def test_shares(share: Fraction, text: str) -> None:
    assert percent(share) == text


def test_numbers_beyond_floats() -> None:
    assert decimal(Fraction(10) ** 4000 / 3) == "3.333·10³⁹⁹⁹"
    assert decimal(Fraction(1, 3 * 10**4000)) == "3.333·10⁻⁴⁰⁰¹"
    assert exact(Fraction(1, 10**5000)) == "(5001 digits: see the certificate)"
    assert exact(Fraction(1, 10**5000), 10_000).startswith("1/1000")


def test_errors_of_floats() -> None:
    assert scientific(1.0e-9) == "1.0·10⁻⁹"
