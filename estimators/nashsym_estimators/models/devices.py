"""Where a model runs, and in which precision."""

from __future__ import annotations

from typing import Any, Final

from nashsym.errors import InputError

__all__ = ["DTYPES", "free_memory", "is_out_of_memory", "resolve_device", "resolve_dtype"]

#: By the names that users write; "auto" besides.
DTYPES: Final = {"fp32": "float32", "bf16": "bfloat16", "fp16": "float16"}


def resolve_device(device: str) -> Any:
    """Return the torch device of a name; "auto" is the first of CUDA, MPS and CPU that there is.

    Raises
    ------
    InputError
        For a name that is no device, or a device that this machine does not have.
    """
    import torch

    if device == "auto":
        return torch.device(
            "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
        )
    remedy = "write auto, cpu, cuda, cuda:1 or mps"
    try:
        found = torch.device(device)
    except (RuntimeError, TypeError):
        raise InputError(f"{device!r} is no device", key="device", remedy=remedy) from None
    there = {
        "cpu": True,
        "cuda": torch.cuda.is_available() and (found.index or 0) < torch.cuda.device_count(),
        "mps": torch.backends.mps.is_available(),
    }
    if not there.get(found.type, False):
        raise InputError(f"this machine has no device {device!r}", key="device", remedy=remedy)
    return found


def resolve_dtype(dtype: str, device: Any) -> Any:
    """Return the torch dtype of a name; "auto" is bf16 (else fp16) on CUDA, and fp32 elsewhere.

    Raises
    ------
    InputError
        For any other name.
    """
    import torch

    if dtype == "auto":
        if device.type != "cuda":
            return torch.float32
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if dtype not in DTYPES:
        raise InputError(f"{dtype!r} is no precision", key="dtype", remedy=f"write auto, {', '.join(DTYPES)}")
    return getattr(torch, DTYPES[dtype])


def is_out_of_memory(error: RuntimeError) -> bool:
    """Tell whether torch failed for want of memory: CUDA has a class for it, MPS and the CPU have only words."""
    import torch

    words = str(error).lower()
    return isinstance(error, torch.cuda.OutOfMemoryError) or "out of memory" in words or "can't allocate" in words


def free_memory(device: Any) -> None:
    """Give back what torch keeps of the device's memory."""
    import torch

    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()
