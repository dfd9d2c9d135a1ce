"""T16, T18 and T19: agents that keep responding, sums of mixtures, and the count of equilibria."""

from __future__ import annotations

from fractions import Fraction

import flint

from nashsym.exact.rational import column_fractions, vector
from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.solvers.pivoting import pivot
from nashsym.terms import CanonicalForm
from scripts.theorem_panels.canvas import Panel
from scripts.theorem_panels.games import CENTRE, CORNERS, Weights, answer, example, panel_for, settled

__all__ = ["all_equilibria", "dynamics", "types"]


def dynamics() -> list[Panel]:
    """T16: where agents go that all respond at once, from a corner."""
    panels = []
    for name, title in (("T16-holds", "every |e| < 1: they settle"), ("T16-fails", "e = 3/2: they swing for ever")):
        game = example(name)
        panel, w = panel_for(game, title), CORNERS[2]
        panel.ring(w, "ink", "the start: all agents here")
        panel.text(w, "0")
        for place in range(1, 6):
            after = answer(game.canonical, w)
            panel.arrow(w, after, "red", "the next round: all respond at once" if place == 1 else "")
            w = after
            if place <= 4 and (name.endswith("holds") or place <= 2):
                panel.text(w, str(place))
        panel.disc(settled(game), says="the only equilibrium")
        panels.append(panel)
    return panels


def types() -> list[Panel]:
    """T18: each agent's mixture as a function of the average, and two equilibria with one average."""
    holds, fails = example("T18-holds"), example("T18-fails")
    told, untold = panel_for(holds, "G ≻ 0: the average tells the mixture"), panel_for(fails, "G not ≻ 0: it does not")
    grid = [(Fraction(2 - i - j, 2), Fraction(i, 2), Fraction(j, 2)) for i in range(3) for j in range(3 - i)]
    for place, average in enumerate(grid):
        told.arrow(
            average,
            _given_average(holds, average),
            "ink",
            "from an average of all agents to what each plays given it" if place == 0 else "",
            width="fine",
        )
    told.disc(settled(holds), says="the equilibrium: what all play is the average")
    untold.disc(CENTRE, says="an equilibrium: all three agents here")
    for place, corner in enumerate(CORNERS):
        untold.square(corner, "green", "an equilibrium with the same average: one in each corner" if place == 0 else "")
    return [told, untold]


def _given_average(game: Game, average: Weights) -> Weights:
    """Return the one w with equal marginal utilities b − K s/(N−1) − Gw, s the sum of all mixtures."""
    form, agents = game.canonical, game.agents
    if form.G is None:
        raise ValueError("there is one agent")
    pulled = form.b - form.K * vector(average) * flint.fmpq(agents, agents - 1)
    return column_fractions(pivot(CanonicalForm(pulled, form.G, flint.fmpq_mat(3, 3), agents)))


def all_equilibria() -> list[Panel]:
    """T19: an odd number, and an even one."""
    panels = []
    for name, title in (
        ("T19-holds", "none degenerate: an odd number, seven"),
        ("T19-fails", "one degenerate: an even number"),
    ):
        game = example(name)
        panel = panel_for(game, title)
        points = list(solve(game, every=True).equilibria)
        for place, point in enumerate(points):
            if set(point.tight) == set(point.support):
                panel.disc(point.weights, says=f"{len(points)} equilibria in all" if place == 0 else "")
            else:
                panel.square(point.weights, says="degenerate: a group left out is exactly as good as one served")
        panels.append(panel)
    return panels
