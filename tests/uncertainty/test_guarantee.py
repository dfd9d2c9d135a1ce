"""What is said of every game of a box holds for every game of it that is tried, at corners above all."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.uncertainty.confidence import radii
from nashsym.uncertainty.deviations import INPUTS
from nashsym.uncertainty.guarantee import reaches
from nashsym.uncertainty.sureness import sureness
from tests.uncertainty.populations import Population
from tests.uncertainty.samples import interior_game, noisy, repeated

Radii = dict[str, Any]


def exact(values: Any) -> Any:
    array = np.array(values, dtype=object)
    return np.array([Fraction(value) for value in array.ravel()], dtype=object).reshape(array.shape)


def of(a: Any, C: Any, S: Any) -> Radii:
    return dict(zip(INPUTS, map(exact, (a, C, S)), strict=True))


NONE3, NONE33 = [0] * 3, [[0] * 3] * 3
UNIT = [["1/2", 0, 0], [0, "1/2", 0], [0, 0, "1/2"]]


def test_without_radii_each_weight_reaches_only_itself() -> None:
    game = interior_game()
    found = solve(game).equilibrium
    assert found is not None
    reach = reaches(game, of(NONE3, NONE33, NONE33))
    assert reach is not None
    for weight, (low, high) in zip(found.weights, reach, strict=True):
        assert low <= weight <= high
        assert high - low < Fraction(1, 100_000), "T13 (a) leaves a little room"


def test_a_group_far_from_being_served_stays_at_exactly_0() -> None:
    """It lacks 2 to the level; without a bound on it its reach would be above 0."""
    game = Game.alignment(["a", "b", "c"], 3, [3, 3, 0], UNIT, NONE33, coefficients=(1, 1, 0))
    reach = reaches(game, of(["1/10"] * 3, NONE33, NONE33))
    assert reach is not None
    assert reach[2] == (Fraction(0), Fraction(0))
    assert Fraction(0) < reach[0][0] < Fraction(1, 2) < reach[0][1] < 1


@pytest.mark.parametrize(
    ("a", "C", "stays"),
    [("0.124", 0, True), ("0.126", 0, False), (0, "0.099", True), (0, "0.101", False)],
)
def test_how_much_it_takes_to_stay_out_by_hand(a: Any, C: Any, stays: bool) -> None:
    """The second group lacks 1/2. With a up to r both weights move by r, which costs 2r, and b 2r: 4r < 1/2.

    With C_dd up to r they move by m = r/(1 − 2r), and what M does costs 2r(1 + m) + 2rm beside 2m: 1/2 at r = 1/10.
    """
    game = Game.alignment(["a", "b"], 3, ["3/2", 0], [["1/2", 0], [0, "1/2"]], [[0, 0], [0, 0]])
    reach = reaches(game, of([a, a], [[C, 0], [0, C]], [[0, 0], [0, 0]]))
    assert reach is not None
    assert (reach[1] == (Fraction(0), Fraction(0))) is stays


def test_a_group_on_the_edge_of_being_served_does_not() -> None:
    game = Game.alignment(["a", "b", "c"], 3, [3, 3, "5/2"], UNIT, NONE33, coefficients=(1, 1, 0))
    assert solve(game).kind == "boundary"
    reach = reaches(game, of(["1/10"] * 3, NONE33, NONE33))
    assert reach is not None
    assert reach[2][1] > 0


@pytest.mark.parametrize(
    ("game", "C", "S"),
    [
        (Game.alignment(["a", "b"], 3, [1, 1], [[1, 0], [0, 1]], [[0, 0], [0, 0]]), 2, 0),
        (Game.alignment(["a", "b"], 3, [1, 1], [[1, 0], [0, 1]], [[1, 0], [0, 1]], diversity="distance"), 0, 1),
        (Game.alignment(["a", "b"], 3, [1, 0], [[0, 0], [0, 0]], [[0, 0], [0, 0]]), 0, 0),
        (Game.alignment(["a", "b"], 3, [1, 0], [[-1, 0], [0, -1]], [[0, 0], [0, 0]]), 0, 0),
    ],
    ids=["a box with games that are not concave", "in the distance form too", "M not ≻ 0", "H not ⪰ 0"],
)
def test_where_nothing_can_be_promised(game: Game, C: int, S: int) -> None:
    assert reaches(game, of([0, 0], [[C, C], [C, C]], [[S, S], [S, S]])) is None


def test_the_distance_form_is_moved_by_similarity_in_its_concavity_alone() -> None:
    game = Game.alignment(["a", "b"], 3, [1, 1], [[1, 0], [0, 1]], [["1/4", 0], [0, "1/4"]], diversity="distance")
    reach = reaches(game, of([0, 0], [[0, 0], [0, 0]], [["1/8"] * 2] * 2))
    assert reach is not None
    assert reach[0][1] - reach[0][0] < Fraction(1, 1000)


def test_the_similarity_form_is_moved_by_similarity() -> None:
    game = interior_game()
    near, far = (reaches(game, of(NONE3, NONE33, [[radius] * 3] * 3)) for radius in ("1/1000", "1/100"))
    assert near is not None
    assert far is not None
    assert all(wide[0] < narrow[0] < narrow[1] < wide[1] for narrow, wide in zip(near, far, strict=True))


def test_one_agent_has_nobody_to_differ_from() -> None:
    game = Game.alignment(["a", "b"], 1, [1, 1], [[1, 0], [0, 1]], [["1/4", 0], [0, "1/4"]])
    reach = reaches(game, of([0, 0], [[0, 0], [0, 0]], [[9, 9], [9, 9]]))
    assert reach is not None
    assert reach[0][1] - reach[0][0] < Fraction(1, 1000)


SMALL = st.integers(-8, 8).map(lambda number: Fraction(number, 16))
SIZES = st.integers(2, 4)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[Game, Radii, list[list[int]]]:
    """Draw a game, radii, and places in the box, each −1, 0 or 1 times a radius, entry by entry."""
    size = draw(SIZES)
    factor = draw(st.lists(st.lists(SMALL, min_size=size, max_size=size), min_size=size, max_size=size))
    S = [[sum((x * y for x, y in zip(row, other, strict=True)), Fraction(0)) for other in factor] for row in factor]
    spread = draw(st.lists(st.integers(2, 16), min_size=size, max_size=size))
    C = [[Fraction(spread[d], 16) if d == e else Fraction(0) for e in range(size)] for d in range(size)]
    a = draw(st.lists(st.integers(0, 24).map(lambda number: Fraction(number, 8)), min_size=size, max_size=size))
    game = Game.alignment(
        [f"g{d}" for d in range(size)],
        draw(st.integers(1, 4)),
        a,
        C,
        S,
        diversity=draw(st.sampled_from(["similarity", "distance"])),
        coefficients=(1, 1, draw(st.sampled_from([0, Fraction(1, 8), 1]))),
    )
    unit = st.sampled_from([Fraction(0), Fraction(1, 256), Fraction(1, 64), Fraction(1, 16)])
    sides = [draw(unit), draw(unit), draw(unit)]
    box = of([sides[0]] * size, [[sides[1]] * size] * size, [[sides[2]] * size] * size)
    signs = st.lists(st.integers(-1, 1), min_size=size + 2 * size * size, max_size=size + 2 * size * size)
    return game, box, draw(st.lists(signs, min_size=1, max_size=4))


@given(boxes())
def test_every_game_of_the_box_is_within_reach(drawn: tuple[Game, Radii, list[list[int]]]) -> None:
    game, box, places = drawn
    reach = reaches(game, box)
    if reach is None:
        return
    size = game.size
    for signs in places:
        moved = dict(game.inputs)
        moved["attractiveness"] = moved["attractiveness"] + exact(signs[:size]) * box["attractiveness"]
        for name, start in (("inconsistency", size), ("similarity", size + size * size)):
            square = exact(signs[start : start + size * size]).reshape(size, size)
            upper = np.triu(square) + np.triu(square, 1).T
            moved[name] = moved[name] + upper * box[name]
        other = Game.alignment(
            game.groups,
            game.agents,
            *(moved[name] for name in INPUTS),
            coefficients=game.coefficients,
            diversity=game.diversity or "similarity",
        )
        found = solve(other)
        assert found.unique_homogeneous == "proved"
        assert found.equilibrium is not None
        for weight, (low, high) in zip(found.equilibrium.weights, reach, strict=True):
            assert low <= weight <= high


# From replicates to a verdict.


def test_identical_replicates_leave_nothing_undecided() -> None:
    found = sureness(interior_game(), repeated(interior_game()))
    assert {one.verdict for one in found.groups} == {"included"}


def test_the_floor_makes_the_verdict() -> None:
    game = interior_game()
    replicates = noisy(game, spread=0.001)
    found = sureness(game, replicates, floor="1/4")
    assert [one.verdict for one in found.groups] == ["included", "excluded", "included"]
    assert found.named("excluded") == ("center",)
    edge = sureness(game, replicates, floor="0.28")
    assert [one.verdict for one in edge.groups] == ["included", "excluded", "undecided"]
    tree = edge.to_dict()["groups"]["right"]
    assert tree["over_the_box"] == "undecided"
    assert Fraction(tree["reach"][0]) < Fraction("0.28") < Fraction(tree["reach"][1])


def test_a_box_too_large_decides_nothing() -> None:
    game = interior_game()
    found = sureness(game, noisy(game, spread=0.5))
    assert {one.verdict for one in found.groups} == {"undecided"}
    assert found.groups[0].reach is None


@pytest.mark.parametrize("lack", [0.0, 0.05, 0.3])
def test_no_verdict_is_wrong_where_the_box_holds_the_truth(lack: float) -> None:
    """Where the bootstrap promises nothing: the last group is at 0, on the edge of being served or far from it."""
    population = Population((0.6, 0.4, 0.0), (300, 150, 60), lack=lack)
    true = [True, True, False]
    decided = held = 0
    for seed in range(12):
        game, replicates = population.sampled(79, seed)
        found, box = sureness(game, replicates), radii(game, replicates)
        inside = all(
            (abs(game.inputs[name] - exact(values)) <= box[name]).all()
            for name, values in zip(INPUTS, population.truth, strict=True)
        )
        held += inside
        for one, serves in zip(found.groups, true, strict=True):
            decided += one.verdict != "undecided"
            if inside:
                assert one.verdict in ("undecided", "included" if serves else "excluded")
    assert held >= 9
    assert decided >= 12
