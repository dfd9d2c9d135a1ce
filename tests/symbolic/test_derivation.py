"""`derive`: what is differentiated and solved, put back in; against the exact solver, and on terms never seen."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy

from nashsym import InputError, UndecidedError, anes96_game, derive
from nashsym.exact.rational import column_fractions
from nashsym.exact.systems import solve_indifference
from nashsym.terms import Attractiveness, CanonicalForm, Distance, Inconsistency, QuadraticTerm, Similarity


class Loyalty(QuadraticTerm):
    """A term that the package has never seen: −λ (wᵢ−mᵢ)ᵀL(wᵢ−mᵢ), agents that keep close to the others."""

    name, coefficient_name, symbol = "loyalty", "loyalty", "L"

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
        return -coefficient * ((own - mean) @ (data @ (own - mean)))

    def canonical(self, agents: int) -> CanonicalForm:
        raise NotImplementedError


class Cube(QuadraticTerm):
    """A term that is not quadratic."""

    name, coefficient_name, symbol, shape = "cube", "cube", "q", "vector"

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
        return -coefficient * (data @ own**3)

    def canonical(self, agents: int) -> CanonicalForm:
        raise NotImplementedError


@pytest.mark.parametrize("groups", [1, 2, 3, 4])
@pytest.mark.parametrize("diversity", [Similarity, Distance])
def test_the_conditions_vanish_at_the_closed_form(groups: int, diversity: type[QuadraticTerm]) -> None:
    derivation = derive(groups=groups, terms=(Attractiveness, Inconsistency, diversity))
    assert derivation.closed_form.is_verified
    assert set(derivation.residuals) == {0}


def test_a_term_never_seen_derives_beside_known_ones() -> None:
    derivation = derive(groups=3, terms=(Attractiveness, Inconsistency, Similarity, Loyalty))
    assert set(derivation.residuals) == {0}
    assert "loyalty" in derivation.statics
    # It moves nobody where all play the same, but it decides who specialises.
    assert set(derivation.statics["loyalty"]) == {0}
    names = {str(symbol) for value in derivation.unity.substitution.values() for symbol in value.free_symbols}
    assert "lambda_loyalty" in names


def test_distance_is_inert() -> None:
    """T11, as a consequence of differentiating: the distance term cancels in M."""
    derivation = derive(groups=3, terms=(Attractiveness, Inconsistency, Distance))
    assert set(derivation.statics["diversity"]) == {0}
    M = derivation.canonical[1] + derivation.canonical[2]
    assert "lambda_D" not in {str(symbol) for symbol in M.free_symbols}


def test_numbers_put_in_agree_with_the_exact_solver() -> None:
    game = anes96_game()
    found = solve_indifference(game.canonical.b, game.canonical.M, range(game.size))
    assert found is not None
    weights = [Fraction(int(w.p), int(w.q)) for w in map(sympy.Rational, derive(game).closed_form.weights)]
    assert tuple(weights) == column_fractions(found.weights)


def test_a_coefficient_left_symbolic_is_a_rational_function_of_it() -> None:
    game = anes96_game()
    derivation = derive(game, free=["diversity"])
    assert [str(symbol) for symbol in derivation.arguments] == ["lambda_D"]
    symbol = derivation.arguments[0]
    for value in (Fraction(1, 3), Fraction(7, 2)):
        other = game.with_coefficients(diversity=value)
        found = solve_indifference(other.canonical.b, other.canonical.M, range(game.size))
        assert found is not None
        at = [weight.xreplace({symbol: sympy.Rational(value)}) for weight in derivation.closed_form.weights]
        assert tuple(Fraction(int(w.p), int(w.q)) for w in at) == column_fractions(found.weights)
        assert derivation.function()(float(value)) == pytest.approx([float(w) for w in at])


def test_statics_are_the_derivatives_of_the_closed_form() -> None:
    """T7 against differentiating w⁎ itself, expanded, at D = 2."""
    derivation = derive(groups=2)
    expanded = derivation.closed_form.expanded()
    back = dict(derivation.closed_form.substitution) | dict(zip(derivation.first_order.weights, expanded, strict=True))
    for name, coefficient in derivation.first_order.utility.coefficients.items():
        for weight, slope in zip(expanded, derivation.statics[name], strict=True):
            assert sympy.cancel(sympy.diff(weight, coefficient) - slope.subs(back)) == 0


def test_conditions_count_their_minors() -> None:
    derivation = derive(groups=4)
    assert len(derivation.concavity.inequalities) == 7
    assert len(derivation.uniqueness.inequalities) == len(derivation.unity.inequalities) == 3
    assert len(derivation.existence) == 4


def test_what_is_not_quadratic_has_conditions_but_no_closed_form() -> None:
    derivation = derive(groups=2, terms=(Attractiveness, Cube))
    assert len(derivation.first_order.conditions) == 3
    assert not derivation.is_quadratic
    with pytest.raises(UndecidedError, match="not quadratic"):
        _ = derivation.closed_form


@pytest.mark.parametrize("groups", [7, 10**30])
def test_sizes_that_would_not_finish_are_refused_before_starting(groups: int) -> None:
    with pytest.raises(InputError, match="would not finish"):
        derive(groups=groups)


def test_an_unknown_coefficient_is_refused() -> None:
    with pytest.raises(InputError, match="no coefficient is named"):
        derive(anes96_game(), free=["beauty"])
