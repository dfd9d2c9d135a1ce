"""Sentence embeddings by any transformers encoder: the mean over the tokens of a text, as unit vectors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym_estimators.models.batches import in_batches
from nashsym_estimators.models.devices import resolve_device, resolve_dtype
from nashsym_estimators.models.progress import progress_bar
from nashsym_estimators.models.quiet import quiet
from nashsym_estimators.models.reading import read_encoder, read_tokenizer
from nashsym_estimators.models.source import fingerprint, resolve_folder
from nashsym_estimators.responses.source import shown_path

__all__ = ["Encoder", "load_encoder"]

#: Tokenizers that know no limit say that it is about 1e30.
_NO_LIMIT: Final = 1_000_000


class Encoder:
    """Turns texts into unit vectors; made by `load_encoder`.

    Attributes
    ----------
    name : str
        What the user called it.
    longest : int
        Tokens that are read of a text; what comes after them is cut off.
    """

    def __init__(self, name: str, folder: Path, device: Any, dtype: Any) -> None:
        self.name = name
        self._folder, self._device, self._dtype = folder, device, dtype
        self._tokenizer = read_tokenizer(folder, name)
        self._model = read_encoder(folder, name, device, dtype)
        self.longest = _longest(folder, self._tokenizer, self._model)

    def embed(self, texts: Sequence[str], batch_size: int = 64) -> tuple[NDArray[np.float64], int]:
        """Return a unit vector per text, shape (n, dimension), and how many texts were cut off.

        The vector of a text is the mean of the last layer over its tokens, those that the tokenizer adds included,
        divided by its length. A text that occurs several times is read once.

        Parameters
        ----------
        texts : sequence of str
        batch_size : int
            How many are read at once; texts of like length go together. Halved where memory runs out.

        Raises
        ------
        InputError
            For a text without a token, or a vector that is no number.
        """
        different = list(dict.fromkeys(texts))
        with quiet():
            tokens: list[list[int]] = self._tokenizer(different)["input_ids"]
        cut = [len(ids) > self.longest for ids in tokens]
        if any(cut):
            with quiet():
                tokens = self._tokenizer(different, truncation=True, max_length=self.longest)["input_ids"]
        silent = next((text for text, ids in zip(different, tokens, strict=True) if not ids), None)
        if silent is not None:
            raise InputError(f"the text {silent!r} has no token", file=self.name, remedy="leave it out")
        vectors: dict[str, NDArray[np.float64]] = {}
        with progress_bar("embedding", len(different), "text") as bar:
            for batch in in_batches(self._read, tokens, length=len, batch_size=batch_size, device=self._device):
                vectors |= {different[place]: vector for place, vector in batch}
                bar.update(len(batch))
        were_cut = {text for text, was in zip(different, cut, strict=True) if was}
        return np.stack([vectors[text] for text in texts]), sum(text in were_cut for text in texts)

    def provenance(self) -> tuple[tuple[str, str], ...]:
        """Return what the encoder is, with the SHA-256 of its files, and where it ran."""
        return (
            ("encoder", f"{shown_path(self.name)}, sha256 {fingerprint(self._folder)}"),
            ("encoder device", self._device.type),
            ("encoder dtype", str(self._dtype).split(".")[-1]),
        )

    def _read(self, batch: list[list[int]]) -> list[NDArray[np.float64]]:
        import torch

        width = max(map(len, batch))
        ids = torch.tensor([[*one, *[0] * (width - len(one))] for one in batch], device=self._device)
        lengths = torch.tensor([len(one) for one in batch], device=self._device)
        mask = (torch.arange(width, device=self._device) < lengths[:, None]).long()
        with torch.inference_mode(), quiet():
            states = self._model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
            means = (states * mask[:, :, None]).sum(dim=1) / lengths[:, None]
        found = means.cpu().numpy().astype(np.float64)
        norms = np.linalg.norm(found, axis=1, keepdims=True)
        if not (np.isfinite(norms).all() and (norms > 0).all()):
            raise InputError("an embedding is no number, or zero", file=self.name, remedy="try --dtype fp32")
        return list(found / norms)


def load_encoder(name: str, *, device: str = "auto", dtype: str = "auto") -> Encoder:
    """Load an encoder from a local folder, or from the hub by its id.

    Parameters
    ----------
    name : str
    device, dtype : str
        As in `nashsym_estimators.models.loading.load_group_models`.

    Raises
    ------
    InputError
        Where there is no such folder, or no encoder in safetensors in it.
    """
    found = resolve_device(device)
    return Encoder(name, resolve_folder(name, None, "model").resolve(), found, resolve_dtype(dtype, found))


def _longest(folder: Path, tokenizer: Any, model: Any) -> int:
    """Return how many tokens an encoder reads: the least that its sentence settings, tokenizer and layers allow."""
    limits = [tokenizer.model_max_length, getattr(model.config, "max_position_embeddings", None)]
    settings = folder / "sentence_bert_config.json"
    if settings.is_file():
        try:
            limits.append(json.loads(settings.read_text(encoding="utf-8"))["max_seq_length"])
        except (ValueError, KeyError, TypeError):
            limits.append(None)
    return min((limit for limit in limits if isinstance(limit, int) and 0 < limit < _NO_LIMIT), default=_NO_LIMIT)
