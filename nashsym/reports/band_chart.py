"""The chart of bands: each group's weight, its band, how far it reaches over the box, and the floor; inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from nashsym.reports.charts import ROW, axis_end, character_rows, drawing, floor_axis, hatching, row_labels, row_mark

__all__ = ["BandRow", "band_characters", "band_chart"]

#: The classes of the page's style sheet.
_KINDS: Final = {"included": "in", "excluded": "out", "undecided": "open"}


@dataclass(frozen=True)
class BandRow:
    """One row: a weight, its band and its reach, any of which may not be known."""

    name: str
    weight: Fraction | None
    band: tuple[Fraction, Fraction] | None
    reach: tuple[Fraction, Fraction] | None
    label: str
    verdict: str


def band_chart(identity: str, rows: Sequence[BandRow], floor: Fraction, title: str, description: str) -> str:
    """Draw each group's band as a bar, its weight as a dot on it, its reach as a line with ends, the floor as a mark.

    Parameters
    ----------
    identity : str
        Prefix of the ids in the chart, unique in the page.
    rows : sequence of BandRow
    floor : Fraction
        τ.
    title, description : str
        For those who don't see the chart.

    Returns
    -------
    str
        An ``<svg>`` element; names in it are escaped. Who is surely in has a full bar and a disc, who is surely out a
        hatched bar and a ring, who is undecided an outlined bar and a square.
    """
    most = axis_end(max([floor, *(end for row in rows for end in _numbers(row))]))
    height = ROW * len(rows) + 30

    def place(value: Fraction) -> float:
        return 2 + 96 * float(value / most)

    body = [hatching(identity)]
    for number, row in enumerate(rows):
        top, kind = number * ROW, _KINDS[row.verdict]
        middle = top + 29
        body.append(row_labels(top, row.name, row.label, kind))
        body.append(f'<line class="thread" x1="0" x2="100%" y1="{middle}" y2="{middle}"/>')
        if row.reach is not None:
            low, high = (place(end) for end in row.reach)
            body.append(f'<line class="reach" x1="{low:.3f}%" x2="{high:.3f}%" y1="{middle}" y2="{middle}"/>')
            body += [
                f'<line class="reach" x1="{end:.3f}%" x2="{end:.3f}%" y1="{middle - 5}" y2="{middle + 5}"/>'
                for end in (low, high)
            ]
        if row.band is not None:
            low, high = (place(end) for end in row.band)
            width = max(high - low, 0.6)
            box = f'x="{low:.3f}%" y="{middle - 5}" width="{width:.3f}%" height="10" rx="2"'
            body.append(f'<rect class="band {kind}" {box}/>')
            if kind == "out":
                body.append(f'<rect fill="url(#{identity}-hatch)" {box}/>')
        body.append(row_mark(place(floor), top))
        if row.weight is not None:
            body.append(_dot(place(row.weight), middle, kind))
    body += floor_axis(height, floor, place(floor), most, 98)
    return drawing(identity, height, title, description, body)


def _numbers(row: BandRow) -> list[Fraction]:
    known = [] if row.weight is None else [row.weight]
    return [*known, *(row.band or ()), *(row.reach or ())]


def _dot(at: float, middle: int, kind: str) -> str:
    if kind == "open":
        return f'<rect class="dot open" x="{at:.3f}%" y="{middle}" {_SQUARE}/>'
    return f'<circle class="dot {kind}" cx="{at:.3f}%" cy="{middle}" r="5"/>'


#: Percentages place it, pixels centre it.
_SQUARE: Final = 'width="9" height="9" transform="translate(-4.5 -4.5)"'


def band_characters(rows: Sequence[BandRow], floor: Fraction, columns: int = 48) -> str:
    """Draw the rows in characters, for Markdown: ``·`` the reach, ``━`` the band, ``●`` the weight, ``|`` the floor."""
    most = axis_end(max([floor, *(end for row in rows for end in _numbers(row))]))

    def place(value: Fraction) -> int:
        return min(round(value / most * (columns - 1)), columns - 1)

    lines = []
    for row in rows:
        drawn = [" "] * columns
        for ends, sign in ((row.reach, "·"), (row.band, "━")):
            if ends is not None:
                low, high = place(ends[0]), place(ends[1])
                drawn[low : high + 1] = [sign] * (high + 1 - low)
        drawn[place(floor)] = "|"
        if row.weight is not None:
            drawn[place(row.weight)] = "●"
        lines.append((row.name, "".join(drawn), row.label))
    return character_rows(lines)
