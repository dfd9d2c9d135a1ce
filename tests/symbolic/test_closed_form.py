"""The closed form put back into what was differentiated, by another road than the package's own."""

from __future__ import annotations

from itertools import product

import pytest
import sympy

from nashsym import UndecidedError, derive
from nashsym.symbolic.derivation import Derivation
from nashsym.terms import Attractiveness, Coupling, Curvature, Distance, Inconsistency, Linear, Similarity, Term
from tests.symbolic.draws import game, numbers

SIMILARITY: tuple[type[Term], ...] = (Attractiveness, Inconsistency, Similarity)
DISTANCE: tuple[type[Term], ...] = (Attractiveness, Inconsistency, Distance)
CANONICAL: tuple[type[Term], ...] = (Linear, Curvature, Coupling)
FORMS = pytest.mark.parametrize("terms", [SIMILARITY, DISTANCE, CANONICAL], ids=["similarity", "distance", "canonical"])


def data(letter: str, groups: int, *, mirrored: bool = True) -> sympy.Matrix:
    """Give the symbols of a term's matrix as a user would write them."""

    def entry(d: int, e: int) -> sympy.Symbol:
        d, e = (min(d, e), max(d, e)) if mirrored else (d, e)
        return sympy.Symbol(f"{letter}_{d + 1}{e + 1}", real=True)

    return sympy.Matrix(groups, groups, entry)


def column(letter: str, groups: int) -> sympy.Matrix:
    return sympy.Matrix([sympy.Symbol(f"{letter}_{d + 1}", real=True) for d in range(groups)])


def coefficient(letter: str) -> sympy.Symbol:
    return sympy.Symbol(f"lambda_{letter}", nonnegative=True)


@pytest.mark.parametrize("groups", [2, 3, 4, 5])
@FORMS
def test_names_stand_for_the_model_s_b_and_m(groups: int, terms: tuple[type[Term], ...]) -> None:
    """MODEL, section 1: b, H, K and so M and G of both forms and of the canonical terms."""
    derivation = derive(groups=groups, terms=terms)
    form = derivation.closed_form
    C, S = data("C", groups), data("S", groups)
    expected = {
        SIMILARITY: (
            coefficient("A") * column("a", groups),
            2 * coefficient("C") * C,
            coefficient("D") * S,
        ),
        DISTANCE: (
            coefficient("A") * column("a", groups),
            2 * coefficient("C") * C - 2 * coefficient("D") * S,
            2 * coefficient("D") * S,
        ),
        CANONICAL: (column("b", groups), data("H", groups), data("K", groups, mirrored=False)),
    }
    b, H, K = expected[terms]
    N = sympy.Symbol("N", integer=True, positive=True)
    assert form.b.xreplace(dict(form.substitution)) == b
    assert (form.M.xreplace(dict(form.substitution)) - H - K).expand().is_zero_matrix
    assert N not in {symbol for value in form.substitution.values() for symbol in value.free_symbols}
    unity = derivation.unity.substitution
    assert any(N in value.free_symbols for value in unity.values())
    for name, value in unity.items():
        if not str(name).startswith("Gbar"):
            d, e = (int(place) - 1 for place in str(name).removeprefix("G_"))
            assert sympy.expand(value - (H - K / (N - 1))[d, e]) == 0


def put_back(derivation: Derivation, weights: tuple[sympy.Expr, ...]) -> list[sympy.Expr]:
    """Put weights into the differentiated conditions, and take the last from the others: ν drops out."""
    form = derivation.first_order
    at = dict(zip(form.weights, weights, strict=True))
    left = [condition.lhs.xreplace(at) for condition in form.conditions[:-1]]
    return [*(part - left[-1] for part in left[:-1]), sympy.Add(*weights) - 1]


@pytest.mark.parametrize("groups", [1, 2, 3])
@FORMS
def test_expanded_it_solves_the_conditions_in_full_symbols(groups: int, terms: tuple[type[Term], ...]) -> None:
    derivation = derive(groups=groups, terms=terms)
    left = put_back(derivation, derivation.closed_form.expanded())
    assert [sympy.cancel(part) for part in left] == [0] * groups


