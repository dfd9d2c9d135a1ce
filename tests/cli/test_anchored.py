"""The command line on anchored games: an answer or one line, with the exit code that says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from nashsym.cli import main
from nashsym.game import Game
from nashsym.gamefile import write_game

HALF = ["1/2", "1/2"]
GAMES = {
    "enclosed": Game.from_canonical([1, 0], [[1, 0], [0, 1]], agents=3, anchor=("1/10", HALF)),
    "several": Game.from_canonical([0, 0], [[0, 0], [0, 0]], [[-10, 0], [0, -10]], 3, anchor=(1, HALF)),
    "undecided": Game.from_canonical([0, 0], [[-9, 0], [0, 0]], agents=3, anchor=(1, HALF)),
    "alignment": Game.alignment(
        ["left", "right"], 3, [1, 0], [[1, 0], [0, 1]], [[1, 0], [0, 1]], anchor=("1/10", HALF)
    ),
}


@pytest.fixture(params=GAMES)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str, Path]:
    path = tmp_path / "game.toml"
    write_game(GAMES[request.param], path)
    return request.param, str(path), tmp_path


def test_every_command_answers_or_says_why_not(case: tuple[str, str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    name, game, folder = case
    solved = 3 if name == "undecided" else 0
    assert main(["solve", game]) == solved
    assert "anchored" in capsys.readouterr().out
    assert main(["check", game]) == 0
    assert "H̃ ⪰ 0 on T" in capsys.readouterr().out
    assert main(["check", game, "--require", "T2"]) == (3 if name == "undecided" else 0)
    assert main(["derive", game]) == 0
    assert "Second-order condition" in capsys.readouterr().out
    assert main(["report", game, "-o", str(folder / "report")]) == solved
    assert main(["certify", game, "-o", str(folder / "certificate.json")]) == solved
    assert (folder / "certificate.json").exists() is (solved == 0)
    if solved == 0:
        assert main(["verify", str(folder / "certificate.json")]) == 0
    assert all(len(line.split(": ")) > 1 for line in capsys.readouterr().err.splitlines())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--method", "daqp"],
            "the method 'daqp' is for quadratic games: this one is anchored; use auto, newton or cvxpy",
        ),
        (["--select", "nobody"], "unknown rule 'nobody'"),
    ],
)
def test_what_is_refused(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "game.toml"
    write_game(GAMES["enclosed"], path)
    assert main(["solve", str(path), *arguments]) == 2
    written = capsys.readouterr()
    assert message in written.err
    assert len(written.err.splitlines()) == 1
    assert written.out == ""
