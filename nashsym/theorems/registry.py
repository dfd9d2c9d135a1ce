"""The theorems by name, and all of them applied to a game."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.exact.rational import fraction
from nashsym.game import Game
from nashsym.terms.inputs import InputReader
from nashsym.theorems.all_equilibria import ALL_EQUILIBRIA
from nashsym.theorems.attractiveness_path import ATTRACTIVENESS_PATH
from nashsym.theorems.best_response import BEST_RESPONSE
from nashsym.theorems.boundary import BOUNDARY
from nashsym.theorems.design import DESIGN
from nashsym.theorems.diversity_limit import DIVERSITY_LIMIT
from nashsym.theorems.dynamics import DYNAMICS
from nashsym.theorems.enclosure import ENCLOSURE
from nashsym.theorems.finding import Finding
from nashsym.theorems.inert_distance import INERT_DISTANCE
from nashsym.theorems.instance import Instance
from nashsym.theorems.interior import INTERIOR
from nashsym.theorems.perturbation import PERTURBATION
from nashsym.theorems.potential import POTENTIAL
from nashsym.theorems.regret import REGRET
from nashsym.theorems.scale import SCALE
from nashsym.theorems.specialisation import SPECIALISATION
from nashsym.theorems.statics import STATICS
from nashsym.theorems.theorem import Theorem
from nashsym.theorems.types import TYPES
from nashsym.theorems.uniqueness import UNIQUENESS
from nashsym.theorems.welfare import WELFARE

__all__ = ["THEOREMS", "check", "findings", "theorem"]

THEOREMS: Final[tuple[Theorem, ...]] = (
    BEST_RESPONSE,
    INTERIOR,
    UNIQUENESS,
    BOUNDARY,
    POTENTIAL,
    SPECIALISATION,
    STATICS,
    SCALE,
    ATTRACTIVENESS_PATH,
    DESIGN,
    INERT_DISTANCE,
    DIVERSITY_LIMIT,
    PERTURBATION,
    REGRET,
    ENCLOSURE,
    DYNAMICS,
    WELFARE,
    TYPES,
    ALL_EQUILIBRIA,
)


def findings(game: Game, theorems: Collection[Theorem] | None = None, radius: Any = None) -> tuple[Finding, ...]:
    """Decide the hypotheses of every theorem on a game, exactly.

    Parameters
    ----------
    game : Game
    theorems : collection of Theorem, optional
        Only these; all unless given.
    radius : number, optional
        Each entry of b and of M is known up to it, which T13 asks for.

    Returns
    -------
    tuple of Finding
        T1 to T19, in this order.

    Raises
    ------
    InputError
        For a radius that is no number ≥ 0.

    Examples
    --------
    >>> from nashsym import Game
    >>> game = Game.from_canonical(b=["0.1", 0], H=[[2, 0], [0, 2]], K=[[1, 0], [0, 1]], groups=["left", "right"])
    >>> for finding in findings(game)[:3]:
    ...     print(finding.theorem, finding.holds, finding.hypotheses[0].quantity)
    T1 yes vᵀHv ≥ 1.9·|v|² for every v in T
    T2 yes its rank is 1, the full one, by exact elimination
    T3 yes vᵀGv ≥ 0.99·|v|² for every v in T
    """
    known = None if radius is None else fraction(InputReader().number(radius, "radius"))
    if known is not None and known < 0:
        raise InputError(f"the radius is negative: {radius}", key="radius", remedy="write 0 or more")
    instance = Instance(game, known)
    return tuple(each.on(instance) for each in THEOREMS if theorems is None or each in theorems)


def check(game: Game) -> tuple[Finding, ...]:
    """Decide the hypotheses of every theorem on a game: the verb of the public interface for `findings`."""
    return findings(game)


def theorem(name: str) -> Theorem:
    """Return a theorem by its name.

    Raises
    ------
    InputError
        For a name that no theorem has.

    Examples
    --------
    >>> theorem("T3").title
    'Uniqueness'
    """
    for each in THEOREMS:
        if each.name == name:
            return each
    raise InputError(f"no theorem is named {name!r}", remedy=f"the theorems are T1 to T{len(THEOREMS)}")
