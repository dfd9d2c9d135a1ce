"""Stores: what `sweep` gives in memory, checked byte by byte when it goes on, and never another sweep's."""

from __future__ import annotations

import errno
import fcntl
import json
import math
import os
import shutil
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
import xarray
from hypothesis import example, given, settings

from nashsym.data.survey import anes96_game
from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.phase.layout import layout_of
from nashsym.phase.store import streaming
from nashsym.phase.store.chunks import CHUNK_CASES, chunk_count, chunk_shape, places, slices_of
from nashsym.phase.store.computing import made_by
from nashsym.phase.store.record import checksum
from nashsym.phase.store.streaming import opened, stream
from nashsym.phase.sweep import axes_of, sweep
from tests.phase.stores import ONES, VARY, Killed, contents, killed_at, small_chunks, survey, two_groups

#: Of the survey over VARY, cut small: one per pair of λ_C and λ_D.
CHUNKS = 15


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the survey, never interrupted."""
    path = tmp_path_factory.mktemp("whole") / "sweep.zarr"
    with small_chunks():
        done = stream(survey(), path)
    assert (done.chunks, done.computed, done.damaged) == (CHUNKS, CHUNKS, 0)
    return path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "sweep.zarr"))


def test_a_store_opens_as_what_a_sweep_in_memory_gives(whole: Path) -> None:
    found = opened(whole)
    assert found.weight.chunks is not None
    xarray.testing.assert_identical(found.compute(), sweep(anes96_game(), VARY))
    assert xarray.open_zarr(whole, chunks=None).kind.dtype == np.int8


@st.composite
def games(draw: st.DrawFn) -> Game:
    """Draw a game of any regime, also where cells have no weights."""
    numbers = st.fractions(-2, 2, max_denominator=3)
    rows = [draw(st.lists(numbers, min_size=2, max_size=2)) for _ in range(3)]
    sign = draw(st.sampled_from([1, 1, -1]))
    square = [[sign * sum((row[d] * row[e] for row in rows), Fraction(0)) for e in range(2)] for d in range(2)]
    return Game.alignment(["a", "b"], draw(st.integers(1, 3)), [draw(numbers), 1], square, ONES, floor=Fraction(1, 3))


@settings(max_examples=15)
@given(st.lists(games(), min_size=1, max_size=3), st.sampled_from([None, [2], [1, 3]]), st.integers(1, 60))
def test_memory_and_store_agree_however_it_is_cut(parts: list[Game], agents: list[int] | None, weights: int) -> None:
    vary = ["consistency=0:2:2", "diversity=0:2:3", "attractiveness=0.1:4:4"]
    held = sweep(parts, vary, agents=agents)
    with TemporaryDirectory() as folder, small_chunks(weights):
        kept = sweep(parts, vary, agents=agents, store=Path(folder) / "s").compute()
    for name in ("served", "below_floor", "kind", "unique", "definition"):
        xarray.testing.assert_identical(held[name], kept[name])
    # Where the axis of λ_A is cut the path begins elsewhere: weights may be rounded otherwise.
    xarray.testing.assert_allclose(held.weight, kept.weight, rtol=0, atol=1e-12)
    assert [_without_exact(each) for each in held.statistics.values.ravel()] == [
        _without_exact(each) for each in kept.statistics.values.ravel()
    ]
    assert held.attrs == kept.attrs


def _without_exact(text: Any) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(str(text))
    return {name: value for name, value in tree.items() if name != "exact"}


@given(st.lists(st.integers(1, 40), min_size=3, max_size=5), st.integers(1, 9), st.integers(1, 500))
@example([1000, 2, 1, 2, 2], 5, 2**20)
def test_chunks_are_small_and_cover_every_node_once(sizes: list[int], groups: int, weights: int) -> None:
    with small_chunks(weights):
        shape = chunk_shape(tuple(sizes), groups)
        assert math.prod(shape) * groups <= max(weights, groups)
        assert math.prod(shape[:-3]) <= CHUNK_CASES
        for size, length in zip(sizes, shape, strict=True):
            assert 1 <= length <= size
        # Cut along one dimension at most, all before it are whole in number: nothing is cut without need.
        cut = [at for at, (size, length) in enumerate(zip(sizes, shape, strict=True)) if 1 < length < size]
        assert len(cut) <= 1


def test_places_cover_every_node_once() -> None:
    layout = layout_of([two_groups()], axes_of(["consistency=1:2:5", "attractiveness=0:1:7"]), [1, 2, 3])
    with small_chunks(10):
        seen = np.zeros(tuple(layout.sizes.values()), dtype=int)
        listed = list(places(layout))
        assert len(listed) == chunk_count(layout) > 20
        for place in listed:
            seen[slices_of(layout, place)] += 1
    assert (seen == 1).all()


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(1, 100), st.booleans()), min_size=1, max_size=3))
@example([(1, True), (2, False), (20, True), (100, False)])
def test_killed_anywhere_and_begun_again_it_is_the_same_bytes(whole: Path, kills: list[tuple[int, bool]]) -> None:
    with TemporaryDirectory() as folder, small_chunks():
        path = Path(folder) / "sweep.zarr"
        with killed_at(kills[0][0], half=kills[0][1]), pytest.raises(Killed):
            stream(survey(), path)
        for number, half in kills[1:]:  # what is left to write may be less than that
            with killed_at(number, half=half), suppress(Killed):
                stream(survey(), path)
        stream(survey(), path)
        assert contents(path) == contents(whole)


def test_a_finished_store_is_checked_and_left_alone(copy: Path, whole: Path) -> None:
    times = {file: file.stat().st_mtime_ns for file in copy.rglob("*") if file.is_file()}
    said: list[tuple[int, int]] = []
    with small_chunks():
        done = stream(survey(), copy, progress=lambda *each: said.append(each))
    assert (done.chunks, done.computed) == (CHUNKS, 0)
    assert said == [(CHUNKS, CHUNKS)]
    assert {file: file.stat().st_mtime_ns for file in copy.rglob("*") if file.is_file()} == times


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [flip, truncate, Path.unlink], ids=["flipped", "truncated", "gone"])
@pytest.mark.parametrize("variable", ["weight", "served", "below_floor", "kind", "unique", "exact", ".nashsym/chunks"])
def test_a_damaged_chunk_is_found_and_computed_anew(whole: Path, copy: Path, damage: Any, variable: str) -> None:
    damage(sorted(file for file in (copy / variable).iterdir() if file.name != "zarr.json")[3])
    with small_chunks():
        done = stream(survey(), copy)
    assert done.computed == 1
    assert done.damaged == (0 if (variable, damage) == (".nashsym/chunks", Path.unlink) else 1)
    assert contents(copy) == contents(whole)


@pytest.mark.parametrize("name", ["zarr.json", "weight/zarr.json", "group/c.0", "definition/c", "statistics/c"])
@pytest.mark.parametrize("damage", [flip, truncate, Path.unlink], ids=["flipped", "truncated", "gone"])
def test_what_is_no_chunk_is_mended_too(whole: Path, copy: Path, damage: Any, name: str) -> None:
    damage(copy / name)
    with small_chunks():
        assert stream(survey(), copy).computed == 0
    assert contents(copy) == contents(whole)


@pytest.mark.parametrize(
    "counts",
    [
        [],
        3,
        "ab",
        [None],
        [{}],
        [{"more": 1}],
        [{"kinds": 7}],
        [{"kinds": [0] * 6}],
        [{"kinds": [0, 0, 6, 0, 0, 0, 0]}],
        [{"kinds": [0, 0, 8, -1, 0, 0, 0]}],
        [{"inside": [0, 0, 0, 0]}],
        [{"anywhere": [8, 6, 0, 6, 0]}],
        [{"anywhere": "76060"}],
        [{"any_inside": -1}],
        [{"any_anywhere": "7"}],
        [{"exact": [0]}],
        [{"exact": True}],
        [{"exact": 1.0}],
    ],
)
def test_counts_that_cannot_be_are_not_believed_with_any_checksum(whole: Path, copy: Path, counts: Any) -> None:
    file = copy / ".nashsym/chunks/0.1.0.json"
    body = {name: part for name, part in json.loads(file.read_text()).items() if name != "sha256"}
    if isinstance(counts, list) and counts and counts[0]:
        counts = [body["counts"][0] | counts[0]]
    body["counts"] = counts
    text = json.dumps(body, sort_keys=True) + "\n"
    file.write_text(json.dumps(body | {"sha256": checksum(text.encode())}, sort_keys=True) + "\n")
    with small_chunks():
        done = stream(survey(), copy)
    assert (done.computed, done.damaged) == (1, 1)
    assert contents(copy) == contents(whole)


def test_records_nested_too_deep_to_read_are_damaged(whole: Path, copy: Path) -> None:
    (copy / ".nashsym/chunks/0.1.0.json").write_text("[" * 10**5)
    with small_chunks():
        assert stream(survey(), copy).damaged == 1
    assert contents(copy) == contents(whole)


@pytest.mark.parametrize(
    ("text", "words"), [("[" * 10**5, "can't be read"), ('{"made_by": 3}', "another sweep"), ("[]", "can't be read")]
)
def test_what_is_no_record_of_a_sweep_is_refused(copy: Path, text: str, words: str) -> None:
    (copy / ".nashsym/sweep.json").write_text(text)
    with small_chunks(), pytest.raises(InputError, match=words):
        stream(survey(), copy)


def test_counts_that_a_hand_changed_are_not_believed(whole: Path, copy: Path) -> None:
    file = copy / ".nashsym/chunks/0.0.0.json"
    tree = json.loads(file.read_bytes())
    tree["counts"][0]["exact"] += 1
    file.write_text(json.dumps(tree, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    with small_chunks():
        assert stream(survey(), copy).damaged == 1
    assert contents(copy) == contents(whole)


ANOTHER = {
    "the nodes of diversity": (lambda: survey([VARY[0], "diversity=0:5.01:5", VARY[2]])),
    "the nodes of consistency": (lambda: survey(VARY[1:])),
    "games": (lambda: layout_of([anes96_game().with_floor("1/50")], axes_of(VARY), several=False)),
    "games, ": (lambda: layout_of([anes96_game().with_agents(9)], axes_of(VARY), several=False)),
    "dimensions": (lambda: layout_of([anes96_game()], axes_of(VARY), several=True)),
    "groups": (lambda: layout_of([two_groups()], axes_of(VARY), several=False)),
}


@pytest.mark.parametrize(("words", "another"), ANOTHER.items(), ids=ANOTHER.keys())
def test_another_sweep_is_refused_and_nothing_overwritten(copy: Path, whole: Path, words: str, another: Any) -> None:
    with pytest.raises(InputError, match=f"holds another sweep: .*{words.strip(', ')}") as refused, small_chunks():
        stream(another(), copy)
    assert "\n" not in str(refused.value)
    assert contents(copy) == contents(whole)


def test_other_versions_are_refused(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = made_by()
    monkeypatch.setattr("nashsym.phase.store.record.made_by", lambda: mine | {"numpy": "99.0"})
    with pytest.raises(InputError, match=f"begun with numpy {mine['numpy']}"), small_chunks():
        stream(survey(), copy)


def test_what_other_workers_computed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = made_by()
    monkeypatch.setattr(streaming, "made_by", lambda: dict.fromkeys(mine, "99.0"))
    with pytest.raises(InputError, match="the workers have nashsym"):
        stream(survey(), tmp_path / "s")


def test_a_folder_of_something_else_is_refused(tmp_path: Path, copy: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("dear", encoding="utf-8")
    (tmp_path / "file").write_text("dear", encoding="utf-8")
    (copy / ".nashsym/sweep.json").write_text("{", encoding="utf-8")
    for name, words in (("other", "something else"), ("file", "no folder"), ("sweep.zarr", "can't be read")):
        with pytest.raises(InputError, match=words):
            stream(survey(), tmp_path / name)
    assert list((tmp_path / "other").iterdir()) == [tmp_path / "other" / "letter.txt"]
    (tmp_path / "empty").mkdir()
    stream(survey(), tmp_path / "empty")
    with pytest.raises(InputError, match="can't be made"):
        stream(survey(), tmp_path / "file" / "below")


def test_two_at_once_are_refused(copy: Path) -> None:
    handle = os.open(copy / ".nashsym", os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="another sweep is writing"), small_chunks():
            stream(survey(), copy)
    finally:
        os.close(handle)
    with small_chunks():
        assert stream(survey(), copy).computed == 0


def test_what_does_not_fit_the_disk_is_said_before_anything_is_made(
    tmp_path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_chunks():
        assert chunk_shape((3, 5, 7), 5) == (1, 1, 7)
    needed = 7 * (5 * 8 + 5 * 2 + 3)

    def room(free: int) -> None:
        monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=free))

    room(CHUNKS * needed - 1)
    with pytest.raises(InputError, match="are free on its disk"), small_chunks():
        stream(survey(), tmp_path / "new" / "s")
    assert not (tmp_path / "new").exists()
    # One that is there in part asks only for the rest.
    (copy / ".nashsym/chunks/0.0.0.json").unlink()
    room(needed)
    with pytest.raises(InputError, match="are free on its disk"), small_chunks():
        stream(survey(), copy, besides=1)
    with small_chunks():
        assert stream(survey(), copy).computed == 1


def test_a_grid_beyond_every_disk_is_refused_at_once(tmp_path: Path) -> None:
    axes = [f"{name}=0.1:1:10000" for name in ("consistency", "diversity", "attractiveness")]
    with pytest.raises(InputError, match="TB, and"):
        sweep(two_groups(), axes, store=tmp_path / "s")
    with pytest.raises(InputError, match="stream them to a zarr store"):
        sweep(two_groups(), axes)


def test_a_disk_that_fills_up_is_one_line_and_no_loss(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes = Path.write_bytes
    count = 0

    def full(self: Path, data: bytes) -> int:
        nonlocal count
        count += 1
        if count > 60:
            writes(self, data[:10])
            raise OSError(errno.ENOSPC, "No space left on device")
        return writes(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match=r"No space left.*goes on where this one stopped"), small_chunks():
        stream(survey(), tmp_path / "s")
    monkeypatch.undo()
    with small_chunks():
        assert 0 < stream(survey(), tmp_path / "s").computed < CHUNKS
    assert contents(tmp_path / "s") == contents(whole)


def test_many_small_games_share_chunks(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    replicates = [
        Game.alignment(list("abc"), 3, random.random(3), np.diag(random.random(3) + 0.1), np.eye(3), name="survey")
        for _ in range(40)
    ]
    vary = ["diversity=0:2:4", "attractiveness=0:3:5"]
    held = sweep(replicates, vary)
    assert held.sizes["game"] == 40
    assert len(set(held.game.values.tolist())) == 40
    with small_chunks(3 * 20 * 20):
        layout = layout_of(replicates, axes_of(vary))
        assert stream(layout, tmp_path / "s").chunks == 2
    xarray.testing.assert_identical(opened(tmp_path / "s").compute(), held)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"engine": "dask"}, "streams to a store"),
        ({"scheduler": "tcp://127.0.0.1:1"}, "streams to a store"),
        ({"engine": "magic", "store": "s"}, "no engine"),
        ({"scheduler": "tcp://127.0.0.1:1", "store": "s"}, "only a cluster"),
    ],
)
def test_misuse_is_refused(options: Any, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=words):
        sweep(two_groups(), ["attractiveness=0:1:3"], **options)
    assert not list(tmp_path.iterdir())


def test_games_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(InputError, match="different values of consistency"):
        sweep([two_groups(), two_groups().with_coefficients(consistency=2)], ["attractiveness=0:1:3"])
    with pytest.raises(InputError, match="given twice"):
        sweep(two_groups(), ["attractiveness=0:1:3"], agents=[2, 2])
    with pytest.raises(InputError, match="no number of agents"):
        sweep(two_groups(), ["attractiveness=0:1:3"], agents=[])
    with pytest.raises(InputError, match="at one node every coefficient is 0"):
        sweep(two_groups(), ["attractiveness=0:1:3", "consistency=0:1:3"])
    with pytest.raises(InputError, match="coefficients and inputs"):
        sweep(Game.from_canonical([1, 0], ONES), ["attractiveness=0:1:3"])
