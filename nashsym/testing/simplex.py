"""Strategies for mixtures and for profiles of them."""

from __future__ import annotations

from collections.abc import Sized
from functools import cache
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from nashsym.game import Game
from nashsym.testing.arithmetic import DYADIC, RATIONAL, Arithmetic, Vector

__all__ = ["interior_shares", "mixtures", "profiles", "shares"]

#: Profiles have at most so many distinct mixtures, however many agents there are.
MOST_MIXTURES = 3


def mixtures(groups: int | Sized, *, interior: bool = False, floats: bool = False) -> st.SearchStrategy[Any]:
    """Draw points of the simplex: D shares ≥ 0 that sum to exactly 1, often some of them 0.

    Parameters
    ----------
    groups : int, or anything with a length
        D, or the groups.
    interior : bool
        Whether every share is > 0.
    floats : bool
        Draw lists of floats, whose sum is exactly 1 too; otherwise tuples of Fractions.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(mixtures(2), lambda w: w[1] > 0)
    (Fraction(0, 1), Fraction(1, 1))
    """
    size = groups if isinstance(groups, int) else len(groups)
    arithmetic = DYADIC if floats else RATIONAL
    drawn = interior_shares(arithmetic, size) if interior else shares(arithmetic, size)
    return drawn.map(lambda w: [float(x) for x in w]) if floats else drawn


def interior_shares(arithmetic: Arithmetic, size: int) -> st.SearchStrategy[Vector]:
    """Draw an exact mixture that serves every group; shrinks to equal shares."""
    return _parts((1, 2, 3, 4, 5), size).map(arithmetic.shares)


def shares(arithmetic: Arithmetic, size: int) -> st.SearchStrategy[Vector]:
    """Draw an exact mixture that may leave groups out."""

    def with_one_served(parts: tuple[int, ...]) -> Vector:
        return arithmetic.shares(parts if any(parts) else (1, *parts[1:]))

    return _parts((0, 1, 2, 3, 4), size).map(with_one_served)


@cache
def _parts(values: tuple[int, ...], size: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*[st.sampled_from(values)] * size)


@st.composite
def profiles(draw: st.DrawFn, game: Game) -> tuple[tuple[int, Vector], ...]:
    """Draw a profile of a game: how many agents play which mixture, the counts adding up to N.

    Parameters
    ----------
    game : Game

    Returns
    -------
    strategy of tuples of (count, tuple of D Fractions)
        What `assert_equilibrium` and `nashsym.certificates.profiles.certify_profile` take.
    """
    cuts = draw(st.sets(st.integers(1, game.agents - 1), max_size=MOST_MIXTURES - 1)) if game.agents > 1 else set()
    ends = [0, *sorted(cuts), game.agents]
    return tuple((above - below, draw(shares(RATIONAL, game.size))) for below, above in pairwise(ends))
