"""Whatever the reader is given, a Game or an InputError of one line comes out, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.gamefile import game_text, parse_game, template
from nashsym.gamefile.tree import game_from_tree
from tests.gamefile.strategies import games
from tests.gamefile.valid import alignment_tree, canonical_tree

FORMATS = st.sampled_from([None, "toml", "json"])
SEEDS = [
    template(),
    json.dumps(alignment_tree()),
    json.dumps(canonical_tree()),
    game_text(parse_game(json.dumps(canonical_tree())), "toml"),
]
#: What breaks parsers, to be spliced into valid files.
FRAGMENTS = st.one_of(
    st.sampled_from(
        [
            *"[]{}\"'\\#\n\r=.,:-_\ufeff\x00\ud800",
            *('"""', "'''", "1e9999", "nan", "inf", "true", "null", "1979-05-27", "07:32:00", "0x", "1/0", "9" * 700),
            *("\\u0000", "\\ud800", "[inputs]", "[[inputs]]", "a.b.c=1\n", "agents", "b", "H", "K", "anchor"),
            *("[" * 40, "{a=" * 40),
        ]
    ),
    st.text(max_size=5),
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.text(max_size=8), st.dates(), st.times()
)
KEYS = st.one_of(
    st.sampled_from(
        ["name", "groups", "agents", "diversity", "floor", "coefficients", "inputs", "b", "H", "K", "anchor"]
    ),
    st.sampled_from(["attractiveness", "consistency", "inconsistency", "similarity"]),
    st.text(max_size=4),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=20,
)


def read_or_refusal(read: Callable[[], Game]) -> Game | InputError:
    """Return the game or the one error that may come instead; anything else escapes and fails the test."""
    try:
        return read()
    except InputError as error:
        return error


def check(outcome: Game | InputError) -> None:
    """A game is whole: it can be shown, and written so that it reads back. A refusal is one line with a remedy."""
    if isinstance(outcome, Game):
        repr(outcome)
        assert parse_game(game_text(outcome, "toml"), format="toml") == outcome
        assert parse_game(game_text(outcome, "json"), format="json") == outcome
        return
    message = str(outcome)
    assert len(message.splitlines()) == 1
    assert len(message) < 600
    assert outcome.remedy
    message.encode()


def check_text(text: str | bytes, form: Any) -> None:
    outcome = read_or_refusal(lambda: parse_game(text, format=form, file="file"))
    check(outcome)
    assert isinstance(outcome, Game) or outcome.file == "file"


@given(st.binary(max_size=200), FORMATS)
@example(b"\xff\xfe{\x00}\x00", None)
@example(b'{"\xed\xa0\x80": 1}', "json")
def test_bytes(content: bytes, form: Any) -> None:
    check_text(content, form)


@given(st.text(max_size=200), FORMATS)
@example("\ud800 = 1", "toml")
@example('{"\ud800": 1}', "json")
@example("'\u2028' = 1", "toml")
@example('{"agents": 1, "b": [1e4000], "H": [[1e4000]], "floor": 1e-4000}', "json")
def test_texts(text: str, form: Any) -> None:
    check_text(text, form)


@given(st.data())
def test_mutated_files(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SEEDS))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.one_of(st.integers(0, 3), st.integers(0, 80)))
        text = text[:start] + data.draw(FRAGMENTS) + text[end:]
    check_text(text, data.draw(FORMATS))


@given(TREES)
def test_trees(tree: Any) -> None:
    check(read_or_refusal(lambda: game_from_tree(tree)))


@given(st.data())
def test_trees_that_are_nearly_right(data: st.DataObject) -> None:
    """One place of a valid tree holds something else, or is gone."""
    tree: Any = data.draw(st.sampled_from([alignment_tree, canonical_tree]))()
    place, key = tree, data.draw(st.sampled_from(sorted(tree)))
    while isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else list(range(len(place)))))
    if data.draw(st.booleans()):
        place[key] = data.draw(TREES)
    else:
        del place[key]
    check(read_or_refusal(lambda: game_from_tree(tree)))


@given(games(), st.data())
def test_cut_files(game: Game, data: st.DataObject) -> None:
    """A file that was cut short while it was copied is never read as another game."""
    text = game_text(game, "json")
    cut = text[: data.draw(st.integers(0, len(text) - 3))]
    assert isinstance(read_or_refusal(lambda: parse_game(cut, format="json")), InputError)
