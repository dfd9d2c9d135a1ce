"""A user's file: its bytes within the cap, its text, and the hash that provenance keeps."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nashsym.errors import InputError
from nashsym.gamefile.reading import read_content
from nashsym.limits import MAX_FILE_BYTES

__all__ = ["Source", "described", "read_source", "shown_path"]

#: Provenance lists the files up to so many characters, then the hash of the list.
_LONGEST_LIST: Final = 5_000


@dataclass(frozen=True, eq=False)
class Source:
    """A file that was read.

    Attributes
    ----------
    file : str
        What errors call it.
    content : bytes
    """

    file: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def text(self) -> str:
        """The text, which must be UTF-8, without a byte order mark.

        Raises
        ------
        InputError
            Where it is something else or empty.
        """
        if self.content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise InputError("the text is UTF-16", file=self.file, remedy="save the file as UTF-8")
        try:
            text = self.content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(
                f"byte {self.content[error.start]:#04x} at offset {error.start} is not UTF-8",
                file=self.file,
                remedy="save the file as UTF-8",
            ) from None
        if not text.strip():
            raise InputError("the file is empty", file=self.file, remedy="give a file with answers")
        return text


def read_source(path: str | os.PathLike[str], kind: str = "response") -> Source:
    """Read a file.

    Raises
    ------
    InputError
        Where it can't be read, or exceeds the cap on the size of a file.
    """
    content, _, file = read_content(path, kind)
    if len(content) > MAX_FILE_BYTES:
        raise InputError(
            f"the file is larger than the cap of {MAX_FILE_BYTES >> 20} MiB", file=file, remedy="give it in parts"
        )
    return Source(file, content)


def shown_path(path: str | os.PathLike[str]) -> str:
    """Return a path as errors show it."""
    name = os.fsdecode(path)
    return name if name.isprintable() else ascii(name)


def described(kind: str, sources: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return what provenance says of files given by name and hash: their format, names and SHA-256."""
    names = ", ".join(Path(name).name for name, _ in sources)
    digests = ", ".join(digest for _, digest in sources)
    if max(len(names), len(digests)) > _LONGEST_LIST:
        names = f"{len(sources)} files"
        digests = f"{hashlib.sha256(digests.encode()).hexdigest()} of the list of theirs"
    return (("source", names), ("format", kind), ("sha256", digests))
