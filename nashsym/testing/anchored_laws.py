"""The law of anchored games, whose equilibria are not rational: what is enclosed stays enclosed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nashsym.exact.rational import fraction
from nashsym.game import Game
from nashsym.solvers.anchored_gap import anchored_gap
from nashsym.solvers.anchored_solution import AnchoredSolution, Enclosure
from nashsym.solvers.solution import Solution
from nashsym.testing.law import Broken, NotApplicable, Subject, exactly, law, mixture_text
from nashsym.testing.symmetry_laws import reordered, scaled

__all__ = ["enclosed"]

_FACTOR = Fraction(7, 3)


def _enclosures(solution: Solution) -> tuple[Enclosure, ...]:
    if not isinstance(solution, AnchoredSolution) or not solution.enclosures:
        raise NotApplicable(f"nothing is enclosed: {solution.outcome}")
    return solution.enclosures


@law("enclosed", "MODEL T14, T15", "gaps are at most what is said; two enclosures of one equilibrium overlap")
def enclosed(subject: Subject) -> None:
    """Compute each gap anew; enclose the equilibrium of the game reordered and rescaled, and compare the radii."""
    game = subject.game
    if not game.is_anchored:
        raise NotApplicable("the game has no anchor")
    found = _enclosures(subject.answer(game))
    for each in found:
        where = mixture_text(game.groups, each.weights)
        if sum(each.weights) != 1 or min(each.weights) <= 0:
            raise Broken(f"{{{where}}} is no mixture with every weight above 0")
        low, _ = anchored_gap(game, each.weights)
        if fraction(low) > each.gap:
            raise Broken(f"at {{{where}}} the gap is at least {exactly(low)}, not at most {exactly(each.gap)}")
    same = list(range(game.size))
    changes = {
        "the groups in reverse order": (reordered(game, same[::-1]), same[::-1]),
        f"{_FACTOR} times the utility": (scaled(game, _FACTOR), same),
    }
    for change, (other, places) in changes.items():
        again = _enclosures(subject.answer(other))
        _compare(game, change, found[0], again[0], places)


def _compare(game: Game, change: str, here: Enclosure, there: Enclosure, places: Sequence[int]) -> None:
    """Refuse two enclosures of the one equilibrium that are apart; `places[d]` is the place of group d in the other."""
    if here.radii is None or there.radii is None:
        return
    for d, e in enumerate(places):
        if abs(here.weights[d] - there.weights[e]) > here.radii[d] + there.radii[e]:
            raise Broken(
                f"with {change} the weight of {game.groups[d]!r} is {exactly(there.weights[e])} up to "
                f"{exactly(there.radii[e])}, apart from {exactly(here.weights[d])} up to {exactly(here.radii[d])}"
            )
