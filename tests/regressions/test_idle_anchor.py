"""A game whose anchor has the coefficient 0 is the quadratic game in every room."""

from __future__ import annotations

from pathlib import Path

import pytest

from nashsym import Game, InputError, certify, check, report, solve, sweep, verify
from nashsym.reports.incentives import PICTURES
from nashsym.reports.slopes import local_slopes
from nashsym.steering import coefficient_changes, coefficient_path

GAME = Game.alignment(
    ["left", "center", "right"],
    8,
    ["0.30", "0.45", "0.25"],
    [["1.0", "0.1", "0.4"], ["0.1", "0.3", "0.1"], ["0.4", "0.1", "1.1"]],
    [["0.5", "0.3", "0.2"], ["0.3", "0.6", "0.3"], ["0.2", "0.3", "0.5"]],
    coefficients={"consistency": "0.1", "diversity": "0.5"},
)
TERMS = GAME.to_dict()
IDLE = Game.alignment(
    TERMS["groups"],
    8,
    *(TERMS["inputs"][name] for name in ("attractiveness", "inconsistency", "similarity")),
    coefficients=TERMS["coefficients"],
    anchor=(0, ["1/5", "3/10", "1/2"]),
)


def test_it_is_solved_steered_checked_certified_and_reported_alike(tmp_path: Path) -> None:
    plain, idle = solve(GAME), solve(IDLE)
    assert plain.to_dict() == idle.to_dict()
    assert coefficient_changes(GAME, "right") == coefficient_changes(IDLE, "right")
    assert plain.equilibrium is not None
    assert idle.equilibrium is not None
    assert local_slopes(plain.equilibrium) == local_slopes(idle.equilibrium)
    assert check(GAME) == check(IDLE)
    assert certify(plain).to_dict()["game"] == certify(idle).to_dict()["game"]
    assert verify(certify(idle).to_dict())
    assert len(report(IDLE, tmp_path)) == 3 + len(PICTURES)


def test_a_positive_coefficient_is_refused_where_only_quadratic_games_are_followed() -> None:
    anchored = IDLE.with_coefficients(anchor="1/10")
    for ask in (
        lambda: coefficient_changes(anchored, "right"),
        lambda: coefficient_path(anchored, "diversity"),
        lambda: coefficient_path(IDLE, "anchor"),
        lambda: sweep(anchored, {"diversity": (0, 1, 3)}),
    ):
        with pytest.raises(InputError) as caught:
            ask()
        assert len(str(caught.value).splitlines()) == 1
        assert caught.value.remedy
