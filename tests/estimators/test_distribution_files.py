"""Distributions of answers: what differs between rows of one question is an error or a stated repair."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from nashsym import InputError
from nashsym_estimators import read_responses
from tests.estimators.response_files import DISTRIBUTIONS, changed, shares, written


def test_distributions_are_read(tmp_path: Path) -> None:
    table = read_responses(written(tmp_path, "d.json", DISTRIBUTIONS))
    assert shares(table, "north", "drink") == {"tea": 0.75, "coffee": 0.25}
    assert table.counts is None
    assert table.notes == ()
    lines = written(tmp_path, "d.jsonl", "\n".join(map(json.dumps, DISTRIBUTIONS)))
    assert np.array_equal(read_responses(lines).probabilities, table.probabilities)


def test_options_in_another_order_are_aligned_and_said(tmp_path: Path) -> None:
    records = changed(1, options=["coffee", "tea"], gold_distribution=[0.1, 0.9])
    table = read_responses(written(tmp_path, "d.json", records))
    assert shares(table, "south", "drink") == {"tea": 0.9, "coffee": 0.1}
    assert table.notes == ("options in another order than in the first row of the question, aligned: 1 row",)


def test_options_in_other_words_are_an_error_or_a_stated_repair(tmp_path: Path) -> None:
    path = written(tmp_path, "d.json", changed(1, options=[" Coffee.", "TEA"], gold_distribution=[0.1, 0.9]))
    with pytest.raises(InputError, match=r"d\.json: \[1\]\.options: the option ' Coffee\.' is new") as caught:
        read_responses(path)
    assert "match them by text or union" in str(caught.value)
    table = read_responses(path, match="text")
    assert shares(table, "south", "drink") == {"tea": 0.9, "coffee": 0.1}
    assert "options worded a little differently, matched by text: 1 row" in table.notes
    union = read_responses(path, match="union")
    assert union.questions[0].options == ("tea", "coffee", " Coffee.", "TEA")
    assert shares(union, "south", "drink") == {"tea": 0, "coffee": 0, " Coffee.": 0.1, "TEA": 0.9}
    assert any("what a row lacks is 0 there" in note for note in union.notes)


def test_sums_that_are_not_1_are_an_error_or_divided_and_said(tmp_path: Path) -> None:
    path = written(tmp_path, "d.json", changed(0, gold_distribution=[0.6, 0.3]))
    with pytest.raises(InputError, match=r"\[0\]\.gold_distribution: the probabilities sum to 0\.9"):
        read_responses(path)
    table = read_responses(path, normalise=True)
    assert shares(table, "north", "drink") == pytest.approx({"tea": 2 / 3, "coffee": 1 / 3})
    assert table.notes == ("probabilities divided by their sum, which was off 1 by up to 0.1: 1 row",)
    with pytest.raises(InputError, match="every probability is 0"):
        read_responses(written(tmp_path, "z.json", changed(0, gold_distribution=[0, 0])), normalise=True)


def test_a_group_with_one_question_is_an_error_or_said(tmp_path: Path) -> None:
    path = written(tmp_path, "d.json", DISTRIBUTIONS[:3])
    with pytest.raises(InputError, match="group 'south' answers 1 question of 2"):
        read_responses(path)
    table = read_responses(path, fewest=1)
    assert "one question is all that is known of 1 group: 'south'" in table.notes
    assert not table.answered[1, 1]


def test_a_question_answered_twice_is_an_error_or_another_question(tmp_path: Path) -> None:
    path = written(tmp_path, "d.json", [*DISTRIBUTIONS, DISTRIBUTIONS[0]])
    with pytest.raises(InputError, match="group 'north' answers 'drink' twice"):
        read_responses(path)
    table = read_responses(path, repeats="separate")
    assert [one.name for one in table.questions] == ["drink", "when", "drink #2"]
    assert any("a question answered once more, taken as another question: 1 row" in note for note in table.notes)


def test_another_distribution_can_be_named(tmp_path: Path) -> None:
    records = [{**record, "pred_distribution": [0.5, 0.5]} for record in DISTRIBUTIONS]
    table = read_responses(written(tmp_path, "d.json", records), distribution="pred_distribution")
    assert shares(table, "north", "drink") == {"tea": 0.5, "coffee": 0.5}
