"""The weights that an agent plays: exact, and drawn exactly."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np

from nashsym.errors import InputError
from nashsym.exact.rational import fraction

__all__ = ["draw", "exact_weights"]

_BITS: Final = 62


def exact_weights(weights: Mapping[str, Any]) -> dict[str, Fraction]:
    """Return weights by group as fractions ≥ 0 that sum to exactly 1.

    Parameters
    ----------
    weights : mapping of str to number
        Fractions, integers or Decimals must sum to exactly 1. Where there is a float among them, the sum may be off by
        the rounding of D floats, and all are divided by it.

    Raises
    ------
    InputError
        For no weights, a negative one, one that is no number, or another sum.
    """
    if not weights:
        raise InputError("there is none", key="weights", remedy="give one per group")
    found: dict[str, Fraction] = {}
    for group, value in weights.items():
        try:
            found[group] = fraction(value)
        except InputError as error:
            raise error.located(key=f"weights[{group!r}]") from None
        if found[group] < 0:
            raise InputError(f"{float(value):g} is negative", key=f"weights[{group!r}]", remedy="give 0 or more")
    total = sum(found.values(), Fraction())
    rounded = any(isinstance(value, float | np.floating) for value in weights.values())
    slack = Fraction(len(found), 2**52) if rounded else Fraction()
    if abs(total - 1) > slack:
        raise InputError(f"they sum to {float(total):.17g}", key="weights", remedy="divide them by their sum")
    return {group: value / total for group, value in found.items()}


def draw(weights: Sequence[Fraction], rng: np.random.Generator) -> int:
    """Return an index d with a chance of exactly w_d, given fair bits.

    The bits are those of a uniform number U in [0, 1), read until no further ones could move it to another index: no
    weight is rounded, and an index of weight 0 is never drawn.

    Parameters
    ----------
    weights : sequence of Fraction
        ≥ 0, of sum 1.
    rng : numpy.random.Generator
    """
    scale = math.lcm(*(weight.denominator for weight in weights))
    steps = [weight.numerator * (scale // weight.denominator) for weight in weights]
    low, power = 0, 0
    while True:
        low = (low << _BITS) | int(rng.integers(1 << _BITS))
        power += _BITS
        below = 0
        for index, step in enumerate(steps):
            if below << power <= low * scale and (low + 1) * scale <= (below + step) << power:
                return index
            below += step
