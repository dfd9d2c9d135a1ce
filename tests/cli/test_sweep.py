"""``nashsym sweep``: formats, engines, and one line for every bad input."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import xarray

from nashsym.cli import main
from nashsym.data.survey import anes96_game
from nashsym.gamefile import write_game
from nashsym.phase.store import streaming
from nashsym.phase.store.chunks import Task
from nashsym.phase.store.computing import Computed, compute
from nashsym.phase.sweep import sweep
from tests.phase.stores import contents, small_chunks, two_groups

VARY = ["--vary", "diversity=0:5:8", "--vary", "attractiveness=0.1:3:9"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_game(anes96_game(), "survey.toml")
    write_game(two_groups(), "two.toml")
    return tmp_path


def run(*arguments: str) -> int:
    return main(["sweep", *arguments])


def test_a_store_prints_and_holds_what_memory_does(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("survey.toml", *VARY, "-o", "held") == 0
    held = capsys.readouterr().out
    with small_chunks():
        assert run("survey.toml", *VARY, "-o", "kept", "--format", "zarr") == 0
    assert capsys.readouterr().out == held
    kept = xarray.open_zarr(folder / "kept" / "sweep.zarr").compute()
    xarray.testing.assert_identical(kept, sweep([anes96_game()], [VARY[1], VARY[3]]))
    with xarray.open_dataset(folder / "held" / "sweep.nc", engine="scipy") as dataset:
        xarray.testing.assert_equal(dataset.weight, kept.weight)


def test_tables_beside_a_store_are_those_of_memory(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("survey.toml", *VARY, "-o", "held", "--format", "parquet, csv") == 0
    assert run("survey.toml", *VARY, "-o", "kept", "--format", "zarr,csv,parquet") == 0
    assert {file.name for file in (folder / "kept").iterdir()} == {"sweep.zarr", "sweep.csv", "sweep.parquet"}
    assert contents(folder / "held") == {
        name: content for name, content in contents(folder / "kept").items() if not name.startswith("sweep.zarr")
    }
    assert run("survey.toml", *VARY, "-o", "held", "--format", "csv") == 2
    assert "nothing is overwritten" in capsys.readouterr().err


def test_the_same_command_goes_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["survey.toml", *VARY, "-o", "kept", "--format", "zarr"]
    with small_chunks():
        assert run(*call) == 0
        first = capsys.readouterr()
        chunk = folder / "kept" / "sweep.zarr" / "weight" / "c.0.0.1.0.0"
        chunk.write_bytes(chunk.read_bytes()[:-1])
        assert run(*call) == 0
        again = capsys.readouterr()
    assert again.out == first.out
    assert "7 of 8 chunks were there, 1 was damaged and computed anew" in again.err


def test_an_interruption_says_what_is_kept(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(task: Task) -> Computed:
        if task.place == (0, 0, 3, 0):
            raise KeyboardInterrupt
        return compute(task)

    monkeypatch.setattr(streaming, "compute", interrupted)
    with small_chunks():
        assert run("survey.toml", *VARY, "-o", "kept", "--format", "zarr") == 130
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.splitlines() == [
            "nashsym: 3 of 8 chunks are kept in kept/sweep.zarr; the same command goes on from there",
            "nashsym: interrupted",
        ]
        monkeypatch.undo()
        monkeypatch.chdir(folder)
        assert run("survey.toml", *VARY, "-o", "kept", "--format", "zarr") == 0
    assert "3 of 8 chunks were there\n" in capsys.readouterr().err


def test_several_games_have_a_row_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["two.toml", "two.toml", "--vary", "attractiveness=0:5:6", "--agents", "1,3", "--table", "--group", "b"]
    assert run(*call) == 0
    held = capsys.readouterr().out
    assert [line.split("  ")[0] for line in held.splitlines()[3:]] == [
        f"two ({place}), {agents} agents" for place in (1, 2) for agents in (1, 3)
    ]
    assert run(*call, "-o", "kept", "--format", "zarr") == 0
    assert capsys.readouterr().out == held


BAD = {
    "an empty axis": (["--vary", "diversity="], "no axis"),
    "a reversed axis": (["--vary", "diversity=5:0:3"], "the axis is reversed; write 0:5"),
    "a reversed list": (["--vary", "diversity=2,1"], "do not ascend"),
    "one point between two ends": (["--vary", "diversity=0:5:1"], "1 point from 0 to 5"),
    "a logarithmic axis from 0": (["--vary", "diversity=0:5:3:log"], "can't begin at 0"),
    "a logarithmic axis through 0": (["--vary", "diversity=-1:5:3:log"], "can't begin at 0"),
    "a negative axis": (["--vary", "diversity=-1:5:3"], "negative"),
    "no axis": ([], "nothing is varied"),
    "all coefficients 0": (
        ["--vary", "attractiveness=0:1:3", "--vary", "consistency=0:1:3", "--vary", "diversity=0:1:3"],
        "every coefficient is 0",
    ),
    "a floor that nobody can have": ([*VARY, "--floor", "0.3"], "cannot all have"),
    "a floor of 0": ([*VARY, "--floor", "0"], "floor"),
    "agents twice": ([*VARY, "--agents", "2,2"], "given twice"),
    "no agents": ([*VARY, "--agents", "0"], "agents"),
    "a format that nobody knows": ([*VARY, "-o", "out", "--format", "xlsx"], "no formats"),
    "a format twice": ([*VARY, "-o", "out", "--format", "csv,csv"], "no formats"),
    "two datasets": ([*VARY, "-o", "out", "--format", "netcdf,zarr"], "choose one"),
    "a format and no folder": ([*VARY, "--format", "csv"], "no folder"),
    "a cluster and no folder": ([*VARY, "--engine", "dask"], "no folder"),
    "a cluster and no store": ([*VARY, "-o", "out", "--engine", "dask", "--format", "csv"], "streams to a store"),
    "a scheduler and no cluster": ([*VARY, "-o", "out", "--scheduler", "tcp://x:1"], "streams to a store"),
    "a scheduler of this process": (
        [*VARY, "-o", "out", "--format", "zarr", "--scheduler", "tcp://x:1"],
        "only a cluster has a scheduler",
    ),
    "an engine that nobody knows": ([*VARY, "-o", "out", "--engine", "magic"], "no engine"),
    "pictures of a store": ([*VARY, "-o", "out", "--format", "zarr", "--plot"], "in memory"),
    "more than memory": (["--vary", "diversity=0:5:100000", "--vary", "attractiveness=1:5:100000"], "zarr store"),
    "more than netCDF": (
        ["--vary", "diversity=0:5:10000", "--vary", "attractiveness=1:5:9000", "-o", "out"],
        "too many for netCDF",
    ),
}


@pytest.mark.parametrize(("arguments", "words"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_one_line(
    arguments: list[str], words: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    assert run("survey.toml", *arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert words in shown.err
    assert contents(folder) == before
    assert not (folder / "out").exists()


@pytest.mark.parametrize("form", ["netcdf", "csv", "parquet", "zarr", "zarr,csv"])
def test_what_does_not_fit_the_disk_is_said_before_starting(
    form: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "shutil.disk_usage", lambda _path: SimpleNamespace(free=3_000 if form != "zarr,csv" else 60_000)
    )
    assert run("survey.toml", *VARY, "-o", "out", "--format", form) == 2
    assert "are free on its disk" in capsys.readouterr().err
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("missing", "arguments"),
    [("zarr", ["--format", "zarr"]), ("pyarrow", ["--format", "parquet"]), ("distributed", ["--engine", "dask"])],
)
def test_without_the_extra_it_says_what_to_install(
    missing: str,
    arguments: list[str],
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    assert run("survey.toml", *VARY, "-o", "out", *arguments) == 2
    shown = capsys.readouterr().err
    assert "pip install 'nashsym[scale]'" in shown
    assert shown.count("\n") == 1
    assert not (folder / "out").exists()


def test_one_point_axes_are_swept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("survey.toml", "--vary", "diversity=2", "--vary", "consistency=1:1:1") == 0
    assert "consistency 1, diversity 2, attractiveness 1; floor 1/100" in capsys.readouterr().out


def test_another_sweep_is_not_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("survey.toml", *VARY, "-o", "out", "--format", "zarr") == 0
    before = contents(folder / "out")
    for change in (["--vary", "consistency=1"], ["--floor", "1/50"], ["--agents", "3"]):
        capsys.readouterr()
        assert run("survey.toml", *VARY, *change, "-o", "out", "--format", "zarr") == 2
        assert "holds another sweep" in capsys.readouterr().err
    assert contents(folder / "out") == before
