"""Signs of xA + yB on T: the same as deciding every pair by itself; lower bounds never above the truth."""

from __future__ import annotations

from fractions import Fraction

import flint
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import event, example, given

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import rational
from nashsym.phase.axes import Pairs, axis_of
from nashsym.phase.pencil import Pencil

ZERO = Fraction(0)
ENTRIES = st.fractions(-3, 3, max_denominator=4)
VALUES = st.lists(st.fractions(0, 6, max_denominator=7), min_size=1, max_size=5, unique=True).map(sorted)


@st.composite
def matrices(draw: st.DrawFn, size: int) -> flint.fmpq_mat:
    """Draw a symmetric matrix, or one that is ⪰ 0, of any rank."""
    rows = draw(st.lists(st.lists(ENTRIES, min_size=size, max_size=size), min_size=1, max_size=size))
    half = flint.fmpq_mat(len(rows), size, [rational(value) for row in rows for value in row])
    if draw(st.booleans()):
        return half.transpose() * half
    square = flint.fmpq_mat(size, size, [rational(rows[i % len(rows)][j]) for i in range(size) for j in range(size)])
    return square + square.transpose()


@st.composite
def pencils(draw: st.DrawFn) -> Pencil:
    size = draw(st.integers(1, 4))
    return Pencil(draw(matrices(size)), draw(matrices(size)))


@given(pencils(), VALUES, VALUES, st.booleans())
@example(
    Pencil(flint.fmpq_mat(2, 2), flint.fmpq_mat(2, 2, [1, 0, 0, 1])), [Fraction(0), Fraction(1)], [Fraction(0)], True
)
def test_signs_are_those_of_each_pair(pencil: Pencil, xs: list[Fraction], ys: list[Fraction], strict: bool) -> None:
    pairs = Pairs(axis_of("consistency", xs), axis_of("diversity", ys))
    expected = []
    for place in range(len(pairs)):
        sign = definiteness(pencil.at(*pairs.exact(place)))
        expected.append(sign.is_positive_definite if strict else sign.is_positive_semidefinite)
    event(f"{'some' if any(expected) else 'none'} of them, {'all' if all(expected) else 'not all'}")
    assert pencil.signs(pairs, strict=strict).tolist() == expected


@given(pencils(), st.fractions(0, 9, max_denominator=50), st.fractions(0, 9, max_denominator=50))
def test_lower_bounds_are_lower_bounds(pencil: Pencil, x: Fraction, y: Fraction) -> None:
    bound = float(pencil.least(np.array([float(x)]), np.array([float(y)]))[0])
    if not np.isfinite(bound):
        return
    size = int(pencil.A.nrows())
    identity = flint.fmpq_mat(size, size, [int(d == e) for d in range(size) for e in range(size)])
    assert definiteness(pencil.at(x, y) - rational(bound) * identity).is_positive_semidefinite


def test_lower_bounds_are_near_the_truth_where_both_matrices_are_definite() -> None:
    pencil = Pencil(flint.fmpq_mat(2, 2, [1, 0, 0, 3]), flint.fmpq_mat(2, 2, [2, 0, 0, 2]))
    # On T, v = (1, −1)/√2: the least eigenvalue of A is 2, that of B is 2.
    bound = pencil.least(np.array([1.0, 0.0, 1.0]), np.array([0.0, 1.0, 5.0]))
    assert bound == pytest.approx([2, 2, 12], rel=1e-6)
    assert (bound <= [2, 2, 12]).all()


def test_ratios_that_floats_can_not_tell_apart_are_decided_one_by_one() -> None:
    """X = x − y on T; 1/1 fails, and (3 − 10⁻³⁰)/3, the same float, passes."""
    identity = flint.fmpq_mat(2, 2, [1, 0, 0, 1])
    pairs = Pairs(axis_of("consistency", [1, 3]), axis_of("diversity", [Fraction(1), 3 - Fraction(1, 10**30)]))
    assert Pencil(identity, -identity).signs(pairs, strict=True).tolist() == [False, False, True, True]


def test_what_is_proved_of_a_pair_does_not_depend_on_the_others() -> None:
    """A chunk of a sweep has fewer pairs than all of it, and says the same of each."""
    A = flint.fmpq_mat([[1, 0, 0], [0, 2, 0], [0, 0, 3]])
    B = flint.fmpq_mat([[1, 1, 0], [1, 1, 0], [0, 0, 0]])
    pencil, x, y = Pencil(A, B), np.array([0.0, 1.0, 1.0, 4.0]), np.array([1.0, 0.0, 0.25, 1.0])
    together = pencil.least(x, y)
    assert (together[1:] > 0).all()
    assert [float(pencil.least(x[k : k + 1], y[k : k + 1])[0]) for k in range(4)] == together.tolist()
