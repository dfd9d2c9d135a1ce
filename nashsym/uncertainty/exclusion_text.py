"""Bands on the exclusion statistics as text: what `nashsym sweep --replicates` prints."""

from __future__ import annotations

from fractions import Fraction

from nashsym.exact.rational import number_text
from nashsym.uncertainty.exclusion import ExclusionBands, ShareBand

__all__ = ["exclusion_text"]


def exclusion_text(found: ExclusionBands, title: str) -> str:
    """Return the region, and a line per group with each share in the estimate and its band."""
    own, level = found.statistics, f"{float(100 * found.level):g} %"
    region = ", ".join(
        number_text(low) if nodes == 1 else f"{name} {number_text(low)} to {number_text(high)} ({nodes} nodes)"
        for name, (low, high, nodes) in own.region.items()
        if nodes > 1
    )
    width = max(len(row.name) for row in found.rows)
    titles = (f"area, {level} band", f"conditional, {level} band", f"anywhere, {level} band")
    cells = [[_cell(row.area), _cell(row.conditional), _cell(row.anywhere)] for row in found.rows]
    widths = [max(len(heading), *(len(row[place]) for row in cells)) for place, heading in enumerate(titles)]
    lines = [f"{title}: {len(own.groups)} groups, {found.replicates} replicates", region, ""]
    lines[1] += f"; floor {number_text(own.floor)}"
    lines.append("  ".join(["".ljust(width), *(text.rjust(w) for text, w in zip(titles, widths, strict=True))]))
    for row, texts in zip(found.rows, cells, strict=True):
        lines.append(
            "  ".join([row.name.ljust(width), *(text.rjust(w) for text, w in zip(texts, widths, strict=True))])
        )
    lines += ["", _explained(found)]
    return "\n".join(lines) + "\n"


def _cell(share: ShareBand) -> str:
    """Return ``1.25 % (0.5 % to 2.25 %)``."""
    if share.low is None or share.high is None:
        return f"{_percent(share.value)} (too few)"
    return f"{_percent(share.value)} ({_percent(share.low)} to {_percent(share.high)})"


def _percent(share: Fraction | None) -> str:
    return "none" if share is None else f"{float(100 * share):.3f} %"


def _explained(found: ExclusionBands) -> str:
    missing = max(row.conditional.missing for row in found.rows)
    lines = [
        "area: nodes whose interior equilibrium gives the group less than the floor, of all nodes; conditional: of the",
        "interior ones; anywhere: on the boundary too. Every node of every replicate was decided, none rounded. The",
        "replicates are moved by twice their bias; each band holds by itself.",
    ]
    if missing:
        lines.append(f"In {missing} replicates no node is interior: they have no conditional share.")
    return "\n".join(lines)
