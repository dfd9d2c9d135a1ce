"""Exclusion statistics and the dataset: counted by hand, kept by a file, refused where they mean nothing."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import xarray

from nashsym.cli import main
from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.gamefile import write_game
from nashsym.phase.axes import axis_of
from nashsym.phase.grid import grid_of
from nashsym.phase.kinds import Kind
from nashsym.phase.statistics import Exclusion, statistics
from nashsym.phase.sweep import sweep
from nashsym.phase.table import published_table, statistics_text

ONES = [[1, 0], [0, 1]]


def game(name: str = "two") -> Game:
    """w = (1/2 + λ_A/4, 1/2 − λ_A/4) until λ_A = 2, then (1, 0)."""
    return Game.alignment(["a", "b"], 1, [1, 0], ONES, coefficients={"diversity": 0}, floor="1/4", name=name)


def test_shares_are_counted() -> None:
    grid = grid_of(game(), {"attractiveness": axis_of("attractiveness", [0, 1, "3/2", 2, 5])})
    found = statistics(grid)
    assert grid.kind.ravel().tolist() == [0, 0, 0, 2, 2]
    assert (found.nodes, found.interior) == (5, Fraction(3, 5))
    assert found.groups["a"] == Exclusion(Fraction(0), Fraction(0), Fraction(0))
    # Interior and below 1/4 at λ_A = 3/2 only; at 1 it is exactly 1/4.
    assert found.groups["b"] == Exclusion(Fraction(1, 5), Fraction(1, 3), Fraction(3, 5))
    assert found.any_group == found.groups["b"]
    assert found.mean == Exclusion(Fraction(1, 10), Fraction(1, 6), Fraction(3, 10))
    assert sum(found.kinds.values()) == 1
    assert json.loads(json.dumps(found.to_dict()))["groups"]["b"]["conditional"] == "1/3"


def test_a_conditional_share_of_nothing_is_none() -> None:
    found = statistics(grid_of(game(), {"attractiveness": axis_of("attractiveness", [3, 4])}))
    assert found.groups["b"].conditional is None
    assert found.mean.conditional is None
    assert "none" in statistics_text("two", game(), found)


def test_several_games_and_agents_are_dimensions(tmp_path: Path) -> None:
    found = sweep([game("one"), game("two")], {"attractiveness": [0, 1, 5]}, agents=[1, 2])
    assert dict(found.sizes) == {
        "game": 2, "agents": 2, "consistency": 1, "diversity": 1, "attractiveness": 3, "group": 2,
    }  # fmt: skip
    assert found.weight.sel(game="one", agents=2, group="b").values.ravel().tolist() == [0.5, 0.25, 0.0]
    assert found.served.sel(game="two", agents=1, group="b").values.ravel().tolist() == [1, 1, 0]
    found.to_netcdf(tmp_path / "sweep.nc", engine="scipy")
    with xarray.open_dataset(tmp_path / "sweep.nc", engine="scipy") as kept:
        assert np.array_equal(kept.weight, found.weight)
        statistics_kept = json.loads(str(kept.statistics.sel(game="two", agents=2).item()))
    assert statistics_kept["region"]["attractiveness"] == ["0", "5", 3]


def test_not_concave_nodes_have_no_weights() -> None:
    bent = Game.alignment(["a", "b"], 2, [1, 0], [[-1, 0], [0, -1]], ONES)
    found = sweep(bent, ["diversity=0:1:2"])
    assert found.kind.values.ravel().tolist() == [Kind.NOT_CONCAVE] * 2
    assert np.isnan(found.weight).all()
    assert (found.served == -1).all()


def test_the_published_table_has_a_row_per_game() -> None:
    found = [statistics(grid_of(game(), {"attractiveness": axis_of("attractiveness", [0, "3/2"])}))] * 2
    lines = published_table(["x", "y"], found, "b").splitlines()
    assert lines[0].startswith("b, ")
    assert [line.split() for line in lines[-2:]] == [[name, "50.000", "%", "50.000", "%"] for name in ("x", "y")]


@pytest.mark.parametrize(
    ("vary", "words"),
    [({}, "nothing is varied"), (["diversity=0:1:3", "diversity=0:2:3"], "twice"), ({"beauty": [1]}, "no coefficient")],
)
def test_what_can_not_be_varied_is_refused(vary: object, words: str) -> None:
    with pytest.raises(InputError, match=words):
        sweep(game(), vary)  # type: ignore[arg-type]


def test_games_of_different_groups_and_floors_that_nobody_can_have_are_refused() -> None:
    other = Game.alignment(["a", "c"], 1, [1, 0], ONES, coefficients={"diversity": 0})
    with pytest.raises(InputError, match="different groups"):
        sweep([game(), other], ["diversity=0:1:3"])
    with pytest.raises(InputError, match="no game"):
        sweep([], ["diversity=0:1:3"])
    with pytest.raises(InputError, match="cannot all have"):
        sweep(game(), ["attractiveness=0:1:3"], floor="2/3")


def test_the_command_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, folder = tmp_path / "game.toml", tmp_path / "out"
    write_game(game(), file)
    call = ["sweep", str(file), "--vary", "attractiveness=0:5:6", "-o", str(folder)]
    assert main(call) == 0
    shown = capsys.readouterr()
    assert "6 nodes, none rounded" in shown.out
    assert (folder / "sweep.nc").exists()
    assert main(call) == 2
    assert "exists already" in capsys.readouterr().err
    assert main(["sweep", str(file), "--vary", "attractiveness=0:5:6", "--agents", "1,3", "--table"]) == 0
    assert "two, 3 agents" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [[], ["--vary", "diversity"], ["--vary", "attractiveness=0:1:3", "--agents", "x"],
     ["--vary", "attractiveness=0:1:3", "--table", "--group", "z"], ["--vary", "attractiveness=0:1:3", "--floor", "1"]],
)  # fmt: skip
def test_misuse_is_one_line(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_game(game(), tmp_path / "game.toml")
    assert main(["sweep", str(tmp_path / "game.toml"), *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(("output", "words"), [("game.toml", "is no folder"), ("game.toml/in", "can't be made")])
def test_a_file_is_no_folder(output: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_game(game(), tmp_path / "game.toml")
    before = Path(file).read_bytes()
    assert main(["sweep", str(file), "--vary", "diversity=1", "-o", str(tmp_path / output)]) == 2
    said = capsys.readouterr()
    assert said.err.endswith("\n")
    assert f"{output}: {words}" in said.err
    assert Path(file).read_bytes() == before


def test_one_node_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_game(game(), tmp_path / "game.toml")
    assert main(["sweep", str(file), "--vary", "diversity=1"]) == 0
    assert "\n1 node, none rounded" in capsys.readouterr().out
