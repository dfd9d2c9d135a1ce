"""T5, T6, T16, T18 and T19: how each conclusion fails without a hypothesis."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from nashsym.exact.rational import fractions
from nashsym.game import Game
from tests.oracles.brute_force import (
    Vector,
    is_equilibrium_profile,
    is_positive_definite,
    is_positive_semidefinite,
    marginals,
    pattern,
    product,
    total,
)
from tests.oracles.two_agents import two_agent_vertices
from tests.theorems.conclusions.checking import (
    FIRST,
    HALVES,
    LEFT,
    QUARTERS,
    RIGHT,
    SECOND,
    THIRD,
    THIRDS,
    TWICE,
    answer,
    fails,
    homogeneous,
    solutions,
)
from tests.theorems.instances import ONE, THREE, numbers, scaled


@fails("T5", "K is symmetric")
def the_gains_round_a_square_do_not_cancel(game: Game) -> None:
    walk = [(FIRST, FIRST), (SECOND, FIRST), (SECOND, THIRD), (FIRST, THIRD), (FIRST, FIRST)]
    gains = Fraction(0)
    for before, after in pairwise(walk):
        mover = 0 if before[0] != after[0] else 1
        other = 1 - mover
        gains += game.utility(after[mover], [after[other]]) - game.utility(before[mover], [before[other]])
    assert gains == 6


@fails("T6", "N ≥ 2")
def there_is_no_second_agent(game: Game) -> None:
    assert game.agents == 1
    assert game.canonical.G is None


@fails("T6", "K is symmetric")
def no_niche_holds(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    G = fractions(game.canonical.G)
    assert not is_positive_semidefinite(G)
    assert [[G[d][e] + G[e][d] for e in range(3)] for d in range(3)] == scaled(-2, THREE)
    assert is_positive_definite(H)
    assert two_agent_vertices(b, H, K) == {(THIRDS, THIRDS)}
    even = [[(K[d][e] + K[e][d]) / 2 for e in range(3)] for d in range(3)]
    assert any(v != w for v, w in two_agent_vertices(b, H, even))  # the search does find niches


@fails("T6", "M ≻ 0 on T")
def all_equilibria_are_alike(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    G = fractions(game.canonical.G)
    assert scaled(-1, ONE) == G
    assert not is_positive_semidefinite(H)
    # For two groups H < 0 on T makes every best response a vertex.
    pairs = [(v, w) for v in (LEFT, RIGHT) for w in (LEFT, RIGHT)]
    settled = [(v, w) for v, w in pairs if is_equilibrium_profile(b, H, K, [(1, v), (1, w)])]
    assert settled == [(LEFT, LEFT), (RIGHT, RIGHT)]


@fails("T6", "w⁎ > 0")
def one_group_always_pays_more(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert fractions(game.canonical.G) == scaled(-1, ONE)
    assert two_agent_vertices(b, H, K) == {(LEFT, LEFT)}
    gains = [marginals(tuple(x - y for x, y in zip(b, product(K, m), strict=True)), H, w) for m, w in _corners()]
    assert min(first - second for first, second in gains) == 2


def _corners() -> list[tuple[Vector, Vector]]:
    return [(m, w) for m in (LEFT, RIGHT) for w in (LEFT, RIGHT)]


@fails("T6", "ZᵀGZ is nonsingular, for niches")
def agents_differ_and_serve_everybody(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert fractions(game.canonical.G) == scaled(0, ONE)
    assert is_equilibrium_profile(b, H, K, [(1, QUARTERS), (1, QUARTERS[::-1])])


@fails("T16", "K is symmetric")
def best_responses_go_in_a_circle(game: Game) -> None:
    form = game.canonical
    assert [answer(form, m) for m in (FIRST, SECOND, THIRD)] == [SECOND, THIRD, FIRST]


@fails("T16", "every e > −1: H + K ≻ 0 on T")
def two_starts_stay_apart(game: Game) -> None:
    assert [answer(game.canonical, m) for m in (LEFT, RIGHT, HALVES)] == [LEFT, RIGHT, HALVES]


@fails("T16", "every e < 1: H − K ≻ 0 on T")
def a_unique_equilibrium_is_not_reached(game: Game) -> None:
    assert homogeneous(game) == {HALVES}
    assert is_positive_definite(fractions(game.canonical.G))
    assert [answer(game.canonical, m) for m in (LEFT, RIGHT)] == [RIGHT, LEFT]


@fails("T18", "G ≻ 0 on T, or N = 1")
def the_sum_does_not_tell(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    profiles = [(LEFT, RIGHT), (RIGHT, LEFT), (HALVES, HALVES)]
    for v, w in profiles:
        assert tuple(x + y for x, y in zip(v, w, strict=True)) == TWICE
        assert is_equilibrium_profile(b, H, K, [(1, v), (1, w)])


@fails("T19", "H ⪰ 0 on T")
def two_of_three_are_equilibria(game: Game) -> None:
    assert solutions(game) == {LEFT, RIGHT, HALVES}
    assert homogeneous(game) == {LEFT, RIGHT}


@fails("T19", "no homogeneous equilibrium is degenerate, or M ≻ 0 on T")
def a_degenerate_one_spoils_the_count(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert homogeneous(game) == {LEFT, RIGHT}
    support, tight = pattern(b, total(H, K), RIGHT)
    assert (sorted(support), sorted(tight)) == ([1], [0, 1])
