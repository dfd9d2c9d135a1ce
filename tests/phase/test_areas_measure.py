"""Exclusion areas: the laws of a measure, and the grid's statistics as the grid grows."""

from __future__ import annotations

from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import event, given

from nashsym import anes96_game
from nashsym.game import Game
from nashsym.phase.areas import exclusion_area
from nashsym.phase.areas.shares import ExclusionArea
from nashsym.phase.axes import COEFFICIENTS, Axis
from nashsym.phase.grid import grid_of
from nashsym.phase.statistics import Statistics, statistics
from tests.phase.area_games import WIDTH, Box, pair, shares, three

BOX: Box = {"attractiveness": (0, 2), "consistency": ("0.1", 1), "diversity": (0, "1.5")}


@pytest.mark.parametrize("game", [three(), three("distance"), anes96_game()], ids=["three", "distance", "survey"])
@pytest.mark.parametrize("split", COEFFICIENTS)
def test_areas_add_up(game: Game, split: str) -> None:
    low, high = (Fraction(end) for end in BOX[split])
    middle = low + (high - low) / 3
    whole = shares(exclusion_area(game, BOX))
    parts = [shares(exclusion_area(game, {**BOX, split: side})) for side in ((low, middle), (middle, high))]
    for name, share in whole.items():
        if "conditional" in name:
            continue
        left, right = (part[name] for part in parts)
        assert share is not None
        assert left is not None
        assert right is not None
        assert (left.low + 2 * right.low) / 3 <= share.high, name
        assert (left.high + 2 * right.high) / 3 >= share.low, name
        assert share.width <= WIDTH


def test_only_ratios_of_the_coefficients_count() -> None:
    scaled = {name: tuple(Fraction(end) * Fraction(7, 3) for end in side) for name, side in BOX.items()}
    assert shares(exclusion_area(three(), scaled)) == shares(exclusion_area(three(), BOX))


def test_the_order_of_the_groups_does_not_count() -> None:
    game, order = three(), [2, 0, 1]
    a, C, S = (game.inputs[name] for name in ("attractiveness", "inconsistency", "similarity"))
    turned = Game.alignment(
        [game.groups[d] for d in order],
        game.agents,
        [a[d] for d in order],
        [[C[d, e] for e in order] for d in order],
        [[S[d, e] for e in order] for d in order],
        floor=game.threshold,
    )
    first, second = shares(exclusion_area(game, BOX)), shares(exclusion_area(turned, BOX))
    for name, share in first.items():
        other = second[name]
        assert share is not None
        assert other is not None
        assert max(share.low, other.low) <= min(share.high, other.high), name


def test_a_narrower_enclosure_lies_within_a_wider_one() -> None:
    wide = shares(exclusion_area(three(), BOX))
    narrow_found = exclusion_area(three(), BOX, width=Fraction(1, 10**30))
    assert narrow_found.width <= Fraction(1, 10**30)
    for name, share in shares(narrow_found).items():
        outer = wide[name]
        assert share is not None
        assert outer is not None
        assert outer.low <= share.low <= share.high <= outer.high, name


def test_a_thin_box_far_away_is_enclosed_as_narrowly() -> None:
    box = {"attractiveness": ("1000.1", "1000.11"), "consistency": ("600", "600.01"), "diversity": (400, "400.01")}
    found = exclusion_area(three(), box)
    assert found.width <= WIDTH


# The grid.


def midpoints(box: Box, nodes: int) -> dict[str, Axis]:
    axes = {}
    for name, (start, end) in box.items():
        low, high = Fraction(start), Fraction(end)
        axes[name] = Axis(name, tuple(low + (high - low) * Fraction(2 * k + 1, 2 * nodes) for k in range(nodes)))
    return axes


