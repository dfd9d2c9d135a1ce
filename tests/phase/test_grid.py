"""Grids: every cell is what exact arithmetic says of it alone, in every regime; and floats decide nearly all."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from nashsym.data.survey import anes96_game
from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.phase.axes import axis_of, parse_axis
from nashsym.phase.cells import exact_cell
from nashsym.phase.grid import NO, UNDECIDED, YES, Grid, grid_of
from nashsym.phase.kinds import Kind

VALUES = st.fractions(0, 8, max_denominator=7)


@st.composite
def squares(draw: st.DrawFn, size: int) -> list[list[Fraction]]:
    """Draw a symmetric matrix, mostly ⪰ 0 and of any rank."""
    small = st.fractions(-2, 2, max_denominator=3)
    rows = draw(st.lists(st.lists(small, min_size=size, max_size=size), min_size=0, max_size=size + 1))
    sign = draw(st.sampled_from([1, 1, 1, 1, -1]))
    return [[sign * sum((row[d] * row[e] for row in rows), Fraction(0)) for e in range(size)] for d in range(size)]


@st.composite
def games(draw: st.DrawFn) -> Game:
    size = draw(st.integers(1, 4))
    a = draw(st.lists(st.fractions(0, 2, max_denominator=5), min_size=size, max_size=size))
    return Game.alignment(
        [f"g{d}" for d in range(size)],
        draw(st.integers(1, 4)),
        a,
        draw(squares(size)),
        draw(squares(size)),
        diversity=draw(st.sampled_from(["similarity", "distance"])),
        floor=draw(st.sampled_from([None, Fraction(1, 4), Fraction(1, 10)])),
    )


def axis(name: str, smallest: int) -> st.SearchStrategy[list[Fraction]]:
    return st.lists(VALUES.filter(lambda value: value > 0 or not smallest), min_size=1, max_size=4, unique=True).map(
        sorted
    )


def difference(grid: Grid, place: tuple[int, int, int]) -> str:
    """Say in which way a cell differs from what exact arithmetic says of it; empty where it does not."""
    x, y, a = (part.values[index] for part, index in zip(grid.axes.values(), place, strict=True))
    found = exact_cell(grid.game.with_coefficients(consistency=x, diversity=y, attractiveness=a))
    if grid.kind[place] != found.kind:
        return f"{place}: {found.kind!r}, not {grid.kind[place]}"
    if found.weights is None:
        return "" if np.isnan(grid.weights[place]).all() else f"{place}: weights where there are none"
    exact = np.array([float(weight) for weight in found.weights])
    if list(grid.served[place]) != [weight > 0 for weight in found.weights]:
        return f"{place}: served {grid.served[place]}, not {found.weights}"
    if list(grid.below[place]) != [weight < grid.game.threshold for weight in found.weights]:
        return f"{place}: below {grid.below[place]}, not {found.weights}"
    return "" if np.abs(exact - grid.weights[place]).max() < 1.1e-9 else f"{place}: {grid.weights[place]}, not {exact}"


@given(games(), axis("consistency", 0), axis("diversity", 0), axis("attractiveness", 1))
def test_each_cell_is_what_exact_arithmetic_says(
    game: Game, xs: list[Fraction], ys: list[Fraction], axis_a: list[Fraction]
) -> None:
    axes = {"consistency": xs, "diversity": ys, "attractiveness": axis_a}
    grid = grid_of(game, {name: axis_of(name, values) for name, values in axes.items()})
    for place in np.ndindex(*grid.kind.shape):
        assert not grid.exact[place] or grid.kind[place] != Kind.NOT_CONCAVE
        assert difference(grid, place) == ""


def test_floats_decide_nearly_all_of_the_survey_and_are_right() -> None:
    axes = [parse_axis("consistency=0.01:2:7"), parse_axis("diversity=0:5:30"), parse_axis("attractiveness=0:3:50")]
    grid = grid_of(anes96_game(), {each.coefficient: each for each in axes})
    assert grid.exact.mean() < 0.001
    kinds = Counter(grid.kind.ravel().tolist())
    assert set(kinds) == {Kind.INTERIOR, Kind.BOUNDARY}
    for place in list(np.ndindex(*grid.kind.shape))[::97]:
        assert difference(grid, place) == ""


@pytest.mark.parametrize("size", [12, 40])
def test_larger_games(size: int) -> None:
    random = np.random.default_rng(size)
    C, S = (random.integers(-9, 10, (size, size)) for _ in range(2))
    groups = [f"g{d}" for d in range(size)]
    game = Game.alignment(groups, 5, random.integers(0, 100, size), C @ C.T + 5 * np.eye(size, dtype=int), S @ S.T)
    axes = [parse_axis("diversity=0:3:4"), parse_axis("attractiveness=0.1:90:60:log")]
    grid = grid_of(game, {each.coefficient: each for each in axes})
    assert grid.exact.mean() < 0.02
    assert Kind.BOUNDARY in grid.kind
    for place in list(np.ndindex(*grid.kind.shape))[::23]:
        assert difference(grid, place) == ""


def test_groups_that_attract_alike() -> None:
    """The path then begins in the middle of a face."""
    ones = [[int(d == e) for e in range(4)] for d in range(4)]
    game = Game.alignment(list("abcd"), 3, [1, 1, 1, 0], ones, [[2, 1, 0, 0], [1, 2, 0, 0], [0, 0, 2, 0], [0, 0, 0, 2]])
    grid = grid_of(game, {"attractiveness": parse_axis("attractiveness=0:20:41")})
    assert not [place for place in np.ndindex(*grid.kind.shape) if difference(grid, place)]
    assert not grid.exact.all()


def test_uniqueness_follows_g() -> None:
    """C = 1, S = 1, N = 2, similarity: G = 2λ_C − λ_D on T, and an interior equilibrium where nothing attracts more."""
    ones = [[1, 0], [0, 1]]
    game = Game.alignment(["a", "b"], 2, [1, 1], ones, ones)
    grid = grid_of(game, {"diversity": axis_of("diversity", [1, 2, 3])})
    assert grid.together.ravel().tolist() == [True, False, False]
    assert grid.unique.ravel().tolist() == [YES, NO, NO]
    tilted = grid_of(Game.alignment(["a", "b"], 2, [9, 1], ones, ones), {"diversity": axis_of("diversity", [1, 3])})
    assert tilted.kind.ravel().tolist() == [Kind.BOUNDARY, Kind.BOUNDARY]
    assert tilted.unique.ravel().tolist() == [YES, UNDECIDED]


def test_a_floor_met_exactly_is_not_below() -> None:
    """w = (1/2 + λ_A/4, 1/2 − λ_A/4): at λ_A = 1 the second weight is exactly the floor."""
    game = Game.alignment(["a", "b"], 1, [1, 0], [[1, 0], [0, 1]], coefficients={"diversity": 0}, floor="1/4")
    grid = grid_of(game, {"attractiveness": axis_of("attractiveness", ["0.999999999999", 1, "1.000000000001"])})
    assert grid.below[0, 0, :, 1].tolist() == [False, False, True]
    assert grid.exact[0, 0].tolist() == [False, True, False]


def test_what_can_not_be_swept_is_refused() -> None:
    with pytest.raises(InputError, match="every coefficient is 0"):
        grid_of(
            Game.alignment(["a", "b"], 1, [1, 0], [[1, 0], [0, 1]], coefficients={"diversity": 0}),
            {"attractiveness": axis_of("attractiveness", [0, 1]), "consistency": axis_of("consistency", [0, 1])},
        )
    with pytest.raises(InputError, match="coefficients and inputs"):
        grid_of(Game.from_canonical([1, 0], [[1, 0], [0, 1]]), {})


def test_cells_do_not_depend_on_which_others_are_swept() -> None:
    """Rows without many λ_A are searched from the row before: what is written must not tell."""
    game = anes96_game()
    axes = [parse_axis("consistency=0.01:1:9"), parse_axis("diversity=0:20:9")]
    whole = grid_of(game, {each.coefficient: each for each in axes})
    assert len(set(whole.served.sum(axis=-1).ravel().tolist())) > 2
    for row, x in enumerate(axes[0].values):
        for column, y in enumerate(axes[1].values):
            single = {"consistency": axis_of("consistency", [x]), "diversity": axis_of("diversity", [y])}
            assert np.array_equal(grid_of(game, single).weights[0, 0], whole.weights[row, column])


def test_weights_are_near_where_differences_are_tiny() -> None:
    """Attractions of 1 that differ by 10⁻¹²: as floats of 1 they would keep four digits of what counts."""
    tiny = Fraction(1, 10**12)
    game = Game.alignment(
        list("abc"),
        1,
        [1, 1 + 4 * tiny, 1 + 5 * tiny],
        [[7 * tiny, tiny, 0], [tiny, 3 * tiny, 0], [0, 0, 2 * tiny]],
        coefficients={"diversity": 0},
    )
    grid = grid_of(game, {"attractiveness": axis_of("attractiveness", ["0.3", 1, 3])})
    assert not [place for place in np.ndindex(*grid.kind.shape) if difference(grid, place)]
    for cell, value in enumerate(grid.axes["attractiveness"].values):
        exact = exact_cell(game.with_coefficients(attractiveness=value)).weights
        assert exact is not None
        assert grid.weights[0, 0, cell] == pytest.approx([float(weight) for weight in exact], abs=1e-9)
    assert not grid.exact.any()


@pytest.mark.parametrize("zeros", [4, 8, 12])
def test_units_do_not_take_cells_from_the_floats(zeros: int) -> None:
    """Inconsistency in other units than similarity, with coefficients that make up for it: the same games (T8)."""
    survey = anes96_game()
    inputs = survey.to_dict()["inputs"]
    larger = [[Fraction(value) * 10**zeros for value in row] for row in inputs["inconsistency"]]
    game = Game.alignment(survey.groups, 8, inputs["attractiveness"], larger, inputs["similarity"])
    axes = {name: parse_axis(f"{name}=0.1:5:5") for name in ("diversity", "attractiveness")}
    usual = grid_of(survey, axes | {"consistency": parse_axis("consistency=1:5:5")})
    scaled = grid_of(game, axes | {"consistency": parse_axis(f"consistency=1e-{zeros}:5e-{zeros}:5")})
    assert np.array_equal(scaled.kind, usual.kind)
    assert scaled.weights == pytest.approx(usual.weights, abs=1e-9)
    assert not scaled.exact.any()
