"""`steer`: on the survey, in every verdict, in words, and on input that is at fault."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from nashsym import Game, InputError, anes96_game, solve, steer, verify
from nashsym.exact.rational import fractions
from nashsym.phase.along.coefficient_line import CoefficientLine
from nashsym.phase.along.definite_range import concave_values
from nashsym.steering.coefficient_changes import coefficient_changes
from nashsym.steering.demand import Demand
from nashsym.steering.smallest_subsidy import Norm, smallest_subsidy


def two_groups(**changes: Any) -> Game:
    given: dict[str, Any] = {
        "groups": ["left", "right"],
        "agents": 3,
        "attractiveness": ["0.1", "0.9"],
        "inconsistency": [[1, 0], [0, 1]],
        "similarity": [["0.2", 0], [0, "0.2"]],
        "coefficients": [4, 1, 1],
    }
    return Game.alignment(**(given | changes))


def excluded_in_between() -> Game:
    """b is alike c, and is served at little and at much diversity, but not between."""
    return Game.alignment(
        groups=["a", "b", "c"],
        agents=3,
        attractiveness=["4/5", "4/5", 1],
        inconsistency=[["3/2", 0, 0], [0, "3/4", 0], [0, 0, "3/2"]],
        similarity=[["2/3", "-1/3", "-1/3"], ["-1/3", "10/3", 3], ["-1/3", 3, "10/3"]],
        coefficients=[1, "1/4", 1],
    )


@pytest.mark.parametrize("norm", ["l1", "l2", "linf"])
@pytest.mark.parametrize("floor", ["0.01", "0.05", "0.15", "0.2"])
def test_every_option_on_the_survey_is_verified_by_solving_the_new_game(floor: str, norm: str) -> None:
    game = anes96_game()
    advice = steer(game, floor=floor, norm=norm)
    assert advice.options
    assert not advice.nothing_to_do
    for option in advice.options:
        equilibrium = solve(option.game, "pivoting").equilibrium
        assert equilibrium is not None
        assert min(equilibrium.weights) >= Fraction(floor)
        assert equilibrium.weights == option.equilibrium.weights
        assert option.game.threshold == Fraction(floor)
        assert verify(option.certificate.to_dict())
        claims = [claim for claim in option.certificate.claims if claim["type"] == "included"]
        assert len(claims) == game.size
        assert option.solution.unique == "proved"
        N = game.agents
        w = option.equilibrium.weights
        assert option.welfare.after == option.game.utility(w, [w] * (N - 1))
        assert option.welfare.after_at_old == game.utility(w, [w] * (N - 1))


def test_options_come_cheapest_first() -> None:
    options = steer(anes96_game()).options
    costs = [option.relative_squared for option in options if option.relative_squared is not None]
    assert len(costs) == 4
    assert costs == sorted(costs)
    assert [option.family for option in options] == [
        "attractiveness",
        "coefficients",
        "attractiveness coefficient",
        "consistency coefficient",
    ]
    assert steer(anes96_game()).cheapest is not None


def test_it_agrees_with_the_search_for_one_group() -> None:
    """On the survey one group alone is below the floor; where all others stay above, the thresholds are the same."""
    game = anes96_game()
    known = {
        change.coefficient: change for change in coefficient_changes(game, "liberal") if change.verdict == "reached"
    }
    found = {next(iter(o.change)): o for o in steer(game, by="coefficient").options}
    assert set(found) == set(known) == {"attractiveness", "consistency"}
    for name, option in found.items():
        assert option.change[name] == known[name].value or known[name].exact is not None
        low, high = sorted(known[name].threshold or ())
        assert not low < option.change[name] < high


def test_what_diversity_cannot_do_is_proved_with_the_best_it_can() -> None:
    (family,) = steer(anes96_game(), by="diversity").refused
    assert (family.verdict, family.options, family.intervals) == ("never", (), ())
    assert "T12" in family.sentence
    assert family.best is not None
    assert family.best.share == family.best.upper == 0


def test_the_best_is_enclosed_where_all_are_served_but_not_enough() -> None:
    """As λ_C grows left tends to 1/4 from below: 0.3 is never reached, and 5/6 of it is the supremum."""
    game = two_groups(inconsistency=[[3, 0], [0, 1]], similarity=[[0, 0], [0, 0]])
    (family,) = steer(game, floor="0.3", by="consistency").refused
    assert family.verdict == "never"
    assert family.best is not None
    assert family.best.share < Fraction(5, 6) <= family.best.upper
    assert family.best.upper - family.best.share < Fraction(1, 1000)
    assert "The best it can do for the worst-off is 24.99 % (nowhere 25.0" in family.sentence


def test_a_game_whose_floors_hold_needs_nothing() -> None:
    game = two_groups(coefficients=[1, 1, 1])
    advice = steer(game)
    assert advice.nothing_to_do
    assert (advice.families, advice.options) == ((), ())
    assert "Nothing needs to change" in str(advice)
    assert advice.cheapest is None


def test_a_target_is_reached_exactly_and_at_the_smallest_size() -> None:
    game = anes96_game()
    target = ["0.2", "0.1", "0.3", "0.1", "0.3"]
    for norm in ("l1", "l2", "linf"):
        (option,) = steer(game, target=target, by="attractiveness", norm=norm).options
        assert option.equilibrium.weights == tuple(map(Fraction, target))
        assert option.is_smallest
    both = steer(game, target=dict(zip(game.groups, target, strict=True)))
    assert [family.verdict for family in both.families] == ["never", "never", "never", "never", "reached"]
    assert steer(game, target={"weights": dict(zip(game.groups, target, strict=True))}).options


def test_a_coefficient_can_reach_a_target_too() -> None:
    game = two_groups()
    goal = solve(game.with_coefficients(consistency=3)).equilibrium
    assert goal is not None
    options = steer(game, target=goal.weights, by="consistency").options
    assert [option.change for option in options] == [{"consistency": Fraction(3)}]
    assert options[0].is_smallest
    assert options[0].cost == 2


def test_a_tie_of_all_groups_at_one_over_d_is_a_target() -> None:
    (option,) = steer(two_groups(), floor="1/2", by="attractiveness", norm="linf").options
    assert option.equilibrium.weights == (Fraction(1, 2), Fraction(1, 2))
    assert option.change == {"left": Fraction(2, 5), "right": Fraction(-2, 5)}


def test_specialisation_is_warned_of() -> None:
    game = two_groups(similarity=[[2, 0], [0, 2]], coefficients=[8, "1/10", 1], agents=2)
    (option,) = steer(game, floor="0.2", by="attractiveness").options
    assert option.solution.unique == "refuted"
    assert "specialisation can undo it" in option.assurance
    assert "T6" in option.assurance


def test_a_game_that_is_not_concave_is_brought_back_by_a_coefficient() -> None:
    """Distance form: beyond some λ_D nobody is in the interior (T11); less of it, or more consistency, does."""
    game = two_groups(diversity="distance", similarity=[[4, 0], [0, 4]], coefficients=[1, 1, 1])
    assert not game.canonical.concavity.is_positive_semidefinite
    advice = steer(game)
    verdicts = {family.family: family.verdict for family in advice.families}
    assert verdicts["attractiveness"] == "never"
    assert verdicts["diversity coefficient"] == "reached"
    assert verdicts["consistency coefficient"] == "reached"
    for option in advice.options:
        assert option.game.canonical.concavity.is_positive_semidefinite
    line = CoefficientLine.of(game, "diversity")
    found = concave_values(line)
    assert found is not None
    assert found.end is not None
    assert found.end.rational == Fraction(1, 4)


def test_a_canonical_game_is_steered_by_b() -> None:
    game = Game.from_canonical([3, 0], [[1, 0], [0, 1]], agents=2, groups=["x", "y"])
    advice = steer(game, floor="0.1", norm="linf")
    (option,) = advice.options
    assert option.sentence.startswith("Raise the incentive b of y by")
    assert option.game.kind == "canonical"
    (refused,) = advice.refused
    assert "canonical form has no coefficients" in refused.sentence


def test_attractiveness_without_weight_moves_nothing() -> None:
    game = two_groups(coefficients=[0, 1, 1], inconsistency=[[9, 0], [0, "0.01"]])
    (family,) = steer(game, floor="0.4", by="attractiveness").families
    assert family.verdict == "never"
    assert "λ_A = 0" in family.sentence


def test_floors_for_some_and_of_their_own() -> None:
    game = anes96_game()
    some = steer(game, floor="0.1", groups="liberal", by="attractiveness", norm="l1").options[0]
    everybody = steer(game, floor="0.1", by="attractiveness", norm="l1").options[0]
    assert some.equilibrium.weights[0] >= Fraction(1, 10)
    assert some.least_squared < everybody.least_squared
    own = steer(game, floor={"liberal": "0.05", "moderate": "0.2"}, by="attractiveness").options[0]
    assert own.equilibrium.weights[0] >= Fraction(1, 20)
    assert "liberal to at least 5 % and moderate to at least 20 %" in str(
        steer(game, floor={"liberal": "0.05", "moderate": "0.2"})
    )


def test_several_intervals_are_all_told() -> None:
    game = excluded_in_between()
    advice = steer(game, floor="0.1", by="diversity")
    (family,) = advice.families
    first, second = family.intervals
    assert first.start.rational == 0
    assert first.includes_start
    assert first.includes_end
    assert second.end is None
    assert sorted(option.change["diversity"] for option in advice.options) == [Fraction("0.7181"), Fraction("12.54")]
    assert "from 0 to ≈ 0.7182, and from ≈ 12.53 on" in str(advice)
    for value, met in (("0.7181", True), ("0.7182", False), ("12.53", False), ("12.54", True)):
        equilibrium = solve(game.with_coefficients(diversity=value)).equilibrium
        assert equilibrium is not None
        assert (min(equilibrium.weights) >= Fraction(1, 10)) is met


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"floor": "0.6"}, "give a floor of at most 1/2"),
        ({"floor": 0}, "asks for nothing"),
        ({"floor": "-1/2"}, "asks for nothing"),
        ({"floor": float("nan")}, "NaN"),
        ({"floor": True}, "number"),
        ({"floor": {"left": "0.6", "right": "0.6"}}, "the weights sum to 1"),
        ({"floor": {}}, "nobody is named"),
        ({"floor": {"up": "0.1"}}, "no group is named 'up'"),
        ({"floor": {"left": "0.1"}, "groups": ["left"]}, "leave groups out"),
        ({"groups": ["up"]}, "the groups are left and right"),
        ({"groups": []}, "nobody is named"),
        ({"target": ["0.5", "0.6"]}, "sum"),
        ({"target": [1, 0]}, "T10"),
        ({"target": {"left": 1}}, "right"),
        ({"target": {"left": "1/2", "right": "1/2"}, "floor": "0.1"}, "a floor or a target"),
        (
            {"target": {"agents": [{"left": "1/2", "right": "1/2"}] * 2 + [{"left": "1/4", "right": "3/4"}]}},
            "one mixture",
        ),
        ({"by": "magic"}, "no family of changes is called 'magic'"),
        ({"by": ()}, "no family"),
        ({"norm": "l3"}, "the norms are l1, l2, linf"),
    ],
)
def test_input_at_fault_is_said_in_one_line(arguments: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        steer(two_groups(), **arguments)
    assert problem.casefold() in str(caught.value).casefold()
    assert "\n" not in str(caught.value)


def test_anchored_games_are_refused_in_one_line() -> None:
    game = two_groups(anchor=("1/2", ["1/2", "1/2"]))
    with pytest.raises(InputError, match="an anchored game can't be steered"):
        steer(game)


def test_matrices_of_the_new_game_are_those_of_the_old() -> None:
    game = anes96_game()
    option = steer(game, by="attractiveness").options[0]
    assert fractions(option.game.canonical.M) == fractions(game.canonical.M)
    assert option.game.to_dict()["groups"] == list(game.groups)


@pytest.mark.parametrize(
    ("norm", "squared"), [("l1", Fraction("17.64")), ("l2", Fraction("8.82")), ("linf", Fraction("4.41"))]
)
def test_a_group_that_nobody_asked_for_stays_out_for_nothing(norm: Norm, squared: Fraction) -> None:
    """5 − 0.9 + e₁ = −0.1 + e₂ is all that is needed: z, at 0, may stay worse than both."""
    game = Game.from_canonical([5, 0, -3], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], agents=2, groups=["x", "y", "z"])
    found = smallest_subsidy(game.canonical, Demand((Fraction(0), Fraction(1, 10), Fraction(0)), game.groups), norm)
    assert found.weights == (Fraction(9, 10), Fraction(1, 10), Fraction(0))
    assert found.squared == found.lower_squared == squared
    (option,) = steer(game, floor="0.1", groups="y", by="attractiveness", norm=norm).options
    assert option.is_smallest
    assert option.equilibrium.left_out() == ("z",)
