"""What users bring to Python: arrays and numbers of every kind, read exactly or refused with the place."""

from __future__ import annotations

import datetime
import itertools
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import flint
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fraction, fractions, parse_number
from nashsym.limits import MAX_GROUPS
from nashsym.terms.inputs import InputReader, kind_of, shown

THIRD = "1/3"
pd: Any = pytest.importorskip("pandas")


def number(value: Any) -> Fraction:
    return fraction(InputReader().number(value, "key"))


# --- numbers: the short ways lead where the general one does --------------------------------------------------------

TEXTS = st.one_of(
    st.from_regex(r"[+-]?[0-9]{0,4}\.?[0-9]{0,4}([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"[+-]?[0-9]{0,4}/[0-9]{0,4}", fullmatch=True),
    st.text(alphabet="0123456789.-+/eE _²३", max_size=6),
    st.text(max_size=3),
)


@given(TEXTS)
@example("-")
@example(".")
@example("-.5")
@example("--1")
@example("1/-2")
@example("-0/5")
@example("1/0")
@example("1/2/3")
@example("²")
@example("१.५")
@example("२/३")
@example("9" * 101)
def test_texts_are_read_as_by_the_one_grammar(text: str) -> None:
    try:
        expected: Fraction | str = parse_number(text)
    except InputError as error:
        expected = str(error.located(key="key"))
    try:
        found: Fraction | str = number(text)
    except InputError as error:
        found = str(error)
    assert found == expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_are_the_dyadic_numbers_that_they_are(value: float) -> None:
    reader = InputReader()
    for given_value in (value, np.float64(value)):
        assert fraction(reader.number(given_value, "key")) == Fraction(value)
    assert reader.dyadic


@given(st.decimals(allow_nan=False, allow_infinity=False))
@example(Decimal("1e-100"))
@example(Decimal("1e4000"))
@example(Decimal("-0." + "3" * 200))
def test_decimals_are_read_as_written(value: Decimal) -> None:
    assert number(value) == Fraction(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, "3"),
        (10**9_999, 10**9_999),
        (Fraction(1, 3), THIRD),
        (flint.fmpq(1, 3), THIRD),
        (flint.fmpz(3), "3"),
        (np.int8(-3), "-3"),
        (np.uint64(2**64 - 1), str(2**64 - 1)),
        (np.float16(0.5), "0.5"),
        (np.float32(0.1), "13421773/134217728"),
        (np.longdouble("0.5"), "0.5"),
        (np.str_("0.1"), "0.1"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_numbers_of_other_kinds(value: Any, expected: Any) -> None:
    assert number(value) == (expected if isinstance(expected, int) else parse_number(expected))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (True, "a boolean (True) stands where a number is expected; write a number"),
        (np.False_, "a boolean (False) stands where a number is expected; write a number"),
        (float("nan"), "nan is not a finite number; write a finite number"),
        (np.float32("inf"), "inf is not a finite number; write a finite number"),
        (Decimal("-Infinity"), "-Infinity is not a finite number; write a finite number"),
        (Decimal("sNaN"), "sNaN is not a finite number; write a finite number"),
        (Decimal("1e4001"), "the exponent 4001 exceeds the cap of ±4000; rescale the inputs"),
        (Decimal("0." + "3" * 10_001), "the number has 10001 digits, the cap is 10000; round it"),
        (10**10_000, "the number has more digits than the cap of 10000; round it"),
        (-(10**10_000), "the number has more digits than the cap of 10000; round it"),
        (None, "nothing stands where a number is expected; write a number"),
        (1j, "a value of type complex stands where a number is expected; write a number"),
        (b"1", "a value of type bytes stands where a number is expected; write a number"),
        ([1], "a list stands where a number is expected; write a number"),
        ({}, "a table stands where a number is expected; write a number"),
        (datetime.date(2020, 1, 1), "a date or time stands where a number is expected; write a number"),
        (pd.NA, "a value of type NAType stands where a number is expected; write a number"),
    ],
    ids=itertools.count(),
)
def test_what_is_no_number(value: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        number(value)
    assert str(caught.value) == f"key: {message}"


# --- vectors and matrices -------------------------------------------------------------------------------------------

HALVES = [[Fraction(1), Fraction(1, 2)], [Fraction(1, 2), Fraction(2)]]


@pytest.mark.parametrize(
    "values",
    [
        [["1", "0.5"], ["1/2", "2"]],
        ((1, 0.5), (0.5, 2)),
        np.array([[1, 0.5], [0.5, 2]]),
        np.array([[1, 0.5], [0.5, 2]], dtype=np.float32),
        np.array([[1, Fraction(1, 2)], ["0.5", Decimal(2)]], dtype=object),
        np.asfortranarray([[1, 0.5], [0.5, 2]]),
        np.ma.masked_array([[1, 0.5], [0.5, 2]], mask=False),
        pd.DataFrame([[1, 0.5], [0.5, 2]], columns=["a", "b"]),
        flint.fmpq_mat(2, 2, [1, flint.fmpq(1, 2), flint.fmpq(1, 2), 2]),
        (row for row in ([1, 0.5], iter([0.5, 2]))),
        [np.array([1, 0.5]), pd.Series([0.5, 2])],
    ],
    ids=itertools.count(),
)
def test_matrices_of_every_kind(values: Any) -> None:
    assert fractions(InputReader().matrix(values, 2, "key", symmetric=True)) == HALVES


@pytest.mark.parametrize(
    "values",
    [
        ["1", "0.5"],
        (1, 0.5),
        np.array([1, 0.5]),
        np.array([1, 0.5, 7])[:2],
        np.array([1, 7, 0.5, 7])[::2],
        pd.Series([1, 0.5], index=["x", "y"]),
        flint.fmpq_mat(2, 1, [1, flint.fmpq(1, 2)]),
        range(1, 3),
        np.array([1, 2], dtype=np.int64),
    ],
    ids=itertools.count(),
)
def test_vectors_of_every_kind(values: Any) -> None:
    read = column_fractions(InputReader().vector(values, 2, "key"))
    assert read in {(Fraction(1), Fraction(1, 2)), (Fraction(1), Fraction(2))}


@pytest.mark.parametrize("values", [[["3"]], np.array([[3]]), flint.fmpq_mat(1, 1, [3]), pd.DataFrame([[3.0]])])
def test_a_matrix_of_one_group(values: Any) -> None:
    assert fractions(InputReader().matrix(values, 1, "key", symmetric=True)) == [[3]]


def test_a_column_of_one_group() -> None:
    assert column_fractions(InputReader().vector(flint.fmpq_mat(1, 1, [3]), 1, "key")) == (Fraction(3),)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("12", "key: a text stands where a list of numbers is expected; write [ … ]"),
        (b"12", "key: a value of type bytes stands where a list of numbers is expected; write [ … ]"),
        ({1: 2}, "key: a table stands where a list of numbers is expected; write [ … ]"),
        (MappingProxyType({1: 2}), "key: a table stands where a list of numbers is expected; write [ … ]"),
        ({1, 2}, "key: a value of type set stands where a list of numbers is expected; write [ … ]"),
        (None, "key: nothing stands where a list of numbers is expected; write [ … ]"),
        (np.float64(3), "key: a number stands where a list of numbers is expected; write [ … ]"),
        (np.array(3.0), "key: a number stands where a list of numbers is expected; write [ … ]"),
        ([1], "key: 1 number for 2 groups; give one number per group"),
        (itertools.count(), f"key: more than {MAX_GROUPS} entries; at most {MAX_GROUPS} groups are accepted"),
        (np.array([1.0, np.nan]), "key[1]: nan is not a finite number; write a finite number"),
        (np.array([True, False]), "key[0]: a boolean (True) stands where a number is expected; write a number"),
        (np.array([[1.0], [2.0]]), "key[0]: a value of type ndarray stands where a number is expected; write a number"),
        (np.array([1j, 2]), "key[0]: a value of type complex128 stands where a number is expected; write a number"),
        (
            np.ma.masked_array([1, 2], mask=[False, True]),
            "key: some entries are masked; give every number; none is read as 0",
        ),
        (pd.Series([1, None], dtype="Int64"), "key[1]: "),
    ],
    ids=itertools.count(),
)
def test_what_is_no_vector(values: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        InputReader().vector(values, 2, "key")
    assert str(caught.value).startswith(message)


# --- symmetry -------------------------------------------------------------------------------------------------------


def symmetrised(left: Any, right: Any) -> tuple[Fraction, InputReader]:
    reader = InputReader()
    rows = fractions(reader.matrix([[1, left], [right, 1]], 2, "S", symmetric=True))
    assert rows[0][1] == rows[1][0]
    return rows[0][1], reader


@pytest.mark.parametrize("width", [float, np.float64, np.float32, np.float16, np.longdouble, Decimal])
@pytest.mark.parametrize("ulps", [0, 1, 4, 5])
def test_four_units_in_the_last_place_are_rounding(width: Any, ulps: int) -> None:
    """Of the last place of the float's own width; a decimal counts as the double that it may have been."""
    left: Any = width(0.75)
    unit = np.spacing(0.75 if width is Decimal else left)
    right: Any = left + ulps * unit if width is np.longdouble else width(0.75 + ulps * float(unit))
    if ulps > 4:
        with pytest.raises(InputError, match="the matrix is not symmetric"):
            symmetrised(left, right)
        return
    mean, reader = symmetrised(left, right)
    assert mean == (fraction(left) + fraction(right)) / 2
    assert bool(reader.notes) == (ulps > 0)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Fraction(1, 3), 1 / 3),
        ("0.1", 0.1),
        (1, 2),
        (Decimal("1e4000"), Decimal("1.0000000000000000001e4000")),
        (10**400, 10**400 + 1),
    ],
    ids=itertools.count(),
)
def test_exact_numbers_differ_by_more_than_rounding(left: Any, right: Any) -> None:
    with pytest.raises(InputError, match="the matrix is not symmetric"):
        symmetrised(left, right)


