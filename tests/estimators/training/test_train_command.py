"""`nashsym train` from the data to the report: one command, its output, its files, its exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from nashsym import cli, read_game, solve
from nashsym.certificates import verify
from nashsym.uncertainty.replicates import read_replicates
from scripts.pages import ROOT
from scripts.persona_fixture import TRAITS
from tests.estimators.training.writing import config_text, write_answers, write_example, write_lines

EXAMPLE = ROOT / "examples" / "persona"


def smaller_example(folder: Path) -> Path:
    """Write the configuration of the example with a smaller model, trained for less long."""
    text = (EXAMPLE / "config.toml").read_text(encoding="utf-8")
    for key, value in (("layers", "1"), ("steps", "160"), ("vocabulary", "800"), ("replicates", "40")):
        text, count = re.subn(rf"(?m)^{key} = \d+", f"{key} = {value}", text)
        assert count == 1
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def persona(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, str, Path, list[str]]:
    """The whole run on the generated statements: exit code, output, notes, folder, and the arguments."""
    import contextlib
    import io

    home = tmp_path_factory.mktemp("persona")
    arguments = ["train", str(smaller_example(home)), "--data", str(EXAMPLE / "data"), "-o", str(home / "persona")]
    arguments += ["--device", "cpu"]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(arguments)
    return code, out.getvalue(), err.getvalue(), home / "persona", arguments


def test_each_model_agrees_with_its_own_group_and_less_with_others(
    persona: tuple[int, str, str, Path, list[str]],
) -> None:
    code, out, err, folder, _ = persona
    assert code == 0, err
    rows = {
        line.split()[0]: line.split()[1:] for line in out.splitlines() if line.split()[:1] and line.split()[0] in TRAITS
    }
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    agreement = np.array([list(row.values()) for row in manifest["agreement"].values()])
    assert list(manifest["agreement"]) == list(TRAITS)
    assert (np.diagonal(agreement) >= 0.85).all()
    assert (agreement + np.eye(5) * -2 < np.diagonal(agreement)).all()
    table = out[: out.index("models and manifest.json")]
    for trait, row in zip(TRAITS, agreement, strict=True):
        assert trait in rows
        printed = next(line for line in table.splitlines() if line.startswith(trait) and "." in line)
        assert printed.split()[1:] == [f"{value:.3f}" for value in row]


def test_the_game_is_of_the_held_out_answers_and_its_certificate_is_accepted(
    persona: tuple[int, str, str, Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _, folder, _ = persona
    game = read_game(folder / "game.toml")
    assert (game.name, game.groups, game.agents) == ("five personality traits", tuple(TRAITS), 8)
    S, C = (np.array(game.inputs[key], dtype=float) for key in ("similarity", "inconsistency"))
    assert np.allclose(np.diagonal(S) + np.diagonal(C), 1)  # the chance to answer alike, and that to answer otherwise
    assert (np.diagonal(S) > 0.5).all()
    assert verify.main([str(folder / "report" / "certificate.json")]) == 0
    assert "equilibrium" in capsys.readouterr().out
    solution = solve(game)
    assert solution.equilibrium is not None
    assert solution.outcome in out
    certificate = json.loads((folder / "report" / "certificate.json").read_text(encoding="utf-8"))
    assert list(certificate["equilibrium"]["weights"].values()) == [str(w) for w in solution.equilibrium.weights]
    replicates = read_replicates(folder / "game.replicates.npz")
    assert (len(replicates), replicates.groups, replicates.details["resampled"]) == (40, game.groups, "questions")
    replicates.check_fit(game)
    for name in ("report.html", "report.md"):
        assert "five personality traits" in (folder / "report" / name).read_text(encoding="utf-8")


def test_results_go_to_standard_output_and_the_rest_does_not(
    persona: tuple[int, str, str, Path, list[str]],
) -> None:
    _, out, err, folder, _ = persona
    assert out.startswith("the share of held-out answers that a model gives too")
    written = out.rstrip().rpartition("\n\n")[2].splitlines()
    assert set(written) >= {
        str(folder / name)
        for name in (
            "game.toml",
            "game.replicates.npz",
            "report/report.html",
            "report/report.md",
            "report/certificate.json",
        )
    }
    assert all(Path(path).is_file() for path in written)
    assert "loss" not in out
    assert re.search(r"nashsym: openness: 160 steps, loss \d\.\d+, [\d,]+ prompts per second\n", err)
    assert re.search(r"nashsym: asked the models: [\d,]+ prompts per second\n", err)
    assert all(line.startswith("nashsym: ") for line in err.splitlines())


def test_a_second_run_trains_nothing_and_writes_the_same(
    persona: tuple[int, str, str, Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _, folder, arguments = persona
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert cli.main(arguments) == 0
    again = capsys.readouterr()
    assert again.out == out
    assert again.err.count("trained already") == 5
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_is_required_and_not_reached_is_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = write_example(tmp_path, top="agreement = 0.99")
    assert cli.main(["train", str(config), "-o", str(tmp_path / "models"), "--device", "cpu"]) == 1
    printed = capsys.readouterr()
    assert "held-out answers on 99%, and more than the others do: not so for even, odd" in printed.err
    assert (tmp_path / "models" / "manifest.json").exists()


def test_open_text_is_measured_by_its_loss(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for group, word in (("even", "two"), ("odd", "three")):
        write_lines(tmp_path / f"{group}.jsonl", [{"text": f"{word} {n} {word}"} for n in range(30)])
    config = tmp_path / "config.toml"
    data = 'form = "texts"\nheld_out = 0.3\n[data.groups]\neven = "even.jsonl"\nodd = "odd.jsonl"'
    text = config_text(data=data, training="steps = 40\nbatch = 8\nlearning_rate = 1e-2\nlongest = 32")
    config.write_text(text, encoding="utf-8")
    arguments = ["train", str(config), "-o", str(tmp_path / "models"), "--device", "cpu"]
    assert cli.main(arguments) == 0
    assert capsys.readouterr().out.startswith("nats per token of held-out answers")
    manifest = json.loads((tmp_path / "models" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["loss"]["even"]["even"] < manifest["loss"]["odd"]["even"]
    assert manifest["loss"]["odd"]["odd"] < manifest["loss"]["even"]["odd"]
    config.write_text(text + "[game]\n", encoding="utf-8")
    assert cli.main(arguments) == 2
    assert "game: open text has no options to estimate from" in capsys.readouterr().err


def test_an_audience_is_taken_into_the_game(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    game = "[game]\nagents = 3\nreplicates = 0\n[game.audience]\neven = 3\nodd = 1"
    config = write_example(tmp_path, game=game)
    arguments = ["train", str(config), "-o", str(tmp_path / "models"), "--device", "cpu"]
    assert cli.main(arguments) == 0
    assert [float(a) for a in read_game(tmp_path / "models" / "game.toml").inputs["attractiveness"]] == [0.75, 0.25]
    assert not (tmp_path / "models" / "game.replicates.npz").exists()
    capsys.readouterr()
    config.write_text(config.read_text(encoding="utf-8").replace("odd = 1\n", "\n"), encoding="utf-8")
    assert cli.main(arguments) == 2
    assert "game.audience.odd: missing" in capsys.readouterr().err


MISUSES = {
    "no configuration": (["none.toml", "-o", "models"], "none.toml: there is no such file"),
    "no data": (["config.toml", "-o", "models", "--data", "nowhere"], "nowhere/even.jsonl: there is no such file"),
    "no folder": (["config.toml"], "the following arguments are required: -o/--output"),
    "a file for a folder": (["config.toml", "-o", "config.toml"], "config.toml: is not a folder"),
    "a place that can't be": (["config.toml", "-o", "even.jsonl/models"], "even.jsonl/models: can't be made"),
    "no device": (["config.toml", "-o", "models", "--device", "abacus"], "device: 'abacus' is no device"),
    "no precision": (["config.toml", "-o", "models", "--dtype", "int3"], "dtype: 'int3' is no precision"),
    "no peak": (["config.toml", "-o", "models", "--peak", "fast"], "--peak: 'fast' is no number of TFLOP/s"),
    "no such peak": (["config.toml", "-o", "models", "--peak", "-1"], "--peak: '-1' is no number of TFLOP/s"),
}


@pytest.mark.parametrize(("arguments", "message"), MISUSES.values(), ids=MISUSES.keys())
def test_misuse_is_one_line_and_exit_2(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    write_example(tmp_path)
    assert cli.main(["train", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert message in printed.err
    assert not (tmp_path / "models").exists()


def test_ctrl_c_is_exit_130(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from nashsym_estimators.training import trained

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    write_answers(tmp_path)
    monkeypatch.setattr(trained, "fit", interrupted)
    config = write_example(tmp_path)
    assert cli.main(["train", str(config), "-o", str(tmp_path / "models"), "--device", "cpu"]) == 130
    assert capsys.readouterr().err == "nashsym: interrupted\n"
    assert list((tmp_path / "models").iterdir()) == []


HOPELESS = {
    "a floor too high": ("[game]\nfloor = 0.9", "game.floor: the floor is 9/10"),
    "a coefficient": ('[game]\ndiversity = "much"', "game.coefficients.diversity"),
    "all coefficients 0": ("[game]\ndiversity = 0\nconsistency = 0\nattractiveness = 0", "game"),
    "an audience of one": ("[game]\n[game.audience]\neven = 3", "game.audience.odd: missing"),
    "an empty audience": ("[game]\n[game.audience]\neven = 3\nodd = 0", "game.audience.odd: there is nobody"),
}


@pytest.mark.parametrize(("game", "message"), HOPELESS.values(), ids=HOPELESS.keys())
def test_a_game_that_can_not_be_made_is_told_before_anything_is_trained(
    game: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = write_example(tmp_path, game=game)
    assert cli.main(["train", str(config), "-o", str(tmp_path / "models"), "--device", "cpu"]) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.err.count("\n") == 1
    assert not (tmp_path / "models").exists()
