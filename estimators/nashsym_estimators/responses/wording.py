"""Words that notes share."""

from __future__ import annotations

__all__ = ["counted"]


def counted(count: int, noun: str) -> str:
    """Return a number of things: "1 row", "2 rows"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
