"""Terms of every kind with drawn data, and points to evaluate them at."""

from __future__ import annotations

from fractions import Fraction

import flint
from hypothesis import strategies as st

from nashsym.terms import Attractiveness, Coupling, Curvature, Distance, Inconsistency, Linear, Similarity
from nashsym.terms.term import QuadraticTerm

#: A new term is one more row here.
KINDS: tuple[type[QuadraticTerm], ...] = (
    Attractiveness,
    Inconsistency,
    Similarity,
    Distance,
    Linear,
    Curvature,
    Coupling,
)
NUMBERS = st.one_of(st.integers(-5, 5).map(Fraction), st.builds(Fraction, st.integers(-40, 40), st.integers(1, 12)))


def column(size: int) -> st.SearchStrategy[list[Fraction]]:
    """Draw D numbers."""
    return st.lists(NUMBERS, min_size=size, max_size=size)


def square(size: int) -> st.SearchStrategy[list[list[Fraction]]]:
    """Draw D × D numbers."""
    return st.lists(column(size), min_size=size, max_size=size)


def symmetric(size: int) -> st.SearchStrategy[list[list[Fraction]]]:
    """Draw a symmetric matrix."""
    return square(size).map(lambda rows: [[rows[min(d, e)][max(d, e)] for e in range(size)] for d in range(size)])


def mixture(size: int) -> st.SearchStrategy[list[Fraction]]:
    """Draw a point of the simplex, often on its boundary."""
    shares = st.lists(st.integers(0, 6), min_size=size, max_size=size).filter(any)
    return shares.map(lambda listed: [Fraction(share, sum(listed)) for share in listed])


def flat(rows: list[list[Fraction]]) -> flint.fmpq_mat:
    """Return rows of Fractions as a flint matrix, entry by entry."""
    return flint.fmpq_mat(
        len(rows), len(rows[0]), [flint.fmpq(x.numerator, x.denominator) for row in rows for x in row]
    )


@st.composite
def terms(draw: st.DrawFn, kind: type[QuadraticTerm], size: int) -> QuadraticTerm:
    """Draw a term of one kind for `size` groups."""
    rows = {
        "vector": lambda: [[number] for number in draw(column(size))],
        "symmetric": lambda: draw(symmetric(size)),
        "square": lambda: draw(square(size)),
    }[kind.shape]()
    coefficient = draw(NUMBERS.map(abs))
    return kind(flint.fmpq(coefficient.numerator, coefficient.denominator), flat(rows))
