"""One causal language model per group: every base loaded once, when it is first needed, its adapters beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.models.adapters import add_adapter, check_adapter
from nashsym_estimators.models.devices import free_memory, resolve_device, resolve_dtype
from nashsym_estimators.models.quiet import quiet
from nashsym_estimators.models.reading import read_causal, read_tokenizer
from nashsym_estimators.models.source import ModelSource, fingerprint, resolve_folder

__all__ = ["GroupModels", "load_group_models"]

#: Provenance lists the models up to so many characters, then the hash of the list.
_LONGEST_LIST: Final = 5_000


@dataclass
class _Base:
    """A base in memory, and the adapters that were loaded into it, by folder."""

    model: Any
    wrapped: Any = None
    adapters: dict[Path, str] = field(default_factory=dict)


class GroupModels:
    """The language models that stand for the groups; made by `load_group_models`.

    Attributes
    ----------
    groups : tuple of str
    sources : dict of str to ModelSource
    device : torch.device
    dtype : torch.dtype
    """

    def __init__(
        self,
        sources: Mapping[str, ModelSource],
        folders: Mapping[str, tuple[Path, Path | None]],
        device: Any,
        dtype: Any,
    ) -> None:
        self.groups = tuple(sources)
        self.sources = dict(sources)
        self.device, self.dtype = device, dtype
        self._folders = dict(folders)
        self._bases: dict[Path, _Base] = {}
        self._tokenizers: dict[Path, Any] = {}
        self._fingerprints: dict[Path, str] = {}

    def __repr__(self) -> str:
        return f"GroupModels({', '.join(map(repr, self.groups))}; {self.device}, {str(self.dtype).split('.')[-1]})"

    def model(self, group: str) -> Any:
        """Return the transformers model of a group, in evaluation mode on the device, with its adapter switched on.

        Groups with one base share it: what is returned is the group's until another group's is asked for.

        Raises
        ------
        InputError
            Where its files can't be read as a causal language model.
        """
        folder, adapter = self._folders[group]
        if folder not in self._bases:
            self._bases[folder] = _Base(read_causal(folder, self.sources[group].model, self.device, self.dtype))
        base = self._bases[folder]
        if adapter is not None:
            if adapter not in base.adapters:
                name = f"adapter_{len(base.adapters)}"
                with quiet():
                    base.wrapped = add_adapter(
                        base.wrapped, base.model, adapter, str(self.sources[group].adapter), name
                    )
                base.adapters[adapter] = name
            base.wrapped.base_model.enable_adapter_layers()
            base.wrapped.set_adapter(base.adapters[adapter])
        elif base.wrapped is not None:
            base.wrapped.base_model.disable_adapter_layers()
        return base.model.eval()

    def tokenizer(self, group: str) -> Any:
        """Return the tokenizer of a group's base.

        Raises
        ------
        InputError
            Where there is none that can be read without running code of its own.
        """
        folder = self._folders[group][0]
        if folder not in self._tokenizers:
            self._tokenizers[folder] = read_tokenizer(folder, self.sources[group].model)
        return self._tokenizers[folder]

    def fingerprint(self, group: str) -> str:
        """Return the SHA-256 of everything that a group's answers depend on: base, tokenizer, adapter."""
        parts = [folder for folder in self._folders[group] if folder is not None]
        for folder in parts:
            if folder not in self._fingerprints:
                self._fingerprints[folder] = fingerprint(folder)
        together = "\n".join(self._fingerprints[folder] for folder in parts)
        return hashlib.sha256(together.encode()).hexdigest()

    def provenance(self) -> tuple[tuple[str, str], ...]:
        """Return what the model of each group is, with its fingerprint, and where they run; a few short texts."""
        named = [f"{shown(group)}: {self.sources[group]}, sha256 {self.fingerprint(group)}" for group in self.groups]
        listed = "; ".join(named)
        if len(listed) > _LONGEST_LIST:
            listed = f"{len(named)} models, sha256 {hashlib.sha256(listed.encode()).hexdigest()} of the list of theirs"
        where = (("device", self.device.type), ("dtype", str(self.dtype).split(".")[-1]))
        return (("models", listed if listed.isprintable() else ascii(listed)), *where)

    def one_base_at_a_time(self, *, release: bool) -> Iterator[str]:
        """Yield the groups, those on one base together; after them let go of the base where `release` asks for it."""
        bases = list(dict.fromkeys(folder for folder, _ in self._folders.values()))
        for base in bases:
            yield from (group for group in self.groups if self._folders[group][0] == base)
            if release and self._bases.pop(base, None) is not None:
                free_memory(self.device)


def load_group_models(sources: Mapping[str, ModelSource], *, device: str = "auto", dtype: str = "auto") -> GroupModels:
    """Find the models of the groups; each base is loaded once, when the first group on it is asked for.

    Parameters
    ----------
    sources : mapping of str to ModelSource
        By group, in the order of the groups.
    device : str
        "auto" is the first of CUDA, MPS and CPU that there is.
    dtype : {"auto", "fp32", "bf16", "fp16"}
        "auto" is bf16 (else fp16) on CUDA, and fp32 elsewhere.

    Returns
    -------
    GroupModels

    Raises
    ------
    InputError
        Where a folder or hub model is missing, or its weights are no safetensors, for an adapter that is no plain LoRA,
        or a device that this machine does not have.

    Notes
    -----
    Weights are read from safetensors only, and no code that comes with a model is run.
    """
    if not sources:
        raise InputError("there is no group", key="groups", remedy="name a model per group")
    found_device = resolve_device(device)
    found_dtype = resolve_dtype(dtype, found_device)
    folders: dict[str, tuple[Path, Path | None]] = {}
    for group, source in sources.items():
        try:
            folder = resolve_folder(source.model, source.revision, "model").resolve()
            adapter = None
            if source.adapter is not None:
                adapter = resolve_folder(source.adapter, source.adapter_revision, "adapter").resolve()
                check_adapter(adapter, source.adapter)
        except InputError as error:
            raise error.located(key=f"group {group!r}") from None
        folders[group] = folder, adapter
    return GroupModels(sources, folders, found_device, found_dtype)
