"""T1 to T6: best responses, equilibria, and where there are several."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from nashsym.exact.rational import vector
from nashsym.game import Game
from nashsym.solvers.pipeline import solve
from nashsym.theorems.regret import gap
from scripts.theorem_panels.canvas import Panel
from scripts.theorem_panels.games import CORNERS, Weights, candidate, example, panel_for, pull, quadratic, settled

__all__ = ["best_response", "boundary", "interior", "potential", "specialisation", "uniqueness"]


def best_response() -> list[Panel]:
    """T1: the utility of one agent over its own mixture, the others at w⁎."""
    panels = []
    for name, title in (
        ("T01-holds", "concave: alike at the margin is best"),
        ("T01-fails", "not concave: it is worst"),
    ):
        game = example(name)
        panel, w, form = panel_for(game, title), candidate(game), game.canonical
        panel.contours(
            quadratic(form.b - form.K * vector(w), form.H), "one agent's utility, the others all at the marked point"
        )
        if name.endswith("holds"):
            panel.disc(w, says="all groups pay alike at the margin: the best response")
        else:
            panel.ring(w, says="all groups pay alike at the margin: no best response")
            for place, corner in enumerate(_best_corners(game, w)):
                panel.disc(corner, "green", says="what the agent does best" if place == 0 else "")
        panels.append(panel)
    return panels


def _best_corners(game: Game, mean: Weights) -> list[Weights]:
    values = {corner: game.utility(corner, [mean] * (game.agents - 1)) for corner in CORNERS}
    return [corner for corner, value in values.items() if value == max(values.values())]


def interior() -> list[Panel]:
    """T2: where the lines on which two groups pay alike cross."""
    panels = []
    for name, title in (
        ("T02-holds", "w⁎ inside: it is the equilibrium"),
        ("T02-fails", "w⁎ outside: a group is left out"),
    ):
        game = example(name)
        panel, w = panel_for(game, title), candidate(game)
        for place, (d, e) in enumerate(combinations(range(3), 2)):
            panel.path(
                _alike(game, d, e), "ink fine dashed", "two groups pay alike, all at the point" if place == 0 else ""
            )
        if name.endswith("fails"):
            panel.ring(w, says="w⁎, where all three pay alike")
            panel.disc(settled(game), says="the equilibrium: the retired are left out")
        else:
            panel.disc(w, says="w⁎, where all three pay alike: the equilibrium")
        panels.append(panel)
    return panels


def _alike(game: Game, d: int, e: int) -> list[Weights]:
    """Return two points, just outside the simplex, of the line on which groups d and e have equal marginal utility."""
    form, w = game.canonical, candidate(game)
    row = [form.M[d, k] - form.M[e, k] for k in range(3)]
    along = [Fraction(int(x.p), int(x.q)) for x in (row[1] - row[2], row[2] - row[0], row[0] - row[1])]
    low = high = None
    for share, step in zip(w, along, strict=True):
        if step != 0:
            ends = sorted((bound - share) / step for bound in (Fraction(-1, 12), Fraction(13, 12)))
            low, high = (max(low, ends[0]), min(high, ends[1])) if low is not None and high is not None else ends
    if low is None or high is None:
        raise ValueError("the two groups pay alike everywhere")
    return [tuple(share + t * step for share, step in zip(w, along, strict=True)) for t in (low, high)]


def uniqueness() -> list[Panel]:
    """T3: one point against several."""
    holds, fails = example("T03-holds"), example("T03-fails")
    one, several = panel_for(holds, "M ≻ 0 and G ≻ 0: one equilibrium"), panel_for(fails, "M not ≻ 0: several")
    one.contours(quadratic(holds.canonical.b, holds.canonical.M), "the programme of T4, which has one peak")
    one.disc(settled(holds), says="the only equilibrium; all agents are alike in it")
    _show_all(several, fails)
    return [one, several]


def _show_all(panel: Panel, game: Game) -> None:
    points = [point.weights for point in solve(game, every=True).equilibria]
    corners = [w for w in points if max(w) == 1]
    for w in points:
        first = w == (corners[0] if w in corners else next(other for other in points if other not in corners))
        words = "one group alone" if w in corners else "several groups"
        panel.disc(w, "blue" if w in corners else "green", f"equilibrium, all agents alike: {words}" if first else "")


def boundary() -> list[Panel]:
    """T4: the concave programme's maximisers, and isolated solutions where it is not concave."""
    holds, fails = example("T04-holds"), example("T04-fails")
    flat, rough = (
        panel_for(holds, "M ⪰ 0: the maximisers, here a segment"),
        panel_for(fails, "M not ⪰ 0: isolated points"),
    )
    for panel, game in ((flat, holds), (rough, fails)):
        panel.contours(quadratic(game.canonical.b, game.canonical.M), "value of bᵀw − ½wᵀMw")
    ends = [point.weights for point in solve(holds).equilibria]
    flat.path(ends, "blue thick", "homogeneous equilibria: every point of it")
    _show_all(rough, fails)
    rough.note("The programme's maximum is at one corner only.")
    return [flat, rough]


def potential() -> list[Panel]:
    """T5: the field of marginal utilities, a gradient or one that turns."""
    panels = []
    for name, title in (
        ("T05-holds", "K symmetric: agents climb a potential"),
        ("T05-fails", "K turns: nothing to climb"),
    ):
        game = example(name)
        panel = panel_for(game, title)
        if name.endswith("holds"):
            panel.contours(quadratic(game.canonical.b, game.canonical.M), "equal potential, all agents at the point", 7)
        _field(panel, game)
        panel.disc(settled(game), says="the equilibrium")
        panels.append(panel)
    return panels


def _field(panel: Panel, game: Game) -> None:
    grid = [(Fraction(9 - i - j, 9), Fraction(i, 9), Fraction(j, 9)) for i in range(10) for j in range(10 - i)]
    pulls = {w: pull(game.canonical, w) for w in grid}
    longest = max(max(map(abs, step)) for step in pulls.values())
    for place, (w, step) in enumerate(pulls.items()):
        end = tuple(x + y / longest / 9 for x, y in zip(w, step, strict=True))
        panel.arrow(w, end, "ink", "where marginal utilities pull" if place == 0 else "", width="fine")


def specialisation() -> list[Panel]:
    """T6: agents in niches, or all in one place."""
    holds, fails = example("T06-holds"), example("T06-fails")
    apart, together = panel_for(holds, "G not ≻ 0, w⁎ > 0: niches"), panel_for(fails, "G not ≻ 0, but w⁎ not > 0: none")
    for place, corner in enumerate(CORNERS):
        others = tuple((1 - share) / 2 for share in corner)
        if gap(holds.canonical, corner, others) != 0:
            raise ValueError("an agent leaves its niche")
        apart.square(corner, "green", "an equilibrium in niches: one agent in each corner" if place == 0 else "")
    apart.disc(settled(holds), says="the equilibrium in which all are alike")
    together.disc(settled(fails), says="the only equilibrium: all three agents here")
    return [apart, together]
