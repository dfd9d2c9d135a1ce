"""Panels with the simplex of three groups as a triangle, as SVG drawn by hand: points, paths, arrows, contours.

What a colour says is also said by a shape and by a word. Colours are after Okabe and Ito, whose the colour-blind tell
apart; a picture has light and dark paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import hypot, sqrt
from textwrap import wrap
from typing import Final, NamedTuple

__all__ = ["Panel", "Point", "picture"]

#: A point by its weights, which sum to 1; anything that float() takes.
Point = Sequence[object]
_WIDTH: Final = 352
_HEIGHT: Final = 404
_SIDE: Final = 250
_TOP: Final = 62
#: Steps along a side where contours are sampled; divisible by 2 and 3, so that the lines of symmetry meet its points.
_GRID: Final = 48
#: Words of this many characters fit into a line of a panel.
_COLUMNS: Final = 42
_STYLE: Final = (
    "svg{--paper:#fdfdfc;--ink:#1c2128;--soft:#57606a;--face:#f0f2f5;--line:#c3c9d1;--blue:#0072b2;--red:#c14a00;"
    "--green:#00795a;--wash:#cfe3f2}"
    "@media(prefers-color-scheme:dark){svg{--paper:#14171b;--ink:#e8eaed;--soft:#a3adb8;--face:#20252b;--line:#4a525c;"
    "--blue:#56b4e9;--red:#f59a5c;--green:#3fc79f;--wash:#1e3c52}}"
    ".paper{fill:var(--paper)}.face{fill:var(--face);stroke:var(--line);stroke-width:1.2}"
    "text{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:var(--ink)}"
    "text.title{font-weight:600;font-size:14px}"
    "text.soft,text.corner{fill:var(--soft)}text.halo{paint-order:stroke;stroke:var(--paper);stroke-width:4px}"
    "path,line,polygon{fill:none;stroke-linejoin:round;stroke-linecap:round}"
    ".blue{stroke:var(--blue)}.red{stroke:var(--red)}.green{stroke:var(--green)}.ink{stroke:var(--ink)}"
    ".fine{stroke-width:1}.line{stroke-width:2}.thick{stroke-width:6}.dashed{stroke-dasharray:5 5}"
    ".contour{stroke:var(--ink);stroke-width:1}.wash{fill:var(--wash);stroke:var(--blue);stroke-width:1.2}"
    ".disc{stroke:var(--paper);stroke-width:1.5}.disc.blue,.tip.blue{fill:var(--blue)}.disc.red,.tip.red{fill:var(--red)}"
    ".disc.green,.tip.green{fill:var(--green)}.disc.ink,.tip.ink{fill:var(--ink)}.tip{stroke:none}"
    ".ring{fill:var(--paper);stroke-width:2.2}"
)


class Spot(NamedTuple):
    """A place in a panel, in pixels."""

    x: float
    y: float


class Panel:
    """One triangle with a title above and a legend below.

    Parameters
    ----------
    title : str
        What one sees, in a line or two.
    corners : sequence of three str
        Names of the groups: bottom left, bottom right, top.
    """

    def __init__(self, title: str, corners: Sequence[str]) -> None:
        self.title = title
        self.corners = corners
        self.body: list[str] = []
        self.legend: list[tuple[str, str]] = []
        self._grid: list[tuple[tuple[float, float, float], ...]] = []

    def spot(self, w: Point) -> Spot:
        """Return where a mixture lies; sums other than 1 and negative weights are taken as they are."""
        left = (_WIDTH - _SIDE) / 2
        height = _SIDE * sqrt(3) / 2
        _, right, up = (float(x) for x in w)  # type: ignore[arg-type]
        return Spot(left + _SIDE * (right + up / 2), _TOP + height * (1 - up))

    def disc(self, w: Point, colour: str = "blue", says: str = "", size: float = 6) -> None:
        """Draw a filled disc: an equilibrium, or an agent."""
        x, y = self.spot(w)
        self._symbol(f'<circle class="disc {colour}" cx="{x:.1f}" cy="{y:.1f}" r="{size}"/>', says, "disc", colour)

    def ring(self, w: Point, colour: str = "red", says: str = "", size: float = 5.5) -> None:
        """Draw a ring: a point that is no equilibrium, or a guess."""
        x, y = self.spot(w)
        self._symbol(f'<circle class="ring {colour}" cx="{x:.1f}" cy="{y:.1f}" r="{size}"/>', says, "ring", colour)

    def square(self, w: Point, colour: str = "red", says: str = "") -> None:
        """Draw a filled square: a second kind of point."""
        x, y = self.spot(w)
        mark = f'<rect class="disc {colour}" x="{x - 5.5:.1f}" y="{y - 5.5:.1f}" width="11" height="11"/>'
        self._symbol(mark, says, "square", colour)

    def _symbol(self, mark: str, says: str, shape: str, colour: str) -> None:
        self.body.append(mark)
        if says:
            self.legend.append((_legend_mark(shape, colour), says))

    def path(self, points: Sequence[Point], classes: str = "blue line", says: str = "") -> None:
        """Draw a line through points."""
        spots = [self.spot(w) for w in points]
        self.body.append(f'<path class="{classes}" d="{_path(spots)}"/>')
        if says:
            self.legend.append((f'<path class="{classes}" d="M2 0H20"/>', says))

    def arrow(self, start: Point, end: Point, colour: str = "blue", says: str = "", *, width: str = "line") -> None:
        """Draw an arrow from one point to another."""
        a, b = self.spot(start), self.spot(end)
        length = hypot(b.x - a.x, b.y - a.y)
        if length < 1:
            return
        dx, dy = (b.x - a.x) / length, (b.y - a.y) / length
        head = min(9.0, 0.55 * length) if width == "line" else min(6.0, 0.55 * length)
        neck = Spot(b.x - head * dx, b.y - head * dy)
        half = head * 0.45
        tip = [b, Spot(neck.x - half * dy, neck.y + half * dx), Spot(neck.x + half * dy, neck.y - half * dx)]
        corners = " ".join(f"{p.x:.1f},{p.y:.1f}" for p in tip)
        self.body.append(
            f'<path class="{colour} {width}" d="{_path([a, neck])}"/><polygon class="tip {colour}" points="{corners}"/>'
        )
        if says:
            mark = f'<path class="{colour} line" d="M2 0H14"/><polygon class="tip {colour}" points="21,0 13,-4 13,4"/>'
            self.legend.append((mark, says))

    def region(self, points: Sequence[Point], says: str = "", classes: str = "wash") -> None:
        """Fill a polygon."""
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.spot, points))
        self.body.append(f'<polygon class="{classes}" points="{corners}"/>')
        if says:
            self.legend.append((f'<polygon class="{classes}" points="3,-6 19,-6 19,6 3,6"/>', says))

    def text(self, w: Point, words: str, dx: float = 9, dy: float = 4, anchor: str = "start") -> None:
        """Write beside a point."""
        x, y = self.spot(w)
        self.body.append(
            f'<text class="halo" x="{x + dx:.1f}" y="{y + dy:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
        )

    def contours(self, value: Callable[[tuple[float, float, float]], float], says: str = "", count: int = 9) -> None:
        """Draw lines of equal value over the simplex, at evenly spaced levels, the higher the stronger."""
        values = {(i, j): value(_weights(i, j)) for i in range(_GRID + 1) for j in range(_GRID + 1 - i)}
        low, high = min(values.values()), max(values.values())
        for step in range(1, count + 1):
            level = low + (high - low) * step / (count + 1) + (high - low) * 1e-9
            for line in _level_lines(values, level):
                spots = [self.spot(w) for w in line]
                strength = 0.25 + 0.75 * step / count
                self.body.append(f'<path class="contour" opacity="{strength:.2f}" d="{_path(spots)}"/>')
        if says:
            self.legend.append(('<path class="contour" d="M2 3Q11 -7 20 3"/>', f"{says}; stronger is more"))

    def note(self, words: str) -> None:
        """Add a line of words to the legend, without a mark."""
        self.legend.append(("", words))

    def render(self, left: int) -> str:
        """Give the panel's SVG group, shifted to the right."""
        a, b, c = (self.spot([float(d == e) for e in range(3)]) for d in range(3))
        face = f'<polygon class="face" points="{a.x:.1f},{a.y:.1f} {b.x:.1f},{b.y:.1f} {c.x:.1f},{c.y:.1f}"/>'
        titles = [
            f'<text class="title" x="{_WIDTH / 2}" y="{20 + 18 * line}" text-anchor="middle">{escape(words)}</text>'
            for line, words in enumerate(wrap(self.title, _COLUMNS))
        ]
        places = ((a.x, a.y + 20), (b.x, b.y + 20), (c.x, c.y - 9))
        names = [
            f'<text class="corner halo" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(name)}</text>'
            for (x, y), name in zip(places, self.corners, strict=True)
        ]
        below, y = [], a.y + 44
        for mark, words in self.legend:
            lines = wrap(words, _COLUMNS)
            if mark:
                below.append(f'<g transform="translate(18 {y - 4.5:.1f})">{mark}</g>')
            below += [f'<text x="46" y="{y + 16 * i:.1f}">{escape(line)}</text>' for i, line in enumerate(lines)]
            y += 16 * len(lines) + 4
        return f'<g transform="translate({left} 0)">{face}{"".join(self.body)}{"".join(titles + names + below)}</g>'

    @property
    def depth(self) -> int:
        """How high the panel is, legend included."""
        lines = sum(len(wrap(words, _COLUMNS)) for _, words in self.legend)
        return round(_TOP + _SIDE * sqrt(3) / 2 + 44 + 16 * lines + 4 * len(self.legend) + 4)


