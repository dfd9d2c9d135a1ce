"""Words for the weights of an anchored equilibrium, which are known within radii."""

from __future__ import annotations

from typing import Final

from nashsym.exact.balls import bound_text
from nashsym.solvers.anchored_solution import Enclosure, Standing

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
        return f"< {bound_text(weight + found.radii[group])}"
    return f"{float(weight):.6g}"
