"""T7 to T12 and T17: how the equilibrium answers to the platform's coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nashsym.exact.rational import vector
from nashsym.game import Game
from nashsym.phase.along.path import coefficient_path
from nashsym.theorems.design import design
from nashsym.theorems.diversity_limit import diversity_limit
from nashsym.theorems.statics import statics
from nashsym.theorems.welfare import welfare_optimum_form
from scripts.theorem_panels.canvas import Panel
from scripts.theorem_panels.games import CENTRE, CORNERS, Weights, candidate, example, panel_for, quadratic, settled

__all__ = ["attractiveness_path", "design_panels", "diversity", "inert", "scale", "statics_panels", "welfare"]


def _shifted(w: Weights, step: Sequence[Fraction]) -> Weights:
    return tuple(x + 2 * y for x, y in zip(w, step, strict=True))


def statics_panels() -> list[Panel]:
    """T7: an arrow per coefficient."""
    panels = []
    for name, title in (
        ("T07-holds", "similarity form: three arrows"),
        ("T07-fails", "distance form: λ_D moves nothing"),
    ):
        game = example(name)
        panel, w, found = panel_for(game, title), settled(game), statics(game)
        if found is None:
            raise ValueError("no derivatives")
        moves = (
            ("λ_A", found.attractiveness, "blue"),
            ("λ_C", found.consistency, "red"),
            ("λ_D", found.diversity, "green"),
        )
        for symbol, step, colour in moves:
            if any(step):
                panel.arrow(w, _shifted(w, step), colour, f"more of {symbol}, at twice its rate")
        panel.disc(w, "ink", "the equilibrium")
        panels.append(panel)
    return panels


def scale() -> list[Panel]:
    """T8: the same point for scaled coefficients."""
    game = example("T08-holds")
    same, other = panel_for(game, "all coefficients times 3: the same"), panel_for(game, "only λ_D times 3: it moves")
    tripled = game.with_coefficients(**{name: 3 * value for name, value in game.coefficients.items()})
    diverse = game.with_coefficients(diversity=3 * game.coefficients["diversity"])
    form = tripled.canonical
    same.contours(quadratic(form.b, form.M), "programme of T4, of both games")
    same.ring(settled(tripled), "ink", "the equilibrium with λ = (3, 3, 3)", 10)
    same.disc(settled(game), says="the equilibrium with λ = (1, 1, 1)")
    other.contours(quadratic(diverse.canonical.b, diverse.canonical.M), "the programme with λ = (1, 1, 3)")
    other.disc(settled(game), says="the equilibrium with λ = (1, 1, 1)")
    other.square(settled(diverse), says="the equilibrium with λ = (1, 1, 3)")
    return [same, other]


def attractiveness_path() -> list[Panel]:
    """T9: the piecewise straight path in λ_A, or a jump."""
    holds, fails = example("T09-holds"), example("T09-fails")
    straight, jump = panel_for(holds, "M ≻ 0: straight pieces as λ_A grows"), panel_for(fails, "M = 0: a jump")
    pieces = coefficient_path(holds, "attractiveness")
    bends = [piece.weights(piece.start.rational or Fraction(0)) for piece in pieces]
    straight.path([*bends, bends[-1]], "blue line", "the equilibrium as λ_A grows from 0")
    straight.ring(bends[0], "ink", "λ_A = 0")
    for place, (piece, w) in enumerate(zip(pieces[1:], bends[1:], strict=True)):
        straight.disc(w, "red", "a group drops out, and stays out" if place == 0 else "")
        straight.text(w, f"λ_A = {float(piece.start.rational or 0):.3g}", *((10, 18) if place == 0 else (10, -10)))
    straight.disc(settled(holds), says="the game's own equilibrium, λ_A = 1")
    jump.region(CORNERS, "λ_A = 0: every mixture is an equilibrium")
    jump.disc(settled(fails), says="any λ_A > 0: this corner alone")
    return [straight, jump]


def design_panels() -> list[Panel]:
    """T10: from the equilibrium to a target."""
    holds, fails = example("T10-holds"), example("T10-fails")
    reached, left = (
        panel_for(holds, "H ⪰ 0: the target becomes it"),
        panel_for(fails, "H not ⪰ 0: agents leave the target"),
    )
    changed = [_with_attractiveness(game, design(game, CENTRE)) for game in (holds, fails)]
    reached.contours(quadratic(changed[0].canonical.b, changed[0].canonical.M), "the programme after the change")
    reached.disc(settled(holds), "red", "the equilibrium before")
    reached.disc(settled(changed[0]), says="after: attractiveness changed to suit (1/3, 1/3, 1/3)")
    left.contours(
        quadratic(changed[1].canonical.b - changed[1].canonical.K * vector(CENTRE), changed[1].canonical.H),
        "one agent's utility, all others at the target",
    )
    left.ring(CENTRE, says="the target: all groups pay alike, and it is worst")
    return [reached, left]


def _with_attractiveness(game: Game, change: Sequence[Fraction]) -> Game:
    inputs = game.inputs
    return Game.alignment(
        game.groups,
        game.agents,
        [value + step for value, step in zip(inputs["attractiveness"], change, strict=True)],
        inputs["inconsistency"],
        inputs["similarity"],
        coefficients=game.coefficients,
        diversity=game.diversity or "similarity",
    )


def inert() -> list[Panel]:
    """T11: a point that stays, and a path."""
    holds, fails = example("T11-holds"), example("T11-fails")
    still, moving = (
        panel_for(holds, "distance form: λ_D does not move it"),
        panel_for(fails, "similarity form: it moves"),
    )
    w = candidate(holds)
    if any(candidate(holds.with_coefficients(diversity=weight)) != w for weight in (0, 1, 3)):
        raise ValueError("the candidate moved")
    still.ring(w, "ink", "w⁎ with λ_D = 0, 0.4, 3", 10)
    still.disc(settled(holds), says="the equilibrium for λ_D = 0.4")
    still.note("From λ_D ≈ 0.97 on w⁎ stays, but is no equilibrium any more.")
    moving.path(
        [settled(fails.with_coefficients(diversity=Fraction(k, 4))) for k in range(41)],
        says="the equilibrium, λ_D from 0 to 10",
    )
    moving.ring(settled(fails.with_coefficients(diversity=0)), "ink", "λ_D = 0")
    moving.disc(settled(fails), says="the game's own equilibrium, λ_D = 2")
    return [still, moving]


def diversity() -> list[Panel]:
    """T12: the path of w⁎ as λ_D grows, towards s or away."""
    rows = (
        ("T12-holds", "S ≻ 0, s inside: everybody in"),
        ("T12-excludes", "S ≻ 0, s outside: diversity excludes"),
        ("T12-fails", "S not ≻ 0: no bound"),
    )
    panels = []
    for name, title in rows:
        game = example(name)
        panel, limit = panel_for(game, title), diversity_limit(game)
        path = [candidate(game.with_coefficients(diversity=0))]
        for power in range(-64, 225):
            w = candidate(game.with_coefficients(diversity=_power(power)))
            if min(w) < Fraction(-1, 6):
                break
            path.append(w)
        panel.path(path, says="w⁎ as λ_D grows from 0")
        panel.ring(path[0], "ink", "λ_D = 0")
        if name == "T12-fails":
            panel.note("w⁎ runs off to infinity, where M is singular.")
        elif limit is not None and min(limit) > Fraction(-1, 6):
            panel.disc(limit, "green", "s, which overlaps alike with all groups")
        elif limit is not None:
            panel.note(f"It leaves for s = ({', '.join(str(x).replace('-', '−') for x in limit)}).")
        panels.append(panel)
    return panels


def _power(sixteenths: int) -> Fraction:
    """Return a rational close to 2 to the power of sixteenths/16."""
    return Fraction(2.0 ** (sixteenths / 16)).limit_denominator(1000)


def welfare() -> list[Panel]:
    """T17: equilibrium and optimum on the contours of welfare."""
    holds, fails = example("T17-holds"), example("T17-fails")
    short, worst = (
        panel_for(holds, "too little diversity, by a factor of two"),
        panel_for(fails, "welfare not concave: the worst"),
    )
    for panel, game in ((short, holds), (worst, fails)):
        form = welfare_optimum_form(game)
        panel.contours(quadratic(form.b, form.M), "welfare, all agents at the point")
    doubled = [game.with_coefficients(diversity=2 * game.coefficients["diversity"]) for game in (holds, fails)]
    short.disc(settled(holds), says="the equilibrium")
    short.square(settled(doubled[0]), "green", "the optimum: the equilibrium at 2λ_D")
    worst.ring(CENTRE, says="an equilibrium at 2λ_D, and the least welfare")
    for place, corner in enumerate(CORNERS):
        worst.square(corner, "green", "the most welfare" if place == 0 else "")
    return [short, worst]
