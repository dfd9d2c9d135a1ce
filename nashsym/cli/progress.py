"""A bar on standard error that says how far long work is; on a terminal only."""

from __future__ import annotations

import sys
import time
from typing import Final, Self, TextIO

__all__ = ["Progress"]

_WIDTH: Final = 30
#: Seconds between two pictures of the bar.
_PERIOD: Final = 0.1


class Progress:
    """Shows ``[#####.....]  120 of 480 chunks, 0:35 left`` and takes it away at the end.

    Parameters
    ----------
    what : str
        What is counted, in the plural.
    stream : text file, optional
        Standard error unless given; where it is no terminal nothing is shown.
    """

    def __init__(self, what: str, stream: TextIO | None = None) -> None:
        self.what = what
        self.stream = sys.stderr if stream is None else stream
        self.done, self.total = 0, 0
        self._first: tuple[float, int] | None = None
        self._last = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._first is not None:
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    def __call__(self, done: int, total: int) -> None:
        """Say that so many of all are done."""
        self.done, self.total = done, total
        if not self.stream.isatty():
            return
        now = time.monotonic()
        if self._first is None:
            self._first = now, done
        elif now - self._last < _PERIOD and done < total:
            return
        self._last = now
        filled = _WIDTH * done // max(total, 1)
        bar = "#" * filled + "." * (_WIDTH - filled)
        self.stream.write(f"\r\x1b[K[{bar}]  {done} of {total} {self.what}{self._left(now)}")
        self.stream.flush()

    def _left(self, now: float) -> str:
        """Say how long the rest will take at the pace so far."""
        assert self._first is not None  # noqa: S101  # it is called after the first call only
        start, before = self._first
        if self.done == before:
            return ""
        seconds = round((now - start) / (self.done - before) * (self.total - self.done))
        hours, rest = divmod(seconds, 3600)
        clock = f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
        return f", {clock} left"
