"""Groups are drawn with chances of exactly their weights: no weight is rounded to a float."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym_estimators.policy.weights import draw
from tests.estimators.policy.tiny import mixture_weights


class Bits:
    """A generator that gives the 62-bit pieces it was told to."""

    def __init__(self, *pieces: int) -> None:
        self._pieces = list(pieces)

    def integers(self, _: int) -> int:
        return self._pieces.pop(0)

    def exhausted(self) -> bool:
        return not self._pieces


def drawn(weights: list[Fraction], *pieces: int) -> int:
    bits: Any = Bits(*pieces)
    found = draw(weights, bits)
    assert bits.exhausted()
    return found


@given(mixture_weights(4), st.integers(0, 2**62 - 1))
def test_the_index_is_where_the_uniform_number_falls(weights: tuple[Fraction, ...], piece: int) -> None:
    low, high = Fraction(piece, 2**62), Fraction(piece + 1, 2**62)
    ends = [sum(weights[: index + 1], Fraction()) for index in range(4)]
    inside = [d for d, end in enumerate(ends) if end - weights[d] <= low and high <= end]
    more = [0] * (not inside)
    found = drawn(list(weights), piece, *more)
    assert found == (inside[0] if inside else next(d for d, end in enumerate(ends) if low < end))


def test_a_number_that_straddles_a_boundary_is_read_further() -> None:
    third = 2**62 // 3  # 1/3 lies strictly between this and the next one
    weights = [Fraction(1, 3), Fraction(2, 3)]
    assert drawn(weights, third - 1) == 0
    assert drawn(weights, third + 1) == 1
    assert drawn(weights, third, 0) == 0
    assert drawn(weights, third, 2**62 - 1) == 1
    assert drawn(weights, third, third, 5) == 0


def test_a_weight_far_below_a_float_is_kept() -> None:
    tiny = Fraction(1, 2**100)
    assert drawn([tiny, 1 - tiny], 0, 0) == 0
    assert drawn([tiny, 1 - tiny], 0, 2**24) == 1


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_index_of_weight_zero_is_never_drawn(place: int) -> None:
    weights = [Fraction(1, 2), Fraction(1, 2)]
    weights.insert(place, Fraction(0))
    rng = np.random.default_rng(1)
    assert place not in {draw(weights, rng) for _ in range(200)}
    assert drawn(weights, 0) != place
    assert drawn(weights, 2**61) != place
