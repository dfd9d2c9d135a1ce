"""Bands on weights: what they are by hand, in every regime, and the laws that they keep."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.phase.kinds import Kind
from nashsym.solvers.pipeline import solve
from nashsym.uncertainty import bands as module
from nashsym.uncertainty.bands import METHODS, Bands, bands, read_level
from nashsym.uncertainty.deviations import bias, moved
from nashsym.uncertainty.replicates import Replicates
from nashsym.uncertainty.resampled import only_weights, resampled
from tests.uncertainty.samples import interior_case, interior_game, noisy, repeated

ZERO = ((0.0, 0.0), (0.0, 0.0))
UNIT = ((0.5, 0.0), (0.0, 0.5))


def two(shares: list[float], **options: Any) -> tuple[Game, Replicates]:
    """Return a game in which w₁ = 1/2 + (a₁ − a₂)/2 where that is in [0, 1], and replicates with such a₁ − a₂."""
    game = Game.alignment(["a", "b"], 3, [0.0, 0.0], UNIT, ZERO, coefficients=(1, 1, 0), **options)
    attractiveness = np.array([[share, 0.0] for share in shares])
    C, S = (np.repeat(np.array(M)[None], len(shares), axis=0) for M in (UNIT, ZERO))
    return game, Replicates(("a", "b"), attractiveness, C, S)


def test_the_ends_are_order_statistics() -> None:
    game, replicates = two([place / 64 for place in range(-32, 33)])
    found = bands(game, replicates, level="0.90")["a"]
    assert found.weight == Fraction(1, 2)
    assert found.low == Fraction(1, 2) + Fraction(-32 + 2, 128), "66 · 0.05 = 3.3: the third from below"
    assert found.high == Fraction(1, 2) + Fraction(32 - 2, 128)


def test_the_bias_is_taken_out_twice() -> None:
    """Replicates around 1/8 of a game at 0 are those of a truth at −1/8."""
    game, replicates = two([place / 64 + 1 / 8 for place in range(-32, 33)])
    assert bias(game, replicates)["attractiveness"].tolist() == [1 / 8, 0.0]
    centred, plain, reversed_ = (bands(game, replicates, "0.9", method=method)["a"] for method in METHODS)
    assert centred.low == Fraction(1, 2) + Fraction(-30, 128) - Fraction(1, 16)
    assert plain.low == Fraction(1, 2) + Fraction(-30, 128) + Fraction(1, 16)
    assert (reversed_.low, reversed_.high) == (centred.low, centred.high), "the replicates are symmetric"


def test_shares_of_exclusion_are_counted_exactly() -> None:
    game, replicates = two([place / 32 for place in range(-64, 65)], floor="1/4")
    found = bands(game, replicates)
    assert found["a"].left_out == Fraction(33, 129), "w = 0 from −1 down"
    assert found["a"].excluded == Fraction(48, 129), "w < 1/4 below −1/2, where it is not excluded yet"
    assert found["b"].excluded == Fraction(48, 129)
    assert found["a"].at_boundary
    assert bands(game, replicates, floor="1/100")["a"].excluded == Fraction(33, 129)
    assert "2 groups are at weight 0" in found.notes[0]
    assert "T13" in found.notes[0]


def test_a_point_at_the_boundary_is_marked() -> None:
    game = Game.alignment(["a", "b"], 3, [2.0, 0.0], UNIT, ZERO, coefficients=(1, 1, 0))
    found = bands(game, repeated(game))
    assert found["b"].weight == found["b"].low == found["b"].high == 0
    assert (found["b"].at_boundary, found["a"].at_boundary) == (True, False)
    assert found["b"].left_out == found["b"].excluded == 1
    assert found.notes[0].startswith("1 group is at weight 0")


def test_a_point_at_the_boundary_is_marked_wherever_its_replicates_are() -> None:
    game = Game.alignment(["a", "b"], 3, [2.0, 0.0], UNIT, ZERO, coefficients=(1, 1, 0))
    found = bands(game, two([0.0] * 40)[1], method="plain")
    assert found["b"].left_out == 0
    assert (found["b"].at_boundary, found["a"].at_boundary) == (True, False)


def test_what_is_not_concave_is_counted_and_said() -> None:
    game, base = two([0.0] * 60)
    curved = np.array([[[0.5 if row < 50 else -0.5, 0], [0, 0.5 if row < 50 else -0.5]] for row in range(60)])
    found = bands(game, Replicates(base.groups, base.attractiveness, curved, base.similarity), method="plain")
    assert found.kinds == {Kind.INTERIOR: 50, Kind.NOT_CONCAVE: 10}
    assert (found.replicates, found.unsettled) == (60, 10)
    assert found["a"].excluded == 0
    assert "10 of 60 replicates" in found.notes[0]
    assert "50 interior, 10 not concave" in found.notes[0]


def test_several_equilibria_are_counted_and_said() -> None:
    game = Game.alignment(["a", "b"], 3, [0, 0], UNIT, [[-1, 1], [1, -1]], coefficients=(1, 1, 1))
    assert solve(game).kind == "several"
    found = bands(game, repeated(game))
    assert found.unsettled == 40
    assert found["a"].weight is found["a"].low is found["a"].high is found["a"].excluded is None
    assert len(found.notes) == 2
    assert "not exactly one homogeneous equilibrium" in found.notes[1]
    assert "none in [none, none]" in repr(found)
    json.dumps(found.to_dict())


def test_a_singular_replicate_with_one_equilibrium_counts() -> None:
    """M = 0 on T and a different: all weight on the better group, and nowhere else."""
    game = Game.alignment(["a", "b"], 3, [1, 0], ZERO, ZERO, coefficients=(1, 1, 1))
    found = bands(game, repeated(game))
    assert found.kinds == {Kind.SINGULAR: 40}
    assert found.unsettled == 0
    assert found["b"].low == 0


def test_too_few_settled_replicates_give_no_band() -> None:
    game, base = two([0.0] * 60)
    curved = np.array([[[0.5 if row < 30 else -0.5, 0], [0, 0.5 if row < 30 else -0.5]] for row in range(60)])
    found = bands(game, Replicates(base.groups, base.attractiveness, curved, base.similarity), method="plain")["a"]
    assert found.low is found.high is None
    assert found.excluded == 0


# Laws.


@pytest.mark.parametrize("method", METHODS)
def test_identical_replicates_give_bands_of_width_0(method: Any) -> None:
    game = interior_game()
    for one in bands(game, repeated(game), method=method).groups:
        assert one.low == one.weight == one.high
        assert one.excluded == one.left_out == 0


@given(st.permutations(range(60)), st.sampled_from(METHODS))
def test_the_order_of_replicates_changes_nothing(order: list[int], method: Any) -> None:
    game = interior_game()
    replicates = noisy(game, bias=0.01)
    other = Replicates(game.groups, *(getattr(replicates, name)[order] for name in game.inputs))
    for name, values in bias(game, replicates).items():
        assert np.array_equal(values, bias(game, other)[name])
    if order[:3] == sorted(order[:3]):  # solving is slow: a part of the draws suffices
        assert shares(bands(game, replicates, method=method)) == shares(bands(game, other, method=method))


@given(st.permutations(range(60)))
def test_the_order_changes_no_bit_of_a_bias(order: list[int]) -> None:
    game = interior_game()
    drawn = np.random.default_rng(0).normal(0.3, 0.1, (60, 3))
    C, S = (
        np.array(game.inputs[name], dtype=float)[None].repeat(60, axis=0) for name in ("inconsistency", "similarity")
    )
    first, second = (bias(game, Replicates(game.groups, a, C, S)) for a in (drawn, drawn[order]))
    assert np.array_equal(first["attractiveness"], second["attractiveness"])


def shares(found: Bands) -> Any:
    return found.to_dict()["groups"]


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
def test_relabelling_groups_relabels_bands(order: tuple[int, ...]) -> None:
    game, replicates = interior_case()
    names = tuple(game.groups[d] for d in order)
    a, C, S = (np.array(values, dtype=float) for values in game.inputs.values())
    ix = np.ix_(order, order)
    other = Game.alignment(names, 8, a[list(order)], C[ix], S[ix])
    drawn = Replicates(
        names,
        replicates.attractiveness[:, order],
        replicates.inconsistency[:, order][:, :, order],
        replicates.similarity[:, order][:, :, order],
    )
    assert shares(bands(game, replicates)) == shares(bands(other, drawn))


def test_moved_replicates_have_the_opposite_bias() -> None:
    game = interior_game()
    replicates = noisy(game, bias=0.03)
    after = bias(game, moved(game, replicates))
    for name, before in bias(game, replicates).items():
        assert np.allclose(after[name], -before, atol=1e-12)
    assert after["similarity"][0, 0] < -0.02


def test_identical_replicates_are_no_bias_where_decimals_are_no_floats() -> None:
    game = decimal_game()
    found = bands(game, repeated(game))
    for group in found.groups:
        assert group.low == group.weight == group.high
    assert found.notes == ()


def decimal_game() -> Game:
    """A game with inputs that no float has exactly."""
    rows = [["0.5", "0.3", "0.2"], ["0.3", "0.6", "0.3"], ["0.2", "0.3", "0.45"]]
    return Game.alignment(
        ["left", "center", "right"], 8, ["0.3", "0.45", "0.25"], [["0.5", 0, 0], [0, "0.3", 0], [0, 0, "0.55"]], rows
    )


def test_inputs_too_large_for_floats_are_refused() -> None:
    game, replicates = interior_case()
    inputs = {name: array * 10**400 for name, array in game.inputs.items()}
    with pytest.raises(InputError, match=r"inputs\.attractiveness: a number is beyond"):
        bands(Game.alignment(game.groups, 8, *inputs.values()), replicates)


def test_the_proposed_support_changes_no_answer() -> None:
    game = interior_game()
    found = resampled(game, noisy(game, 60, spread=0.3))
    assert len(found.kinds) == 3
    alone = [only_weights(one) for one in noisy(game, 60, spread=0.3).games(game)]
    assert found.weights == tuple(weights for _, weights in alone if weights is not None)
    assert found.kinds == {kind: sum(kind == other for other, _ in alone) for kind in found.kinds}


def test_weights_that_no_float_tells_apart_are_in_order() -> None:
    third = Fraction(1, 3)
    weights = [third + Fraction(k, 10**30) for k in (3, 1, 2, 0, -1)]
    assert sorted(weights, key=module._place) == sorted(weights)


def test_progress_is_told_after_each_replicate() -> None:
    game, replicates = two([place / 64 for place in range(-20, 20)])
    told: list[tuple[int, int]] = []
    assert (
        bands(game, replicates, progress=lambda *each: told.append(each)).to_dict() == bands(game, replicates).to_dict()
    )
    assert told == [(done, 40) for done in range(1, 41)]


def test_a_higher_level_is_wider() -> None:
    game, replicates = interior_case()
    narrow, wide = bands(game, replicates, 0.5), bands(game, replicates, 0.95)
    for group in game.groups:
        assert wide[group].low <= narrow[group].low < narrow[group].high <= wide[group].high  # type: ignore[operator]


# What is refused, and what is shown.


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"level": 1}, "level: the level is 1; write a number between 0 and 1"),
        ({"level": "nan"}, "level: "),
        ({"level": float("nan")}, "level: "),
        ({"level": "0.99"}, "60 replicates are too few for 99 %; take 199 or more, better 1000, or a lower level"),
        ({"level": "0.9999"}, "60 replicates are too few for 99.99 %; take 19999 or more, or a lower level"),
        ({"level": "0." + "9" * 5000}, "60 replicates are too few for 100 %; take a lower level"),
        ({"method": "magic"}, "method: unknown method 'magic'; the methods are centred, plain, reversed"),
        ({"floor": 1}, "floor: the floor is 1"),
    ],
)
def test_what_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as raised:
        bands(*interior_case(), **options)
    assert message in str(raised.value)


def test_39_replicates_are_enough_for_95_percent() -> None:
    game = interior_game()
    assert bands(game, noisy(game, 39))["left"].low is not None
    with pytest.raises(InputError, match="38 replicates are too few for 95 %; take 39"):
        bands(game, noisy(game, 38))


def test_replicates_of_another_game_are_refused() -> None:
    _, replicates = interior_case()
    with pytest.raises(InputError, match="of other groups"):
        bands(interior_game(("a", "b", "c")), replicates)


def test_levels_are_read_as_written() -> None:
    assert read_level(0.95) == read_level("0.95") == read_level(np.float64(0.95)) == Fraction(19, 20)


def test_what_is_shown() -> None:
    found = bands(*interior_case())
    assert repr(found).startswith("Bands(95 %, 60 replicates; left: 0.5143 in [0.")
    tree = found.to_dict()
    assert list(tree["groups"]) == ["left", "center", "right"]
    assert tree["groups"]["left"]["weight"] == "18/35"
    assert (tree["level"], tree["floor"], tree["replicates"], tree["notes"]) == ("19/20", "1/100", 60, [])
    assert tree["details"]["seed"] == "0"
    with pytest.raises(KeyError):
        found["nobody"]


def test_many_groups_and_long_numbers() -> None:
    size = 60
    source = np.random.default_rng(1)
    shares = source.dirichlet(np.full(size, 50.0), size=3)
    factor = source.normal(size=(size, 2 * size))
    similarity = factor @ factor.T / (2 * size)
    similarity = (similarity + similarity.T) / 2
    game = Game.alignment([f"g{d}" for d in range(size)], 5, shares[0], np.eye(size), similarity)
    C, S = (np.repeat(M[None], 3, axis=0) for M in (np.eye(size), similarity))
    found = bands(game, Replicates(game.groups, shares, C, S), level="0.4")
    assert "… 60 in all" in repr(found)
    assert len(json.dumps(found.to_dict())) > 10_000
