"""From replicates to a verdict: the box is that of the replicates, and no verdict is wrong where it holds the truth."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from nashsym.uncertainty.confidence import box_of, radii
from nashsym.uncertainty.deviations import INPUTS
from nashsym.uncertainty.robustness import robustness
from nashsym.uncertainty.sureness import sureness
from tests.uncertainty.populations import Population
from tests.uncertainty.samples import interior_case, interior_game, noisy, repeated


def exact(values: Any) -> Any:
    array = np.array(values, dtype=object)
    return np.array([Fraction(value) for value in array.ravel()], dtype=object).reshape(array.shape)


def test_the_box_has_the_radii_of_the_replicates() -> None:
    game, replicates = interior_case()
    box, sides = box_of(game, replicates, "0.9"), radii(game, replicates, "0.9")
    assert box.groups == game.groups
    for name in INPUTS:
        assert (exact(getattr(box, name)) == sides[name]).all()


def test_the_verdicts_are_those_over_the_box() -> None:
    game, replicates = interior_case()
    found = sureness(game, replicates, "0.9", floor="0.2")
    over = robustness(game, box_of(game, replicates, "0.9"), "0.2")
    assert [one.verdict for one in found.groups] == [one.verdict for one in over.groups]
    assert [one.reach for one in found.groups] == [(one.lower, one.upper) for one in over.groups]
    assert found.to_dict()["box"] == over.box.to_dict()
    assert found.to_dict()["scope"] == over.scope == "all"


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
