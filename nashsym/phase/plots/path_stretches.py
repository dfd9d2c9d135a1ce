"""The pieces of a path along any coefficient as a picture takes them: supports, ends and points in floats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from nashsym.game import Game
from nashsym.phase.along.coefficient_line import CoefficientLine
from nashsym.phase.along.definite_range import concave_values
from nashsym.phase.along.path import coefficient_path
from nashsym.phase.paths import weight_path

__all__ = ["Points", "Stretch", "stretches_of"]

#: Values of the coefficient, and the weights of all groups at each.
Points = tuple[NDArray[np.float64], NDArray[np.float64]]
#: Points of a curve between two breakpoints.
_POINTS = 60


@dataclass(frozen=True)
class Stretch:
    """Where the equilibrium keeps a support.

    Attributes
    ----------
    support : tuple of int
    start : float
    end : float or None
        None where it goes on without end.
    weights : callable
        Gives the weights at a value, exactly.
    is_affine : bool
        Whether they are affine in the coefficient.
    """

    support: tuple[int, ...]
    start: float
    end: float | None
    weights: Callable[[Fraction], tuple[Fraction, ...]]
    is_affine: bool

    def points(self, logarithmic: bool) -> Points:
        """Return points of its curves, both ends included; an affine stretch on a linear axis needs no more."""
        assert self.end is not None  # noqa: S101  # the path was asked for up to an end
        count = 2 if self.is_affine and not logarithmic else _POINTS
        space = np.geomspace if logarithmic else np.linspace
        places = space(self.start, self.end, count)
        places[[0, -1]] = self.start, self.end
        return places, np.array([[float(weight) for weight in self.weights(Fraction(at))] for at in places.tolist()])


def stretches_of(game: Game, coefficient: str, low: Fraction, high: Fraction | None) -> list[Stretch]:
    """Return the path along a coefficient where H ⪰ 0 and M ≻ 0 on T, in ascending order; empty where it is nowhere.

    Raises
    ------
    InputError
        For a game or a coefficient without such a path.
    UndecidedError
        For more groups than such paths are computed for.
    """
    if coefficient == "attractiveness":
        return [
            Stretch(
                piece.support, float(piece.start), None if piece.end is None else float(piece.end), piece.weights, True
            )
            for piece in weight_path(game, low, high)
        ]
    concave = concave_values(CoefficientLine.of(game, coefficient))
    found = []
    for piece in coefficient_path(game, coefficient, low, high):
        if concave is None or (concave.end is not None and not piece.start < concave.end):
            continue
        if piece.end is not None and not concave.start < piece.end:
            continue
        start = max(piece.start, concave.start)
        end = piece.end
        if concave.end is not None and (end is None or concave.end < end):
            end = concave.end
        found.append(Stretch(piece.support, float(start), None if end is None else float(end), piece.weights, False))
    return found
