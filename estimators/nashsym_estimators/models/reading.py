"""Reading a model and its tokenizer from a folder: whole, and as what it should be, or an error in our own words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nashsym.errors import InputError
from nashsym_estimators.models.quiet import quiet
from nashsym_estimators.models.source import one_line

__all__ = ["read_causal", "read_encoder", "read_tokenizer"]


def read_causal(folder: Path, name: str, device: Any, dtype: Any) -> Any:
    """Return the causal language model of a folder, in evaluation mode on the device.

    Raises
    ------
    InputError
        Where it can't be read, is not complete, or looks at the words to come.
    """
    from transformers import AutoModelForCausalLM

    what = "causal language model"
    model = _read(AutoModelForCausalLM, what, folder, name, dtype, ())
    try:
        with quiet():
            model = model.to(device).eval()
            looks_ahead = _looks_ahead(model)
    except RuntimeError as error:
        raise InputError(f"does not run: {one_line(error)}", file=name, remedy="choose another --device") from None
    if looks_ahead:
        raise InputError(
            f"a {type(model).__name__} looks at the words to come: it is no {what}",
            file=name,
            remedy="give a model that was trained to continue texts",
        )
    return model


def read_encoder(folder: Path, name: str, device: Any, dtype: Any) -> Any:
    """Return the encoder of a folder, in evaluation mode on the device; a pooler that is missing is not missed.

    Raises
    ------
    InputError
        Where it can't be read, or is not complete.
    """
    from transformers import AutoModel

    model = _read(AutoModel, "text encoder", folder, name, dtype, ("pooler.",))
    try:
        return model.to(device).eval()
    except RuntimeError as error:
        raise InputError(f"does not run: {one_line(error)}", file=name, remedy="choose another --device") from None


def _read(auto: Any, what: str, folder: Path, name: str, dtype: Any, unneeded: tuple[str, ...]) -> Any:
    import transformers

    major, minor = (int(part) for part in transformers.__version__.split(".")[:2])
    precision = "dtype" if (major, minor) >= (4, 56) else "torch_dtype"
    try:
        with quiet():
            model, told = auto.from_pretrained(
                str(folder),
                use_safetensors=True,
                local_files_only=True,
                trust_remote_code=False,
                output_loading_info=True,
                ignore_mismatched_sizes=True,
                **{precision: dtype},
            )
    except Exception as error:  # noqa: BLE001  # a broken file raises whatever its reader does
        raise InputError(
            f"can't be read as a {what}: {one_line(error)}",
            file=name,
            remedy="give a model that transformers knows by itself; code that comes with a model is never run",
        ) from None
    missing = sorted(told["missing_keys"]) + sorted(str(entry[0]) for entry in told["mismatched_keys"])
    missing = [key for key in missing if not key.startswith(unneeded)]
    if missing:
        raise InputError(
            f"is no complete {what}: {len(missing)} of its weights are missing or of another shape, {missing[0]} first",
            file=name,
            remedy="give the folder of such a model, saved whole",
        )
    return model


def _looks_ahead(model: Any) -> bool:
    """Tell whether what a model says at a place changes with the token after it."""
    import torch

    with torch.inference_mode():
        first, other = model(input_ids=torch.tensor([[1, 2], [1, 3]], device=model.device)).logits[:, 0].float()
    return bool((first - other).abs().max() > 1e-3 * first.abs().max())


def read_tokenizer(folder: Path, name: str) -> Any:
    """Return the tokenizer of a folder.

    Raises
    ------
    InputError
        Where there is none that can be read without running code of its own.
    """
    from transformers import AutoTokenizer

    try:
        with quiet():
            tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)
            if not tokenizer("word", add_special_tokens=False)["input_ids"]:  # made up where there are no files
                raise ValueError("it has no words")
    except Exception as error:  # noqa: BLE001  # as above
        raise InputError(
            f"has no tokenizer that can be read: {one_line(error)}",
            file=name,
            remedy="save the tokenizer into the same folder",
        ) from None
    return tokenizer
