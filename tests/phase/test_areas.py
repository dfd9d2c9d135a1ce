"""Exclusion areas: closed forms by hand, the laws of a measure, and the grid's statistics as the grid grows."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import event, given

from nashsym import anes96_game
from nashsym.errors import InputError
from nashsym.exact.real_roots import RealRoot
from nashsym.game import Game
from nashsym.phase.areas import MAX_GROUPS_AREA, exclusion_area
from nashsym.phase.areas_shares import ExclusionArea, Share
from nashsym.phase.axes import COEFFICIENTS, Axis
from nashsym.phase.grid import grid_of
from nashsym.phase.statistics import Statistics, statistics
from nashsym.theorems.diversity_path import diversity_path

ONES = [[1, 0], [0, 1]]
WIDTH = Fraction(1, 10**9)
Box = Mapping[str, tuple[Any, Any]]


def pair(similarity: Any = ONES, *, agents: int = 2, form: str = "similarity", **coefficients: Any) -> Game:
    """M = (2λ_C + λ_D) I in the similarity form, so that the second weight is ½ − λ_A/(2(2λ_C + λ_D)); τ = ¼."""
    return Game.alignment(
        ["a", "b"], agents, [1, 0], ONES, similarity, coefficients=coefficients, diversity=form, floor="1/4"
    )


def three(diversity: str = "similarity") -> Game:
    return Game.alignment(
        ["a", "b", "c"],
        4,
        ["0.5", "0.2", "0.3"],
        [["1.0", "0.1", "0.4"], ["0.1", "0.3", "0.1"], ["0.4", "0.1", "1.1"]],
        [["0.5", "0.3", "0.2"], ["0.3", "0.6", "0.3"], ["0.2", "0.3", "0.5"]],
        diversity=diversity,
        floor="1/10",
    )


def shares(found: ExclusionArea) -> dict[str, Share | None]:
    """Return every share by name."""
    listed: dict[str, Share | None] = {
        "interior": found.interior,
        "interior, unique": found.interior_unique,
        "concave": found.concave,
        "regular": found.regular,
    }
    for name, area in [*found.groups.items(), ("any group", found.any_group), ("mean", found.mean)]:
        listed |= {
            f"{name}, area": area.area,
            f"{name}, conditional": area.conditional,
            f"{name}, anywhere": area.anywhere,
        }
    return listed


def assert_is(share: Share | None, value: Fraction) -> None:
    assert share is not None
    assert value in share
    assert share.width <= WIDTH


# Closed forms.


def test_one_coefficient_is_exact() -> None:
    found = exclusion_area(pair(diversity=0), {"attractiveness": (0, 5)})
    exact = {"interior": Fraction(2, 5), "b, area": Fraction(1, 5), "b, conditional": Fraction(1, 2)}
    exact |= {"b, anywhere": Fraction(4, 5), "a, area": Fraction(0), "any group, area": Fraction(1, 5)}
    exact |= {"mean, area": Fraction(1, 10), "mean, conditional": Fraction(1, 4), "mean, anywhere": Fraction(2, 5)}
    for name, value in exact.items():
        assert shares(found)[name] == Share(value, value), name


def test_attractiveness_and_consistency_at_a_ratio_of_0_are_exact() -> None:
    """Interior for λ_A < 2λ_C, excluded for λ_A > λ_C: ∫₀² min(2x, 2) dx = 3 and ∫₀² (min(2x, 2) − x) dx = 1, of 4."""
    box = {"attractiveness": (0, 2), "consistency": (0, 2)}
    found = exclusion_area(pair(diversity=0), box)
    assert found.interior == Share(Fraction(3, 4), Fraction(3, 4))
    assert found.groups["b"].area == Share(Fraction(1, 4), Fraction(1, 4))
    assert found.groups["b"].conditional == Share(Fraction(1, 3), Fraction(1, 3))
    assert found.groups["b"].anywhere == Share(Fraction(1, 2), Fraction(1, 2))
    # One agent has nobody to differ from: the same game at any λ_D.
    alone = exclusion_area(pair(agents=1), box)
    assert_is(alone.interior, Fraction(3, 4))
    assert_is(alone.groups["b"].area, Fraction(1, 4))
    # Then the ends of λ_A go to 0 with the ratio of λ_C to λ_D.
    alone = exclusion_area(pair(agents=1), dict.fromkeys(COEFFICIENTS, (0, 1)))
    assert_is(alone.interior, Fraction(3, 4))
    assert_is(alone.groups["b"].area, Fraction(1, 4))
    assert alone.width <= WIDTH


def test_attractiveness_and_diversity() -> None:
    """At λ_C = 1: interior for λ_A < 2 + λ_D, 6 of 8; excluded for λ_A > 1 + λ_D/2, 3 of 8."""
    found = exclusion_area(pair(), {"attractiveness": (0, 4), "diversity": (0, 2)})
    assert_is(found.interior, Fraction(3, 4))
    assert_is(found.groups["b"].area, Fraction(3, 8))
    assert_is(found.groups["b"].anywhere, Fraction(5, 8))
    # The same with λ_C in the place of λ_D, at λ_D = 2.
    found = exclusion_area(pair(diversity=2), {"attractiveness": (0, 4), "consistency": (0, 1)})
    assert_is(found.interior, Fraction(3, 4))
    assert_is(found.groups["b"].area, Fraction(3, 8))


def test_consistency_and_diversity_at_one_attractiveness() -> None:
    """At λ_A = 1 in [0, 1]²: 2x + y < 1 on ¼ of it, and < 2 on ¾."""
    found = exclusion_area(pair(), {"consistency": (0, 1), "diversity": (0, 1)})
    assert_is(found.interior, Fraction(3, 4))
    assert_is(found.groups["b"].area, Fraction(1, 2))
    assert_is(found.groups["b"].anywhere, Fraction(3, 4))


def test_three_coefficients() -> None:
    """The part of [0, 1]² with 2x + y < c is c²/4 up to c = 1 and c/2 − ¼ up to c = 2; integrated over λ_A."""
    found = exclusion_area(pair(), dict.fromkeys(COEFFICIENTS, (0, 1)))
    assert_is(found.interior, Fraction(11, 12))
    assert_is(found.groups["b"].area, Fraction(5, 24))
    assert_is(found.groups["b"].conditional, Fraction(5, 22))
    assert_is(found.groups["b"].anywhere, Fraction(1, 24) + Fraction(1, 4))
    assert found.concave == Share(Fraction(1), Fraction(1))


def test_one_diversity_alone_agrees_with_the_path_of_its_weights() -> None:
    """T12's intervals have the same algebraic ends."""
    game = three().with_coefficients(attractiveness="1/2", consistency="1/20")
    path = diversity_path(game)
    assert path is not None
    ((inside,), (inclusive,)) = path.interior(), path.inclusive()
    assert RealRoot.of(0) < inside.start < inclusive.start < RealRoot.of(4)
    found = exclusion_area(game, {"diversity": (0, 4)}, width=Fraction(1, 10**20))
    assert float(found.interior) == pytest.approx(1 - float(inside.start) / 4, abs=1e-12)
    assert float(found.any_group.area) == pytest.approx((float(inclusive.start) - float(inside.start)) / 4, abs=1e-12)
    assert found.width <= Fraction(1, 10**20)


