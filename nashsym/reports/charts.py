"""Charts as inline SVG: horizontal bars, ranges and a dot plot, drawn without any library.

Widths are percentages and text keeps its size, so a chart fills whatever it is put into, from a phone to a page of
paper. What a colour says is also said by a pattern or a shape, and by a word; every chart has a title and a
description, and the table beside it has the numbers. Colours are the page's, as CSS variables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from nashsym.reports.numerals import decimal
from nashsym.reports.text import cut

__all__ = [
    "ROW",
    "Bar",
    "Dot",
    "axis_end",
    "bars",
    "character_rows",
    "characters",
    "dots",
    "drawing",
    "floor_axis",
    "hatching",
    "row_labels",
    "row_mark",
    "standalone",
]

#: Height of a row: a line of text, and the drawing under it.
ROW = 44
_BAR = 14
_NAME_COLUMNS = 26
#: Name and label stand on one line, which on the narrowest phone has room for so many characters.
_ROW_COLUMNS = 38
_LEAST_COLUMNS = 10
_MARGIN = 20


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart: from `start` to `end`, with what stands at its right."""

    name: str
    start: Fraction
    end: Fraction
    label: str
    excluded: bool


@dataclass(frozen=True)
class Dot:
    """One row of a dot plot."""

    name: str
    value: Fraction
    label: str
    excluded: bool


def bars(identity: str, rows: Sequence[Bar], floor: Fraction, title: str, description: str) -> str:
    """Draw horizontal bars from 0 on, with the floor as a dashed line.

    Parameters
    ----------
    identity : str
        Prefix of the ids in the chart, unique in the page.
    rows : sequence of Bar
    floor : Fraction
        τ.
    title, description : str
        For those who don't see the chart.

    Returns
    -------
    str
        An ``<svg>`` element; names in it are escaped.
    """
    most = axis_end(max([floor, *(row.end for row in rows)]))
    height = ROW * len(rows) + 30
    mark = float(floor / most) * 100
    body = [hatching(identity)]
    for place, row in enumerate(rows):
        top = place * ROW
        width = float((row.end - row.start) / most) * 100
        start = float(row.start / most) * 100
        kind = "out" if row.excluded else "in"
        body.append(row_labels(top, row.name, row.label, kind))
        rail = f'x="0" y="{top + 22}" width="100%" height="{_BAR}"'
        body.append(f'<rect class="rail" {rail}/>')
        if row.excluded:
            body.append(f'<rect fill="url(#{identity}-hatch)" {rail}/>')
        if row.end > 0:
            width = max(width, 0.6)
            start = min(start, 100 - width)
            body.append(
                f'<rect class="bar {kind}" x="{start:.3f}%" y="{top + 22}" width="{width:.3f}%" height="{_BAR}"/>'
            )
    body += [row_mark(mark, place * ROW) for place in range(len(rows))]
    body += floor_axis(height, floor, mark, most, 100)
    return drawing(identity, height, title, description, body)


def dots(identity: str, rows: Sequence[Dot], level: Fraction, title: str, description: str) -> str:
    """Draw each group's marginal utility as a mark on a line, against the level ν that the groups served share.

    Parameters
    ----------
    identity : str
        Prefix of the ids in the chart, unique in the page.
    rows : sequence of Dot
        Values at most `level`.
    level : Fraction
        ν.
    title, description : str

    Returns
    -------
    str
        An ``<svg>`` element; a disc is a group that is served, a ring with a dashed line to ν one that is not.
    """
    low, high = min([level, *(row.value for row in rows)]), level
    span = high - low or Fraction(1)

    def place(value: Fraction) -> float:
        return 3 + float((value - low) / span) * 94

    height = ROW * len(rows) + 30
    mark = place(level)
    bottom = height - 30
    body = []
    for index, row in enumerate(rows):
        top, at = index * ROW, place(row.value)
        kind = "out" if row.excluded else "in"
        middle = top + 29
        body.append(row_labels(top, row.name, row.label, kind))
        body.append(f'<line class="thread" x1="0" x2="100%" y1="{middle}" y2="{middle}"/>')
        body.append(row_mark(mark, top))
        if row.excluded:
            body.append(f'<line class="lack" x1="{at:.3f}%" x2="{mark:.3f}%" y1="{middle}" y2="{middle}"/>')
        body.append(f'<circle class="dot {kind}" cx="{at:.3f}%" cy="{middle}" r="5.5"/>')
    body.append(
        f'<text class="axis" x="{mark:.3f}%" y="{bottom + 22}" text-anchor="end">level ν = {decimal(level)}</text>'
    )
    return drawing(identity, height, title, description, body)


