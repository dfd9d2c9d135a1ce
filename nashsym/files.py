"""Writing files so that nobody ever sees half of one: written beside, then renamed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from nashsym.errors import InputError

__all__ = ["write_text"]


def write_text(path: str | Path, text: str) -> Path:
    """Write `text` to `path` as UTF-8, whole or not at all.

    Raises
    ------
    InputError
        Where the folder is missing or the file can't be written.
    """
    target = Path(path)
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
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
            file=str(target),
            remedy="choose a file in a folder that you can write to",
        ) from None
    return target
