"""The report quotes a game's provenance word for word, harms nobody with it, and says nothing where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nashsym.certificates import verify
from nashsym.game import Game
from nashsym.reports.building import report
from tests.reports.regimes import HOSTILE_NAMES, REGIMES
from tests.reports.test_page import TAGS, Page

IDENTITY = [[1, 0], [0, 1]]


def told(provenance: dict[str, str], folder: Path, anchor: Any = None) -> tuple[Page, str]:
    report(Game.from_canonical([1, "1/2"], IDENTITY, agents=2, anchor=anchor, provenance=provenance), folder)
    page = Page((folder / "report.html").read_text(encoding="utf-8"))
    return page, (folder / "report.md").read_text(encoding="utf-8")


def test_what_the_file_says_is_quoted(tmp_path: Path) -> None:
    page, text = told({"source": "answers_a.csv, table T3", "seed": "7"}, tmp_path)
    assert "Where the inputs come from" in page.text
    assert "answers_a.csv, table T3" in page.text, "neither a subscript nor a reference to a theorem"
    assert "| source | answers\\_a.csv, table T3 |\n| seed | 7 |" in text
    assert "provenance" not in (tmp_path / "certificate.json").read_text(encoding="utf-8")
    assert verify.verify(tmp_path / "certificate.json").failed == ""


def test_an_anchored_game_has_it_too(tmp_path: Path) -> None:
    page, _ = told({"source": "answers.csv"}, tmp_path, anchor=(1, ["1/2", "1/2"]))
    assert "answers.csv" in page.text


@pytest.mark.parametrize("hostile", HOSTILE_NAMES)
def test_hostile_provenance_is_text(hostile: str, tmp_path: Path) -> None:
    page, text = told({hostile: hostile, "other": hostile}, tmp_path)
    assert page.open == []
    assert set(page.tags) <= TAGS
    assert page.text.count(" ".join(hostile.replace("\u202e", "⟨U+202E⟩").split())) >= 3
    assert "\u202e" not in text
    assert "<script>" not in text
    assert sum(line.startswith("## ") for line in text.splitlines()) == len(page.headings) - 1 - page.tags["h3"]


def test_nothing_is_said_without_it(tmp_path: Path) -> None:
    report(REGIMES["interior"](), tmp_path)
    assert "Where the inputs come from" not in (tmp_path / "report.md").read_text(encoding="utf-8")
