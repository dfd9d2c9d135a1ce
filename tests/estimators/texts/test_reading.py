"""Readers of texts: each form that there is, and each way of getting it wrong, with file and line."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym_estimators.texts.reading import read_texts

RECORDS = [
    {"group": "left", "prompt": "Spend?", "text": "More."},
    {"group": "right", "prompt": "Spend?", "text": 'Less, "of course".'},
    {"group": "left", "prompt": "Spend?", "text": "Much more."},
    {"group": "left", "prompt": "Tax?", "text": "Yes\nindeed"},
]


def as_csv(records: list[dict[str, Any]]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(records[0]))
    writer.writeheader()
    writer.writerows(records)
    return stream.getvalue()


FORMS = {
    "texts.jsonl": "\n".join(map(json.dumps, RECORDS)),
    "lines.jsonl": "\r\n".join(map(json.dumps, RECORDS)) + "\n\n",
    "texts.json": json.dumps(RECORDS),
    "texts.csv": as_csv(RECORDS),
    "marked.csv": "\ufeff" + as_csv(RECORDS),
    "trl.jsonl": "\n".join(
        json.dumps({"group": r["group"], "prompt": r["prompt"], "completion": r["text"]}) for r in RECORDS
    ),
    "chats.jsonl": "\n".join(
        json.dumps(
            {
                "group": r["group"],
                "messages": [
                    {"role": "user", "content": r["prompt"]},
                    {"role": "assistant", "content": r["text"]},
                ],
            }
        )
        for r in RECORDS
    ),
    "both.jsonl": "\n".join(
        json.dumps(
            {
                "group": r["group"],
                "prompt": [{"role": "user", "content": r["prompt"]}],
                "completion": [{"role": "assistant", "content": r["text"]}],
            }
        )
        for r in RECORDS
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_table(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FORMS[name].encode())
    table = read_texts(path)
    assert table.groups == ("left", "right")
    assert table.prompts == ("Spend?", "Tax?")
    assert table.texts == ((("More.", "Much more."), ("Yes\nindeed",)), (('Less, "of course".',), ()))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert dict(table.source) == {"source": name, "format": "texts", "sha256": digest}


def test_several_files_are_one_table_and_fields_have_other_names(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("who,asked,said\nleft,Q,x\n")
    (tmp_path / "b.jsonl").write_text('{"who": "right", "asked": "Q", "said": "y"}')
    table = read_texts(
        [tmp_path / "a.csv", tmp_path / "b.jsonl"],
        group="who",
        prompt="asked",
        text="said",
        audience={"right": 3, "left": 1},
    )
    assert (table.texts, table.audience, dict(table.source)["source"]) == (
        ((("x",),), (("y",),)),
        (1.0, 3.0),
        "a.csv, b.jsonl",
    )


def test_texts_without_prompts_answer_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"group": "a", "text": "x"}\n{"group": "b", "text": "y"}')
    assert read_texts(tmp_path / "a.jsonl").prompts == ("",)


def test_each_turn_of_a_conversation_is_a_response_to_what_was_said_before(tmp_path: Path) -> None:
    said = [("user", "Hi"), ("assistant", "Hello"), ("user", "And?"), ("assistant", "Well")]
    messages = [{"role": role, "content": content} for role, content in said]
    (tmp_path / "a.jsonl").write_text(json.dumps({"group": "a", "messages": messages}))
    table = read_texts(tmp_path / "a.jsonl")
    assert (table.prompts, table.texts) == (("Hi", "Hi\nHello\nAnd?"), ((("Hello",), ("Well",)),))


WRONG = {
    "no file": (None, "there is no such file"),
    "nothing": ("", "the file is empty"),
    "no JSON": ('{"group": "a", "text": "x"}\n{"group":', "line 2: not valid JSON"),
    "too deep": ('{"group": ' + "[" * 100_000, "line 1: nested too deeply"),
    "no record": ("[1]", "[0]: int stands where a record is expected"),
    "no group": ('{"text": "x"}', "line 1: group: there is no group"),
    "an empty group": ('{"group": "", "text": "x"}', "there is no group"),
    "a list as group": ('{"group": ["a"], "text": "x"}', "there is no group"),
    "no text": ('{"group": "a"}', "line 1: text: there is no text"),
    "a blank text": ('group,text\na,x\nb," "\n', "line 3: a text is empty"),
    "an empty text": ('group,text\na,x\nb,""\n', "line 3: a text is empty"),
    "a missing cell": ("group,prompt,text\na,b\n", "line 2: 2 fields where the header has 3"),
    "more cells": ("group,text\na,b,c\n", "line 2: 3 fields where the header has 2"),
    "a torn quote": ('group,text\na,"b\n', "line 2: not valid CSV"),
    "a number as text": ('{"group": "a", "text": 5}', "text: 5 is no text"),
    "no message": ('{"group": "a", "messages": ["x"]}', "messages: 'x' is no message"),
    "no UTF-8": (b"group,text\na,\xff\n", "byte 0xff at offset 13 is not UTF-8"),
}


@pytest.mark.parametrize(("content", "words"), WRONG.values(), ids=WRONG.keys())
def test_each_fault_is_named_with_its_place(content: str | bytes | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / ("texts.csv" if isinstance(content, bytes) or str(content)[:1] not in "[{" else "texts.jsonl")
    if str(content)[:1] == "[":
        path = path.with_suffix(".json")
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as caught:
        read_texts(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("audience", [{"a": 1}, {"a": 1, "b": 1, "c": 1}])
def test_an_audience_of_other_groups_is_refused(audience: dict[str, float], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("group,text\na,x\nb,y\n")
    with pytest.raises(InputError, match="alone"):
        read_texts(tmp_path / "a.csv", audience=audience)


@given(
    ending=st.sampled_from(["csv", "json", "jsonl"]),
    content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode),
)
def test_whatever_stands_in_a_file_is_a_table_or_an_error_of_ours(
    ending: str, content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"whatever.{ending}"
    path.write_bytes(content)
    said = ""
    try:
        read_texts(path)
    except InputError as error:
        said = str(error)
    assert "\n" not in said
