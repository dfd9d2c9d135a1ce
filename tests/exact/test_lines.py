"""Determinants and solutions along a line of matrices, against exact values at rationals."""

from __future__ import annotations

from fractions import Fraction

import flint
from hypothesis import given
from hypothesis import strategies as st

from nashsym.exact.lines import determinant_along, indifference_along
from nashsym.exact.rational import fraction, matrix, rational, vector
from nashsym.exact.real_roots import sign_at
from nashsym.exact.systems import marginals, solve_indifference
from nashsym.exact.tangent import restrict_general
from tests.theorems.strategies import NUMBERS, squares

nodes = st.fractions(min_value=-3, max_value=3, max_denominator=5)


@st.composite
def lines(draw: st.DrawFn) -> tuple[flint.fmpq_mat, ...]:
    size = draw(st.integers(1, 4))
    columns = st.lists(NUMBERS, min_size=size, max_size=size).map(vector)
    slopes = squares(size).map(matrix)
    low_rank = st.tuples(columns, columns).map(lambda pair: pair[0] * pair[1].transpose())
    slope = draw(slopes | low_rank | st.just(flint.fmpq_mat(size, size)))
    return draw(columns), draw(columns), draw(slopes), slope


@given(lines(), st.lists(nodes, min_size=3, max_size=3, unique=True))
def test_a_determinant_is_a_positive_multiple(line: tuple[flint.fmpq_mat, ...], at: list[Fraction]) -> None:
    _, _, fixed, slope = line
    polynomial = determinant_along(fixed, slope)
    ratios = set()
    for node in at:
        exact = (fixed + rational(node) * slope).det()
        assert (exact == 0) == (polynomial(rational(node)) == 0)
        if exact != 0:
            ratios.add(fraction(polynomial(rational(node)) / exact))
    assert len(ratios) <= 1
    assert all(ratio > 0 for ratio in ratios)


def test_the_determinant_of_nothing_is_one() -> None:
    assert determinant_along(flint.fmpq_mat(0, 0), flint.fmpq_mat(0, 0)) == 1


@given(lines(), nodes, st.data())
def test_solutions_along_a_line(line: tuple[flint.fmpq_mat, ...], node: Fraction, data: st.DataObject) -> None:
    fixed_b, slope_b, fixed_M, slope_M = line
    groups = fixed_M.nrows()
    support = sorted(data.draw(st.sets(st.integers(0, groups - 1), min_size=1)))
    found = indifference_along(fixed_b, slope_b, fixed_M, slope_M, support)
    at = rational(node)
    b, M = fixed_b + at * slope_b, fixed_M + at * slope_M
    exact = solve_indifference(b, M, support)
    if found is None:
        assert exact is None
        return
    bottom = found.denominator(at)
    assert (bottom == 0) == (exact is None)
    face = flint.fmpq_mat(len(support), len(support), [M[d, e] for d in support for e in support])
    determinant = restrict_general(face).det() if len(support) > 1 else flint.fmpq(1)
    assert sign_at(found.denominator, at) == (determinant > 0) - (determinant < 0)
    if exact is None:
        return
    assert [numerator(at) / bottom for numerator in found.numerators] == exact.weights.entries()
    short = [exact.level - gain for gain in marginals(b, M, exact.weights).entries()]
    assert [shortfall(at) / bottom for shortfall in found.shortfalls] == short
