"""Where the model of a group comes from, and the folder that it is read from: safetensors, and no code."""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from nashsym.errors import InputError

__all__ = ["ModelSource", "fingerprint", "resolve_folder"]

Kind = Literal["model", "adapter"]
_CONFIG: Final = {"model": "config.json", "adapter": "adapter_config.json"}
#: Weights that are read by unpickling, which runs whatever code they hold, or by other frameworks.
_REFUSED_WEIGHTS: Final = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".h5", ".msgpack", ".gguf")
#: What a model's answers depend on: weights, configuration, tokenizer.
_CONTENT: Final = (".safetensors", ".json", ".txt", ".model", ".jinja", ".tiktoken")
_HUB_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]*(/[\w.-]+)?", re.ASCII)
_CHUNK: Final = 1 << 22


@dataclass(frozen=True)
class ModelSource:
    """A causal language model: a folder or a model of the hub, with a LoRA adapter on it or without.

    Parameters
    ----------
    model : str
        A local folder, or the id of a model on the hub, ``owner/name``. Groups with the same one share it.
    revision : str, optional
        Branch, tag or commit of the hub's model; pin a commit where others should find the same.
    adapter : str, optional
        A LoRA adapter (PEFT) for that model: a folder or an id likewise.
    adapter_revision : str, optional
    """

    model: str
    revision: str | None = None
    adapter: str | None = None
    adapter_revision: str | None = None

    def __str__(self) -> str:
        named = self.model + (f"@{self.revision}" if self.revision else "")
        if self.adapter is None:
            return named
        return f"{named} + {self.adapter}" + (f"@{self.adapter_revision}" if self.adapter_revision else "")


def resolve_folder(name: str, revision: str | None, kind: Kind) -> Path:
    """Return the local folder of a model or adapter, fetched from the hub where it is none; look only at names in it.

    Only safetensors, configuration and tokenizer files are fetched.

    Raises
    ------
    InputError
        Where there is neither such a folder nor such a model, or its weights are no safetensors.
    """
    folder = Path(name).expanduser()
    if not folder.is_dir():
        if folder.exists():
            raise InputError("is no folder", file=name, remedy=f"name the folder that the {kind} was saved to")
        if name.startswith((".", "~", "/")) or not _HUB_ID.fullmatch(name):
            raise InputError("there is no such folder", file=name, remedy=f"name the folder of a {kind}, or a hub id")
        folder = _fetched(name, revision, kind)
    _check_content(folder, name, kind)
    return folder


def _fetched(name: str, revision: str | None, kind: Kind) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    if not sys.stderr.isatty():
        disable_progress_bars()
    try:
        found = snapshot_download(
            name,
            revision=revision,
            allow_patterns=[f"*{suffix}" for suffix in _CONTENT],
            ignore_patterns=["*/*", "consolidated*"],
        )
    except Exception as error:  # noqa: BLE001  # the hub's client and whatever it sends through raise their own kinds
        raise InputError(
            f"there is no such folder, and the hub gave no such {kind}: {one_line(error)}",
            file=name,
            remedy="name a local folder, or check the id, the revision, the network and your access",
        ) from None
    return Path(found)


def one_line(error: BaseException) -> str:
    """Return what an error of another library says, on one line of reasonable length."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 240 else f"{text[:240]}…"


def _check_content(folder: Path, name: str, kind: Kind) -> None:
    names = {path.name for path in folder.iterdir()}
    if kind == "model" and _CONFIG["adapter"] in names:
        raise InputError(
            "holds an adapter", file=name, remedy="name its base as the model, and this folder as the adapter"
        )
    if _CONFIG[kind] not in names:
        raise InputError(f"has no {_CONFIG[kind]}", file=name, remedy=f"name the folder that the {kind} was saved to")
    if any(entry.endswith(".safetensors") for entry in names):
        return
    refused = sorted(entry for entry in names if entry.endswith(_REFUSED_WEIGHTS))
    if refused:
        raise InputError(
            f"its weights, {refused[0]}, are no safetensors, and reading them could run code",
            file=name,
            remedy=f"save the {kind} as safetensors where you trust it",
        )
    raise InputError("has no weights", file=name, remedy="give a folder with .safetensors files")


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 of the names and contents of all files that a model's answers depend on."""
    total = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in _CONTENT and path.is_file():
            one = hashlib.sha256()
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    one.update(chunk)
            total.update(f"{path.name}\n{one.hexdigest()}\n".encode())
    return total.hexdigest()
