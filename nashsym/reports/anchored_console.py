"""The answer for an anchored game as plain text, for a terminal."""

from __future__ import annotations

from nashsym.reports.anchored_words import STANDING_WORDS, weight_text
from nashsym.solvers.anchored_solution import AnchoredSolution, Enclosure
from nashsym.theorems.wording import bound

__all__ = ["anchored_text"]

_UNIQUE = {
    "proved": "No other equilibrium exists, homogeneous or not (T3).",
    "undecided": "Whether equilibria exist in which agents differ is undecided.",
}
#: Where several profiles are listed: how many, and of how many groups each.
_MOST_LISTED, _MOST_SHARES = 40, 8


def anchored_text(solution: AnchoredSolution) -> str:
    """Return the verdict and a table: weights, the radii within which the equilibrium's lie, and their standing."""
    game = solution.game
    title = game.name or "game"
    lines = [f"{title}: {game.size} groups, {game.agents} agents, anchored", solution.outcome]
    found = solution.enclosure
    if solution.kind == "enclosed" and found is not None:
        lines += [_UNIQUE[solution.unique], "", *_table(found), "", _gap(found)]
    elif solution.enclosures:
        lines += ["", *(_line(number, one) for number, one in enumerate(solution.enclosures[:_MOST_LISTED], start=1))]
    lines += ["", f"Found by {solution.method}; proved in exact arithmetic, logarithms enclosed. {solution.search}"]
    return "\n".join(lines) + "\n"


def _gap(found: Enclosure) -> str:
    return (
        f"With the weights as they stand in the certificate nobody gains more than {bound(found.gap, upper=True)} by "
        "deviating (T14); the equilibrium's weights differ from them by the radii at most (T15)."
    )


def _table(found: Enclosure) -> list[str]:
    game = found.game
    assert found.radii is not None  # noqa: S101  # asked of enclosed equilibria only
    width = max(len("group"), *(len(name) for name in game.groups))
    rows = [f"{'group':<{width}}  {'weight':>11}  {'radius':>9}"]
    for group, name in enumerate(game.groups):
        state = STANDING_WORDS[found.standing(group)]
        radius = bound(found.radii[group], upper=True)
        rows.append(f"{name:<{width}}  {weight_text(found, group):>11}  {radius:>9}  {state}")
    return rows


def _line(number: int, found: Enclosure) -> str:
    shares = [f"{name} {weight_text(found, d)}" for d, name in enumerate(found.game.groups)]
    more = f", … {len(shares)} groups in all" if len(shares) > _MOST_SHARES else ""
    return f"[{number}] gap at most {bound(found.gap, upper=True)}: {', '.join(shares[:_MOST_SHARES])}{more}"
