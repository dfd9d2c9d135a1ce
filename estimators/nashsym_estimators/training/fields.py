"""Reading one key of a training configuration: what it may be, and one line where it is not."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final, TypeVar

from nashsym.errors import InputError
from nashsym_estimators.training.config import FitPart, GamePart, ModelPart

__all__ = ["read_choice", "read_names", "read_number", "read_numbers", "read_table", "read_text", "required"]

_Part = TypeVar("_Part", ModelPart, FitPart)
_BIG: Final = 10**9
_TEXTS: Final = 'write a text in quotes, such as "persona"'
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "": ("name", "seed", "agreement", "data", "model", "training", "game"),
    "data": ("form", "folder", "held_out", "groups", "file", "label"),
    "model": tuple(ModelPart.__dataclass_fields__),
    "training": tuple(FitPart.__dataclass_fields__),
    "game": tuple(GamePart.__dataclass_fields__),
}
#: Smallest and largest value of each number; the smallest is not allowed itself where the number is in _OPEN.
_RANGES: Final[dict[str, tuple[float, float]]] = {
    "seed": (0, 2**32 - 1),
    "agreement": (0, 1),
    "data.held_out": (0, 0.9),
    "model.layers": (1, 1000),
    "model.width": (1, 100_000),
    "model.heads": (1, 1000),
    "model.vocabulary": (300, 10**6),
    "model.dropout": (0, 0.9),
    "model.rank": (1, 10_000),
    "model.alpha": (1, 10**6),
    "training.epochs": (1, 10**6),
    "training.steps": (0, 10**9),
    "training.batch": (1, 10**6),
    "training.learning_rate": (0, 10),
    "training.weight_decay": (0, 10),
    "training.warmup": (0, 1),
    "training.longest": (8, 10**6),
    "game.agents": (1, 10**12),
    "game.replicates": (0, 10**6),
}
_OPEN: Final = frozenset({"data.held_out", "training.learning_rate"})


def read_numbers(part: _Part, table: Mapping[str, Any], key: str) -> _Part:
    """Return a part with each of its numbers as the table gives it."""
    defaults = {name: getattr(part, name) for name in part.__dataclass_fields__ if f"{key}.{name}" in _RANGES}
    found = {name: type(value)(read_number(table, key, name, value)) for name, value in defaults.items()}
    return replace(part, **found)


def read_number(table: Mapping[str, Any], place: str, name: str, default: float | None = None) -> float:
    """Return a number in its range, a whole one where the default is whole."""
    key = f"{place}.{name}" if place else name
    value = table.get(name, default)
    low, high = _RANGES.get(key, (0, _BIG))
    whole = isinstance(default, int)
    sort = "a whole number" if whole else "a number"
    remedy = (
        f"write {sort} {'above' if key in _OPEN else 'from'} {low:g} {'and at most' if key in _OPEN else 'to'} {high:g}"
    )
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float | Decimal):
        raise InputError(f"{_shown(value)} stands where {sort} is expected", key=key, remedy=remedy)
    is_finite = value.is_finite() if isinstance(value, Decimal) else isinstance(value, int) or math.isfinite(value)
    if not is_finite or not low <= value <= high or (key in _OPEN and value == low):
        raise InputError(f"{_shown(value)} is out of range", key=key, remedy=remedy)
    return value if isinstance(value, int) else float(value)


def read_text(table: Mapping[str, Any], place: str, name: str, default: str | None = None) -> str:
    """Return a text; missing only where there is a default."""
    key = f"{place}.{name}" if place else name
    value = table.get(name, default)
    if value is None:
        raise InputError("missing", key=key, remedy=_TEXTS)
    if not isinstance(value, str) or "\0" in value:
        raise InputError(f"{_shown(value)} stands where a text is expected", key=key, remedy=_TEXTS)
    return value


def read_choice(
    table: Mapping[str, Any], place: str, name: str, choices: tuple[str, ...], default: str | None = None
) -> str:
    """Return one of several words."""
    value = read_text(table, place, name, default)
    if value not in choices:
        listed = ", ".join(f'"{choice}"' for choice in choices)
        raise InputError(f"{_shown(value)} is unknown", key=f"{place}.{name}", remedy=f"write one of {listed}")
    return value


def read_names(value: Any, key: str) -> Mapping[str, Any]:
    """Return a table of group to value, not empty."""
    if not isinstance(value, Mapping) or not value:
        raise InputError("there is none", key=key, remedy='write one line per group, such as left = "left.jsonl"')
    return value


def read_table(value: Any, key: str) -> Mapping[str, Any]:
    """Return a table after a look at its keys."""
    if not isinstance(value, Mapping):
        raise InputError(f"{_shown(value)} stands where a table is expected", key=key, remedy=f"write [{key}]")
    for name in value:
        if name not in _KEYS[key]:
            close = difflib.get_close_matches(str(name)[:60], _KEYS[key], n=1)
            remedy = f"did you mean {close[0]}?" if close else f"the keys here are {', '.join(_KEYS[key])}"
            raise InputError("unknown key", key=f"{key}.{name}" if key else str(name), remedy=remedy)
    return value


def required(table: Mapping[str, Any], key: str, remedy: str) -> Any:
    """Return what may not be missing."""
    if key not in table:
        raise InputError("missing", key=key, remedy=remedy)
    return table[key]


def _shown(value: Any) -> str:
    text = ascii(str(value))
    return text if len(text) <= 40 else f"{text[:30]}…"
