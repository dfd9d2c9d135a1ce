"""The folder of pictures that a sweep leaves, and the command that writes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nashsym.cli import main
from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.gamefile import write_game
from nashsym.phase.axes import parse_axis
from nashsym.phase.grid import Grid, grid_of
from nashsym.phase.plots.folder import check_folder, write_plots
from nashsym.phase.plots.lines import line_plot

ONES = [[1, 0], [0, 1]]


def game(name: str = "two", diversity: str = "similarity") -> Game:
    return Game.alignment(["a", "b"], 3, ["0.6", "0.4"], ONES, ONES, name=name, diversity=diversity)


def grid(swept: Game, *axes: str) -> Grid:
    parsed = [parse_axis(text) for text in axes]
    return grid_of(swept, {axis.coefficient: axis for axis in parsed})


@pytest.mark.parametrize(
    ("axes", "names"),
    [
        (["diversity=0:1:3"], ["lines-1", "lines-2", "path-1"]),
        (["diversity=0:1:3", "attractiveness=0:1:3"], ["heatmaps", "kinds", "path-1"]),
        (
            ["consistency=0.5:1:4", "diversity=0:1:3", "attractiveness=0:1:3"],
            ["heatmaps-1", "heatmaps-2", "heatmaps-3", "kinds-1", "kinds-2", "kinds-3", "path-1"],
        ),
    ],
)
def test_each_number_of_axes_has_its_pictures(axes: list[str], names: list[str], tmp_path: Path) -> None:
    """The second game has no path: H is not ⪰ 0 on T at its own coefficients."""
    games = [game(), game("bent", "distance").with_coefficients(diversity=3)]
    written, notes = write_plots([grid(each, *axes) for each in games], tmp_path, "png")
    assert sorted(path.stem for path in written) == names
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{name}.png" for name in names]
    assert len(notes) == 1
    assert "bent" in notes[0]
    with pytest.raises(InputError, match="exists already"):
        check_folder(tmp_path, "png")
    check_folder(tmp_path, "svg")


def test_many_groups_are_cut_and_said(tmp_path: Path) -> None:
    eye = np.eye(30, dtype=int)
    large = Game.alignment([f"g{d}" for d in range(30)], 3, list(range(30)), eye, eye)
    written, notes = write_plots([grid(large, "diversity=0:1:3")], tmp_path, "png")
    assert [path.stem for path in written] == ["lines", "path"]
    assert notes == ["pictures show the first 24 of 30 groups; choose one with --group"]


def test_lines_have_gaps_where_no_equilibrium_is_shown() -> None:
    figure = line_plot(grid(game(diversity="distance"), "diversity=0:3:7"))
    axes = figure.axes[0]
    lines = [line for line in axes.lines if line.get_gid() == "weight"]
    assert [np.isnan(np.asarray(line.get_ydata(), float)).tolist() for line in lines] == [[False] * 3 + [True] * 4] * 2
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert words == ["a", "b", "floor 1/100", "no single equilibrium"]
    steep = line_plot(grid(game(), "attractiveness=0.1:100:5:log"), groups=["b"])
    assert steep.axes[0].get_xscale() == "log"
    assert [text.get_text() for text in steep.legends[0].get_texts()] == ["b", "floor 1/100", "boundary"]


def test_lines_of_anything_else_are_refused() -> None:
    with pytest.raises(InputError, match="2 coefficients vary"):
        line_plot(grid(game(), "diversity=0:1:3", "attractiveness=0:1:3"))
    with pytest.raises(InputError, match="not a grid"):
        line_plot(3)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="no group"):
        line_plot(grid(game(), "diversity=0:1:3"), groups=["z"])


def test_the_command_writes_pictures_beside_the_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, folder = tmp_path / "game.toml", tmp_path / "out"
    write_game(game(), file)
    call = ["sweep", str(file), "--vary", "diversity=0:1:3", "--vary", "attractiveness=0:1:3", "-o", str(folder)]
    assert main([*call, "--plot", "--plot-format", "pdf", "--group", "b"]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["heatmaps.pdf", "kinds.pdf", "path.pdf", "sweep.nc"]
    assert "pictures written to" in capsys.readouterr().err
    (folder / "sweep.nc").unlink()
    for arguments, problem in (
        ([*call, "--plot", "--plot-format", "pdf"], "heatmaps.pdf: exists already"),
        ([*call, "--plot", "--plot-format", "gif"], "no format of a picture"),
        ([*call[:-2], "--plot"], "need a folder"),
    ):
        assert main(arguments) == 2
        error = capsys.readouterr().err
        assert problem in error
        assert error.count("\n") == 1
    assert not (folder / "sweep.nc").exists()
