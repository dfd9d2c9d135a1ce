"""From what groups say to the inputs of a game."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.exact.rational import fraction
from nashsym_estimators.estimates.concavity import gram_by_form, judged
from nashsym_estimators.estimates.estimate import Estimate
from nashsym_estimators.texts.embedded import EmbeddedTexts, means_by_group
from nashsym_estimators.texts.method import TextMethod

__all__ = ["estimate_texts", "text_shares"]


def estimate_texts(texts: EmbeddedTexts, method: TextMethod | None = None) -> Estimate:
    """Estimate a, C and S from texts (MODEL, section 5).

    S_de is the mean over prompts of the mean of the kernel between responses of d and of e to the same prompt. C is
    ``dispersion``, C_dd = 1 − S_dd, how scattered a group's own responses are; or ``disagreement``, C_de = 1 − S_de.
    (With the kernel that is 1 for the same option and 0 for another these are `collision`'s.)

    Parameters
    ----------
    texts : EmbeddedTexts
    method : TextMethod
        All pairs, dispersion, common prompts, no repair unless given.

    Returns
    -------
    Estimate
        Over all pairs and common prompts S is ⪰ 0 by its form, and exactly: where floats could have lost it, it is the
        product of a rounded factor with itself. Otherwise a note says whether that was lost, and by how much. The
        rounding that is bounded is that of the means, given the vectors; how far an encoder rounds is not known.

    Raises
    ------
    InputError
        Where two groups share no prompt, or there are single responses where distinct pairs are asked for.

    Notes
    -----
    Over all pairs the diagonal of S is too large by (1 − S_dd)/n with n responses each, as each is compared with itself
    too, and C too small by as much: with single responses C is 0.
    """
    method = TextMethod() if method is None else method
    kept = texts.comparable(method.missing)
    method.check(kept)
    present = (kept.counts > 0).astype(np.float64)
    means = [means_by_group(gram, sizes) for gram, sizes in kept.grams()]
    alike = np.sum([one for one, _ in means], axis=0)
    own = np.sum([np.nan_to_num(one) for _, one in means], axis=0)
    C: NDArray[Any]
    S: NDArray[Any]
    C, S = method.matrices(kept.groups, alike, own, present @ present.T)
    losses: list[str] = []
    if method.is_gram(kept):
        S = gram_by_form(S)
    else:
        verdict = judged(S, "S", method.concave)
        S, losses = verdict.matrix, [verdict.note]
    if method.inconsistency == "disagreement":
        verdict = judged(1 - S, "C", method.concave)
        C, losses = verdict.matrix, [*losses, verdict.note]
    return Estimate(
        groups=kept.groups,
        attractiveness=text_shares(kept),
        inconsistency=C,
        similarity=S,
        method={
            "attractiveness": "audience" if kept.audience is not None else "the same audience for all",
            **method.to_dict(kept),
        },
        source=kept.source,
        notes=(*kept.notes, *_said(kept, method), *filter(None, losses)),
    )


def text_shares(texts: EmbeddedTexts) -> NDArray[Any]:
    """Return each group's share of the audience as Fractions, shape (D,); the same for all where it is not known.

    Raises
    ------
    InputError
        For a group without an audience.
    """
    audience = texts.audience or (1.0,) * len(texts.groups)
    for group, size in zip(texts.groups, audience, strict=True):
        if not 0 < size < float("inf"):
            raise InputError(f"group {group!r} has an audience of {size}", key="audience", remedy="leave the group out")
    people = [fraction(size) for size in audience]
    total = sum(people)
    return np.array([size / total for size in people], dtype=object)


def _said(texts: EmbeddedTexts, method: TextMethod) -> list[str]:
    said = [] if texts.audience is not None else ["the audience is not known: every group counts as equally large"]
    single, there = int((texts.counts == 1).sum()), int((texts.counts > 0).sum())
    if single and not method.is_unbiased:
        said.append(
            f"{single} of {there} pairs of a group and a prompt have one response, in which no dispersion can be seen: "
            "C is too small for it"
        )
    return said
