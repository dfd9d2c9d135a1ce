"""A solution as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import flint

from nashsym.reports.anchored_console import anchored_text
from nashsym.reports.numerals import decimal
from nashsym.solvers.anchored_solution import AnchoredSolution
from nashsym.solvers.solution import Component, Continuum, Equilibrium, Solution

__all__ = ["solution_text"]

_LONGEST_EXACT = 24
#: Where there are several equilibria: how many are listed, and of how many groups each.
_MOST_LISTED, _MOST_SHARES = 40, 8
_UNIQUE = {
    "proved": "No other equilibrium exists, homogeneous or not (T3).",
    "refuted": "Other equilibria exist.",
    "undecided": "Whether other equilibria exist is undecided.",
}


def solution_text(solution: Solution) -> str:
    """Return the answer of `solve` for a terminal: a verdict, and a table, or a line each where there are several.

    Decimals are rounded for reading; exact weights stand beside them where they are short, and always in the
    certificate.
    """
    if isinstance(solution, AnchoredSolution):
        return anchored_text(solution)
    game = solution.game
    title = game.name or "game"
    lines = [f"{title}: {game.size} groups, {game.agents} agents", solution.outcome]
    if solution.components:
        lines.append(_uniqueness(solution))
    if len(solution.components) > 1:
        lines += ["", *_list(solution.components)]
    for component in solution.components[: len(solution.components) == 1]:
        lines += ["", *(_continuum(component) if isinstance(component, Continuum) else _table(component))]
    if solution.rule and solution.selected is not None:
        lines += ["", f"Selected by {solution.rule}:", *_table(solution.selected)]
    lines += ["", f"Found by {solution.method}; proved in exact arithmetic. Search: {solution.search}"]
    return "\n".join(lines) + "\n"


def _uniqueness(solution: Solution) -> str:
    if solution.unique_homogeneous == "proved" and solution.unique == "refuted":
        return "Agents may specialise: equilibria in which they differ exist as well (T6)."
    if solution.unique_homogeneous == "proved" and solution.unique == "undecided":
        return "Whether equilibria exist in which agents differ is undecided."
    return _UNIQUE[solution.unique]


def _list(components: Sequence[Component]) -> list[str]:
    """Return a line per equilibrium or continuum, with the groups that it serves."""
    lines = []
    for number, component in enumerate(components[:_MOST_LISTED], start=1):
        groups = component.game.groups
        if isinstance(component, Continuum):
            spans = [(name, low, high) for name, (low, high) in zip(groups, component.ranges, strict=True) if high > 0]
            shares = [f"{name} {_decimal(low)} to {_decimal(high)}" for name, low, high in spans]
            lines.append(f"[{number}] continuum of dimension {component.dimension}: {_some(shares)}")
        else:
            shares = [f"{groups[d]} {_decimal(component.weights[d])}" for d in component.support]
            lines.append(f"[{number}] {component.kind}: {_some(shares)}")
    if len(components) > _MOST_LISTED:
        lines.append(f"… and {len(components) - _MOST_LISTED} more, which `nashsym.solve` in Python lists")
    return lines


def _some(shares: Sequence[str]) -> str:
    more = f", … {len(shares)} groups in all" if len(shares) > _MOST_SHARES else ""
    return ", ".join(shares[:_MOST_SHARES]) + more


def _table(found: Equilibrium) -> list[str]:
    game, floor = found.game, found.game.threshold
    width = max(len("group"), *(len(name) for name in game.groups))
    states = [_state(weight, floor) for weight in found.weights]
    across = max(len(state) for state in states)
    rows = [f"{'group':<{width}}  {'weight':>9}  {'marginal utility':>16}  {'':<{across}}  exact weight"]
    for name, weight, marginal, state in zip(game.groups, found.weights, found.marginals, states, strict=True):
        digits = len(str(flint.fmpz(weight.denominator)))  # Python's own int writes 4,300 digits at most
        exact = str(weight) if digits <= _LONGEST_EXACT else f"a denominator of {digits} digits, in the certificate"
        rows.append(f"{name:<{width}}  {_decimal(weight):>9}  {_decimal(marginal):>16}  {state:<{across}}  {exact}")
    return rows


def _state(weight: Fraction, floor: Fraction) -> str:
    if weight == 0:
        return "left out"
    return "served" if weight >= floor else f"excluded, below {_decimal(floor)}"


def _continuum(component: Continuum) -> list[str]:
    game = component.game
    width = max(len("group"), *(len(name) for name in game.groups))
    rows = [f"A polytope of dimension {component.dimension}: every point of it is an equilibrium."]
    rows.append(f"{'group':<{width}}  {'least':>9}  {'most':>9}")
    for name, (low, high) in zip(game.groups, component.ranges, strict=True):
        rows.append(f"{name:<{width}}  {_decimal(low):>9}  {_decimal(high):>9}")
    return rows


def _decimal(value: Fraction) -> str:
    """Write six significant digits; a number beyond the range of floats from the rational itself."""
    try:
        rounded = float(value)
    except OverflowError:
        return decimal(value, 6)
    return decimal(value, 6) if rounded == 0 != value else f"{rounded:.6g}"
