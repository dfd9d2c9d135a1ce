"""Replicates and their file: what is written reads back, and no file can do harm or give a traceback."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.limits import MAX_REPLICATE_NUMBERS
from nashsym.uncertainty import archive
from nashsym.uncertainty import replicates as module
from nashsym.uncertainty.replicates import Replicates, read_replicates, replicates_path, write_replicates
from tests.uncertainty.samples import interior_case, interior_game, noisy

NAMES = ("attractiveness", "inconsistency", "similarity")
Parts = dict[str, bytes]


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    _, replicates = interior_case()
    back = read_replicates(write_replicates(replicates, tmp_path / "game.replicates.npz"))
    assert back.groups == replicates.groups
    assert back.details == replicates.details
    for name in NAMES:
        assert np.array_equal(getattr(back, name), getattr(replicates, name))


def test_the_same_replicates_give_the_same_bytes(tmp_path: Path) -> None:
    _, replicates = interior_case()
    first, second = (write_replicates(replicates, tmp_path / name).read_bytes() for name in ("a.npz", "b.npz"))
    assert first == second


def test_names_in_any_script(tmp_path: Path) -> None:
    game = interior_game(("שלום", "保守派 👩\u200d👧", "\u202e'\"\\"))
    assert read_replicates(write_replicates(noisy(game), tmp_path / "r.npz")).groups == game.groups


def test_numpy_reads_the_file_without_pickle(tmp_path: Path) -> None:
    _, replicates = interior_case()
    with np.load(write_replicates(replicates, tmp_path / "r.npz"), allow_pickle=False) as found:
        assert sorted(found.files) == sorted([*NAMES, "groups", "details"])


def test_the_place_beside_a_game() -> None:
    assert replicates_path("folder/game.toml") == Path("folder/game.replicates.npz")


def test_each_replicate_is_a_game_of_its_dyadic_inputs() -> None:
    game, replicates = interior_case()
    games = list(replicates.games(game.with_floor("1/5").with_coefficients(diversity="1/3")))
    assert len(games) == len(replicates) == 60
    assert games[7].inputs["similarity"][0, 1] == replicates.similarity[7, 0, 1]
    assert games[7].numbers == "dyadic"
    assert games[7].threshold == game.with_floor("1/5").threshold
    assert str(games[7].coefficients["diversity"]) == "1/3"


def test_nobody_can_write_to_them() -> None:
    _, replicates = interior_case()
    with pytest.raises(ValueError, match="read-only"):
        replicates.similarity[0, 0, 0] = 1


def test_they_say_what_they_are() -> None:
    _, replicates = interior_case()
    assert repr(replicates) == "Replicates(60 of 3 groups; resampled: nothing: normal noise; seed: 0)"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"groups": ("a",)}, "replicates.attractiveness: the shape is (2, 2), not (2, 1)"),
        ({"groups": ("a", "a")}, "groups[1]: 'a' is the name of groups[0] too"),
        ({"attractiveness": np.ones((0, 2))}, "replicates: there is no replicate"),
        ({"attractiveness": 1.0}, "replicates.attractiveness: is one number"),
        ({"attractiveness": [["a", "b"]]}, "replicates.attractiveness: is no array of numbers"),
        ({"attractiveness": [[1, np.nan], [0, 1]]}, "replicates.attractiveness[0, 1]: not a finite number"),
        ({"similarity": np.full((2, 2, 2), np.inf)}, "replicates.similarity[0, 0, 0]: not a finite number"),
        ({"attractiveness": [[1, 1], [0, -2e300]]}, "replicates.attractiveness[1, 1]: beyond ±1e+300; scale"),
        ({"similarity": [[[1, 0], [1, 1]]] * 2}, "replicates.similarity[0, 0, 1]: the matrix is not symmetric"),
        ({"inconsistency": np.ones((3, 2, 2))}, "replicates.inconsistency: the shape is (3, 2, 2), not (2, 2, 2)"),
        ({"details": {"seed": 1}}, "details of provenance.seed: a number stands where a text is expected"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any], message: str) -> None:
    arguments = {"attractiveness": np.ones((2, 2)), "inconsistency": np.ones((2, 2, 2))}
    arguments |= {"similarity": np.ones((2, 2, 2))}
    with pytest.raises(InputError) as raised:
        Replicates(**({"groups": ("a", "b")} | arguments | changes))
    assert message in str(raised.value)


def test_games_of_another_kind_have_none() -> None:
    game, replicates = interior_case()
    identity = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    canonical = Game.from_canonical([1, 0, 0], identity, groups=game.groups)
    anchored = interior_game(anchor=(1, ["1/3"] * 3))
    for other in (canonical, anchored):
        with pytest.raises(InputError, match="only games given by coefficients and inputs"):
            replicates.check_fit(other)
    with pytest.raises(InputError, match="of other groups"):
        replicates.check_fit(interior_game(("left", "right", "center")))


def test_replicates_tied_to_inputs_are_refused_for_others() -> None:
    game, replicates = interior_case()
    tied = replicates.about(game)
    tied.check_fit(game.with_coefficients(diversity=3).with_agents(4).with_floor("1/7"))
    inputs = {name: array.copy() for name, array in game.inputs.items()}
    inputs["similarity"][0, 0] += Fraction(1, 10**9)
    other = Game.alignment(game.groups, game.agents, *inputs.values(), coefficients=game.coefficients)
    replicates.check_fit(other)  # these say nothing of whose they are
    with pytest.raises(InputError, match="of other inputs than the game's; estimate the game and its replicates"):
        tied.check_fit(other)
    with pytest.raises(InputError, match="of other inputs"):
        next(tied.games(other))


# Hostile files.


def good() -> Parts:
    _, replicates = interior_case()
    parts = {name: npy(getattr(replicates, name)) for name in NAMES}
    return parts | {"groups": npy(np.array(json.dumps(replicates.groups))), "details": npy(np.array("{}"))}


def npy(array: Any, *, allow_pickle: bool = False) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asanyarray(array), allow_pickle=allow_pickle)
    return stream.getvalue()


def header(text: str, body: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    padded = text.encode() + b"\n"
    return b"\x93NUMPY" + version + len(padded).to_bytes(2, "little") + padded + body


def packed(parts: Parts, path: Path, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as target:
        for name, content in parts.items():
            target.writestr(f"{name}.npy", content)
    return path


def changed(**parts: bytes) -> Callable[[], Parts]:
    return lambda: good() | parts


HOSTILE: dict[str, tuple[Callable[[], Parts], str]] = {
    "objects": (changed(similarity=npy(np.array([{}], dtype=object), allow_pickle=True)), "holds object, not 64-bit"),
    "a text of objects": (changed(details=npy(np.array({}, dtype=object), allow_pickle=True)), "holds object, not"),
    "integers": (changed(similarity=npy(np.ones((60, 3, 3), dtype=int))), "holds int64, not 64-bit floats"),
    "complex numbers": (changed(similarity=npy(np.ones((60, 3, 3), dtype=complex))), "holds complex128, not"),
    "half precision": (changed(similarity=npy(np.ones((60, 3, 3), dtype="f2"))), "holds float16, not"),
    "the other byte order": (changed(similarity=npy(np.ones((60, 3, 3), dtype=">f8"))), "holds >f8, not"),
    "a record": (changed(similarity=npy(np.ones(60, dtype=[("x", "f8")]))), "not 64-bit floats"),
    "another shape": (changed(similarity=npy(np.ones((60, 2, 3)))), "the shape is (60, 2, 3), not (60, 3, 3)"),
    "not a number": (changed(similarity=npy(np.full((60, 3, 3), np.nan))), "similarity[0, 0, 0]: not a finite number"),
    "more promised than held": (
        changed(similarity=header("{'descr': '<f8', 'fortran_order': False, 'shape': (10000000000, 3, 3), }")),
        "the shape (10000000000, 3, 3) is not that of its 0 bytes",
    ),
    "a product beyond 64 bits": (
        changed(similarity=header("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }")),
        "is not that of its 0 bytes",
    ),
    "a negative side": (
        changed(similarity=header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -3), }", b"\0" * 24)),
        "the shape (-1, -3) is not that of its 24 bytes",
    ),
    "a huge header": (changed(similarity=header("{" + " " * 60_000 + "}")), "is no archive of replicates"),
    "a header of code": (changed(similarity=header("__import__('os').getcwd()")), "is no archive of replicates"),
    "a header cut off": (changed(similarity=b"\x93NUMPY\x01\x00\xff\xff{"), "is no archive of replicates"),
    "another version": (changed(similarity=header("{}", version=b"\x03\x00")), "is in version 3.0 of NumPy's format"),
    "no array": (changed(similarity=b"hello"), "is no archive of replicates"),
    "an empty member": (changed(similarity=b""), "is no archive of replicates"),
    "an empty text": (changed(groups=npy(np.array(""))), "is no"),
    "numbers as text": (changed(groups=npy(np.ones(()))), "holds float64, not texts"),
    "a list of texts": (changed(groups=npy(np.array(["a", "b"]))), "replicates.groups: is no text"),
    "no JSON": (changed(groups=npy(np.array("left, right"))), "replicates.groups: is no JSON"),
    "deep JSON": (changed(groups=npy(np.array("[" * 100_000))), "replicates.groups: is no JSON"),
    "other groups": (changed(groups=npy(np.array('["a"]'))), "the shape is (60, 3), not (60, 1)"),
    "a name for groups": (changed(groups=npy(np.array('"abc"'))), "a text stands where a list of names is expected"),
    "a group of numbers": (changed(groups=npy(np.array("[1, 2, 3]"))), "groups[0]: a number stands where a name"),
    "half a surrogate": (changed(groups=npy(np.array('["\\ud800", "b", "c"]'))), "has a control character"),
    "details in a list": (changed(details=npy(np.array("[]"))), "a list stands where a table of texts is expected"),
    "a member more": (changed(evil=npy(np.ones(1))), "the archive has members besides those of replicates"),
    "a member less": (lambda: {k: v for k, v in good().items() if k != "details"}, "replicates.details: missing"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused_in_one_line(case: str, tmp_path: Path) -> None:
    make, message = HOSTILE[case]
    path = packed(make(), tmp_path / "r.npz")
    with pytest.raises(InputError) as raised:
        read_replicates(path)
    text = str(raised.value)
    assert text.startswith(f"{path}: ")
    assert message in text
    assert "\n" not in text
    assert raised.value.remedy


def test_the_good_parts_are_good(tmp_path: Path) -> None:
    assert len(read_replicates(packed(good(), tmp_path / "r.npz"))) == 60
    assert len(read_replicates(packed(good(), tmp_path / "s.npz", zipfile.ZIP_STORED))) == 60


def test_fortran_order_is_order(tmp_path: Path) -> None:
    _, replicates = interior_case()
    parts = good() | {"attractiveness": npy(np.asfortranarray(replicates.attractiveness))}
    assert np.array_equal(read_replicates(packed(parts, tmp_path / "r.npz")).attractiveness, replicates.attractiveness)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two megabytes of zeros pack to two kilobytes; the cap is lowered, so that the test needs no larger ones."""
    path = packed(changed(similarity=b"\0" * (1 << 21))(), tmp_path / "r.npz")
    monkeypatch.setattr(archive, "MAX_REPLICATE_NUMBERS", 1 << 16)
    monkeypatch.setattr(archive, "_MAX_TEXT_BYTES", 1 << 16)
    with pytest.raises(InputError, match="the archive unpacks to 2 MiB, the cap is 0 MiB; keep fewer replicates"):
        read_replicates(path)
    assert MAX_REPLICATE_NUMBERS * 8 == 512 << 20


