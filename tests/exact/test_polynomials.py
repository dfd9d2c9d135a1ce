"""Polynomials from exact values at small integers."""

from __future__ import annotations

import flint
from hypothesis import given
from hypothesis import strategies as st

from nashsym.exact.polynomials import interpolate

coefficients = st.lists(st.fractions(min_value=-9, max_value=9, max_denominator=7), min_size=1, max_size=5)


@given(coefficients, coefficients, st.sets(st.integers(0, 6), max_size=3))
def test_polynomials_come_back_up_to_one_positive_factor(left: list[int], right: list[int], missing: set[int]) -> None:
    exact = [flint.fmpq_poly([flint.fmpq(c.numerator, c.denominator) for c in listed]) for listed in (left, right)]

    def values(node: flint.fmpq) -> list[flint.fmpq] | None:
        return None if int(node.p) in missing else [polynomial(node) for polynomial in exact]

    found = interpolate(values, 4)
    ratios = {
        flint.fmpq(found[place][power]) / polynomial[power]
        for place, polynomial in enumerate(exact)
        for power in range(5)
        if polynomial[power] != 0
    }
    assert len(ratios) <= 1
    assert all(ratio > 0 for ratio in ratios)
    assert all((exact[place] == 0) == (found[place] == 0) for place in range(2))
