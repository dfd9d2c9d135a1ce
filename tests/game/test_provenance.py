"""Provenance stays with a game through every change of it, and never counts where games are compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nashsym.certificates.issuing import certify
from nashsym.errors import InputError
from nashsym.game import Game

IDENTITY = [[1, 0], [0, 1]]


def told(provenance: Any) -> Game:
    return Game.alignment(["a", "b"], 3, [1, 2], IDENTITY, IDENTITY, provenance=provenance)


def test_it_is_kept_and_does_not_count() -> None:
    game = told({"source": "answers.csv", "seed": "1"})
    assert game == told(None)
    for changed in (game.with_agents(4), game.with_floor("1/5"), game.with_coefficients(diversity=2)):
        assert changed.provenance == {"source": "answers.csv", "seed": "1"}
    assert game.to_dict()["provenance"] == {"source": "answers.csv", "seed": "1"}
    assert "provenance" not in told(None).to_dict()
    assert certify(game).text == certify(told({})).text


def test_what_was_given_can_change_without_harm() -> None:
    given = {"source": "answers.csv"}
    game = told(given)
    given["source"] = "another"
    assert game.provenance["source"] == "answers.csv"


def test_texts_of_numpy_are_texts() -> None:
    found = told({np.str_("source"): np.str_("answers.csv")}).provenance
    assert [type(each) for pair in found.items() for each in pair] == [str, str]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["source"], 'provenance: a list stands where a table of texts is expected; write source = "…" and the like'),
        ({1: "a"}, "provenance.1: a number stands where a name is expected; write a text in quotes"),
        ({"a" * 201: "b"}, "a name of 201 characters; at most 200 are accepted"),
        ({"seed": 1}, "provenance.seed: a number stands where a text is expected; write it in quotes"),
        ({"seed": None}, "provenance.seed: nothing stands where a text is expected"),
        ({"a": "\ud800"}, "provenance.a: the text has a control character; write printable characters on one line"),
    ],
)
def test_what_is_refused(given: Any, message: str) -> None:
    with pytest.raises(InputError) as raised:
        told(given)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)
