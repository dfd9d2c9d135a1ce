"""Tidy tables: a row per node and group that says what the dataset says, whatever the groups are called."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet
import pytest
import xarray

from nashsym.data.survey import anes96_game
from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.phase.kinds import Kind
from nashsym.phase.sweep import sweep
from nashsym.phase.tidy import table_bytes, write_table
from tests.phase.stores import VARY, small_chunks, two_groups

UNIQUE = ("no", "yes", "undecided")


def bent(name: str) -> Game:
    """Not concave where consistency weighs more than 0: there are no weights then."""
    groups = ["=cmd()", "+1", "-1", '@a,"b"']
    square = [[-int(d == e) for e in range(4)] for d in range(4)]
    return Game.alignment(groups, 2, [1, 0, 0, 0], square, np.eye(4, dtype=int), name=name)


def rows_of(dataset: xarray.Dataset) -> list[tuple[Any, ...]]:
    """Return the rows of a dataset, one by one, in the order of its dimensions."""
    names = [str(name) for name in dataset.weight.dims]
    rows = []
    for place in np.ndindex(*dataset.weight.shape):
        cell = place[:-1]
        known = not np.isnan(dataset.weight.values[place])
        rows.append(
            (
                *(dataset[name].values[at] for name, at in zip(names, place, strict=True)),
                float(dataset.weight.values[place]) if known else None,
                bool(dataset.served.values[place]) if known else None,
                bool(dataset.below_floor.values[place]) if known else None,
                Kind(int(dataset.kind.values[cell])).name.lower(),
                UNIQUE[int(dataset.unique.values[cell])],
                bool(dataset.exact.values[cell]),
            )
        )
    return rows


def parsed(path: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Read a table, and turn what stands in CSV into what Parquet holds."""
    if path.suffix == ".parquet":
        table = pyarrow.parquet.read_table(path)
        return table.column_names, [tuple(row.values()) for row in table.to_pylist()]
    with path.open(encoding="utf-8", newline="") as stream:
        header, *lines = csv.reader(stream)
    words = {"game", "group", "kind", "unique"}
    truth = {"true": True, "false": False, "": None}

    def value(name: str, text: str) -> Any:
        if name in words:
            return text.removeprefix("'")
        if name in ("served", "below_floor", "exact"):
            return truth[text]
        return (int if name == "agents" else float)(text) if text else None

    return header, [tuple(map(value, header, line)) for line in lines]


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_table_says_what_the_dataset_says(ending: str, tmp_path: Path) -> None:
    found = sweep([bent("x"), bent("y")], ["consistency=0:1:3", "diversity=0.5:1:2"], agents=[1, 2])
    assert np.isnan(found.weight).any()
    assert not np.isnan(found.weight).all()
    with small_chunks(30):
        header, rows = parsed(write_table(found, tmp_path / f"t.{ending}"))
    cells = ["weight", "served", "below_floor", "kind", "unique", "exact"]
    assert header == ["game", "agents", "consistency", "diversity", "attractiveness", "group", *cells]
    assert sorted(map(repr, rows)) == sorted(repr(_plain(row)) for row in rows_of(found))


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value.item() if isinstance(value, np.generic) else value for value in row)


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_store_gives_the_same_bytes(ending: str, tmp_path: Path) -> None:
    with small_chunks():
        held = write_table(sweep(anes96_game(), VARY), tmp_path / f"held.{ending}")
        kept = write_table(sweep(anes96_game(), VARY, store=tmp_path / "s"), tmp_path / f"kept.{ending}")
        assert held.read_bytes() == kept.read_bytes()
        assert write_table(sweep(anes96_game(), VARY), held).read_bytes() == kept.read_bytes()
    # Whole rows of blocks, in order, and nothing beside.
    assert {file.name for file in tmp_path.iterdir()} == {"s", held.name, kept.name}


def test_a_spreadsheet_finds_no_formula(tmp_path: Path) -> None:
    path = write_table(sweep([bent("-evil")], ["consistency=0:1:2"]), tmp_path / "t.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        fields = {field for line in csv.reader(stream) for field in line}
    assert {"'=cmd()", "'+1", "'-1", '\'@a,"b"', "'-evil"} <= fields
    assert not [field for field in fields if field.startswith(("=", "+", "-", "@"))]


def test_parquet_carries_floor_and_versions(tmp_path: Path) -> None:
    table = pyarrow.parquet.read_table(write_table(sweep(anes96_game(), ["diversity=0:1:3"]), tmp_path / "t.parquet"))
    assert table.schema.metadata[b"floor"] == b"1/100"
    assert table.schema.metadata[b"made_by"].startswith(b"nashsym ")


def test_no_table_is_larger_than_what_is_asked_of_the_disk(tmp_path: Path) -> None:
    found = sweep([bent("y" * 60)], ["consistency=0:1:9", "diversity=0.5:1:9"], agents=[10**11, 10**12])
    rows = found.weight.size
    for ending in ("parquet", "csv"):
        size = write_table(found, tmp_path / f"t.{ending}").stat().st_size
        assert size <= table_bytes(ending, rows, 60 + 10) + 10_000  # headers and footers


def test_misuse_is_one_line(tmp_path: Path) -> None:
    found = sweep(two_groups(), ["attractiveness=0:1:2"])
    for name, words in (("t.xlsx", "no ending of a table"), ("no/t.csv", "can't be written"), ("t", "no ending")):
        with pytest.raises(InputError, match=words):
            write_table(found, tmp_path / name)
    assert not list(tmp_path.iterdir())
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(InputError, match="can't be written"):
        write_table(found, tmp_path / "t.csv")
    assert [file.name for file in tmp_path.iterdir()] == ["t.csv"]
    assert json.loads(str(found.statistics.item()))["nodes"] == 2
