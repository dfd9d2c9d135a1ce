"""The second derivation: what CVXPY makes of the same game in floats, beside the exact answer."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from nashsym.errors import InputError, UndecidedError
from nashsym.reports.content import PointPart, SecondDerivation
from nashsym.reports.numerals import scientific
from nashsym.reports.text import sentence
from nashsym.solvers.solution import Continuum, Equilibrium, Solution

__all__ = ["MAX_GROUPS_SECOND", "second_derivation"]

#: CVXPY takes a few seconds for so many groups.
MAX_GROUPS_SECOND: Final = 500
#: Beyond this difference the report remarks on it; no claim rests on it.
USUAL_ACCURACY: Final = 1e-4


def second_derivation(solution: Solution, point: PointPart | None) -> SecondDerivation:
    """Solve the concave programme with CVXPY and compare; where there is no such programme, say why.

    Parameters
    ----------
    solution : Solution
    point : PointPart or None
        The equilibrium as the report shows it: it names the groups of the table.

    Notes
    -----
    Source: MODEL T4: the homogeneous equilibria are the maximisers where K is symmetric and M ⪰ 0 on T.
    """
    game, form = solution.game, solution.form
    reasons = []
    if not form.coupling_is_symmetric:
        reasons.append("K is not symmetric")
    if not form.stability.is_positive_semidefinite:
        reasons.append("M is not ⪰ 0 on T")
    if not solution.concavity.is_positive_semidefinite:
        reasons.append("H is not ⪰ 0 on T")
    found = solution.equilibrium
    if reasons or found is None or point is None:
        why = " and ".join(reasons) or "no equilibrium was found"
        text = f"There is none: {why}, so the equilibria are not the maximisers of a concave programme (T4)."
        return SecondDerivation(sentence(text))
    if game.size > MAX_GROUPS_SECOND:
        text = f"Left out: it is made for up to {MAX_GROUPS_SECOND} groups; here are {game.size}."
        return SecondDerivation(sentence(text))
    return _compared(solution, found, point)


def _compared(solution: Solution, found: Equilibrium, point: PointPart) -> SecondDerivation:
    from nashsym.solvers.convex import solve_concave_programme

    try:
        answer = solve_concave_programme(solution.game)
    except (InputError, UndecidedError, OverflowError) as error:
        return SecondDerivation(sentence(f"CVXPY gave no answer, which says nothing about the exact one: {error}"))
    weights = [float(value) for value in answer.weights]
    lacks = [float(value) for value in answer.shortfalls]
    exact_lacks = [found.level - marginal for marginal in found.marginals]
    component = next((part for part in solution.components if isinstance(part, Continuum)), None)
    ranges = component.ranges if component is not None else tuple((weight, weight) for weight in found.weights)
    errors = [_outside(value, low, high) for value, (low, high) in zip(weights, ranges, strict=True)]
    lack_errors = [abs(value - float(exact)) for value, exact in zip(lacks, exact_lacks, strict=True)]
    text = (
        f"CVXPY {answer.version} with {answer.solver} solved the concave programme of T4 in floating point, knowing "
        "nothing of the exact answer. "
    )
    largest, lack = scientific(max(errors)), scientific(max(lack_errors))
    if component is not None:
        text += f"Its maximiser leaves the exact ranges by at most {largest}; "
    else:
        text += f"Its weights differ from the exact ones by at most {largest}, "
    text += f"its multipliers from the exact shortfalls by at most {lack}. It is a second opinion and proves nothing."
    if max(*errors, *lack_errors) > USUAL_ACCURACY:
        text += " The difference is larger than the solver's usual one; the exact answer is the one that is proved."
    rows = tuple(
        (line.name, line.weight, weights[line.index], line.shortfall, lacks[line.index]) for line in point.lines
    )
    level = (found.level, answer.level)
    return SecondDerivation(sentence(text), answer.solver, rows, level, max(errors), max(lack_errors))


def _outside(value: float, low: Fraction, high: Fraction) -> float:
    """Return by how much a float lies outside an exact range."""
    return max(float(low) - value, value - float(high), 0.0)
