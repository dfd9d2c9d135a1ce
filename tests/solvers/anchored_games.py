"""Anchored games of small fractions, and their quantities in mpmath, which shares no code with the library."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import mpmath
from hypothesis import strategies as st

from nashsym.exact.rational import column_fractions, fraction, fractions
from nashsym.game import Game

__all__ = ["anchored_games", "marginals", "number", "reference_gap", "reference_point", "utility"]

_NUMBERS = st.fractions(min_value=-3, max_value=3, max_denominator=3)
_PRICES = st.sampled_from([Fraction(n, d) for n, d in ((1, 1000), (1, 100), (1, 10), (1, 3), (1, 1), (5, 1), (100, 1))])


@st.composite
def references(draw: st.DrawFn, groups: int) -> list[Fraction]:
    """Draw a mixture with every weight > 0, some of them tiny."""
    shares = draw(st.lists(st.sampled_from([1, 2, 3, 7, 10**6]), min_size=groups, max_size=groups))
    return [Fraction(share, sum(shares)) for share in shares]


@st.composite
def anchored_games(draw: st.DrawFn, most_groups: int = 4, *, monotone: bool = True, symmetric: bool = False) -> Game:
    """Draw a canonical game with an anchor: Gram matrices for H and the symmetric part of K where `monotone`."""
    groups = draw(st.integers(1, most_groups))
    agents = draw(st.integers(1, 4))

    def square() -> list[list[Fraction]]:
        return draw(st.lists(st.lists(_NUMBERS, min_size=groups, max_size=groups), min_size=groups, max_size=groups))

    def gram(rows: list[list[Fraction]]) -> list[list[Fraction]]:
        return [[sum((x * y for x, y in zip(r, s, strict=True)), Fraction(0)) for s in rows] for r in rows]

    H, K = square(), square()
    span = range(groups)
    H = gram(H) if monotone else [[H[min(i, j)][max(i, j)] for j in span] for i in span]
    skew = [[Fraction(0) if symmetric else K[i][j] - K[j][i] for j in span] for i in span]
    K = [[gram(K)[i][j] + skew[i][j] for j in span] for i in span] if monotone else K
    b = draw(st.lists(_NUMBERS, min_size=groups, max_size=groups))
    return Game.from_canonical(
        b, H, K if agents > 1 else None, agents, anchor=(draw(_PRICES), draw(references(groups)))
    )


def number(value: Any) -> mpmath.mpf:
    """Return a rational in mpmath's precision."""
    exact = fraction(value)
    return mpmath.mpf(exact.numerator) / exact.denominator


def _floats(game: Game) -> tuple[list[Any], list[list[Any]], list[list[Any]], Any, list[Any]]:
    form, anchor = game.canonical, game.anchor
    assert anchor is not None
    rows = [[[number(x) for x in row] for row in fractions(matrix)] for matrix in (form.H, form.K)]
    reference = [number(x) for x in column_fractions(anchor.data)]
    return [number(x) for x in column_fractions(form.b)], rows[0], rows[1], number(anchor.coefficient), reference


def _dot(left: Sequence[Any], right: Sequence[Any]) -> Any:
    return mpmath.fsum(x * y for x, y in zip(left, right, strict=True))


def utility(game: Game, own: Sequence[Any], mean: Sequence[Any]) -> Any:
    """Return ``bᵀx − ½xᵀHx − xᵀKm − λ_R Σ x log(x/w⁰)``, straight from the definition."""
    b, H, K, price, reference = _floats(game)
    divergence = mpmath.fsum(x * mpmath.log(x / r) for x, r in zip(own, reference, strict=True) if x)
    quadratic = _dot(own, [_dot(row, own) for row in H]) / 2 + _dot(own, [_dot(row, mean) for row in K])
    return _dot(b, own) - quadratic - price * divergence


def marginals(game: Game, weights: Sequence[Any]) -> list[Any]:
    """Return ``b − Mw − λ_R (log(w/w⁰) + 1)``."""
    b, H, K, price, reference = _floats(game)
    return [
        b[d] - _dot(H[d], weights) - _dot(K[d], weights) - price * (mpmath.log(weights[d] / reference[d]) + 1)
        for d in range(game.size)
    ]


def reference_gap(game: Game, weights: Sequence[Any]) -> Any:
    """Return ``max_d g_d − gᵀw``."""
    gains = marginals(game, weights)
    return max(gains) - _dot(gains, weights)


def reference_point(game: Game) -> list[Any]:
    """Return the equilibrium for two groups, by bisecting the difference of the marginal utilities."""
    low, high = mpmath.mpf(0), mpmath.mpf(1)
    for _ in range(mpmath.mp.prec):
        middle = (low + high) / 2
        first, second = marginals(game, [middle, 1 - middle])
        low, high = (middle, high) if first > second else (low, middle)
    return [low, 1 - low]