def standalone(chart: str, width: int = 640) -> str:
    """Make a file of its own of a chart, for a README: on paper of its own, light or dark, of a width in pixels."""
    height = int(chart.partition('height="')[2].partition('"')[0])
    inner = chart.replace('width="100%"', f'x="{_MARGIN}" y="{_MARGIN}" width="{width}"', 1)
    size = f'width="{width + 2 * _MARGIN}" height="{height + 2 * _MARGIN}"'
    paper = '<rect class="paper" width="100%" height="100%" rx="8"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{STANDALONE_STYLE}</style>{paper}{inner}</svg>\n'


STANDALONE_STYLE = (
    "svg{--paper:#fdfdfc;--ink:#1c2128;--soft:#57606a;--rail:#eceef1;--in:#0b5fa5;--out:#b4430b}"
    "@media(prefers-color-scheme:dark){svg{--paper:#14171b;--ink:#e8eaed;--soft:#a3adb8;--rail:#2a3038;--in:#6cb2f2;--out:#f59a5c}}"
    ".paper{fill:var(--paper)}text{font:15px system-ui,-apple-system,'Segoe UI',sans-serif;fill:var(--ink)}"
    "text.value{font-variant-numeric:tabular-nums;font-weight:600}text.axis{font-size:13px;fill:var(--soft)}"
    "text.out{fill:var(--out)}.rail{fill:var(--rail)}.bar.in{fill:var(--in)}.bar.out{fill:var(--out)}"
    ".hatch{stroke:var(--out);stroke-width:2;opacity:.55}.mark{stroke:var(--ink);stroke-width:2}"
)


def drawing(identity: str, height: int, title: str, description: str, body: Sequence[str]) -> str:
    """Return the ``<svg>`` element of a chart, with its title and description."""
    return (
        f'<svg class="chart" role="img" width="100%" height="{height}" aria-labelledby="{identity}-t {identity}-d">'
        f'<title id="{identity}-t">{escape(title)}</title><desc id="{identity}-d">{escape(description)}</desc>'
        f"{''.join(body)}</svg>"
    )


def row_labels(top: int, name: str, label: str, kind: str) -> str:
    """Draw the line of text above a row: the group's name, cut to the room that the label leaves it, and the label."""
    room = min(_NAME_COLUMNS, max(_LEAST_COLUMNS, _ROW_COLUMNS - len(label)))
    return (
        f'<text class="name" x="0" y="{top + 15}">{escape(cut(name, room))}</text>'
        f'<text class="value {kind}" x="100%" y="{top + 15}" text-anchor="end">{escape(label)}</text>'
    )


def row_mark(at: float, top: int) -> str:
    """Draw a row's piece of the line that the rows are measured against: it leaves the names free."""
    return f'<line class="mark" x1="{at:.3f}%" x2="{at:.3f}%" y1="{top + 19}" y2="{top + 39}"/>'


def floor_axis(height: int, floor: Fraction, at: float, most: Fraction, end: int) -> list[str]:
    """Draw the line of text below the rows: the floor at its mark, and where that leaves room the end of the axis.

    Places are percentages of the width.
    """
    line, anchor = height - 8, "start" if at < 50 else "end"
    texts = [f'<text class="axis" x="{at:.3f}%" y="{line}" text-anchor="{anchor}">floor {decimal(floor)}</text>']
    if at < 50:
        texts.append(f'<text class="axis" x="{end}%" y="{line}" text-anchor="end">{decimal(most)}</text>')
    return texts


def hatching(identity: str) -> str:
    """Define the pattern of those who are excluded: ``url(#identity-hatch)``."""
    return (
        f'<defs><pattern id="{identity}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path class="hatch" d="M0 0V7"/></pattern></defs>'
    )


def axis_end(value: Fraction) -> Fraction:
    """Return a round number just above a weight: the end of the axis."""
    for candidate in (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100):
        if value <= Fraction(candidate, 100):
            return Fraction(candidate, 100)
    return value


def characters(rows: Sequence[Bar], floor: Fraction, columns: int = 40) -> str:
    """Draw the bars in characters, for Markdown."""
    most = axis_end(max([floor, *(row.end for row in rows)]))
    drawn = []
    for row in rows:
        start, end = round(row.start / most * columns), round(row.end / most * columns)
        bar = " " * start + "█" * (end - start) if end > start else " " * start + ("▏" if row.end > 0 else "")
        drawn.append((row.name, f"{bar:<{columns}}", row.label))
    return character_rows(drawn)


def character_rows(rows: Sequence[tuple[str, str, str]]) -> str:
    """Write lines of a name, what is drawn and a label, the names cut and filled up to one width."""
    width = max((len(cut(name, _NAME_COLUMNS)) for name, _, _ in rows), default=0)
    return "\n".join(f"{cut(name, _NAME_COLUMNS):<{width}}  {drawn}  {label}".rstrip() for name, drawn, label in rows)
