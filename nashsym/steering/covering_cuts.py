"""Cuts of a cell along a line and in the middle of an edge, with ratios of few bits."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.steering.covering import Cell

__all__ = ["line_split", "middle_split"]

#: Bits of the numbers of a cut in the middle, and along a line.
_MIDDLE_BITS: Final = 8
_LINE_BITS: Final = 26
#: What is cut along a line is moved by so much of itself to the side that is excluded.
_OVER: Final = 2.0**-24


def line_split(cell: Cell, values: NDArray[np.float64], high: int, low: int) -> dict[str, Any]:
    """Cut an edge where a functional is just below 0."""
    totals = [sum(cell.corners[place]) for place in (high, low)]
    # p·g_high + q·g_low, in the scale of the units: shares −value_low : value_high, a little more of the low one.
    shares = (-values[low] / (values[high] - values[low]), values[high] / (values[high] - values[low]))
    return _split(high, low, shares[0] * (1 - _OVER), shares[1] + shares[0] * _OVER, totals, _LINE_BITS)


def middle_split(cell: Cell, i: int, j: int) -> dict[str, Any]:
    """Cut the edge of two corners in its middle."""
    return _split(i, j, 0.5, 0.5, [sum(cell.corners[place]) for place in (i, j)], _MIDDLE_BITS)


def _split(i: int, j: int, first: float, second: float, totals: Sequence[int], bits: int) -> dict[str, Any]:
    """Return a cut whose shares, of corners scaled to the sum 1, are near those given."""
    p = Fraction(first) / totals[0]
    q = Fraction(second) / totals[1]
    scale = 2**bits / min(p, q)
    p, q = Fraction(round(p * scale)), Fraction(round(q * scale))
    return {"split": [i, j, *(p / q).as_integer_ratio()]}
