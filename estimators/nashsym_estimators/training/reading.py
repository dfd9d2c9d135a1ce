"""Reading a training configuration: TOML to `TrainingConfig`, or one line that names file, key and remedy."""

from __future__ import annotations

import difflib
import math
import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeVar

from nashsym.errors import InputError
from nashsym.gamefile.parsing import decoded, parse_tree
from nashsym.gamefile.reading import read_content
from nashsym_estimators.training.config import DataPart, FitPart, GamePart, ModelPart, TrainingConfig

__all__ = ["read_config"]

_Part = TypeVar("_Part", ModelPart, FitPart)
_BIG: Final = 10**9
_LEAST_REPLICATES: Final = 39
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


def read_config(path: str | os.PathLike[str], *, data: str | None = None) -> TrainingConfig:
    """Read a training configuration.

    Parameters
    ----------
    path : path of a TOML file
    data : str, optional
        The folder of the data in place of the one that the file names; that one is relative to the file.

    Raises
    ------
    InputError
        In one line, for a file that can't be read, an unknown key, a missing one, or a value that does not fit.
    """
    content, _, file = read_content(path, "configuration")
    try:
        if not content.strip():
            raise InputError("the file is empty", remedy="examples/persona/config.toml is one to start from")
        top = _table(parse_tree(decoded(content), "toml"), "")
        model = _model(_table(_given(top, "model", "say what is trained: [model]"), "model"))
        game = _game(_table(top["game"], "game")) if "game" in top else None
        config = TrainingConfig(
            name=_text(top, "", "name", ""),
            seed=int(_number(top, "", "seed", 0)),
            agreement=_number(top, "", "agreement", 0.0),
            data=_data(_table(_given(top, "data", "say what is learnt from: [data]"), "data"), Path(path), data),
            model=model,
            training=_numbers(FitPart(), _table(top.get("training", {}), "training"), "training"),
            game=game,
        )
        named = {group for group, _ in config.data.files if group}
        strangers = [group for group, _ in game.audience if named and group not in named] if game else []
        if strangers:
            raise InputError("no group has this name", key=f"game.audience.{strangers[0]}", remedy="see [data.groups]")
    except InputError as error:
        raise error.located(file=file) from None
    return config


def _data(table: Mapping[str, Any], path: Path, folder: str | None) -> DataPart:
    form = _choice(table, "data", "form", ("persona", "answers", "texts"))
    if ("groups" in table) == ("file" in table):
        raise InputError(
            "either each group has a file or all share one",
            key="data.groups",
            remedy='write [data.groups] with lines such as left = "left.jsonl", or file and label in [data]',
        )
    if "file" in table:
        files: tuple[tuple[str, str], ...] = (("", _text(table, "data", "file")),)
        label = _text(table, "data", "label", "group")
    else:
        groups = _named(table["groups"], "data.groups")
        files = tuple((group, _text(groups, "data.groups", group)) for group in groups)
        label = ""
        if "label" in table:
            raise InputError("it belongs to a file that all groups share", key="data.label", remedy="take it away")
    home = path.parent / _text(table, "data", "folder", ".") if folder is None else Path(folder)
    return DataPart(form, files, label, str(home), _number(table, "data", "held_out", 0.2))  # type: ignore[arg-type]


def _model(table: Mapping[str, Any]) -> ModelPart:
    method = _choice(table, "model", "method", ("full", "lora", "scratch"))
    base, revision = _text(table, "model", "base", ""), _text(table, "model", "revision", "")
    if method == "scratch" and (base or revision):
        raise InputError(
            "a model from scratch has no base", key="model.base", remedy='take it away, or method = "full"'
        )
    if method != "scratch" and not base:
        raise InputError("missing", key="model.base", remedy="name the folder or the hub id of a causal model")
    foreign = {"scratch": ("rank", "alpha"), "full": ("rank", "alpha", "dropout"), "lora": ()}[method]
    sizes = () if method == "scratch" else ("layers", "width", "heads", "vocabulary")
    for key in (*foreign, *sizes):
        if key in table:
            raise InputError(f'method "{method}" has no use for it', key=f"model.{key}", remedy="take it away")
    model = _numbers(ModelPart(method, base, revision), table, "model")  # type: ignore[arg-type]
    if model.width % model.heads:
        raise InputError(f"{model.width} is no multiple of the {model.heads} heads", key="model.width")
    return model


