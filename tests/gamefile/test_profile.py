"""Profile files: what is read, exactly, and one line for each way to get one wrong."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.gamefile.profile import Played, profile_of, read_profile

GAME = Game.alignment(["left", "center", "right"], 3, [0, 0, 0], np.eye(3).tolist(), np.eye(3).tolist())
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
UNEVEN = (HALF, Fraction(3, 10), Fraction(1, 5))


def read(folder: Path, text: str, name: str = "profile.json", game: Game = GAME) -> tuple[Played, ...]:
    (folder / name).write_text(text, encoding="utf-8")
    return read_profile(folder / name, game)


def test_one_mixture_that_all_play(tmp_path: Path) -> None:
    expected = (Played((range(1, 4),), UNEVEN),)
    assert read(tmp_path, '{"weights": {"right": 0.2, "left": "1/2", "center": 3e-1}}') == expected
    toml = '[weights]\nleft = 0.5\ncenter = "3/10"\nright = 0.2\n'
    assert read(tmp_path, toml, "profile.toml") == expected
    assert read(tmp_path, toml, "profile") == expected


def test_a_mixture_for_each_agent(tmp_path: Path) -> None:
    first, second = {"left": 1, "center": 0, "right": 0}, {"left": 0.5, "center": 0.3, "right": 0.2}
    found = read(tmp_path, json.dumps({"agents": [first, second, first]}))
    assert found == (
        Played((range(1, 2), range(3, 4)), (Fraction(1), Fraction(0), Fraction(0))),
        Played((range(2, 3),), UNEVEN),
    )
    assert [part.count for part in found] == [2, 1]
    tables = "".join(f"[[agents]]\nleft = {x}\ncenter = {y}\nright = {z}\n" for x, y, z in [(1, 0, 0), (1, 0, 0)])
    tables += "[[agents]]\nleft = 0.5\ncenter = 0.3\nright = 0.2\n"
    assert [part.stretches for part in read(tmp_path, tables, "profile.toml")] == [(range(1, 3),), (range(3, 4),)]


@pytest.mark.parametrize(
    "profile",
    [
        {"weights": {"left": "1/2", "center": "0.3", "right": Decimal("0.2")}},
        {"left": "1/2", "center": "0.3", "right": "1/5"},
        UNEVEN,
        [UNEVEN] * 3,
        [(3, UNEVEN)],
        [Played((range(1, 4),), UNEVEN)],
        [(1, UNEVEN), (2, dict(zip(GAME.groups, UNEVEN, strict=True)))],
    ],
)
def test_from_python_in_every_form(profile: Any) -> None:
    assert profile_of(GAME, profile) == (Played((range(1, 4),), UNEVEN),)


def test_arrays_and_labelled_columns() -> None:
    assert profile_of(GAME, np.array([0.5, 0.25, 0.25]))[0].weights == (HALF, HALF / 2, HALF / 2)
    assert [part.count for part in profile_of(GAME, np.eye(3))] == [1, 1, 1]
    pandas = pytest.importorskip("pandas")
    shuffled = pandas.Series([0.25, 0.25, 0.5], index=["right", "center", "left"])
    assert profile_of(GAME, shuffled)[0].weights == (HALF, HALF / 2, HALF / 2)


def test_groups_may_be_called_like_the_keys() -> None:
    game = Game.alignment(["weights", "agents"], 2, [0, 0], [[1, 0], [0, 1]], [[1, 0], [0, 1]])
    assert profile_of(game, {"weights": HALF, "agents": HALF}) == (Played((range(1, 3),), (HALF, HALF)),)


def test_more_agents_than_any_game_has_groups() -> None:
    game = GAME.with_agents(6000)
    assert profile_of(game, np.tile([0.5, 0.25, 0.25], (6000, 1)))[0].count == 6000
    assert profile_of(game, [UNEVEN] * 6000)[0].count == 6000


def test_as_many_agents_as_are_accepted_cost_nothing() -> None:
    game = GAME.with_agents(10**12)
    found = profile_of(game, [(10**11, UNEVEN), (1, (0, 0, 1)), (9 * 10**11 - 1, UNEVEN)])
    assert [part.count for part in found] == [10**12 - 1, 1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"weights": {"left": 0.5, "center": 0.3, "right": 0.1}}', "weights: the weights sum to 9/10, not to 1"),
        (
            '{"weights": {"left": 0.3333, "center": 0.3333, "right": 0.3333}}',
            "sum to 9999/10000, not to 1; make them",
        ),
        ('{"weights": {"left": 0.5, "center": 0.7, "right": -0.2}}', "weights.right: the weight is negative: -0.2"),
        ('{"weights": {"left": 0.5, "center": 0.5}}', "weights: no weight for 'right'; give every group a weight"),
        ('{"weights": {"left": 1}}', "weights: no weight for 'center' and 1 more"),
        (
            '{"weights": {"left": 0.5, "centre": 0.5, "right": 0}}',
            "weights.centre: the game has no such group; did you mean 'center'?",
        ),
        ('{"weights": {"x": 1}}', "weights.x: the game has no such group; the groups are 'left', 'center', 'right'"),
        ('{"weights": {"left": 1, "left": 0, "center": 0, "right": 0}}', "weights.left: the key appears twice"),
        ('{"weights": {}, "weights": {}}', "weights: the key appears twice"),
        ('{"weights": {"left": true, "center": 0, "right": 0}}', "weights.left: a boolean (True) stands"),
        ('{"weights": {"left": null, "center": 0, "right": 0}}', "weights.left: nothing stands where a number"),
        ('{"weights": {"left": "half", "center": 0, "right": 0}}', "weights.left: 'half' is not a number"),
        ('{"weights": {"left": [1], "center": 0, "right": 0}}', "weights.left: a list stands where a number"),
        ('{"weights": {"left": NaN, "center": 0, "right": 0}}', "weights.left: NaN is not a finite number"),
        ('{"weights": {"left": 1e9999, "center": 0, "right": 0}}', "weights.left: the exponent 9999 exceeds the cap"),
        ('{"weights": [0.5, 0.3, 0.2]}', "weights: a list stands where a table is expected"),
        ('{"agents": {"left": 1}}', "agents: a table stands where a list is expected"),
        ('{"agents": []}', "agents: 0 mixtures for 3 agents; give one mixture per agent"),
        ('{"agents": [{"left": 1, "center": 0, "right": 0}]}', "agents: 1 mixture for 3 agents"),
        ('{"agents": [1, 2, 3]}', "agents[0]: a number stands where a table is expected"),
        ('{"agents": [{"left": 1, "center": 0, "right": 0}, {"left": 1}, {}]}', "agents[1]: no weight for 'center'"),
        ("{}", "neither weights nor agents are given; give weights (one mixture"),
        ('{"weights": {}, "agents": []}', "weights and agents stand beside each other"),
        ('{"weight": {}}', "weight: unknown key; give weights"),
        ("", "the file is empty; give weights"),
        ("[]", "the file is a list, not a table of keys"),
        ('{"weights": ', "not valid JSON at line 1"),
    ],
)
def test_bad_files_get_one_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, text)
    message = str(error.value)
    assert message.startswith(str(tmp_path / "profile.json"))
    assert says in message
    assert "\n" not in message


def test_duplicates_in_toml_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="appears twice"):
        read(tmp_path, "[weights]\nleft = 1\nleft = 0\n", "profile.toml")
    with pytest.raises(InputError, match="there is no such file; give the path of a profile file"):
        read_profile(tmp_path / "nothing.json", GAME)


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ([0.1, 0.2, 0.7], "the weights sum to 1 - 2.78e-17, not to 1; binary floats are read as they are"),
        ([1e300, 0, 0], "not to 1"),
        ([0.5, 0.5], "2 numbers for 3 groups"),
        ([(2, UNEVEN)], "the counts add up to 2, not to 3"),
        ([(0, UNEVEN), (3, UNEVEN)], r"profile\[0\]: 0 agents"),
        ([(True, UNEVEN), (2, UNEVEN)], r"profile\[0\]: True agents"),
        ([UNEVEN, UNEVEN], "2 mixtures for 3 agents"),
        ([UNEVEN, (1, 1, -1), UNEVEN], r"profile\[1\]\[2\]: the weight is negative: -1"),
        ({"left": 1}, "no weight for 'center'"),
        ([], "0 numbers for 3 groups"),
        ([Played((range(1, 3),), UNEVEN)], "a profile of 2 agents for 3"),
        (None, "nothing stands where a list"),
        ("left", "a text stands where a list"),
    ],
)
def test_bad_profiles_from_python(profile: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        profile_of(GAME, profile)


names = st.sampled_from(["weights", "agents", *GAME.groups])
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | names
trees = st.recursive(leaves, lambda t: st.lists(t, max_size=4) | st.dictionaries(names, t, max_size=4), max_leaves=12)


@given(trees)
def test_anything_is_read_or_refused(tree: Any) -> None:
    try:
        found = profile_of(GAME, tree)
    except InputError as error:
        found = ()
        if "\n" in str(error):
            pytest.fail(f"more than one line: {error}")
    for part in found:
        assert sum(part.weights) == 1
        assert min(part.weights) >= 0
    assert sum(part.count for part in found) in (0, GAME.agents)