@pytest.mark.parametrize(("groups", "terms"), list(product([4, 5, 6], [SIMILARITY, DISTANCE, CANONICAL])))
def test_substituted_back_it_solves_the_conditions_at_drawn_numbers(groups: int, terms: tuple[type[Term], ...]) -> None:
    """Beyond D = 3 at rational numbers for every symbol: the short form, the names undone one level after the other."""
    derivation = derive(groups=groups, terms=terms)
    form = derivation.closed_form
    b, H, K = derivation.canonical
    at = numbers(b.free_symbols | H.free_symbols | K.free_symbols, groups)
    inner = {name: value.xreplace(at) for name, value in form.substitution.items()} | at
    outer = {name: value.xreplace(inner) for name, value in form.system.substitution.items()}
    delta = form.short_determinant.xreplace(outer)
    assert delta != 0
    weights = tuple(count.xreplace(outer) / delta for count in form.short_numerators)
    assert [part.xreplace(at) for part in put_back(derivation, weights)] == [0] * groups
    assert set(derivation.residuals) == {0}
    if groups < 6:
        long = form.determinant.xreplace(inner)
        assert tuple(count.xreplace(inner) / long for count in form.numerators) == weights
        level = form.level.xreplace(inner)
        condition = derivation.first_order.conditions[0].lhs
        assert condition.xreplace(dict(zip(derivation.first_order.weights, weights, strict=True)) | at) == level


def test_a_wrong_numerator_leaves_a_residual() -> None:
    from dataclasses import replace

    form = derive(groups=3).closed_form
    wrong = replace(form, short_numerators=(form.short_numerators[1], *form.short_numerators[1:]))
    assert set(form.residuals()) == {0}
    assert set(wrong.residuals()) != {0}


@pytest.mark.parametrize("diversity", ["similarity", "distance"])
@pytest.mark.parametrize("free", [[], ["diversity"], ["attractiveness", "consistency", "diversity"]])
def test_numbers_put_in_solve_the_conditions(diversity: str, free: list[str]) -> None:
    for seed in range(3):
        derivation = derive(game(seed, 3, diversity), free=free)
        left = put_back(derivation, derivation.closed_form.weights)
        assert [sympy.cancel(part) for part in left] == [0, 0, 0]
        assert set(derivation.residuals) == {0}


def test_statics_with_numbers_in_are_the_derivatives_of_the_closed_form() -> None:
    """T7, explicit in the free coefficients, against differentiating the quotient."""
    derivation = derive(game(0, 3), free=["attractiveness", "consistency", "diversity"])
    weights = derivation.closed_form.weights
    for name, symbol in derivation.first_order.utility.coefficients.items():
        for weight, slope in zip(weights, derivation.statics[name], strict=True):
            assert sympy.cancel(sympy.diff(weight, symbol) - slope) == 0


@pytest.mark.parametrize("groups", [3, 4])
def test_statics_in_symbols_are_the_derivatives_at_drawn_numbers(groups: int) -> None:
    """T7 in M, C, S and w, against differentiating w⁎ with the numbers of all symbols but λ in."""
    derivation = derive(groups=groups)
    form = derivation.closed_form
    lambdas = derivation.first_order.utility.coefficients
    b, H, K = derivation.canonical
    at = numbers((b.free_symbols | H.free_symbols | K.free_symbols) - set(lambdas.values()), groups)
    values = numbers(lambdas.values(), 7)
    inner = {name: value.xreplace(at) for name, value in form.substitution.items()}
    quotients = [weight.xreplace(inner) for weight in form.weights]
    everything = {name: value.xreplace(values) for name, value in inner.items()} | at | values
    weights = {w: q.xreplace(values) for w, q in zip(derivation.first_order.weights, quotients, strict=True)}
    for name, symbol in lambdas.items():
        others = {each: value for each, value in values.items() if each != symbol}
        for quotient, slope in zip(quotients, derivation.statics[name], strict=True):
            slope_of_quotient = sympy.diff(sympy.cancel(quotient.xreplace(others)), symbol)
            assert slope.xreplace(everything | weights) == slope_of_quotient.xreplace(values)


def test_a_singular_system_has_no_closed_form_and_says_so() -> None:
    derivation = derive(groups=2, terms=(Attractiveness,))
    with pytest.raises(UndecidedError, match="singular whatever the symbols are"):
        _ = derivation.closed_form
    assert "no homogeneous interior equilibrium or a continuum" in " ".join(derivation.text().split())


def test_one_group_is_served_alone() -> None:
    derivation = derive(groups=1)
    assert derivation.closed_form.weights == (1,)
    assert derivation.closed_form.level == sympy.Symbol("b_1", real=True) - sympy.Symbol("M_11", real=True)
    assert "w_1 = 1" in derivation.text()
