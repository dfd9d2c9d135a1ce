"""Individual answers are read as people keep them: long or wide, in every container, weighted, with refusals."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from nashsym import InputError
from nashsym.data.survey import anes96_game, load_anes96
from nashsym_estimators import estimate, read_responses
from nashsym_estimators.responses.selecting import with_audience
from tests.estimators.response_files import ANSWERS, shares, written


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
