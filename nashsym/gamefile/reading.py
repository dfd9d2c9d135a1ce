"""Reading a game file: where it comes from, which format it is in, and errors that name it."""

from __future__ import annotations

import os
from pathlib import Path

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.gamefile.parsing import Format, decoded, format_of, parse_tree
from nashsym.gamefile.tree import game_from_tree
from nashsym.limits import MAX_FILE_BYTES

__all__ = ["parse_game", "read_content", "read_game"]

_SUFFIXES: dict[str, Format] = {".toml": "toml", ".json": "json"}


def read_game(path: str | os.PathLike[str]) -> Game:
    """Read a game file: ``.toml`` and ``.json`` by suffix, any other name by its content.

    Raises
    ------
    InputError
        In one line with file, key and remedy, for a file that cannot be read or does not say a game.

    Examples
    --------
    >>> from nashsym import read_game
    >>> read_game("nothing.toml")
    Traceback (most recent call last):
        ...
    nashsym.errors.InputError: nothing.toml: there is no such file; give the path of a game file
    """
    content, form, file = read_content(path, "game")
    return parse_game(content, format=form, file=file)


def read_content(path: str | os.PathLike[str], kind: str) -> tuple[bytes, Format | None, str]:
    """Return the bytes of a user's file, the format that its suffix names, and what errors call it.

    Parameters
    ----------
    path : str or path
    kind : str
        What the file should say, for the errors: "game", "profile".

    Raises
    ------
    InputError
        For a file that cannot be read.
    """
    name = os.fsdecode(path)
    file, remedy = name if name.isprintable() else ascii(name), f"give the path of a {kind} file"
    try:
        with Path(name).open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except IsADirectoryError:
        raise InputError("is a folder", file=file, remedy=remedy) from None
    except FileNotFoundError:
        raise InputError("there is no such file", file=file, remedy=remedy) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read: {reason}", file=file, remedy="give a file that you can read") from None
    return content, _SUFFIXES.get(Path(name).suffix.lower()), file


def parse_game(text: str | bytes, *, format: Format | None = None, file: str = "") -> Game:  # noqa: A002  # the word
    r"""Make the game that a text says.

    Parameters
    ----------
    text : str or bytes
        UTF-8 where it is bytes.
    format : {"toml", "json"}, optional
        Told by the first character unless given.
    file : str
        What errors call the text.

    Raises
    ------
    InputError
        In one line with file, key and remedy.

    Examples
    --------
    >>> from nashsym.gamefile import parse_game
    >>> parse_game('agents = 3\nb = [1, "1/2"]\nH = [[2, 0], [0, 2]]').groups
    ('group 1', 'group 2')
    """
    if format not in (None, "toml", "json"):
        raise InputError(f"unknown format {format!r}", file=file, remedy='write "toml" or "json"')
    try:
        plain = decoded(text) if isinstance(text, bytes) else text
        return game_from_tree(parse_tree(plain, format or format_of(plain)))
    except InputError as error:
        raise error.located(file=file) from None
