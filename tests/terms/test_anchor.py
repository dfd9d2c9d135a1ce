"""The anchor says the same in symbols, floats and CVXPY, and what it refuses."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import cvxpy
import flint
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import fraction
from nashsym.game import Game
from nashsym.terms import Anchor, CanonicalForm

SHARES = st.lists(st.integers(1, 9), min_size=1, max_size=4)


def anchor_of(shares: list[int], coefficient: Fraction) -> Anchor:
    column = flint.fmpq_mat(len(shares), 1, [flint.fmpq(share, sum(shares)) for share in shares])
    return Anchor(flint.fmpq(coefficient.numerator, coefficient.denominator), column)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Anchor, np.ndarray]:
    shares = draw(SHARES)
    other = draw(st.lists(st.integers(1, 9), min_size=len(shares), max_size=len(shares)))
    return anchor_of(shares, draw(st.fractions(0, 5, max_denominator=9))), np.array(other, dtype=float) / sum(other)


@given(cases())
def test_floats_symbols_and_cvxpy_agree(case: tuple[Anchor, np.ndarray]) -> None:
    anchor, weights = case
    mean = np.zeros(len(weights))
    by_hand = sum(w * np.log(w / r) for w, r in zip(weights, anchor.float_data(), strict=True))
    value = anchor.value(weights, mean)
    assert value == pytest.approx(-float(fraction(anchor.coefficient)) * by_hand, abs=1e-12)
    symbols = [sympy.Symbol(f"x{d}", positive=True) for d in range(len(weights))]
    expression = anchor.symbolic(sympy.Matrix(symbols), sympy.zeros(len(weights), 1))
    point = dict(zip(symbols, weights, strict=True))
    assert float(expression.subs(point)) == pytest.approx(value, abs=1e-12)
    slopes = [float(sympy.diff(expression, symbol).subs(point)) for symbol in symbols]
    np.testing.assert_allclose(anchor.gradient(weights, mean, 3), slopes, atol=1e-9)
    variable = cvxpy.Variable(len(weights))
    programme = anchor.programme(variable, 3)
    variable.value = weights
    assert float(programme.value) == pytest.approx(value, abs=1e-9)
    assert programme.is_concave()


@settings(max_examples=50)
@given(cases(), st.data())
def test_its_curvature_is_at_least_what_strengthens_the_form(
    case: tuple[Anchor, np.ndarray], data: st.DataObject
) -> None:
    """λ_R Σ v²/w ≥ 2λ_R‖v‖² for v ∈ T, in Fractions."""
    anchor, floats = case
    size = len(floats)
    weights = [Fraction(round(w * 2520) or 1) for w in floats]
    weights = [w / sum(weights, Fraction(0)) for w in weights]
    v = [Fraction(x) for x in data.draw(st.lists(st.integers(-9, 9), min_size=size, max_size=size))]
    v = [x - sum(v, Fraction(0)) / size for x in v]
    assert sum(x * x / w for x, w in zip(v, weights, strict=True)) >= 2 * sum(x * x for x in v)
    form = anchor.strengthened(CanonicalForm.zero(size, 3))
    assert definiteness(form.H).is_positive_definite is (anchor.coefficient > 0 or size == 1)
    quadratic = sum(fraction(form.H[d, d]) * x * x for d, x in enumerate(v))
    assert quadratic == 2 * fraction(anchor.coefficient) * sum(x * x for x in v)


def test_the_bound_on_the_curvature_is_reached() -> None:
    """At w = (1/2, 1/2) and v = (1, −1) both sides are 4: no larger multiple of I would do."""
    assert Fraction(1) / Fraction(1, 2) * 2 == 2 * (1 + 1)


def test_at_a_weight_of_0() -> None:
    anchor = anchor_of([1, 1], Fraction(1))
    weights, mean = np.array([0.0, 1.0]), np.zeros(2)
    assert anchor.value(weights, mean) == pytest.approx(-np.log(2))
    assert anchor.gradient(weights, mean, 3)[0] == np.inf
    assert not np.isinf(anchor.scaled(flint.fmpq(0)).gradient(weights, mean, 3)).any()


def test_with_a_coefficient_of_0_it_is_quadratic() -> None:
    anchor = anchor_of([1, 1], Fraction(0))
    assert anchor.canonical(3) == CanonicalForm.zero(2, 3)
    assert anchor.exact(np.array([Fraction(1), Fraction(0)]), np.zeros(2)) == 0
    assert anchor_of([1, 1], Fraction(1)).canonical(3) is None


def game(anchor: Any) -> Game:
    return Game.alignment(
        ["left", "right"],
        3,
        ["0.6", "0.4"],
        [[1, 0], [0, 1]],
        [["0.5", "0.2"], ["0.2", "0.5"]],
        anchor=anchor,
    )


def test_an_anchored_game() -> None:
    anchored = game(("1/10", ["1/5", "4/5"]))
    assert anchored.anchor is not None
    assert anchored.kind == "alignment"
    assert not anchored.is_quadratic
    assert anchored.coefficients["anchor"] == Fraction(1, 10)
    assert anchored.to_dict()["anchor"] == {"coefficient": "1/10", "reference": ["1/5", "4/5"]}
    assert anchored.to_dict()["coefficients"].keys() == {"attractiveness", "consistency", "diversity"}
    assert anchored.canonical == game(None).canonical
    assert anchored.anchored_form.H[0, 0] == anchored.canonical.H[0, 0] + flint.fmpq(1, 5)
    assert anchored.anchored_form.M == anchored.anchored_form.H + anchored.canonical.K
    free = anchored.with_coefficients(anchor=0)
    assert free.is_quadratic
    assert free.anchored_form == free.canonical
    assert "anchor=1/10" in repr(anchored)
    canonical = Game.from_canonical([1, 0], [[1, 0], [0, 1]], anchor=(1, ["1/2", "1/2"]))
    assert canonical.kind == "canonical"
    assert "canonical (b, H, K), anchor=1" in repr(canonical)
    assert canonical.to_dict()["anchor"] == {"coefficient": "1", "reference": ["1/2", "1/2"]}


def test_only_the_anchor_may_have_a_coefficient() -> None:
    alone = Game.alignment(
        ["left", "right"], 3, [0, 0], [[0, 0], [0, 0]], coefficients=(0, 0, 0), anchor=(1, ["1/3", "2/3"])
    )
    assert alone.anchor is not None
    with pytest.raises(InputError, match="every coefficient is 0"):
        alone.with_coefficients(anchor=0)


def test_its_utility_is_no_rational_number() -> None:
    anchored = game(("1/10", ["1/5", "4/5"]))
    half = [Fraction(1, 2)] * 2
    with pytest.raises(InputError, match="not a rational number"):
        anchored.utility(half, [half, half])
    assert anchored.with_coefficients(anchor=0).utility(half, [half, half]) == game(None).utility(half, [half, half])


@pytest.mark.parametrize(
    ("anchor", "key", "problem"),
    [
        ((1, ["1/2", "1/3"]), "anchor.reference", "the reference sums to 5/6"),
        ((1, [0.1, 0.2]), "anchor.reference", "the reference sums to"),
        ((1, ["1", "0"]), "anchor.reference[1]", "the reference weight is 0"),
        ((1, ["3/2", "-1/2"]), "anchor.reference[1]", "the reference weight is -1/2"),
        ((1, ["1/2", "1/4", "1/4"]), "anchor.reference", "3 numbers for 2 groups"),
        ((-1, ["1/2", "1/2"]), "anchor.coefficient", "the coefficient is negative: -1"),
        ((True, ["1/2", "1/2"]), "anchor.coefficient", "a boolean (True)"),
        ((float("nan"), ["1/2", "1/2"]), "anchor.coefficient", ""),
        ((1, ["1/2", float("inf")]), "anchor.reference[1]", ""),
        ((1,), "anchor", "1 values stand where two are expected"),
        (1, "anchor", "a number stands where a list of numbers is expected"),
        ({"coefficient": 1}, "anchor", "a table stands where"),
    ],
)
def test_what_is_refused(anchor: Any, key: str, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        game(anchor)
    assert caught.value.key == key
    assert problem in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.remedy


def test_floats_that_sum_to_1_are_taken_as_they_are() -> None:
    assert game((0.5, [0.25, 0.75])).anchor is not None
    assert game((0.5, [0.25, 0.75])).numbers == "dyadic"
