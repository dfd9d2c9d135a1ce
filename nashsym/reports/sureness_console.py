"""How sure an answer is, as plain text for a terminal: what `nashsym solve --replicates` prints below the answer."""

from __future__ import annotations

from fractions import Fraction
from textwrap import wrap
from typing import Final

from nashsym.uncertainty.bands import GroupBand
from nashsym.uncertainty.sureness import GroupSureness, Sureness

__all__ = ["sureness_text"]

_WIDTH: Final = 118
_OVER_THE_BOX: Final = {"included": "in, for every input", "excluded": "out, for every input", "undecided": "undecided"}


def sureness_text(found: Sureness) -> str:
    """Return a line per group (weight, band, share of exclusion, verdict over the box), and what the columns mean."""
    own = found.bands
    level = f"{float(100 * own.level):g} %"
    titles = ("group", "weight", f"{level} band", "P(excluded)", "over the box")
    rows = [titles, *(_cells(one) for one in found.groups)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(titles))]
    lines = [f"How sure: {own.replicates} replicates{_made(found)}", ""]
    lines += ["  ".join(_aligned(row, widths)).rstrip() for row in rows]
    meaning = (
        f"Each band holds its weight with {level} confidence by itself; P(excluded) is the share of replicates, each "
        f"moved by twice their bias, below the floor of {float(own.floor):g}. The box holds the true inputs all at "
        f"once with {level} confidence: in or out there is proved for every input in it (T13), undecided is not. * at "
        "the boundary."
    )
    boundary = any(one.band.at_boundary for one in found.groups)
    lines += ["", *wrap(meaning if boundary else meaning.removesuffix(" * at the boundary."), _WIDTH)]
    for note in found.notes:
        lines += wrap(note, _WIDTH)
    return "\n".join(lines) + "\n"


def _made(found: Sureness) -> str:
    resampled = found.bands.details.get("resampled")
    return f", resampled: {resampled}" if resampled else ""


def _cells(one: GroupSureness) -> tuple[str, ...]:
    band = one.band
    excluded = "none" if band.excluded is None else f"{float(100 * band.excluded):.3g} %"
    return (band.name, _decimal(band.weight), _span(band), excluded, _verdict(one))


def _span(band: GroupBand) -> str:
    if band.low is None or band.high is None:
        return "none"
    return f"{_decimal(band.low)} to {_decimal(band.high)}{' *' if band.at_boundary else ''}"


def _verdict(one: GroupSureness) -> str:
    reach = "" if one.reach is None else f" ({_decimal(one.reach[0])} to {_decimal(one.reach[1])})"
    return _OVER_THE_BOX[one.verdict] + reach


def _aligned(row: tuple[str, ...], widths: list[int]) -> list[str]:
    """Set the name and the verdict at the left, numbers at the right."""
    return [
        text.ljust(width) if place in (0, len(row) - 1) else text.rjust(width)
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    ]


def _decimal(value: Fraction | None) -> str:
    return "none" if value is None else f"{float(value):.4g}"
