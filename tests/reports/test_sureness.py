"""The section "How sure": its table, its chart and its words, in HTML, in Markdown and on a terminal."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction

import pytest

from nashsym.reports.band_chart import BandRow, band_characters, band_chart
from nashsym.reports.document import Document
from nashsym.reports.markdown import markdown
from nashsym.reports.page import html_page
from nashsym.reports.sureness import sureness_section, sureness_sentence
from nashsym.reports.sureness_console import sureness_text
from nashsym.reports.text import plain, sentence
from nashsym.uncertainty.bands import Bands, GroupBand, bands
from nashsym.uncertainty.sureness import GroupSureness, Sureness, Verdict, sureness
from tests.reports.regimes import HOSTILE_NAMES
from tests.reports.test_page import TAGS, Page
from tests.uncertainty.samples import interior_case

TENTH = Fraction(1, 10)
OVER = sureness(*interior_case()).robustness
FLOOR = Fraction(1, 100)


def band(name: str, weight: Fraction | None, half: Fraction = TENTH / 2, **changes: object) -> GroupBand:
    low = None if weight is None else max(weight - half, Fraction(0))
    high = None if weight is None else weight + half
    none = Fraction(0)
    return replace(GroupBand(name, weight, low, high, none, none, False), **changes)  # type: ignore[arg-type]


def known(*groups: tuple[GroupBand, Verdict]) -> Sureness:
    """Return what is known, around the bands of some game."""
    own = bands(*interior_case())
    own = Bands(
        own.game,
        tuple(one for one, _ in groups),
        own.level,
        own.floor,
        own.method,
        own.kind,
        own.kinds,
        0,
        {"resampled": "respondents", "seed_a": "T3 <b>"},
    )
    reach = (Fraction(0), Fraction(9, 10))
    return Sureness(own, tuple(GroupSureness(one, verdict, reach) for one, verdict in groups), OVER)


THREE: tuple[tuple[GroupBand, Verdict], ...] = (
    (band("left", 6 * TENTH), "included"),
    (band("center", TENTH / 100, left_out=TENTH, excluded=Fraction(3, 4), at_boundary=True), "undecided"),
    (band("right", Fraction(0), Fraction(0), left_out=Fraction(1), excluded=Fraction(1), at_boundary=True), "excluded"),
)


def page(found: Sureness) -> Page:
    section = sureness_section(found)
    return Page(html_page(Document("title", "kicker", sentence("headline"), (), (section,), sentence("foot"))))


def text(found: Sureness) -> str:
    section = sureness_section(found)
    return markdown(Document("title", "kicker", sentence("headline"), (), (section,), sentence("foot")))


def test_who_is_surely_in_and_out_is_said_first() -> None:
    said = plain(sureness_sentence(known(*THREE)))
    assert said == (
        "left is in for every input in the box; right is out for every input in the box; center is not decided."
    )
    several: list[tuple[GroupBand, Verdict]] = [(band(name, TENTH), "included") for name in "abcdefgh"]
    assert plain(sureness_sentence(known(*several))) == (
        "a, b, c, d and 4 more groups are in for every input in the box."
    )


def test_the_table() -> None:
    told = text(known(*THREE))
    assert "| **left** | 0.6 | 0.55 to 0.65 | 0% | surely in<br>0 to 0.9 |" in told
    assert "| **center** | 0.001 | 0 to 0.051<br>at the boundary | 75%<br>at 0: 10% | undecided<br>0 to 0.9 |" in told
    assert "| **right** | 0 | 0 to 0<br>at the boundary | 100%<br>at 0: 100% | surely out<br>0 to 0.9 |" in told
    assert "2 groups are at weight 0" in told
    assert "| seed\\_a | T3 \\<b\\> |" in told


def test_the_page_is_well_formed() -> None:
    found = page(known(*THREE))
    assert found.open == []
    assert set(found.tags) <= TAGS
    assert found.svg_titles == 1
    assert "How sure" in found.text
    assert "seed_a" in found.text


def test_hostile_names_are_text() -> None:
    hostile: list[tuple[GroupBand, Verdict]] = [(band(name, TENTH), "included") for name in HOSTILE_NAMES]
    found = page(known(*hostile))
    assert found.open == []
    assert set(found.tags) <= TAGS
    for name in HOSTILE_NAMES:
        assert " ".join(name.replace("\u202e", "⟨U+202E⟩").split()) in found.text


def test_of_many_groups_those_nearest_to_the_floor_are_shown() -> None:
    many: list[tuple[GroupBand, Verdict]] = [(band(f"g{d}", Fraction(d, 1000)), "undecided") for d in range(60)]
    told = text(known(*many))
    assert "Shown are the 24 groups of 60 nearest to the floor." in told
    assert "**g10**" in told
    assert "**g59**" not in told.partition("| Group |")[2]


def test_what_is_not_known_is_a_dash() -> None:
    empty = band("left", None, excluded=None, left_out=None)
    found = replace(known((empty, "undecided")), groups=(GroupSureness(empty, "undecided", None),))
    assert "| **left** | – | – | – | undecided |" in text(found)
    assert sureness_text(found).splitlines()[3].split() == ["left", "none", "none", "none", "undecided"]
    assert page(found).open == []


def test_what_keeps_the_box_from_speaking_is_said() -> None:
    found = known(*THREE)
    assert "Over the box" not in sureness_text(found).partition("over the box")[2]
    silent = replace(found, robustness=replace(OVER, reason="M is not ≻ 0 on T"))
    assert "Over the box nothing is decided, as M is not ≻ 0 on T." in sureness_text(silent)
    assert "Over the box nothing is decided, as M is not ≻ 0 on T." in text(silent)
    alike = replace(found, robustness=replace(OVER, scope="homogeneous"))
    assert "What holds over the box is about each game's homogeneous equilibrium" in text(alike)


# The chart.


def rows() -> list[BandRow]:
    return [
        BandRow("in", 6 * TENTH, (5 * TENTH, 7 * TENTH), (4 * TENTH, 8 * TENTH), "0.6", "included"),
        BandRow("out", Fraction(0), (Fraction(0), Fraction(0)), None, "0", "excluded"),
        BandRow("open", None, None, None, "none", "undecided"),
        BandRow("half", TENTH, (TENTH, 2 * TENTH), None, "0.1", "undecided"),
    ]


def test_the_marks_lie_where_they_should() -> None:
    tree = ET.fromstring(band_chart("c", rows(), FLOOR, "t", "d"))  # noqa: S314  # our own chart
    assert [(node.get("class"), node.get("cx")) for node in tree.iter("circle")] == [
        ("dot in", "74.000%"),
        ("dot out", "2.000%"),
    ], "from 2 % for 0 to 98 % for 0.8"
    drawn = {node.get("class"): node for node in tree.iter("rect") if node.get("class")}
    assert (drawn["band in"].get("x"), drawn["band in"].get("width")) == ("62.000%", "24.000%")
    assert drawn["dot open"].get("x") == "14.000%"
    assert [node.get("x1") for node in tree.iter("line") if node.get("class") == "reach"][:1] == ["50.000%"]
    assert sum(node.get("fill") == "url(#c-hatch)" for node in tree.iter("rect")) == 1
    assert sum(node.get("class") == "mark" for node in tree.iter("line")) == 4


def test_the_chart_in_characters() -> None:
    lines = band_characters(rows(), FLOOR, 9).splitlines()
    assert lines[0] == "in    |   ·━●━·  0.6"
    assert lines[1] == "out   ●          0"
    assert lines[2] == "open  |          none"
    assert lines[3] == "half  |●━        0.1"


# The terminal.


def test_the_text_on_a_terminal() -> None:
    lines = sureness_text(known(*THREE)).splitlines()
    assert lines[0] == "How sure: 60 replicates, resampled: respondents"
    assert lines[2].split() == ["group", "weight", "95", "%", "band", "P(excluded)", "over", "the", "box"]
    assert lines[3].endswith("0.55 to 0.65          0 %  in, for every input (0 to 0.9)")
    assert "0 to 0.051 *         75 %  undecided (0 to 0.9)" in lines[4]
    assert max(map(len, lines)) <= 120
    assert "* at the boundary." in sureness_text(known(*THREE))
    assert "*" not in sureness_text(known(THREE[0]))


@pytest.mark.parametrize("verdict", ["included", "excluded", "undecided"])
def test_the_tree(verdict: Verdict) -> None:
    tree = known((band("left", TENTH), verdict)).to_dict()
    assert tree["groups"]["left"]["over_the_box"] == verdict
    assert tree["groups"]["left"]["reach"] == ["0", "9/10"]
