"""The table of open answers: what each group says to each prompt."""

from __future__ import annotations

from dataclasses import dataclass

from nashsym.errors import InputError

__all__ = ["TextTable"]


@dataclass(frozen=True)
class TextTable:
    """Texts by group and prompt.

    Parameters
    ----------
    groups : tuple of str, length D
    prompts : tuple of str, length Q
    texts : tuple, shape (D, Q, any)
        The responses of group d to prompt q; an empty tuple where there is none.
    audience : tuple of float, length D, optional
    source : tuple of (str, str)
        Provenance, as in `ResponseTable`.
    notes : tuple of str

    Raises
    ------
    InputError
        Naming what does not fit.
    """

    groups: tuple[str, ...]
    prompts: tuple[str, ...]
    texts: tuple[tuple[tuple[str, ...], ...], ...]
    audience: tuple[float, ...] | None = None
    source: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for key, names in (("groups", self.groups), ("prompts", self.prompts)):
            if not names:
                raise InputError("there is none", key=key)
            if len(set(names)) < len(names):
                double = next(name for name in names if names.count(name) > 1)
                raise InputError(f"{double!r} is listed twice", key=key)
        if [len(rows) for rows in self.texts] != [len(self.prompts)] * len(self.groups):
            raise InputError("the texts do not have a place for each group and prompt", key="texts")
        for group, rows in zip(self.groups, self.texts, strict=True):
            if not any(rows):
                raise InputError(f"group {group!r} has no text", key="texts")
        if self.audience is not None and len(self.audience) != len(self.groups):
            raise InputError(f"{len(self.audience)} numbers for {len(self.groups)} groups", key="audience")
