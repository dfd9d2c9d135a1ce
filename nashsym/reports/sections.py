"""From what a report says to a document: sections, tables and charts. Every number is formatted here, by `numerals`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nashsym.reports import evidence
from nashsym.reports.charts import Bar, Dot, bars, characters, dots
from nashsym.reports.content import Change, Content, Exclusion, GroupLine, Niche, PointPart, RangePart, Slopes, Status
from nashsym.reports.document import (
    Block,
    Cell,
    Chart,
    Column,
    Definitions,
    Document,
    Fold,
    Pair,
    Paragraph,
    Row,
    Section,
    Subheading,
    Table,
    Tone,
    cell,
    named,
)
from nashsym.reports.inputs import COEFFICIENT_SYMBOLS
from nashsym.reports.numerals import apart, decimal, exact
from nashsym.reports.parts import CERTIFICATE_FILE
from nashsym.reports.text import Group, Part, Sentence, plain, sentence

__all__ = ["document", "weights_chart"]

STATUS_WORDS: dict[Status, str] = {
    "served": "served",
    "below the floor": "below the floor",
    "left out": "left out",
    "sometimes": "depends",
}


def document(content: Content) -> Document:
    """Arrange the content of a report."""
    sections = [
        Section("story", "In short", (Definitions(content.summary, "story"),)),
        Section("equilibrium", "The equilibrium" if len(content.parts) < 2 else "The equilibria", _equilibria(content)),
    ]
    if content.point is not None:
        sections.append(Section("excluded", "Who is left out, and why", _excluded(content)))
    if content.point is not None and content.inputs.coefficients:
        sections.append(Section("slopes", "If the incentives change a little", _slopes(content)))
    if content.welfare is not None:
        sections.append(Section("welfare", "What the agents have together", evidence.welfare(content.welfare)))
    sections += [
        Section("inputs", "The inputs", evidence.inputs(content.inputs)),
        Section("theorems", "Which theorems hold, and what follows", evidence.theorems(content.findings)),
        Section("second", "The second derivation", evidence.second(content.second)),
        Section("certificate", "The certificate", evidence.certificate(content.sealed)),
        Section("method", "How this was found", (Definitions(content.method),)),
    ]
    kicker = f"Equilibrium report · {content.size} group{_s(content.size)} · {content.agents} agent{_s(content.agents)}"
    return Document(
        title=content.title,
        kicker=kicker,
        headline=content.headline,
        facts=content.facts,
        sections=tuple(sections),
        footer=sentence(
            f"Made by nashsym. Names, numbers and claims come from {CERTIFICATE_FILE}; the model and its theorems T1 "
            "to T19 "
            "are explained in nashsym's documentation."
        ),
        theorems=frozenset(finding.theorem for finding in content.findings),
    )


def _s(count: int) -> str:
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


def _equilibria(content: Content) -> tuple[Block, ...]:
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
    blocks.append(Fold(f"Exact weights, in numbers of up to {part.digits} digit{_s(part.digits)}", (folded, level)))
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
                cell(f"{niche.agents} agent{_s(niche.agents)}"),
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


def _excluded(content: Content) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(text) for text in content.exclusions_story]
    point = content.point
    if point is not None and any(line.shortfall > 0 for line in point.lines):
        blocks.append(_marginals(point))
    for one in content.exclusions:
        blocks += _exclusion(one)
    if content.diversity_limit and content.exclusions:
        blocks.append(Subheading(sentence("What more diversity leads to")))
        blocks += [Paragraph(text) for text in content.diversity_limit]
    return tuple(blocks)


def _marginals(point: PointPart) -> Pair:
    rows = []
    for line in point.lines:
        lacks = line.shortfall > 0
        label = decimal(line.marginal) + (f" · {decimal(line.shortfall, 3)} short" if lacks else "")
        rows.append(Dot(line.name, line.marginal, label, lacks))
    listed = "; ".join(f"{plain((Group(row.name),))} {row.label}" for row in rows[:12])
    drawn = dots(
        "chart-m",
        rows,
        point.level,
        "Marginal utilities",
        f"What one more unit of weight brings on each group, against the level ν = {decimal(point.level)}. {listed}.",
    )
    table = Table(
        "What one more unit of weight brings, and what it lacks to the level ν",
        (Column("Group"), Column("Brings", True), Column("Lacks", True)),
        tuple(
            Row(
                (
                    named(line.name),
                    cell(decimal(line.marginal)),
                    cell(decimal(line.shortfall), "out" if line.shortfall > 0 else ""),
                )
            )
            for line in point.lines
        ),
    )
    text = "\n".join(f"{plain((Group(row.name),))}: {row.label}" for row in rows)
    return Pair(Chart(drawn, text), table)


def _exclusion(one: Exclusion) -> list[Block]:
    blocks: list[Block] = [Subheading((Group(one.line.name),), STATUS_WORDS[one.line.status]), Paragraph(one.reason)]
    if one.changes:
        rows = tuple(
            Row(
                (
                    cell(f"{coefficient} ({COEFFICIENT_SYMBOLS.get(coefficient, coefficient)})"),
                    cell(decimal(changes[0].current)),
                    cell(_needed(changes)),
                    Cell(tuple(change.sentence for change in changes), even=True),
                )
            )
            for coefficient, changes in _by_coefficient(one.changes).items()
        )
        columns = (Column("Coefficient"), Column("Now", True), Column("Needed", True), Column("In words", wide=True))
        blocks.append(
            Table("The change of each coefficient alone that brings the group back to the floor", columns, rows)
        )
    return blocks


def _by_coefficient(changes: Sequence[Change]) -> dict[str, list[Change]]:
    grouped: dict[str, list[Change]] = {}
    for change in changes:
        grouped.setdefault(change.coefficient, []).append(change)
    return grouped


def _needed(changes: Sequence[Change]) -> str:
    """Return the values that bring a group back, ``–`` where none does."""
    values = [change for change in changes if change.verdict == "reached" and change.value is not None]
    written = [("" if change.is_exact else "≈ ") + decimal(change.value or Fraction(0)) for change in values]
    if written:
        return " or ".join(written)
    return "?" if any(change.verdict == "undecided" for change in changes) else "–"


def _slopes(content: Content) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(content.slopes_story)]
    if content.slopes:
        blocks.append(_slope_table(content.slopes))
    return tuple(blocks)


def _slope_table(slopes: tuple[Slopes, ...]) -> Table:
    columns = [Column("Group")]
    columns += [Column(f"per unit of {one.coefficient}", True) for one in slopes]
    rows = []
    for place, (name, _, _) in enumerate(slopes[0].weights):
        cells = [named(name)]
        for one in slopes:
            _, weight, shortfall = one.weights[place]
            if weight == 0 and shortfall != 0:
                cells.append(Cell((("0",), (f"shortfall {_signed(shortfall)}",))))
            else:
                cells.append(cell(_signed(weight)))
        rows.append(Row(tuple(cells)))
    return Table("Slope of each weight in each coefficient", tuple(columns), tuple(rows))


def _signed(value: Fraction) -> str:
    return f"+{decimal(value)}" if value > 0 else decimal(value)
