"""Every format is read as it is written by its users; every fault is one line that names file, place and remedy."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nashsym import InputError
from nashsym.data.survey import anes96_game, load_anes96
from nashsym_estimators import ResponseTable, estimate, read_responses
from nashsym_estimators.responses import answers, assembly, records, tally
from nashsym_estimators.responses.formats import FORMATS, format_of
from nashsym_estimators.responses.literals import literal
from nashsym_estimators.responses.selecting import options_file, with_audience, with_question_file, with_some_groups

ANSWERS = """group,question,answer
north,drink,tea
north,drink,tea
north,drink,coffee
north,when,noon
north,when,noon
south,drink,tea
south,drink,coffee
south,when,noon
south,when,evening
"""
DISTRIBUTIONS = [
    {
        "question": "drink",
        "options": ["tea", "coffee"],
        "attribute": "north",
        "gold_distribution": [0.75, 0.25],
        "id": 1,
    },
    {"question": "drink", "options": ["tea", "coffee"], "attribute": "south", "gold_distribution": [0.5, 0.5], "id": 2},
    {"question": "when", "options": ["noon", "evening"], "attribute": "north", "gold_distribution": [1, 0], "id": 3},
    {
        "question": "when",
        "options": ["noon", "evening"],
        "attribute": "south",
        "gold_distribution": [0.5, 0.5],
        "id": 4,
    },
]


def written(folder: Path, name: str, content: Any) -> Path:
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def shares(table: ResponseTable, group: str, question: str) -> dict[str, float]:
    d = table.groups.index(group)
    q = [one.name for one in table.questions].index(question)
    options = table.questions[q].options
    return dict(zip(options, table.probabilities[d, q].tolist(), strict=False))


def changed(number: int, **changes: Any) -> list[dict[str, Any]]:
    """Return the distributions with one record changed; None takes a key away."""
    listed = [dict(record) for record in DISTRIBUTIONS]
    listed[number].update(changes)
    listed[number] = {key: value for key, value in listed[number].items() if value is not None}
    return listed


# --- individual answers ---------------------------------------------------------------------------------------------


def test_answers_are_counted(tmp_path: Path) -> None:
    table = read_responses(written(tmp_path, "a.csv", ANSWERS))
    assert table.groups == ("north", "south")
    assert [one.options for one in table.questions] == [("coffee", "tea"), ("evening", "noon")]
    assert shares(table, "north", "drink") == {"tea": 2 / 3, "coffee": 1 / 3}
    assert table.counts is not None
    assert table.counts.tolist() == [[3, 2], [2, 2]]
    assert table.audience is not None
    assert table.audience.tolist() == [3, 2]
    assert dict(table.source)["format"] == "individual answers"
    assert len(dict(table.source)["sha256"]) == 64


def test_the_same_answers_from_every_container(tmp_path: Path) -> None:
    rows = list(csv.DictReader(ANSWERS.splitlines()))
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "a.parquet")
    written(tmp_path, "a.csv", "\ufeff" + ANSWERS.replace("\n", "\r\n"))
    written(tmp_path, "a.json", rows)
    written(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows)))
    tables = [read_responses(tmp_path / f"a.{suffix}") for suffix in ("csv", "json", "jsonl", "parquet")]
    for table in tables[1:]:
        assert table.groups == tables[0].groups
        assert table.questions == tables[0].questions
        assert np.array_equal(table.probabilities, tables[0].probabilities)


def test_several_files_are_one_table(tmp_path: Path) -> None:
    head, *lines = ANSWERS.splitlines()
    one = written(tmp_path, "1.csv", "\n".join([head, *lines[:5]]))
    two = written(tmp_path, "2.csv", "\n".join([head, *lines[5:]]))
    both = read_responses([one, two])
    assert np.array_equal(both.probabilities, read_responses(written(tmp_path, "a.csv", ANSWERS)).probabilities)
    assert dict(both.source)["source"] == "1.csv, 2.csv"


def test_wide_rows_are_respondents(tmp_path: Path) -> None:
    text = "group,drink,when\nnorth,tea,noon\nnorth,tea,\nsouth,coffee,noon\nsouth,tea,evening\n"
    table = read_responses(written(tmp_path, "wide.csv", text))
    assert shares(table, "south", "drink") == {"coffee": 0.5, "tea": 0.5}
    assert table.counts is not None
    assert table.counts.tolist() == [[2, 1], [2, 2]]
    said = "a row per respondent: every other column is a question, 'drink', 'when'"
    assert said in table.notes
    assert any("blank, left out: 1 answer" in note for note in table.notes)


def test_a_column_without_two_answers_alike_is_asked_about(tmp_path: Path) -> None:
    lines = [f"{number},{'ab'[number % 2]},{'xy'[number % 3 == 0]},{number % 4}" for number in range(9)]
    table = read_responses(written(tmp_path, "wide.csv", "\n".join(["id,group,q,r", *lines])))
    assert "no two answers alike, is it no question?: 'id'" in table.notes
    table = read_responses(tmp_path / "wide.csv", respondent="id")
    assert not any("no two answers" in note for note in table.notes)


WORDINGS = "group,question,answer\na,q,Yes\na,q,yes \na,r,No\nb,q,Yes.\nb,r,no\na,q,Maybe\n"


def test_answers_in_other_words_are_an_error_or_a_stated_repair(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", WORDINGS)
    with pytest.raises(InputError, match=r"question 'q': the answers 'Yes' and 'Yes\.' are the same but for case"):
        read_responses(path)
    table = read_responses(path, match="text")
    assert shares(table, "a", "q") == {"Maybe": 1 / 3, "Yes": 2 / 3}
    assert shares(table, "b", "r") == {"No": 1}
    assert "answers worded a little differently, matched by text: 3 wordings" in table.notes
    apart = read_responses(path, match="union")
    assert [len(question.options) for question in apart.questions] == [4, 2]


def test_groups_that_look_alike_are_said(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "group,question,answer\na,q,x\nA ,q,x\na,r,x\nA ,r,y\n")
    said = "read as two groups, though case, spaces or punctuation alone tell them apart: 'a' and 'A '"
    assert said in read_responses(path).notes


def test_an_order_that_nobody_gave_is_no_scale(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", ANSWERS)
    with pytest.raises(InputError, match="nobody said in which order its options stand"):
        read_responses(path, scores="order")


def test_survey_weights_count_as_kish_says(tmp_path: Path) -> None:
    text = "g,q,a,w,id\nx,one,yes,3,1\nx,one,no,1,2\nx,two,yes,3,1\nx,two,yes,1,2\ny,one,no,1,3\ny,two,yes,1,3\n"
    table = read_responses(
        written(tmp_path, "w.csv", text), group="g", question="q", answer="a", weight="w", respondent="id"
    )
    assert shares(table, "x", "one") == {"no": 0.25, "yes": 0.75}
    assert table.counts is not None
    assert table.counts[0].tolist() == [16 / 10, 16 / 10]
    assert table.audience is not None
    assert table.audience.tolist() == [4, 1]
    assert any("Kish" in note for note in table.notes)


def test_refusals_are_set_apart_and_options_declared(tmp_path: Path) -> None:
    text = ANSWERS + "north,drink,Refused\n"
    path = written(tmp_path, "a.csv", text)
    declared = {"drink": {"options": ["coffee", "milk", "tea"], "scores": [0, 5, 10]}}
    table = read_responses(path, refused=["Refused"], options=declared)
    assert any("refusals, set apart: 1 answer" in note for note in table.notes)
    assert table.questions[0].options == ("coffee", "milk", "tea")
    assert table.questions[0].scores == (0, 5, 10)
    with pytest.raises(InputError, match=r"line 11: answer: 'Refused' is no option of question 'drink'"):
        read_responses(path, options=declared)


def test_scores_are_the_order_or_the_numbers(tmp_path: Path) -> None:
    text = "group,question,answer\nx,age,10\nx,age,9\nx,more,1\ny,age,-1.5\ny,more,2\n"
    table = read_responses(written(tmp_path, "n.csv", text), scores="numbers")
    assert table.questions[0].options == ("-1.5", "9", "10")
    assert table.questions[0].scores == (-1.5, 9, 10)
    assert read_responses(tmp_path / "n.csv", scores="order").questions[0].scores == (0, 1, 2)
    with pytest.raises(InputError, match="'coffee' is no number"):
        read_responses(written(tmp_path, "a.csv", ANSWERS), scores="numbers")


def test_the_survey_from_individual_answers_is_the_survey(tmp_path: Path) -> None:
    survey = load_anes96()
    lines, people = ["group,question,answer,who"], ["group,audience,engagement"]
    for d, group in enumerate(survey.groups):
        people.append(f"{group},{survey.respondents[d]},{survey.engagement[d]}")
        for q, (name, options) in enumerate(zip(survey.questions, survey.options, strict=True)):
            given = [option for option, n in zip(options, survey.counts[d][q], strict=True) for _ in range(n)]
            lines += [f'{group},{name},"{answer}",{d}-{who}' for who, answer in enumerate(given)]
    table = read_responses(written(tmp_path, "anes.csv", "\n".join(lines)), respondent="who")
    assert table.audience is not None
    assert table.audience.tolist() == list(survey.respondents)
    table = with_audience(table, written(tmp_path, "people.csv", "\n".join(people)))
    game = estimate(table).game(8, coefficients=[1, "1/4", 1], name=anes96_game().name)
    assert game == anes96_game()


# --- distributions --------------------------------------------------------------------------------------------------


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


# --- what others publish --------------------------------------------------------------------------------------------

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


def sample(prompt: str, options: list[str], values: list[Any], *, old: bool = False) -> dict[str, Any]:
    pairs = [[prompt, option] for option in options]
    named = {f"gen_args_{i}": {"arg_0": prompt, "arg_1": option} for i, (_, option) in enumerate(pairs)}
    return {"doc_id": 0, "doc": {}, "arguments": pairs if old else named, "resps": values, "filtered_resps": values}


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


# --- faults ---------------------------------------------------------------------------------------------------------

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
