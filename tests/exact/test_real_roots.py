"""Algebraic numbers: isolation, order, equality, rationals between them."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.exact.real_roots import RealRoot, decimal_exponent, rational_between, real_roots, sign_at, simplest_between

small = st.integers(-6, 6)
fractions = st.fractions(min_value=-5, max_value=5, max_denominator=20)


def polynomial(*coefficients: int) -> flint.fmpz_poly:
    return flint.fmpz_poly(list(coefficients))


def test_roots_of_several_polynomials_are_told_apart_and_shared_ones_are_one() -> None:
    found = real_roots([polynomial(-2, 0, 1) * polynomial(-1, 3), polynomial(-2, 0, 1) * polynomial(-3, 0, 1)])
    assert [round(float(root), 6) for root in found] == [-1.732051, -1.414214, 0.333333, 1.414214, 1.732051]
    assert found[2].rational == Fraction(1, 3)
    assert found[3].rational is None
    assert found[3] == real_roots([polynomial(-2, 0, 1)])[1]
    assert found[3] != real_roots([polynomial(-2, 0, 1)])[0]


def test_roots_far_closer_than_floats_can_tell_are_ordered() -> None:
    near = polynomial(-(10**80) * 2 - 1, 0, 10**80)
    assert real_roots([polynomial(-2, 0, 1)])[1] < real_roots([near])[1]
    assert not real_roots([near])[1] < real_roots([polynomial(-2, 0, 1)])[1]


def test_even_multiplicities_are_left_out_on_demand() -> None:
    square = polynomial(-1, 1) * polynomial(-1, 1) * polynomial(-2, 1)
    assert [root.rational for root in real_roots([square], odd_only=True)] == [2]
    assert [root.rational for root in real_roots([square])] == [1, 2]
    assert real_roots([polynomial(), polynomial(3)]) == []


@given(st.lists(small, min_size=2, max_size=6), fractions)
def test_a_root_compares_with_a_rational_as_signs_say(coefficients: list[int], value: Fraction) -> None:
    """The number of roots below a rational is that of Sturm's theorem, by its definition."""
    p = flint.fmpz_poly(coefficients)
    if p.degree() < 1:
        return
    roots = real_roots([p])
    assert all(root.is_root_of(p) for root in roots)
    assert sum(root.compare(value) < 0 for root in roots) == sturm(p, value)


def sturm(p: flint.fmpz_poly, value: Fraction) -> int:
    """Return the number of distinct real roots below a rational."""
    chain = [flint.fmpq_poly(p), flint.fmpq_poly(p.derivative())]
    while chain[-1] != 0:
        chain.append(-(chain[-2] % chain[-1]))
    at = flint.fmpq(value.numerator, value.denominator)
    right = [q(at) for q in chain]
    left = [q.leading_coefficient() * (-1) ** q.degree() for q in chain if q != 0]

    def changes(values: list[flint.fmpq]) -> int:
        signs = [v > 0 for v in values if v != 0]
        return sum(a != b for a, b in pairwise(signs))

    # Sturm counts (−∞, value].
    return changes(left) - changes(right) - int(p(at) == 0)


@given(st.lists(st.lists(small, min_size=2, max_size=5), min_size=1, max_size=3))
def test_a_rational_lies_strictly_between_neighbours(several: list[list[int]]) -> None:
    roots = real_roots(flint.fmpz_poly(coefficients) for coefficients in several)
    for left, right in pairwise(roots):
        value = rational_between(left, right)
        assert left.compare(value) < 0 < right.compare(value)
        assert left < right
        assert left != right
    for root in roots:
        assert root.compare(rational_between(root, None)) < 0
        low, high = root.enclose(Fraction(1, 10**9))
        assert high - low <= Fraction(1, 10**9)


def test_there_is_no_rational_between_a_number_and_itself() -> None:
    one = RealRoot.of(1)
    with pytest.raises(ValueError, match="no rational"):
        rational_between(one, one)


@given(fractions, fractions)
def test_the_simplest_rational_has_the_least_denominator(one: Fraction, other: Fraction) -> None:
    low, high = min(one, other), max(one, other)
    found = simplest_between(low, high)
    assert low <= found <= high
    for denominator in range(1, found.denominator):
        assert math.ceil(low * denominator) > math.floor(high * denominator)


@given(st.lists(small, min_size=2, max_size=5), st.fractions(min_value=Fraction(1, 9), max_value=9))
def test_a_root_is_scaled(coefficients: list[int], factor: Fraction) -> None:
    for root in real_roots([polynomial(*coefficients)]):
        scaled = root.scaled(factor)
        assert scaled in real_roots([scaled.polynomial])
        assert scaled.scaled(1 / factor) == root
        low, high = root.enclose(Fraction(1, 10**9))
        assert scaled.compare(low * factor) >= 0 >= scaled.compare(high * factor)


def test_only_numbers_above_zero_scale_a_root() -> None:
    with pytest.raises(ValueError, match="above 0"):
        RealRoot.of(1).scaled(0)


@given(st.lists(small, min_size=2, max_size=5), st.integers(1, 40))
def test_a_number_is_cut_off_after_so_many_digits(coefficients: list[int], digits: int) -> None:
    for root in real_roots([polynomial(*coefficients)]):
        cut, exact = root.truncated(digits)
        assert exact == (root.rational == cut)
        if exact or cut == 0:
            continue
        sign = 1 if cut > 0 else -1
        unit = Fraction(10) ** (decimal_exponent(abs(cut)) - digits + 1)
        assert (cut / unit).denominator == 1
        assert root.compare(cut) == sign == -root.compare(cut + sign * unit)


@given(st.lists(st.lists(small, min_size=1, max_size=5), min_size=1, max_size=3))
def test_positive_roots_are_those_above_zero(several: list[list[int]]) -> None:
    polynomials = [polynomial(*coefficients) for coefficients in several]
    every = real_roots(polynomials)
    assert real_roots(polynomials, positive=True) == [root for root in every if root.compare(0) > 0]


def test_the_sign_of_a_polynomial() -> None:
    assert [sign_at(polynomial(-1, 2), flint.fmpq(n, 2)) for n in (0, 1, 2)] == [-1, 0, 1]
