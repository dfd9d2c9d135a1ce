"""What was compiled is found again until any file of its room changes; without a folder to keep it, it is compiled."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numba
import pytest

from nashsym.phase import critical_line
from nashsym.phase.compiling import compiled, sources

OUTER = """
from nashsym.phase.compiling import compiled
from room.inner import changed

@compiled
def outer(x):
    return changed(x) + 1.0
"""
INNER = """
from nashsym.phase.compiling import {how}

@{how}
def changed(x):
    return {factor} * x
"""
CALL = """
import json
from room.outer import outer
print(json.dumps([outer(1.5), sum(outer.stats.cache_hits.values()), sum(outer.stats.cache_misses.values())]))
"""


class Called(NamedTuple):
    """What a process got from the compiled function, and how often it found or missed its machine code on disk."""

    value: float
    hits: int
    misses: int


class Room:
    """Two files in a folder of their own; the compiled function of one calls that of the other."""

    def __init__(self, folder: Path, how: str) -> None:
        self.folder, self.how = folder, how
        self.files, self.kept = folder / "room", folder / "kept"
        self.files.mkdir()
        (self.files / "__init__.py").touch()
        (self.files / "outer.py").write_text(OUTER)
        self.write_inner(2)

    def write_inner(self, factor: int) -> None:
        """Write the inner file, as old and as long as it was."""
        inner = self.files / "inner.py"
        inner.write_text(INNER.format(how=self.how, factor=factor))
        os.utime(inner, (1e9, 1e9))

    def call(self) -> Called:
        """Call the outer function in a new process."""
        path = os.pathsep.join([str(self.folder), *sys.path])
        environment = os.environ | {
            "PYTHONPATH": path,
            "NUMBA_CACHE_DIR": str(self.kept),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        done = subprocess.run(
            [sys.executable, "-c", CALL], env=environment, capture_output=True, text=True, check=True, cwd=self.folder
        )
        return Called(*json.loads(done.stdout))


@pytest.mark.parametrize("how", ["compiled", "inlined"])
def test_machine_code_is_found_again_until_another_file_of_the_room_changes(how: str, tmp_path: Path) -> None:
    room = Room(tmp_path, how)
    assert room.call() == Called(4.0, hits=0, misses=1)
    assert room.call() == Called(4.0, hits=1, misses=0)
    room.write_inner(3)
    assert room.call() == Called(5.5, hits=0, misses=1)
    room.write_inner(2)
    assert room.call() == Called(4.0, hits=1, misses=0)


def test_where_the_folder_of_a_content_can_not_be_made_a_function_is_compiled_all_the_same(tmp_path: Path) -> None:
    room = Room(tmp_path, "compiled")
    room.call()
    (kept,) = (path for path in room.kept.glob("*/*") if path.is_dir())
    for path in kept.iterdir():
        path.unlink()
    kept.rmdir()
    kept.touch()
    assert room.call() == Called(4.0, hits=0, misses=1)
    assert kept.read_text() == ""


def test_what_the_kernels_read_of_nashsym_decides_where_their_machine_code_is_kept() -> None:
    (room,) = map(Path, critical_line.__path__)
    deciding = sources(room)
    assert len(deciding) > 8
    read = set()
    for path in room.glob("*.py"):
        assert path in deciding
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            read |= {str(name) for name in names if str(name).split(".")[0] not in sys.stdlib_module_names}
    assert "nashsym.phase.kinds" in read
    for name in read - {"numpy"}:
        found = find_spec(name)
        assert found is not None
        assert Path(str(found.origin)) in deciding, name


def test_where_nothing_can_be_written_a_function_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    original = numba.njit

    def unwritable(*functions: object, cache: bool = False, **options: Any) -> object:
        found.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return original(*functions, **options)

    monkeypatch.setattr(numba, "njit", unwritable)

    def double(x: float) -> float:
        return 2 * x

    assert compiled(double)(1.5) == 3.0
    assert found[:2] == [True, False]  # what follows are numba's own
