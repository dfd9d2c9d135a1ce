"""A value of a coefficient by search, for games too large to follow: floats propose it, exact solves prove it."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, Literal

import numpy as np

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import column_floats, column_fractions, floats
from nashsym.exact.real_roots import RealRoot
from nashsym.exact.systems import solve_indifference
from nashsym.phase.along.coefficient_line import CoefficientLine
from nashsym.steering.decimals import decimal_beyond
from nashsym.steering.demand import Demand

__all__ = ["guessed_value"]

_LADDER: Final = (1.02, 1.05, 1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 300, 1e3, 1e4)
_HALVINGS: Final = 40
_DIGITS: Final = 4


def guessed_value(
    line: CoefficientLine, demand: Demand, direction: Literal["increase", "decrease"]
) -> tuple[Fraction, tuple[Fraction, ...]] | None:
    """Return a value at which the only homogeneous equilibrium meets a demand, with the weights there: both proved.

    Parameters
    ----------
    line : CoefficientLine
        Its current value > 0.
    demand : Demand
        With every group asked for, so that the equilibrium is the w⁎ of MODEL T2.
    direction : {"increase", "decrease"}

    Returns
    -------
    tuple of Fraction and D Fractions, or None
        None where the search found nothing that could be proved, which says nothing about the game.
    """
    b0, b1 = column_floats(line.fixed.b), column_floats(line.slope.b)
    M0, M1 = floats(line.fixed.M), floats(line.slope.M)
    least = np.array([float(floor) for floor in demand.least])
    size, upward = line.groups, direction == "increase"

    def meets(value: float) -> bool:
        system = np.ones((size + 1, size + 1))
        system[:size, :size] = M0 + value * M1
        system[size, size] = 0.0
        try:
            solved = np.linalg.solve(system, np.append(b0 + value * b1, 1.0))
        except np.linalg.LinAlgError:
            return False
        return bool((solved[:size] >= least).all())

    near = float(line.current)
    for step in _LADDER:
        far = float(line.current) * step if upward else float(line.current) / step
        if not meets(far):
            near = far
            continue
        for _ in range(_HALVINGS):
            middle = (near + far) / 2
            near, far = (near, middle) if meets(middle) else (middle, far)
        return _proved(line, demand, far, upward=upward)
    return None


def _proved(
    line: CoefficientLine, demand: Demand, proposed: float, *, upward: bool
) -> tuple[Fraction, tuple[Fraction, ...]] | None:
    value = decimal_beyond(RealRoot.of(Fraction(proposed)), None if upward else RealRoot.of(0), _DIGITS, upward=upward)
    M = line.M(value)
    found = solve_indifference(line.b(value), M, range(line.groups))
    if found is None or not definiteness(line.H(value)).is_positive_semidefinite:
        return None
    weights = column_fractions(found.weights)
    return (value, weights) if demand.met_by(weights) and definiteness(M).is_positive_definite else None
