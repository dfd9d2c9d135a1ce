"""Enclosures hold what they enclose, by mpmath and by exact arithmetic, and are narrow."""

from __future__ import annotations

from fractions import Fraction

import flint
import mpmath
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from nashsym.exact.balls import inverse_diagonal_bounds, logarithm, root_above, short_above, short_below
from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import fraction, matrix, rational
from nashsym.exact.systems import inverse_on_tangent
from tests.exact.strategies import Rows, forms

POSITIVE = st.one_of(
    st.fractions(min_value=Fraction(1, 10**6), max_value=10**6),
    st.builds(lambda m, e: Fraction(m) * Fraction(10) ** e, st.integers(1, 99), st.integers(-400, 400)),
    st.builds(lambda e: 1 + Fraction(1, 10**e), st.integers(1, 200)),
)


@given(POSITIVE)
@example(Fraction(1))
def test_logarithms_are_enclosed_narrowly(value: Fraction) -> None:
    low, high = map(fraction, logarithm(rational(value)))
    with mpmath.workprec(2000):
        truth = mpmath.log(mpmath.mpf(value.numerator) / value.denominator)
        slack = mpmath.mpf(2) ** -1200
        assert mpmath.mpf(low.numerator) / low.denominator <= truth + slack
        assert mpmath.mpf(high.numerator) / high.denominator >= truth - slack
    assert high - low < Fraction(1, 10**70)


def test_the_logarithm_of_1_is_exactly_0_and_that_of_0_is_none() -> None:
    assert logarithm(flint.fmpq(1)) == (0, 0)
    for value in (0, -1):
        with pytest.raises(ValueError, match="above 0"):
            logarithm(flint.fmpq(value))


@given(POSITIVE)
def test_rounding_up_is_above_and_short(value: Fraction) -> None:
    exact = rational(value)
    assert short_below(exact) <= exact <= short_below(exact) * flint.fmpq(1001, 1000) + (1 if value > 1000 else 0)
    assert exact < short_above(exact) <= exact * flint.fmpq(1001, 1000) + (1 if value > 1000 else 0)
    root = root_above(exact)
    assert exact < root * root
    if value < 10**6:
        assert root * root <= exact * flint.fmpq(1003, 1000)
    assert len(str(short_above(exact).p)) <= max(4, len(str(int(value)))) + 1


def test_rounding_up_nothing() -> None:
    assert short_above(flint.fmpq(0)) == short_below(flint.fmpq(0)) == root_above(flint.fmpq(0)) == 0
    with pytest.raises(ValueError, match="no root"):
        root_above(flint.fmpq(-1))


@given(forms(largest=5))
def test_the_inverse_on_the_tangent_is_bounded_closely(rows: Rows) -> None:
    X = matrix(rows)
    assume(definiteness(X).is_positive_definite)
    P = inverse_on_tangent((X + X.transpose()) / 2)
    assert P is not None
    bounds = inverse_diagonal_bounds(X)
    assert len(bounds) == X.nrows()
    for d, bound in enumerate(bounds):
        assert P[d, d] <= bound <= P[d, d] * flint.fmpq(10**15 + 1, 10**15)


def test_a_singular_matrix_has_no_inverse() -> None:
    with pytest.raises(ZeroDivisionError):
        inverse_diagonal_bounds(matrix([[1, 1], [1, 1]]))
