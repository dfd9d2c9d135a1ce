"""The derivation for any D: every residual vanishes by the stated rules, each of which is needed; blocks agree."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy

from nashsym import InputError, UndecidedError, derive
from nashsym.exact.rational import column_fractions
from nashsym.exact.systems import solve_indifference
from nashsym.symbolic.matrix_form import MatrixDerivation
from nashsym.symbolic.matrix_words import Rule, explicit, expression, rewritten, words
from nashsym.terms import Attractiveness, Coupling, Curvature, Distance, Inconsistency, Linear, Similarity, Term
from nashsym.terms.anchor import Anchor
from tests.symbolic.draws import game
from tests.symbolic.never_seen import Congestion, Cube, Fairness, Loyalty

SIMILARITY: tuple[type[Term], ...] = (Attractiveness, Inconsistency, Similarity)
DISTANCE: tuple[type[Term], ...] = (Attractiveness, Inconsistency, Distance)
CANONICAL: tuple[type[Term], ...] = (Linear, Curvature, Coupling)
FORMS = pytest.mark.parametrize(
    "terms",
    [SIMILARITY, DISTANCE, CANONICAL, (*SIMILARITY, Loyalty)],
    ids=["similarity", "distance", "canonical", "new"],
)


def matrix(terms: tuple[type[Term], ...] = SIMILARITY) -> MatrixDerivation:
    return derive(groups="D", terms=terms)


@FORMS
def test_put_back_in_nothing_is_left(terms: tuple[type[Term], ...]) -> None:
    residuals = matrix(terms).residuals
    assert len(residuals) == 4 + 2 * len(matrix(terms).utility.coefficients)
    assert all(left == {} for left in residuals.values()), residuals


class _WithRules(MatrixDerivation):
    """A derivation whose rules can be taken away."""


@pytest.mark.parametrize("missing", [2, 4, 6])
def test_without_one_rule_something_is_left(missing: int) -> None:
    """ZᵀMZ (ZᵀMZ)⁻¹ = I, 1ᵀZ = 0 and 1ᵀe = 1 are each needed; M M⁻¹ = I SymPy knows, mirror images are for readers."""
    derivation = matrix()
    weaker = _WithRules(derivation.utility, derivation.b, derivation.H, derivation.K)
    weaker.__dict__["rules"] = (*derivation.rules[:missing], *derivation.rules[missing + 1 :])
    assert any(weaker.residuals.values())


def test_a_wrong_solution_leaves_a_residual() -> None:
    derivation = matrix()
    wrong = _WithRules(derivation.utility, derivation.b, derivation.H, derivation.K)
    wrong.__dict__["tangent_form"] = derivation.symbols["e"] + derivation.projection * derivation.symbols["b"]
    assert wrong.residuals["Z'(b - M w) at the tangent form"] != {}


@pytest.mark.parametrize("groups", [2, 3])
@FORMS
def test_in_blocks_it_is_the_closed_form_in_scalars(groups: int, terms: tuple[type[Term], ...]) -> None:
    scalars = derive(groups=groups, terms=terms).closed_form
    mirrored = {
        sympy.Symbol(f"M_{e + 1}{d + 1}", real=True): scalars.M[e, d] for d in range(groups) for e in range(groups)
    }
    for block, weight in zip(matrix(terms).weights(groups), scalars.weights, strict=True):
        assert sympy.cancel(block.xreplace(mirrored) - weight) == 0


@pytest.mark.parametrize("groups", [2, 3])
def test_in_blocks_both_closed_forms_and_the_level_agree(groups: int) -> None:
    derivation, scalars = matrix(), derive(groups=groups).closed_form
    ones = sympy.ones(groups, 1)
    entries = {derivation.symbols["b"]: scalars.b, derivation.symbols["M"]: scalars.M, derivation.symbols["ones"]: ones}
    pulled, spread, alpha, beta, level = derivation.level_parts
    numbers = {alpha: explicit(pulled, entries)[0, 0], beta: explicit(spread, entries)[0, 0]}
    nu = level.xreplace(numbers)
    assert sympy.cancel(nu - scalars.level) == 0
    form = explicit(derivation.inverse_form.subs(sympy.Symbol("nu", real=True), sympy.Symbol("level")), entries)
    for entry, weight in zip(form, scalars.weights, strict=True):
        assert sympy.cancel(entry.subs(sympy.Symbol("level"), scalars.level) - weight) == 0


def test_statics_are_those_of_the_model() -> None:
    """T7: ∂w⁎/∂λ_A = Pa, ∂w⁎/∂λ_C = −2PCw⁎, ∂w⁎/∂λ_D = −PSw⁎; and T11: in the distance form λ_D is inert."""
    derivation = matrix()
    P, w = derivation.projection, derivation.symbols["w"]
    a, C, S = derivation.utility.data
    expected = {"attractiveness": P * a, "consistency": -2 * P * C * w, "diversity": -P * S * w}
    for name, slope in derivation.statics.items():
        assert rewritten(words(slope - expected[name]), derivation.rules) == {}
    assert words(matrix(DISTANCE).statics["diversity"]) == {}


def test_terms_never_seen_have_a_matrix_form_where_they_are_matrix_algebra() -> None:
    derivation = matrix((Inconsistency, Fairness))
    assert all(left == {} for left in derivation.residuals.values())
    assert "lambda_F" in derivation.text()


@pytest.mark.parametrize("term", [Anchor, Cube, Congestion])
def test_terms_without_matrix_algebra_are_refused(term: type[Term]) -> None:
    with pytest.raises(InputError, match=r"no matrix form; derive it for a number of groups"):
        matrix((*SIMILARITY, term))


class Quartic(Fairness):
    """−λ (wᵀw)²: matrix algebra, but not quadratic; its product of two numbers is not one that is understood."""

    name, coefficient_name, symbol = "quartic", "quartic", "p"

    @staticmethod
    def formula(coefficient, data, own, mean):  # type: ignore[no-untyped-def]  # as a user may write it
        return -coefficient * (own @ own) * (own @ own)


def test_what_is_not_quadratic_is_refused() -> None:
    with pytest.raises((InputError, UndecidedError), match=r"no matrix form|not quadratic"):
        matrix((Quartic,))


@pytest.mark.parametrize(("terms", "diversity"), [(SIMILARITY, "similarity"), (DISTANCE, "distance")])
@pytest.mark.parametrize("groups", [1, 2, 5, 12])
def test_the_function_agrees_with_the_exact_solver(groups: int, terms: tuple[type[Term], ...], diversity: str) -> None:
    drawn = game(0, groups, diversity)
    found = solve_indifference(drawn.canonical.b, drawn.canonical.M, range(groups))
    assert found is not None
    inputs = {letter: drawn.inputs[name].astype(float) for letter, name in zip("aCS", drawn.inputs, strict=True)}
    coefficients = {
        f"lambda_{letter}": float(value) for letter, value in zip("ACD", drawn.coefficients.values(), strict=True)
    }
    weights = matrix(terms).function()(**coefficients, **inputs)
    assert weights == pytest.approx(np.array(column_fractions(found.weights), dtype=float), abs=1e-9)


def test_the_function_says_what_it_takes() -> None:
    derivation = matrix()
    assert derivation.arguments == ("lambda_A", "lambda_C", "lambda_D", "a", "C", "S")
    with pytest.raises(InputError, match="give lambda_A, lambda_C"):
        derivation.function()(1, 2)


def test_terms_of_no_linear_share_still_evaluate() -> None:
    weights = matrix((Inconsistency,)).function()(lambda_C=1, C=np.diag([1.0, 1.0, 2.0]))
    assert weights == pytest.approx(np.array([Fraction(2, 5), Fraction(2, 5), Fraction(1, 5)], dtype=float))


def test_words_multiply_out_and_back() -> None:
    D = sympy.Symbol("D", integer=True, positive=True)
    A, B = sympy.MatrixSymbol("A", D, D), sympy.MatrixSymbol("B", D, D)
    total = words((A + 2 * B) * (A - B).T)
    assert total == {(A, A.T): 1, (A, B.T): -1, (B, A.T): 2, (B, B.T): -2}
    assert words(expression(total, D, D)) == total
    assert words((A * B.I).T) == words(sympy.Transpose(A * B.I)) == {(B.T.I, A.T): 1}
    assert rewritten(words(A * A.I * B), (Rule((A, A.I), (), 1, "invertible"),)) == {(B,): 1}
    assert rewritten(words(A * B * A), (Rule((B,), (), 0, "nothing"),)) == {}


def test_text_and_latex_hold_the_same_steps() -> None:
    derivation = matrix()
    text, latex = derivation.text(), derivation.latex()
    for section in derivation.sections:
        assert section.title in text
    assert latex.count(r"\paragraph{") == len(derivation.sections)
    assert "w = M**(-1)*(b - nu*ones)" in text
    assert r"\left(Z^{T} M Z\right)^{-1}".replace(r"\left", "").replace(r"\right", "") in latex
