"""Results kept on disk by what they depend on: a run that was killed goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from nashsym.errors import InputError

__all__ = ["ResultCache", "content_key"]

#: Part of every key: raised where the same content would give another result than before.
_VERSION: Final = 1


def content_key(content: Any) -> str:
    """Return the SHA-256 of what a result depends on, given as plain values."""
    text = json.dumps([_VERSION, content], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class ResultCache:
    """A file of results in a folder, one a line with a checksum; lines that were half written are as if never.

    Parameters
    ----------
    folder : str or path
        Made where it does not exist.
    content : plain values
        What all results in this file depend on: it gets a file of its own.

    Raises
    ------
    InputError
        Where the folder can't be made or written to.
    """

    def __init__(self, folder: str | os.PathLike[str], content: Any) -> None:
        self._path = Path(folder) / f"{content_key(content)}.jsonl"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab+") as stream:
                stream.seek(0)
                lines = stream.read().split(b"\n")
        except OSError as error:
            raise self._refused(error) from None
        self._results = dict(filter(None, map(_parsed, lines)))
        self._torn = bool(lines[-1])

    def __len__(self) -> int:
        return len(self._results)

    def get(self, key: str) -> Any:
        """Return the result of a key, or None."""
        return self._results.get(key)

    def put(self, results: Iterable[tuple[str, Any]]) -> None:
        """Keep results: in memory, and at the end of the file in one piece."""
        found: Mapping[str, Any] = dict(results)
        lines = [_line(key, result) for key, result in found.items()]
        try:
            with self._path.open("ab") as stream:
                stream.write((b"\n" if self._torn else b"") + b"".join(lines))
        except OSError as error:
            raise self._refused(error) from None
        self._torn = False
        self._results.update(found)

    def _refused(self, error: OSError) -> InputError:
        return InputError(
            f"the cache can't be kept: {error.strerror or error}",
            file=str(self._path.parent),
            remedy="name a folder that you can write to",
        )


def _line(key: str, result: Any) -> bytes:
    text = json.dumps([key, result], ensure_ascii=True, separators=(",", ":"))
    return f"{_checksum(text)} {text}\n".encode()


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _parsed(line: bytes) -> tuple[str, Any] | None:
    checksum, _, text = line.decode("utf-8", errors="replace").partition(" ")
    if not text or checksum != _checksum(text):
        return None
    key, result = json.loads(text)
    return str(key), result
