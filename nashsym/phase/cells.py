"""One cell of a grid in exact arithmetic: for those that floats can't decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from nashsym.exact.rational import column_fractions
from nashsym.exact.tangent import restrict
from nashsym.game import Game
from nashsym.phase.kinds import Kind, kind_of
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Equilibrium
from nashsym.solvers.support import settle

__all__ = ["ExactCell", "exact_cell", "regular_cell"]


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


def regular_cell(game: Game, proposal: Iterable[int]) -> ExactCell:
    """Decide a game that is known to have H ⪰ 0 and M ≻ 0 on T, from a support that floats propose.

    It has one homogeneous equilibrium (MODEL T3, T4): once its weights are found, nothing is left to decide.
    """
    found = settle(game.canonical, proposal)
    if found is None:
        return exact_cell(game)
    weights = column_fractions(found)
    return ExactCell(Kind.INTERIOR if min(weights) > 0 else Kind.BOUNDARY, weights)
