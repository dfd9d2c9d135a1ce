"""What is estimated how from texts, and the matrices that means of the kernel make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym_estimators.estimates.method import CONCAVE, MISSING, Concave
from nashsym_estimators.estimates.missing import refuse_unshared
from nashsym_estimators.texts.embedded import EmbeddedTexts

__all__ = ["INCONSISTENCY", "PAIRS", "TextMethod"]

PAIRS: Final = ("all", "distinct")
INCONSISTENCY: Final = ("dispersion", "disagreement")


@dataclass(frozen=True)
class TextMethod:
    """A choice of estimators for texts.

    Parameters
    ----------
    pairs : {"all", "distinct"}
        Over which pairs of a group's own responses the kernel is averaged: all, each with itself too (V, ⪰ 0), or
        distinct ones only (U, unbiased).
    inconsistency : {"dispersion", "disagreement"}
        C_dd = 1 − S_dd, or C_de = 1 − S_de.
    missing : {"common", "pairwise"}
    concave : False, "ridge" or "nearest"
        What is done where C or S is not ⪰ 0 on T.

    Raises
    ------
    InputError
        For a name that is unknown.
    """

    pairs: str = "all"
    inconsistency: str = "dispersion"
    missing: str = "common"
    concave: Concave = False

    def __post_init__(self) -> None:
        known = {"pairs": PAIRS, "inconsistency": INCONSISTENCY, "missing": MISSING, "concave": (False, *CONCAVE)}
        for key, names in known.items():
            if getattr(self, key) not in names:
                listed = ", ".join(str(name) for name in names if name)
                raise InputError(f"{getattr(self, key)!r} is unknown", key=key, remedy=f"choose among {listed}")

    @property
    def is_unbiased(self) -> bool:
        """Whether the diagonal of S is over distinct pairs."""
        return self.pairs == "distinct"

    def is_gram(self, texts: EmbeddedTexts) -> bool:
        """Tell whether S is ⪰ 0 by its form: a mean over all pairs, and over the same prompts for all groups."""
        return not self.is_unbiased and bool((texts.counts > 0).all())

    def check(self, texts: EmbeddedTexts) -> None:
        """Refuse single responses where distinct pairs are asked for."""
        if self.is_unbiased and (texts.counts == 1).any():
            group = texts.groups[int(np.argwhere(texts.counts == 1)[0][0])]
            raise InputError(
                f"group {group!r} has one response to some prompt, and distinct pairs take two",
                key="pairs",
                remedy="take all pairs, or sample more responses",
            )

    def matrices(
        self,
        groups: tuple[str, ...],
        alike: NDArray[np.float64],
        own: NDArray[np.float64],
        shared: NDArray[np.float64],
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return C and S from weighted sums over prompts, of one sample or of many.

        Parameters
        ----------
        groups : tuple of str
        alike : array, shape (…, D, D)
            Σ_q v_q times the mean of the kernel over all pairs.
        own : array, shape (…, D)
            Σ_q v_q times its mean over distinct pairs.
        shared : array, shape (…, D, D)
            Σ_q v_q over the prompts that both groups have.

        Raises
        ------
        InputError
            Where two groups share no prompt.
        """
        refuse_unshared(shared, groups, "prompt")
        S = alike / shared
        diagonal = np.arange(S.shape[-1])
        if self.is_unbiased:
            S[..., diagonal, diagonal] = own / shared[..., diagonal, diagonal]
        if self.inconsistency == "disagreement":
            return 1 - S, S
        C = np.zeros_like(S)
        # The mean of a kernel is at most 1: less than 0 is rounding.
        C[..., diagonal, diagonal] = np.maximum(1 - S[..., diagonal, diagonal], 0)
        return C, S

    def to_dict(self, texts: EmbeddedTexts) -> dict[str, str]:
        """Return the choice in words."""
        over = "distinct pairs on the diagonal (U)" if self.is_unbiased else "all pairs (V)"
        return {
            "similarity": f"mean of a kernel over {over}",
            "kernel": str(texts.kernel),
            "inconsistency": self.inconsistency,
            "missing": self.missing,
            "concave": self.concave or "as estimated",
        }
