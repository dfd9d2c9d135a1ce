"""A configuration is read as it is written, and each fault is one line with file, key and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from nashsym.errors import InputError
from nashsym_estimators.training.config import FitPart, GamePart, ModelPart
from nashsym_estimators.training.reading import read_config
from scripts.pages import ROOT
from tests.estimators.training.writing import config_text

GROUPS = '[data.groups]\nleft = "left.jsonl"'


def read(tmp_path: Path, **parts: str) -> object:
    path = tmp_path / "config.toml"
    path.write_text(config_text(**parts), encoding="utf-8")
    return read_config(path)


def test_the_example_is_read_whole() -> None:
    config = read_config(ROOT / "examples" / "persona" / "config.toml")
    assert (config.name, config.seed, config.agreement) == ("five personality traits", 0, 0.85)
    assert config.data.form == "persona"
    assert config.path("openness.jsonl") == ROOT / "examples" / "persona" / "data" / "openness.jsonl"
    assert config.model == ModelPart("scratch", layers=2, width=64, heads=4, vocabulary=2000)
    assert config.training == FitPart(steps=250, batch=16, learning_rate=3e-3, weight_decay=0.1, warmup=0.05)
    assert config.game == GamePart(agents=8, replicates=200)


def test_the_example_for_a_gpu_is_of_the_same_data() -> None:
    small, large = (read_config(ROOT / "examples" / "persona" / name) for name in ("config.toml", "gpu.toml"))
    assert large.data == small.data
    assert (large.model.method, large.model.rank, large.game) == ("lora", 16, GamePart())


def test_a_named_folder_replaces_that_of_the_data(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(config_text(), encoding="utf-8")
    assert read_config(path).path("even.jsonl") == tmp_path / "even.jsonl"
    assert read_config(path, data="elsewhere").path("even.jsonl") == Path("elsewhere/even.jsonl")


def test_numbers_of_the_game_are_kept_as_written(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        config_text(
            game='[game]\nagents = 3\nconsistency = 0.10\ndiversity = "1/3"\n[game.audience]\neven = 2\nodd = 1.5'
        ),
        encoding="utf-8",
    )
    game = read_config(path).game
    assert game is not None
    assert (game.attractiveness, game.consistency, game.diversity) == ("1", "0.10", "1/3")
    assert game.audience == (("even", 2.0), ("odd", 1.5))


def test_a_base_and_its_revision(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        config_text(model='method = "lora"\nbase = "owner/model"\nrevision = "abc"\nrank = 4\nalpha = 8\ndropout = 0'),
        encoding="utf-8",
    )
    assert read_config(path).model == ModelPart("lora", "owner/model", "abc", rank=4, alpha=8, dropout=0.0)


FAULTS = {
    "no toml": ({"top": "name ="}, "not valid TOML"),
    "unknown key": ({"top": "sed = 1"}, "sed: unknown key; did you mean seed?"),
    "unknown key of a part": ({"training": "epoch = 1"}, "training.epoch: unknown key; did you mean epochs?"),
    "no table": ({"top": "game = 1"}, r"game: '1' stands where a table is expected; write \[game\]"),
    "a text for a number": ({"top": 'seed = "1"'}, "seed: '1' stands where a whole number is expected"),
    "a boolean": ({"top": "seed = true"}, "seed: 'True' stands where a whole number"),
    "a fraction of a seed": ({"top": "seed = 1.5"}, "seed: '1.5' stands where a whole number"),
    "out of range": ({"training": "batch = 0"}, "training.batch: '0' is out of range; write a whole number from 1"),
    "nothing learnt": ({"training": "learning_rate = 0"}, "training.learning_rate: '0' is out of range"),
    "not a number": ({"training": "learning_rate = nan"}, "training.learning_rate: 'NaN' is out of range"),
    "nothing held out": ({"data": f'form = "texts"\nheld_out = 0\n{GROUPS}'}, "data.held_out: '0' is out of range"),
    "unknown form": ({"data": f'form = "csv"\n{GROUPS}'}, "data.form: 'csv' is unknown; write one of"),
    "no form": ({"data": GROUPS}, "data.form: missing"),
    "no groups": ({"data": 'form = "texts"'}, "data.groups: either each group has a file or all share one"),
    "both": ({"data": f'form = "texts"\nfile = "all.jsonl"\n{GROUPS}'}, "data.groups: either"),
    "empty groups": ({"data": 'form = "texts"\n[data.groups]'}, "data.groups: there is none"),
    "a label without a file": (
        {"data": f'form = "texts"\nlabel = "who"\n{GROUPS}'},
        "data.label: it belongs to a file",
    ),
    "a number for a file": ({"data": 'form = "texts"\n[data.groups]\nleft = 1'}, "data.groups.left: '1' stands where"),
    "no method": ({"model": "layers = 1"}, "model.method: missing"),
    "unknown method": ({"model": 'method = "qlora"'}, "model.method: 'qlora' is unknown"),
    "no base": ({"model": 'method = "full"'}, "model.base: missing; name the folder"),
    "a base for nothing": ({"model": 'method = "scratch"\nbase = "x"'}, "model.base: a model from scratch has no base"),
    "a rank for nothing": ({"model": 'method = "scratch"\nrank = 4'}, 'model.rank: method "scratch" has no use for it'),
    "sizes for nothing": ({"model": 'method = "lora"\nbase = "x"\nwidth = 4'}, "model.width: method"),
    "dropout for nothing": ({"model": 'method = "full"\nbase = "x"\ndropout = 0'}, "model.dropout: method"),
    "heads that do not fit": ({"model": 'method = "scratch"\nwidth = 10\nheads = 4'}, "model.width: 10 is no multiple"),
    "unknown form of the game": ({"game": '[game]\nform = "other"'}, "game.form: 'other' is unknown"),
    "few replicates": ({"game": "[game]\nreplicates = 38"}, "game.replicates: 38 are too few for bands of 95 %"),
    "a seed beyond floats": ({"top": f"seed = 1{'0' * 400}"}, "seed: '1000"),
    "a name of two lines": ({"data": 'form = "texts"\n[data.groups]\n"a\\nb" = "x"'}, r"data.groups: 'a\\nb' has a"),
    "a stranger in the audience": ({"game": "[game.audience]\nup = 1"}, "game.audience.up: no group has this name"),
}


@pytest.mark.parametrize(("parts", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_is_one_line(parts: dict[str, str], message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, **parts)
    assert str(caught.value).startswith(str(tmp_path / "config.toml"))
    assert "\n" not in str(caught.value)


def test_missing_parts_are_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[data]\n", encoding="utf-8")
    with pytest.raises(InputError, match="model: missing"):
        read_config(path)
    path.write_bytes(b"\n")
    with pytest.raises(InputError, match="the file is empty; examples/persona"):
        read_config(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="UTF-16"):
        read_config(path)
    with pytest.raises(InputError, match="there is no such file; give the path of a configuration file"):
        read_config(tmp_path / "none.toml")
