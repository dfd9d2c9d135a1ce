"""Small games of both forms, and canonical ones, in several styles of curvature."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from nashsym.game import Game

Rows = list[list[Fraction]]

NUMBERS = st.fractions(min_value=-2, max_value=2, max_denominator=4)
POSITIVE = st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(1), Fraction(3, 2), Fraction(4)])
RIDGE = st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(2)])


def squares(size: int) -> st.SearchStrategy[Rows]:
    """Draw any matrix."""
    return st.lists(st.lists(NUMBERS, min_size=size, max_size=size), min_size=size, max_size=size)


@st.composite
def grams(draw: st.DrawFn, size: int) -> Rows:
    """Draw FFᵀ of any rank, with a ridge."""
    F, ridge = draw(squares(size)), draw(RIDGE)
    return [
        [sum((x * y for x, y in zip(u, v, strict=True)), Fraction(0)) + ridge * (d == e) for e, v in enumerate(F)]
        for d, u in enumerate(F)
    ]


@st.composite
def symmetric(draw: st.DrawFn, size: int) -> Rows:
    """Draw any symmetric matrix."""
    rows = draw(squares(size))
    return [[rows[min(d, e)][max(d, e)] for e in range(size)] for d in range(size)]


@st.composite
def mixtures(draw: st.DrawFn, size: int) -> tuple[Fraction, ...]:
    """Draw a point of the simplex, often on its boundary."""
    parts = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size).filter(any))
    return tuple(Fraction(part, sum(parts)) for part in parts)


@st.composite
def alignment_games(
    draw: st.DrawFn, form: str | None = None, *, concave: bool = True, least: int = 1, agents: int = 1
) -> Game:
    """Draw a game by coefficients > 0 and inputs; with C and S ⪰ 0 where `concave`."""
    size = draw(st.sampled_from([size for size in (3, 2, 4, 1) if size >= least]))
    drawn = grams if concave else symmetric
    return Game.alignment(
        [f"group {d}" for d in range(size)],
        draw(st.integers(agents, 5)),
        draw(st.lists(NUMBERS, min_size=size, max_size=size)),
        draw(drawn(size)),
        draw(drawn(size)),
        coefficients=[draw(POSITIVE) for _ in range(3)],
        diversity=form or draw(st.sampled_from(["similarity", "distance"])),
    )


@st.composite
def canonical_games(draw: st.DrawFn, *, concave: bool = True, coupling: str = "any", agents: int = 2) -> Game:
    """Draw (b, H, K, N), K any, symmetric, or symmetric on T only."""
    size = draw(st.sampled_from([3, 2, 3, 2, 1]))
    b = draw(st.lists(NUMBERS, min_size=size, max_size=size))
    H = draw(grams(size) if concave else symmetric(size))
    K = draw(squares(size) if coupling == "any" else symmetric(size))
    if coupling == "gauge":
        left, right = (draw(st.lists(NUMBERS, min_size=size, max_size=size)) for _ in range(2))
        K = [[value + left[d] + right[e] for e, value in enumerate(row)] for d, row in enumerate(K)]
    count = draw(st.integers(agents, 4))
    return Game.from_canonical(b, H, K if count > 1 else None, count)
