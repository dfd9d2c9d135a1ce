"""Sentences of a report: plain text in which group names and theorems stay marked, so that each format can set them.

A group's name is hostile: it may hold markup, direction marks or 200 characters. It reaches a reader only through
`shown_name`, and each format escapes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = [
    "Group",
    "Part",
    "Sentence",
    "Theorem",
    "Verbatim",
    "cut",
    "joined",
    "mention",
    "named",
    "plain",
    "sentence",
    "shown_name",
]

#: In a list of names in a sentence, at most this many are named; the others are counted.
MOST_NAMED = 4
#: In a sentence a name has at most so many columns; tables have all of it.
LONGEST_MENTION = 60


@dataclass(frozen=True)
class Group:
    """A group's name inside a sentence."""

    name: str


@dataclass(frozen=True)
class Theorem:
    """A theorem's name inside a sentence, ``T3``: where the report explains it, it is linked."""

    name: str


@dataclass(frozen=True)
class Verbatim:
    """Somebody else's words, in which nothing is a formula: a file's name, a version."""

    text: str


Part = str | Group | Theorem | Verbatim
Sentence = tuple[Part, ...]

_REFERENCE = re.compile(r"\b(T1?[0-9])\b")


def sentence(*parts: Part | Sentence) -> Sentence:
    """Put a sentence together; ``T1`` … ``T19`` in the plain parts become references to theorems."""
    flat: list[Part] = []
    for part in parts:
        if isinstance(part, tuple):
            flat.extend(part)
        elif isinstance(part, str):
            flat.extend(
                Theorem(piece) if index % 2 else piece for index, piece in enumerate(_REFERENCE.split(part)) if piece
            )
        else:
            flat.append(part)
    return tuple(flat)


def mention(name: str) -> Group:
    """Return a group for a sentence: a very long name is cut."""
    return Group(cut(name, LONGEST_MENTION))


def joined(names: Sequence[str], most: int = MOST_NAMED, of: str = "") -> Sentence:
    """Return names as ``a, b and c``; where there are many, the first few and how many more.

    Parameters
    ----------
    names : sequence of str
    most : int
        How many are named at most.
    of : str
        What the names are, for the count: ``and 12 more groups``.
    """
    if len(names) > most + 1:
        named_first: list[Part] = []
        for name in names[:most]:
            named_first += [mention(name), ", "]
        return (*named_first[:-1], f" and {len(names) - most} more{' ' + of if of else ''}")
    parts: list[Part] = []
    for index, name in enumerate(names):
        if index:
            parts.append(" and " if index == len(names) - 1 else ", ")
        parts.append(mention(name))
    return tuple(parts)


def named(pairs: Iterable[tuple[str, str]], most: int = MOST_NAMED) -> Sentence:
    """Return ``a (48%), b (36%) and c (16%)``."""
    listed = list(pairs)
    parts: list[Part] = []
    shown = listed if len(listed) <= most + 1 else listed[:most]
    for index, (name, value) in enumerate(shown):
        if index:
            parts.append(" and " if index == len(listed) - 1 else ", ")
        parts += [mention(name), f" ({value})"]
    if len(listed) > len(shown):
        parts.append(f" and {len(listed) - len(shown)} more")
    return tuple(parts)


def plain(text: Sentence) -> str:
    """Return a sentence as plain text."""
    return "".join(
        shown_name(part.name)
        if isinstance(part, Group)
        else part.name
        if isinstance(part, Theorem)
        else shown_name(part.text if isinstance(part, Verbatim) else part)
        for part in text
    )


def shown_name(name: str) -> str:
    r"""Return a name without what would garble the text around it.

    Format characters (direction marks and overrides, zero-width spaces) and line separators are spelt out; joiners,
    which emoji and several scripts need, stay.

    Examples
    --------
    >>> shown_name("moderate"), shown_name("evil\u202ename")
    ('moderate', 'evil⟨U+202E⟩name')
    """
    if name.isascii():
        return name
    return "".join(
        f"⟨U+{ord(character):04X}⟩"
        if unicodedata.category(character) in ("Cf", "Zl", "Zp") and character not in "\u200c\u200d"
        else character
        for character in name
    )


def cut(name: str, columns: int) -> str:
    """Return a shown name that takes at most so many columns, with … for what is left out; wide characters take two.

    Examples
    --------
    >>> cut("slightly conservative", 12), cut("保守派の人々", 7)
    ('slightly co…', '保守派…')
    """
    text = shown_name(name)
    if _width(text) <= columns:
        return text
    kept, taken = "", 1
    for character in text:
        taken += _width(character)
        if taken > columns:
            break
        kept += character
    return kept.rstrip("\u200d ") + "…"


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
