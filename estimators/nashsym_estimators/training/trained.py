"""One model per group: trained one after the other, each whole or not at all, and never twice."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from nashsym.errors import InputError
from nashsym.files import write_text
from nashsym_estimators.models.devices import free_memory, resolve_device, resolve_dtype
from nashsym_estimators.models.source import ModelSource, fingerprint, one_line
from nashsym_estimators.training.checking import check_game
from nashsym_estimators.training.config import TrainingConfig
from nashsym_estimators.training.encoding import encode
from nashsym_estimators.training.examples import read_groups
from nashsym_estimators.training.fitting import Fit, fit
from nashsym_estimators.training.foundation import Foundation, lay_foundation
from nashsym_estimators.training.split import Split, split

__all__ = ["PACKAGES", "Trained", "folder_name", "train"]

#: What stands in a group's folder once its model is whole.
MARK: Final = "training.json"
PACKAGES: Final = ("nashsym", "nashsym-estimators", "torch", "transformers", "tokenizers", "peft")
_LONGEST_NAME: Final = 200
#: What else stands in the folder of the models.
_TAKEN: Final = ("manifest.json", "game.toml", "game.replicates.npz", "report")


@dataclass(frozen=True)
class Trained:
    """The models of all groups.

    Parameters
    ----------
    config : TrainingConfig
    folder : Path
    splits : tuple of Split
        In the order of the groups.
    sources : mapping of str to ModelSource
        Where each group's model is.
    marks : mapping of str to mapping
        What is written beside each model: how it came about.
    """

    config: TrainingConfig
    folder: Path
    splits: tuple[Split, ...]
    sources: Mapping[str, ModelSource]
    marks: Mapping[str, Mapping[str, Any]]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, in the order of the configuration."""
        return tuple(part.group for part in self.splits)


def train(
    config: TrainingConfig,
    folder: Path,
    *,
    device: str = "auto",
    dtype: str = "auto",
    tell: Callable[[str, Fit | None], None] = lambda _group, _fit: None,
) -> Trained:
    """Train a model per group into a folder of its own; what stands there whole is left as it is.

    Parameters
    ----------
    config : TrainingConfig
    folder : Path
        Made where it is missing.
    device, dtype : str
        As for `nashsym_estimators.models.load_group_models`.
    tell : callable
        Told of each group that is done, and of its fit: None where it was there already.

    Raises
    ------
    InputError
        For data or a base that can't be read, a game that could not be made of them, and a folder that holds another
        training's models.

    Notes
    -----
    A group's model is written beside its place and renamed: whoever is killed leaves nothing that looks finished. One
    run at a time has a folder to itself.
    """
    splits = tuple(split(data, config.data.held_out, config.seed) for data in read_groups(config))
    check_game(config, splits)
    place = resolve_device(device)
    precision = resolve_dtype(dtype, place)
    folders = {part.group: folder / folder_name(part.group) for part in splits}
    recipes = _recipes(config, splits, str(precision).rpartition(".")[2])
    marks = {group: _read_mark(home, recipes[group]) for group, home in folders.items() if home.exists()}
    _make(folder)
    foundation = lay_foundation(config, [one for part in splits for one in part.trained], device, dtype)
    for part in splits:
        if part.group in marks:
            tell(part.group, None)
            continue
        done = _train_one(part, foundation, config, folders[part.group], recipes[part.group], place, precision)
        free_memory(place)
        marks[part.group] = _read_mark(folders[part.group], recipes[part.group])
        tell(part.group, done)
    sources = {group: foundation.source(home) for group, home in folders.items()}
    return Trained(config, folder, splits, sources, marks)


def folder_name(group: str) -> str:
    """Return the name of a group's folder: its own, with all that a file system could take amiss as ``%XX``.

    Raises
    ------
    InputError
        Where that gets too long.
    """
    name = quote(group, safe=" ,()+").replace("~", "%7E")
    if name.startswith(".") or name.lower() in _TAKEN:
        name = f"%{ord(name[0]):02X}{name[1:]}"
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise InputError(
            f"{group[:40]!r} can't be the name of a folder", key="data.groups", remedy="write another name"
        )
    return name


def _train_one(
    part: Split, foundation: Foundation, config: TrainingConfig, home: Path, recipe: str, device: Any, dtype: Any
) -> Fit:
    from safetensors import SafetensorError

    tokenizer = foundation.tokenizer
    pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id
    model = foundation.begin(config.seed)
    done = fit(
        model,
        encode(part.trained, tokenizer, config.training.longest),
        config.training,
        seed=config.seed,
        pad=pad,
        device=device,
        dtype=dtype,
        group=part.group,
    )
    numbers = {key: value for key, value in asdict(done).items() if key != "seconds"}
    mark = {
        "format": 1,
        "group": part.group,
        "recipe": recipe,
        "fit": numbers,
        "device": device.type,
        "versions": {package: version(package) for package in PACKAGES},
    }
    beside = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=home.parent))
    try:
        beside.chmod(0o755)
        foundation.save(model.to(dtype) if config.model.method == "full" else model, beside)
        write_text(beside / MARK, json.dumps(mark, indent=1, ensure_ascii=False) + "\n")
        beside.rename(home)
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or one_line(error)
        raise InputError(f"can't be written: {reason}", file=str(home), remedy="choose another folder") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return done


#: What a run that was killed may leave behind begins with this, and is taken away by the next one.
_PARTIAL: Final = ".unfinished."


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"can't be made: {error.strerror}", file=str(folder), remedy="choose a folder that you can write to"
        ) from None
    for left in folder.glob(f"{_PARTIAL}*"):
        shutil.rmtree(left, ignore_errors=True)


def _recipes(config: TrainingConfig, splits: Sequence[Split], precision: str) -> dict[str, str]:
    """Return for each group the SHA-256 of all that decides what its model learns."""
    base = Path(config.model.base)
    recipe = config.recipe() | {
        "precision": precision,
        "base": fingerprint(base) if config.model.base and base.is_dir() else "",
    }
    digests = {part.group: part.data.digest for part in splits}
    shared = digests if config.model.method == "scratch" else {}  # a tokenizer is learnt from all groups' texts
    return {
        group: hashlib.sha256(
            json.dumps([group, recipe, digest, shared], sort_keys=True, ensure_ascii=True).encode()
        ).hexdigest()
        for group, digest in digests.items()
    }


def _read_mark(home: Path, recipe: str) -> Mapping[str, Any]:
    """Return what stands beside a group's model, which must be of the same recipe."""
    remedy = "choose another folder, or take this one away"
    try:
        mark = json.loads((home / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise InputError("is not a model that was trained here", file=str(home), remedy=remedy) from None
    if not isinstance(mark, dict) or mark.get("recipe") != recipe:
        raise InputError("was trained from other data or by another configuration", file=str(home), remedy=remedy)
    return mark
