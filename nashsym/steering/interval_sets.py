"""Unions of intervals with algebraic ends: intersected, joined, and written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nashsym.exact.intervals import Interval
from nashsym.exact.real_roots import RealRoot
from nashsym.steering.sentences import root_text

__all__ = ["intersection", "interval_words", "joined"]


def intersection(left: Sequence[Interval], right: Sequence[Interval]) -> tuple[Interval, ...]:
    """Return the values in both of two unions, in ascending order where both are."""
    found = (_common(one, other) for one in left for other in right)
    return tuple(interval for interval in found if interval is not None)


def _common(one: Interval, other: Interval) -> Interval | None:
    start = max(one.start, other.start)
    ends = [end for end in (one.end, other.end) if end is not None]
    end = min(ends) if ends else None
    includes_start = all(start != part.start or part.includes_start for part in (one, other))
    includes_end = end is not None and all(end != part.end or part.includes_end for part in (one, other))
    if end is not None and (end < start or (end == start and not (includes_start and includes_end))):
        return None
    return Interval(start, end, includes_start, includes_end)


def joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the union of intervals in ascending order, neighbours that touch made one."""
    found: list[Interval] = []
    for interval in intervals:
        last = found[-1] if found else None
        if last is None or not _touch(last, interval):
            found.append(interval)
        elif last.end is not None and (interval.end is None or not interval.end < last.end):
            includes_end = interval.includes_end or (interval.end == last.end and last.includes_end)
            found[-1] = Interval(last.start, interval.end, last.includes_start, includes_end)
    return tuple(found)


def _touch(left: Interval, right: Interval) -> bool:
    if left.end is None or right.start < left.end:
        return True
    return left.end == right.start and (left.includes_end or right.includes_start)


def interval_words(intervals: Sequence[Interval]) -> str:
    """Write a union: "from 1 to 2, and from 3 on"."""
    return ", and ".join(_words(interval) for interval in intervals)


def _words(interval: Interval) -> str:
    start = root_text(interval.start)
    if interval.end is None:
        return f"{'from' if interval.includes_start else 'above'} {start}{' on' if interval.includes_start else ''}"
    if interval.end == interval.start:
        return f"at {start}"
    zero = RealRoot.of(0)
    if interval.start == zero:
        opening = "from 0" if interval.includes_start else "above 0"
        return f"{opening} {'to' if interval.includes_end else 'to below'} {root_text(interval.end)}"
    opening = f"from {start}" if interval.includes_start else f"from above {start}"
    return f"{opening} to {'' if interval.includes_end else 'below '}{root_text(interval.end)}"
