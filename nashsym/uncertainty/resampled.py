"""Every replicate solved: its kind, and its weights where it has one homogeneous equilibrium and no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from nashsym.game import Game
from nashsym.phase.cells import exact_cell, regular_cell
from nashsym.phase.kinds import Kind
from nashsym.solvers.pipeline import solve
from nashsym.uncertainty.replicates import Replicates

__all__ = ["Progress", "Resampled", "only_weights", "resampled"]

#: Is told how much of how much is done.
Progress = Callable[[int, int], object]

#: Kinds of game that have one homogeneous equilibrium; of the others the solution is asked.
_UNIQUE = (Kind.INTERIOR, Kind.BOUNDARY)


@dataclass(frozen=True, repr=False)
class Resampled:
    """The replicates' equilibria.

    Attributes
    ----------
    weights : tuple of tuples of D Fractions
        Of the replicates with exactly one homogeneous equilibrium.
    kinds : mapping from Kind to int
        How many replicates are of each kind (MODEL, section 4); those that are none are left out.
    """

    weights: tuple[tuple[Fraction, ...], ...]
    kinds: Mapping[Kind, int]

    @property
    def count(self) -> int:
        """R, all replicates."""
        return sum(self.kinds.values())

    @property
    def unsettled(self) -> int:
        """How many replicates have no homogeneous equilibrium, several, or none that is known to be the only one."""
        return self.count - len(self.weights)


def resampled(game: Game, replicates: Replicates, progress: Progress | None = None) -> Resampled:
    """Solve every replicate in exact arithmetic: the last one's support is proposed, rationals decide (MODEL, 3).

    `progress` is told after each how many of how many are solved.
    """
    weights, kinds = list[tuple[Fraction, ...]](), dict[Kind, int]()
    for done, one in enumerate(replicates.games(game), 1):
        kind, found = only_weights(one, weights[-1] if weights else ())
        kinds[kind] = kinds.get(kind, 0) + 1
        if found is not None:
            weights.append(found)
        if progress is not None:
            progress(done, len(replicates))
    return Resampled(tuple(weights), {kind: kinds[kind] for kind in Kind if kind in kinds})


def only_weights(game: Game, near: tuple[Fraction, ...] = ()) -> tuple[Kind, tuple[Fraction, ...] | None]:
    """Return the kind of a game, and the weights of its only homogeneous equilibrium; None where it has not one.

    The support of `near` is tried first where the game has one such equilibrium in any case; it changes no answer.
    """
    form, proposal = game.canonical, [d for d, weight in enumerate(near) if weight]
    regular = proposal and form.concavity.is_positive_semidefinite and form.stability.is_positive_definite
    cell = regular_cell(game, proposal) if regular else exact_cell(game)
    if cell.weights is None or cell.kind in _UNIQUE:
        return cell.kind, cell.weights
    return cell.kind, cell.weights if solve(game).unique_homogeneous == "proved" else None