# Regimes.


def test_where_utilities_are_not_concave_nothing_is_interior() -> None:
    """Distance form: H = 2(λ_C − λ_D) I, M = 2λ_C I."""
    found = exclusion_area(pair(form="distance"), {"diversity": (0, 2)})
    assert found.concave == found.regular == found.interior == Share(Fraction(1, 2), Fraction(1, 2))
    found = exclusion_area(pair(form="distance"), dict.fromkeys(COEFFICIENTS, (0, 1)))
    assert_is(found.concave, Fraction(1, 2))
    # Interior for λ_A < 2λ_C, λ_D < λ_C: ∫ x min(2x, 1) dx = 1/12 + 3/8; excluded from λ_A = λ_C on, ∫ x² = 1/3 less.
    assert_is(found.interior, Fraction(11, 24))
    assert_is(found.groups["b"].area, Fraction(11, 24) - Fraction(1, 3))
    assert_is(found.groups["b"].anywhere, Fraction(1, 2) - Fraction(1, 3))


def test_where_m_is_not_definite_what_is_interior_counts_and_the_boundary_does_not() -> None:
    """M = (2λ_C − λ_D) I and H = 2λ_C I: at λ_C = 1 interior for λ_A < |2 − λ_D|."""
    found = exclusion_area(pair([[-1, 0], [0, -1]]), {"attractiveness": (0, 1), "diversity": (0, 4)})
    assert_is(found.interior, Fraction(3, 4))
    assert_is(found.interior_unique, Fraction(3, 8))
    assert_is(found.regular, Fraction(1, 2))
    assert_is(found.several_possible, Fraction(1, 2))
    # Beyond λ_D = 2 the first weight is ½ − λ_A/(2(λ_D − 2)), below ¼ for λ_A > (λ_D − 2)/2.
    assert_is(found.groups["a"].area, Fraction(1, 8))
    assert_is(found.groups["b"].area, Fraction(1, 8))
    assert found.groups["a"].anywhere == Share(Fraction(0), Fraction(0))


def test_a_floor_that_nobody_misses_and_one_that_somebody_always_misses() -> None:
    found = exclusion_area(pair(diversity=0), {"attractiveness": (0, "1/2"), "consistency": (1, 2)})
    assert found.interior == Share(Fraction(1), Fraction(1))
    assert found.any_group.area == found.any_group.anywhere == Share(Fraction(0), Fraction(0))
    found = exclusion_area(pair(diversity=0), {"attractiveness": ("1.6", "1.9")})
    assert found.groups["b"].area == found.groups["b"].conditional == Share(Fraction(1), Fraction(1))
    # At the floor itself, ½ at λ_A = 0, nobody is excluded.
    found = exclusion_area(pair(attractiveness=0), {"consistency": (0, 1), "diversity": (0, 1)}, floor="1/2")
    assert found.interior == Share(Fraction(1), Fraction(1))
    assert found.any_group.anywhere == Share(Fraction(0), Fraction(0))


