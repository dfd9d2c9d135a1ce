"""The theorems' pages: what they take from the ledger, their pictures, the games on which each theorem is checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nashsym.cli import main
from nashsym.theorems import THEOREMS, Theorem
from nashsym.theorems.ledger import page_of
from scripts.theorem_pages import OVERVIEW, ROOT, refreshed, refreshed_overview
from scripts.theorem_pictures import PANELS, render, target

EXAMPLES = ROOT / "examples" / "theorems"
EACH = pytest.mark.parametrize("each", THEOREMS, ids=lambda each: each.name)
GAMES = sorted(path.name for path in EXAMPLES.glob("*.toml"))


def page(each: Theorem) -> str:
    return (ROOT / page_of(each)).read_text(encoding="utf-8")


def number(each: Theorem) -> str:
    return f"T{int(each.name[1:]):02}"


@pytest.mark.parametrize("name", GAMES)
def test_an_example_is_what_its_name_says(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    theorem = f"T{int(name[1:3])}"
    radius = ["--radius", "1/20"] if theorem == "T13" else []
    code = main(["check", str(EXAMPLES / name), "--only", theorem, "--require", theorem, *radius])
    assert code == (1 if name.endswith("-fails.toml") else 0)
    assert capsys.readouterr().out.startswith(f"{theorem} ")
    assert (EXAMPLES / name).read_text(encoding="utf-8").startswith(f"# {theorem}")


@EACH
def test_there_is_an_example_of_both_kinds_and_the_page_runs_them(each: Theorem) -> None:
    own = [name for name in GAMES if name.startswith(number(each))]
    assert f"{number(each)}-holds.toml" in own
    # T8 has no hypothesis: there is no game on which it fails.
    assert (f"{number(each)}-fails.toml" in own) == bool(each.hypotheses)
    shown = re.findall(rf"^\$ nashsym check examples/theorems/(\S+) --only {each.name} ", page(each), re.MULTILINE)
    assert sorted(shown) == own


@EACH
def test_a_page_says_what_the_ledger_says(each: Theorem) -> None:
    text = page(each)
    assert text == refreshed(each, text), "`python -m scripts.theorem_pages` writes it anew"
    assert re.findall(r"<!-- from the ledger: (\w+) -->", text) == ["statement", "hypotheses", "places"]
    assert each.statement in text
    assert "## What it means\n" in text


def test_the_overview_says_what_the_ledger_says() -> None:
    text = OVERVIEW.read_text(encoding="utf-8")
    assert text == refreshed_overview(text), "`python -m scripts.theorem_pages` writes it anew"
    assert all(page_of(each).removeprefix("docs/reference/") in text for each in THEOREMS)


def test_a_page_that_strays_from_the_ledger_is_seen() -> None:
    text = page(THEOREMS[0])
    assert refreshed(THEOREMS[0], text.replace(THEOREMS[0].statement, "If pigs fly.")) == text
    overview = OVERVIEW.read_text(encoding="utf-8")
    assert refreshed_overview(overview.replace("| nothing |", "| luck |")) == overview


@EACH
def test_the_picture_is_what_the_script_draws(each: Theorem) -> None:
    path = target(each.name)
    assert path.read_text(encoding="utf-8") == render(each.name), "`python -m scripts.theorem_pictures` draws it anew"
    assert f"](../../images/theorems/{path.name})" in page(each)


def test_no_picture_is_left_over() -> None:
    assert {path.name for path in target("T1").parent.iterdir()} == {target(name).name for name in PANELS}
    assert {Path(page_of(each)).name for each in THEOREMS} == {
        path.name for path in (ROOT / page_of(THEOREMS[0])).parent.iterdir()
    }