def distance(found: ExclusionArea, counted: Statistics) -> float:
    """Return the largest difference of a share of the box."""
    pairs = [(found.interior, counted.interior)]
    for name, area in found.groups.items():
        pairs.append((area.area, counted.groups[name].area))
    pairs.append((found.any_group.area, counted.any_group.area))
    if found.several_possible.high < 1e-12:
        pairs.append((found.any_group.anywhere, counted.any_group.anywhere))
        pairs += [(area.anywhere, counted.groups[name].anywhere) for name, area in found.groups.items()]
    return max(abs(float(share) - float(count)) for share, count in pairs)


@pytest.mark.parametrize(
    ("game", "box", "nodes"),
    [
        (pair(), {"attractiveness": (0, 4), "diversity": (0, 2)}, 200),
        (three(), {"attractiveness": (0, 2), "consistency": ("0.05", 1)}, 200),
        (three("distance"), {"consistency": (0, 1), "diversity": (0, 1)}, 200),
        (three(), BOX, 40),
        (anes96_game(), {"attractiveness": (0, 2), "diversity": (0, 5)}, 200),
        (anes96_game(), {"attractiveness": (0, 2), "consistency": (0, 2), "diversity": (0, 3)}, 40),
    ],
)
def test_the_grid_comes_nearer_as_it_grows(game: Game, box: Box, nodes: int) -> None:
    found = exclusion_area(game, box)
    assert 0 < found.any_group.area.low < found.any_group.area.high < 1
    assert found.width <= WIDTH
    for count in (nodes // 4, nodes):
        assert distance(found, statistics(grid_of(game, midpoints(box, count)))) <= 1 / count


ENTRIES = st.fractions(-2, 2, max_denominator=2)


@st.composite
def matrices(draw: st.DrawFn, size: int) -> list[list[Fraction]]:
    """Draw a symmetric matrix: near the identity, of any signs, or ⪰ 0 of any rank."""
    rank = draw(st.integers(1, size))
    rows = draw(st.lists(st.lists(ENTRIES, min_size=size, max_size=size), min_size=size, max_size=size))
    if draw(st.booleans()):
        return [[sum((x[k] * y[k] for k in range(rank)), Fraction(0)) for y in rows] for x in rows]
    return [[rows[max(i, j)][min(i, j)] / 2 + 2 * (i == j) for j in range(size)] for i in range(size)]


@st.composite
def regions(draw: st.DrawFn) -> tuple[Game, Box]:
    """Draw a game of any regime, and a box of one to three coefficients."""
    size = draw(st.integers(2, 4))
    game = Game.alignment(
        [f"g{d}" for d in range(size)],
        draw(st.sampled_from([1, 2, 5])),
        draw(st.lists(st.fractions(0, 1, max_denominator=5), min_size=size, max_size=size)),
        draw(matrices(size)),
        draw(matrices(size)),
        coefficients=[draw(st.sampled_from([1, Fraction(1, 2), 0, 2])), 1, draw(st.sampled_from([1, 0, 2]))],
        diversity=draw(st.sampled_from(["similarity", "distance"])),
        floor=Fraction(1, draw(st.sampled_from([20, 2 * size, size]))),
    )
    box = {}
    for name in draw(st.sets(st.sampled_from(COEFFICIENTS), min_size=1)):
        low = draw(st.sampled_from([Fraction(0), Fraction(1, 5), Fraction(1)]))
        box[name] = (low, low + draw(st.fractions(Fraction(1, 4), 3, max_denominator=4)))
    return game, box


@given(regions())
def test_any_game_agrees_with_the_grid(region: tuple[Game, Box]) -> None:
    game, box = region
    found = exclusion_area(game, box)
    between = "strictly between 0 and 1" if 0 < found.any_group.area.low < found.any_group.area.high < 1 else "0 or 1"
    event(f"concave share {'0' if not found.concave.high else '1' if found.concave.low == 1 else 'between'}")
    event(f"excluded share {between}")
    assert found.width <= WIDTH
    nodes = {1: 40, 2: 16, 3: 10}[len(box)]
    assert distance(found, statistics(grid_of(game, midpoints(box, nodes)))) <= 2 / nodes
