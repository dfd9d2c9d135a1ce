"""Reading a training configuration: TOML to `TrainingConfig`, or one line that names file, key and remedy."""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.gamefile.parsing import decoded, parse_tree
from nashsym.gamefile.reading import read_content
from nashsym.terms.parameters import check_name
from nashsym_estimators.training.config import DataPart, FitPart, GamePart, ModelPart, TrainingConfig
from nashsym_estimators.training.fields import (
    read_choice,
    read_names,
    read_number,
    read_numbers,
    read_table,
    read_text,
    required,
)

__all__ = ["read_config"]

_LEAST_REPLICATES: Final = 39


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
        top = read_table(parse_tree(decoded(content), "toml"), "")
        model = _model(read_table(required(top, "model", "say what is trained: [model]"), "model"))
        game = _game(read_table(top["game"], "game")) if "game" in top else None
        config = TrainingConfig(
            name=read_text(top, "", "name", ""),
            seed=int(read_number(top, "", "seed", 0)),
            agreement=read_number(top, "", "agreement", 0.0),
            data=_data(read_table(required(top, "data", "say what is learnt from: [data]"), "data"), Path(path), data),
            model=model,
            training=read_numbers(FitPart(), read_table(top.get("training", {}), "training"), "training"),
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
    form = read_choice(table, "data", "form", ("persona", "answers", "texts"))
    if ("groups" in table) == ("file" in table):
        raise InputError(
            "either each group has a file or all share one",
            key="data.groups",
            remedy='write [data.groups] with lines such as left = "left.jsonl", or file and label in [data]',
        )
    if "file" in table:
        files: tuple[tuple[str, str], ...] = (("", read_text(table, "data", "file")),)
        label = read_text(table, "data", "label", "group")
    else:
        groups = read_names(table["groups"], "data.groups")
        for group in groups:
            check_name(group, "data.groups")
        files = tuple((group, read_text(groups, "data.groups", group)) for group in groups)
        label = ""
        if "label" in table:
            raise InputError("it belongs to a file that all groups share", key="data.label", remedy="take it away")
    home = path.parent / read_text(table, "data", "folder", ".") if folder is None else Path(folder)
    return DataPart(form, files, label, str(home), read_number(table, "data", "held_out", 0.2))  # type: ignore[arg-type]


def _model(table: Mapping[str, Any]) -> ModelPart:
    method = read_choice(table, "model", "method", ("full", "lora", "scratch"))
    base, revision = read_text(table, "model", "base", ""), read_text(table, "model", "revision", "")
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
    model = read_numbers(ModelPart(method, base, revision), table, "model")  # type: ignore[arg-type]
    if model.width % model.heads:
        raise InputError(f"{model.width} is no multiple of the {model.heads} heads", key="model.width")
    return model


def _game(table: Mapping[str, Any]) -> GamePart:
    written = GamePart()
    texts = {
        key: str(table[key]) if isinstance(table.get(key), int | Decimal) else read_text(table, "game", key, default)
        for key in ("attractiveness", "consistency", "diversity", "floor")
        for default in [getattr(written, key)]
    }
    replicates = int(read_number(table, "game", "replicates", written.replicates))
    if 0 < replicates < _LEAST_REPLICATES:
        raise InputError(
            f"{replicates} are too few for bands of 95 %",
            key="game.replicates",
            remedy=f"write {_LEAST_REPLICATES} or more, or 0 for none",
        )
    audience = read_names(table["audience"], "game.audience") if "audience" in table else {}
    return GamePart(
        agents=int(read_number(table, "game", "agents", written.agents)),
        form=read_choice(table, "game", "form", ("similarity", "distance"), written.form),
        replicates=replicates,
        audience=tuple((group, read_number(audience, "game.audience", group)) for group in audience),
        **texts,
    )
