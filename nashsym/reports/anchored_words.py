"""Words for the weights of an anchored equilibrium, which are known within radii."""

from __future__ import annotations

from typing import Final

from nashsym.solvers.anchored_solution import Enclosure, Standing
from nashsym.theorems.wording import bound

__all__ = ["STANDING_WORDS", "weight_text"]

STANDING_WORDS: Final[dict[Standing, str]] = {
    "included": "served",
    "excluded": "excluded, below the floor",
    "undecided": "undecided at the floor",
}


def weight_text(found: Enclosure, group: int) -> str:
    """Return the equilibrium's weight of a group for reading: a decimal, or a bound where its radius hides it."""
    weight = found.weights[group]
    if found.radii is not None and weight <= found.radii[group]:
        return f"< {bound(weight + found.radii[group], upper=True)}"
    return f"{float(weight):.6g}"
