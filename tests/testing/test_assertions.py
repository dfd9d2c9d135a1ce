"""The assertions that users import: each passes where it is true, and says why where it is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym import Game, InputError, solve
from nashsym.testing import (
    REGIMES,
    assert_equilibrium,
    assert_excluded,
    assert_included,
    assert_unique,
    check_all_laws,
    games,
    profiles,
)
from tests.oracles.brute_force import is_equilibrium_profile
from tests.oracles.draws import case_of, drawn, games_of

GAME = Game.from_canonical([1, 0], [[1, 0], [0, 1]], agents=3, groups=["rich", "poor"])
NICHES = Game.from_canonical([0, 0], [[1, 0], [0, 1]], [[3, 0], [0, 3]], 2, groups=["east", "west"])
FLAT = Game.from_canonical([0, 0], [[0, 0], [0, 0]], agents=2, groups=["east", "west"])


@pytest.mark.parametrize(
    "answer",
    [
        [1, 0],
        (Fraction(1), Fraction(0)),
        np.array([1.0, 0.0]),
        {"rich": 1, "poor": "0"},
        {"poor": 0.0, "rich": 1.0},
        [[1, 0], [1, 0], [1, 0]],
        np.array([[1, 0]] * 3),
        [(2, [1, 0]), (1, {"rich": 1, "poor": 0})],
        {"weights": {"rich": 1, "poor": 0}},
        {"agents": [{"rich": 1, "poor": 0}] * 3},
        solve(GAME),
        solve(GAME).equilibrium,
        None,
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_an_equilibrium_in_any_form(answer: Any) -> None:
    assert_equilibrium(GAME, answer)
    assert_unique(GAME, answer)


def test_a_solution_stands_for_its_game() -> None:
    assert_equilibrium(solve(GAME))
    assert_equilibrium(solve(GAME), {"rich": 1, "poor": 0})
    assert_unique(solve(GAME))
    assert_included(solve(GAME), "rich")
    assert_excluded(solve(GAME), "poor")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            ["1/2", "1/2"],
            (
                r"not a Nash equilibrium: agent 1 of 3 gives 'poor' the weight 1/2 at marginal utility -1/2, where "
                r"'rich' has 1/2, larger by 1; it gains 1/4 of utility by playing \{'rich': 1, 'poor': 0\} "
                r"\(MODEL T1\)\n  on Game"
            ),
        ),
        ([[1, 0], ["3/4", "1/4"], [1, 0]], r"agent 2 of 3 gives 'poor' the weight 1/4"),
        ([2, -1], r"not a profile of the game: profile\[1\]: the weight is negative: -1"),
        ([1, 1], r"not a profile of the game: profile: the weights sum to 2, not to 1"),
        ([0.1, 0.2], r"not a profile of the game: profile: the weights sum to about 0.3, not to 1"),
        ([1], r"not a profile of the game"),
        ({"rich": 1}, r"no weight for 'poor'"),
        ({"rich": 1, "pour": 0}, r"no such group; did you mean 'poor'\?"),
        ([[1, 0]], r"1 mixture for 3 agents"),
    ],
)
def test_what_is_no_equilibrium_is_refused_with_the_reason(answer: Any, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        assert_equilibrium(GAME, answer)


def test_a_hair_is_enough() -> None:
    tiny = Fraction(1, 10**40)
    with pytest.raises(AssertionError, match=r"agent 1 of 3 gives 'poor' the weight ≈ 1e-40|≈ 1e−40"):
        assert_equilibrium(GAME, [1 - tiny, tiny])


def test_up_to_an_epsilon() -> None:
    """The regret at (1/2, 1/2) is exactly 1/4, in units of utility."""
    assert_equilibrium(GAME, [0.5, 0.5], epsilon="1/4")
    assert_equilibrium(GAME, [0.1 + 0.2, 0.7 - 2**-53], epsilon=1)
    with pytest.raises(AssertionError, match="not an equilibrium up to 6/25: agent 1 of 3 gives 'poor'"):
        assert_equilibrium(GAME, [0.5, 0.5], epsilon="0.24")
    with pytest.raises(AssertionError, match=r"the weights sum to about 0.9"):
        assert_equilibrium(GAME, [0.5, 0.4], epsilon=1)
    with pytest.raises(InputError, match="ε is negative: -1"):
        assert_equilibrium(GAME, [1, 0], epsilon=-1)


def test_rounding_is_forgiven_only_where_an_epsilon_is_given() -> None:
    thirds = Game.from_canonical([0, 0, 0], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], agents=2)
    weights = np.full(3, 1 / 3)
    with pytest.raises(AssertionError, match=r"the weights sum to 1 - 5.55e-17, not to 1; binary floats"):
        assert_equilibrium(thirds, weights)
    assert_equilibrium(thirds, weights, epsilon="1e-15")
    assert_equilibrium(thirds, dict(zip(thirds.groups, weights, strict=True)), epsilon="1e-15")


def test_without_concavity_equal_marginal_utilities_are_not_enough() -> None:
    game = Game.from_canonical([0, 0], [[-1, 0], [0, -1]], agents=2, groups=["east", "west"])
    with pytest.raises(AssertionError, match=r"marginal utility 1/2 in every group that it serves.*H is not ⪰ 0 on T"):
        assert_equilibrium(game, ["1/2", "1/2"])
    assert_equilibrium(game, [1, 0])


@given(st.data())
def test_profiles_are_judged_as_brute_force_judges_them(data: st.DataObject) -> None:
    game = data.draw(games(agents=(2, 4), groups=(2, 3)))
    profile = data.draw(profiles(game))
    case = case_of(game)
    try:
        assert_equilibrium(game, profile)
        accepted = True
    except AssertionError:
        accepted = False
    assert accepted == is_equilibrium_profile(case.b, case.H, case.K, profile)


@pytest.mark.parametrize("regime", [regime for regime in REGIMES if regime not in ("not_concave", "one_group")])
def test_equilibria_of_brute_force_pass(regime: str) -> None:
    for case in drawn(regime)[:40]:
        if case.is_concave:
            for component in case.components:
                for w in component:
                    assert_equilibrium(case.game, w)


def test_unique_or_not() -> None:
    assert_unique(NICHES, among="homogeneous")
    with pytest.raises(AssertionError, match=r"not the only equilibrium: there is another: 1 agents play .'east': 1"):
        assert_unique(NICHES)
    with pytest.raises(AssertionError, match="not the only homogeneous equilibrium: there is another: a continuum"):
        assert_unique(FLAT, among="homogeneous")
    with pytest.raises(AssertionError, match=r"the only equilibrium is another|not a Nash equilibrium"):
        assert_unique(GAME, [0, 1])
    with pytest.raises(InputError, match="unknown among"):
        assert_unique(GAME, among="some")
    with pytest.raises(AssertionError, match="not a profile"):
        assert_unique(GAME, [1, 1])
    several = next(game for game in games_of("several_equilibria", 1))
    with pytest.raises(AssertionError, match=r"all playing .* and "):
        assert_unique(several)


def test_what_is_not_proved_is_named() -> None:
    undecided = replace(solve(GAME), unique="undecided")
    with pytest.raises(AssertionError, match="it is not proved that there is one: "):
        assert_unique(undecided)
    weak = Game.from_canonical([0, 0], [[1, 0], [0, 1]], [[0, 0], [0, 0]], 2)
    assert_unique(weak)
    turned = Game.from_canonical([0, 0, 0], [[0] * 3] * 3, [[0, 3, -3], [-3, 0, 3], [3, -3, 0]], 2)
    with pytest.raises(AssertionError, match=r"not G ≻ 0 on T, or N = 1: .*MODEL T3"):
        assert_unique(turned)


def test_who_is_in_and_who_is_out() -> None:
    assert_included(GAME, "rich")
    assert_excluded(GAME, "poor")
    assert_included(GAME, "rich", floor=1)
    with pytest.raises(
        AssertionError, match=r"'poor' is excluded: it has 0, less than the floor 1/100 by 1/100, where all agents play"
    ):
        assert_included(GAME, "poor")
    with pytest.raises(AssertionError, match=r"'rich' is included: it has 1, not less than the floor 1/2 by 1/2"):
        assert_excluded(GAME, "rich", floor="1/2")
    with pytest.raises(AssertionError, match=r"'rich' is included: it has 1, not less than the floor 1, where"):
        assert_excluded(GAME, "rich", floor=1)
    with pytest.raises(InputError, match="no group is named 'nobody'; the groups are 'rich', 'poor'"):
        assert_included(GAME, "nobody")


def test_in_a_continuum_every_vertex_counts() -> None:
    for check in (assert_included, assert_excluded):
        with pytest.raises(AssertionError, match="'east' is "):
            check(FLAT, "east")


def test_what_the_search_did_not_find_is_no_answer() -> None:
    bounded = replace(solve(GAME), complete=False, search="the search was bounded.")
    with pytest.raises(AssertionError, match=r"it is not known whether 'rich' is included: .* the search was bounded"):
        assert_included(bounded, "rich")
    empty = replace(solve(GAME), components=(), selected=None)
    with pytest.raises(AssertionError, match="it is not known whether 'poor' is excluded"):
        assert_excluded(empty, "poor")
    with pytest.raises(AssertionError, match="the solution lists no equilibrium"):
        assert_equilibrium(empty)


@given(games(regimes=("interior", "boundary", "ill_conditioned")))
def test_every_group_is_on_one_side(game: Game) -> None:
    solution = solve(game)
    assert solution.equilibrium is not None
    assert_unique(solution, among="homogeneous")
    for group, weight in zip(game.groups, solution.equilibrium.weights, strict=True):
        right, wrong = (
            (assert_included, assert_excluded) if weight >= game.threshold else (assert_excluded, assert_included)
        )
        right(solution, group)
        with pytest.raises(AssertionError, match=repr(group)):
            wrong(solution, group)


ANCHORED = Game.from_canonical([1, 0], [[1, 0], [0, 1]], agents=3, groups=["rich", "poor"], anchor=(1, ["1/2", "1/2"]))


def test_an_anchored_equilibrium_is_one_up_to_an_epsilon() -> None:
    """Its weights are not rational: nothing is at regret 0, something within any ε."""
    solution = solve(ANCHORED)
    assert_equilibrium(solution, epsilon="1e-20")
    assert_equilibrium(ANCHORED, epsilon="1e-20")
    with pytest.raises(AssertionError, match=r"not decided whether it is one: .* give an epsilon"):
        assert_equilibrium(solution)
    with pytest.raises(AssertionError, match=r"agent 1 of 3 gains at least .* of utility by playing"):
        assert_equilibrium(ANCHORED, ["1/2", "1/2"], epsilon="1e-20")
    assert_unique(ANCHORED)


def test_who_is_in_and_who_is_out_of_an_anchored_game() -> None:
    assert_included(ANCHORED, "poor")
    assert_excluded(ANCHORED, "poor", floor="0.4")
    with pytest.raises(AssertionError, match=r"'poor' is included: it has .* up to .*, the floor is 1/100"):
        assert_excluded(ANCHORED, "poor")
    steep = Game.from_canonical(
        [1, 0], [[-9, 0], [0, -9]], agents=3, groups=["rich", "poor"], anchor=(1, ["1/2", "1/2"])
    )
    with pytest.raises(AssertionError, match="it is not known whether 'poor' is included"):
        assert_included(steep, "poor")


@pytest.mark.parametrize("call", [check_all_laws, assert_equilibrium, assert_unique])
@pytest.mark.parametrize("nothing", [None, "game.toml", 3])
def test_what_is_no_game_is_refused_in_one_line(call: Callable[[object], object], nothing: object) -> None:
    with pytest.raises(InputError, match="where a game belongs") as caught:
        call(nothing)
    assert "\n" not in str(caught.value)


def test_a_solver_that_answers_nothing_is_told_so() -> None:
    game = Game.from_canonical([1, 0], [[1, 0], [0, 1]])
    with pytest.raises(AssertionError, match="answers NoneType where a Solution belongs"):
        check_all_laws(game, lambda _game: None)  # type: ignore[arg-type,return-value]
