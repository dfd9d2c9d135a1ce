"""``nashsym check``: profiles, and what may be required."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nashsym.cli import main
from nashsym.gamefile import template


@pytest.fixture
def game(tmp_path: Path) -> Path:
    path = tmp_path / "game.toml"
    path.write_text(template(), encoding="utf-8")
    return path


def profile(folder: Path, tree: object) -> str:
    path = folder / "profile.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    return str(path)


def test_a_profile_is_answered_whatever_it_is_worth(game: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exact = {"left": "572/4443", "center": "1158/1481", "right": "397/4443"}
    assert main(["check", str(game), "--profile", profile(game.parent, {"weights": exact})]) == 0
    assert "profile of 8 agents, 1 mixture: an equilibrium, every regret is exactly 0" in capsys.readouterr().out
    uneven = {"agents": [{"left": 1, "center": 0, "right": 0}] * 2 + [{"left": 0.2, "center": 0.7, "right": 0.1}] * 6}
    assert main(["check", str(game), "--profile", profile(game.parent, uneven)]) == 0
    printed = capsys.readouterr().out
    assert "2 mixtures: not an equilibrium, the largest regret ε is 29129/24500 (≈ 1.189)" in printed
    assert "agents 1–2: no best response" in printed
    assert "agents 3–8: no best response" in printed
    assert "Best response: " not in printed


def test_what_is_required_decides_the_exit_code(game: Path, capsys: pytest.CaptureFixture[str]) -> None:
    even = profile(game.parent, {"weights": {"left": "1/3", "center": "1/3", "right": "1/3"}})
    assert main(["check", str(game), "--profile", even, "--require", "T3, T14"]) == 0
    printed = capsys.readouterr().out
    assert "T14 Regret: holds" in printed
    assert "T1  " not in printed
    assert main(["check", str(game), "--require", "T3,T11"]) == 1
    assert main(["check", str(game), "--require", "T13"]) == 3


@pytest.mark.parametrize(
    ("required", "says"),
    [
        ("", "--require: a name is empty; write T1,T3"),
        ("T1,,T3", "--require: a name is empty"),
        ("T3,T1,T3", "--require: T3 is given twice; name each theorem once"),
        ("T20", "--require: no theorem is named 'T20'; the theorems are T1 to T19"),
        ("t3", "--require: no theorem is named 't3'"),
    ],
)
def test_a_bad_requirement_gets_one_line(
    game: Path, capsys: pytest.CaptureFixture[str], required: str, says: str
) -> None:
    assert main(["check", str(game), "--require", required]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in captured.err
    assert captured.err.count("\n") == 1


def test_a_bad_profile_gets_one_line(game: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short = profile(game.parent, {"weights": {"left": 0.5, "centre": 0.5}})
    assert main(["check", str(game), "--profile", short]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"nashsym: {short}: weights.centre: the game has no such group; did you mean 'center'?\n"
