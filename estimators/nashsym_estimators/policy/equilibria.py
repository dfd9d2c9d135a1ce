"""Which weights an agent plays: those of the one equilibrium, or of the one that a rule selected."""

from __future__ import annotations

from fractions import Fraction

from nashsym.errors import InputError
from nashsym.solvers.anchored_solution import AnchoredSolution
from nashsym.solvers.solution import Continuum, Equilibrium, Solution

__all__ = ["equilibrium_weights"]


def equilibrium_weights(solution: Solution | Equilibrium) -> dict[str, Fraction]:
    """Return the weights by group that all agents play, exactly.

    Parameters
    ----------
    solution : Solution or Equilibrium
        Of an anchored game, whose equilibrium is not rational: the enclosing point, with its proved gap.

    Raises
    ------
    InputError
        Where there is no equilibrium, or several of them and none selected.
    """
    if isinstance(solution, Equilibrium):
        found: tuple[Fraction, ...] = solution.weights
    elif isinstance(solution, AnchoredSolution):
        if len(solution.enclosures) != 1:
            raise _not_one(len(solution.enclosures))
        found = solution.enclosures[0].weights
    elif solution.selected is not None:
        found = solution.selected.weights
    elif len(solution.components) == 1 and not isinstance(solution.components[0], Continuum):
        found = solution.components[0].weights
    else:
        raise _not_one(len(solution.equilibria))
    return dict(zip(solution.game.groups, found, strict=True))


def _not_one(count: int) -> InputError:
    problem = "there is no equilibrium" if count == 0 else f"there are {count} equilibria or more, and none is selected"
    return InputError(
        problem, key="solution", remedy='choose one: solve(game, select="welfare"), or pass an Equilibrium'
    )
