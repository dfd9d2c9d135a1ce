"""What `check --profile` prints."""

from __future__ import annotations

from fractions import Fraction

from nashsym import Game, regret
from nashsym.reports.regrets import regret_text


def test_large_profiles_stay_readable() -> None:
    groups = 40
    identity = [[int(d == e) for d in range(groups)] for e in range(groups)]
    game = Game.from_canonical([10] + [0] * (groups - 1), identity, agents=30)
    even = [Fraction(1, groups)] * groups
    mixtures = [even if agent % 2 else [1] + [0] * (groups - 1) for agent in range(30)]
    text = regret_text(regret(game, mixtures))
    assert "agents 1, 3, 5, 7, 9, 11, … (15 of them): a best response" in text
    assert "agents 2, 4, 6, 8, 10, 12, … (15 of them): no best response" in text
    assert "… the 12 of 40 groups that it moves most" in text
    assert "… the 12 of 40 groups first" in text
    assert "certify_profile" in text
    assert max(map(len, text.splitlines())) <= 120


def test_bounds_are_written_as_bounds() -> None:
    groups = 14
    H = [[(d * e) % 5 - 2 + 4 * int(d == e) for d in range(groups)] for e in range(groups)]
    text = regret_text(regret(Game.from_canonical([0] * groups, H, agents=1), [Fraction(1, groups)] * groups))
    assert "the largest regret ε lies between " in text
    assert "a better one" in text
    assert "no certificate states one (T14)" in text
    assert text.startswith("profile of 1 agent, 1 mixture: not an equilibrium")


def test_long_fractions_are_rounded_and_say_so() -> None:
    game = Game.from_canonical([Fraction(1, 3**60), 0], [[1, 0], [0, 1]], agents=2)
    text = regret_text(regret(game, [Fraction(1, 7**30), 1 - Fraction(1, 7**30)]))
    assert "(an exact fraction, .to_dict() has it)" in text
