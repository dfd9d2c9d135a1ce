"""`derive` on anchored games: conditions that are the solver's, second-order conditions, and no closed form."""

from __future__ import annotations

import pytest
import sympy

from nashsym.errors import UndecidedError
from nashsym.game import Game
from nashsym.solvers.anchored_solution import AnchoredSolution
from nashsym.solvers.pipeline import solve
from nashsym.symbolic.derivation import Derivation
from nashsym.symbolic.deriving import derive
from nashsym.terms import Anchor, Attractiveness, Inconsistency, Similarity

GAME = Game.from_canonical(
    [1, 0, "1/3"], [[2, 0, 0], [0, 2, 0], [0, 0, 2]], [[1, 0, 1], [0, 1, 0], [0, 0, 1]], 3,
    anchor=("1/10", ["1/5", "3/10", "1/2"]),
)  # fmt: skip


def test_the_first_order_conditions_hold_at_the_answer_of_solve() -> None:
    solution = solve(GAME)
    assert isinstance(solution, AnchoredSolution)
    assert solution.enclosure is not None
    form = derive(GAME).first_order
    exact = [sympy.Rational(weight.numerator, weight.denominator) for weight in solution.enclosure.weights]
    point = dict(zip(form.weights, exact, strict=True))
    levels = [sympy.N(condition.lhs.subs(point), 60) for condition in form.conditions[:-1]]
    assert max(levels) - min(levels) < sympy.Rational(1, 10**37)
    assert form.conditions[-1].lhs.subs(point) == 1


def test_there_is_no_closed_form_and_it_is_said() -> None:
    derivation = derive(GAME)
    assert not derivation.is_quadratic
    with pytest.raises(UndecidedError, match="not quadratic"):
        _ = derivation.closed_form
    assert "has no closed form" in derivation.text().replace("have", "has")


@pytest.mark.parametrize(
    "derivation", [derive(GAME), derive(groups=3, terms=(Attractiveness, Inconsistency, Similarity, Anchor))]
)
def test_the_second_order_condition_is_told(derivation: Derivation) -> None:
    text = derivation.text()
    assert "Second-order condition: utility is concave in the own mixture (T1)" in text
    assert "x_1" in text.partition("Second-order condition")[2]
    assert r"\paragraph" in derivation.latex()


def test_the_coefficient_may_stay_a_symbol() -> None:
    (name,) = derive(GAME, free=["anchor"]).first_order.utility.coefficients
    assert name == "anchor"
