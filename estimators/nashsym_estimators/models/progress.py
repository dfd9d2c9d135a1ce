"""A progress bar on standard error, on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["progress_bar"]


@contextmanager
def progress_bar(what: str, total: int, unit: str) -> Iterator[Any]:
    """Show how far the work is; `update(n)` of what is yielded moves it."""
    from tqdm import tqdm  # type: ignore[import-untyped]

    with tqdm(total=total, desc=what, unit=unit, disable=None, leave=False) as bar:
        yield bar