def test_a_weight_that_is_nothing_or_at_the_floor_all_over_the_box() -> None:
    """λ_D does not move the weights of one agent: at λ_A = 2 the second is 0 everywhere, at λ_A = 1 at its floor."""
    box = {"diversity": (0, 1)}
    found = exclusion_area(pair(agents=1, attractiveness=2), box)
    assert found.interior == Share(Fraction(0), Fraction(0))
    assert found.groups["b"].anywhere == Share(Fraction(1), Fraction(1))
    assert found.groups["a"].anywhere == Share(Fraction(0), Fraction(0))
    found = exclusion_area(pair(agents=1), box)
    assert found.interior == Share(Fraction(1), Fraction(1))
    assert found.any_group.area == found.any_group.anywhere == found.mean.anywhere == Share(Fraction(0), Fraction(0))
    # From the other side: the first weight, 0 at λ_A = 2 and at its floor at λ_A = 1 where it attracts less than none.
    for level, interior in ((2, 0), (1, 1)):
        game = Game.alignment(["a", "b"], 1, [-1, 0], ONES, ONES, coefficients=[level, 1, 1], floor="1/4")
        found = exclusion_area(game, box)
        assert found.interior == Share(Fraction(interior), Fraction(interior))
        assert found.any_group.area == Share(Fraction(0), Fraction(0))
        assert found.groups["a"].anywhere == Share(Fraction(1 - interior), Fraction(1 - interior))


def test_a_conditional_share_of_nothing_is_none() -> None:
    found = exclusion_area(pair(), {"attractiveness": (10, 12), "consistency": (0, 1), "diversity": (0, 2)})
    assert found.interior == Share(Fraction(0), Fraction(0))
    assert found.any_group.conditional is None
    assert found.mean.conditional is None
    assert_is(found.groups["b"].anywhere, Fraction(1))
    assert found.to_dict()["any group"]["conditional"] is None


def test_where_m_is_singular_nothing_is_interior() -> None:
    found = exclusion_area(pair([[0, 0], [0, 0]], consistency=0), {"attractiveness": (0, 1), "diversity": (0, 1)})
    assert found.interior == found.regular == Share(Fraction(0), Fraction(0))
    assert found.concave == Share(Fraction(1), Fraction(1))
    found = exclusion_area(pair(consistency=0, diversity=0), {"attractiveness": (0, 1)})
    assert found.interior == Share(Fraction(0), Fraction(0))


def test_one_group_is_always_interior() -> None:
    game = Game.alignment(["all"], 2, [1], [[1]], [[1]])
    found = exclusion_area(game, dict.fromkeys(COEFFICIENTS, (0, 1)))
    assert found.interior == Share(Fraction(1), Fraction(1))
    assert found.any_group.anywhere == Share(Fraction(0), Fraction(0))


def test_groups_that_are_alike_share_their_lines() -> None:
    game = Game.alignment(
        ["a", "b", "b again"],
        3,
        ["0.6", "0.2", "0.2"],
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [["0.5", "0.2", "0.2"], ["0.2", "0.5", "0.3"], ["0.2", "0.3", "0.5"]],
        floor="1/5",
    )
    found = exclusion_area(game, {"attractiveness": (0, 3), "consistency": (0, 1), "diversity": (0, 2)})
    assert found.groups["b"] == found.groups["b again"]
    assert found.any_group.area == found.groups["b"].area
    assert 0 < found.any_group.area.low < found.any_group.area.high < 1


# The laws of a measure.

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


# Misuse.


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ({}, "empty"),
        ({"beauty": (0, 1)}, "no coefficient"),
        ({"diversity": (1, 0)}, "reversed"),
        ({"diversity": (1, 1)}, "no length"),
        ({"diversity": (-1, 1)}, "negative"),
        ({"diversity": 3}, "two ends"),
        ({"diversity": "01"}, "two ends"),
        ({"diversity": (0, 1, 2)}, "two ends"),
    ],
)
def test_a_box_that_is_none_is_refused(box: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        exclusion_area(pair(), box)


def test_games_without_coefficients_and_floors_out_of_range_are_refused() -> None:
    side = {"attractiveness": (0, 1)}
    with pytest.raises(InputError, match="coefficients and inputs"):
        exclusion_area(Game.from_canonical([1, 0], ONES), side)
    with pytest.raises(InputError, match="anchored"):
        exclusion_area(Game.alignment(["a", "b"], 2, [1, 0], ONES, ONES, anchor=(1, ["1/2", "1/2"])), side)
    with pytest.raises(InputError, match="cannot all have"):
        exclusion_area(pair(), side, floor="2/3")
    with pytest.raises(InputError, match="width"):
        exclusion_area(pair(), side, width=Fraction(0))
    size = MAX_GROUPS_AREA + 1
    identity = [[int(d == e) for e in range(size)] for d in range(size)]
    with pytest.raises(InputError, match="grid"):
        exclusion_area(Game.alignment([f"g{d}" for d in range(size)], 2, [1] * size, identity, identity), side)
