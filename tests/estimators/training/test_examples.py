"""The three forms of data are read line by line, and a line that is none is named."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from nashsym.errors import InputError
from nashsym_estimators.training.config import TrainingConfig
from nashsym_estimators.training.examples import Example, read_groups
from nashsym_estimators.training.reading import read_config
from tests.estimators.training.writing import config_text


def config_of(folder: Path, data: str) -> TrainingConfig:
    path = folder / "config.toml"
    path.write_text(config_text(data=data), encoding="utf-8")
    return read_config(path)


def read_one(folder: Path, form: str, text: str | bytes) -> tuple[Example, ...]:
    content = text.encode() if isinstance(text, str) else text
    (folder / "left.jsonl").write_bytes(content)
    (data,) = read_groups(config_of(folder, f'form = "{form}"\n[data.groups]\nleft = "left.jsonl"'))
    assert (data.group, data.file, data.digest) == ("left", "left.jsonl", sha256(content).hexdigest())
    return data.examples


def test_persona(tmp_path: Path) -> None:
    line = '{"question": "Q?", "answer_matching_behavior": " Yes", "answer_not_matching_behavior": " No", "more": 1}'
    assert read_one(tmp_path, "persona", f"\n{line}\r\n") == (Example("Q?", " Yes", (" No", " Yes"), 2),)


def test_answers_with_options_and_without(tmp_path: Path) -> None:
    lines = '{"prompt": "P", "answer": "b", "options": ["c", "b", "a"]}\n{"prompt": "R", "answer": "open"}'
    assert read_one(tmp_path, "answers", lines) == (Example("P", "b", ("a", "b", "c"), 1), Example("R", "open", (), 2))


def test_texts(tmp_path: Path) -> None:
    assert read_one(tmp_path, "texts", '{"text": "Zürich"}') == (Example("", "Zürich", (), 1),)


def test_one_file_for_all_groups(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_text(
        '{"who": "a", "text": "1"}\n{"who": "b", "text": "2"}\n{"who": "a", "text": "3"}\n', encoding="utf-8"
    )
    found = read_groups(config_of(tmp_path, 'form = "texts"\nfile = "all.jsonl"\nlabel = "who"'))
    assert {part.group: [one.answer for one in part.examples] for part in found} == {"a": ["1", "3"], "b": ["2"]}
    with pytest.raises(InputError, match=r"all\.jsonl: line 1: group: missing"):
        read_groups(config_of(tmp_path, 'form = "texts"\nfile = "all.jsonl"'))


FAULTS = {
    "nothing": ("texts", "\n \n", "there is no line in it"),
    "no json": ("texts", '{"text": "a"}\n{"text"', "line 2: not valid JSON"),
    "a list": ("texts", "[1]", "line 1: it is no JSON object"),
    "deep": ("texts", "[" * 100_000, "line 1: not valid JSON: nested too deeply"),
    "a long number": (
        "texts",
        '{"text": ' + "1" * 5000 + "}",
        "line 1: not valid JSON: nested too deeply, or a number",
    ),
    "no text": ("texts", '{"txt": "a"}', "line 1: text: missing; write"),
    "an empty text": ("texts", '{"text": ""}', "line 1: text: not a text, or an empty one"),
    "a number": ("texts", '{"text": 1}', "line 1: text: not a text"),
    "half a character": ("texts", r'{"text": "\ud800"}', "line 1: text: half a surrogate pair"),
    "bytes": ("texts", b'{"text": "\xff"}', "byte 0xff at offset 10 is not UTF-8"),
    "no answer": ("answers", '{"prompt": "P"}', "line 1: answer: missing"),
    "options no list": ("answers", '{"prompt": "P", "answer": "a", "options": "ab"}', "options are a list of texts"),
    "one option": ("answers", '{"prompt": "P", "answer": "a", "options": ["a"]}', "not two different options"),
    "an option twice": ("answers", '{"prompt": "P", "answer": "a", "options": ["a", "b", "a"]}', "not two different"),
    "another answer": (
        "answers",
        '{"prompt": "P", "answer": "c", "options": ["a", "b"]}',
        "'c' is none of the options",
    ),
    "the same both ways": (
        "persona",
        '{"question": "Q", "answer_matching_behavior": "a", "answer_not_matching_behavior": "a"}',
        "not two different options",
    ),
}


@pytest.mark.parametrize(("form", "text", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_names_file_and_line(form: str, text: str | bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_one(tmp_path, form, text)
    assert str(tmp_path / "left.jsonl") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"left\.jsonl: there is no such file"):
        read_groups(config_of(tmp_path, 'form = "texts"\n[data.groups]\nleft = "left.jsonl"'))
