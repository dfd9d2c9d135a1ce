"""The Markdown says the same; its tables are well-formed and nothing in a name becomes markup."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nashsym.reports.document import Code, Document, Section
from nashsym.reports.markdown import escaped, markdown
from tests.reports.regimes import HOSTILE_NAMES, REGIMES

CELL = re.compile(r"(?<!\\)(?:\\\\)*\|")


def lines_outside_fences(text: str) -> Iterator[str]:
    """Yield the lines that are not code; a fence ends at a line of as many backticks."""
    fence = ""
    for line in text.splitlines():
        opening = re.match(r"`{3,}", line)
        if fence:
            if line == fence:
                fence = ""
        elif opening:
            fence = opening[0]
        else:
            yield line
    assert not fence, "a fence is left open"


@pytest.mark.parametrize("regime", REGIMES)
def test_tables_are_well_formed(regime: str, built: Callable[[str], Path]) -> None:
    text = (built(regime) / "report.md").read_text(encoding="utf-8")
    tables: list[list[str]] = [[]]
    for line in lines_outside_fences(text):
        if line.startswith("|"):
            tables[-1].append(line)
        elif tables[-1]:
            tables.append([])
    tables = [table for table in tables if table]
    assert len(tables) > 3
    for table in tables:
        assert re.fullmatch(r"\|( -{3}:? \|)+", table[1])
        assert len({len(CELL.findall(line)) for line in table}) == 1, table


@pytest.mark.parametrize("regime", REGIMES)
def test_one_title_and_sections_in_order(regime: str, built: Callable[[str], Path]) -> None:
    text = (built(regime) / "report.md").read_text(encoding="utf-8")
    levels = [len(found[1]) for line in lines_outside_fences(text) if (found := re.match(r"(#+) ", line))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_markdown_and_page_have_the_same_sections(built: Callable[[str], Path]) -> None:
    for regime in REGIMES:
        page = (built(regime) / "report.html").read_text(encoding="utf-8")
        text = (built(regime) / "report.md").read_text(encoding="utf-8")
        titles = re.findall(r"<h2[^>]*>([^<]*)</h2>", page)
        assert titles == re.findall(r"^## (.*)$", text, re.MULTILINE)


def test_hostile_names_stay_text(built: Callable[[str], Path]) -> None:
    text = (built("hostile names") / "report.md").read_text(encoding="utf-8")
    outside = "\n".join(lines_outside_fences(text)).replace("<br>", "")
    assert "\u202e" not in text
    assert not re.search(r"(?<!\\)<", outside)
    assert not re.search(r"https?:|\bwww\.", outside.replace("(https&#58;", ""))
    for name in HOSTILE_NAMES:
        shown = escaped("§ " + name.replace(chr(0x202E), "⟨U+202E⟩"))[2:]
        assert f"**{shown}**" in outside


def test_a_fence_is_longer_than_any_in_it() -> None:
    section = Section("s", "s", (Code("```\n# not a heading\n````"),))
    text = markdown(Document("t", "k", (), (), (section,), ()))
    assert "`````text\n```\n# not a heading\n````\n`````\n" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", r"a\|b"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("0.25", "0.25"),
        ("−0.5", "−0.5"),
        ("<b>", r"\<b\>"),
        ("&lt;", r"\&lt;"),
        ("https://a.b", "https&#58;//a.b"),
        ("a\nb", "a b"),
    ],
)
def test_escaping(text: str, expected: str) -> None:
    assert escaped(text) == expected
