"""`report` writes its files, whole or not at all, the same for the same game, and says what it can't do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nashsym.certificates import verify
from nashsym.errors import InputError
from nashsym.exact.rational import parse_number
from nashsym.game import Game
from nashsym.reports.building import report
from nashsym.reports.incentives import PICTURES
from nashsym.solvers.pipeline import solve
from tests.reports.regimes import REGIMES

TEXTS = ("report.html", "report.md", "certificate.json")
NAMES = (*TEXTS, *PICTURES)


def test_five_files_in_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "report"
    assert report(REGIMES["interior"](), folder) == tuple(folder / name for name in NAMES)
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


def test_a_solution_is_not_solved_again(tmp_path: Path) -> None:
    solution = solve(REGIMES["several"](), select="welfare")
    report(solution, tmp_path)
    assert "One was selected by welfare: the largest welfare" in (tmp_path / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("regime", ["survey", "several", "hostile names"])
def test_the_same_game_gives_the_same_bytes(regime: str, built: Callable[[str], Path], tmp_path: Path) -> None:
    for path in report(REGIMES[regime](), tmp_path):
        assert path.read_bytes() == (built(regime) / path.name).read_bytes()


@pytest.mark.parametrize("regime", REGIMES)
def test_the_certificate_is_accepted(regime: str, built: Callable[[str], Path]) -> None:
    assert verify.verify(built(regime) / "certificate.json").failed == ""
    assert "did not accept" not in (built(regime) / "report.md").read_text(encoding="utf-8")


def test_a_report_of_before_is_replaced_and_other_files_stay(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    report(REGIMES["interior"](), tmp_path)
    report(REGIMES["one group"](), tmp_path)
    assert "everybody" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"mine.txt", *TEXTS}


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    place = tmp_path / "report"
    place.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="is not a folder"):
        report(REGIMES["interior"](), place)


def test_a_folder_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"can't be made.*choose a folder"):
        report(REGIMES["interior"](), tmp_path / "file" / "report")


def test_a_file_that_can_not_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(InputError, match=r"report\.html: can't be written"):
        report(REGIMES["interior"](), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("unit", ["1e-3000", "1e3000", "1/3"])
def test_numbers_beyond_floats(unit: str, tmp_path: Path) -> None:
    one = parse_number(unit)
    game = Game.alignment(["a", "b"], 3, [one, 2 * one], [[one, 0], [0, one]], [[0, 0], [0, 0]])
    report(game, tmp_path)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "| **a** | 0.25 | served |" in text
    assert ("CVXPY gave no answer" in text) == (unit == "1e3000")


def test_ever_so_many_agents(tmp_path: Path) -> None:
    identity = [[1, 0], [0, 1]]
    report(Game.alignment(["a", "b"], 10**12, [1, 2], identity, identity), tmp_path)
    assert "all 1000000000000 agents speak for" in (tmp_path / "report.md").read_text(encoding="utf-8")
