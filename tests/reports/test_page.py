"""The page of every regime is well-formed, self-contained, navigable, and nothing in a name becomes markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.reports.regimes import HOSTILE_NAMES, REGIMES

VOID = {"meta", "img", "br", "hr", "link", "input"}
#: What the page may be made of; a tag of anybody's choosing would not be among them.
TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "a",
    "header",
    "p",
    "h1",
    "h2",
    "h3",
    "dl",
    "div",
    "dt",
    "dd",
    "nav",
    "ol",
    "ul",
    "li",
    "main",
    "section",
    "figure",
    "figcaption",
    "img",
    "table",
    "caption",
    "span",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "svg",
    "desc",
    "defs",
    "pattern",
    "path",
    "rect",
    "line",
    "text",
    "circle",
    "details",
    "summary",
    "pre",
    "code",
    "footer",
    "bdi",
    "sub",
}


class Page(HTMLParser):
    """Reads a page and remembers what a reader's software would see."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.words: list[str] = []
        self.unclosed: list[str] = []
        self.svg_titles = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))
        assert len({name for name, _ in attrs}) == len(attrs), f"duplicate attribute in {tag}"
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "title" and "svg" in self.open:
            self.svg_titles += 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("svg", "div", "p"), f"{tag} closed by itself"
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"nothing open at the end of {tag}"
        assert self.open.pop() == tag, f"{tag} closes something else"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        """All text, with single spaces."""
        return " ".join("".join(self.words).split())


@pytest.fixture(params=REGIMES)
def page(request: pytest.FixtureRequest, built: Callable[[str], Path]) -> Page:
    return Page((built(request.param) / "report.html").read_text(encoding="utf-8"))


def test_the_page_is_well_formed(page: Page) -> None:
    assert page.open == []
    assert set(page.tags) <= TAGS
    assert page.tags["h1"] == page.tags["main"] == page.tags["nav"] == 1
    assert ("html", {"lang": "en"}) in page.attributes


def test_headings_are_in_order(page: Page) -> None:
    assert page.headings[0] == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))


def test_ids_are_unique_and_links_lead_somewhere(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.attributes if "id" in attributes]
    assert len(set(ids)) == len(ids)
    targets = {str(attributes["href"]).removeprefix("#") for tag, attributes in page.attributes if tag == "a"}
    named = [str(attributes[key]).split() for _, attributes in page.attributes for key in attributes if key in LABELS]
    assert targets | {one for several in named for one in several} <= set(ids)


LABELS = ("aria-labelledby", "aria-describedby")


def test_nothing_is_loaded_and_nothing_runs(page: Page) -> None:
    assert not {"script", "link", "iframe", "object", "embed"} & set(page.tags)
    for tag, attributes in page.attributes:
        assert not {name for name in attributes if name.startswith("on") or name in ("srcset", "xlink:href")}
        assert ("src" in attributes) == (tag == "img")
        if tag == "img":
            assert str(attributes["src"]).startswith("data:image/svg+xml;base64,")
            assert attributes["alt"]
        for name, value in attributes.items():
            assert name in ("aria-label", "content") or "http" not in str(value), (tag, name, value)
            assert "url(" not in str(value) or str(value).startswith("url(#")


def test_every_chart_has_a_title_and_a_description(page: Page) -> None:
    charts = [attributes for tag, attributes in page.attributes if tag == "svg"]
    assert page.svg_titles == len(charts) == page.tags["desc"]
    assert all(attributes["role"] == "img" and attributes["aria-labelledby"] for attributes in charts)


def test_every_table_says_what_its_headers_head(page: Page) -> None:
    assert page.tags["caption"] == page.tags["table"] > 0
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in page.attributes if tag == "th")


@pytest.mark.parametrize("regime", REGIMES)
def test_the_page_is_small(regime: str, built: Callable[[str], Path]) -> None:
    page = (built(regime) / "report.html").read_text(encoding="utf-8")
    assert len(re.sub(r'(?<=src=")data:[^"]*', "", page).encode("utf-8")) < 400_000
    assert all(picture.stat().st_size < 200_000 for picture in built(regime).glob("*.svg"))


def test_hostile_names_are_text(built: Callable[[str], Path]) -> None:
    source = (built("hostile names") / "report.html").read_text(encoding="utf-8")
    page = Page(source)
    for name in HOSTILE_NAMES:
        assert " ".join(name.replace("\u202e", "⟨U+202E⟩").split()) in page.text
    assert "\u202e" not in source
    assert "49" not in [word.strip() for word in page.words]


def test_an_excluded_group_is_marked_by_more_than_colour(built: Callable[[str], Path]) -> None:
    source = (built("survey") / "report.html").read_text(encoding="utf-8")
    assert 'fill="url(#chart-w1-hatch)"' in source
    assert "0 · left out</text>" in source
    assert "prefers-color-scheme: dark" in source
    assert "@media print" in source


def test_the_parser_sees_what_is_broken() -> None:
    with pytest.raises(AssertionError, match="closes something else"):
        Page("<p><b></p></b>")
    assert Page("<p>").open == ["p"]
