"""A small model of a document: sections of paragraphs, tables, charts and folds, that HTML and Markdown both print."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from typing import Literal

from nashsym.reports.text import Group, Sentence, sentence

__all__ = [
    "Block",
    "Cell",
    "Chart",
    "Code",
    "Column",
    "Definitions",
    "Document",
    "Fold",
    "Listing",
    "Pair",
    "Paragraph",
    "Picture",
    "Row",
    "Section",
    "Subheading",
    "Table",
    "Tone",
    "cell",
    "named",
    "pictures_of",
]

Tone = Literal["", "out", "good", "bad", "open"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: plain, a small note, or a formula that stands by itself."""

    text: Sentence
    tone: Literal["", "note", "formula"] = ""


@dataclass(frozen=True)
class Subheading:
    """A heading within a section."""

    text: Sentence
    badge: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table; numbers are set at the right."""

    title: str
    numeric: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell: lines of text (of equal weight, or the first above the others), a tone, for matrices a shade up to 1."""

    lines: tuple[Sentence, ...]
    tone: Tone = ""
    shade: float | None = None
    even: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table; its first cell names it."""

    cells: tuple[Cell, ...]
    identity: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a caption; its first column holds the names of the rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_matrix: bool = False

    @property
    def stacks(self) -> bool:
        """Whether a narrow screen sets the cells of a row below each other: a column of it holds running text."""
        return any(column.wide for column in self.columns)


@dataclass(frozen=True)
class Chart:
    """A drawing, and the same in characters for where nothing can be drawn."""

    svg: str
    characters: str


@dataclass(frozen=True)
class Definitions:
    """Terms with what they stand for; "story" is the summary at the top."""

    items: tuple[tuple[str, Sentence], ...]
    role: Literal["", "story"] = ""


@dataclass(frozen=True)
class Listing:
    """A list of sentences."""

    items: tuple[Sentence, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Code:
    """What is typed or read by a machine."""

    text: str


@dataclass(frozen=True)
class Pair:
    """A chart and the table of its numbers, side by side where there is room."""

    chart: Chart
    table: Table


@dataclass(frozen=True)
class Picture:
    """A picture of a file of its own beside the report: an SVG, what it is called, what it shows, its caption."""

    file: str
    svg: bytes
    words: str
    caption: Sentence

    @property
    def data(self) -> str:
        """The picture itself as an address, for a page that loads nothing."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg).decode('ascii')}"


@dataclass(frozen=True)
class Fold:
    """What only some readers want: folded in HTML, open in print and in Markdown."""

    title: str
    blocks: tuple[Block, ...]


Block = Paragraph | Subheading | Table | Chart | Picture | Definitions | Listing | Code | Fold | Pair


@dataclass(frozen=True)
class Section:
    """A section with a heading of its own."""

    identity: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A report, ready to be printed in any format.

    Attributes
    ----------
    kicker : str
        What stands above the headline.
    theorems : frozenset of str
        Theorems that the document explains, to which references can lead.
    """

    title: str
    kicker: str
    headline: Sentence
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    footer: Sentence
    theorems: frozenset[str] = field(default_factory=frozenset)

    def with_section(self, section: Section, after: str) -> Document:
        """Return the document with a section more, behind the one of that identity (at the end where none has it)."""
        places = [place for place, one in enumerate(self.sections, 1) if one.identity == after]
        place = places[0] if places else len(self.sections)
        return replace(self, sections=(*self.sections[:place], section, *self.sections[place:]))


def pictures_of(document: Document) -> tuple[Picture, ...]:
    """Return the pictures of a document, which are files of their own beside it."""
    return tuple(block for section in document.sections for block in section.blocks if isinstance(block, Picture))


def cell(text: str | Sentence, tone: Tone = "") -> Cell:
    """Return a cell of one line."""
    return Cell((sentence(text),), tone)


def named(name: str) -> Cell:
    """Return the cell that names a group's row."""
    return Cell(((Group(name),),))
