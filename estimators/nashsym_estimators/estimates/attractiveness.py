"""Attractiveness: the audience share of a group, times its engagement where there is one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.exact.rational import fraction
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.table import ResponseTable

__all__ = ["attractiveness", "audience_shares"]


def audience_shares(table: ResponseTable) -> NDArray[Any]:
    """Return each group's share of the audience, all the same where the audience is not known.

    Returns
    -------
    array of Fraction, shape (D,)
        The floats of the table are read as the rationals that they are.

    Raises
    ------
    InputError
        For a group without an audience.
    """
    audience = np.ones(table.size) if table.audience is None else table.audience
    people = [fraction(value) for value in audience]
    for group, size in zip(table.groups, people, strict=True):
        if size <= 0:
            raise InputError(f"group {shown(group)} has an audience of 0", key="audience", remedy="leave the group out")
    total = sum(people)
    return np.array([size / total for size in people], dtype=object)


def attractiveness(table: ResponseTable) -> NDArray[Any]:
    r"""Return ``a_d ∝ audience_d · engagement_d``, with ``Σ_d a_d = 1``, exactly.

    Returns
    -------
    array of Fraction, shape (D,)

    Raises
    ------
    InputError
        For a group without an audience, or where nobody is engaged.

    Notes
    -----
    Source: MODEL, section 5.
    """
    reach = audience_shares(table)
    if table.engagement is not None:
        reach = reach * np.array([fraction(value) for value in table.engagement], dtype=object)
    total = sum(reach)
    if total == 0:
        raise InputError("nobody is engaged", key="engagement", remedy="leave it out, or give one that is positive")
    shares: NDArray[Any] = reach / total
    return shares
