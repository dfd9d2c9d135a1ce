"""From drawn cases to games, and from answers to sets of vertices, for the tests of the solvers."""

from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction

from hypothesis import strategies as st

from nashsym.game import Game
from nashsym.solvers.solution import Component, Continuum
from tests.oracles.brute_force import Component as Vertices
from tests.oracles.brute_force import Vector
from tests.oracles.draws import Case

__all__ = ["game_of", "mixture_of", "seeded", "small_games", "vertex_sets", "vertices_of", "weights"]

_NUMBERS = st.fractions(min_value=-3, max_value=3, max_denominator=3)


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # reproducible draws, no secret


def weights(*values: int | str | Fraction) -> Vector:
    """Fractions, from what is shorter to write."""
    return tuple(Fraction(value) for value in values)


def game_of(case: Case) -> Game:
    """The game in canonical form, whose utility leaves out what the own mixture does not move."""
    return Game.from_canonical(case.b, case.H, case.K, case.agents)


def vertices_of(component: Component) -> Vertices:
    points = component.vertices if isinstance(component, Continuum) else (component,)
    return frozenset(point.weights for point in points)


def vertex_sets(components: Iterable[Component]) -> list[list[Vector]]:
    """The answer in one order, so that a component listed twice is seen."""
    return sorted(sorted(vertices_of(component)) for component in components)


def mixture_of(source: random.Random, points: list[Vector]) -> Vector:
    """A mixture of the points with positive rational shares."""
    shares = [Fraction(source.randint(1, 9)) for _ in points]
    return tuple(
        sum((share * point[d] for share, point in zip(shares, points, strict=True)), Fraction(0)) / sum(shares)
        for d in range(len(points[0]))
    )


@st.composite
def small_games(draw: st.DrawFn, most_groups: int = 3, *, symmetric_coupling: bool = False) -> Game:
    """Canonical games of small fractions; H and K of any sign, entries often equal so that ties are common."""
    groups = draw(st.integers(1, most_groups))
    numbers = draw(st.sampled_from([_NUMBERS, st.integers(-1, 1).map(Fraction)]))
    square = st.lists(st.lists(numbers, min_size=groups, max_size=groups), min_size=groups, max_size=groups)
    H, K = draw(square), draw(square)
    agents = draw(st.integers(1, 4))
    for matrix in (H, K) if symmetric_coupling else (H,):
        for i in range(groups):
            for j in range(i):
                matrix[i][j] = matrix[j][i]
    b = draw(st.lists(numbers, min_size=groups, max_size=groups))
    return Game.from_canonical(b, H, K if agents > 1 else None, agents)
