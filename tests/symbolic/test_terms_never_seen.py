"""Terms that the package has never seen derive as well: as far as a closed form where quadratic, else to conditions."""

from __future__ import annotations

import pytest
import sympy

from nashsym import InputError, UndecidedError, derive
from nashsym.terms import Attractiveness, Inconsistency, Similarity
from nashsym.terms.anchor import Anchor
from tests.symbolic.never_seen import Congestion, Cube, Entropy, Fairness, Loyalty, Unsolved

BESIDE = (Attractiveness, Inconsistency, Similarity)


@pytest.mark.parametrize("term", [Loyalty, Fairness, Congestion])
@pytest.mark.parametrize("groups", [2, 3, 5])
def test_a_quadratic_term_has_a_closed_form_beside_known_ones(groups: int, term: type[Unsolved]) -> None:
    derivation = derive(groups=groups, terms=(*BESIDE, term))
    assert set(derivation.residuals) == {0}
    assert term.coefficient_name in derivation.statics
    assert f"lambda_{term.coefficient_name}" in derivation.text()


def test_fairness_pulls_towards_the_fair_shares() -> None:
    """Alone, −λ_F Σ (w_d − p_d)² has its interior equilibrium at p, moved so that it sums to 1."""
    derivation = derive(groups=3, terms=(Fairness,))
    p = sympy.symbols("p_1:4", real=True)
    for weight, share in zip(derivation.closed_form.expanded(), p, strict=True):
        assert sympy.cancel(weight - share - (1 - sum(p)) / 3) == 0


def test_congestion_is_a_coupling() -> None:
    derivation = derive(groups=2, terms=(Inconsistency, Congestion))
    q = sympy.symbols("q_1:3", real=True)
    symbol = sympy.Symbol("lambda_congestion", nonnegative=True)
    assert derivation.canonical[2] == sympy.diag(*(symbol * each for each in q))


@pytest.mark.parametrize("term", [Entropy, Cube, Anchor])
def test_what_is_not_quadratic_goes_as_far_as_its_conditions(term: type[Unsolved]) -> None:
    derivation = derive(groups=3, terms=(*BESIDE, term))
    assert len(derivation.first_order.conditions) == 4
    assert not derivation.is_quadratic
    with pytest.raises(UndecidedError, match="not quadratic"):
        _ = derivation.closed_form
    with pytest.raises(UndecidedError, match="not quadratic"):
        _ = derivation.statics
    with pytest.raises(UndecidedError, match="not quadratic"):
        derivation.function()
    text = derivation.text()
    assert "The utility is not quadratic" in text
    assert "Second-order condition" in text
    assert len(derivation.concavity.inequalities) == 3
    assert derivation.latex().count(r"\begin{align*}") == derivation.latex().count(r"\end{align*}")


@pytest.mark.parametrize(("term", "curvature"), [(Entropy, "q_{0}/x_{0}"), (Cube, "6*q_{0}*x_{0}")])
def test_the_second_order_condition_is_the_curvature_at_a_point(term: type[Unsolved], curvature: str) -> None:
    derivation = derive(groups=2, terms=(term,))
    symbol = sympy.Symbol(f"lambda_{term.coefficient_name}", nonnegative=True)
    x, q = sympy.symbols("x_1:3", real=True), sympy.symbols("q_1:3", real=True)
    bends = [symbol * (q[d] / x[d] if term is Entropy else 6 * q[d] * x[d]) for d in range(2)]
    assert sympy.diag(*bends) == derivation.first_order.H
    (inequality,) = derivation.concavity.inequalities
    assert sympy.cancel(inequality.lhs.xreplace(dict(derivation.concavity.substitution)) - sum(bends)) == 0
    (unique,) = derivation.uniqueness.inequalities
    at_w = dict(zip(x, derivation.first_order.weights, strict=True))
    full = unique.lhs.xreplace(dict(derivation.uniqueness.substitution))
    assert sympy.cancel(full - sum(bends).xreplace(at_w)) == 0


def test_the_anchor_s_conditions_are_the_model_s() -> None:
    """b − Mw − λ_R(log(w/r) + 1) = ν1."""
    derivation = derive(groups=2, terms=(*BESIDE, Anchor))
    plain = derive(groups=2, terms=BESIDE)
    weight = sympy.Symbol("lambda_R", nonnegative=True)
    for d, (anchored, without) in enumerate(
        zip(derivation.first_order.conditions[:-1], plain.first_order.conditions[:-1], strict=True)
    ):
        w, r = derivation.first_order.weights[d], sympy.Symbol(f"r_{d + 1}", real=True)
        assert sympy.expand(anchored.lhs - without.lhs + weight * (sympy.log(w / r) + 1)) == 0


class Namesake(Fairness):
    name, coefficient_name, symbol = "namesake", "namesake", "a"


class Usurper(Fairness):
    name, coefficient_name, symbol = "usurper", "usurper", "M"


class Subtle(Loyalty):
    name, coefficient_name, symbol = "subtle", "subtle", "H"


class Hostile(Fairness):
    name, coefficient_name, symbol = "hostile", r"\input{x}%_", "p"


class Twin(Loyalty):
    name, coefficient_name, symbol = "twin", r"\input{x%}", "L"


@pytest.mark.parametrize(
    ("term", "says"), [(Namesake, "both write their data as a"), (Usurper, "writes its data as M"), (Subtle, "taken")]
)
def test_letters_that_could_be_confused_are_refused(term: type[Unsolved], says: str) -> None:
    with pytest.raises(InputError, match=says):
        derive(groups=2, terms=(*BESIDE, term)).text()


def test_coefficients_keep_apart_and_print_safely() -> None:
    derivation = derive(groups=2, terms=(*BESIDE, Hostile, Twin))
    names = [str(symbol) for symbol in derivation.first_order.utility.coefficients.values()]
    assert names == ["lambda_A", "lambda_C", "lambda_D", "lambda_inputx", "lambda_inputx2"]
    assert r"\input" not in derivation.latex()
