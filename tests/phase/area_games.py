"""Games of which areas are known by hand, and what is asserted of shares."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from nashsym.game import Game
from nashsym.phase.areas.shares import ExclusionArea, Share

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
