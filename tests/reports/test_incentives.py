"""The section on other incentives: a grid around the game's own point, its shares and its pictures."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from nashsym.data.survey import anes96_game
from nashsym.game import Game
from nashsym.phase.plots.drawing import MARK
from nashsym.reports.incentives import MAX_GROUPS, PICTURES, incentives, percent
from nashsym.reports.text import plain
from nashsym.solvers.pipeline import solve
from tests.reports.regimes import REGIMES, drawn

#: Regimes with nothing to vary.
WITHOUT = {"continuum", "several", "none", "undecided", "one group", "K not symmetric"}


@pytest.mark.parametrize("regime", REGIMES)
def test_the_section_stands_where_there_is_something_to_vary(regime: str, built: Callable[[str], Path]) -> None:
    text = (built(regime) / "report.md").read_text(encoding="utf-8")
    assert ("## Who is served under other incentives" in text) == (regime not in WITHOUT)
    shown = re.findall(r"^!\[[^\]]+\]\(([^)]+)\)$", text, re.MULTILINE)
    assert sorted(shown) == sorted(path.name for path in built(regime).glob("*.svg"))
    assert (regime in WITHOUT) == (shown == [])


def test_the_page_holds_the_same_pictures(built: Callable[[str], Path]) -> None:
    page = (built("survey") / "report.html").read_text(encoding="utf-8")
    held = [base64.b64decode(found) for found in re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page)]
    assert held == [(built("survey") / name).read_bytes() for name in PICTURES]
    for picture in held:
        assert ElementTree.fromstring(picture).tag.endswith("svg")  # noqa: S314  # our own file


def test_the_game_itself_is_a_node_of_the_grid() -> None:
    """The shares count the game's own node: moving the incentives to the corner where all are served shows it."""
    game = anes96_game()
    found = incentives(game, ["liberal"])
    assert found is not None
    assert plain(found.story[0]).startswith("Here diversity varies from 0 to 3 and attractiveness varies from 0 to 3")
    shares = dict(found.shares)
    nodes = 46 * 46
    counted = sum(
        solve(game.with_coefficients(diversity=Fraction(x, 15), attractiveness=Fraction(y, 15))).equilibrium.weights[0]  # type: ignore[union-attr]
        < game.threshold
        for x in range(0, 46, 15)
        for y in range(0, 46, 15)
    )
    assert counted == 12
    assert shares["liberal"].anywhere.denominator in {n for n in range(1, nodes + 1) if nodes % n == 0}
    assert shares["conservative"].anywhere == 0
    assert b'id="' + MARK.encode() + b'"' in found.pictures[0].svg


def test_one_agent_varies_consistency() -> None:
    found = incentives(REGIMES["one agent"](), [])
    assert found is not None
    assert plain(found.story[0]).startswith("Here consistency varies")
    assert "diversity stays at" in plain(found.story[0])


def test_where_all_attract_alike_attractiveness_is_not_varied() -> None:
    found = incentives(REGIMES["niches"](), [])
    assert found is not None
    assert plain(found.story[0]).startswith(
        "Here consistency varies from 0.06667 to 3 and diversity varies from 0 to 90"
    )
    assert "attractiveness stays at 1" in plain(found.story[0])
    assert [picture.file for picture in found.pictures] == [PICTURES[0]]


def test_where_everybody_is_always_served_it_says_so() -> None:
    game = Game.alignment(["a", "b"], 3, [1, 1], [[1, 0], [0, 1]], [[1, 0], [0, 1]])
    found = incentives(game, [])
    assert found is not None
    assert plain(found.story[1]).startswith("In all of them every group has at least the floor of 0.01.")


def test_no_share_is_rounded_to_nothing_or_to_all() -> None:
    shares = (Fraction(0), Fraction(1, 2000), Fraction(1, 3), Fraction(1999, 2000), Fraction(1))
    assert [percent(share) for share in shares] == ["0.0%", "under 0.1%", "33.3%", "over 99.9%", "100.0%"]


def test_a_coefficient_of_zero_has_an_axis_too() -> None:
    game = anes96_game().with_coefficients(consistency=0, attractiveness=0)
    found = incentives(game, [])
    assert found is not None
    assert "diversity varies from 0.06667 to 3 and attractiveness varies from 0 to 3" in plain(found.story[0])
    assert found.shares


def test_many_groups_are_shown_in_part_and_too_many_are_not_swept() -> None:
    game = drawn(12)
    found = incentives(game, ["group 11"])
    assert found is not None
    words = found.pictures[0].svg.count(b"<!-- group")
    assert words == 8
    assert b"<!-- group 11 -->" in found.pictures[0].svg
    assert len(found.shares) == 12
    many = incentives(drawn(MAX_GROUPS + 1), [])
    assert many is not None
    assert not many.pictures
    assert "nashsym sweep" in plain(many.story[0])


def test_what_can_not_be_swept_is_said() -> None:
    tiny = Fraction(1, 10**100)
    game = Game.alignment(["a", "b"], 3, [tiny, 2 * tiny], [[tiny, 0], [0, tiny]], [[0, 0], [0, 0]])
    found = incentives(game, [])
    assert found is not None
    assert plain(found.story[0]) == "Not drawn: a number is too small to sweep with."
