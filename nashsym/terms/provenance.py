"""Where a game's inputs come from, as a few short texts: told beside the numbers, never computed with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.limits import MAX_PROVENANCE_CHARACTERS, MAX_PROVENANCE_ENTRIES
from nashsym.terms.inputs import kind_of, shown
from nashsym.terms.parameters import UNPRINTABLE, check_name

__all__ = ["read_provenance"]

_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,60}", re.ASCII)


def read_provenance(given: Any) -> dict[str, str]:
    """Return provenance as texts by name, in the order given.

    Parameters
    ----------
    given : mapping of str to str, or None
        At most 64 entries; a name is a name like a group's, a text has at most 10,000 characters and no control
        character.

    Raises
    ------
    InputError
        Naming the entry at fault.
    """
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise InputError(
            f"{kind_of(given)} stands where a table of texts is expected",
            key="provenance",
            remedy='write source = "…" and the like',
        )
    if len(given) > MAX_PROVENANCE_ENTRIES:
        raise InputError(
            f"{len(given)} entries", key="provenance", remedy=f"at most {MAX_PROVENANCE_ENTRIES} are accepted"
        )
    return dict(_entry(name, value) for name, value in given.items())


def _entry(name: Any, value: Any) -> tuple[str, str]:
    key = f"provenance.{name if _PLAIN_NAME.fullmatch(str(name)) else shown(name)}"
    check_name(name, key)
    if not name.strip():
        raise InputError("the name is empty", key=key, remedy="name every entry")
    if not isinstance(value, str):
        raise InputError(f"{kind_of(value)} stands where a text is expected", key=key, remedy="write it in quotes")
    if len(value) > MAX_PROVENANCE_CHARACTERS:
        raise InputError(
            f"a text of {len(value)} characters", key=key, remedy=f"at most {MAX_PROVENANCE_CHARACTERS} are accepted"
        )
    if any(unicodedata.category(character) in UNPRINTABLE for character in value):
        raise InputError("the text has a control character", key=key, remedy="write printable characters on one line")
    return str(name), str(value)
