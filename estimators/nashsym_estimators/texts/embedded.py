"""A table of texts as unit vectors: the kernel between all responses to one prompt, and its means by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.texts import TextTable
from nashsym_estimators.texts.embedding import Encoder
from nashsym_estimators.texts.kernels import Kernel

__all__ = ["EmbeddedTexts", "embed_table", "means_by_group"]


@dataclass(frozen=True, eq=False)
class EmbeddedTexts:
    """What each group says to each prompt, as vectors.

    Parameters
    ----------
    groups : tuple of str, length D
    vectors : tuple of float arrays, one per prompt, shape (Σ_d n[d, q], dimension)
        Unit vectors, those of the first group first.
    counts : integer array, shape (D, Q)
        n, how many responses of group d to prompt q there are.
    kernel : Kernel
    audience : tuple of float, length D, optional
    source : tuple of (str, str)
    notes : tuple of str
    """

    groups: tuple[str, ...]
    vectors: tuple[NDArray[np.float64], ...]
    counts: NDArray[np.int64]
    kernel: Kernel
    audience: tuple[float, ...] | None = None
    source: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def grams(self) -> Iterator[tuple[NDArray[np.float64], NDArray[np.int64]]]:
        """Yield for each prompt the kernel between all responses to it, and how many of them are each group's."""
        for q, vectors in enumerate(self.vectors):
            yield self.kernel.gram(vectors), self.counts[:, q]

    def comparable(self, missing: str) -> EmbeddedTexts:
        """Return what groups are compared over: with "common" only the prompts that all of them responded to.

        A response that is missing is never read as one.

        Parameters
        ----------
        missing : {"common", "pairwise"}
            With "pairwise" each pair of groups is compared over the prompts that both responded to.

        Raises
        ------
        InputError
            Where no prompt is common to all groups.
        """
        lacking = int((self.counts == 0).sum())
        if not lacking:
            return self
        pairs = f"{lacking} of {self.counts.size} pairs of a group and a prompt have no response"
        if missing == "pairwise":
            note = f"{pairs}: each pair of groups is compared over the prompts that both have"
            return replace(self, notes=(*self.notes, note))
        common = np.nonzero((self.counts > 0).all(axis=0))[0]
        if not common.size:
            fewest = self.groups[int((self.counts > 0).sum(axis=1).argmin())]
            raise InputError(
                "no prompt has a response of every group",
                key="prompts",
                remedy=f"take missing=pairwise, or leave groups out ({shown(fewest)} has fewest)",
            )
        note = f"{pairs}: the {common.size} of {self.counts.shape[1]} prompts that all groups have are used"
        chosen = tuple(self.vectors[q] for q in common)
        return replace(self, vectors=chosen, counts=self.counts[:, common], notes=(*self.notes, note))


def embed_table(
    table: TextTable, encoder: Encoder, kernel: Kernel | None = None, *, batch_size: int = 64
) -> EmbeddedTexts:
    """Embed the texts of a table.

    Parameters
    ----------
    table : TextTable
    encoder : Encoder
    kernel : Kernel
        The cosine unless given.
    batch_size : int

    Returns
    -------
    EmbeddedTexts
        Its notes say how many texts were longer than the encoder reads.
    """
    by_prompt = list(zip(*table.texts, strict=True))
    flat = [text for rows in by_prompt for texts in rows for text in texts]
    vectors, cut = encoder.embed(flat, batch_size)
    counts = np.array([[len(texts) for texts in rows] for rows in table.texts], dtype=np.int64)
    ends = np.cumsum(counts.sum(axis=0))[:-1]
    notes = (f"{cut} of {len(flat)} texts are longer than {encoder.longest} tokens: what comes after them was cut off",)
    return EmbeddedTexts(
        table.groups,
        tuple(np.split(vectors, ends)),
        counts,
        Kernel() if kernel is None else kernel,
        table.audience,
        (*table.source, *encoder.provenance()),
        (*table.notes, *(notes if cut else ())),
    )


def means_by_group(
    gram: NDArray[np.float64], sizes: Sequence[int] | NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean of the kernel over all pairs of responses of two groups, and over distinct pairs of each.

    Parameters
    ----------
    gram : array, shape (n, n)
        The kernel between all responses to a prompt, those of the first group first.
    sizes : sequence of int, length D
        How many are each group's.

    Returns
    -------
    alike : array, shape (D, D)
        (1/(n_d n_e)) Σ_ij k(x_i, y_j), 0 where one has no response.
    own : array, shape (D,)
        (1/(n_d(n_d − 1))) Σ_{i≠j} k(x_i, x_j), NaN where there are fewer than two.
    """
    count = np.asarray(sizes, dtype=np.float64)
    which = np.repeat(np.eye(len(count)), sizes, axis=0)
    sums = which.T @ gram @ which
    alike = sums / np.maximum(np.outer(count, count), 1)
    pairs = count * (count - 1)
    distinct = np.diagonal(sums) - which.T @ np.diagonal(gram)
    own = np.full(len(count), np.nan)
    np.divide(distinct, pairs, out=own, where=pairs > 0)
    return (alike + alike.T) / 2, own
