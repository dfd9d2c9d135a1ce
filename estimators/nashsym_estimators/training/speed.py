"""What training and asking cost: prompts per second, the GPU's memory, and the share of its peak."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["PEAKS", "Meter", "Speed", "forward_flops", "known_peak", "training_flops"]

#: Dense matrix products in 16 bits, in 10¹² operations a second, by a part of the name that CUDA gives the device; from
#: NVIDIA's data sheets. The first that fits counts.
PEAKS: Final = (
    ("B200", 2250.0),
    ("H200", 989.0),
    ("H100 PCIe", 756.0),
    ("H100", 989.0),
    ("A100", 312.0),
    ("L40S", 362.0),
    ("L4", 121.0),
    ("V100", 125.0),
    ("T4", 65.0),
    ("RTX 4090", 165.0),
    ("RTX 3090", 71.0),
)


def forward_flops(parameters: int, tokens: int) -> float:
    """Return 2·P·T: one multiplication and one addition per parameter and token, attention over the past left out."""
    return 2.0 * parameters * tokens


def training_flops(parameters: int, learnt: int, tokens: int) -> float:
    """Return 2·T·(2P + L): forwards and backwards through all P parameters, and the gradient of the L that are learnt.

    Where all are, that is the customary 6·P·T (Kaplan et al. 2020, arXiv:2001.08361).
    """
    return 2.0 * tokens * (2 * parameters + learnt)


def known_peak(device_name: str) -> float | None:
    """Return the operations a second that a GPU of this name has at most, in 16 bits; None where that is not known."""
    return next((peak * 1e12 for part, peak in PEAKS if part in device_name), None)


@dataclass(frozen=True)
class Speed:
    """What some work on prompts cost.

    Parameters
    ----------
    prompts : int
    seconds : float
    flops : float
        Operations by the count of `forward_flops` or `training_flops`: what was necessary, padding not counted.
    memory : int or None
        Most bytes of the GPU that were in use at once; None on other devices.
    peak : float or None
        Operations a second of the GPU at most.
    """

    prompts: int
    seconds: float
    flops: float
    memory: int | None = None
    peak: float | None = None

    @property
    def share(self) -> float | None:
        """The share of the peak that was reached, ``flops / seconds / peak``."""
        return None if self.peak is None else self.flops / self.seconds / self.peak

    def __str__(self) -> str:
        said = f"{self.prompts / self.seconds:,.0f} prompts per second"
        if self.memory is None:
            return said
        said += f", {self.memory / 2**30:.2f} GiB of GPU memory"
        if self.share is None:
            return f"{said}, a GPU of unknown peak (name it by --peak)"
        return f"{said}, {self.share:.2%} of the peak of {(self.peak or 0) / 1e12:,.0f} TFLOP/s"


class Meter:
    """Measures from when it is made.

    Parameters
    ----------
    device : torch.device
    peak : float, optional
        Operations a second in place of what is known of the device.
    """

    def __init__(self, device: Any, peak: float | None = None) -> None:
        self._device, self._peak = device, peak
        if device.type == "cuda":
            import torch

            torch.cuda.reset_peak_memory_stats(device)
            self._peak = peak if peak is not None else known_peak(torch.cuda.get_device_name(device))
        self._started = time.perf_counter()

    def read(self, prompts: int, flops: float, seconds: float | None = None) -> Speed:
        """Return what was measured, over the given seconds where only a part of the time counts."""
        memory = None
        if self._device.type == "cuda":
            import torch

            torch.cuda.synchronize(self._device)
            memory = int(torch.cuda.max_memory_allocated(self._device))
        elapsed = time.perf_counter() - self._started if seconds is None else seconds
        return Speed(prompts, elapsed, flops, memory, self._peak)
