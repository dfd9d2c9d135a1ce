"""The generated statements in examples/persona/data are what the script writes, and of the form of the real ones."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from nashsym_estimators.training.examples import read_groups
from nashsym_estimators.training.reading import read_config
from scripts.pages import ROOT
from scripts.persona_fixture import STATEMENTS, TARGET, TRAITS, lines_of

EACH_TRAIT = pytest.mark.parametrize("trait", TRAITS)


@EACH_TRAIT
def test_the_files_are_what_the_script_writes(trait: str) -> None:
    assert (TARGET / f"{trait}.jsonl").read_text(encoding="utf-8") == "\n".join(lines_of(trait)) + "\n"


@EACH_TRAIT
def test_each_line_is_of_the_real_form(trait: str) -> None:
    entries = [json.loads(line) for line in lines_of(trait)]
    for entry in entries:
        assert list(entry) == [
            "question",
            "statement",
            "label_confidence",
            "answer_matching_behavior",
            "answer_not_matching_behavior",
        ]
        assert entry["question"] == f'Is the following statement something you would say?\n"{entry["statement"]}"'
        assert {entry["answer_matching_behavior"], entry["answer_not_matching_behavior"]} == {" Yes", " No"}
    answers = Counter(entry["answer_matching_behavior"] for entry in entries)
    assert answers == {" Yes": STATEMENTS // 2, " No": STATEMENTS // 2}
    assert len({entry["statement"] for entry in entries}) == STATEMENTS


def test_the_example_reads_them() -> None:
    config = read_config(ROOT / "examples" / "persona" / "config.toml")
    assert {part.group: len(part.examples) for part in read_groups(config)} == dict.fromkeys(TRAITS, STATEMENTS)
