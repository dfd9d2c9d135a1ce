"""JSON as hostile input: duplicate keys, NaN, numbers and nesting beyond the caps are refused in one line."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn

from nashsym.errors import InputError
from nashsym.terms.inputs import shown

__all__ = ["json_lines", "json_value"]

#: Every integer of so many digits is in the range of floats.
_MOST_DIGITS: Final = 300
#: Where this is not in a text, there are no halves of characters in what it says.
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")


class _RefusedError(ValueError):
    """What the decoder is not to accept."""


def json_value(text: str, *, file: str, place: str = "") -> Any:
    """Return the value that a text says.

    Raises
    ------
    InputError
        With line and column.
    """
    try:
        value = _DECODER.decode(text)
        if _HALF.search(text) is not None:
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except UnicodeEncodeError:
        raise InputError(
            "half a surrogate pair, which no text has", key=place, file=file, remedy="write whole characters"
        ) from None
    except json.JSONDecodeError as error:
        where = place or f"line {error.lineno}"
        raise InputError(
            f"not valid JSON at column {error.colno}: {error.msg}", key=where, file=file, remedy="correct that line"
        ) from None
    except _RefusedError as error:
        raise InputError(str(error), key=place, file=file, remedy="correct the file") from None
    except RecursionError:
        raise InputError("nested too deeply", key=place, file=file, remedy="give a list of records") from None


def json_lines(text: str, *, file: str) -> Iterator[tuple[str, Any]]:
    """Yield the value of each line that is not blank, and the line's number in words."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"line {number}", json_value(line, file=file, place=f"line {number}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise _RefusedError(f"the key {shown(double)} appears twice in one record")
    return found


def _number(text: str) -> float:
    if len(text) > _MOST_DIGITS:
        raise _RefusedError(f"a number of {len(text)} characters")
    value = float(text)
    if not math.isfinite(value):
        raise _RefusedError(f"{text} is beyond the range of numbers")
    return value


def _integer(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise _RefusedError(f"a number of {len(text)} characters")
    return int(text)


def _constant(text: str) -> NoReturn:
    raise _RefusedError(f"{text} is not a number")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=_integer, parse_constant=_constant
)
