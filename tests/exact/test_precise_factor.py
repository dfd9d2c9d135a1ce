"""The exact checks and the factor to any number of bits, each seen to accept and to refuse."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nashsym.exact.precise_factor import dominates, factor_or_direction, is_negative_along
from nashsym.exact.rational import integers, matrix
from tests.exact.elimination import form, inertia, passes
from tests.exact.strategies import SMALL, Rows, grams, square

TWO = flint.fmpz_mat([[2, 1], [1, 2]])


@pytest.mark.parametrize(
    ("denominator", "factor", "exponent", "holds"),
    [
        (1, [[0], [0, 0]], 0, True),
        (1, [[1], [0, 0]], 0, False),  # row 0: 1 against 1
        (1, [[0], [0, 1]], 0, False),  # row 1: 1 against 1
        (1, [[1], [1, 1]], 0, False),  # the second diagonal entry is 0
        (1, [[1], [1, 0]], 0, True),
        (1, [[2], [0, 0]], 0, False),  # a negative diagonal entry
        (1, [[2], [0, 0]], 1, False),
        (1, [[2], [2, 0]], 1, True),
        (3, [[1], [0, 0]], 0, False),  # 2/3 − 1 < 0
        (3, [[0], [0, 0]], 7, True),
    ],
)
def test_dominance(denominator: int, factor: list[list[int]], exponent: int, holds: bool) -> None:
    assert dominates(TWO, denominator, factor, exponent) == holds
    rows = [[Fraction(int(value), denominator) for value in row] for row in TWO.tolist()]
    assert passes(rows, factor, exponent) == holds


@given(
    st.integers(1, 4).flatmap(lambda n: st.tuples(square(n), square(n, st.integers(-3, 3).map(Fraction)))),
    st.integers(0, 2),
)
def test_dominance_as_in_fractions(drawn: tuple[Rows, Rows], exponent: int) -> None:
    rows = [
        [x + y for x, y in zip(*pair, strict=True)]
        for pair in zip(drawn[0], map(list, zip(*drawn[0], strict=True)), strict=True)
    ]
    rows = [[x + 12 * (i == j) for j, x in enumerate(row)] for i, row in enumerate(rows)]
    factor = [[int(value) for value in row[: index + 1]] for index, row in enumerate(drawn[1])]
    numerators, denominator = integers(matrix(rows))
    assert dominates(numerators, int(denominator), factor, exponent) == passes(rows, factor, exponent)


def test_negative_directions() -> None:
    indefinite = flint.fmpz_mat([[1, 2], [2, 1]])
    assert is_negative_along(indefinite, [1, -1])
    assert not is_negative_along(indefinite, [1, 1])
    assert not is_negative_along(flint.fmpz_mat([[1, 1], [1, 1]]), [1, -1])


@given(st.integers(1, 4).flatmap(lambda n: square(n) | grams(n)), st.sampled_from([1, 8, 64]), SMALL)
def test_every_nonsingular_matrix_is_decided(rows: Rows, bits: int, shift: Fraction) -> None:
    span = range(len(rows))
    rows = [[(rows[i][j] + rows[j][i]) / 2 + shift * (i == j) for j in span] for i in span]
    _, zero, negative = inertia(rows)
    assume(not zero)
    numerators, denominator = integers(matrix(rows))
    found = factor_or_direction(numerators, int(denominator), bits)
    if negative:
        assert isinstance(found, list)
        assert form(rows, found) < 0
    else:
        assert isinstance(found, tuple)
        assert passes(rows, *found)


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 1, 1], [1, 1, 2], [1, 2, 5]],  # the second Schur complement is 0
        [[2, 2, 1], [2, 2, -3], [1, -3, 9]],
        [[0, 1], [1, 0]],
        [[0, 1], [1, 5]],
        [[1, 0, 0], [0, 0, 2], [0, 2, 0]],
        [[4, 2, 0, 1], [2, 1, 0, 1], [0, 0, 1, 0], [1, 1, 0, 3]],
    ],
)
def test_vanishing_pivots(rows: list[list[int]]) -> None:
    """Leading minors of 0 stop a factorisation at any number of bits; a step against By goes on."""
    found = factor_or_direction(flint.fmpz_mat(rows), 1, 8)
    assert isinstance(found, list)
    assert form([[Fraction(value) for value in row] for row in rows], found) < 0
