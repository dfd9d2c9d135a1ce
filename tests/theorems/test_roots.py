"""How algebraic numbers are written: every digit proven, exact where that is short."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.exact.intervals import Interval
from nashsym.exact.real_roots import RealRoot, decimal_exponent, real_roots
from nashsym.theorems.roots import DIGITS, digits_text, interval_text, polynomial_text, root_text, root_tree

ZERO, ONE, TWO = (RealRoot.of(value) for value in (0, 1, 2))
ROOT_OF_TWO = real_roots([flint.fmpz_poly([-2, 0, 1])])[1]
LARGE = flint.fmpz_poly([-(10**50), 0, 1, 3])


def test_exact_numbers_are_written_exactly_where_they_are_short() -> None:
    assert [digits_text(RealRoot.of(value)) for value in (0, 7, Fraction(-3, 2), Fraction(1, 3))] == [
        "0",
        "7",
        "−3/2",
        "1/3",
    ]
    assert root_text(RealRoot.of(Fraction(50, 3))) == "exactly 50/3"
    assert root_text(RealRoot.of(Fraction(10**12, 7))) == "142857142857.142857142857142857…, exactly 1000000000000/7"
    assert root_text(RealRoot.of(Fraction(1234567890123, 2**40))) == (
        "1.12283295504585112212225794792…, exactly 1234567890123/1099511627776"
    )
    assert digits_text(RealRoot.of(Fraction(1234567890123, 10**12))) == "1.234567890123"
    assert root_text(RealRoot.of(Fraction(10**50, 7))).endswith("…, a rational number")


def test_irrational_numbers_have_their_first_digits_and_their_polynomial() -> None:
    assert root_text(ROOT_OF_TWO) == "1.41421356237309504880168872420…, root 2 (from below) of x² − 2"
    assert digits_text(real_roots([flint.fmpz_poly([-2, 0, 1])])[0], 6) == "−1.41421…"
    assert digits_text(ROOT_OF_TWO.scaled(Fraction(1, 10**20)), 3) == "1.41e−20…"
    assert "an irreducible polynomial of degree 3 with whole coefficients" in root_text(real_roots([LARGE])[0])


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=5), st.integers(2, 40))
def test_the_digits_are_the_first_of_the_number(coefficients: list[int], digits: int) -> None:
    for root in real_roots([flint.fmpz_poly(coefficients)]):
        text = digits_text(root, digits).replace("−", "-")
        if not text.endswith("…"):
            assert root.rational == Fraction(text)
            continue
        cut = Fraction(Decimal(text.removesuffix("…")))
        unit = Fraction(10) ** (decimal_exponent(abs(cut)) - digits + 1)
        further = cut + unit if cut > 0 else cut - unit
        assert root.compare(cut) * root.compare(further) == -1


@pytest.mark.parametrize(
    ("coefficients", "text"),
    [
        ((-2, 0, 1), "x² − 2"),
        ((1, -1, 1, 3), "3x³ + x² − x + 1"),
        ((0, 1), "x"),
        ((5, -7), "−7x + 5"),
        ((1, *[0] * 11, 12), "12x¹² + 1"),
        ((10**60, 1), "an irreducible polynomial of degree 1 with whole coefficients"),
        (tuple(range(1, 30)), "an irreducible polynomial of degree 28 with whole coefficients"),
    ],
)
def test_polynomials(coefficients: tuple[int, ...], text: str) -> None:
    assert polynomial_text(flint.fmpz_poly(list(coefficients))) == text


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(ZERO, None, True, False), "every λ ≥ 0"),
        (Interval(ZERO, None, False, False), "λ > 0"),
        (Interval(ONE, None, True, False), "λ ≥ 1"),
        (Interval(ONE, TWO, False, True), "1 < λ ≤ 2"),
        (Interval(ONE, ROOT_OF_TWO, True, False), "1 ≤ λ < 1.41421…"),
        (Interval(ONE, ONE, True, True), "λ = 1"),
    ],
)
def test_intervals(interval: Interval, text: str) -> None:
    assert interval_text(interval, "λ") == text


def test_as_data() -> None:
    tree = root_tree(ROOT_OF_TWO)
    assert (tree["polynomial"], tree["place"]) == (["-2", "0", "1"], 1)
    low, high = Fraction(tree["low"]), Fraction(tree["high"])
    assert low**2 < 2 < high**2
    assert high - low <= Fraction(1, 10**DIGITS)
    assert root_tree(ZERO) == {"polynomial": ["0", "1"], "place": 0, "low": "0", "high": "0"}
