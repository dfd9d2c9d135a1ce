"""Where quotients of polynomials are positive, against their values at many rationals and at their roots."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import flint
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nashsym.exact.intervals import Interval, where_positive
from nashsym.exact.real_roots import RealRoot, real_roots, sign_at

Parts = list[tuple[int, ...]]

factors = st.sampled_from([(-1, 1), (-2, 1), (-3, 2), (1, 1), (-2, 0, 1), (1, 0, 1), (-1,), (3,), (0, 1), (-3, 0, 1)])
products = st.lists(factors, min_size=1, max_size=4)


def product(parts: Parts) -> flint.fmpz_poly:
    result = flint.fmpz_poly([1])
    for part in parts:
        result *= flint.fmpz_poly(list(part))
    return result


@given(st.lists(products, min_size=1, max_size=3), products, st.booleans())
def test_membership_is_the_condition(
    several: list[list[tuple[int, ...]]], below: list[tuple[int, ...]], strict: bool
) -> None:
    numerators, denominator = [product(parts) for parts in several], product(below)
    found = where_positive(numerators, denominator, strict=strict)
    for value in (flint.fmpq(n, 12) for n in range(50)):
        q = sign_at(denominator, value)
        signs = [q * sign_at(numerator, value) for numerator in numerators]
        expected = q != 0 and all(sign > 0 or (sign == 0 and not strict) for sign in signs)
        assert any(RealRoot.of(value) in interval for interval in found) == expected
    # at an irrational root: what does not vanish there keeps its sign over a small enough neighbourhood
    for root in real_roots([*numerators, denominator], positive=True):
        high = root.enclose(Fraction(1, 10**6))[1]
        near = flint.fmpq(high.numerator, high.denominator)
        q = 0 if root.is_root_of(denominator) else sign_at(denominator, near)
        signs = [0 if root.is_root_of(numerator) else q * sign_at(numerator, near) for numerator in numerators]
        expected = q != 0 and all(sign > 0 or (sign == 0 and not strict) for sign in signs)
        assert any(root in interval for interval in found) == expected
    for left, right in pairwise(found):
        assert left.end is not None
        assert left.end < right.start or (left.end == right.start and not (left.includes_end or right.includes_start))


@given(products)
def test_a_single_value_and_the_whole_ray(parts: Parts) -> None:
    square = product(parts) * product(parts)
    assume(square != 0)
    one, two = RealRoot.of(1), RealRoot.of(2)
    touch = flint.fmpz_poly([-1, 2, -1])  # −(λ − 1)²
    assert where_positive([touch], flint.fmpz_poly([5]), strict=False) == (Interval(one, one, True, True),)
    assert where_positive([touch], flint.fmpz_poly([5]), strict=True) == ()
    assert where_positive([square], square, strict=False) == where_positive([square], square, strict=True)
    assert where_positive([flint.fmpz_poly([])], flint.fmpz_poly([1]), strict=False)[0].end is None
    apart = where_positive([-touch], flint.fmpz_poly([-2, 1]), strict=True)
    assert apart == (Interval(two, None, False, False),)


def test_a_zero_between_splits_what_is_strictly_positive() -> None:
    one, zero = RealRoot.of(1), RealRoot.of(0)
    found = where_positive([flint.fmpz_poly([1, -2, 1])], flint.fmpz_poly([1]), strict=True)
    assert found == (Interval(zero, one, True, False), Interval(one, None, False, False))


@pytest.mark.parametrize(("value", "inside"), [(0, False), (1, True), (2, True), (3, False)])
def test_ends_belong_or_do_not(value: int, inside: bool) -> None:
    interval = Interval(RealRoot.of(0), RealRoot.of(2), False, True)
    assert (RealRoot.of(value) in interval) == inside
