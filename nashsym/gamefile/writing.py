"""Writing a game file that reads back as the same game, number by number."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flint

from nashsym.errors import InputError
from nashsym.exact.rational import rational
from nashsym.game import Game
from nashsym.gamefile.numerals import is_bare, short_text
from nashsym.gamefile.parsing import Format
from nashsym.terms.assembly import terms_tree

__all__ = ["game_text", "toml_string", "write_game"]

_TOML_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def write_game(game: Game, path: str | os.PathLike[str]) -> Path:
    """Write a game file, whole or not at all: JSON where the name ends in ``.json``, TOML otherwise.

    Raises
    ------
    InputError
        For a game of terms of a user's own, a number beyond the caps, or a file that cannot be written.
    """
    from nashsym.files import write_text  # tempfile and what it imports: not for those who only read

    target = Path(path)
    try:
        return write_text(target, game_text(game, "json" if target.suffix.lower() == ".json" else "toml"))
    except InputError as error:
        raise error.located(file=str(path)) from None


def game_text(game: Game, format: Format) -> str:  # noqa: A002  # the word that a user knows it by
    """Return the text of a game file.

    Parameters
    ----------
    game : Game
        Of kind "alignment" or "canonical".
    format : {"toml", "json"}

    Returns
    -------
    str
        Reads back as an equal game. Finite decimals are written as such, other fractions as text ``"p/q"``; in JSON
        every number but `agents` is a text, so that no reader rounds it.

    Raises
    ------
    InputError
        For a game of terms of a user's own, or a number beyond the caps.
    """
    if format not in ("toml", "json"):
        raise InputError(f"unknown format {format!r}", remedy='write "toml" or "json"')
    tree = _tree(game)
    return _json_text(tree) if format == "json" else _toml_text(tree)


def _tree(game: Game) -> dict[str, Any]:
    """Return the game in the file's order, numbers as short texts."""
    parts = terms_tree(game.terms, _numeral)
    tree: dict[str, Any] = {"name": game.name} if game.name else {}
    tree |= {"groups": list(game.groups), "agents": game.agents}
    tree |= {"diversity": game.diversity} if game.kind == "alignment" else {}
    tree |= {"floor": _numeral(rational(game.threshold))} | parts
    return tree | ({"provenance": dict(game.provenance)} if game.provenance else {})


class _Numeral(str):
    """The text of a number."""

    __slots__ = ()


def _numeral(value: flint.fmpq) -> _Numeral:
    return _Numeral(short_text(value))


def _json_text(tree: dict[str, Any]) -> str:
    return "{\n" + ",\n".join(_json_lines(tree, "  ")) + "\n}\n"


def _json_lines(table: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            body = ",\n".join(_json_lines(value, indent + "  "))
            yield f"{indent}{json.dumps(key)}: {{\n{body}\n{indent}}}"
        elif isinstance(value, list) and value and isinstance(value[0], list):
            rows = f",\n{indent}  ".join(json.dumps(row, ensure_ascii=False) for row in value)
            yield f"{indent}{json.dumps(key)}: [\n{indent}  {rows}\n{indent}]"
        else:
            yield f"{indent}{json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"


def _toml_text(tree: dict[str, Any]) -> str:
    lines = [f"{key} = {_toml_value(value)}" for key, value in tree.items() if not isinstance(value, dict)]
    for key, table in tree.items():
        if isinstance(table, dict):
            lines += ["", f"[{key}]", *(f"{_toml_key(name)} = {_toml_value(value)}" for name, value in table.items())]
    return "\n".join(lines) + "\n"


def _toml_key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else toml_string(name)


def _toml_value(value: Any) -> str:
    if isinstance(value, _Numeral):
        return str(value) if is_bare(value) else f'"{value}"'
    if isinstance(value, str):
        return toml_string(value)
    if isinstance(value, int):
        return str(value)
    if value and isinstance(value[0], list):
        return "[\n" + "".join(f"    {_toml_value(row)},\n" for row in value) + "]"
    return f"[{', '.join(_toml_value(entry) for entry in value)}]"


def toml_string(text: str) -> str:
    """Return a text as a basic string of TOML; whatever is not printable is escaped."""
    return f'"{"".join(_toml_character(character) for character in text)}"'


def _toml_character(character: str) -> str:
    if character in _TOML_ESCAPES:
        return _TOML_ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
