"""Bands on exclusion statistics: each replicate's own grid, ordered."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from nashsym import sweep
from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.phase.axes import parse_axis
from nashsym.phase.grid import grid_of
from nashsym.phase.statistics import statistics
from nashsym.uncertainty.deviations import moved
from nashsym.uncertainty.exclusion import exclusion_bands, replicate_games
from nashsym.uncertainty.exclusion_text import exclusion_text
from tests.uncertainty.samples import interior_case, interior_game, noisy, repeated

AXIS = "attractiveness=0:4:9"


def test_the_ends_are_those_of_the_replicates() -> None:
    game = interior_game(floor="1/5")
    replicates = noisy(game, bias=0.02)
    found = exclusion_bands(game, replicates, [AXIS])
    drawn = [
        statistics(grid_of(one, {"attractiveness": parse_axis(AXIS)})) for one in moved(game, replicates).games(game)
    ]
    for name, row in zip((*game.groups, "any group", "mean over groups"), found.rows, strict=True):
        assert row.name == name
    center = found.rows[1]
    areas = sorted(each.groups["center"].area for each in drawn)
    assert (center.area.low, center.area.high) == (areas[0], areas[-1]), "61 · 2.5 % = 1.5: the first and the last"
    assert areas[0] < areas[-1]
    assert center.area.value == statistics(grid_of(game, {"attractiveness": parse_axis(AXIS)})).groups["center"].area
    means = sorted(each.mean.anywhere for each in drawn)
    assert (found.rows[-1].anywhere.low, found.rows[-1].anywhere.high) == (means[0], means[-1])


def test_identical_replicates_give_the_statistics_themselves() -> None:
    game = interior_game(floor="1/5")
    for row in exclusion_bands(game, repeated(game), [AXIS]).rows:
        for share in (row.area, row.conditional, row.anywhere):
            assert share.low == share.value == share.high


def test_a_share_that_does_not_exist_is_counted_as_missing() -> None:
    """One group never served: no node is interior."""
    game = Game.alignment(["a", "b"], 3, [4, 0], [[0.5, 0], [0, 0.5]], [[0, 0], [0, 0]])
    found = exclusion_bands(game, repeated(game), ["attractiveness=1:2:3"])
    row = found.rows[0].conditional
    assert (row.value, row.low, row.high, row.missing) == (None, None, None, 40)
    text = exclusion_text(found, "game")
    assert "none (too few)" in text
    assert "In 40 replicates no node is interior" in text


def test_replicates_are_games_of_a_sweep() -> None:
    game, replicates = interior_case()
    dataset = sweep(replicate_games(game, replicates), [AXIS])
    assert dataset.sizes["game"] == 60
    assert dataset.game.values[[0, -1]].tolist() == ["replicate 1", "replicate 60"]
    assert np.isfinite(dataset.weight.values).all()


def test_what_is_printed() -> None:
    game, replicates = interior_case()
    found = exclusion_bands(game, replicates, [AXIS, "diversity=0:1:2"], "0.9")
    lines = exclusion_text(found, "three").splitlines()
    assert lines[:2] == [
        "three: 3 groups, 60 replicates",
        "diversity 0 to 1 (2 nodes), attractiveness 0 to 4 (9 nodes); floor 1/100",
    ]
    assert lines[3].split()[:4] == ["area,", "90", "%", "band"]
    assert [line.split()[0] for line in lines[4:9]] == ["left", "center", "right", "any", "mean"]
    tree = found.to_dict()
    assert tree["replicates"] == 60
    assert Fraction(tree["bands"]["left"]["area"]["value"]) == 0


@pytest.mark.parametrize(
    ("axis", "level", "message"),
    [([], "0.95", "nothing is varied"), ([AXIS], "0.99", "too few"), ([AXIS], 0, "write a number between 0 and 1")],
)
def test_what_is_refused(axis: list[str], level: object, message: str) -> None:
    game, replicates = interior_case()
    with pytest.raises(InputError, match=message):
        exclusion_bands(game, replicates, axis, level)


def test_a_group_called_any_group_keeps_its_own_row() -> None:
    game = interior_game(("any group", "center", "right"), floor="1/5")
    found = exclusion_bands(game, repeated(game), [AXIS])
    assert [row.name for row in found.rows] == ["any group", "center", "right", "mean over groups"]
