"""From what a report says to a document: sections, tables and charts. Every number is formatted here, by `numerals`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nashsym.reports import evidence
from nashsym.reports.charts import Dot, dots
from nashsym.reports.content import Change, Content, Exclusion, PointPart, Slopes
from nashsym.reports.document import (
    Block,
    Cell,
    Chart,
    Column,
    Definitions,
    Document,
    Pair,
    Paragraph,
    Row,
    Section,
    Subheading,
    Table,
    cell,
    named,
)
from nashsym.reports.equilibria import STATUS_WORDS, equilibria, plural
from nashsym.reports.incentives import Incentives, percent
from nashsym.reports.inputs import COEFFICIENT_SYMBOLS
from nashsym.reports.numerals import decimal, is_rounded
from nashsym.reports.parts import CERTIFICATE_FILE
from nashsym.reports.text import Group, plain, sentence

__all__ = ["document"]


def document(content: Content) -> Document:
    """Arrange the content of a report."""
    sections = [
        Section("story", "In short", (Definitions(content.summary, "story"),)),
        Section("equilibrium", "The equilibrium" if len(content.parts) < 2 else "The equilibria", equilibria(content)),
    ]
    if content.point is not None:
        sections.append(Section("excluded", "Who is left out, and why", _excluded(content)))
    if content.point is not None and content.inputs.coefficients:
        sections.append(Section("slopes", "If the incentives change a little", _slopes(content)))
    if content.incentives is not None:
        sections.append(Section("incentives", "Who is served under other incentives", _incentives(content.incentives)))
    if content.welfare is not None:
        sections.append(Section("welfare", "What the agents have together", evidence.welfare(content.welfare)))
    sections += [
        Section("inputs", "The inputs", evidence.inputs(content.inputs)),
        Section("theorems", "Which theorems hold, and what follows", evidence.theorems(content.findings)),
        Section("second", "The second derivation", evidence.second(content.second)),
        Section("certificate", "The certificate", evidence.certificate(content.sealed)),
        Section("method", "How this was found", (Definitions(content.method),)),
    ]
    groups, agents = f"{content.size} group{plural(content.size)}", f"{content.agents} agent{plural(content.agents)}"
    kicker = f"Equilibrium report · {groups} · {agents}"
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


def _excluded(content: Content) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(text) for text in content.exclusions_story]
    point = content.point
    if point is not None and any(line.shortfall > 0 for line in point.lines):
        blocks.append(_marginals(point))
    for one in content.exclusions:
        blocks += _exclusion(one)
    if content.diversity_limit and content.exclusions:
        blocks.append(Subheading(sentence("What more diversity leads to")))
        blocks += [Paragraph(text) for text in content.diversity_limit.story]
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
    values = [
        (change.value, change.is_exact)
        for change in changes
        if change.verdict == "reached" and change.value is not None
    ]
    if values:
        return " or ".join(
            ("≈ " if is_rounded(value) or not is_exact else "") + decimal(value) for value, is_exact in values
        )
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


def _incentives(found: Incentives) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(text) for text in found.story]
    blocks += found.pictures
    if found.shares:
        columns = (
            Column("Group"),
            Column("Excluded at an interior equilibrium", True),
            Column("… of the interior ones", True),
            Column("Excluded anywhere", True),
        )
        rows = tuple(
            Row(
                (
                    named(name),
                    *(
                        cell("–" if share is None else percent(share))
                        for share in (one.area, one.conditional, one.anywhere)
                    ),
                )
            )
            for name, one in found.shares
        )
        blocks.append(Table("How often each group is below the floor, of all combinations", columns, rows))
    return tuple(blocks)


def _signed(value: Fraction) -> str:
    return f"+{decimal(value)}" if value > 0 else decimal(value)
