"""Multinomial counts, many of the same law: by tables of all outcomes of a few answers, or by NumPy's binomial chains.

n answers are n//m batches of m and a rest. How a batch of m falls on the options has few outcomes, so that one table
(Walker's alias method) draws a whole batch in a few nanoseconds, and the law of the sum is the multinomial's. For 1,000
replicates of 250,000 multinomials NumPy's chains take minutes; for samples of thousands they are the faster way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["SmallSamples", "drawn_by_numpy", "takes_tables"]

#: Most outcomes in a table: it stays in the cache of one core.
_OUTCOMES: Final = 1024
#: With fewer multinomials in all, NumPy is done before the machine code is compiled.
_MANY: Final = 2_000_000
#: Samples that take more batches than this are NumPy's.
_MOST_BATCHES: Final = 32
#: Counts are added up side by side in words of so many bits.
_WORD: Final = 63


def drawn_by_numpy(
    sizes: NDArray[np.int64], shares: NDArray[np.float64], count: int, draw: np.random.Generator
) -> NDArray[np.float64]:
    """Return resampled shares, shape (R, D, Q, Y), by chains of binomials."""
    drawn = draw.multinomial(sizes, shares, size=(count, *sizes.shape))
    return drawn / np.maximum(sizes, 1)[..., None]


def takes_tables(sizes: NDArray[np.int64], shares: NDArray[np.float64], count: int) -> bool:
    """Return whether tables are the faster way for this much work."""
    if sizes.size * count < _MANY:
        return False
    batches = [n / batch_of(n, options) for n, options in _kinds(sizes, shares)]
    return max(batches, default=0) <= _MOST_BATCHES


def _kinds(sizes: NDArray[np.int64], shares: NDArray[np.float64]) -> list[tuple[int, int]]:
    options = (shares > 0).sum(axis=2)
    pairs = np.unique(np.stack([sizes.ravel(), options.ravel()]), axis=1).T
    return [(int(n), int(y)) for n, y in pairs if n > 0 and y > 1]


def batch_of(answers: int, options: int) -> int:
    """Return how many answers are drawn at once, so that a batch has few enough outcomes."""
    size = 1
    while size < answers and math.comb(size + options, options - 1) <= _OUTCOMES:
        size += 1
    return size


@dataclass(frozen=True, eq=False)
class SmallSamples:
    """Multinomials of whole sizes and shares, to be drawn many times.

    Attributes
    ----------
    sizes : array of int, shape (D, Q)
    shares : array, shape (D, Q, Y)
        They sum to 1 where the size is not 0.
    """

    sizes: NDArray[np.int64]
    shares: NDArray[np.float64]

    def draw(self, count: int, draw: np.random.Generator) -> NDArray[np.float64]:
        """Return resampled shares, shape (R, D, Q, Y)."""
        options = (self.shares > 0).sum(axis=2)
        table = {(n, y): batch_of(n, y) for n, y in _kinds(self.sizes, self.shares)}
        pairs = zip(self.sizes.ravel().tolist(), options.ravel().tolist(), strict=True)
        batches = np.array([table.get(pair, 1) for pair in pairs], dtype=np.int64).reshape(self.sizes.shape)
        drawn = np.zeros((count, *self.shares.shape))
        longest = int(self.sizes.max(initial=1)) + 1
        factorials = np.cumsum(np.log(np.maximum(np.arange(longest), 1)))
        _draw_all(self.sizes, self.shares, batches, factorials, draw, drawn)
        return drawn


def _machine_code(function: Any) -> Any:
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba finds no place to keep it
        return numba.njit(nogil=True)(function)


@_machine_code
def _tabulate(batch, logs, factorials, outcomes, chances, aliases):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Fill the alias table of the outcomes of a batch, and return how many outcomes there are."""
    options = len(logs)
    counts = np.zeros(options, np.int64)
    counts[options - 1] = batch
    size = 0
    total = 0.0
    while True:
        weight = factorials[batch]
        for y in range(options):
            outcomes[size, y] = counts[y]
            weight += counts[y] * logs[y] - factorials[counts[y]]
        chances[size] = np.exp(weight)
        total += chances[size]
        size += 1
        # The next composition in order: move what stands in the last place.
        y = options - 2
        rest = counts[options - 1]
        while y >= 0 and rest == 0:
            rest = counts[y]
            counts[y] = 0
            y -= 1
        if y < 0:
            break
        counts[options - 1] = 0
        counts[y] += 1
        counts[options - 1] = rest - 1
    small = np.empty(size, np.int64)
    large = np.empty(size, np.int64)
    few = 0
    many = 0
    for k in range(size):
        chances[k] *= size / total
        aliases[k] = k
        if chances[k] < 1.0:
            small[few] = k
            few += 1
        else:
            large[many] = k
            many += 1
    while few > 0 and many > 0:
        few -= 1
        low = small[few]
        high = large[many - 1]
        aliases[low] = high
        chances[high] -= 1.0 - chances[low]
        if chances[high] < 1.0:
            many -= 1
            small[few] = high
            few += 1
    for k in range(few):
        chances[small[k]] = 1.0
    for k in range(many):
        chances[large[k]] = 1.0
    return size


