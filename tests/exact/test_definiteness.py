"""Definiteness on T: always decided, as elimination in Fractions decides, with witnesses that prove it."""

from __future__ import annotations

from fractions import Fraction

import flint
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nashsym.exact import definiteness as room
from nashsym.exact.definiteness import definiteness
from nashsym.exact.float_factor import float_factor
from nashsym.exact.rational import combined_integers, fractions, matrix, small_integers
from tests.exact.elimination import form, inertia, on_tangent, passes, rank
from tests.exact.strategies import TINY, Rows, forms, grams

EPSILON = Fraction(1, 10**40)
SIGNS = ("positive definite", "positive semidefinite", "indefinite")


def expected(rows: Rows) -> str:
    _, zero, negative = inertia(on_tangent(rows))
    return "indefinite" if negative else "positive semidefinite" if zero else "positive definite"


def check(rows: Rows) -> str:
    """Compare with elimination, and check every witness in Fractions."""
    found = definiteness(matrix(rows))
    sign = expected(rows)
    assert found.sign == sign
    assert found.is_positive_definite == (sign == SIGNS[0])
    assert found.is_positive_semidefinite == (sign != SIGNS[2])
    restricted = on_tangent(rows)
    if found.direction is not None:
        assert all(type(value) is int for value in found.direction)
        assert sum(found.direction) == 0
        assert any(found.direction)
        assert len(found.direction) == len(rows)
    if sign == "indefinite":
        assert found.kernel == ()
        assert found.direction is not None
        assert form(rows, found.direction) < 0
        with pytest.raises(ValueError, match="indefinite"):
            found.witness()
        return sign
    witness = found.witness()
    assert set(witness) == ({"factor", "exponent", "kernel"} if sign == SIGNS[1] else {"factor", "exponent"})
    assert type(witness["exponent"]) is int
    assert witness["exponent"] >= 0
    assert all(type(value) is int for row in witness["factor"] for value in row)
    if sign == SIGNS[1]:
        kernel = witness["kernel"]
        assert tuple(map(tuple, kernel)) == found.kernel
        assert form(rows, found.direction or ()) == 0
        assert len(kernel) == len(restricted) - rank(restricted)
        for column in kernel:
            assert all(sum(x * n for x, n in zip(row, column, strict=True)) == 0 for row in restricted)
        span = range(len(restricted))
        restricted = [[restricted[i][j] + sum(n[i] * n[j] for n in kernel) for j in span] for i in span]
    else:
        assert found.kernel == ()
        assert found.direction is None
    assert passes(restricted, witness["factor"], witness["exponent"])
    return sign


def exactly(*rows: tuple[Fraction | int, ...]) -> Rows:
    return [[Fraction(value) for value in row] for row in rows]


def diagonal(*values: Fraction | int) -> Rows:
    return [[Fraction(value) if i == j else Fraction(0) for j in range(len(values))] for i, value in enumerate(values)]


@given(forms())
@example(diagonal(3))
@example(diagonal(-3))
@example(diagonal(0, 0))
@example(diagonal(0, 0, 0, 0))
@example(diagonal(1, -1))
@example(diagonal(2, -1))
@example(diagonal(10**24, 10**24, 1))
@example(diagonal(10**30, Fraction(1, 10**30), 10**30))
@example(diagonal(Fraction(1, 10**30), 10**30, Fraction(1, 10**30), 10**30))
@example(exactly((0, 1, 0), (1, 0, 0), (0, 0, 0)))
@example(exactly((0, 0, 1, 0), (0, 1, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0)))
@example(exactly((1, 1, 1, 0), (1, 1, 2, 0), (1, 2, 0, 0), (0, 0, 0, 0)))
@example(exactly((1, 1, 0), (1, 1 + EPSILON, 0), (0, 0, 0)))
@example(exactly((1, 1, 0), (1, 1 - EPSILON, 0), (0, 0, 0)))
@example(exactly((1, 1, 0, 0), (1, 1 - EPSILON, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)))
def test_agrees_with_elimination(rows: Rows) -> None:
    check(rows)


@pytest.mark.parametrize("size", [12, 40])
@pytest.mark.parametrize(
    ("shift", "width", "sign"),
    [
        (Fraction(1), 0, SIGNS[0]),
        (EPSILON, 1, SIGNS[0]),
        (-EPSILON, 1, SIGNS[2]),
        (EPSILON, 4, SIGNS[0]),
        (-EPSILON, 4, SIGNS[2]),
        (Fraction(0), 4, SIGNS[1]),
        (Fraction(1, 1000), 4, SIGNS[0]),
        (-Fraction(1, 1000), 4, SIGNS[2]),
    ],
)
def test_larger_sizes(size: int, shift: Fraction, width: int, sign: str) -> None:
    random = np.random.default_rng(size + width)
    factor = random.integers(-9, 10, size=(size, width))
    rows = [[Fraction(int(x)) for x in row] for row in factor @ factor.T]
    for index in range(size):
        rows[index][index] += shift
    assert check(rows) == sign


def test_kernel_of_generic_singular_matrix() -> None:
    random = np.random.default_rng(5)
    factor = random.integers(-99, 100, size=(14, 11))
    assert check([[Fraction(int(x)) for x in row] for row in factor @ factor.T]) == SIGNS[1]


