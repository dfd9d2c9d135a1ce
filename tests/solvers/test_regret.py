"""Regrets of whole profiles against brute force, and proven bounds where faces are too many to enumerate."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym import regret
from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fraction, fractions, vector
from nashsym.game import Game
from nashsym.solvers import regret as module
from nashsym.solvers.quadratic import largest_on_simplex
from nashsym.solvers.regret import ProfileRegret
from nashsym.solvers.regret_bounds import bounds_on_simplex
from tests.oracles import brute_force
from tests.solvers.games import small_games, weights
from tests.theorems.strategies import alignment_games

HALVES = weights("1/2", "1/2")


@st.composite
def played(draw: st.DrawFn) -> tuple[Game, list[tuple[Fraction, ...]]]:
    """A game, and a mixture for each agent, often shared."""
    game = draw(small_games() | alignment_games(concave=False))
    parts = st.lists(st.integers(0, 3), min_size=game.size, max_size=game.size).filter(any)
    mixture = parts.map(lambda shares: tuple(Fraction(share, sum(shares)) for share in shares))
    few = draw(st.lists(mixture, min_size=1, max_size=2))
    return game, [draw(st.sampled_from(few)) for _ in range(game.agents)]


def by_hand(game: Game, profile: list[tuple[Fraction, ...]], agent: int) -> Fraction:
    """The agent's regret by the enumeration of faces of the tests' own."""
    form = game.canonical
    b, H, K = column_fractions(form.b), fractions(form.H), fractions(form.K)
    others = [w for number, w in enumerate(profile) if number != agent]
    mean = tuple(sum(column, Fraction(0)) / max(1, len(others)) for column in zip(*others, strict=True))
    return brute_force.regret(b, H, K, profile[agent], mean or profile[agent])


@given(played())
def test_regrets_agree_with_brute_force(drawn: tuple[Game, list[tuple[Fraction, ...]]]) -> None:
    game, profile = drawn
    found = regret(game, profile)
    seen: Counter[int] = Counter()
    for part in found.parts:
        for agent in (agent for stretch in part.agents for agent in stretch):
            seen[agent] += 1
            assert part.weights == profile[agent - 1]
            assert part.regret == by_hand(game, profile, agent - 1)
            # what the deviation gains is the regret, by the utility itself
            others = [w for number, w in enumerate(profile, start=1) if number != agent]
            gained = game.utility(part.deviation, others) - game.utility(part.weights, others)
            assert gained == part.regret
        assert not found.concave or part.low <= part.gap
        assert part.is_best_response == ("yes" if part.regret == 0 else "no")
    assert seen == Counter(range(1, game.agents + 1))
    assert len({part.weights for part in found.parts}) == len(found.parts)
    assert found.epsilon == max(by_hand(game, profile, agent) for agent in range(game.agents))
    assert found.is_equilibrium == ("yes" if found.epsilon == 0 else "no")


@given(played())
def test_bounds_hold_where_faces_are_not_enumerated(drawn: tuple[Game, list[tuple[Fraction, ...]]]) -> None:
    game, profile = drawn
    exact = regret(game, profile)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MAX_GROUPS_FACE_ENUMERATION", 0)
        found = regret(game, profile)
    for bounded, part in zip(found.parts, exact.parts, strict=True):
        assert part.regret is not None
        assert 0 <= bounded.low <= part.regret <= bounded.high
        assert bounded.is_best_response in ("undecided", part.is_best_response)
        if part.regret > 0 and exact.concave:
            assert bounded.regret == part.regret
    assert found.is_equilibrium in ("undecided", exact.is_equilibrium)


@given(small_games(), st.randoms(use_true_random=False))
def test_the_bounds_enclose_the_maximum(game: Game, source: object) -> None:
    form = game.canonical
    own = vector([Fraction(1, game.size)] * game.size)
    largest, _ = largest_on_simplex(form.b, form.H)
    found = bounds_on_simplex(form.b, form.H, own)
    assert found.low <= largest <= found.high
    assert min(found.best.entries()) >= 0
    assert sum(column_fractions(found.best)) == 1
    assert fraction((found.best.transpose() * (form.b - form.H * found.best / 2))[0, 0]) == fraction(found.low)
    # a stationary point along a direction of negative curvature, or a gap, is never taken for a maximum
    if brute_force.regret(
        column_fractions(form.b), fractions(form.H), fractions(form.K * 0), *[column_fractions(own)] * 2
    ):
        assert found.low > (own.transpose() * (form.b - form.H * own / 2))[0, 0]


def large(sign: int, groups: int = 14) -> Game:
    H = [[sign * int(d == e) for d in range(groups)] for e in range(groups)]
    return Game.from_canonical([0] * groups, H, agents=2)


def test_beyond_the_cap_a_regret_is_enclosed_and_its_verdict_still_decided() -> None:
    even = [Fraction(1, 14)] * 14
    found = regret(large(-1), even)  # ½·xᵀx is largest at the vertices, with the bound from above equal to it
    assert found.parts[0].regret == Fraction(1, 2) - Fraction(1, 28)
    assert found.is_equilibrium == "no"
    corner = [1] + [0] * 13
    assert regret(large(-1), corner).is_equilibrium == "yes"
    mixed = Game.from_canonical([0] * 14, [[(-1 if d == 0 else 1) * int(d == e) for d in range(14)] for e in range(14)])
    open_one = regret(mixed, even).parts[0]
    assert 0 < open_one.low <= open_one.high
    assert open_one.is_best_response == "no"


def test_an_undecided_profile_says_so() -> None:
    part = module.PlayedRegret(("a", "b"), (range(1, 3),), HALVES, Fraction(0), Fraction(1, 3), HALVES, Fraction(0))
    found = ProfileRegret(large(-1), (part,), False)
    assert (part.is_best_response, part.regret, found.is_equilibrium, found.epsilon) == (
        "undecided",
        None,
        "undecided",
        None,
    )
    assert found.to_dict()["epsilon"] is None
    assert repr(found) == "ProfileRegret(1 mixture, equilibrium: undecided, ε from 0 to 1/3)"


def test_in_words_and_as_a_tree() -> None:
    game = Game.from_canonical([1, 0], [[1, 0], [0, 1]], agents=3, groups=["left", "right"])
    found = regret(game, [(2, HALVES), (1, (1, 0))])
    assert found.to_dict() == {
        "is_equilibrium": "no",
        "epsilon": "1/4",
        "low": "1/4",
        "high": "1/4",
        "largest_gap": "1/2",
        "concave": True,
        "parts": [
            {
                "agents": [[1, 2]],
                "weights": {"left": "1/2", "right": "1/2"},
                "regret": "1/4",
                "low": "1/4",
                "high": "1/4",
                "best_deviation": {"left": "1", "right": "0"},
                "gap": "1/2",
                "is_best_response": "no",
            },
            {
                "agents": [[3, 3]],
                "weights": {"left": "1", "right": "0"},
                "regret": "0",
                "low": "0",
                "high": "0",
                "best_deviation": {"left": "1", "right": "0"},
                "gap": "0",
                "is_best_response": "yes",
            },
        ],
    }
    assert repr(found) == "ProfileRegret(2 mixtures, equilibrium: no, ε = 1/4)"


def test_what_is_refused() -> None:
    with pytest.raises(InputError, match="sum to 2"):
        regret(large(1), [1, 1] + [0] * 12)
