"""Resampled estimates from texts: what else might have been asked, and what else might have been answered."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym.uncertainty.replicates import Replicates
from nashsym_estimators.estimates.bootstrap import MANY_QUESTIONS
from nashsym_estimators.estimates.concavity import repaired_floats
from nashsym_estimators.texts.embedded import EmbeddedTexts, means_by_group
from nashsym_estimators.texts.estimating import text_shares
from nashsym_estimators.texts.method import TextMethod

__all__ = ["RESAMPLE", "bootstrap_texts", "default_resampling"]

RESAMPLE: Final = ("prompts", "responses", "both")
#: Numbers in one of the two arrays of matrices that come out: 1 GiB.
_MOST_ENTRIES: Final = 2**27


def default_resampling(texts: EmbeddedTexts) -> str:
    """Return what is resampled unless said: prompts where there are several, responses where some pair has several."""
    several = bool((texts.counts > 1).any())
    if texts.counts.shape[1] < 2:
        return "responses"
    return "both" if several else "prompts"


def bootstrap_texts(
    texts: EmbeddedTexts,
    count: int = 1000,
    resample: str | None = None,
    seed: int = 0,
    method: TextMethod | None = None,
) -> Replicates:
    """Resample texts and estimate anew, `count` times.

    Parameters
    ----------
    texts : EmbeddedTexts
    count : int
        R, how many replicates.
    resample : {"prompts", "responses", "both"}
        As many prompts as there are, drawn with replacement; or for each group and prompt as many responses as there
        are; or both. Prompts where there are several, and responses where there are several, unless given.
    seed : int
    method : TextMethod
        As in `estimate_texts`; each replicate is repaired in floats.

    Returns
    -------
    Replicates
        The attractiveness is the same in each: the audience is taken as known.

    Raises
    ------
    InputError
        Where there is nothing to resample, or groups share no prompt in some replicate.

    Notes
    -----
    Two of n responses drawn with replacement are the same one with probability 1/n, so that a mean over distinct places
    is U + (1 − U)/n in the mean: U's replicates are taken back by that, V's are as the plain bootstrap has them. At a
    weight on the boundary the plain bootstrap is not consistent: T13 speaks there. Source: MODEL, section 5.
    """
    method = TextMethod() if method is None else method
    for key, value, least in (("count", count, 1), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise InputError(f"{shown(value)} is no {key}", key=key, remedy=f"write a whole number of {least} or more")
    kept = texts.comparable(method.missing)
    method.check(kept)
    chosen = default_resampling(kept) if resample is None else resample
    _check(kept, chosen, count)
    prompts = kept.counts.shape[1]
    draw = np.random.default_rng(seed)
    times = np.ones((count, prompts))
    if chosen != "responses":
        times = draw.multinomial(prompts, np.full(prompts, 1 / prompts), size=count).astype(np.float64)
    D = len(kept.groups)
    alike, own, shared = np.zeros((count, D, D)), np.zeros((count, D)), np.zeros((count, D, D))
    for q, (gram, sizes) in enumerate(kept.grams()):
        if chosen == "prompts":
            once, distinct = means_by_group(gram, sizes)
        else:
            once, distinct = resampled_means(gram, sizes, count, draw)
        present = (sizes > 0).astype(np.float64)
        alike += times[:, q, None, None] * once
        own += times[:, q, None] * np.nan_to_num(distinct)
        shared += times[:, q, None, None] * np.outer(present, present)
    try:
        C, S = method.matrices(kept.groups, alike, own, shared)
    except InputError as error:
        raise InputError(
            f"in some replicate {error.problem}", key="bootstrap", remedy="resample responses, or bring more prompts"
        ) from None
    S, raised_S = repaired_floats(S, method.is_gram(kept), method.concave)
    C, raised_C = repaired_floats(C, method.inconsistency == "dispersion", method.concave)
    details = {"resampled": chosen, "count": str(count), "seed": str(seed), **method.to_dict(kept)}
    details |= {key: text for key, text in (("C", raised_C), ("S", raised_S)) if text}
    if chosen != "responses" and prompts < MANY_QUESTIONS:
        details["few questions"] = f"only {prompts} prompts to resample: their spread is hardly known"
    a = np.tile(text_shares(kept).astype(float), (count, 1))
    return Replicates(kept.groups, a, C, S, details)


def _check(texts: EmbeddedTexts, resample: str, count: int) -> None:
    if resample not in RESAMPLE:
        raise InputError(f"{shown(resample)} is unknown", key="resample", remedy=f"choose among {', '.join(RESAMPLE)}")
    if resample != "responses" and texts.counts.shape[1] < 2:
        raise InputError("there is one prompt", key="resample", remedy="resample responses, or bring more prompts")
    if resample != "prompts" and (texts.counts < 2).all():
        raise InputError("there is one response to each prompt", key="resample", remedy="resample prompts")
    if count * len(texts.groups) ** 2 > _MOST_ENTRIES:
        most = _MOST_ENTRIES // len(texts.groups) ** 2
        raise InputError(f"{count} replicates do not fit", key="count", remedy=f"write at most {most}")


def resampled_means(
    gram: NDArray[np.float64], sizes: NDArray[np.int64], count: int, draw: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the means of `means_by_group` where each group's responses are drawn anew, shapes (R, D, D) and (R, D).

    The means over distinct pairs are corrected for responses that were drawn twice.
    """
    times = np.concatenate([_drawn(int(n), count, draw) for n in sizes], axis=1)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    D = len(sizes)
    sums = np.zeros((count, D, D))
    for e in range(D):
        rows = slice(starts[e], starts[e + 1])
        against = (times[:, rows] @ gram[rows]) * times
        for d in range(D):
            sums[:, d, e] = against[:, starts[d] : starts[d + 1]].sum(axis=1)
    n = sizes.astype(np.float64)
    alike = sums / np.maximum(np.outer(n, n), 1)
    own = np.full((count, D), np.nan)
    several = n > 1
    m = n[several]
    # Every response is 1 alike to itself: less its own place, a mean over the other places.
    apart = (sums[:, several, several] - m) / (m * (m - 1))
    own[:, several] = (apart - 1 / m) / (1 - 1 / m)
    return (alike + np.swapaxes(alike, 1, 2)) / 2, own


def _drawn(responses: int, count: int, draw: np.random.Generator) -> NDArray[np.float64]:
    if responses == 0:
        return np.zeros((count, 0))
    return draw.multinomial(responses, np.full(responses, 1 / responses), size=count).astype(np.float64)
