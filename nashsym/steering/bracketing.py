"""A threshold by search, for games too large to follow: floats look for it, exact solves prove both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

import numpy as np

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import column_floats, floats, fraction
from nashsym.exact.real_roots import RealRoot
from nashsym.game import Game
from nashsym.phase.along.coefficient_line import CoefficientLine
from nashsym.phase.along.exact_equilibrium import equilibrium_at
from nashsym.solvers.active_set import propose_support
from nashsym.steering.decimals import decimal_beyond
from nashsym.steering.stretches import Direction

__all__ = ["bracket"]

_LADDER: Final = (1.02, 1.05, 1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 4, 5, 7, 10, 20, 50, 100, 1e3, 1e4)
_HALVINGS: Final = 40
#: Relative distances from a proposed threshold at which its two sides are proved, tried in turn.
_MARGINS: Final = (Fraction(1, 10**5), Fraction(1, 10**4), Fraction(1, 10**3))
_DIGITS: Final = 6


def bracket(
    game: Game, line: CoefficientLine, group: int, floor: Fraction, direction: Direction
) -> tuple[Fraction, Fraction] | None:
    """Return a value with w_d < τ and one a little further from the current one with w_d ≥ τ, both proved exactly.

    Parameters
    ----------
    game : Game
        H ⪰ 0 on T, and the group below the floor.
    line : CoefficientLine
        Of the coefficient that moves.
    group : int
    floor : Fraction
    direction : {"increase", "decrease"}

    Returns
    -------
    tuple of two Fractions, or None
        None where the search found nothing that could be proved, which says nothing about the game.
    """
    weight = _float_weight(line, group)
    current, tau = float(line.current), float(floor)
    near = current
    for rung in _rungs(game, current, direction):
        found = weight(rung)
        if found is not None and found >= tau:
            proposed = _halved(weight, near, rung, tau)
            return _proved(line, group, floor, proposed, upward=direction == "increase")
        near = rung
    return None


def _rungs(game: Game, current: float, direction: Direction) -> Iterator[float]:
    if direction == "decrease":
        yield from (current / step for step in _LADDER)
        yield 0.0
    elif current > 0:
        yield from (current * step for step in _LADDER)
    else:
        scale = max(float(value) for value in game.coefficients.values())
        yield from (scale * step for step in (*(10.0**power for power in (-4, -3, -2, -1, 0)), *_LADDER[7:]))


def _float_weight(line: CoefficientLine, group: int) -> Callable[[float], float | None]:
    """Return w_d as a function of the coefficient, in floats."""
    b0, b1 = column_floats(line.fixed.b), column_floats(line.slope.b)
    M0, M1 = floats(line.fixed.M), floats(line.slope.M)

    def weight(value: float) -> float | None:
        b, M = b0 + value * b1, M0 + value * M1
        support = propose_support(b, M)
        if not support:
            return None
        if group not in support:
            return 0.0
        size = len(support)
        system = np.ones((size + 1, size + 1))
        system[:size, :size] = M[np.ix_(support, support)]
        system[size, size] = 0.0
        try:
            solved = np.linalg.solve(system, np.append(b[list(support)], 1.0))
        except np.linalg.LinAlgError:
            return None
        return float(solved[support.index(group)])

    return weight


def _halved(weight: Callable[[float], float | None], near: float, far: float, tau: float) -> float:
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        found = weight(middle)
        if found is not None and found >= tau:
            far = middle
        else:
            near = middle
    return far


def _proved(
    line: CoefficientLine, group: int, floor: Fraction, proposed: float, *, upward: bool
) -> tuple[Fraction, Fraction] | None:
    """Prove both sides of a proposed threshold, near it or a little further off."""
    centre = Fraction(proposed)
    if centre <= 0:
        return None
    for margin in _MARGINS:
        step = margin if upward else -margin
        inside = decimal_beyond(RealRoot.of(centre * (1 + step)), None, _DIGITS, upward=upward)
        outside = decimal_beyond(RealRoot.of(centre * (1 - step)), None, _DIGITS, upward=not upward)
        if not _is_between(outside, line.current, inside) or not _is_definite(line, inside):
            continue
        if _weight(line, group, inside) >= floor and _weight(line, group, outside) < floor:
            return outside, inside
    return None


def _is_between(value: Fraction, one: Fraction, other: Fraction) -> bool:
    return min(one, other) < value < max(one, other)


def _is_definite(line: CoefficientLine, value: Fraction) -> bool:
    """Return whether H ⪰ 0 and M ≻ 0 on T at a value; between it and the current one then both are ⪰ 0."""
    return definiteness(line.H(value)).is_positive_semidefinite and definiteness(line.M(value)).is_positive_definite


def _weight(line: CoefficientLine, group: int, value: Fraction) -> Fraction:
    b, M = line.b(value), line.M(value)
    proposal = propose_support(column_floats(b), floats(M)) or tuple(range(line.groups))
    return fraction(equilibrium_at(b, M, proposal).entries()[group])
