"""All coefficients of a game changed together: what values are tried, and what exactly comes of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from nashsym.exact.rational import column_fractions
from nashsym.exact.real_roots import decimal_exponent
from nashsym.exact.systems import solve_indifference
from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Equilibrium, Solution
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.coefficient_family import changed_game
from nashsym.steering.demand import Demand
from nashsym.steering.nearest_coefficients import NearestCoefficients
from nashsym.steering.option import solved_at
from nashsym.steering.smallest_subsidy import Norm

__all__ = ["CoefficientsTogether"]

#: A coefficient so near 0, relatively, is set to 0.
_NOTHING: Final = 1e-9


@dataclass(frozen=True, eq=False)
class CoefficientsTogether:
    """Points x of the cone of all coefficients, relative to what stands, and the games that they make.

    Parameters
    ----------
    game : Game
        An alignment game.
    demand : Demand
    norm : {"l1", "l2", "linf"}
        Of a change.
    cone : CoefficientCone
        Of the game and the demand.
    """

    game: Game
    demand: Demand
    norm: Norm
    cone: CoefficientCone

    @property
    def moving(self) -> list[str]:
        """The coefficients that change, in the order of x."""
        return list(self.cone.moving)

    @property
    def idle(self) -> list[str]:
        """Those that are left as they are, as they move no equilibrium."""
        return [name for name, value in self.game.coefficients.items() if value > 0 and name not in self.cone.moving]

    @property
    def stays(self) -> list[str]:
        """Those that are 0, and have no relative change."""
        return [name for name, value in self.game.coefficients.items() if value == 0]

    def values(self, x: tuple[Fraction, ...]) -> dict[str, Fraction]:
        """Return all coefficients at x."""
        return self.cone.values(x) | {name: self.game.coefficients[name] for name in self.idle}

    def search(self, *, stable: bool = False, tightened: float = 0.0) -> NearestCoefficients:
        """Return the search for points that do what is asked; see `NearestCoefficients`."""
        return NearestCoefficients(self.cone, self.norm, "attractiveness" in self.moving, tightened, stable)

    def solved_at(
        self, x: tuple[Fraction, ...], support: tuple[int, ...]
    ) -> tuple[Solution, tuple[Fraction, ...]] | None:
        """Return the solution at x and an equilibrium in it that meets the demand, decided exactly."""
        values = self.values(x)
        if not any(values.values()):
            return None
        changed = changed_game(self.game.with_coefficients(**values), self.demand)
        if not changed.canonical.concavity.is_positive_semidefinite:
            return None
        for part in solve(changed).equilibria:
            if self.demand.met_by(part.weights):
                return solved_at(changed, part.weights), part.weights
        found = solve_indifference(changed.canonical.b, changed.canonical.M, support)
        if found is None:
            return None
        weights = column_fractions(found.weights)
        if min(weights) < 0 or not self.demand.met_by(weights):
            return None
        promised = Equilibrium(changed, found.weights)
        if any(value > promised.marginals[promised.support[0]] for value in promised.marginals):
            return None
        return solved_at(changed, weights), weights

    def cut(self, point: np.ndarray, digits: int) -> tuple[Fraction, ...]:
        """Round the new values of the coefficients to so many digits."""
        found = []
        for share, name in zip(point, self.moving, strict=True):
            current = self.game.coefficients[name]
            value = Fraction(float(share)) * current
            if share < _NOTHING:
                found.append(Fraction(0))
                continue
            unit = Fraction(10) ** (decimal_exponent(value) - digits + 1)
            found.append(round(value / unit) * unit / current)
        return tuple(found)

    def equilibria(self, x: tuple[Fraction, ...]) -> list[tuple[Fraction, ...]]:
        """Return the weights of the homogeneous equilibria at x that are points."""
        values = self.values(x)
        if not any(values.values()):
            return []
        changed = self.game.with_coefficients(**values)
        if not changed.canonical.concavity.is_positive_semidefinite:
            return []
        return [part.weights for part in solve(changed).equilibria]