@pytest.mark.parametrize("exponent", [-2000, -1100, -300, 300, 1100, 2000])
def test_scales_beyond_floats(exponent: int) -> None:
    scale = Fraction(10) ** exponent
    for rows, sign in (
        (diagonal(1, 2, 3), SIGNS[0]),
        (diagonal(1, 0, 0), SIGNS[1]),
        (diagonal(1, -2, 1), SIGNS[2]),
        (diagonal(1, 1, 1 - EPSILON, -1 + EPSILON), SIGNS[2]),
    ):
        assert check([[x * scale for x in row] for row in rows]) == sign


def test_scales_apart_beyond_floats() -> None:
    assert check(diagonal(Fraction(1, 10**400), 1, 10**400, Fraction(1, 10**200))) == SIGNS[0]
    assert check(diagonal(Fraction(1, 10**400), 1, 10**400, Fraction(-1, 10**401))) == SIGNS[0]
    assert check(diagonal(Fraction(1, 10**400), 1, 10**400, Fraction(-1, 10**399))) == SIGNS[2]
    assert check(diagonal(Fraction(1, 10**400), 1, 10**400, Fraction(-1, 10**400))) == SIGNS[2]


@given(grams(5), TINY, st.booleans())
def test_the_float_proof_never_errs(rows: Rows, step: Fraction, downward: bool) -> None:
    """Where floats claim a factor it is one, however near to singular the matrix lies."""
    moved = [[x + (-step if downward else step) * (i == j) for j, x in enumerate(row)] for i, row in enumerate(rows)]
    numerators, denominator = room._restricted(matrix(moved))
    floats = room._approximation(numerators, denominator)
    assert floats is not None
    found = float_factor(floats, room._APPROXIMATION_ERROR)
    if found is not None:
        assert passes(on_tangent(moved), room._triangle(found[0]), found[1])


def test_the_float_proof_accepts_and_refuses() -> None:
    regular = np.array([[2.0, 1.0], [1.0, 2.0]])
    assert float_factor(regular, 0.0) is not None
    for singular in ([[1.0, 1.0], [1.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]], [[1.0, 2.0], [2.0, 1.0]], [[-1.0]]):
        assert float_factor(np.array(singular), 0.0) is None
    # The least eigenvalue, 2⁻⁵², is too close to what the roundings can cost.
    assert float_factor(np.array([[1.0, 1.0], [1.0, 1.0 + 2.0**-51]]), 0.0) is None
    # An error of the entries that could make the matrix singular.
    assert float_factor(np.array([[1.0, 1.0 - 1e-10], [1.0 - 1e-10, 1.0]]), 0.0) is not None
    assert float_factor(np.array([[1.0, 1.0 - 1e-10], [1.0 - 1e-10, 1.0]]), 1e-9) is None


@pytest.mark.parametrize(
    ("rows", "factor", "accepted"),
    [
        ([[2.0, 1.0], [1.0, 2.0]], [[0.0, 0.0], [0.0, 0.0]], True),  # dominant by itself
        ([[1.0, 1.0], [1.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]], False),
        ([[1.0, 2.0], [2.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]], False),
        ([[1.0, 1.0], [1.0, 1.0]], [[1.0, 0.0], [1.0, 0.0]], False),  # no residual at all
        ([[1.0, 1.0], [1.0, 1.0]], [[2.0, 0.0], [0.0, 0.0]], False),  # a negative diagonal
    ],
)
def test_the_float_proof_trusts_no_factor(
    rows: list[list[float]], factor: list[list[float]], accepted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nashsym.exact.float_factor._cholesky", lambda _: np.array(factor))
    assert (float_factor(np.array(rows), 0.0) is not None) == accepted


def test_floats_decide_asymmetric_matrices() -> None:
    rows = exactly((4, 1, 0), (-2, 4, 0), (0, 0, 4))
    integral = small_integers(matrix(rows))
    assert integral is not None
    found = room._quick_factor(*integral)
    assert found is not None
    assert passes(on_tangent(rows), room._triangle(found[0]), found[1])


@given(forms(), forms())
def test_a_conversion_at_hand_changes_nothing(rows: Rows, other: Rows) -> None:
    size = min(len(rows), len(other))
    first, second = (matrix([row[:size] for row in part[:size]]) for part in (rows, other))
    integral = combined_integers(small_integers(first), small_integers(second), Fraction(-1, 7))
    slow, quick = definiteness(first - second / 7), definiteness(first - second / 7, integral)
    assert (slow.sign, slow.kernel) == (quick.sign, quick.kernel)
    if quick.is_positive_definite:
        witness = quick.witness()
        assert passes(on_tangent(fractions(first - second / 7)), witness["factor"], witness["exponent"])


def test_precise_and_float_ways_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any float the answers are the same."""
    monkeypatch.setattr(room, "float_factor", lambda *_: None)
    monkeypatch.setattr(room, "_approximation", lambda *_: None)
    third = Fraction(1, 3)
    for rows in (
        diagonal(1, 2, 3),
        diagonal(1, 0, 0),
        diagonal(1, -2, 1),
        diagonal(0, 0),
        diagonal(third, -third, third),
        exactly((third, third, 0), (third, third + EPSILON, 0), (0, 0, 0)),
    ):
        check(rows)


def test_every_sign_is_drawn() -> None:
    assert {check(rows) for rows in (diagonal(1, 1), diagonal(0, 0), diagonal(-1, -1))} == set(SIGNS)


def test_needs_a_square_matrix() -> None:
    with pytest.raises(ValueError, match="2×3"):
        definiteness(flint.fmpq_mat(2, 3))
