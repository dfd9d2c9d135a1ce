"""The section "How sure": bands on the weights, and which inclusions and exclusions survive every input of the box."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from nashsym.reports.band_chart import BandRow, band_characters, band_chart
from nashsym.reports.document import (
    Block,
    Cell,
    Chart,
    Column,
    Fold,
    Paragraph,
    Row,
    Section,
    Table,
    Tone,
    cell,
    named,
)
from nashsym.reports.numerals import decimal, percent
from nashsym.reports.parts import ALL_SHOWN
from nashsym.reports.text import Group, Sentence, Verbatim, joined, plain, sentence
from nashsym.uncertainty.sureness import GroupSureness, Sureness

__all__ = ["SURE_WORDS", "sureness_section", "sureness_sentence"]

SURE_WORDS: Final = {"included": "surely in", "excluded": "surely out", "undecided": "undecided"}
_TONES: Final[dict[str, Tone]] = {"included": "good", "excluded": "out", "undecided": "open"}


def sureness_section(found: Sureness) -> Section:
    """Return the section."""
    own = found.bands
    shown = _shown(found)
    blocks: list[Block] = [Paragraph(sureness_sentence(found)), Paragraph(sentence(_explained(found)))]
    rows = [_row(one) for one in shown]
    listed = "; ".join(f"{plain((Group(row.name),))} {row.label}" for row in rows[:12])
    drawn = band_chart(
        "chart-b",
        rows,
        own.floor,
        "Weights with their bands",
        f"Bars for the {_level(found)} bands, a mark at the floor of {decimal(own.floor)}. {listed}.",
    )
    legend = (
        "A dot is the weight, a bar its band, a line with ends what the weight can be over the box, a mark the floor."
    )
    blocks += [
        Chart(drawn, band_characters(rows, own.floor)),
        Paragraph(sentence(legend), "note"),
        _table(found, shown),
    ]
    if len(shown) < len(found.groups):
        blocks.append(
            Paragraph(
                sentence(f"Shown are the {len(shown)} groups of {len(found.groups)} nearest to the floor."), "note"
            )
        )
    blocks += [Paragraph(sentence(note), "note") for note in found.notes]
    if own.details:
        blocks.append(Fold("How the replicates were made", (_details(found),)))
    return Section("sure", "How sure", tuple(blocks))


def sureness_sentence(found: Sureness) -> Sentence:
    """Return who is surely in, surely out and undecided, in a sentence."""
    parts: list[Sentence] = []
    for verdict, is_word, are_word in (
        ("included", " is in for every input in the box", " are in for every input in the box"),
        ("excluded", " is out for every input in the box", " are out for every input in the box"),
        ("undecided", " is not decided", " are not decided"),
    ):
        names = [one.band.name for one in found.groups if one.verdict == verdict]
        if names:
            parts.append((*joined(names, of="groups"), is_word if len(names) == 1 else are_word))
    told: list[Sentence] = []
    for place, part in enumerate(parts):
        told += [("; ",), part] if place else [part]
    return sentence(*told, ".")


def _shown(found: Sureness) -> list[GroupSureness]:
    """Return all groups where they are few, else those nearest to the floor, in the order of the game."""
    if len(found.groups) <= ALL_SHOWN:
        return list(found.groups)
    floor = found.bands.floor
    far = {place: abs((one.band.weight or Fraction(0)) - floor) for place, one in enumerate(found.groups)}
    nearest = sorted(far, key=lambda place: (far[place], place))[:ALL_SHOWN]
    return [found.groups[place] for place in sorted(nearest)]


def _level(found: Sureness) -> str:
    return percent(found.bands.level)


def _explained(found: Sureness) -> str:
    own = found.bands
    return (
        f"The inputs are estimates. {own.replicates} replicates of them, each moved by twice their bias and solved "
        f"exactly, give each weight a band of {_level(found)} confidence by itself, and the share in which the group "
        f"is below the floor. The box holds the true inputs all at once with {_level(found)} confidence; what is said "
        "of it holds for every input in it, not only for those that were drawn, and is proved (T13). Undecided: the "
        "box is too large for a proof."
    )


def _row(one: GroupSureness) -> BandRow:
    band = one.band
    span = None if band.low is None or band.high is None else (band.low, band.high)
    weight = "no weight" if band.weight is None else decimal(band.weight, 3)
    return BandRow(band.name, band.weight, span, one.reach, f"{weight} · {SURE_WORDS[one.verdict]}", one.verdict)


def _table(found: Sureness, shown: list[GroupSureness]) -> Table:
    columns = (
        Column("Group"),
        Column("Weight", True),
        Column(f"{_level(found)} band", True),
        Column("Excluded", True),
        Column("Over the box", wide=True),
    )
    return Table(
        f"Weights, bands and what survives the box, floor {decimal(found.bands.floor)}",
        columns,
        tuple(map(_line, shown)),
    )


def _line(one: GroupSureness) -> Row:
    band = one.band
    weight = "–" if band.weight is None else decimal(band.weight)
    span = "–" if band.low is None or band.high is None else f"{decimal(band.low)} to {decimal(band.high)}"
    lines: list[Sentence] = [(span,)]
    if band.at_boundary:
        lines.append(("at the boundary",))
    excluded: list[Sentence] = [("–" if band.excluded is None else percent(band.excluded),)]
    if band.left_out:
        excluded.append((f"at 0: {percent(band.left_out)}",))
    verdict: list[Sentence] = [(SURE_WORDS[one.verdict],)]
    if one.reach is not None:
        verdict.append((f"{decimal(one.reach[0])} to {decimal(one.reach[1])}",))
    return Row(
        (
            named(band.name),
            cell(weight),
            Cell(tuple(lines)),
            Cell(tuple(excluded)),
            Cell(tuple(verdict), _TONES[one.verdict]),
        )
    )


def _details(found: Sureness) -> Table:
    rows = tuple(
        Row((Cell(((Verbatim(name),),)), Cell(((Verbatim(text),),)))) for name, text in found.bands.details.items()
    )
    return Table("Provenance of the replicates", (Column("Entry"), Column("Text", wide=True)), rows)
