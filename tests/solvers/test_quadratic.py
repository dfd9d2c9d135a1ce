"""The largest value of a quadratic on the simplex and on a product of two, against brute force."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.errors import UndecidedError
from nashsym.exact.rational import column_fractions, fraction, matrix, vector
from nashsym.solvers.quadratic import MAX_FACES_OF_A_PRODUCT, exceeds_zero_on_product, largest_on_simplex
from tests.oracles.brute_force import inner, largest_quadratic, product
from tests.solvers.games import weights

NUMBERS = st.fractions(min_value=-3, max_value=3, max_denominator=3)


def symmetric(size: int) -> st.SearchStrategy[list[list[Fraction]]]:
    rows = st.lists(st.lists(NUMBERS, min_size=size, max_size=size), min_size=size, max_size=size)
    return rows.map(lambda X: [[X[min(i, j)][max(i, j)] for j in range(size)] for i in range(size)])


@given(data=st.data(), groups=st.integers(1, 4))
def test_simplex_agrees_with_brute_force(data: st.DataObject, groups: int) -> None:
    c = data.draw(st.lists(NUMBERS, min_size=groups, max_size=groups))
    H = data.draw(symmetric(groups))
    value, point = largest_on_simplex(vector(c), matrix(H))
    x = column_fractions(point)
    assert min(x) >= 0
    assert sum(x) == 1
    assert fraction(value) == inner(c, x) - inner(x, product(H, x)) / 2 == largest_quadratic(c, H)


@given(data=st.data(), first=st.integers(1, 3), second=st.integers(1, 2))
def test_product_agrees_with_a_simplex_at_each_of_its_points(data: st.DataObject, first: int, second: int) -> None:
    """Where Q has no curvature in y, the largest value is at a vertex in y: one simplex for each."""
    size = first + second
    c = data.draw(st.lists(NUMBERS, min_size=size, max_size=size))
    Q = data.draw(symmetric(size))
    for i in range(first, size):
        for j in range(first, size):
            Q[i][j] = Fraction(0)
    largest = max(
        largest_quadratic([c[d] - Q[d][y] for d in range(first)], [row[:first] for row in Q[:first]]) + c[y]
        for y in range(first, size)
    )
    assert exceeds_zero_on_product(vector(c), matrix(Q), first) == (largest > 0)


@given(data=st.data(), first=st.integers(1, 3), second=st.integers(1, 3))
def test_product_is_above_zero_where_one_of_its_points_is(data: st.DataObject, first: int, second: int) -> None:
    size = first + second
    c = data.draw(st.lists(NUMBERS, min_size=size, max_size=size))
    Q = data.draw(symmetric(size))
    u = data.draw(st.lists(st.integers(0, 3).map(Fraction), min_size=size, max_size=size))
    left, right = sum(u[:first]), sum(u[first:])
    if left and right:
        u = [x / left for x in u[:first]] + [x / right for x in u[first:]]
        if inner(c, u) - inner(u, product(Q, u)) / 2 > 0:
            assert exceeds_zero_on_product(vector(c), matrix(Q), first)


def test_a_maximiser_between_two_groups_that_curve_little() -> None:
    quarter = Fraction(1, 4)
    H = matrix([[quarter, 0, 0], [0, quarter, 0], [0, 0, -5]])
    value, point = largest_on_simplex(vector([0, 0, -10]), H)
    assert (fraction(value), column_fractions(point)) == (-quarter / 4, weights("1/2", "1/2", 0))


def test_zero_is_not_exceeded_by_reaching_it() -> None:
    # −(x₁ − y₁)², which is 0 on the diagonal
    Q = matrix([[2, 0, -2, 0], [0, 0, 0, 0], [-2, 0, 2, 0], [0, 0, 0, 0]])
    assert not exceeds_zero_on_product(vector([0, 0, 0, 0]), Q, 2)
    assert exceeds_zero_on_product(vector([Fraction(1, 10**9), 0, 0, 0]), Q, 2)


def test_bounds_are_stated() -> None:
    size = MAX_FACES_OF_A_PRODUCT + 1
    with pytest.raises(UndecidedError, match=f"the bound is {MAX_FACES_OF_A_PRODUCT}"):
        exceeds_zero_on_product(vector([0] * size), matrix([[0] * size] * size), 5)
    with pytest.raises(UndecidedError, match="up to 1 groups"):
        largest_on_simplex(vector([0, 0]), matrix([[-1, 0], [0, 0]]), max_groups=1)
