"""LoRA adapters on one base: which can share it, and loading them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from nashsym.errors import InputError
from nashsym_estimators.models.source import one_line

__all__ = ["add_adapter", "check_adapter"]

#: What a plain LoRA adapter says, and is handed on; what else stands in a file says how it was trained.
_PLAIN: Final = (
    "r",
    "target_modules",
    "exclude_modules",
    "lora_alpha",
    "fan_in_fan_out",
    "use_rslora",
    "modules_to_save",
    "layers_to_transform",
    "layers_pattern",
    "rank_pattern",
    "alpha_pattern",
    "use_dora",
    "lora_bias",
)
#: What changes the base itself, which the other groups share, or more than its weights.
_REFUSED: Final = (
    "layer_replication",
    "megatron_config",
    "alora_invocation_tokens",
    "trainable_token_indices",
    "target_parameters",
    "use_qalora",
    "use_bdlora",
    "arrow_config",
    "kasa_config",
    "monteclora_config",
    "velora_config",
)
#: These begin by taking something from the base's weights.
_REFUSED_STARTS: Final = ("pissa", "olora", "corda", "loftq", "lora_ga")


def check_adapter(folder: Path, name: str) -> dict[str, Any]:
    """Return what the adapter in a folder says of itself, where it is a LoRA that leaves the base as it is.

    Raises
    ------
    InputError
        For another kind of adapter, or one that would change the base that all groups share.
    """
    try:
        config = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        raise InputError(f"adapter_config.json can't be read: {one_line(error)}", file=name) from None
    if not isinstance(config, dict) or config.get("peft_type") != "LORA":
        kind = config.get("peft_type") if isinstance(config, dict) else None
        raise InputError(f"is an adapter of type {kind!r}", file=name, remedy="give a LoRA adapter")
    told = next((key for key in _REFUSED if config.get(key)), None)
    if config.get("bias", "none") != "none":
        told = "bias"
    start = config.get("init_lora_weights", True)
    if isinstance(start, str) and start.lower().startswith(_REFUSED_STARTS):
        told = "init_lora_weights"
    if told is not None:
        raise InputError(
            f"{told} = {config[told]!r} changes the model below, which other groups share",
            file=name,
            remedy="convert it to a plain LoRA adapter, or merge it and name the merged model",
        )
    return {key: config[key] for key in _PLAIN if config.get(key) is not None}


def add_adapter(wrapped: Any, base: Any, folder: Path, name: str, adapter: str) -> Any:
    """Load the adapter of a folder into a base under the name `adapter`, and return the PEFT model around both.

    Parameters
    ----------
    wrapped : PeftModel or None
        The base with the adapters before this one; None where it is the first.
    base : transformers model

    Raises
    ------
    InputError
        Where the adapter does not fit the base, or not all of its weights are there.
    """
    from peft import LoraConfig, PeftModelForCausalLM
    from safetensors import SafetensorError

    config = LoraConfig(**check_adapter(folder, name), task_type="CAUSAL_LM", inference_mode=True)
    try:
        if wrapped is None:
            wrapped = PeftModelForCausalLM(base, config, adapter_name=adapter, autocast_adapter_dtype=False)
        else:
            wrapped.add_adapter(adapter, config, autocast_adapter_dtype=False)
        loaded = wrapped.load_adapter(str(folder), adapter, torch_device=str(base.device), autocast_adapter_dtype=False)
    except SafetensorError as error:
        raise InputError(
            f"its weights can't be read: {one_line(error)}", file=name, remedy="save the adapter anew, as safetensors"
        ) from None
    except (ValueError, RuntimeError, TypeError, KeyError, OSError) as error:
        raise InputError(
            f"does not fit its model: {one_line(error)}", file=name, remedy="name the model that it was trained on"
        ) from None
    odd = [key for key in loaded.missing_keys if f".{adapter}." in key] + list(loaded.unexpected_keys)
    if odd:
        raise InputError(
            f"does not fit its model: {len(odd)} of its weights are missing or have no place, {odd[0]} first",
            file=name,
            remedy="name the model that it was trained on",
        )
    return wrapped
