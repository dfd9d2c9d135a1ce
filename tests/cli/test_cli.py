"""The command line as its user meets it: what it prints where, its exit codes, and one line for every fault."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from nashsym import anes96_game, cli, verify
from nashsym.gamefile import read_game, template

SUBCOMMANDS = ("solve", "check", "theorems", "derive", "certify", "verify", "sweep", "steer", "report", "init")
SEVERAL = {"groups": ["a", "b"], "agents": 3, "b": [0, 0], "H": [[0, 0], [0, 0]], "K": [[-1, 0], [0, -1]]}
NONE = {"groups": ["a", "b", "c"], "agents": 2, "b": [0, 0, 0], "H": [[-2, 0, 0], [0, -2, 0], [0, 0, -2]]}
NONE |= {"K": [[4, 0, 0], [0, 4, 0], [0, 0, 4]]}
UNDECIDED = {"groups": [f"g{d}" for d in range(13)], "agents": 2, "b": [0] * 13}
UNDECIDED |= {"H": [[-int(d == e) for e in range(13)] for d in range(13)], "K": [[0] * 13 for _ in range(13)]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "game.toml").write_text(template(), encoding="utf-8")
    for name, tree in (("several", SEVERAL), ("none", NONE), ("undecided", UNDECIDED)):
        (tmp_path / f"{name}.json").write_text(json.dumps(tree), encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> int:
    return cli.main(arguments)


def test_solve_prints_every_group(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("solve", "game.toml") == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert all(name in shown.out for name in ("left", "center", "right"))
    assert "The only homogeneous equilibrium" in shown.out


def test_solve_writes_the_certificate(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("solve", "game.toml", "--json", "c.json") == 0
    assert verify("c.json").accepted
    assert "c.json" in capsys.readouterr().err


def test_json_on_standard_output_stands_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("solve", "game.toml", "--json", "-") == 0
    assert verify(json.loads(capsys.readouterr().out)).accepted


@pytest.mark.parametrize(
    ("file", "code", "word"),
    [("none", 1, "no homogeneous"), ("undecided", 3, "enumeration"), ("several", 0, "several")],
)
def test_exit_codes_of_solve(folder: Path, capsys: pytest.CaptureFixture[str], file: str, code: int, word: str) -> None:
    assert run("solve", f"{file}.json") == code
    shown = capsys.readouterr().out
    assert word in shown or "\n[2] " in shown


@pytest.mark.parametrize(
    ("file", "required", "code"),
    [("game.toml", "T1,T2,T3", 0), ("game.toml", "T11", 1), ("game.toml", "T3, T13", 3), ("none.json", "T1", 1)],
)
def test_required_theorems_make_the_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, required: str, code: int
) -> None:
    assert run("check", file) == 0
    without = capsys.readouterr().out
    assert all(f"\nT{number} " in f"\n{without}" for number in range(1, 20))
    assert run("check", file, "--require", required) == code
    assert capsys.readouterr().out == without


def test_derive_prints_what_the_package_derives(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from nashsym import derive

    assert run("derive", "--groups", "2") == 0
    shown = capsys.readouterr().out
    assert all(f"w_{d + 1} = {weight}" in shown for d, weight in enumerate(derive(groups=2).closed_form.weights))
    assert run("derive", "game.toml", "--free", "diversity") == 0
    shown = capsys.readouterr().out
    assert "lambda_D" in shown
    assert "lambda_A" not in shown
    assert run("derive", "game.toml", "--latex") == 0
    shown = capsys.readouterr().out
    assert shown.count(r"\begin{align*}") == shown.count(r"\end{align*}") >= 4
    assert shown.count(r"\paragraph{") >= 6


def test_selection_names_one_of_several(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("solve", "several.json", "--select", "least-weight") == 0
    assert "Selected by least-weight" in capsys.readouterr().out


def test_certify_then_verify(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("certify", "game.toml", "-o", "c.json") == 0
    assert run("verify", "c.json") == 0
    assert "accepted" in capsys.readouterr().out.lower()


def test_verify_refuses_a_false_claim_and_a_broken_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from nashsym.certificates.certificate import digest

    run("certify", "game.toml", "-o", "c.json")
    tree = json.loads(Path("c.json").read_text(encoding="utf-8"))
    claim = next(claim for claim in tree["claims"] if claim["type"] == "included")
    claim["type"] = "excluded"
    body = {key: value for key, value in tree.items() if key not in ("digest", "made_by")}
    Path("lie.json").write_text(json.dumps(tree | {"digest": digest(body)}), encoding="utf-8")
    assert run("verify", "lie.json") == 1
    Path("edited.json").write_text(json.dumps(tree), encoding="utf-8")
    assert run("verify", "edited.json") == 2
    assert run("verify", "missing.json") == 2
    assert "Traceback" not in "".join(capsys.readouterr())


def test_init_never_overwrites(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("game.toml").read_bytes()
    assert run("init", "-o", "game.toml") == 2
    assert Path("game.toml").read_bytes() == before
    assert run("init", "-o", "new.toml") == 0
    assert Path("new.toml").read_text(encoding="utf-8") == template()


@pytest.mark.parametrize("name", ["survey.toml", "survey.json"])
def test_init_writes_the_survey(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("init", "--survey", "-o", name) == 0
    found = read_game(name)
    assert found == anes96_game()
    assert found.provenance == anes96_game().provenance
    assert run("init", "--survey") == 0
    assert capsys.readouterr().out.startswith(f"{name}\nname = ")


def test_the_template_is_no_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("init", "-o", "new.json") == 2
    assert "end it in .toml" in capsys.readouterr().err
    assert not Path("new.json").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("solve",),
        ("solve", "missing.toml"),
        ("solve", "game.toml", "--method", "magic"),
        ("solve", "game.toml", "--method", "cvxpy:magic"),
        ("solve", "game.toml", "--method", "daqp:clarabel"),
        ("solve", "game.toml", "--select", "beauty"),
        ("solve", "several.json", "--method", "cvxpy"),
        ("solve", "game.toml", "--json", "no/such/folder/c.json"),
        ("check", "game.toml", "--require", "T99"),
        ("check", "missing.toml"),
        ("derive",),
        ("derive", "game.toml", "--groups", "2"),
        ("derive", "game.toml", "--free", "beauty"),
        ("derive", "--groups", "2", "--free", "diversity"),
        ("derive", "--groups", "9"),
        ("derive", "--groups", "two"),
        ("certify", "game.toml"),
        ("certify", "game.toml", "-o", "no/such/folder/c.json"),
        ("verify", "game.toml"),
        ("report", "missing.toml", "-o", "out"),
        ("report", "game.toml"),
        ("report", "game.toml", "-o", "game.toml"),
        ("init", "-o", "no/such/folder/g.toml"),
        ("nonsense",),
        (),
    ],
    ids=" ".join,
)
def test_a_fault_is_one_line_and_exit_2(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    before = sorted(path.name for path in folder.iterdir())
    assert run(*arguments) == 2
    shown = capsys.readouterr()
    told = shown.err or shown.out
    assert told.count("\n") == 1
    assert "Traceback" not in told
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_the_example_in_the_help_works(folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(name, "--help") == 0
    example = re.search(r"example:\n\s+nashsym (.+)", capsys.readouterr().out)
    assert example is not None
    run("certify", "game.toml", "-o", "certificate.json")
    if name == "init":
        Path("game.toml").unlink()
    assert run(*example[1].split()) == 0


def test_help_lists_every_subcommand(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    shown = capsys.readouterr().out
    assert all(f"    {name} " in shown for name in SUBCOMMANDS)
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("nashsym 0.")


def test_interruption_is_130(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("nashsym.solvers.pipeline.solve", interrupt)
    assert run("solve", "game.toml") == 130
    assert capsys.readouterr().err == "nashsym: interrupted\n"


def test_a_reader_that_leaves_early_is_no_fault(folder: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with subprocess.Popen(
        [sys.executable, "-m", "nashsym.cli", "solve", "game.toml"], stdout=write, stderr=subprocess.PIPE
    ) as process:
        os.close(write)
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0
