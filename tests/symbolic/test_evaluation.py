"""The NumPy function against the exact solver, over grids that broadcast."""

from __future__ import annotations

import numpy as np
import pytest

from nashsym import Game, InputError, anes96_game, derive
from nashsym.exact.rational import column_fractions
from nashsym.exact.systems import solve_indifference
from tests.symbolic.draws import game

COEFFICIENTS = ("attractiveness", "consistency", "diversity")


def exactly(drawn: Game) -> np.ndarray:
    found = solve_indifference(drawn.canonical.b, drawn.canonical.M, range(drawn.size))
    assert found is not None
    return np.array(column_fractions(found.weights), dtype=float)


@pytest.mark.parametrize("drawn", [anes96_game(), game(1, 3), game(0, 4, "distance")], ids=["survey", "three", "four"])
def test_a_grid_of_three_coefficients_broadcasts(drawn: Game) -> None:
    weights = derive(drawn, free=COEFFICIENTS).function()
    a, c, d = np.array([0.5, 1.0]), np.array([1.0, 2.0, 4.0]), np.array([0.25, 3.0, 7.0, 8.0])
    grid = weights(a[:, None, None], c[:, None], d)
    assert grid.shape == (2, 3, 4, drawn.size)
    assert grid.sum(axis=-1) == pytest.approx(np.ones((2, 3, 4)))
    for i, j, k in np.ndindex(2, 3, 4):
        at = drawn.with_coefficients(attractiveness=a[i], consistency=c[j], diversity=d[k])
        assert grid[i, j, k] == pytest.approx(exactly(at), rel=1e-8, abs=1e-8)
    assert weights(lambda_C=c, lambda_D=3, lambda_A=a[0]) == pytest.approx(grid[0, :, 1])


def test_in_symbols_every_number_is_an_argument() -> None:
    derivation = derive(groups=2)
    assert [str(symbol) for symbol in derivation.arguments] == [
        "C_11", "C_12", "C_22", "S_11", "S_12", "S_22", "a_1", "a_2", "lambda_A", "lambda_C", "lambda_D",
    ]  # fmt: skip
    drawn = game(0, 2)
    C, S = (drawn.inputs[name].astype(float) for name in ("inconsistency", "similarity"))
    values = [*C[np.triu_indices(2)], *S[np.triu_indices(2)], *drawn.inputs["attractiveness"].astype(float)]
    found = derivation.function()(*values, *(float(value) for value in drawn.coefficients.values()))
    assert found == pytest.approx(exactly(drawn))


def test_nothing_left_symbolic_is_a_constant() -> None:
    assert derive(anes96_game()).function()() == pytest.approx(exactly(anes96_game()))


def test_where_there_is_no_closed_form_the_weights_are_nan_and_the_others_are_not() -> None:
    flat = Game.alignment(["a", "b", "c"], 2, [1, 2, 4], np.eye(3, dtype=int), np.eye(3, dtype=int))
    weights = derive(flat, free=["consistency", "diversity"]).function()
    found = weights(lambda_C=np.array([0.0, 1.0, np.inf]), lambda_D=0.0)
    assert np.isnan(found).tolist() == [[True] * 3, [False] * 3, [True] * 3]
    assert found[1] == pytest.approx(exactly(flat.with_coefficients(diversity=0)))


@pytest.mark.parametrize(
    ("values", "named"), [((1,), {}), ((1, 2, 3), {}), ((1, 2), {"lambda_C": 1}), ((1,), {"lambda_X": 1})]
)
def test_arguments_that_do_not_fit_are_refused(values: tuple[float, ...], named: dict[str, float]) -> None:
    weights = derive(anes96_game(), free=["consistency", "diversity"]).function()
    with pytest.raises(InputError, match="give each of lambda_C, lambda_D once"):
        weights(*values, **named)


def test_one_group_gets_everything() -> None:
    alone = Game.alignment(["a"], 2, [1], [[1]], [[1]])
    assert derive(alone, free=["diversity"]).function()(np.ones(4)).tolist() == [[1.0]] * 4
