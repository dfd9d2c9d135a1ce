"""Writing files so that nobody ever sees half of one: written beside, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nashsym.errors import InputError

__all__ = ["write_bytes", "write_text", "written_beside"]


def write_text(path: str | Path, text: str) -> Path:
    """Write `text` to `path` as UTF-8, whole or not at all; see `write_bytes`."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | Path, content: bytes) -> Path:
    """Write `content` to `path`, whole or not at all.

    A link stays a link: what it points to is written. What is no regular file (a device, a pipe) is written to, not
    replaced: renamed over by root, ``/dev/null`` would be a file from then on.

    Raises
    ------
    InputError
        Where the folder is missing or the file can't be written.
    """
    named = Path(path)
    target = Path(os.path.realpath(named))
    try:
        if named.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if named.exists() and not named.is_file():
            with named.open("wb") as stream:
                stream.write(content)
            return named
        handle, beside = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            umask = os.umask(0)
            os.umask(umask)
            Path(beside).chmod(0o666 & ~umask)
            Path(beside).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(beside).unlink()
            raise
    except OSError as error:
        raise InputError(
            f"can't be written: {error.strerror}",
            file=str(named),
            remedy="choose a file in a folder that you can write to",
        ) from None
    return named


@contextlib.contextmanager
def written_beside(path: str | Path) -> Iterator[Path]:
    """Yield a path to write to piece by piece, which takes the place of `path` once all of it is written.

    Raises
    ------
    InputError
        Where the folder is missing or the file can't be written.
    """
    target = Path(path)
    beside = target.with_name(f".{target.name[:40]}.{os.getpid()}")
    try:
        yield beside
        beside.replace(target)
    except OSError as error:
        raise InputError(
            f"can't be written: {error.strerror or error}",
            file=str(target),
            remedy="choose a file in a folder that you can write to",
        ) from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
