"""`--replicates` on the command line: where the file is looked for, what is printed, and one line for every fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nashsym import cli, verify
from nashsym.gamefile import template, write_game
from nashsym.uncertainty.replicates import write_replicates
from tests.uncertainty.samples import interior_game, noisy

AXIS = ("--vary", "attractiveness=0:4:5")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    game = interior_game(name="three")
    write_game(game, "game.toml")
    write_replicates(noisy(game), "game.replicates.npz")
    write_replicates(noisy(game, spread=0.1), "wild.npz")
    (tmp_path / "other.toml").write_text(template(), encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> int:
    return cli.main(arguments)


def test_sweep_prints_bands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sweep", "game.toml", *AXIS, "--replicates", "--agents", "3") == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.startswith("three: 3 groups, 60 replicates\nattractiveness 0 to 4 (5 nodes); floor 1/100\n")
    assert "area, 95 % band" in shown.out
    assert run("sweep", "game.toml", *AXIS, "--replicates", "wild.npz", "--level", "0.9") == 0
    assert "area, 90 % band" in capsys.readouterr().out


def test_sweep_writes_the_replicates_as_games(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import xarray

    assert run("sweep", "game.toml", *AXIS, "--replicates", "-o", "found") == 0
    with xarray.open_dataset(folder / "found" / "sweep.nc", engine="scipy") as dataset:
        assert dataset.sizes["game"] == 60
        assert str(dataset.game.values[0]) == "replicate 1"
    assert "dataset written" in capsys.readouterr().err


def test_replicates_are_streamed_and_what_memory_does_not_hold_is_said_before(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("sweep", "game.toml", *AXIS, "--replicates", "--format", "zarr", "-o", "kept") == 0
    streamed = capsys.readouterr().out
    assert run("sweep", "game.toml", *AXIS, "--replicates") == 0
    assert capsys.readouterr().out == streamed
    monkeypatch.setattr("nashsym.phase.grid.MAX_WEIGHTS", 14)
    assert run("sweep", "game.toml", *AXIS, "--replicates", "--format", "zarr", "-o", "late") == 2
    assert "at most 14 weights fit in a sweep" in capsys.readouterr().err
    assert not (folder / "late").exists()


def test_solve_says_how_sure_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("solve", "game.toml", "--replicates") == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    first, _, second = shown.out.partition("\n\nHow sure: 60 replicates, resampled: nothing: normal noise\n")
    assert "The only homogeneous equilibrium" in first
    assert [line.split()[0] for line in second.splitlines()[1:5]] == ["group", "left", "center", "right"]
    assert "95 % band" in second
    assert run("solve", "game.toml", "--replicates", "wild.npz", "--level", "0.9") == 0
    assert "90 % band" in capsys.readouterr().out


def test_replicates_beside_a_game_are_not_used_unasked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("solve", "game.toml") == 0
    shown = capsys.readouterr()
    assert "How sure" not in shown.out
    assert shown.err == "nashsym: game.replicates.npz is left aside; --replicates takes it into account\n"
    assert run("solve", "other.toml") == 0
    assert capsys.readouterr().err == ""


def test_json_on_standard_output_stands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("solve", "game.toml", "--replicates", "--json", "-") == 0
    tree = json.loads(capsys.readouterr().out)
    assert verify(tree).accepted
    (claim,) = (claim for claim in tree["claims"] if claim["type"] == "robust")
    assert claim["included"] == ["left", "center", "right"]


def test_report_has_a_section_on_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", "game.toml", "-o", "found", "--replicates", "--level", "0.9") == 0
    text = (folder / "found" / "report.md").read_text(encoding="utf-8")
    assert "## How sure" in text
    assert "90% band" in text
    assert 'id="sure"' in (folder / "found" / "report.html").read_text(encoding="utf-8")
    assert "python verify_box.py certificate.json" in text
    assert "did not accept" not in text
    assert verify(folder / "found" / "certificate.json").accepted
    assert run("report", "game.toml", "-o", "without") == 0
    without = (folder / "without" / "report.md").read_text(encoding="utf-8")
    assert "How sure" not in without
    assert "python verify.py certificate.json" in without


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("solve", "other.toml", "--replicates"),
            "other.replicates.npz: there is no such file beside the game; name one",
        ),
        (("solve", "game.toml", "--replicates", "none.npz"), "none.npz: there is no such file"),
        (("solve", "game.toml", "--level", "0.9"), "--level: there are no replicates; add --replicates"),
        (("solve", "game.toml", "--replicates", "--level", "0.99"), "replicates: 60 replicates are too few for 99 %"),
        (("solve", "canonical.json", "--replicates", "wild.npz"), "replicates: only games given by coefficients"),
        (("report", "-o", "x", "--replicates"), "--replicates: no game file is named; name a game, or write"),
        (("report", "-o", "x", "--replicates", "wild.npz"), "replicates: the replicates are of other groups"),
    ],
)
def test_faults_of_solve_and_report(
    folder: Path, arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "canonical.json").write_text('{"agents": 2, "b": [1, 0], "H": [[1, 0], [0, 1]]}', encoding="utf-8")
    assert run(*arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"nashsym: {message}")
    assert not (folder / "x").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--replicates", "none.npz"), "none.npz: there is no such file; give the path of a replicates file"),
        (("--replicates", "game.toml"), "game.toml: is no archive of replicates: "),
        (("--replicates", "--level", "2"), "--level: the level is 2; write a number between 0 and 1, like 0.95"),
        (("--replicates", "--level", "x"), "--level: 'x' is not a number"),
        (("--replicates", "--level", "0.99"), "replicates: 60 replicates are too few for 99 %; take 199 or more"),
        (("--level", "0.9"), "--level: there are no replicates; add --replicates"),
    ],
)
def test_faults(arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sweep", "game.toml", *AXIS, *arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"nashsym: {message}")
    assert shown.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("other.toml", "--replicates"), "other.replicates.npz: there is no such file beside the game; name one"),
        (("game.toml", "other.toml", "--replicates"), "--replicates: replicates are of one game; sweep one game"),
        (("game.toml", "--replicates", "--agents", "2,3"), "--replicates: replicates are of one game"),
        (("game.toml", "--replicates", "--table"), "--replicates: neither a table nor pictures are made"),
        (("game.toml", "--replicates", "--plot", "-o", "x"), "--replicates: neither a table nor pictures are made"),
    ],
)
def test_faults_of_sweep(arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sweep", *AXIS, *arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"nashsym: {message}")
