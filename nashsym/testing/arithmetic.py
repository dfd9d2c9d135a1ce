"""The numbers that games are drawn from: small fractions, or small dyadic ones that floats hold exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st

__all__ = ["DYADIC", "RATIONAL", "Arithmetic", "Matrix", "Vector", "add", "product", "scale", "transposed"]

Vector = tuple[Fraction, ...]
Matrix = tuple[Vector, ...]


@dataclass(frozen=True)
class Arithmetic:
    """A family of numbers, closed enough that a game built from them is written as it was drawn.

    Attributes
    ----------
    name : str
    entries : tuple of Fraction
        What vectors and matrices are made of, the simplest first: shrinking ends there.
    positive : tuple of Fraction
        Ridges, slacks and coefficients.
    tiny : tuple of Fraction
        What makes a game ill-conditioned.
    shares : callable
        From nonnegative integers, not all 0, to a mixture.
    written : callable
        A number as it is handed to `Game`: a Fraction, or the float that equals it.
    """

    name: str
    entries: tuple[Fraction, ...]
    positive: tuple[Fraction, ...]
    tiny: tuple[Fraction, ...]
    shares: Callable[[Sequence[int]], Vector]
    written: Callable[[Fraction], Any]

    def number(self) -> st.SearchStrategy[Fraction]:
        """Draw an entry; shrinks to 0."""
        return _one_of(self.entries)

    def positive_number(self) -> st.SearchStrategy[Fraction]:
        """Draw a number > 0; shrinks to 1."""
        return _one_of(self.positive)

    def vector(self, groups: int) -> st.SearchStrategy[Vector]:
        """Draw D numbers."""
        return _vector(self.entries, groups)

    def square(self, groups: int) -> st.SearchStrategy[Matrix]:
        """Draw a matrix of D × D numbers."""
        return _square(self.entries, groups)

    def symmetric(self, groups: int) -> st.SearchStrategy[Matrix]:
        """Draw a symmetric matrix."""
        return _symmetric(self.entries, groups)

    def gram(self, groups: int, rank: int) -> st.SearchStrategy[Matrix]:
        """Draw c·FFᵀ, c > 0, F of integers with `rank` columns: ⪰ 0 and at most of that rank; shrinks to 0."""
        return _grams(self.positive, groups, rank)

    def definite(self, groups: int) -> st.SearchStrategy[Matrix]:
        """Draw a matrix ≻ 0: a gram matrix and a ridge; shrinks to the identity."""
        return _definite(self.positive, groups)


# Making a strategy costs as much as drawing from it: each is made once.


@cache
def _one_of(values: tuple[Fraction, ...]) -> st.SearchStrategy[Fraction]:
    return st.sampled_from(values)


@cache
def _vector(values: tuple[Fraction, ...], groups: int) -> st.SearchStrategy[Vector]:
    return st.tuples(*[_one_of(values)] * groups)


@cache
def _square(values: tuple[Fraction, ...], groups: int) -> st.SearchStrategy[Matrix]:
    return st.tuples(*[_vector(values, groups)] * groups)


@cache
def _symmetric(values: tuple[Fraction, ...], groups: int) -> st.SearchStrategy[Matrix]:
    lower = st.tuples(*[_vector(values, d + 1) for d in range(groups)])
    return lower.map(
        lambda rows: tuple(tuple(rows[max(d, e)][min(d, e)] for e in range(groups)) for d in range(groups))
    )


@cache
def _grams(weights: tuple[Fraction, ...], groups: int, rank: int) -> st.SearchStrategy[Matrix]:
    row = st.tuples(*[st.sampled_from((0, 1, -1, 2, -2))] * rank)
    return st.builds(_gram, st.tuples(*[row] * groups), _one_of(weights))


@cache
def _definite(positive: tuple[Fraction, ...], groups: int) -> st.SearchStrategy[Matrix]:
    return st.builds(_ridged, _grams(positive, groups, groups), _one_of(positive))


def _entries(denominators: Sequence[int], size: int = 3) -> tuple[Fraction, ...]:
    """Return the fractions of absolute value at most `size`, by denominator and by absolute value."""
    values = {
        Fraction(sign * numerator, denominator): None
        for denominator in denominators
        for numerator in range(size * denominator + 1)
        for sign in (1, -1)
    }
    return tuple(values)


def _gram(factor: Sequence[Sequence[int]], weight: Fraction) -> Matrix:
    return tuple(tuple(weight * sum(x * y for x, y in zip(u, v, strict=True)) for v in factor) for u in factor)


def _ridged(X: Matrix, ridge: Fraction) -> Matrix:
    return tuple(tuple(x + ridge * (d == e) for e, x in enumerate(row)) for d, row in enumerate(X))


def _normalised(parts: Sequence[int]) -> Vector:
    return tuple(Fraction(part, sum(parts)) for part in parts)


def _dyadic(parts: Sequence[int]) -> Vector:
    """Fill up to a power of two at the first positive part: every share is then a float."""
    total = 1 << (sum(parts) - 1).bit_length()
    first = next(index for index, part in enumerate(parts) if part > 0)
    filled = [part + (total - sum(parts)) * (index == first) for index, part in enumerate(parts)]
    return tuple(Fraction(part, total) for part in filled)


_ONE: Final = Fraction(1)
RATIONAL: Final = Arithmetic(
    name="rational",
    entries=_entries((1, 2, 3)),
    positive=(_ONE, Fraction(2), Fraction(1, 2), Fraction(3), Fraction(1, 3), Fraction(3, 2)),
    tiny=tuple(Fraction(1, 10**power) for power in (9, 10, 12, 15)),
    shares=_normalised,
    written=lambda value: value,
)
#: Sums and products of a few of these are held exactly by floats, so that a game keeps its regime.
DYADIC: Final = Arithmetic(
    name="dyadic",
    entries=_entries((1, 2, 4)),
    positive=(_ONE, Fraction(2), Fraction(1, 2), Fraction(4), Fraction(1, 4)),
    tiny=tuple(Fraction(1, 2**power) for power in (30, 33, 36)),
    shares=_dyadic,
    written=float,
)


def add(left: Matrix, right: Matrix) -> Matrix:
    """Return the sum of two matrices."""
    return tuple(tuple(x + y for x, y in zip(*rows, strict=True)) for rows in zip(left, right, strict=True))


def scale(factor: Fraction, X: Matrix) -> Matrix:
    """Return a multiple of a matrix."""
    return tuple(tuple(factor * x for x in row) for row in X)


def transposed(X: Matrix) -> Matrix:
    """Return Xᵀ."""
    return tuple(zip(*X, strict=True))


def product(X: Matrix, w: Sequence[Fraction]) -> Vector:
    """Return Xw."""
    return tuple(sum((x * v for x, v in zip(row, w, strict=True)), Fraction(0)) for row in X)
