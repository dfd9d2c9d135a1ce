"""A folder that one sweep at a time writes to, each file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from nashsym.errors import InputError
from nashsym.phase.store.record import FOLDER, MANIFEST, check_same

__all__ = ["Folder", "check_folder", "check_room", "opened_folder"]

_STAGING: Final = f"{FOLDER}/writing"


class Folder:
    """The files of a store by name.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes | None:
        """Return a file's content; None where there is no such file.

        Raises
        ------
        InputError
            Where there is one that can't be read.
        """
        try:
            return (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise InputError(
                f"can't be read: {error.strerror}",
                file=str(self.path / name),
                remedy="remove it, or choose another folder",
            ) from None

    def write(self, name: str, content: bytes) -> None:
        """Write a file: killed at any moment, it is there whole or as it was.

        Raises
        ------
        InputError
            Where the disk is full or the folder can't be written to.
        """
        target, beside = self.path / name, self.path / _STAGING
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
            beside.replace(target)
        except OSError as error:
            raise InputError(
                f"can't be written: {error.strerror}",
                file=str(target),
                remedy="free some space or choose another folder; the same command goes on where this one stopped",
            ) from None

    def write_if_other(self, name: str, content: bytes) -> None:
        """Write a file that does not hold this already."""
        if self.read(name) != content:
            self.write(name, content)


@contextlib.contextmanager
def opened_folder(path: str | os.PathLike[str], manifest: bytes) -> Iterator[Folder]:
    """Open a folder for the sweep of a manifest: a new one, an empty one, or one that holds a part of it already.

    Raises
    ------
    InputError
        Where it holds something else, another process writes to it, or it can't be made.
    """
    check_folder(path, manifest)
    folder = Folder(Path(path))
    try:
        (folder.path / FOLDER).mkdir(parents=True, exist_ok=True)
        handle = os.open(folder.path / FOLDER, os.O_RDONLY)
    except OSError as error:
        raise InputError(
            f"can't be made: {error.strerror}", file=str(path), remedy="choose a folder that you can write to"
        ) from None
    try:
        _lock(handle, path)
        folder.write_if_other(MANIFEST, manifest)
        yield folder
    finally:
        os.close(handle)


def check_folder(path: str | os.PathLike[str], manifest: bytes) -> bool:
    """Refuse a folder that holds something else than a part of the sweep of a manifest; tell whether it holds one.

    Raises
    ------
    InputError
    """
    folder = Folder(Path(path))
    if folder.path.exists() and not folder.path.is_dir():
        raise InputError("is no folder", file=str(path), remedy="choose another name; nothing is overwritten")
    found = folder.read(MANIFEST)
    if found is not None:
        check_same(found, manifest, str(path))
    # Killed before its first file was whole, a sweep leaves nothing but this.
    elif folder.path.exists() and any(each.name != FOLDER for each in folder.path.iterdir()):
        raise InputError("holds something else", file=str(path), remedy="choose another folder; nothing is overwritten")
    return found is not None


def _lock(handle: int, path: str | os.PathLike[str]) -> None:
    """Keep other processes from writing until the handle is closed or this process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # there is no such lock on Windows
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InputError(
            "another sweep is writing to it", file=str(path), remedy="wait for it, or choose another folder"
        ) from None
    except OSError:  # a disk that knows no locks
        return


def check_room(path: str | os.PathLike[str], needed: int) -> None:
    """Refuse what would not fit the disk that a path is on, or would be made on.

    Raises
    ------
    InputError
    """
    nearest = Path(path).absolute()
    while not nearest.exists():
        nearest = nearest.parent
    free = shutil.disk_usage(nearest).free
    if needed > free:
        raise InputError(
            f"needs up to {_shown(needed)}, and {_shown(free)} are free on its disk",
            file=str(path),
            remedy="take fewer nodes, or another disk",
        )


def _shown(count: int) -> str:
    """Return a number of bytes in a unit that fits it."""
    for unit, size in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6)):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count} bytes"
