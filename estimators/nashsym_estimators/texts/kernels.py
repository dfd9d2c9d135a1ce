"""Positive-definite kernels of unit vectors, as functions of their cosine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError

__all__ = ["KERNELS", "Kernel"]

KERNELS: Final = ("cosine", "gaussian")


@dataclass(frozen=True)
class Kernel:
    """How alike two texts are; 1 for a text and itself.

    Parameters
    ----------
    name : {"cosine", "gaussian"}
        k(u, v) = uᵀv, the linear kernel of unit vectors, from −1 to 1; or exp(−‖u − v‖²/(2h²)) = exp((uᵀv − 1)/h²).
        Neither is clipped: a cosine cut off at 0 is no longer positive definite.
    bandwidth : float
        h > 0, for the Gaussian kernel.

    Raises
    ------
    InputError
        For another name, or a bandwidth that is not positive.
    """

    name: str = "cosine"
    bandwidth: float = 1.0

    def __post_init__(self) -> None:
        if self.name not in KERNELS:
            raise InputError(f"{self.name!r} is no kernel", key="kernel", remedy=f"write {' or '.join(KERNELS)}")
        if not 0 < self.bandwidth < float("inf"):
            raise InputError(f"{self.bandwidth} is no bandwidth", key="bandwidth", remedy="write a number above 0")

    def __str__(self) -> str:
        return self.name if self.name == "cosine" else f"{self.name}, bandwidth {self.bandwidth:g}"

    def gram(self, vectors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return k(u_i, u_j) of unit vectors, shape (n, dimension) to (n, n), symmetric, with a diagonal of ones."""
        cosines: NDArray[Any] = vectors @ vectors.T
        cosines = (cosines + cosines.T) / 2
        np.fill_diagonal(cosines, 1.0)
        return cosines if self.name == "cosine" else np.exp((cosines - 1) / self.bandwidth**2)
