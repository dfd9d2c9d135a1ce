"""Games of every regime, drawn once, each with the answer of brute force beside it.

    for case in drawn("interior"):
        game = case.game

They are what the strategies of `nashsym.testing` draw, always the same ones; `tests/testing/test_regimes.py` holds each
regime against brute force.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from nashsym.exact.rational import column_fractions, fractions
from nashsym.game import Game
from nashsym.testing import REGIMES
from nashsym.testing.arithmetic import Matrix
from tests.oracles.brute_force import Component, Vector, all_homogeneous, is_positive_semidefinite, total

__all__ = ["COUNT", "REGIMES", "Case", "Rows", "drawn", "games_of"]

#: Games per regime.
COUNT = 200
Rows = Matrix


@dataclass(frozen=True)
class Case:
    """A drawn game, with the solutions of its complementarity problem: maximal polytopes by their vertices.

    Where H ⪰ 0 on T these are its homogeneous equilibria, otherwise the candidates for it.
    """

    game: Game
    b: Vector
    H: Rows
    K: Rows
    agents: int
    components: tuple[Component, ...]

    @property
    def M(self) -> list[list[Fraction]]:
        """H + K."""
        return total(self.H, self.K)

    @property
    def is_concave(self) -> bool:
        """Whether H ⪰ 0 on T."""
        return is_positive_semidefinite(self.H)


def case_of(game: Game) -> Case:
    """Put the answer of brute force beside a game."""
    form = game.canonical
    b = column_fractions(form.b)
    H, K = (tuple(map(tuple, fractions(X))) for X in (form.H, form.K))
    return Case(game, b, H, K, game.agents, tuple(all_homogeneous(b, H, K)))


@cache
def games_of(regime: str, count: int, **options: Any) -> tuple[Game, ...]:
    """Return `count` games of a regime, the same ones each time; the options are the regime's."""
    found: list[Game] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(REGIMES[regime](**options))
    def collect(game: Game) -> None:
        found.append(game)

    collect()
    return tuple(found[:count])


@cache
def drawn(regime: str, count: int = COUNT) -> tuple[Case, ...]:
    """Return `count` games of a regime, the same ones each time."""
    return tuple(case_of(game) for game in games_of(regime, count))
