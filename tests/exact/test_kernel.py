"""Integer kernels: complete, primitive and short."""

from __future__ import annotations

import math
from fractions import Fraction

import flint
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.exact.kernel import integer_kernel
from tests.exact.elimination import rank


@given(
    st.integers(1, 5).flatmap(
        lambda n: st.lists(st.lists(st.integers(-4, 4), min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_a_basis_of_the_kernel(rows: list[list[int]]) -> None:
    kernel = integer_kernel(flint.fmpz_mat(rows))
    exact = [[Fraction(value) for value in row] for row in rows]
    assert len(kernel) == len(rows[0]) - rank(exact)
    assert rank([[Fraction(value) for value in column] for column in kernel]) == len(kernel)
    for column in kernel:
        assert all(type(value) is int for value in column)
        assert math.gcd(*column) == 1
        assert all(sum(x * y for x, y in zip(row, column, strict=True)) == 0 for row in rows)


@pytest.mark.parametrize(
    ("rows", "kernel"),
    [
        ([[1, 0], [0, 1]], set()),
        ([[2, -2]], {(1, 1)}),
        ([[6, 10]], {(5, -3)}),
        ([[0]], {(1,)}),
    ],
)
def test_known_kernels(rows: list[list[int]], kernel: set[tuple[int, ...]]) -> None:
    found = integer_kernel(flint.fmpz_mat(rows))
    assert {max(column, tuple(-value for value in column)) for column in found} == kernel


def test_long_columns_are_shortened() -> None:
    """Elimination gives columns of more than 50 bits here; a reduced basis of all integer vectors is far shorter."""
    random = np.random.default_rng(7)
    rows = flint.fmpz_mat(random.integers(-99, 100, size=(8, 14)).tolist())
    kernel = integer_kernel(rows)
    assert len(kernel) == 6
    assert all((rows * flint.fmpz_mat(14, 1, list(column))).rank() == 0 for column in kernel)
    assert max(abs(value).bit_length() for column in kernel for value in column) < 16
