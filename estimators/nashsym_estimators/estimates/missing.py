"""What is done about questions that not every group answered: nothing is ever read as zero."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.estimates.method import Method
from nashsym_estimators.responses.table import ResponseTable

__all__ = ["common_places", "comparable", "refuse_unshared"]


def common_places(table: ResponseTable, method: Method) -> NDArray[np.intp]:
    """Return the places of the questions to estimate from: all of them, or with "common" those that all answered."""
    if method.missing == "pairwise":
        return np.arange(len(table.questions))
    return np.nonzero(table.answered.all(axis=0))[0]


def comparable(table: ResponseTable, method: Method) -> tuple[ResponseTable, tuple[str, ...]]:
    """Return the table to estimate from, and what is to be said: with "common" only the questions that all answered.

    Raises
    ------
    InputError
        Where no question is common to all groups.
    """
    answered = table.answered
    lacking = int((~answered).sum())
    if not lacking:
        return table, ()
    pairs = f"no answer in {lacking:,} of {answered.size:,} pairs of a group and a question"
    if method.missing == "pairwise":
        return table, (f"{pairs}: each pair of groups is compared over the questions that both have",)
    common = common_places(table, method)
    if not common.size:
        fewest = int(answered.sum(axis=1).argmin())
        raise InputError(
            "no question was answered by every group",
            key="questions",
            remedy=f"take missing=pairwise, or leave groups out ({shown(table.groups[fewest])} has fewest answers)",
        )
    kept = f"the questions that all groups have are used, {common.size} of {len(table.questions)}, weights renormalised"
    return table.with_questions(common.tolist()), (f"{pairs}: {kept}",)


def refuse_unshared(shared: NDArray[Any], groups: tuple[str, ...], what: str = "question") -> None:
    """Refuse a pair of groups whose shared questions weigh nothing; `shared` has the shape (…, D, D).

    Raises
    ------
    InputError
        Naming the first such pair.
    """
    unshared = np.argwhere(shared <= 0)
    if unshared.size:
        d, e = (int(index) for index in unshared[0][-2:])
        pair = f"{shown(groups[d])} and {shown(groups[e])}" if d != e else shown(groups[d])
        raise InputError(f"no {what} is left for {pair}", key="questions", remedy="leave one of the groups out")
