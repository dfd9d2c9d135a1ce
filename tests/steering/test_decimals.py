"""Decimals on a chosen side of an exact number."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nashsym.exact.real_roots import RealRoot
from nashsym.steering.decimals import decimal_beyond


@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**6), st.integers(2, 6), st.booleans())
def test_decimals_lie_strictly_beyond_and_close(value: Fraction, digits: int, upward: bool) -> None:
    found = decimal_beyond(RealRoot.of(value), None, digits, upward=upward)
    assert (found > value) == upward
    assert found != value
    assert abs(found - value) <= value / 10 ** (digits - 1)
    limit = RealRoot.of(value + (1 if upward else -1) * value / 10**9)
    closer = decimal_beyond(RealRoot.of(value), limit, digits, upward=upward)
    assert limit.compare(closer) == (1 if upward else -1)
    assert (closer > value) == upward
