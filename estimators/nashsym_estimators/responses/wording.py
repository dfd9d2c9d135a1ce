"""Words that notes share."""

from __future__ import annotations

from collections.abc import Sequence

from nashsym.terms.inputs import shown

__all__ = ["counted", "listed_names"]


def counted(count: int, noun: str) -> str:
    """Return a number of things: "1 row", "2 rows"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed_names(names: Sequence[str], most: int = 5) -> str:
    """Return the first names, and … where there are more."""
    return ", ".join(map(shown, names[:most])) + (", …" if len(names) > most else "")
