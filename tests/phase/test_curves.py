"""Boundary curves: the same as the path along λ_A at every pair of the other coefficients, in both of their forms."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import pytest
import sympy
from hypothesis import event, given

from nashsym import anes96_game
from nashsym.errors import InputError
from nashsym.exact.real_roots import RealRoot
from nashsym.game import Game
from nashsym.phase.curves import MAX_GROUPS_FUNCTIONS, BoundaryCurves, WeightCurve, boundary_curves
from nashsym.testing import games
from nashsym.theorems.attractiveness_path import attractiveness_path

ONES = [[1, 0], [0, 1]]
X, Y = sympy.symbols("lambda_C lambda_D", nonnegative=True)
COEFFICIENTS = st.fractions(Fraction(1, 10), 9, max_denominator=12)


def pair(similarity: Any = ONES, form: str = "similarity") -> Game:
    """The second weight is ½ − λ_A/(2(2λ_C + λ_D)) in the similarity form."""
    return Game.alignment(["a", "b"], 2, [1, 0], ONES, similarity, diversity=form, floor="1/4")


def assert_follows(game: Game, curves: BoundaryCurves, consistency: Fraction, diversity: Fraction) -> str:
    """Compare with q + λ_A·Pa at one pair of coefficients; return what was seen."""
    here = game.with_coefficients(attractiveness=1, consistency=consistency, diversity=diversity)
    path = attractiveness_path(here)
    if path is None:
        return "singular"
    for level, listed in ((Fraction(0), curves.zero), (game.threshold, curves.floor)):
        for d, group in enumerate(game.groups):
            curve, crossing = listed[group], path.crossing(d, level)
            if curve is None:
                assert crossing is None
                continue
            assert (curve.group, curve.level) == (group, level)
            assert curve.at(consistency, diversity) == crossing
    expected = path.interior() if here.canonical.concavity.is_positive_semidefinite else None
    ratio = RealRoot.of(diversity / consistency)
    if any(ratio in (stretch.start, stretch.end) for stretch in curves.interior):
        return "an end"
    inside = [s for s in curves.interior if s.start < ratio and (s.end is None or ratio < s.end)]
    if expected is None:
        assert not inside
        return "no interior"
    (stretch,) = inside
    low = Fraction(0) if stretch.low is None else stretch.low.at(consistency, diversity)
    high = None if stretch.high is None else stretch.high.at(consistency, diversity)
    assert (low, high) == expected
    return "an interior"


def alignment_games() -> st.SearchStrategy[Game]:
    both = games(kind="similarity"), games(kind="distance")
    return st.one_of(both).filter(lambda game: game.size <= 4)


@given(alignment_games(), COEFFICIENTS, COEFFICIENTS)
def test_curves_follow_the_path(game: Game, consistency: Fraction, diversity: Fraction) -> None:
    event(assert_follows(game, boundary_curves(game), consistency, diversity))


@pytest.mark.parametrize("game", [pair(), pair(form="distance"), pair([[-1, 0], [0, -1]]), anes96_game()])
def test_curves_follow_the_path_in_every_regime(game: Game) -> None:
    curves = boundary_curves(game)
    seen = {assert_follows(game, curves, Fraction(1), Fraction(k, 7)) for k in range(1, 200, 9)}
    assert "an interior" in seen


def test_by_hand() -> None:
    curves = boundary_curves(pair())
    assert curves.zero["b"] == WeightCurve("b", Fraction(0), (2, 1), (1,))
    assert curves.floor["b"] == WeightCurve("b", Fraction(1, 4), (2, 1), (2,))
    assert curves.zero["a"] == WeightCurve("a", Fraction(0), (-2, -1), (1,))
    (stretch,) = curves.interior
    assert (stretch.start, stretch.end, stretch.includes_start) == (RealRoot.of(0), None, True)
    assert (stretch.low, stretch.high) == (None, curves.zero["b"])
    assert boundary_curves(pair(), floor="1/2").floor["b"] == WeightCurve("b", Fraction(1, 2), (0, 0), (1,))


def test_not_concave_beyond_a_ratio_and_no_interior_there() -> None:
    """Distance form: H = 2(λ_C − λ_D) I, and λ_D does not move w⁎ (T11)."""
    (stretch,) = boundary_curves(pair(form="distance")).interior
    assert stretch.end == RealRoot.of(1)
    assert stretch.high == WeightCurve("b", Fraction(0), (2, 0), (1,))


def test_the_group_that_dies_changes_where_m_is_singular() -> None:
    """M = (2λ_C − λ_D) I: beyond λ_D = 2λ_C what attracts more gets less."""
    first, second = boundary_curves(pair([[-1, 0], [0, -1]])).interior
    assert first.end == second.start == RealRoot.of(2)
    assert first.high is not None
    assert second.high is not None
    assert (first.high.group, second.high.group) == ("b", "a")


def test_expressions_are_the_same_functions() -> None:
    game = anes96_game()
    curves = boundary_curves(game)
    values = {X: sympy.Rational(3, 7), Y: sympy.Rational(5, 2)}
    for curve in (*curves.floor.values(), *curves.zero.values()):
        assert curve is not None
        value = curve.at(Fraction(3, 7), Fraction(5, 2))
        assert value is not None
        assert curve.expression().subs(values) == sympy.Rational(value.numerator, value.denominator)
    low, high = curves.expressions()
    (stretch,) = curves.interior
    assert stretch.high is not None
    assert low.subs(values) == 0
    assert high.subs(values) == stretch.high.expression().subs(values)
    assert high.subs({X: 1, Y: 0}) == stretch.high.expression().subs({X: 1, Y: 0})
    assert stretch.end is not None
    beyond = sympy.Rational(str(stretch.end.enclose(Fraction(1, 100))[1]))
    assert high.subs({X: 1, Y: beyond}) is sympy.nan


def test_what_does_not_move_has_no_curve() -> None:
    game = Game.alignment(["a", "b"], 2, [1, 1], ONES, ONES)
    curves = boundary_curves(game)
    assert set(curves.floor.values()) == set(curves.zero.values()) == {None}
    ((stretch),) = curves.interior
    assert (stretch.low, stretch.high) == (None, None)
    assert curves.expressions()[1].subs({X: 1, Y: 1}) == sympy.oo
    singular = boundary_curves(Game.alignment(["a", "b"], 2, [1, 0], [[0, 0], [0, 0]], [[0, 0], [0, 0]]))
    assert singular.interior == ()
    assert set(singular.floor.values()) == {None}


def test_other_games_are_refused() -> None:
    with pytest.raises(InputError, match="coefficients and inputs"):
        boundary_curves(Game.from_canonical([1, 0], ONES))
    with pytest.raises(InputError, match="anchored"):
        boundary_curves(Game.alignment(["a", "b"], 2, [1, 0], ONES, ONES, anchor=(1, ["1/2", "1/2"])))
    size = MAX_GROUPS_FUNCTIONS + 1
    identity = [[int(d == e) for e in range(size)] for d in range(size)]
    with pytest.raises(InputError, match="groups"):
        boundary_curves(Game.alignment([f"g{d}" for d in range(size)], 2, [1] * size, identity, identity))


def test_an_end_that_leaves_the_positive_λ_A_is_0_from_there_on() -> None:
    """M is not ≻ 0 on T: w⁎_b = 0 at λ_A = λ_C/2 − λ_D, which is negative from λ_D = λ_C/2 on."""
    game = Game.alignment(["a", "b"], 2, [0, -1], [["1/4", 0], [0, 0]], [[-1, 0], [0, -2]])
    curves = boundary_curves(game)
    assert assert_follows(game, curves, Fraction(10), Fraction(3)) == "an interior"
    assert assert_follows(game, curves, Fraction(1), Fraction(1)) == "an interior"
    assert [stretch.end and stretch.end.rational for stretch in curves.interior] == [
        Fraction(1, 6),
        Fraction(1, 2),
        None,
    ]
    assert curves.interior[-1].low is None
