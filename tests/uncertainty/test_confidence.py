"""The confidence box: the radii by hand, the laws they keep, and how many replicates lie inside."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.uncertainty.confidence import radii
from nashsym.uncertainty.deviations import float_inputs
from nashsym.uncertainty.replicates import Replicates
from tests.uncertainty.samples import interior_case, interior_game, noisy, repeated

UNIT = ((0.5, 0.0), (0.0, 0.5))


def test_the_radii_by_hand() -> None:
    """Of 39 replicates of a₁ at −19 … 19 the mean square is 130; the 38th smallest distance of 40 · 95 % is 19."""
    game = Game.alignment(["a", "b"], 3, [0, 0], UNIT, UNIT)
    a = np.array([[place, 0.0] for place in range(-19, 20)])
    C = np.repeat(np.array(UNIT)[None], 39, axis=0)
    found = radii(game, Replicates(("a", "b"), a, C, C))
    assert float(found["attractiveness"][0]) == pytest.approx(19)
    assert found["attractiveness"][1] == 0
    assert not found["inconsistency"].any()


@pytest.mark.parametrize("level", ["0.5", "0.9", "0.95"])
@pytest.mark.parametrize("bias", [0.0, 0.05])
def test_as_many_replicates_lie_inside_as_the_level_says(level: str, bias: float) -> None:
    game = interior_game()
    replicates = noisy(game, 200, bias=bias)
    found = radii(game, replicates, level)
    inputs = float_inputs(game)
    inside = np.ones(200, dtype=bool)
    for name, radius in found.items():
        far = np.abs(getattr(replicates, name) - inputs[name]) - radius.astype(float) * (1 + 1e-12)
        inside &= (far <= 0).reshape(200, -1).all(axis=1)
    assert inside.sum() == ceil(201 * Fraction(level))


def test_a_bias_widens_the_box_where_it_is() -> None:
    game = interior_game()
    plain, biased = radii(game, noisy(game)), radii(game, noisy(game, bias=0.1))
    assert biased["similarity"][0, 0] > plain["similarity"][0, 0] + Fraction(1, 20)
    assert abs(biased["similarity"][0, 1] - plain["similarity"][0, 1]) < Fraction(1, 20)


def test_radii_are_symmetric_dyadics() -> None:
    found = radii(*interior_case())
    for name in ("inconsistency", "similarity"):
        assert (found[name] == found[name].T).all()
    assert all(float(radius) == radius for radius in found["similarity"].ravel())
    assert {name: values.shape for name, values in found.items()} == {
        "attractiveness": (3,),
        "inconsistency": (3, 3),
        "similarity": (3, 3),
    }


@pytest.mark.parametrize("power", [-1070, -600, 600, 990])
def test_radii_have_the_units_of_the_inputs(power: int) -> None:
    """Squares of numbers that are not out of range themselves may be."""
    unit = 2.0**power
    game = Game.alignment(["a", "b"], 2, [unit, unit], np.zeros((2, 2)), np.zeros((2, 2)))
    plain = Game.alignment(["a", "b"], 2, [1, 1], np.zeros((2, 2)), np.zeros((2, 2)))
    drawn, nothing = 1 + np.random.default_rng(1).integers(-8, 9, (60, 2)) / 8, np.zeros((60, 2, 2))
    found = radii(game, Replicates(game.groups, drawn * unit, nothing, nothing))["attractiveness"]
    expected = radii(plain, Replicates(game.groups, drawn, nothing, nothing))["attractiveness"]
    assert (found == expected * Fraction(2) ** power).all()
    assert found.all()


def test_identical_replicates_give_a_point() -> None:
    game = interior_game()
    assert not any(values.any() for values in radii(game, repeated(game)).values())


@given(st.permutations(range(60)))
def test_the_order_of_replicates_changes_nothing(order: list[int]) -> None:
    game, replicates = interior_case()
    other = Replicates(
        game.groups, replicates.attractiveness[order], replicates.inconsistency[order], replicates.similarity[order]
    )
    for name, values in radii(game, replicates).items():
        assert (values == radii(game, other)[name]).all()


@given(st.permutations(range(60)))
def test_the_order_changes_no_bit_of_a_radius(order: list[int]) -> None:
    game = interior_game()
    drawn = np.random.default_rng(0).normal(0.3, 0.1, (60, 3))
    C, S = (
        np.array(game.inputs[name], dtype=float)[None].repeat(60, axis=0) for name in ("inconsistency", "similarity")
    )
    first, second = (radii(game, Replicates(game.groups, a, C, S)) for a in (drawn, drawn[order]))
    assert (first["attractiveness"] == second["attractiveness"]).all()


def test_what_is_refused() -> None:
    game, replicates = interior_case()
    with pytest.raises(InputError, match="60 replicates are too few for 99 %"):
        radii(game, replicates, "0.99")
    with pytest.raises(InputError, match="of other groups"):
        radii(interior_game(("a", "b", "c")), replicates)
