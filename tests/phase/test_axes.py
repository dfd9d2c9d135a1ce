"""Axes: exact nodes, in the forms that a user writes, and one line for every misuse."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from nashsym.errors import InputError
from nashsym.phase.axes import Axis, Pairs, axis_of, parse_axis
from nashsym.phase.sweep import axes_of


def test_linear_nodes_are_exact() -> None:
    axis = parse_axis("diversity=0:0.3:4")
    assert axis == Axis("diversity", (Fraction(0), Fraction(1, 10), Fraction(1, 5), Fraction(3, 10)))
    assert axis.floats.tolist() == [0.0, 0.1, 0.2, 0.3]


def test_logarithmic_nodes_are_short_decimals_between_exact_ends() -> None:
    axis = parse_axis("attractiveness=1/100:100:5:log")
    assert (axis.values[0], axis.values[-1]) == (Fraction(1, 100), Fraction(100))
    assert np.allclose(axis.floats, [0.01, 0.1, 1, 10, 100], rtol=1e-13)
    assert all(value.denominator <= 10**20 for value in axis.values)


def test_lists_and_single_values() -> None:
    assert parse_axis("consistency=1/3, 0.5").values == (Fraction(1, 3), Fraction(1, 2))
    assert parse_axis("consistency=2").values == (Fraction(2),)
    assert axis_of("diversity", [0, 0.5]).values == (Fraction(0), Fraction(1, 2))
    assert axis_of("diversity", np.array([0.25, 0.5])).values == (Fraction(1, 4), Fraction(1, 2))


def test_pairs_run_through_the_second_axis_first() -> None:
    pairs = Pairs(axis_of("consistency", [1, 2]), axis_of("diversity", [0, 1, 3]))
    assert len(pairs) == 6
    exact = [pairs.exact(place) for place in range(6)]
    assert exact == [(Fraction(x), Fraction(y)) for x, y in ((1, 0), (1, 1), (1, 3), (2, 0), (2, 1), (2, 3))]
    assert (pairs.x.tolist(), pairs.y.tolist()) == ([1, 1, 1, 2, 2, 2], [0, 1, 3, 0, 1, 3])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("diversity", "no axis"),
        ("diversity=", "no axis"),
        ("diversity=0:1", "no axis"),
        ("diversity=0:1:two", "no axis"),
        ("diversity=0:1:5:cubic", "no axis"),
        ("diversity=5:0:10", "reversed"),
        ("diversity=0:1:1", "1 point from 0 to 1"),
        ("diversity=1:1:3", "3 points from 1 to 1"),
        ("diversity=0:1:0", "at least one point"),
        ("diversity=0:1:20000000", "at most"),
        ("diversity=0:1:5:log", "begin at 0"),
        ("diversity=-1:1:5", "negative"),
        ("diversity=1,1", "ascend"),
        ("diversity=2,1", "ascend"),
        ("diversity=nan", "diversity"),
        ("beauty=0:1:5", "no coefficient"),
    ],
)
def test_what_is_no_axis_is_refused_in_one_line(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        parse_axis(text)
    assert "\n" not in str(caught.value)


def test_an_empty_axis_is_refused() -> None:
    with pytest.raises(InputError, match="empty"):
        axis_of("diversity", [])


def test_a_grid_that_no_disk_holds_is_refused_before_its_axes_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two axes of 10⁷ nodes each took minutes and gigabytes to be refused."""
    monkeypatch.setattr("nashsym.phase.sweep.parse_axis", lambda text: pytest.fail(f"{text} is made"))
    with pytest.raises(InputError, match="99999980000001 nodes fits no disk"):
        axes_of(["diversity=0:5:9999999", "consistency=0:5:9999999:log"])
