"""Exclusion areas: closed forms by hand, in every regime, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from nashsym.errors import InputError
from nashsym.exact.real_roots import RealRoot
from nashsym.game import Game
from nashsym.phase.areas.exclusion import MAX_GROUPS_AREA, exclusion_area
from nashsym.phase.areas.shares import Share
from nashsym.phase.axes import COEFFICIENTS
from nashsym.theorems.diversity_path import diversity_path
from tests.phase.area_games import ONES, WIDTH, assert_is, pair, shares, three

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