def test_a_whole_number_beside_a_float_may_be_one_that_was_rounded() -> None:
    assert symmetrised(1, 1 - 2**-53)[1].notes


def test_repairs_are_counted() -> None:
    up = np.nextafter
    rows = [[1, 0.1, 0.2], [up(0.1, 1), 1, 0.3], [up(0.2, 1), 0.3, 1]]
    reader = InputReader()
    reader.matrix(rows, 3, "S", symmetric=True)
    assert reader.notes == [
        "S: 2 pairs of entries differed from the transpose by at most 4 units in the last place and took their mean"
    ]
    assert fractions(InputReader().matrix(rows, 3, "K", symmetric=False))[1][0] == Fraction(up(0.1, 1))


# --- words ----------------------------------------------------------------------------------------------------------


@given(st.one_of(st.text(), st.integers(), st.floats(), st.decimals(), st.fractions(), st.binary(), st.none()))
@example("\u2028\n" * 100)
@example(10**5000)
@example(-(10**5000))
def test_anything_is_shown_on_one_short_line(value: Any) -> None:
    text = shown(value)
    assert len(text.splitlines()) <= 1
    assert len(text) <= 400, "40 characters, each of which may be escaped"
    text.encode()


def test_kinds_have_plain_names() -> None:
    values: list[Any] = [True, "x", 1, 1.5, Decimal(1), Fraction(1), [], (), {}, None, b""]
    assert [kind_of(value) for value in values] == [
        "a boolean",
        "a text",
        *["a number"] * 4,
        *["a list"] * 2,
        "a table",
        "nothing",
        "a value of type bytes",
    ]
