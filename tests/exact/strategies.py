"""Rational matrices in named styles of degeneracy."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

Rows = list[list[Fraction]]

SMALL = st.fractions(min_value=-4, max_value=4, max_denominator=6)
TINY = st.sampled_from(
    [Fraction(1, 10**k) for k in (6, 12, 15, 16, 17, 20, 40)] + [Fraction(1, 2**k) for k in (50, 52, 53)]
)


def square(size: int, entries: st.SearchStrategy[Fraction] = SMALL) -> st.SearchStrategy[Rows]:
    """Draw any square matrix."""
    return st.lists(st.lists(entries, min_size=size, max_size=size), min_size=size, max_size=size)


@st.composite
def grams(draw: st.DrawFn, size: int) -> Rows:
    """Draw FFᵀ of any rank, 0 and 1 among them."""
    width = draw(st.integers(0, size))
    rows = draw(st.lists(st.lists(SMALL, min_size=width, max_size=width), min_size=size, max_size=size))
    return [[sum((x * y for x, y in zip(left, right, strict=True)), Fraction(0)) for right in rows] for left in rows]


@st.composite
def forms(draw: st.DrawFn, largest: int = 6) -> Rows:
    """Draw X: a Gram matrix or any matrix, moved a little, rescaled, shifted by the gauge and made asymmetric."""
    size = draw(st.integers(1, largest))
    span = range(size)
    style = draw(st.sampled_from(["any", "gram", "above", "below", "below along one"]))
    rows = draw(square(size) if style == "any" else grams(size))
    if style in {"above", "below"}:
        step = draw(TINY) * (1 if style == "above" else -1)
        rows = [[x + step * (i == j) for j, x in enumerate(row)] for i, row in enumerate(rows)]
    if style == "below along one":
        step, along = draw(TINY), draw(st.lists(SMALL, min_size=size, max_size=size))
        rows = [[rows[i][j] - step * along[i] * along[j] for j in span] for i in span]
    if draw(st.booleans()):
        scales = [Fraction(10) ** draw(st.sampled_from([-30, -8, 0, 1, 15, 30])) for _ in span]
        rows = [[rows[i][j] * scales[i] * scales[j] for j in span] for i in span]
    if draw(st.booleans()):
        gauge = [draw(SMALL) * 10 ** draw(st.sampled_from([0, 8, 40])) for _ in span]
        rows = [[rows[i][j] + gauge[i] + gauge[j] for j in span] for i in span]
    if draw(st.booleans()):
        other = draw(square(size))
        rows = [[rows[i][j] + other[i][j] - other[j][i] for j in span] for i in span]
    return rows
