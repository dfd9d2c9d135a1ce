"""What a user does to what a game hands out does not change the game."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nashsym import Game


def test_the_inputs_are_read_only() -> None:
    """They are cached: writing to them changed what the game said of itself from then on."""
    game = Game.alignment(["a", "b"], 2, [1, 2], [[1, 0], [0, 1]], [[1, 0], [0, 1]])
    with pytest.raises(ValueError, match="read-only"):
        game.inputs["attractiveness"][0] = Fraction(7)
    assert game.inputs["attractiveness"][0] == 1
