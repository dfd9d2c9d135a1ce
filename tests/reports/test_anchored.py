"""The report and the console on anchored games: every kind of answer, with nothing that makes no sense there."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from nashsym.errors import UndecidedError
from nashsym.game import Game
from nashsym.reports.anchored_words import weight_text
from nashsym.reports.building import report
from nashsym.reports.console import solution_text
from nashsym.solvers.anchored_solution import AnchoredSolution
from nashsym.solvers.pipeline import solve

HALF = ["1/2", "1/2"]
MATRIX = [["1.0", "0.1", "0.4"], ["0.1", "0.3", "0.1"], ["0.4", "0.1", "1.1"]]


def three(reference: list[str], price: str = "0.2") -> Game:
    return Game.alignment(
        ["left", "center", "<b>right"],
        8,
        ["0.30", "0.45", "0.25"],
        MATRIX,
        [["0.5", "0.3", "0.2"], ["0.3", "0.6", "0.3"], ["0.2", "0.3", "0.5"]],
        coefficients={"consistency": "0.1", "diversity": "0.5"},
        anchor=(price, reference),
    )


GAMES = {
    "served": three(["0.25", "0.25", "0.5"]),
    "excluded": three(["0.6", "0.395", "0.005"]),
    "barely there": three(["0.25", "0.25", "0.5"], "1e-9"),
    "canonical": Game.from_canonical([1, 0], [[1, 0], [0, 1]], agents=1, anchor=("1/10", HALF)),
    "skew": Game.from_canonical(
        [1, 0, 0],
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[0, 1, -1], [-1, 0, 1], [1, -1, 0]],
        anchor=(1, ["1/2", "1/4", "1/4"]),
    ),
    "several": Game.from_canonical([0, 0], [[0, 0], [0, 0]], [[-10, 0], [0, -10]], 3, anchor=(1, HALF)),
    "many": Game.from_canonical(
        [d % 7 for d in range(40)],
        [[int(d == e) for d in range(40)] for e in range(40)],
        agents=3,
        anchor=("1/5", [Fraction(1, 40)] * 40),
    ),
}


UNDECIDED = Game.from_canonical([0, 0], [[-9, 0], [0, 0]], agents=3, anchor=(1, HALF))


@pytest.mark.parametrize("name", GAMES)
def test_a_report_is_written_on_every_kind_of_answer(name: str, tmp_path: Path) -> None:
    page, text, _ = report(GAMES[name], tmp_path)
    html, markdown = page.read_text(encoding="utf-8"), text.read_text(encoding="utf-8")
    for title in ("In short", "The inputs", "The second derivation", "How this was found"):
        assert title in html
        assert title in markdown
    for absent in ("If the incentives change a little", "What the agents have together", "Who is left out, and why"):
        assert absent not in html
    assert "λ_R KL" in markdown
    assert "<b>right" not in html
    assert "anchored" in html


def test_what_the_report_says(tmp_path: Path) -> None:
    said = report(GAMES["excluded"], tmp_path)[1].read_text(encoding="utf-8")
    assert "proved to be excluded: below the floor, though never at 0." in said
    assert "2 of 3" in said
    assert "excluded, below the floor" in said
    assert "CVXPY" in said
    assert "nobody gains more than" in said
    served = report(GAMES["served"], tmp_path)[1].read_text(encoding="utf-8")
    assert "Every group is proved to be served at the floor or above." in served
    several = report(GAMES["several"], tmp_path)[1].read_text(encoding="utf-8")
    assert "Profile 3" in several


def test_where_nothing_can_be_certified_there_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(UndecidedError, match="H̃"):
        report(UNDECIDED, tmp_path / "report")
    assert not (tmp_path / "report").exists()
    assert "No homogeneous equilibrium is known." in solution_text(solve(UNDECIDED))


def test_the_same_game_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (report(GAMES["excluded"], tmp_path / name) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("name", GAMES)
def test_the_console(name: str) -> None:
    said = solution_text(solve(GAMES[name]))
    assert "anchored" in said.splitlines()[0]
    assert "logarithms enclosed" in said


def test_what_the_console_says() -> None:
    said = solution_text(solve(GAMES["excluded"]))
    assert "The only homogeneous equilibrium, enclosed: every group has a weight above 0." in said
    assert "No other equilibrium exists" in said
    assert "excluded, below the floor" in said
    assert "nobody gains more than" in said
    assert solution_text(solve(GAMES["several"])).count("gap at most") == 3


def test_a_weight_that_its_radius_hides_is_given_as_a_bound() -> None:
    solution = solve(GAMES["barely there"])
    assert isinstance(solution, AnchoredSolution)
    found = solution.enclosure
    assert found is not None
    hidden = [d for d, name in enumerate(found.game.groups) if name in found.excluded()]
    assert hidden
    assert all(weight_text(found, d).startswith("< ") for d in hidden)


def test_only_theorems_that_speak_of_anchored_games_are_listed(tmp_path: Path) -> None:
    said = report(GAMES["excluded"], tmp_path)[1].read_text(encoding="utf-8")
    assert "T15 Enclosure" in said
    assert "T4 Boundary" not in said
    assert "say nothing of this one" in said
