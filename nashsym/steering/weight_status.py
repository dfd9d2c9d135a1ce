"""Whether a group is below the floor at every homogeneous equilibrium of a game, decided exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from nashsym.exact.rational import fraction
from nashsym.game import Game
from nashsym.phase.along.exact_equilibrium import equilibrium_at
from nashsym.solvers.solution import Continuum

__all__ = ["WeightStatus", "weight_status"]

WeightStatus = Literal["below", "at the floor", "mixed", "unknown"]


def weight_status(game: Game, group: int, floor: Fraction) -> tuple[WeightStatus, str]:
    """Compare w_d with τ at all homogeneous equilibria of a game.

    Returns
    -------
    tuple of WeightStatus and str
        "below": w_d < τ at each; "at the floor": w_d ≥ τ at each; "mixed": it differs; "unknown", with the reason: not
        all are known.
    """
    form = game.canonical
    if not form.concavity.is_positive_semidefinite:
        return (
            "unknown",
            "H is not ⪰ 0 on T, so what the agents settle in is not known from first-order conditions (T1)",
        )
    if form.coupling_is_symmetric and form.stability.is_positive_definite:
        weight = fraction(equilibrium_at(form.b, form.M, range(game.size)).entries()[group])
        return ("below" if weight < floor else "at the floor"), ""
    from nashsym.solvers.pipeline import solve

    solution = solve(game)
    if not solution.complete or not solution.components:
        return "unknown", "M is not ⪰ 0 on T, and not every homogeneous equilibrium is known (T4)"
    ranges = [
        part.ranges[group] if isinstance(part, Continuum) else (part.weights[group],) * 2
        for part in solution.components
    ]
    if max(high for _, high in ranges) < floor:
        return "below", ""
    if min(low for low, _ in ranges) >= floor:
        return "at the floor", ""
    return "mixed", "there are several homogeneous equilibria, and they do not agree about the group (T4)"
