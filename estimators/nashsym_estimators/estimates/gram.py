"""The one matrix product that an estimate contains, on the CPU or on another device, and what it may round."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError

__all__ = ["UNIT_ROUNDOFF", "gram", "rounding_factor"]

UNIT_ROUNDOFF: Final = {"float64": 2.0**-53, "float32": 2.0**-24}


def gram(factor: NDArray[np.float64], device: str | None = None, dtype: str = "float64") -> NDArray[np.float64]:
    """Return ``F Fᵀ`` for F of shape (…, D, K), symmetric bit by bit.

    Parameters
    ----------
    factor : array, shape (…, D, K)
    device : str, optional
        Where torch multiplies ("cpu", "cuda"); NumPy does unless given.
    dtype : {"float64", "float32"}
        What is multiplied and added in.

    Raises
    ------
    InputError
        For a device that torch does not have, or another dtype.
    """
    if dtype not in UNIT_ROUNDOFF:
        raise InputError(f"unknown dtype {dtype!r}", key="dtype", remedy="write float64 or float32")
    if device is not None:
        return _on_device(factor, device, dtype)
    left = factor if dtype == "float64" else factor.astype(np.float32)
    # Of a matrix and its own transpose NumPy lets BLAS compute one triangle, and copies it into the other.
    product: NDArray[np.float64] = (left @ np.swapaxes(left, -1, -2)).astype(np.float64, copy=False)
    return product


def _on_device(factor: NDArray[np.float64], device: str, dtype: str) -> NDArray[np.float64]:
    torch: Any = import_module("torch")
    try:
        there = torch.as_tensor(factor).to(device=device, dtype=getattr(torch, dtype))
        product = (there @ there.transpose(-1, -2)).double().cpu().numpy()
    except (RuntimeError, AssertionError) as error:
        reason = str(error).splitlines()[0][:120]
        raise InputError(f"torch can't multiply there: {reason}", key="device", remedy="write cpu, or cuda") from None
    mean: NDArray[np.float64] = (product + np.swapaxes(product, -1, -2)) / 2
    return mean


def rounding_factor(terms: int, dtype: str = "float64") -> float:
    r"""Return γ with ``|computed − exact| ≤ γ |F||F|ᵀ`` entry by entry, for sums of so many products in any order.

    Notes
    -----
    ``γ = nu/(1 − nu)`` with u the unit roundoff (Higham, Accuracy and Stability of Numerical Algorithms, 3.1) and n the
    number of terms, and 16 more: converting F, the weights in it, and the division by the weight of what is shared.
    It does not hold for products in TF32, which torch leaves off unless told.
    """
    reach = (terms + 16) * UNIT_ROUNDOFF[dtype]
    return reach / (1 - reach) if reach < 1 else float("inf")