def test_a_text_too_long_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MAX_TEXT_BYTES", 1 << 10)
    with pytest.raises(InputError, match=r"replicates\.details: a text of \d+ bytes; at most 1024 are read"):
        read_replicates(packed(changed(details=npy(np.array(json.dumps({"a": "b" * 300}))))(), tmp_path / "r.npz"))


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = packed(good(), tmp_path / "r.npz")
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(InputError, match="the archive is encrypted"):
        read_replicates(path)


def test_too_many_numbers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_REPLICATE_NUMBERS", 60 * 3 * 7 - 1)
    with pytest.raises(InputError, match="60 replicates of 3 groups; at most 1259 numbers are accepted: keep fewer"):
        interior_case()


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(good(), tmp_path / "r.npz")
    replicates = interior_case()[1]
    monkeypatch.setattr(module, "MAX_FILE_BYTES", 100)
    with pytest.raises(InputError, match=r"r\.npz: the file is larger than the cap"):
        read_replicates(path)
    with pytest.raises(InputError, match=r"s\.npz: the file is larger than the cap"):
        write_replicates(replicates, tmp_path / "s.npz")
    assert not (tmp_path / "s.npz").exists()


def test_a_member_that_lies_about_its_size(tmp_path: Path) -> None:
    """No more is unpacked than the directory says; what is longer fails its checksum."""
    path = packed(good(), tmp_path / "r.npz")
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (8).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(InputError, match="is no archive of replicates"):
        read_replicates(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_to_pack_are_refused(method: int, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="packed in a way that NumPy does not use"):
        read_replicates(packed(good(), tmp_path / "r.npz", method))


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_a_member_twice_is_refused(tmp_path: Path) -> None:
    path = packed(good(), tmp_path / "r.npz")
    with zipfile.ZipFile(path, "a") as target:
        target.writestr("similarity.npy", good()["similarity"])
    with pytest.raises(InputError, match="or one twice"):
        read_replicates(path)


@pytest.mark.parametrize("cut", [0, 10, 400, -30])
def test_half_a_file_is_refused(cut: int, tmp_path: Path) -> None:
    path = packed(good(), tmp_path / "r.npz")
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(InputError, match="is no archive of replicates"):
        read_replicates(path)


def test_a_flipped_bit_is_seen(tmp_path: Path) -> None:
    path = packed(good(), tmp_path / "r.npz")
    content = bytearray(path.read_bytes())
    content[content.index(b"similarity.npy") + 200] ^= 1
    path.write_bytes(content)
    with pytest.raises(InputError, match="is no archive of replicates"):
        read_replicates(path)


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file; give the path of a replicates file"):
        read_replicates(tmp_path / "none.npz")
    with pytest.raises(InputError, match="is a folder"):
        read_replicates(tmp_path)
    with pytest.raises(InputError, match="is no archive of replicates"):
        read_replicates(os.devnull)


def test_a_folder_that_can_not_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be written"):
        write_replicates(interior_case()[1], tmp_path / "none" / "r.npz")
