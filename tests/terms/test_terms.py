"""The terms against their definitions; that each says one thing in all its forms is tests/conformance/test_terms.py."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

import cvxpy
import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nashsym.exact.rational import column_fractions, fraction, fractions
from nashsym.terms import CanonicalForm, Distance, Similarity, Term
from nashsym.terms.term import QuadraticTerm
from tests.terms.strategies import KINDS, column, mixture, terms

KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
SIZES = st.integers(1, 4)
#: Floats of a few operations on numbers of at most 1e4.
assert_close = partial(np.testing.assert_allclose, rtol=1e-9, atol=1e-9)


def array(numbers: Any) -> np.ndarray:
    return np.array(numbers, dtype=object)


def dot(left: Any, right: Any) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), start=Fraction(0))


def form_value(form: CanonicalForm, own: list[Fraction], mean: list[Fraction]) -> Fraction:
    """Return bᵀw − ½wᵀHw − wᵀKm, entry by entry."""
    b, H, K = column_fractions(form.b), fractions(form.H), fractions(form.K)
    quadratic = dot(own, [dot(row, own) for row in H])
    return dot(b, own) - quadratic / 2 - dot(own, [dot(row, mean) for row in K])


@KIND
@settings(max_examples=25)
@given(st.data())
def test_the_programme_is_the_potential_of_one_agent(kind: type[QuadraticTerm], data: st.DataObject) -> None:
    """bᵀw − ½wᵀMw, whose gradient is the marginal utility where all play w and the coupling is symmetric (MODEL T4)."""
    size, agents = data.draw(SIZES), data.draw(st.integers(1, 5))
    term = data.draw(terms(kind, size))
    weights = cvxpy.Variable(size)
    programme = term.programme(weights, agents)
    here = data.draw(mixture(size))
    weights.value = np.array(here, dtype=float)
    form = term.canonical(agents)
    exact = form_value(CanonicalForm(form.b, form.M, 0 * form.K, agents), here, here)
    assert_close(programme.value, float(exact))


@given(st.data())
def test_distance_with_its_remainder_is_the_definition(data: st.DataObject) -> None:
    """λ_D (1/(N−1)) Σ_{j≠i} (wᵢ−wⱼ)ᵀS(wᵢ−wⱼ) (MODEL, section 1)."""
    size, others = data.draw(SIZES), data.draw(st.integers(1, 4))
    term = data.draw(terms(Distance, size))
    own = data.draw(column(size))
    rest = [data.draw(column(size)) for _ in range(others)]
    mean = [sum(other[d] for other in rest) / Fraction(others) for d in range(size)]
    moved = term.exact(array(own), array(mean))
    fixed = term.remainder(fraction(term.coefficient), term.exact_data(), array(rest))
    S = fractions(term.data)
    apart = [[own[d] - other[d] for d in range(size)] for other in rest]
    definition = sum((dot(v, [dot(row, v) for row in S]) for v in apart), start=Fraction(0)) / others
    assert moved + fixed == fraction(term.coefficient) * definition


@given(st.data())
def test_similarity_is_the_definition(data: st.DataObject) -> None:
    """−λ_D wᵢᵀS mᵢ (MODEL, section 1)."""
    size = data.draw(SIZES)
    term = data.draw(terms(Similarity, size))
    own, mean = data.draw(column(size)), data.draw(column(size))
    expected = -fraction(term.coefficient) * dot(own, [dot(row, mean) for row in fractions(term.data)])
    assert term.exact(array(own), array(mean)) == expected
    assert term.remainder(Fraction(1), term.exact_data(), array([mean])) == 0


def test_a_term_of_a_user_is_one_class() -> None:
    """Nothing has to be registered anywhere; a term that is not quadratic says so by None."""

    class Quartic(Term):
        name = coefficient_name = "quartic"
        symbol = "q"
        shape = "vector"

        @staticmethod
        def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
            return -coefficient * (data @ own**4)

        def canonical(self, agents: int) -> None:
            return None

        def programme(self, weights: cvxpy.Variable, agents: int) -> cvxpy.Expression:
            return -float(fraction(self.coefficient)) * (self.float_data() @ weights**4)

        def gradient(self, own: np.ndarray, mean: np.ndarray, agents: int) -> np.ndarray:
            gradient: np.ndarray = -4 * float(fraction(self.coefficient)) * self.float_data() * own**3
            return gradient

    from nashsym.game import Game

    term = Quartic(flint.fmpq(1, 2), flint.fmpq_mat(2, 1, [1, 3]))
    game = Game(("a", "b"), 2, (term,))
    assert (game.kind, game.is_quadratic, game.diversity) == ("terms", False, None)
    half = Fraction(1, 2)
    assert game.utility([half, half], [[half, half]]) == -half * 4 * half**4
    assert game.with_coefficients(quartic=3).coefficients == {"quartic": 3}
