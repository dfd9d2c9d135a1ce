"""Coefficients that a search found, rounded to numbers that people write down, and proved."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import numpy as np

from nashsym.solvers.solution import Solution
from nashsym.steering.coefficients_together import CoefficientsTogether
from nashsym.steering.nearest_coefficients import Proposal
from nashsym.steering.relative_change import cost_squared, nearest_on_ray

__all__ = ["DEARER", "DIGITS", "rounded"]

#: Significant digits of the new values, tried in turn; the floors are first raised by 10^−m, m at most as many.
DIGITS: Final = (4, 5, 6, 7, 8, 10)
_MARGINS: Final = (3, 4, 5, 6, 7, 8)
_DENOMINATOR: Final = 1000
#: Rounded values may cost so much more than those that the search found.
DEARER: Final = Fraction(1, 2500)


def rounded(together: CoefficientsTogether, proposal: Proposal) -> tuple[tuple[Fraction, ...], Solution] | None:
    """Return values of few digits that do, and nearly as near; an exact point is kept.

    Parameters
    ----------
    together : CoefficientsTogether
    proposal : Proposal
        What a search in floats found.

    Returns
    -------
    tuple of k Fractions, and Solution; or None
        The point x, and the solution of its game with an equilibrium selected that meets the demand, decided exactly.
    """
    norm = together.norm
    if proposal.x.dtype == object or proposal.value == 0:
        x = tuple(map(Fraction, proposal.x))
        exact = together.solved_at(x, proposal.support)
        return None if exact is None else (x, exact[0])
    most = Fraction(proposal.value) * (1 + DEARER)
    stable = _stable_at(together, proposal)
    inner: dict[int, Proposal | None] = {}
    for digits in DIGITS:
        # As it is where it has room by itself, or few digits; else with a little room.
        for margin in (0, *(margin for margin in _MARGINS if margin <= digits)):
            if margin not in inner:
                inner[margin] = (
                    together.search(stable=stable, tightened=10.0**-margin).nearest() if margin else proposal
                )
            found = inner[margin]
            if found is None:
                continue
            x = together.cut(nearest_on_ray(found.x, norm), digits)
            if cost_squared(x, norm) > most * most:
                continue
            exact = together.solved_at(x, found.support)
            if exact is not None:
                return x, exact[0]
    # What does may be a single ratio.
    x = tuple(Fraction(float(share)).limit_denominator(_DENOMINATOR) for share in nearest_on_ray(proposal.x, norm))
    exact = together.solved_at(x, proposal.support) if cost_squared(x, norm) <= most * most else None
    return None if exact is None else (x, exact[0])


def _stable_at(together: CoefficientsTogether, proposal: Proposal) -> bool:
    sure = together.search(stable=True).nearest()
    return sure is not None and bool(np.array_equal(sure.x, proposal.x))
