"""What others publish is read as it is published; nothing in it is evaluated."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nashsym import InputError
from nashsym_estimators import read_responses
from nashsym_estimators.responses.formats import format_of
from nashsym_estimators.responses.literals import literal
from tests.estimators.response_files import ANSWERS, DISTRIBUTIONS, sample, shares, written

SELECTIONS = "defaultdict(<class 'list'>, {'Belgium (current national sample)': [0.25, 0.75], 'Peru': [0.5, 0.5]})"


def test_global_opinion_qa(tmp_path: Path) -> None:
    rows = [
        ["question", "selections", "options", "source"],
        ["Is it?", SELECTIONS, "['Yes', 'No']", "GAS"],
        ["How many?", "defaultdict(<class 'list'>, {'Peru': [1.0, 0.0], 'Belgium (current national sample)': [0, 1]})",
         "[1, 2]", "WVS"],
        ["And?", "{'Peru': [1.0]}", "['Yes']", "WVS"],
    ]  # fmt: skip
    with (tmp_path / "g.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert format_of(tmp_path / "g.csv") == "globalopinionqa"
    table = read_responses(tmp_path / "g.csv")
    assert table.groups == ("Belgium (current national sample)", "Peru")
    assert shares(table, "Peru", "Is it?") == {"Yes": 0.5, "No": 0.5}
    assert table.questions[1].options == ("1", "2")
    assert not table.answered[0, 2]


def written_rows(folder: Path, rows: list[list[str]]) -> Path:
    with (folder / "g.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([["question", "selections", "options"], *rows])
    return folder / "g.csv"


def test_a_question_that_is_there_again_is_apart_as_a_row(tmp_path: Path) -> None:
    rows = [
        ["Is it?", "{'Peru': [0.5, 0.5], 'Chad': [0.25, 0.75]}", "['Yes', 'No']"],
        ["Is it?", "{'Fiji': [1.0, 0.0], 'Peru': [0.0, 1.0]}", "['No', 'Yes']"],
    ]
    path = written_rows(tmp_path, rows)
    with pytest.raises(InputError, match=r"selections\['Peru'\].*: group 'Peru' answers 'Is it\?' twice"):
        read_responses(path, fewest=1)
    table = read_responses(path, fewest=1, repeats="separate")
    assert [question.name for question in table.questions] == ["Is it?", "Is it? #2"]
    assert table.answered.tolist() == [[True, True], [True, False], [False, True]]
    assert table.questions[1].options == ("No", "Yes")
    assert "a question answered once more, taken as another question: 1 row" in table.notes


def test_refusals_of_distributions_are_set_apart(tmp_path: Path) -> None:
    rows = [
        ["Is it?", "{'Peru': [0.25, 0.25, 0.5], 'Chad': [0.25, 0.75, 0.0]}", "['Yes', 'No', 'DK/Refused']"],
        ["And?", "{'Peru': [0.0, 0.0, 1.0], 'Chad': [0.5, 0.5, 0.0]}", "['Yes', 'No', 'DK/Refused']"],
    ]
    table = read_responses(written_rows(tmp_path, rows), refused=["DK/Refused"], fewest=1)
    assert shares(table, "Peru", "Is it?") == {"Yes": 0.5, "No": 0.5}
    assert table.answered.tolist() == [[True, False], [True, True]]
    assert "refusals, set apart: the other answers are divided by their sum: 3 rows" in table.notes
    assert "nothing but refusals, left out: 1 row" in table.notes


UNHEEDED: list[tuple[str, Any, dict[str, Any]]] = [
    ("a.csv", ANSWERS, {"normalise": True}),
    ("a.csv", ANSWERS, {"length": "token"}),
    ("d.json", DISTRIBUTIONS, {"weight": "w"}),
    ("d.json", DISTRIBUTIONS, {"question": "q"}),
]


@pytest.mark.parametrize(("name", "content", "options"), UNHEEDED)
def test_what_says_nothing_about_a_format_is_refused(
    name: str, content: Any, options: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=f"{next(iter(options))}: it says nothing about the format"):
        read_responses(written(tmp_path, name, content), **options)


HOSTILE_LITERALS = {
    "code": "__import__('os').system('touch hacked')",
    "a call": "defaultdict(<class 'list'>, {'x': exec('1')})",
    "deep": "[" * 5_000 + "]" * 5_000,
    "deep within the cap": "(" * 200 + ")" * 200,
    "not closed": "{'x': [1",
    "nan": "{'x': [nan]}",
    "operators": "9**9**9",
    "a name": "x",
}


@pytest.mark.parametrize("text", HOSTILE_LITERALS.values(), ids=HOSTILE_LITERALS.keys())
def test_nothing_is_evaluated(text: str) -> None:
    with pytest.raises(InputError):
        literal(text, "selections")


def test_literals_with_brackets_in_texts_are_read() -> None:
    assert literal("['((((((((((((', \"nan's\"]", "options") == ["((((((((((((", "nan's"]


INFO = """key,question,references,option_mapping,option_ordinal
SAFE_W1,How safe?,"['Very', 'Not', 'Refused']","{1: 'Very'}","[2.0, 1.0]"
TIME_W1,What time?,"['Day', 'Night', 'Refused']",{},
"""
WAVE = """POLPARTY,WEIGHT_W1,SAFE_W1,TIME_W1
Left,1.5,Very,Day
Left,0.5,Not,Refused
Right,1.0,Not,Night
Right,1.0,Not,Day
Refused,1.0,Not,Day
"""


def test_opinion_qa(tmp_path: Path) -> None:
    written(tmp_path, "info.csv", INFO)
    written(tmp_path, "responses.csv", WAVE)
    assert format_of(tmp_path) == format_of(tmp_path / "responses.csv") == "opinionqa"
    table = read_responses(tmp_path, group="POLPARTY")
    assert table.groups == ("Left", "Right")
    assert [one.name for one in table.questions] == ["How safe?", "What time?"]
    assert table.questions[0].options == ("Very", "Not")
    assert table.questions[0].scores == (2, 1)
    assert table.questions[1].scores is None
    assert shares(table, "Left", "How safe?") == {"Very": 0.75, "Not": 0.25}
    assert shares(table, "Left", "What time?") == {"Day": 1, "Night": 0}
    assert table.counts is not None
    assert table.counts[0].tolist() == [4 / 2.5, 1]
    assert table.audience is not None
    assert table.audience.tolist() == [2, 2]
    notes = " ".join(table.notes)
    assert "left out: 1 respondent without POLPARTY" in notes
    assert "refusals, set apart: 1 answer" in notes
    with pytest.raises(InputError, match="there is no column 'group'"):
        read_responses(tmp_path)


def test_harness_samples(tmp_path: Path) -> None:
    new = [[["-2.0", "False"]], [["-2.0", "True"]]]
    one = [sample("Q?", [" yes", " never"], new), sample("R?", [" a", " b"], [[-1.0, False], [-1.0, True]], old=True)]
    two = [
        sample("Q?", [" never", " yes"], [[-6.0, False], [-4.0, True]]),
        sample("R?", [" a", " b"], [[-1.0, False], [-2.0, True]]),
    ]
    paths = [
        written(tmp_path, f"samples_{name}.jsonl", "\n".join(map(json.dumps, content)))
        for name, content in (("left", one), ("right", two))
    ]
    assert format_of(paths[0]) == "harness"
    table = read_responses(paths)
    assert table.groups == ("left", "right")
    assert table.questions[0].options == ("yes", "never")
    # Per byte: −2/4 and −2/6; the sums would be even.
    expected = np.exp([-0.5, -1 / 3])
    assert list(shares(table, "left", "Q?").values()) == pytest.approx((expected / expected.sum()).tolist())
    assert list(shares(table, "right", "Q?").values()) == pytest.approx([0.5, 0.5])
    sums = read_responses(paths, length="sum", groups=["x", "y"])
    assert sums.groups == ("x", "y")
    assert list(shares(sums, "x", "Q?").values()) == pytest.approx([0.5, 0.5])
    assert "log-likelihoods were divided by the bytes of the option" in table.notes
    assert "log-likelihoods were not divided by the length of the option" in sums.notes


def test_harness_samples_per_token(tmp_path: Path) -> None:
    tokenizers = pytest.importorskip("tokenizers")
    words = tokenizers.Tokenizer(tokenizers.models.WordLevel({"yes": 0, "not": 1, "at": 2, "all": 3}, "yes"))
    words.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    words.save(str(tmp_path / "tokenizer.json"))
    content = [sample(name, [" yes", " not at all"], [[-1.0], [-3.0]]) for name in ("Q?", "R?")]
    path = written(tmp_path, "samples_x.jsonl", "\n".join(map(json.dumps, content)))
    table = read_responses(path, length="token", tokenizer=str(tmp_path / "tokenizer.json"))
    assert list(shares(table, "x", "Q?").values()) == pytest.approx([0.5, 0.5])
    with pytest.raises(InputError, match="no tokenizer counts the tokens"):
        read_responses(path, length="token")
    with pytest.raises(InputError, match="no tokenizer"):
        read_responses(path, length="token", tokenizer=str(path))


def test_datasets_on_disk(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    rows = list(csv.DictReader(ANSWERS.splitlines()))
    datasets.Dataset.from_list(rows).save_to_disk(tmp_path / "answers")
    datasets.DatasetDict({"test": datasets.Dataset.from_list(DISTRIBUTIONS)}).save_to_disk(tmp_path / "many")
    assert format_of(tmp_path / "answers") == "dataset"
    table = read_responses(tmp_path / "answers")
    again = read_responses(written(tmp_path, "a.csv", ANSWERS))
    assert np.array_equal(table.probabilities, again.probabilities)
    assert shares(read_responses(tmp_path / "many", split="test"), "north", "drink") == {"tea": 0.75, "coffee": 0.25}
    with pytest.raises(InputError, match="there are the splits 'test'"):
        read_responses(tmp_path / "many")
    for path in (tmp_path / "answers").glob("*.arrow"):
        path.write_bytes(b"junk")
    with pytest.raises(InputError, match="can't be read"):
        read_responses(tmp_path / "answers")
