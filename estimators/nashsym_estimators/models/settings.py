"""A table of a configuration file: known keys only, each of its type."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nashsym.errors import InputError
from nashsym.terms.inputs import kind_of, shown

__all__ = ["Settings"]


class Settings:
    """Reads the entries of one table; what is not asked for is refused by `finish`.

    Parameters
    ----------
    value : what the parser found there
    key : str
        The table's path; empty for the whole file.
    """

    def __init__(self, value: Any, key: str = "") -> None:
        if not isinstance(value, Mapping):
            raise InputError(f"{kind_of(value)} stands where a table is expected", key=key, remedy=f"write [{key}]")
        self._entries = dict(value)
        self._key = key
        self._known: list[str] = []

    def path(self, name: str) -> str:
        """Return what errors call an entry."""
        return f"{self._key}.{name}" if self._key else name

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def table(self, name: str) -> Settings:
        """Return an entry that is a table; empty where it is left out."""
        return Settings(self._taken(name, {}), self.path(name))

    def names(self) -> list[str]:
        """Return the names of all entries, each of which may be asked for."""
        return list(self._entries)

    def text(self, name: str, default: str | None = None) -> str | None:
        """Return a text that is not empty, or the default where it is left out."""
        value = self._taken(name, default)
        if value is not None and (not isinstance(value, str) or not value):
            raise self._refused(name, value, "a text")
        return value

    def needed(self, name: str, remedy: str) -> str:
        """Return a text that must be there."""
        value = self.text(name)
        if value is None:
            raise InputError("it is missing", key=self.path(name), remedy=remedy)
        return value

    def whole(self, name: str, default: int) -> int:
        """Return a whole number."""
        value = self._taken(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._refused(name, value, "a whole number")
        return value

    def number(self, name: str, default: float | None) -> float | None:
        """Return a number as a float."""
        value = self._taken(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal | None):
            raise self._refused(name, value, "a number")
        try:
            return None if value is None else float(value)
        except OverflowError:
            raise self._refused(name, value, "a number in the range of floats") from None

    def flag(self, name: str, default: bool) -> bool:
        """Return true or false."""
        value = self._taken(name, default)
        if not isinstance(value, bool):
            raise self._refused(name, value, "true or false")
        return value

    def finish(self) -> None:
        """Refuse entries that nobody asked for."""
        unknown = next((name for name in self._entries if name not in self._known), None)
        if unknown is not None:
            raise InputError(
                f"the key {shown(unknown)} is unknown",
                key=self._key,
                remedy=f"the keys there are {', '.join(dict.fromkeys(self._known))}",
            )

    def _taken(self, name: str, default: Any) -> Any:
        self._known.append(name)
        return self._entries.get(name, default)

    def _refused(self, name: str, value: Any, wanted: str) -> InputError:
        return InputError(f"{shown(value)} is not {wanted}", key=self.path(name), remedy=f"write {wanted}")
