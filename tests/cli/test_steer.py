"""``nashsym steer``: sentences, files and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nashsym.certificates.verify import verify
from nashsym.cli import main
from nashsym.data.survey import anes96_game
from nashsym.gamefile import read_game, write_game


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    return write_game(anes96_game(), tmp_path / "survey.toml")


def test_the_cheapest_option_is_written_and_needs_nothing_more(
    survey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = survey.parent / "inclusive.toml"
    assert main(["steer", str(survey), "--floor", "0.05", "-o", str(target)]) == 0
    printed = capsys.readouterr()
    assert "4 ways to bring every group to at least 5 %, the cheapest first:" in printed.out
    assert "1. Raise the attractiveness of liberal by" in printed.out
    assert "cheapest option written to" in printed.err
    assert str(read_game(target).threshold) == "1/20"
    assert main(["steer", str(target)]) == 0
    assert "Nothing needs to change" in capsys.readouterr().out


def test_what_cannot_be_done_exits_with_1(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = survey.parent / "none.toml"
    assert main(["steer", str(survey), "--by", "diversity", "-o", str(target)]) == 1
    printed = capsys.readouterr()
    assert "Nothing here brings every group to at least 1 %" in printed.out
    assert "is not written" in printed.err
    assert not target.exists()


def test_json_has_certificates_and_nothing_beside(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["steer", str(survey), "--norm", "l1", "--json", "-"]) == 0
    tree = json.loads(capsys.readouterr().out)
    assert len(tree["options"]) == 4
    assert all(verify(option["certificate"]) for option in tree["options"])
    assert main(["steer", str(survey), "--json", str(survey.parent / "advice.json")]) == 0
    assert json.loads((survey.parent / "advice.json").read_text(encoding="utf-8"))["nothing_to_do"] is False


def test_a_target_and_groups(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = survey.parent / "target.json"
    target.write_text(json.dumps({"weights": dict.fromkeys(anes96_game().groups, "1/5")}), encoding="utf-8")
    assert main(["steer", str(survey), "--target", str(target)]) == 0
    assert "One way to bring the equilibrium to the mixture that was asked for:" in capsys.readouterr().out
    assert main(["steer", str(survey), "--group", "liberal", "--floor", "1/10", "--by", "attractiveness"]) == 0
    assert "One way to bring liberal to at least 10 %:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--floor", "0.3"], "give a floor of at most 1/5"),
        (["--floor", "much"], "not a number"),
        (["--norm", "l7"], "the norms are"),
        (["--by", "luck"], "no family of changes is called"),
        (["--group", "nobody"], "no group is named 'nobody'"),
        (["--target", "missing.json"], "missing.json"),
    ],
)
def test_input_at_fault(survey: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["steer", str(survey), *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_target_with_zeros_names_its_file(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weights = dict(zip(anes96_game().groups, ["0", "1/4", "1/4", "1/4", "1/4"], strict=True))
    target = survey.parent / "zeros.json"
    target.write_text(json.dumps({"weights": weights}), encoding="utf-8")
    assert main(["steer", str(survey), "--target", str(target)]) == 2
    assert "zeros.json: target.liberal: " in capsys.readouterr().err
