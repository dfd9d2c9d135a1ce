"""The tangent basis, against its definition entry by entry."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.exact.rational import fractions, matrix
from nashsym.exact.tangent import basis, lift, restrict, restrict_general
from tests.exact.elimination import form, on_tangent
from tests.exact.strategies import SMALL, square


@given(st.integers(1, 5).flatmap(square))
def test_restrictions(rows: list[list[Fraction]]) -> None:
    exact = matrix(rows)
    assert fractions(restrict(exact)) == on_tangent(rows)
    assert fractions(restrict_general(exact)) == on_tangent(rows, symmetric=False)


@given(square(4), st.lists(st.integers(-5, 5), min_size=3, max_size=3))
def test_the_form_is_the_same_in_tangent_coordinates(rows: list[list[Fraction]], coordinates: list[int]) -> None:
    direction = lift(coordinates)
    assert sum(direction) == 0
    assert form(rows, direction) == form(fractions(restrict(matrix(rows))), coordinates)
    assert form(rows, direction) == form(fractions(restrict_general(matrix(rows))), coordinates)


@given(square(4), st.lists(SMALL, min_size=4, max_size=4))
def test_the_gauge_does_not_matter(rows: list[list[Fraction]], gauge: list[Fraction]) -> None:
    shifted = [[x + gauge[i] + gauge[j] for j, x in enumerate(row)] for i, row in enumerate(rows)]
    assert restrict(matrix(shifted)) == restrict(matrix(rows))


def test_one_group_has_no_directions() -> None:
    assert restrict(matrix([[5]])).nrows() == 0
    assert lift([]) == (0,)
    assert (basis(1).nrows(), basis(1).ncols()) == (1, 0)


@pytest.mark.parametrize("groups", [2, 3, 6])
def test_basis(groups: int) -> None:
    table = [[int(value) for value in row] for row in basis(groups).tolist()]
    assert table == [[int(i == j) - (i == groups - 1) for j in range(groups - 1)] for i in range(groups)]
