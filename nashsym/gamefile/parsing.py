"""From the bytes of a hostile file to a tree with numbers as they were written, or one line that says why not."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any, Final, Literal, NoReturn, TypeAlias

from nashsym.errors import InputError
from nashsym.gamefile.numerals import number_as_written, whole_number_as_written
from nashsym.limits import MAX_FILE_BYTES, MAX_GROUPS, MAX_NESTING

__all__ = ["Format", "Table", "decoded", "format_of", "parse_tree"]

Format: TypeAlias = Literal["toml", "json"]

#: The largest game has three matrices with a list per row; each list opens and closes.
_MAX_BRACKETS: Final = 2 * 3 * (MAX_GROUPS + 10)
_LONGEST_COMPLAINT: Final = 160

# Possessive repeats, and strings that end with the text: linear time and little memory on any input.
_JSON_STRING: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_TOML_STRING_OR_COMMENT: Final = re.compile(
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:"""+|\\?\Z)'
    r"|'''[^']*+(?:'(?!'')[^']*+)*+(?:'''+|\Z)"
    r'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+(?:"|\\?\Z|(?=\n))'
    r"|'[^'\n]*+(?:'|\Z|(?=\n))"
    r"|#[^\n]*+",
    re.DOTALL,
)
_NO_BRACKET: Final = re.compile(r"[^\[\]{}]++")
_LONG_DOTTED_KEY: Final = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{MAX_NESTING}}}")
_LONG_DIGITS: Final = re.compile(r"[0-9_]{4000}")


class Table(dict[str, Any]):
    """A JSON object that remembers which keys it was given twice (TOML's parser refuses these itself)."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated: tuple[str, ...] = ()
        if len(self) < len(pairs):
            seen: set[str] = set()
            self.repeated = tuple(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]


def decoded(content: bytes) -> str:
    """Return the text of a file, which must be UTF-8, with or without a byte order mark.

    Raises
    ------
    InputError
        Where it is something else, is empty, or exceeds the cap on the size of a file.
    """
    if len(content) > MAX_FILE_BYTES:
        raise InputError(f"the file is larger than the cap of {MAX_FILE_BYTES >> 20} MiB", remedy="give a smaller game")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("the text is UTF-16", remedy="save the file as UTF-8")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"byte {content[error.start]:#04x} at offset {error.start} is not UTF-8", remedy="save the file as UTF-8"
        ) from None


def format_of(text: str) -> Format:
    """Tell by its first character which of the two formats a text is."""
    return "json" if text.lstrip("\ufeff \t\r\n").startswith("{") else "toml"


def parse_tree(text: str, form: Format) -> Any:
    """Return the tree of a text, with every number as it was written.

    Raises
    ------
    InputError
        With line and column, where the text is no TOML or JSON, or exceeds a cap on its structure.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise InputError("the file is empty", remedy="`nashsym init` writes a game to start from")
    try:
        return _parse_json(text) if form == "json" else _parse_toml(text)
    except RecursionError:  # pragma: no cover  # the cap on nesting comes first
        raise _too_deep() from None
    except MemoryError:  # pragma: no cover  # no test should provoke it
        raise InputError("the file does not fit into memory", remedy="give a smaller game") from None


def _parse_json(text: str) -> Any:
    _check_structure(_JSON_STRING.sub("", text))
    decoder = json.JSONDecoder(
        object_pairs_hook=Table,
        parse_float=number_as_written,
        parse_int=whole_number_as_written,
        parse_constant=number_as_written,
    )
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"not valid JSON at {place}: {_one_line(error.msg)}", remedy="correct that line") from None


def _parse_toml(text: str) -> dict[str, Any]:
    skeleton = _TOML_STRING_OR_COMMENT.sub("s", text)
    _check_structure(skeleton)
    if _LONG_DOTTED_KEY.search(skeleton):
        raise _too_deep()
    try:
        return tomllib.loads(text, parse_float=number_as_written)
    except tomllib.TOMLDecodeError as error:
        _refuse_toml(str(error))
    except ValueError:
        digits = _LONG_DIGITS.search(skeleton)
        line = f" in line {skeleton.count(chr(10), 0, digits.start()) + 1}" if digits else ""
        raise InputError(
            f"a whole number{line} has more digits than Python's TOML reader takes (4300 unless set otherwise)",
            remedy="write it in quotes",
        ) from None


def _refuse_toml(message: str) -> NoReturn:
    """Raise the error of TOML's parser in our form."""
    complaint, _, place = message.rpartition(" (at ")
    place = place.removesuffix(")") or "an unknown place"
    if complaint.startswith(("Cannot overwrite", "Cannot declare")):
        raise InputError(f"a key or table appears twice at {place}", remedy="keep one of the two")
    raise InputError(f"not valid TOML at {place}: {_one_line(complaint or message)}", remedy="correct that line")


def _check_structure(skeleton: str) -> None:
    """Refuse nesting beyond the cap and more lists than any game has, before a parser spends time and memory on it."""
    brackets = _NO_BRACKET.sub("", skeleton)
    if len(brackets) > _MAX_BRACKETS:
        raise InputError(
            f"the file has {len(brackets) // 2} lists and tables",
            remedy=f"at most {_MAX_BRACKETS // 2} are accepted, as many as {MAX_GROUPS} groups need",
        )
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_NESTING:
            raise _too_deep()


def _too_deep() -> InputError:
    return InputError(f"the file is nested deeper than the cap of {MAX_NESTING}", remedy="see `nashsym init`")


def _one_line(message: str) -> str:
    """Return a parser's complaint on one line of bounded length."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in message[:_LONGEST_COMPLAINT])
    return shown + ("…" if len(message) > _LONGEST_COMPLAINT else "")
