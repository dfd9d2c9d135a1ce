"""The interior alone over a grid: what the whole grid says of it, and nothing else."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from nashsym.data.survey import anes96_game
from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.phase.axes import Axis, axis_of, parse_axis
from nashsym.phase.grid import grid_of
from nashsym.phase.interior import interior_weights
from nashsym.phase.kinds import Kind
from nashsym.testing import REGIMES

GAMES = st.one_of(
    [REGIMES[name](kind=kind) for name in REGIMES if REGIMES[name].mutual for kind in ("similarity", "distance")]
)
VALUES = st.lists(st.fractions(0, 6, max_denominator=5), min_size=1, max_size=3, unique=True).map(sorted)


@given(GAMES, VALUES, VALUES, VALUES)
def test_it_is_the_interior_of_the_grid(
    game: Game, first: list[Fraction], second: list[Fraction], third: list[Fraction]
) -> None:
    names = ("consistency", "diversity", "attractiveness")
    axes = {name: Axis(name, tuple(values)) for name, values in zip(names, (first, second, third), strict=True)}
    if first[0] == second[0] == third[0] == 0:
        axes["consistency"] = axis_of("consistency", [1])
    found, grid = interior_weights(game, axes), grid_of(game, axes)
    inside = (grid.kind == Kind.INTERIOR) | (grid.kind == Kind.INTERIOR_OTHERS)
    assert np.array_equal(found.interior, inside)
    assert found.weights[inside] == pytest.approx(grid.weights[inside], abs=2e-9)
    assert np.isnan(found.weights[(grid.kind == Kind.NOT_CONCAVE) | (grid.kind == Kind.SINGULAR)]).all()
    # Where there is a candidate and it is no equilibrium, it shows why.
    candidates = ~np.isnan(found.weights).any(axis=-1)
    assert (found.weights[candidates & ~inside].min(axis=-1, initial=np.inf) <= 1e-9).all()


def test_a_weight_of_0_is_not_interior() -> None:
    """w = (1/2 + λ_A/4, 1/2 − λ_A/4)."""
    game = Game.alignment(["a", "b"], 1, [1, 0], [[1, 0], [0, 1]], coefficients={"diversity": 0})
    axis = axis_of("attractiveness", ["1.999999999999", 2, "2.000000000001"])
    found = interior_weights(game, {"attractiveness": axis})
    assert found.interior.ravel().tolist() == [True, False, False]
    assert found.exact == 1
    assert found.weights[0, 0, :, 1] == pytest.approx([0, 0, 0], abs=1e-12)


def test_memory_that_is_given_is_filled() -> None:
    axes = {"attractiveness": parse_axis("attractiveness=0:2:50"), "diversity": parse_axis("diversity=0:2:20")}
    out = np.full((1, 20, 50, 5), -7.0)
    found = interior_weights(anes96_game(), axes, out)
    assert found.weights is out
    assert out.sum(axis=-1) == pytest.approx(1, abs=1e-12)
    assert np.array_equal(out, interior_weights(anes96_game(), axes).weights)
    assert found.exact == 0
    wrongs: list[Any] = [out[..., :4], out.astype(np.float32), np.empty((20, 50, 5)), np.asfortranarray(out)]
    for wrong in wrongs:
        with pytest.raises(InputError, match="out"):
            interior_weights(anes96_game(), axes, wrong)


@pytest.mark.parametrize("out", [3, [[1.0]], "weights"], ids=["a number", "a list", "a text"])
def test_what_is_no_array_is_refused(out: Any) -> None:
    with pytest.raises(InputError, match=r"^out: it is no contiguous array of floats"):
        interior_weights(anes96_game(), {"diversity": parse_axis("diversity=0:5:4")}, out=out)
