"""What floats can be trusted with: their unit, the sizes that they may have, and where a line of them is > 0."""

from __future__ import annotations

from nashsym.phase.compiling import inlined

__all__ = ["ACCURACY", "LARGEST", "SMALLEST", "UNIT", "positive"]

#: Weights in a grid are at most so far from the exact ones.
ACCURACY = 1e-9
#: Half the distance from 1 to the next float.
UNIT = 2.0**-53
#: Bounds on sizes within which products of a few numbers neither overflow nor underflow.
SMALLEST, LARGEST = 1e-150, 1e150


@inlined
def positive(start: float, step: float, low: float, high: float) -> tuple[float, float]:
    """Return the part of [low, high], 0 ≤ low, in which ``start + λ·step > 0``; empty: low > high.

    For floats within a relative 2⁻⁵³ of the exact λ that they stand for.
    """
    if start > 0.0:
        if step < 0.0:
            high = min(high, start / -step * (1.0 - 16.0 * UNIT))
        return low, high
    if step > 0.0:
        return max(low, max(-start / step * (1.0 + 16.0 * UNIT), SMALLEST)), high
    return 1.0, 0.0
