"""T13 to T15: boxes of games, gaps, and what encloses an equilibrium."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product
from math import atan2, fsum, sqrt

import flint

from nashsym.game import Game
from nashsym.terms import CanonicalForm
from nashsym.theorems.enclosure import enclosure_squared
from nashsym.theorems.interior import interior_candidate
from nashsym.theorems.perturbation import interior_radii
from scripts.theorem_panels.canvas import Panel
from scripts.theorem_panels.games import (
    CENTRE,
    CORNERS,
    Function,
    Weights,
    candidate,
    example,
    panel_for,
    plain,
    settled,
)

__all__ = ["enclosure", "perturbation", "regret"]

#: A guess at the equilibrium of T15-holds that a person might make.
GUESS: Weights = (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))


def _box(w: Sequence[Fraction], radii: Sequence[float]) -> list[tuple[float, ...]]:
    """Return the corners of {v : 1ᵀv = 1, |v_d − w_d| ≤ r_d}, in order around it."""
    centre, found = [float(x) for x in w], []
    for d, e in combinations(range(3), 2):
        for side, other in product((-1, 1), repeat=2):
            v = [0.0] * 3
            v[d], v[e] = centre[d] + side * radii[d], centre[e] + other * radii[e]
            v[3 - d - e] = 1 - v[d] - v[e]
            if abs(v[3 - d - e] - centre[3 - d - e]) <= radii[3 - d - e] + 1e-9:
                found.append(tuple(v))
    return sorted(found, key=lambda v: atan2(v[2] - centre[2], v[1] - centre[1] + (v[2] - centre[2]) / 2))


def perturbation() -> list[Panel]:
    """T13: w⁎ of games in a box, and the bound on how far it moves."""
    panels, radius = [], Fraction(1, 20)
    for name, title in (("T13-holds", "errors of 1/20: a bound"), ("T13-fails", "weak incentives: no bound")):
        game = example(name)
        panel, w = panel_for(game, title), candidate(game)
        delta = interior_radii(game.canonical, [radius] * 3, [[radius] * 3] * 3)
        if delta is not None:
            panel.region(_box(w, [float(x) for x in delta]), "where w⁎ of every game in the box lies")
        for place, v in enumerate(_candidates(game.canonical, radius)):
            panel.disc(v, "red", "w⁎ of games at corners of the box" if place == 0 else "", 2.2)
        panel.disc(w, says="w⁎ of the game as given")
        if delta is None:
            panel.note("No δ satisfies T13; some games in the box have w⁎ outside.")
        panels.append(panel)
    return panels


def _candidates(form: CanonicalForm, radius: Fraction) -> list[Weights]:
    """Return w⁎ of games whose inputs are off by the radius each, where it is near the simplex."""
    step, found = flint.fmpq(radius.numerator, radius.denominator), []
    for signs in product((-1, 1), repeat=6):
        b = flint.fmpq_mat(3, 1, [form.b[d, 0] + step * signs[d] for d in range(3)])
        other = signs[3:]
        M = flint.fmpq_mat(3, 3, [form.M[d, e] + step * other[d] * other[e] for d in range(3) for e in range(3)])
        w = interior_candidate(CanonicalForm(b, M, flint.fmpq_mat(3, 3), form.agents))
        if w is not None and min(w) > Fraction(-1, 8):
            found.append(w)
    return found


def _gap(game: Game) -> Function:
    b, M = plain(game.canonical.b, game.canonical.M)

    def value(w: tuple[float, float, float]) -> float:
        marginal = [a - fsum(m * x for m, x in zip(row, w, strict=True)) for a, row in zip(b, M, strict=True)]
        return max(marginal) - fsum(g * x for g, x in zip(marginal, w, strict=True))

    return value


def regret() -> list[Panel]:
    """T14: contours of the gap."""
    holds, fails = example("T14-holds"), example("T14-fails")
    sound, unsound = (
        panel_for(holds, "H ⪰ 0: no gain exceeds the gap"),
        panel_for(fails, "H not ⪰ 0: gap 0, and a gain"),
    )
    for panel, game in ((sound, holds), (unsound, fails)):
        panel.contours(_gap(game), "the gap, all agents at the point", 5)
    sound.disc(settled(holds), says="gap 0: the equilibrium")
    for place, corner in enumerate(CORNERS):
        unsound.arrow(CENTRE, corner, "green", "an agent gains by going to a corner" if place == 0 else "")
    unsound.ring(CENTRE, says="gap 0, but no equilibrium")
    return [sound, unsound]


def enclosure() -> list[Panel]:
    """T15: a guess, and the box around the equilibrium that its gap gives."""
    holds, fails = example("T15-holds"), example("T15-fails")
    inside, lost = (
        panel_for(holds, "M ≻ 0: guess and gap enclose it"),
        panel_for(fails, "M not ≻ 0: they enclose nothing"),
    )
    squares = enclosure_squared(holds.canonical, GUESS)
    if squares is None:
        raise ValueError("M is not definite")
    inside.region(_box(GUESS, [sqrt(x) for x in squares]), "where the equilibrium must lie")
    inside.ring(GUESS, says="a guess: (0.5, 0.3, 0.2)")
    inside.disc(settled(holds), says="the equilibrium")
    lost.ring(CENTRE, says="a guess with gap 0, itself an equilibrium")
    for place, corner in enumerate(CORNERS):
        lost.disc(corner, says="other equilibria, far from it" if place == 0 else "")
    return [inside, lost]
