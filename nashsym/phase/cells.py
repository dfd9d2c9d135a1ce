"""One cell of a grid in exact arithmetic: for those that floats can't decide."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nashsym.exact.tangent import restrict
from nashsym.game import Game
from nashsym.phase.kinds import Kind, kind_of
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Equilibrium

__all__ = ["ExactCell", "exact_cell"]


@dataclass(frozen=True)
class ExactCell:
    """A cell, decided by rationals.

    Attributes
    ----------
    kind : Kind
    weights : tuple of D Fractions, or None
        Of the interior equilibrium, or of the only homogeneous one; None where there is no such.
    """

    kind: Kind
    weights: tuple[Fraction, ...] | None


def exact_cell(game: Game) -> ExactCell:
    """Decide the kind and the weights of a game, exactly (MODEL, section 4)."""
    form = game.canonical
    if not form.concavity.is_positive_semidefinite:
        return ExactCell(Kind.NOT_CONCAVE, None)
    singular = not form.stability.is_positive_definite and game.size > 1 and restrict(form.M).det() == 0
    solution = solve(game)
    kind = kind_of(game, solution, singular=singular)
    points = [part for part in solution.components if isinstance(part, Equilibrium)]
    interior = [point for point in points if point.kind == "interior"]
    if solution.unique_homogeneous == "proved" and points:
        return ExactCell(kind, points[0].weights)
    return ExactCell(kind, interior[0].weights if interior and not singular else None)