def _game(table: Mapping[str, Any]) -> GamePart:
    written = GamePart()
    texts = {
        key: str(table[key]) if isinstance(table.get(key), int | Decimal) else _text(table, "game", key, default)
        for key in ("attractiveness", "consistency", "diversity", "floor")
        for default in [getattr(written, key)]
    }
    replicates = int(_number(table, "game", "replicates", written.replicates))
    if 0 < replicates < _LEAST_REPLICATES:
        raise InputError(
            f"{replicates} are too few for bands of 95 %",
            key="game.replicates",
            remedy=f"write {_LEAST_REPLICATES} or more, or 0 for none",
        )
    audience = _named(table["audience"], "game.audience") if "audience" in table else {}
    return GamePart(
        agents=int(_number(table, "game", "agents", written.agents)),
        form=_choice(table, "game", "form", ("similarity", "distance"), written.form),
        replicates=replicates,
        audience=tuple((group, _number(audience, "game.audience", group)) for group in audience),
        **texts,
    )


def _numbers(part: _Part, table: Mapping[str, Any], key: str) -> _Part:
    """Return a part with each of its numbers as the table gives it."""
    from dataclasses import replace

    defaults = {name: getattr(part, name) for name in part.__dataclass_fields__ if f"{key}.{name}" in _RANGES}
    found = {name: type(value)(_number(table, key, name, value)) for name, value in defaults.items()}
    return replace(part, **found)


def _number(table: Mapping[str, Any], place: str, name: str, default: float | None = None) -> float:
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
    if not math.isfinite(value) or not low <= value <= high or (key in _OPEN and value == low):
        raise InputError(f"{_shown(value)} is out of range", key=key, remedy=remedy)
    return value if isinstance(value, int) else float(value)


def _text(table: Mapping[str, Any], place: str, name: str, default: str | None = None) -> str:
    key = f"{place}.{name}" if place else name
    value = table.get(name, default)
    if value is None:
        raise InputError("missing", key=key, remedy=_TEXTS)
    if not isinstance(value, str) or "\0" in value:
        raise InputError(f"{_shown(value)} stands where a text is expected", key=key, remedy=_TEXTS)
    return value


def _choice(
    table: Mapping[str, Any], place: str, name: str, choices: tuple[str, ...], default: str | None = None
) -> str:
    value = _text(table, place, name, default)
    if value not in choices:
        listed = ", ".join(f'"{choice}"' for choice in choices)
        raise InputError(f"{_shown(value)} is unknown", key=f"{place}.{name}", remedy=f"write one of {listed}")
    return value


def _named(value: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not value:
        raise InputError("there is none", key=key, remedy='write one line per group, such as left = "left.jsonl"')
    return value


def _table(value: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InputError(f"{_shown(value)} stands where a table is expected", key=key, remedy=f"write [{key}]")
    for name in value:
        if name not in _KEYS[key]:
            close = difflib.get_close_matches(str(name)[:60], _KEYS[key], n=1)
            remedy = f"did you mean {close[0]}?" if close else f"the keys here are {', '.join(_KEYS[key])}"
            raise InputError("unknown key", key=f"{key}.{name}" if key else str(name), remedy=remedy)
    return value


def _given(table: Mapping[str, Any], key: str, remedy: str) -> Any:
    if key not in table:
        raise InputError("missing", key=key, remedy=remedy)
    return table[key]


def _shown(value: Any) -> str:
    text = ascii(str(value))
    return text if len(text) <= 40 else f"{text[:30]}…"
