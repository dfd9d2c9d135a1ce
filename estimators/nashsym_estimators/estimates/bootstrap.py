"""Resampled estimates: who might have answered instead, or what might have been asked instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from nashsym.errors import InputError
from nashsym.limits import MAX_REPLICATE_NUMBERS
from nashsym.terms.inputs import shown
from nashsym.uncertainty.replicates import Replicates
from nashsym_estimators.estimates.attractiveness import attractiveness
from nashsym_estimators.estimates.collision import refuse_single_answers
from nashsym_estimators.estimates.concavity import repaired_floats
from nashsym_estimators.estimates.estimate import versions
from nashsym_estimators.estimates.estimating import known_of
from nashsym_estimators.estimates.method import Concave, Method
from nashsym_estimators.estimates.missing import comparable
from nashsym_estimators.estimates.question_bootstrap import question_sums
from nashsym_estimators.estimates.respondent_bootstrap import respondent_sums
from nashsym_estimators.estimates.sums import inputs_of
from nashsym_estimators.responses.table import ResponseTable
from nashsym_estimators.responses.wording import counted

__all__ = ["MANY_QUESTIONS", "bootstrap"]

RESAMPLE: Final = ("respondents", "questions")
#: Below so many questions resampling them tells little, and that is said.
MANY_QUESTIONS: Final = 30


def bootstrap(
    table: ResponseTable,
    count: int = 1000,
    resample: str = "respondents",
    seed: int = 0,
    similarity: str = "collision",
    inconsistency: str | Mapping[str, Any] = "dispersion",
    missing: str = "common",
    concave: Concave = False,
    progress: Callable[[int, int], object] | None = None,
) -> Replicates:
    r"""Resample a table and estimate anew, `count` times.

    Parameters
    ----------
    table : ResponseTable
    count : int
        R, how many replicates.
    resample : {"respondents", "questions"}
        For each group and question as many answers as there were, drawn by its shares (multinomial, independent between
        questions): needs counts. Or as many questions as there are, drawn with replacement, each with its weight.
    seed : int
        The same seed, the same replicates, on any number of cores.
    similarity, inconsistency, missing, concave
        As in `estimate`; each replicate is repaired in floats.
    progress : callable, optional
        Told how many pieces of the resampled respondents are done, of how many.

    Returns
    -------
    Replicates
        C and S of each replicate in floats, raised by a rounding where their form says ⪰ 0 on T and floats do not. The
        attractiveness is that of the table in each: audience and engagement are taken as known.

    Raises
    ------
    InputError
        Where the counts are not known, there are fewer than two questions to resample, or a replicate has no estimate.

    Notes
    -----
    The effective size of a sample with survey weights is rounded to a whole number of respondents. What is resampled is
    scattered around the shares found: the plug-in diagonal of S of a replicate is too large by ``(1 − Σp²)/n`` once
    more. Replicates of `collision-unbiased` are centred at the estimate, that known difference being taken away; those
    of deviation, which has no unbiased form here, are not. At a weight on the boundary the plain bootstrap is not
    consistent: T13 speaks there. Source: MODEL, section 5.
    """
    method = Method.read(similarity, inconsistency, missing, concave)
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise InputError(f"{shown(count)} replicates", key="count", remedy="write a whole number of 1 or more")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InputError(f"{shown(seed)} is no seed", key="seed", remedy="write a whole number of 0 or more")
    if resample not in RESAMPLE:
        raise InputError(f"{shown(resample)} is unknown", key="resample", remedy="write respondents or questions")
    numbers = table.size * (2 * table.size + 1)
    if count * numbers > MAX_REPLICATE_NUMBERS:
        most = MAX_REPLICATE_NUMBERS // numbers
        raise InputError(
            f"{count} replicates of {table.size} groups are more than a file takes",
            key="count",
            remedy=f"write at most {most}",
        )
    kept, _ = comparable(table, method)
    if method.is_unbiased:
        refuse_single_answers(kept)
    questions = known_of(kept, method)
    details = {"resampled": resample, "count": str(count), "seed": str(seed), **method.to_dict()}
    if resample == "respondents":
        sums, how = respondent_sums(kept, questions, method, count, seed, progress)
    else:
        sums, how = question_sums(kept, questions, method, count, seed)
        if len(kept.questions) < MANY_QUESTIONS:
            how["few questions"] = (
                f"only {counted(len(kept.questions), 'question')} to resample: their spread is hardly known"
            )
    try:
        C, S = inputs_of(sums, method, kept.groups)
    except InputError as error:
        raise InputError(
            f"in some replicate {error.problem}", key="bootstrap", remedy="resample the other, or keep more questions"
        ) from None
    plug_in = bool(kept.answered.all()) and not method.is_unbiased
    C, raised_C = repaired_floats(C, plug_in and not method.is_disagreement, concave)
    S, raised_S = repaired_floats(S, plug_in, concave)
    how |= {key: text for key, text in (("C", raised_C), ("S", raised_S)) if text}
    a = np.tile(attractiveness(table).astype(float), (count, 1))
    return Replicates(table.groups, a, C, S, {**details, **how, **versions()})
