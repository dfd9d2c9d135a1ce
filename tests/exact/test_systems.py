"""Linear systems of the model, against their defining equations in Fractions."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.exact.rational import column_fractions, fraction, fractions, matrix, vector
from nashsym.exact.systems import (
    affine_solutions,
    apply_inverse_on_tangent,
    inverse_on_tangent,
    marginal_integers,
    marginals,
    solve_indifference,
)
from tests.exact.elimination import on_tangent, rank
from tests.exact.strategies import SMALL, Rows, grams, square

WIDE = (
    SMALL
    | st.fractions(max_denominator=10**6)
    | st.builds(lambda x, k: x * Fraction(10) ** k, SMALL, st.integers(-40, 40))
)


def product(rows: Rows, column: tuple[Fraction, ...] | list[Fraction]) -> list[Fraction]:
    return [sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0)) for row in rows]


@st.composite
def faces(draw: st.DrawFn) -> tuple[list[Fraction], Rows, list[int]]:
    size = draw(st.integers(1, 5))
    rows = draw(square(size, WIDE) | grams(size))
    gains = draw(st.lists(WIDE, min_size=size, max_size=size))
    support = draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=size, unique=True))
    return gains, rows, draw(st.sampled_from([support, sorted(support), list(range(size))]))


@given(faces())
def test_indifference(face: tuple[list[Fraction], Rows, list[int]]) -> None:
    gains, rows, support = face
    found = solve_indifference(vector(gains), matrix(rows), support)
    block = on_tangent([[rows[i][j] for j in support] for i in support], symmetric=False)
    assert (found is None) == (rank(block) < len(block))
    if found is None:
        return
    weights = column_fractions(found.weights)
    assert len(weights) == len(gains)
    assert sum(weights) == 1
    assert all(weight == 0 for group, weight in enumerate(weights) if group not in support)
    left = [gain - image for gain, image in zip(gains, product(rows, weights), strict=True)]
    assert {left[group] for group in support} == {fraction(found.level)}
    assert column_fractions(marginals(vector(gains), matrix(rows), found.weights)) == tuple(left)


def test_indifference_where_it_exists_and_where_not() -> None:
    b, M = vector([1, 0]), matrix([[2, 0], [0, 2]])
    found = solve_indifference(b, M, range(2))
    assert found is not None
    assert column_fractions(found.weights) == (Fraction(3, 4), Fraction(1, 4))
    assert fraction(found.level) == Fraction(-1, 2)
    assert solve_indifference(b, matrix([[1, 1], [1, 1]]), range(2)) is None
    alone = solve_indifference(b, M, [1])
    assert alone is not None
    assert column_fractions(alone.weights) == (Fraction(0), Fraction(1))
    assert alone.level == -2


@pytest.mark.parametrize("support", [[], [0, 0], [1, 0, 1]])
def test_a_support_is_nonempty_and_distinct(support: list[int]) -> None:
    with pytest.raises(ValueError, match="support"):
        solve_indifference(vector([1, 0]), matrix([[2, 0], [0, 2]]), support)


@given(st.integers(1, 4).flatmap(lambda n: st.tuples(square(n, WIDE), *[st.lists(WIDE, min_size=n, max_size=n)] * 2)))
def test_marginals(drawn: tuple[Rows, list[Fraction], list[Fraction]]) -> None:
    rows, gains, weights = drawn
    expected = [gain - image for gain, image in zip(gains, product(rows, weights), strict=True)]
    arguments = vector(gains), matrix(rows), vector(weights)
    assert column_fractions(marginals(*arguments)) == tuple(expected)
    numerators, denominator = marginal_integers(*arguments)
    assert denominator > 0
    assert column_fractions(flint.fmpq_mat(numerators) / denominator) == tuple(expected)


@st.composite
def rectangles(draw: st.DrawFn) -> tuple[Rows, list[Fraction]]:
    height, width, depth = (draw(st.integers(1, 4)) for _ in range(3))
    left = draw(st.lists(st.lists(SMALL, min_size=depth, max_size=depth), min_size=height, max_size=height))
    right = draw(st.lists(st.lists(SMALL, min_size=width, max_size=width), min_size=depth, max_size=depth))
    rows = [[sum((x * right[k][j] for k, x in enumerate(row)), Fraction(0)) for j in range(width)] for row in left]
    inside = product(rows, draw(st.lists(SMALL, min_size=width, max_size=width)))
    return rows, draw(st.just(inside) | st.lists(SMALL, min_size=height, max_size=height))


@given(rectangles())
def test_affine_solutions(drawn: tuple[Rows, list[Fraction]]) -> None:
    rows, right = drawn
    found = affine_solutions(matrix(rows), vector(right))
    joined = [[*row, value] for row, value in zip(rows, right, strict=True)]
    assert (found is None) == (rank(joined) > rank(rows))
    if found is not None:
        particular, kernel = found
        assert product(rows, column_fractions(particular)) == right
        columns = fractions(kernel.transpose())
        assert len(columns) == kernel.ncols() == len(rows[0]) - rank(rows)
        assert all(not any(product(rows, column)) for column in columns)
        assert rank(columns) == len(columns)


def test_affine_solutions_of_empty_systems() -> None:
    found = affine_solutions(flint.fmpq_mat(0, 2), flint.fmpq_mat(0, 1))
    assert found is not None
    assert fractions(found[1]) == [[1, 0], [0, 1]]
    assert affine_solutions(flint.fmpq_mat(1, 0), vector([1])) is None
    nothing = affine_solutions(flint.fmpq_mat(1, 0), vector([0]))
    assert nothing is not None
    assert (nothing[0].nrows(), nothing[1].ncols()) == (0, 0)


@given(st.integers(1, 5).flatmap(lambda n: square(n, WIDE) | grams(n)))
def test_inverse_on_tangent(rows: Rows) -> None:
    size = len(rows)
    found = inverse_on_tangent(matrix(rows))
    block = on_tangent(rows, symmetric=False)
    assert (found is None) == (rank(block) < len(block))
    if found is None:
        return
    columns = fractions(found.transpose())
    for index, column in enumerate(columns):
        assert sum(column) == 0
        left = [image - (row == index) for row, image in enumerate(product(rows, column))]
        assert len(set(left)) == 1
    halves = [Fraction(1, k + 2) for k in range(size)]
    applied = apply_inverse_on_tangent(matrix(rows), vector(halves))
    assert applied is not None
    assert list(column_fractions(applied)) == product(fractions(found), halves)
    assert all(sum(row) == 0 for row in fractions(found))


def test_inverse_accepts_and_refuses() -> None:
    assert inverse_on_tangent(matrix([[1, 1], [1, 1]])) is None
    assert inverse_on_tangent(matrix([[7]])) == matrix([[0]])
    quarter = Fraction(1, 4)
    assert inverse_on_tangent(matrix([[2, 0], [0, 2]])) == matrix([[quarter, -quarter], [-quarter, quarter]])
