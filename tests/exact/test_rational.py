"""Numbers in and out: read as written, refused with a remedy, never rounded on the way."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import flint
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nashsym import limits
from nashsym.errors import InputError
from nashsym.exact import rational as room
from nashsym.exact.rational import (
    column_floats,
    column_fractions,
    combined_integers,
    entries,
    floats,
    fraction,
    fractions,
    integers,
    matrix,
    number_text,
    parse_number,
    parse_rational,
    rational,
    small_integers,
    vector,
)


def short(value: object) -> str:
    """Name a case: some are too long to be its name."""
    return f"{type(value).__name__} {ascii(value)[:20]}" if isinstance(value, str | float) else type(value).__name__


ANY = st.fractions()
HUGE = st.builds(
    lambda p, q, e: Fraction(p, q) * Fraction(10) ** e, st.integers(), st.integers(1), st.integers(-900, 900)
)


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (3, Fraction(3)),
        (-(10**6000), Fraction(-(10**6000))),
        (Fraction(-2, 6), Fraction(-1, 3)),
        (Decimal("-1.250"), Fraction(-5, 4)),
        (Decimal("1E+3"), Fraction(1000)),
        (0.1, Fraction(0.1)),
        (-0.0, Fraction(0)),
        (5e-324, Fraction(5e-324)),
        (np.float64(0.1), Fraction(0.1)),
        (np.float32(0.1), Fraction(float(np.float32(0.1)))),
        (np.float16(0.1), Fraction(float(np.float16(0.1)))),
        (np.longdouble("0.5"), Fraction(1, 2)),
        (np.int8(-7), Fraction(-7)),
        (np.uint64(2**64 - 1), Fraction(2**64 - 1)),
        (flint.fmpz(7), Fraction(7)),
        (flint.fmpq(7, -14), Fraction(-1, 2)),
    ],
    ids=short,
)
def test_numbers_are_what_they_are(value: object, answer: Fraction) -> None:
    assert type(rational(value)) is flint.fmpq
    assert fraction(value) == answer
    assert type(fraction(value)) is Fraction


@pytest.mark.parametrize(
    "value",
    [
        *(True, False, np.True_, None, "1", b"1", 1j, [], object(), float),
        *(math.nan, math.inf, -math.inf, np.float64("nan"), np.float32("inf"), np.longdouble("nan")),
        *(Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), Decimal("1e999999"), Decimal("1e-999999")),
        Decimal(1).scaleb(-limits.MAX_EXPONENT - limits.MAX_NUMBER_DIGITS - 1),
        Decimal("7" * (limits.MAX_NUMBER_DIGITS + 1)),
        "x" * 1000,
    ],
    ids=short,
)
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(InputError) as caught:
        rational(value)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


@given(ANY | HUGE)
def test_round_trips(value: Fraction) -> None:
    assert fraction(rational(value)) == value
    text = number_text(value)
    assert parse_number(text, max_digits=limits.MAX_CERTIFICATE_DIGITS) == value
    lead = text.lstrip("-")
    numerator, _, denominator = lead.partition("/")
    assert numerator == "0" or not numerator.startswith("0")
    assert text != "-0"
    assert "/" not in text or (denominator not in {"", "1"} and not denominator.startswith("0"))


def test_numbers_beyond_the_digit_limit_of_python() -> None:
    value = Fraction(10**9000 + 1, 3**9000)
    assert parse_number(number_text(value)) == value
    assert number_text(-value).startswith("-1000")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
@example(Decimal("-1.25e-3"))
@example(Decimal("0E-50"))
def test_decimals_are_read_as_written(value: Decimal) -> None:
    assert parse_number(str(value)) == Fraction(value)
    assert fraction(value) == Fraction(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_are_dyadic(value: float) -> None:
    assert fraction(value) == Fraction(value)
    assert floats(matrix([[value]]))[0, 0] == value


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("-1.25e-3", Fraction(-1, 800)),
        ("3/2", Fraction(3, 2)),
        ("-6/4", Fraction(-3, 2)),
        ("+7", Fraction(7)),
        ("00.50", Fraction(1, 2)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("1E+02", Fraction(100)),
        ("1e0000000000000000000000000002", Fraction(100)),
        ("1e-0", Fraction(1)),
        ("-0", Fraction(0)),
        (f"1e{limits.MAX_EXPONENT}", Fraction(10) ** limits.MAX_EXPONENT),
        (f"1e-{limits.MAX_EXPONENT}", Fraction(10) ** -limits.MAX_EXPONENT),
        ("9" * limits.MAX_NUMBER_DIGITS, Fraction(10**limits.MAX_NUMBER_DIGITS - 1)),
    ],
    ids=short,
)
def test_parsed(text: str, answer: Fraction) -> None:
    assert parse_number(text) == answer
    assert fraction(parse_rational(text)) == answer


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "1 ",
            " 1",
            "1\n",
            "\t1",
            "1_000",
            "1,5",
            "1 /2",
            "1/ 2",
            "1/2/3",
            "1/-2",
            "1/+2",
            "1.5/2",
            "1/2e3",
            "/2",
            "1/",
        ),
        *(
            "+",
            "-",
            "--1",
            "+-1",
            ".",
            "e5",
            ".e5",
            "1e",
            "1e+",
            "1e1.5",
            "nan",
            "inf",
            "-Infinity",
            "0x10",
            "1j",
            "True",
            "½",
            "１",
            "١",
        ),
        *("1/0", "0/0", "1/000", "1e999999999", "1e-999999999", "1e4001", "1e" + "9" * 10_000, "0e99999"),
        *(
            "9" * (limits.MAX_NUMBER_DIGITS + 1),
            "1/" + "9" * (limits.MAX_NUMBER_DIGITS + 1),
            "1" * 10**6,
            "0." + "0" * 10**6,
        ),
        *(
            "1/" * 10**6,
            "e" * 10**6,
            "1e" + "1" * 10**6,
            "1" * 5000 + "e" + "0" * 14_000 + "x",
            "\x00",
            "1\x00",
            "\ud800",
        ),
    ],
    ids=short,
)
def test_what_is_no_number_is_not_parsed(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_number(text)
    assert caught.value.remedy
    assert len(str(caught.value)) < 300
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("value", [3, None, b"1", Fraction(1)])
def test_only_text_is_parsed(value: object) -> None:
    with pytest.raises(InputError, match="text"):
        parse_number(value)  # type: ignore[arg-type]  # the mistake that is tested


@given(st.text(alphabet="0123456789+-./eE_ naif１\n", max_size=12) | st.text(max_size=8))
def test_parsing_anything_gives_a_number_or_an_error(text: str) -> None:
    """What is accepted is what Fraction reads, but for the spaces, underscores and foreign digits that it allows."""
    try:
        value = parse_number(text)
    except InputError:
        plain = text.isascii() and not set(text) & set("_ \n\t\r\x0b\x0c\x1c\x1d\x1e\x1f")
        try:
            allowed = Fraction(text) if plain and len(text.lower().partition("e")[2]) < 5 else None
        except (ValueError, ZeroDivisionError):
            allowed = None
        assert allowed is None
    else:
        assert value == Fraction(text)


@given(st.lists(st.lists(ANY, min_size=2, max_size=2), min_size=1, max_size=3))
def test_matrices_round_trip(rows: list[list[Fraction]]) -> None:
    exact = matrix(rows)
    assert fractions(exact) == rows
    assert matrix(exact) == exact
    assert [fraction(value) for value in entries(exact)] == [value for row in rows for value in row]
    assert column_fractions(vector(rows[0])) == tuple(rows[0])
    numerators, denominator = integers(exact)
    assert flint.fmpq_mat(numerators) / denominator == exact
    assert denominator == math.lcm(*(value.denominator for row in rows for value in row))


def test_matrices_are_copies() -> None:
    first = matrix([[1, 2], [3, 4]])
    second = matrix(first)
    second[0, 0] = 9
    column = vector([1, 2])
    other = vector(column)
    other[0, 0] = 9
    assert (first[0, 0], column[0, 0]) == (1, 1)


def test_arrays_are_read() -> None:
    assert fractions(matrix(np.array([[0.5, 2.0]]))) == [[Fraction(1, 2), Fraction(2)]]
    assert column_fractions(vector(np.array([1, 2], dtype=np.int32))) == (Fraction(1), Fraction(2))
    assert column_fractions(vector(np.array([0.5], dtype=np.float32))) == (Fraction(1, 2),)
    assert matrix([]).nrows() == 0


@pytest.mark.parametrize(
    "rows", [[[1, 2], [3]], [[1], [True]], [[math.nan]], [1, 2], "ab", ["ab"], 7, [["1"]], np.array([[np.nan]])]
)
def test_bad_matrices_are_refused(rows: object) -> None:
    with pytest.raises(InputError):
        matrix(rows)  # type: ignore[arg-type]  # the mistake that is tested


@pytest.mark.parametrize("values", [[True], [[1]], "12", 7, [None], matrix([[1, 2]])])
def test_bad_vectors_are_refused(values: object) -> None:
    with pytest.raises(InputError):
        vector(values)  # type: ignore[arg-type]  # the mistake that is tested


@given(st.lists(ANY | HUGE, min_size=1, max_size=4))
@example([Fraction(2**53 + 1)])
@example([Fraction(2**54 + 2**53 + 3, 3)])
@example([Fraction(1, 3), Fraction(10**400), Fraction(-(10**400)), Fraction(1, 10**400)])
@example([Fraction(5e-324) / 2, Fraction(5e-324) * 3 / 4])
def test_floats_are_correctly_rounded(values: list[Fraction]) -> None:
    for value, rounded in zip(values, column_floats(vector(values)).tolist(), strict=True):
        try:
            assert rounded == float(value)
        except OverflowError:
            assert rounded == (math.inf if value > 0 else -math.inf)


def test_floats_keep_the_shape() -> None:
    assert floats(matrix([[1, 2, 3], [4, 5, 6]])).tolist() == [[1, 2, 3], [4, 5, 6]]
    assert column_floats(vector([1, 2])).shape == (2,)
    assert floats(matrix([[10**400, 1]])).tolist() == [[math.inf, 1.0]]


@given(
    st.lists(st.lists(ANY | st.integers(-(2**60), 2**60).map(Fraction), min_size=2, max_size=2), min_size=2, max_size=2)
)
def test_small_integers_are_exact_or_absent(rows: list[list[Fraction]]) -> None:
    common = math.lcm(*(value.denominator for row in rows for value in row))
    found = small_integers(matrix(rows))
    if found is None:
        assert max(abs(value * common) for row in rows for value in row) >= 2**53
    else:
        assert found[1] == common
        assert [[Fraction(x) / common for x in row] for row in found[0].tolist()] == rows


@given(*[st.lists(st.lists(ANY, min_size=2, max_size=2), min_size=2, max_size=2)] * 2, ANY)
def test_combined_integers_are_exact_or_absent(
    first: list[list[Fraction]], second: list[list[Fraction]], factor: Fraction
) -> None:
    left, right = small_integers(matrix(first)), small_integers(matrix(second))
    found = combined_integers(left, right, rational(factor))
    if found is not None:
        expected = matrix(first) + matrix(second) * rational(factor)
        assert matrix(found[0]) / found[1] == expected
    assert combined_integers(None, right, factor) is None
    assert combined_integers(left, None, factor) is None


def test_combined_integers_accept_and_refuse() -> None:
    ones = small_integers(matrix([[1, 2]]))
    found = combined_integers(ones, small_integers(matrix([[Fraction(1, 6), 0]])), Fraction(-1, 4))
    assert found is not None
    assert fractions(matrix(found[0]) / found[1]) == [[Fraction(23, 24), Fraction(2)]]
    assert combined_integers(ones, ones, 2**52) is None


def test_long_text_is_shortened_in_errors() -> None:
    assert room._shown("a" * 41) == "'" + "a" * 30 + "'… (41 characters)"
    assert room._shown("a" * 40) == repr("a" * 40)