@_machine_code
def _pack(outcomes, kinds, options, bits, packed):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Write the counts of each outcome side by side into as few words as hold them."""
    lanes = _WORD // bits
    for k in range(kinds):
        for y in range(options):
            if y % lanes == 0:
                packed[k, y // lanes] = 0
            packed[k, y // lanes] |= outcomes[k, y] << (bits * (y % lanes))


@_machine_code
def _draw_all(sizes, shares, batches, factorials, draw, drawn):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Write the shares of every replicate, one multinomial law at a time."""
    groups, questions, width = shares.shape
    outcomes = np.zeros((_OUTCOMES, width), np.int64)
    chances = np.zeros((2, _OUTCOMES))
    aliases = np.zeros((2, _OUTCOMES), np.int64)
    packed = np.zeros((2, _OUTCOMES, width), np.int64)
    places = np.zeros(width, np.int64)
    logs = np.zeros(width)
    kinds = np.zeros(2, np.int64)
    times = np.zeros(2, np.int64)
    totals = np.zeros(width, np.int64)
    for d in range(groups):
        for q in range(questions):
            n = sizes[d, q]
            options = 0
            for y in range(width):
                if shares[d, q, y] > 0:
                    places[options] = y
                    logs[options] = np.log(shares[d, q, y])
                    options += 1
            if n == 0 or options == 0:
                continue
            if options == 1:
                for r in range(len(drawn)):
                    drawn[r, d, q, places[0]] = 1.0
                continue
            bits = 1
            while n >> bits:
                bits += 1
            lanes = _WORD // bits
            words = (options + lanes - 1) // lanes
            times[0] = n // batches[d, q]
            rest = n - times[0] * batches[d, q]
            times[1] = 1 if rest else 0
            for part in range(1 + times[1]):
                batch = rest if part else batches[d, q]
                kinds[part] = _tabulate(batch, logs[:options], factorials, outcomes, chances[part], aliases[part])
                _pack(outcomes, kinds[part], options, bits, packed[part])
            mask = (1 << bits) - 1
            for r in range(len(drawn)):
                first = 0
                totals[:words] = 0
                for part in range(1 + times[1]):
                    for _ in range(times[part]):
                        u = draw.random() * kinds[part]
                        k = int(u)
                        if u - k >= chances[part, k]:
                            k = aliases[part, k]
                        first += packed[part, k, 0]
                        for word in range(1, words):
                            totals[word] += packed[part, k, word]
                for y in range(options):
                    word = first if y < lanes else totals[y // lanes]
                    drawn[r, d, q, places[y]] = ((word >> (bits * (y % lanes))) & mask) / n
