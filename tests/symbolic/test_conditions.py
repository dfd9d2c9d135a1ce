"""Inequalities between minors against exact definiteness, and what the sentences about numbers say."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from nashsym import Game, derive
from nashsym.symbolic.conditions import Condition
from nashsym.terms import Attractiveness, Inconsistency, Similarity
from tests.symbolic.draws import game, numbers
from tests.theorems.strategies import alignment_games


def holds(condition: Condition, at: dict[sympy.Symbol, sympy.Expr] | None = None) -> bool:
    """Decide a condition at numbers for the symbols of the game, its names undone from the last to the first."""
    known = dict(at or {})
    for name, value in reversed(list(condition.substitution.items())):
        known[name] = value.xreplace(known)
    return all(bool(part.xreplace(known).doit()) for part in condition.inequalities)


@given(st.one_of(alignment_games(concave=False), alignment_games()))
def test_with_numbers_in_they_agree_with_exact_definiteness(drawn: Game) -> None:
    derivation, form = derive(drawn), drawn.canonical
    assert holds(derivation.concavity) == form.concavity.is_positive_semidefinite
    assert holds(derivation.uniqueness) == form.stability.is_positive_definite
    assert holds(derivation.unity) == (form.unity is None or form.unity.is_positive_definite)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("groups", [2, 3, 4])
def test_in_symbols_they_agree_with_exact_definiteness(groups: int, seed: int) -> None:
    drawn = game(seed, groups, agents=2 + seed)
    derivation, form = derive(groups=groups), drawn.canonical
    at: dict[sympy.Symbol, sympy.Expr] = {sympy.Symbol("N", integer=True, positive=True): sympy.Integer(drawn.agents)}
    for letter, name in (("A", "attractiveness"), ("C", "consistency"), ("D", "diversity")):
        at[sympy.Symbol(f"lambda_{letter}", nonnegative=True)] = sympy.Rational(drawn.coefficients[name])
    for letter, name in (("C", "inconsistency"), ("S", "similarity")):
        for d in range(groups):
            for e in range(d, groups):
                value = drawn.inputs[name][d, e]
                at[sympy.Symbol(f"{letter}_{d + 1}{e + 1}", real=True)] = sympy.Rational(value)
    assert holds(derivation.concavity, at) == form.concavity.is_positive_semidefinite
    assert holds(derivation.uniqueness, at) == form.stability.is_positive_definite
    assert form.unity is not None
    assert holds(derivation.unity, at) == form.unity.is_positive_definite


def test_both_verdicts_are_drawn() -> None:
    found = {game(seed, 3).canonical.concavity.is_positive_semidefinite for seed in range(6)}
    assert found == {True, False}


def test_names_lead_from_the_minors_to_the_symbols_of_the_terms() -> None:
    derivation = derive(groups=4)
    for condition in (derivation.concavity, derivation.uniqueness, derivation.unity):
        known = set(numbers(derivation.first_order.utility.expression.free_symbols, 1))
        known |= {sympy.Symbol("N", integer=True, positive=True)}
        for name, value in reversed(list(condition.substitution.items())):
            assert value.free_symbols <= known, name
            known.add(name)
        assert all(part.free_symbols <= known for part in condition.inequalities)


def test_existence_says_every_weight() -> None:
    derivation = derive(groups=3)
    assert [part.lhs for part in derivation.existence] == list(derivation.closed_form.weights)
    assert {part.rel_op for part in derivation.existence} == {">"}


def test_minors_without_symbols_are_told_in_a_sentence() -> None:
    concave = game(0, 3)
    assert "2 sums of principal minors of one size are numbers, at least 0: satisfied." in derive(concave).text()
    curved = Game.alignment(["a", "b"], 2, [1, 2], [[-1, 0], [0, -1]], [[3, 0], [0, 3]])
    assert "1 of them not at least 0: it is violated" in " ".join(derive(curved).text().split())


def test_one_agent_has_no_condition_of_unity() -> None:
    alone = Game.alignment(["a", "b"], 1, [1, 2], [[1, 0], [0, 1]], [[1, 0], [0, 1]])
    derivation = derive(alone, free=["diversity"])
    assert derivation.unity.inequalities == ()
    assert derivation.statics == {}
    assert "Every equilibrium is homogeneous" not in derivation.text()


def test_agents_stay_a_symbol() -> None:
    derivation = derive(groups=2, terms=(Attractiveness, Inconsistency, Similarity))
    N = sympy.Symbol("N", integer=True, positive=True)
    assert derivation.first_order.utility.agents == N
    (inequality,) = derivation.unity.inequalities
    full = inequality.lhs.xreplace(dict(derivation.unity.substitution))
    S = [sympy.Symbol(f"S_{place}", real=True) for place in ("11", "12", "22")]
    C = [sympy.Symbol(f"C_{place}", real=True) for place in ("11", "12", "22")]
    lambda_c, lambda_d = (sympy.Symbol(f"lambda_{letter}", nonnegative=True) for letter in "CD")
    expected = 2 * lambda_c * (C[0] - 2 * C[1] + C[2]) - lambda_d / (N - 1) * (S[0] - 2 * S[1] + S[2])
    assert sympy.cancel(full - expected) == 0
