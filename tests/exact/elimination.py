"""Slow answers in Fractions, which import nothing of what is tested."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Rows = list[list[Fraction]]


def on_tangent(rows: Sequence[Sequence[Fraction]], *, symmetric: bool = True) -> Rows:
    """Return (e_i − e_D)ᵀX(e_j − e_D), of the symmetric part if so asked."""
    size = len(rows)
    full = [[(x + rows[j][i]) / 2 if symmetric else x for j, x in enumerate(row)] for i, row in enumerate(rows)]
    last = size - 1
    return [[full[i][j] - full[i][last] - full[last][j] + full[last][last] for j in range(last)] for i in range(last)]


def inertia(symmetric: Rows) -> tuple[int, int, int]:
    """Return how many eigenvalues are positive, zero and negative, by congruences (Sylvester's law)."""
    rows = [list(row) for row in symmetric]
    counts = [0, 0, 0]
    while rows:
        size = len(rows)
        pivot = next((i for i in range(size) if rows[i][i]), None)
        if pivot is None:
            pair = next(((i, j) for i in range(size) for j in range(i) if rows[i][j]), None)
            if pair is None:
                counts[1] += size
                break
            i, j = pair  # add row and column j to row and column i: the diagonal entry becomes 2·rows[i][j] ≠ 0
            rows[i] = [x + y for x, y in zip(rows[i], rows[j], strict=True)]
            for row in rows:
                row[i] += row[j]
            pivot = i
        head = rows[pivot][pivot]
        counts[0 if head > 0 else 2] += 1
        others = [i for i in range(size) if i != pivot]
        rows = [[rows[i][j] - rows[i][pivot] * rows[pivot][j] / head for j in others] for i in others]
    return counts[0], counts[1], counts[2]


def form(rows: Sequence[Sequence[Fraction]], direction: Sequence[int]) -> Fraction:
    """Return vᵀXv."""
    return sum(
        (v * x * w for v, row in zip(direction, rows, strict=True) for w, x in zip(direction, row, strict=True)),
        Fraction(0),
    )


def passes(rows: Sequence[Sequence[Fraction]], factor: Sequence[Sequence[int]], exponent: int) -> bool:
    """Tell whether A − LLᵀ/4ᵏ is strictly diagonally dominant with a positive diagonal."""
    size = len(rows)
    assert [len(row) for row in factor] == list(range(1, size + 1))
    scale = Fraction(1, 4**exponent)
    for i in range(size):
        residual = [
            rows[i][j] - scale * sum(factor[i][k] * factor[j][k] for k in range(min(i, j) + 1)) for j in range(size)
        ]
        if not residual[i] > sum(abs(value) for j, value in enumerate(residual) if j != i):
            return False
    return True


def rank(rows: Sequence[Sequence[Fraction]]) -> int:
    """Return the rank, by elimination."""
    left, count = [list(row) for row in rows], 0
    width = len(left[0]) if left else 0
    for column in range(width):
        pivot = next((i for i in range(count, len(left)) if left[i][column]), None)
        if pivot is None:
            continue
        left[count], left[pivot] = left[pivot], left[count]
        for i in range(count + 1, len(left)):
            ratio = left[i][column] / left[count][column]
            left[i] = [x - ratio * y for x, y in zip(left[i], left[count], strict=True)]
        count += 1
    return count
