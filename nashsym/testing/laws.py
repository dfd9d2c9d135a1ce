"""All laws of a game by name, and the one call that checks them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Solution
from nashsym.testing import (
    anchored_laws,
    certificate_laws,
    equilibrium_laws,
    interior_laws,
    numeric_laws,
    perturbation_laws,
    population_laws,
    response_laws,
    symmetry_laws,
    theorem_laws,
)
from nashsym.testing.law import Law, Outcome, Solver, subject_of

__all__ = ["LAWS", "LawReport", "check_all_laws"]

#: A new law is one more row.
LAWS: Final[dict[str, Law]] = {
    each.name: each
    for each in (
        equilibrium_laws.nash,
        equilibrium_laws.existence,
        interior_laws.closed_form,
        interior_laws.interior_otherwise,
        equilibrium_laws.single_homogeneous,
        equilibrium_laws.uniqueness,
        equilibrium_laws.unique_as_claimed,
        equilibrium_laws.nothing_missed,
        symmetry_laws.scale,
        symmetry_laws.group_order,
        symmetry_laws.agent_order,
        symmetry_laws.gauge,
        response_laws.best_response,
        response_laws.potential_gains,
        response_laws.contraction,
        population_laws.specialisation,
        population_laws.sum_decides,
        population_laws.odd_number,
        theorem_laws.statics,
        interior_laws.candidate_slopes,
        theorem_laws.affine_in_attractiveness,
        theorem_laws.diversity_bound,
        theorem_laws.doubled_diversity,
        interior_laws.designed,
        interior_laws.inert_distance,
        perturbation_laws.perturbation,
        numeric_laws.regret_bound,
        numeric_laws.enclosure,
        numeric_laws.maximisers,
        numeric_laws.convex_programme,
        numeric_laws.floats,
        anchored_laws.enclosed,
        certificate_laws.certificate_accepted,
        certificate_laws.certificate_altered,
    )
}


@dataclass(frozen=True)
class LawReport:
    """What became of each law on one game; none was violated.

    Attributes
    ----------
    outcomes : tuple of Outcome
    """

    outcomes: tuple[Outcome, ...]

    @property
    def held(self) -> tuple[str, ...]:
        """Names of the laws that were checked and held."""
        return tuple(outcome.law for outcome in self.outcomes if outcome.held)

    @property
    def not_applicable(self) -> dict[str, str]:
        """Why each other law says nothing about the game, by name."""
        return {outcome.law: outcome.reason for outcome in self.outcomes if not outcome.held}

    def __str__(self) -> str:
        return "\n".join(map(str, self.outcomes))

    def __repr__(self) -> str:
        return f"LawReport({len(self.held)} held, {len(self.not_applicable)} not applicable)"


def check_all_laws(
    game: Game | Solution,
    solver: Solver = solve,
    *,
    laws: Iterable[str] | None = None,
    require: Iterable[str] = (),
) -> LawReport:
    """Check every law on a game.

    Inside a Hypothesis test each law that does not apply is counted as an event (``--hypothesis-show-statistics``).

    Parameters
    ----------
    game : Game or Solution
        A solution is taken as the answer for its game.
    solver : callable, optional
        From a game to a `Solution`; `nashsym.solve` unless given.
    laws : iterable of str, optional
        Names of the laws to check; all unless given.
    require : iterable of str
        Laws that must apply: it fails the test where one of them says nothing about the game.

    Returns
    -------
    LawReport
        Which laws held, and why the others do not apply.

    Raises
    ------
    LawViolation
        An AssertionError that names the law, the group, the agent and the exact numbers.
    InputError
        For a name that no law has.

    Examples
    --------
    >>> from nashsym import Game
    >>> report = check_all_laws(Game.from_canonical(b=[1, 0], H=[[1, 0], [0, 1]], agents=3))
    >>> report
    LawReport(24 held, 10 not applicable)
    >>> report.not_applicable["statics"]
    'the game has no coefficients'
    """
    __tracebackhide__ = True
    required = tuple(require)
    names = tuple(LAWS) if laws is None else tuple(dict.fromkeys([*laws, *required]))
    for name in [*names, *required]:
        if name not in LAWS:
            raise InputError(f"no law is named {name!r}", remedy=f"the laws are {', '.join(LAWS)}")
    subject = subject_of(game, solver)
    outcomes = tuple([LAWS[name].check(subject) for name in names])
    report = LawReport(outcomes)
    _count(outcomes)
    missing = [f"{name}: {reason}" for name, reason in report.not_applicable.items() if name in required]
    if missing:
        raise AssertionError(f"a law that is required says nothing about the game: {'; '.join(missing)}")
    return report


def _count(outcomes: Iterable[Outcome]) -> None:
    """Tell Hypothesis, if it runs, which laws said nothing."""
    hypothesis = sys.modules.get("hypothesis")
    if hypothesis is None or not hypothesis.currently_in_test_context():
        return
    for kind, count in Counter("held" if outcome.held else "not applicable" for outcome in outcomes).items():
        hypothesis.event(f"laws {kind}", count)
    for outcome in outcomes:
        if not outcome.held:
            hypothesis.event(f"law {outcome.law}: not applicable")