def picture(panels: Sequence[Panel], title: str) -> str:
    """Put panels side by side on one piece of paper and give the text of the SVG file."""
    width, height = _WIDTH * len(panels), max(panel.depth for panel in panels)
    described = ". ".join(
        [title, *(f"{panel.title}: {'; '.join(words for _, words in panel.legend)}" for panel in panels)]
    )
    groups = "\n".join(panel.render(_WIDTH * place) for place, panel in enumerate(panels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="{escape(described)}"><style>{_STYLE}</style>\n'
        f'<rect class="paper" width="100%" height="100%" rx="8"/>\n{groups}\n</svg>\n'
    )


def _legend_mark(shape: str, colour: str) -> str:
    if shape == "square":
        return f'<rect class="disc {colour}" x="5.5" y="-5.5" width="11" height="11"/>'
    return f'<circle class="{shape} {colour}" cx="11" cy="0" r="{6 if shape == "disc" else 5}"/>'


def _path(spots: Sequence[Spot]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)


def _weights(i: float, j: float) -> tuple[float, float, float]:
    return (_GRID - i - j) / _GRID, i / _GRID, j / _GRID


def _level_lines(values: dict[tuple[int, int], float], level: float) -> list[list[tuple[float, float, float]]]:
    """Return the lines on which a function on the grid takes a value, by interpolating in each small triangle."""
    neighbours: dict[tuple[float, float, float], list[tuple[float, float, float]]] = {}

    def cross(p: tuple[int, int], q: tuple[int, int]) -> tuple[float, float, float]:
        share = (level - values[p]) / (values[q] - values[p])
        return _weights(p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1]))

    for i in range(_GRID):
        for j in range(_GRID - i):
            small = [((i, j), (i + 1, j), (i, j + 1))]
            if i + j < _GRID - 1:
                small.append(((i + 1, j), (i + 1, j + 1), (i, j + 1)))
            for corners in small:
                ends = []
                for p, q in ((0, 1), (1, 2), (0, 2)):
                    first, second = sorted((corners[p], corners[q]))
                    if (values[first] < level) != (values[second] < level):
                        ends.append(cross(first, second))
                if len(ends) == 2:
                    neighbours.setdefault(ends[0], []).append(ends[1])
                    neighbours.setdefault(ends[1], []).append(ends[0])
    lines = []
    while neighbours:
        start = next((point for point, near in neighbours.items() if len(near) == 1), next(iter(neighbours)))
        line = [start]
        while neighbours.get(line[-1]):
            here = line[-1]
            there = neighbours[here].pop()
            neighbours[there].remove(here)
            line.append(there)
        neighbours = {point: near for point, near in neighbours.items() if near}
        lines.append(line)
    return lines
