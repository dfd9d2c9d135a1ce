"""Each fault of a file is one line that names file, place and remedy; what is chosen and left is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from nashsym import InputError
from nashsym_estimators import read_responses
from nashsym_estimators.responses import answers, assembly, records, tally
from nashsym_estimators.responses.formats import FORMATS
from nashsym_estimators.responses.selecting import options_file, with_audience, with_question_file, with_some_groups
from tests.estimators.response_files import ANSWERS, DISTRIBUTIONS, changed, sample, written

FAULTS: dict[str, tuple[str, Any, dict[str, Any], str]] = {
    "no such file": ("nothing.csv", None, {}, "there is no such file"),
    "an unknown ending": ("a.xlsx", "x", {}, "the ending '.xlsx' is unknown"),
    "empty": ("a.csv", "", {}, "the file is empty"),
    "UTF-16": ("a.csv", "group".encode("utf-16"), {}, "UTF-16"),
    "not UTF-8": ("a.csv", b"group\n\xff", {}, "is not UTF-8"),
    "NUL": ("a.csv", "group,question,answer\nx,\0,y\n", {}, "NUL"),
    "a ragged row": ("a.csv", "group,question,answer\nx,y\n", {}, "line 2: 2 fields where the header has 3"),
    "two columns of one name": ("a.csv", "group,group\nx,y\n", {}, "two columns are named 'group'"),
    "an open quote": ("a.csv", 'group,question,answer\nx,"y,z\n', {}, "not valid CSV"),
    "a long field": ("a.csv", f"group,question,answer\nx,y,{'z' * 1_100_000}\n", {}, "field larger than field limit"),
    "no group column": ("a.csv", ANSWERS, {"group": "party"}, "there is no column 'party'"),
    "half a form": ("a.csv", ANSWERS, {"answer": "reply"}, "there is no column 'reply'"),
    "no group": ("a.csv", ANSWERS + ",drink,tea\n", {}, "line 11: group: there is no group"),
    "a bad weight": ("a.csv", "group,question,answer,w\nx,q,a,heavy\n", {"weight": "w"}, "'heavy' is no weight"),
    "a negative weight": (
        "a.csv",
        "group,question,answer,w\nx,q,a,-1\n",
        {"weight": "w"},
        "the weight -1 is out of range",
    ),
    "a NaN weight": ("a.csv", "group,question,answer,w\nx,q,a,nan\n", {"weight": "w"}, "is no weight"),
    "two groups of one person": (
        "a.csv",
        "group,question,answer,id\nx,q,a,1\ny,q,a,1\n",
        {"respondent": "id"},
        "respondent '1' is in the groups 'x' and 'y'",
    ),
    "one person twice": (
        "a.csv",
        "group,question,answer,id\nx,q,a,1\nx,q,b,1\n",
        {"respondent": "id"},
        "respondent '1' answers 'q' twice",
    ),
    "only refusals": ("a.csv", "group,question,answer\nx,q,-\n", {"refused": ["-"]}, "there is no answer in it"),
    "a control character": ("a.csv", "group,question,answer\nx\x07,q,a\n", {}, "has a control character"),
    "a long name": ("a.csv", f"group,question,answer\n{'x' * 300},q,a\n", {}, "a name of 300 characters"),
    "no list": ("d.json", {"question": "x"}, {}, "the file is no list of records"),
    "no record": ("d.json", [1], {}, "stands where a record is expected"),
    "broken JSON": ("d.json", "[{]", {}, "not valid JSON at column 3"),
    "duplicate keys": ("d.json", '[{"question": "a", "question": "b"}]', {}, "'question' appears twice"),
    "NaN": ("d.json", '[{"question": "a", "gold_distribution": [NaN]}]', {}, "NaN is not a number"),
    "deep": ("d.json", "[" * 100_000, {}, "nested too deeply"),
    "a long number": ("d.json", f"[{'9' * 5_000}]", {}, "a number of 5000 characters"),
    "a large number": ("d.json", f"[{'9' * 301}]", {}, "a number of 301 characters"),
    "beyond floats": ("d.json", "[1e999]", {}, "1e999 is beyond the range of numbers"),
    "a huge weight": ("a.csv", "group,question,answer,w\nx,q,a,1e200\n", {"weight": "w"}, "out of range"),
    "a tiny weight": ("a.csv", "group,question,answer,w\nx,q,a,1e-200\n", {"weight": "w"}, "out of range"),
    "infinite": ("d.json", changed(0, gold_distribution=[1e308, 1e308]), {}, "sum to inf"),
    "a boolean": ("d.json", changed(0, gold_distribution=[True, False]), {}, "a boolean stands where a probability"),
    "text": ("d.json", changed(0, gold_distribution=["0.5", 0.5]), {}, "a text stands where a probability"),
    "negative": ("d.json", changed(0, gold_distribution=[1.5, -0.5]), {}, "negative or not finite"),
    "too few": ("d.json", changed(0, gold_distribution=[1.0]), {}, "1 probabilities for 2 options"),
    "no probabilities": ("d.json", changed(0, gold_distribution=0.5), {}, "a number stands where a list"),
    "a missing key": ("d.json", changed(2, attribute=None), {}, r"\[2\]: there is no 'attribute'"),
    "a group that is no text": ("d.json", changed(0, attribute=3), {}, "a number stands where a name is expected"),
    "an option twice": ("d.json", changed(0, options=["a", "a"]), {}, "'a' is listed twice"),
    "an option too many": (
        "d.json",
        changed(1, options=["tea", "coffee", "milk"], gold_distribution=[0.5, 0.5, 0]),
        {},
        "the option 'milk' is new",
    ),
    "an option too few": (
        "d.json",
        changed(1, options=["tea"], gold_distribution=[1]),
        {},
        "there is no option 'coffee'",
    ),
    "no options": ("d.json", changed(0, options=[]), {}, "no list of options"),
    "an empty question": ("d.json", changed(0, question=" "), {}, "the question is empty"),
    "an option of ours": ("d.json", DISTRIBUTIONS, {"match": "maybe"}, "'maybe' is unknown"),
    "no such option": ("d.json", DISTRIBUTIONS, {"repair": True}, "no option is named 'repair'"),
    "no such format": ("d.json", DISTRIBUTIONS, {"format": "csv"}, "unknown format 'csv'"),
    "an empty list": ("d.json", [], {}, "there is no answer in it"),
    "no Parquet": ("a.parquet", b"PAR1 but not really", {}, "no Parquet file"),
    "likelihoods above 0": (
        "s.jsonl",
        json.dumps(sample("Q", ["a", "b"], [[1.0], [0.0]])),
        {},
        "the log-likelihood 1.0 is above 0",
    ),
    "two prompts": (
        "s.jsonl",
        json.dumps({**sample("Q", ["a"], [[-1.0], [-1.0]]), "arguments": [["Q", "a"], ["R", "b"]]}),
        {},
        "2 prompts in one sample",
    ),
    "generated": ("s.jsonl", json.dumps({"resps": [["text"]], "arguments": [["Q", {}]]}), {}, "no pair of texts"),
    "a country without shares": (
        "g.csv",
        "question,selections,options\nQ,{'x': 1},\"['a']\"\n",
        {},
        r"selections\['x'\]: a number stands where a list",
    ),
    "selections of code": ("g.csv", "question,selections,options\nQ,exit(),['a']\n", {}, "no Python literal"),
}


@pytest.mark.parametrize(("name", "content", "options", "problem"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_is_one_line(name: str, content: Any, options: dict[str, Any], problem: str, tmp_path: Path) -> None:
    path = tmp_path / name if content is None else written(tmp_path, name, content)
    with pytest.raises(InputError, match=problem) as caught:
        read_responses(path, **options)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    if not options.keys() & {"match", "repair", "format"}:
        assert caught.value.file.endswith(name)


def test_tables_beyond_the_cap_are_refused_before_they_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (tally, assembly):
        monkeypatch.setattr(module, "MAX_TABLE_NUMBERS", 7)
    for name, content in (("a.csv", ANSWERS), ("d.json", DISTRIBUTIONS)):
        with pytest.raises(InputError, match="2 groups × 2 questions × 2 options; at most 7"):
            read_responses(written(tmp_path, name, content))
    for module in (tally, assembly):
        monkeypatch.setattr(module, "MAX_GROUPS", 1)
    for name in ("a.csv", "d.json"):
        with pytest.raises(InputError, match="more than 1 groups"):
            read_responses(tmp_path / name)


def test_a_parquet_file_that_unfolds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [{"group": "x", "question": "q", "answer": "a"}] * 1_000
    parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "a.parquet")
    monkeypatch.setattr(records, "MAX_TABLE_NUMBERS", 999)
    with pytest.raises(InputError, match="1000 rows"):
        read_responses(tmp_path / "a.parquet")


# --- what is said beside the answers --------------------------------------------------------------------------------


def test_groups_are_chosen_and_the_others_said(tmp_path: Path) -> None:
    table = with_some_groups(read_responses(written(tmp_path, "d.json", DISTRIBUTIONS)), ["south"])
    assert table.groups == ("south",)
    assert table.notes == ("left out: 1 group, 'north'",)
    with pytest.raises(InputError, match="no group is named 'east'; the groups are 'south'"):
        with_some_groups(table, ["east"])


def test_questions_are_chosen_with_weights(tmp_path: Path) -> None:
    table = read_responses(written(tmp_path, "d.json", DISTRIBUTIONS))
    one = with_question_file(table, written(tmp_path, "q.txt", "when\n"))
    assert [question.name for question in one.questions] == ["when"]
    assert one.notes == ("left out: 1 question not chosen",)
    weighted = with_question_file(table, written(tmp_path, "q.json", {"when": 3, "drink": 1}))
    assert weighted.weights.tolist() == [0.75, 0.25]
    for content, problem in (("where\n", "no question is 'where'"), ("when\nwhen\n", "'when' is listed twice")):
        with pytest.raises(InputError, match=problem):
            with_question_file(table, written(tmp_path, "bad.txt", content))
    with pytest.raises(InputError, match="is no weight"):
        with_question_file(table, written(tmp_path, "bad.json", {"when": True}))


def test_the_audience_is_read_exactly(tmp_path: Path) -> None:
    table = read_responses(written(tmp_path, "d.json", DISTRIBUTIONS))
    text = "group,audience,engagement\nsouth,0.1,1/3\nnorth,2,1\neast,5,1\n"
    told = with_audience(table, written(tmp_path, "p.csv", text))
    assert told.audience is not None
    assert told.audience.tolist() == [2, Fraction(1, 10)]
    assert told.engagement is not None
    assert told.engagement.tolist() == [1, Fraction(1, 3)]
    assert "left out: the audience of 1 group without answers" in told.notes
    assert "p.csv" in dict(told.source)["audience"]


AUDIENCES = {
    "a group without": ("group,audience\nnorth,1\n", "group 'south' is not in it"),
    "no number": ("group,audience\nnorth,many\nsouth,1\n", "'many' is not a number"),
    "negative": ("group,audience\nnorth,-1\nsouth,1\n", "'-1' is negative"),
    "twice": ("group,audience\nnorth,1\nnorth,1\nsouth,1\n", "'north' is listed twice"),
    "no column": ("group,people\nnorth,1\n", "no group or no audience"),
}


@pytest.mark.parametrize(("text", "problem"), AUDIENCES.values(), ids=AUDIENCES.keys())
def test_an_audience_at_fault_is_refused(text: str, problem: str, tmp_path: Path) -> None:
    table = read_responses(written(tmp_path, "d.json", DISTRIBUTIONS))
    with pytest.raises(InputError, match=problem) as caught:
        with_audience(table, written(tmp_path, "p.csv", text))
    assert caught.value.file.endswith("p.csv")


@pytest.mark.parametrize("content", [[], {}, {"drink": "tea"}, {"drink": {"options": ["a"], "scores": "x"}}])
def test_options_at_fault_are_refused(content: Any, tmp_path: Path) -> None:
    path = written(tmp_path, "o.json", content)
    with pytest.raises(InputError):
        read_responses(written(tmp_path, "a.csv", ANSWERS), options=options_file(path))


def test_every_format_has_a_reader_of_its_own() -> None:
    homes: list[Callable[..., Any]] = list(FORMATS.values())
    assert len({reader.__module__ for reader in homes}) == len(FORMATS) == 6
    assert answers.read_answers in homes
