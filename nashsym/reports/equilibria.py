"""The section on the equilibria: weights as bars and tables, ranges of a continuum, niches."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nashsym.reports.charts import Bar, bars, characters
from nashsym.reports.content import Content, GroupLine, Niche, PointPart, RangePart, Status
from nashsym.reports.document import (
    Block,
    Cell,
    Chart,
    Column,
    Fold,
    Pair,
    Paragraph,
    Row,
    Subheading,
    Table,
    Tone,
    cell,
    named,
)
from nashsym.reports.numerals import apart, decimal, exact
from nashsym.reports.text import Group, Part, Sentence, plain, sentence

__all__ = ["STATUS_WORDS", "equilibria", "plural", "weights_chart"]

STATUS_WORDS: dict[Status, str] = {
    "served": "served",
    "below the floor": "below the floor",
    "left out": "left out",
    "sometimes": "depends",
}


def plural(count: int) -> str:
    """Return the s of a plural, or nothing for one."""
    return "" if count == 1 else "s"


def weights_chart(part: PointPart, floor: Fraction, identity: str) -> str:
    """Draw the weights of an equilibrium as bars."""
    rows = [_bar(line, floor) for line in part.lines]
    return bars(identity, rows, floor, "Weights of the groups", _described(part, floor))


def _described(part: PointPart, floor: Fraction) -> str:
    listed = "; ".join(
        f"{plain((Group(line.name),))} {decimal(line.weight)}"
        + ("" if line.status == "served" else f" ({STATUS_WORDS[line.status]})")
        for line in part.lines[:12]
    )
    more = f"; and {len(part.lines) - 12} more in the table" if len(part.lines) > 12 else ""
    return f"Horizontal bars, floor {decimal(floor)} as a dashed line. {listed}{more}."


def _bar(line: GroupLine, floor: Fraction) -> Bar:
    weight = apart(line.weight, floor)[0]
    out = line.status != "served"
    return Bar(line.name, Fraction(0), line.weight, f"{weight} · {STATUS_WORDS[line.status]}" if out else weight, out)


def equilibria(content: Content) -> tuple[Block, ...]:
    """Return the section: each equilibrium or continuum that is shown, and one in which agents differ."""
    blocks: list[Block] = [Paragraph(text) for text in content.parts_story]
    for place, part in enumerate(content.parts):
        if len(content.parts) > 1:
            kind = "continuum" if isinstance(part, RangePart) else part.kind
            chosen = part.point.selected if isinstance(part, RangePart) else part.selected
            badge = "the one this report is about" if chosen else ""
            blocks.append(Subheading(sentence(f"Equilibrium {part.number}: {kind}"), badge))
        identity = f"chart-w{place + 1}"
        blocks += _range(part, content.floor, identity) if isinstance(part, RangePart) else []
        point = part.point if isinstance(part, RangePart) else part
        if isinstance(part, RangePart):
            blocks.append(Fold("The point of it that the certificate states", tuple(_point(point, content.floor, ""))))
        else:
            blocks += _point(point, content.floor, identity)
    blocks += _niches(content.niches)
    return tuple(blocks)


def _point(part: PointPart, floor: Fraction, identity: str) -> list[Block]:
    table = Table(
        "Weight of each group",
        (Column("Group"), Column("Weight", True), Column("Standing")),
        tuple(_point_row(line, floor) for line in part.lines),
    )
    blocks: list[Block] = [table]
    if identity:
        rows = [_bar(line, floor) for line in part.lines]
        blocks = [Pair(Chart(weights_chart(part, floor, identity), characters(rows, floor)), table)]
    if part.hidden:
        blocks.append(Paragraph(part.hidden, "note"))
    exact_rows = tuple(Row((named(line.name), cell(exact(line.weight)))) for line in part.lines)
    columns = (Column("Group"), Column("Exact weight", wide=True))
    level = Paragraph(sentence(f"The level ν is exactly {exact(part.level)}."), "note")
    folded = Table("Exact weights", columns, exact_rows)
    blocks.append(Fold(f"Exact weights, in numbers of up to {part.digits} digit{plural(part.digits)}", (folded, level)))
    return blocks


def _point_row(line: GroupLine, floor: Fraction) -> Row:
    tone: Tone = "" if line.status == "served" else "out"
    return Row(
        (
            named(line.name),
            cell(apart(line.weight, floor)[0]),
            cell(STATUS_WORDS[line.status], tone),
        )
    )


def _range(part: RangePart, floor: Fraction, identity: str) -> list[Block]:
    rows = []
    for line in part.lines:
        span = decimal(line.low) if line.low == line.high else f"{decimal(line.low)} to {decimal(line.high)}"
        out = line.status in ("left out", "below the floor")
        label = span if line.status == "served" else f"{span} · {STATUS_WORDS[line.status]}"
        rows.append(Bar(line.name, line.low, line.high, label, out))
    listed = "; ".join(f"{plain((Group(row.name),))} {row.label}" for row in rows[:12])
    drawn = bars(identity, rows, floor, "Range of each group's weight", f"Bars from least to most weight. {listed}.")
    table = Table(
        "Least and largest weight of each group over the continuum",
        (Column("Group"), Column("Least", True), Column("Most", True), Column("Standing")),
        tuple(
            Row(
                (
                    named(line.name),
                    cell(decimal(line.low)),
                    cell(decimal(line.high)),
                    cell(STATUS_WORDS[line.status], "" if line.status == "served" else "out"),
                )
            )
            for line in part.lines
        ),
    )
    known = "" if part.all_vertices else ", not all of which were enumerated"
    text = f"A polytope of dimension {part.dimension}, every point of which is an equilibrium"
    text += f"; its corners: {part.vertices}{known}."
    blocks: list[Block] = [Paragraph(sentence(text)), Pair(Chart(drawn, characters(rows, floor)), table)]
    if part.hidden:
        blocks.append(Paragraph(part.hidden, "note"))
    return blocks


def _niches(niches: Sequence[Niche]) -> list[Block]:
    if not niches:
        return []
    rows = tuple(
        Row(
            (
                cell(f"{niche.agents} agent{plural(niche.agents)}"),
                Cell((_mixture(niche),)),
            )
        )
        for niche in niches[:8]
    )
    return [
        Subheading(sentence("An equilibrium in which agents differ")),
        Paragraph(sentence("Agents can also settle in niches of their own (T6); this is one such equilibrium.")),
        Table("How many agents play which mixture", (Column("Agents"), Column("Mixture", wide=True)), rows),
    ]


def _mixture(niche: Niche) -> Sentence:
    parts: list[Part] = []
    for name, weight in niche.weights[:6]:
        parts += [", " if parts else "", Group(name), f" {decimal(weight)}"]
    more = len(niche.weights) - 6
    return (*parts, f" and {more} more") if more > 0 else tuple(parts)
