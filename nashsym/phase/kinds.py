"""The kinds of cell of a phase diagram (MODEL, section 4)."""

from __future__ import annotations

from enum import IntEnum

from nashsym.game import Game
from nashsym.solvers.solution import Equilibrium, Solution

__all__ = ["Kind", "kind_of"]


class Kind(IntEnum):
    """What a cell is; the number is what a dataset holds."""

    INTERIOR = 0
    """w⁎ > 0, H ⪰ 0 and M ≻ 0 on T: the one homogeneous equilibrium serves every group."""
    INTERIOR_OTHERS = 1
    """w⁎ > 0, H ⪰ 0 on T, ZᵀMZ nonsingular and not definite: there can be other homogeneous equilibria."""
    BOUNDARY = 2
    """The one homogeneous equilibrium leaves a group out."""
    BOUNDARY_SEVERAL = 3
    """Several homogeneous equilibria, or a polytope of them, none interior."""
    NOT_CONCAVE = 4
    """H is not ⪰ 0 on T: utilities are not concave, and no equilibrium is interior (T1)."""
    SINGULAR = 5
    """ZᵀMZ is singular: no interior equilibrium or a continuum of them (T2)."""
    UNDECIDED = 6
    """Not decided within the bounds of the search for equilibria."""

    @property
    def label(self) -> str:
        """The name as a legend shows it."""
        return _LABELS[self]


_LABELS = {
    Kind.INTERIOR: "interior",
    Kind.INTERIOR_OTHERS: "interior, others possible",
    Kind.BOUNDARY: "boundary, unique",
    Kind.BOUNDARY_SEVERAL: "boundary, several or a polytope",
    Kind.NOT_CONCAVE: "not concave",
    Kind.SINGULAR: "singular",
    Kind.UNDECIDED: "undecided",
}


def kind_of(game: Game, solution: Solution, *, singular: bool) -> Kind:
    """Return the kind of the cell that a game with H ⪰ 0 on T is, from its exact solution.

    Parameters
    ----------
    game : Game
    solution : Solution
    singular : bool
        Whether ZᵀMZ is.
    """
    if singular:
        return Kind.SINGULAR
    points = [part for part in solution.components if isinstance(part, Equilibrium)]
    if any(point.kind == "interior" for point in points):
        return Kind.INTERIOR if game.canonical.stability.is_positive_definite else Kind.INTERIOR_OTHERS
    if solution.unique_homogeneous == "proved":
        return Kind.BOUNDARY
    return Kind.BOUNDARY_SEVERAL if solution.unique_homogeneous == "refuted" else Kind.UNDECIDED
