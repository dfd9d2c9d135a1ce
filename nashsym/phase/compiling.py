"""Compilation to machine code, with types that the checker can read, kept on disk until one file of a room changes."""

from __future__ import annotations

import hashlib
import inspect
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core.caching import CompileResultCacheImpl, FunctionCache

__all__ = ["compiled", "inlined", "sources"]

Function = TypeVar("Function", bound=Callable[..., object])

#: What goes into the machine code of every room: how it is compiled, and the numbers that mark cells.
_EVERYWHERE = tuple(Path(__file__).with_name(name) for name in ("compiling.py", "kinds.py"))


def compiled(function: Function) -> Function:
    """Compile a function when it is first called; the machine code is kept on disk for the next process.

    Machine code holds that of all functions called, so what is kept is found again only while every file in the folder
    of the function, its room, is what it was. A function calls none but those of its room. Where no folder can be
    written to, each process compiles anew. A division by 0 gives what floats say of it.
    """
    return _compiled(function, inline=False)


def inlined(function: Function) -> Function:
    """Compile a function into those that call it: for small ones called often, whose arrays need no counting then."""
    return _compiled(function, inline=True)


def sources(room: Path) -> list[Path]:
    """Return the files whose content decides the machine code of a room."""
    return [*sorted(room.glob("*.py")), *_EVERYWHERE]


def _compiled(function: Function, *, inline: bool) -> Function:
    options: dict[str, Any] = {"forceinline": inline, "error_model": "numpy"}
    faster: Any
    try:
        faster = numba.njit(cache=True, **options)(function)
        faster._cache = _RoomCache(function)
    except (RuntimeError, OSError):  # there is no place to keep it, or no file to name it after
        faster = numba.njit(**options)(function)
    kept: Function = faster
    return kept


@cache
def _content(room: Path) -> str:
    """Return a name for numba's version and the content of a room's sources."""
    whole = hashlib.sha256(numba.__version__.encode())
    for path in sources(room):
        whole.update(f"\n{path.name}\n".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:32]


class _RoomLocator:
    """A folder for one content of a room within the one that numba found for a function; as numba's `_CacheLocator`.

    A process that still runs what was there before an upgrade writes to another folder.
    """

    def __init__(self, within: Any, file: str) -> None:
        self._within, self._name = within, _content(Path(file).parent)
        self._py_file = file  # numba's warnings name it

    def ensure_cache_path(self) -> None:
        Path(self.get_cache_path()).mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=self.get_cache_path()).close()

    def get_cache_path(self) -> str:
        return str(Path(self._within.get_cache_path()) / self._name)

    def get_source_stamp(self) -> str:
        return self._name

    def get_disambiguator(self) -> str:
        line: str = self._within.get_disambiguator()
        return line


class _RoomCacheImpl(CompileResultCacheImpl):  # type: ignore[misc]  # numba has no types
    """What numba keeps of a function, in the folder of its room's content."""

    def __init__(self, function: Callable[..., object]) -> None:
        super().__init__(function)
        found: Any = self.locator
        self._locator = _RoomLocator(found, inspect.getfile(function))
        self._locator.ensure_cache_path()


class _RoomCache(FunctionCache):  # type: ignore[misc]  # numba has no types
    _impl_class = _RoomCacheImpl
