"""Python literals in the fields of a CSV file, read without evaluating anything."""

from __future__ import annotations

import ast
import re
from typing import Any, Final

from nashsym.errors import InputError

__all__ = ["literal"]

#: What `str(defaultdict(list, {...}))` writes around the inner dictionary.
_DEFAULT: Final = re.compile(r"\s*defaultdict\(<class '[A-Za-z_.]{1,40}'>, (\{.*\})\)\s*", re.DOTALL)
_DEEPEST: Final = 8
_QUOTED: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_NOT_A_NUMBER: Final = re.compile(r"(?<![\w.])(?:nan|inf)(?![\w.])")


def literal(text: str, key: str) -> Any:
    """Return the list or dictionary that a text says, a ``defaultdict({...})`` as the dictionary in it.

    Raises
    ------
    InputError
        For anything but a literal, and for one nested deeply.
    """
    inner = _DEFAULT.fullmatch(text)
    plain = inner.group(1) if inner else text
    depth = deepest = 0
    bare = _QUOTED.sub("", plain)
    for character in bare:
        depth += (character in "[{(") - (character in "]})")
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        raise InputError("nested too deeply", key=key, remedy="write a list of texts or numbers")
    if _NOT_A_NUMBER.search(bare):
        raise InputError("nan stands where a number is expected", key=key, remedy="leave the row out")
    try:
        return ast.literal_eval(plain.strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise InputError("no Python literal", key=key, remedy="write a list such as ['yes', 'no']") from None
