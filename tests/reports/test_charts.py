"""Charts are well-formed SVG that say in words and shapes what they say in colour."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from fractions import Fraction

import pytest

from nashsym.reports.charts import Bar, Dot, bars, characters, dots, standalone
from tests.reports.regimes import HOSTILE_NAMES

TENTH = Fraction(1, 10)
ROWS = [
    Bar(name, Fraction(0), TENTH * (place % 3), "label", place % 3 == 0) for place, name in enumerate(HOSTILE_NAMES)
]


def parsed(chart: str) -> ET.Element:
    return ET.fromstring(chart)  # noqa: S314  # our own chart: that hostile names leave it well-formed is the point


def test_names_are_escaped_and_cut() -> None:
    tree = parsed(bars("c", ROWS, Fraction(1, 100), "<title>", "a & b"))
    names = [node.text or "" for node in tree.iter("text") if node.get("class") == "name"]
    assert len(names) == len(ROWS)
    assert names[0] == "<script>alert(1)</script>"
    assert max(len(name) for name in names) <= 26
    assert {node.tag for node in tree.iter()} == {
        "svg",
        "title",
        "desc",
        "defs",
        "pattern",
        "path",
        "rect",
        "line",
        "text",
    }


def test_bars_are_as_long_as_they_say() -> None:
    rows = [Bar("a", Fraction(0), Fraction(1, 2), "", False), Bar("b", Fraction(1, 8), Fraction(1, 4), "", False)]
    tree = parsed(bars("c", rows, Fraction(1, 100), "t", "d"))
    drawn = [(node.get("x"), node.get("width")) for node in tree.iter("rect") if node.get("class") == "bar in"]
    assert drawn == [("0.000%", "100.000%"), ("25.000%", "25.000%")]


def test_an_excluded_group_is_hatched() -> None:
    tree = parsed(bars("c", ROWS[:3], Fraction(1, 100), "t", "d"))
    hatched = [node for node in tree.iter("rect") if node.get("fill") == "url(#c-hatch)"]
    assert len(hatched) == 1


def test_dots_lie_left_of_the_level_by_what_they_lack() -> None:
    rows = [Dot("a", Fraction(-1), "", True), Dot("b", Fraction(1), "", False), Dot("c", Fraction(0), "", True)]
    tree = parsed(dots("c", rows, Fraction(1), "t", "d"))
    assert [node.get("cx") for node in tree.iter("circle")] == ["3.000%", "97.000%", "50.000%"]
    lacking = [node for node in tree.iter("line") if node.get("class") == "lack"]
    assert len(lacking) == 2


def test_dots_of_one_height() -> None:
    assert parsed(dots("c", [Dot("a", Fraction(1), "", False)], Fraction(1), "t", "d")) is not None


@pytest.mark.parametrize("end", [Fraction(0), Fraction(1, 10**9), Fraction(1)])
def test_bars_of_any_length(end: Fraction) -> None:
    assert parsed(bars("c", [Bar("a", Fraction(0), end, "", end == 0)], Fraction(1, 100), "t", "d")) is not None


def test_a_chart_can_stand_alone() -> None:
    tree = parsed(standalone(bars("c", ROWS, Fraction(1, 100), "t", "d")))
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    assert (tree.get("width"), tree.get("height")) == ("680", str(44 * len(ROWS) + 70))


def test_bars_in_characters() -> None:
    rows = [Bar("a", Fraction(0), Fraction(1, 2), "0.5", False), Bar("bb", Fraction(0), Fraction(0), "0", True)]
    assert characters(rows, Fraction(1, 100), 4) == "a   ████  0.5\nbb        0"
