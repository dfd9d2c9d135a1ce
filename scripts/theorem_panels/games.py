"""The example games of the theorems, and the exact points on them that pictures show."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import fsum
from pathlib import Path

import flint

from nashsym.exact.rational import column_fractions, fractions, vector
from nashsym.game import Game
from nashsym.gamefile import read_game
from nashsym.solvers.pipeline import solve
from nashsym.solvers.pivoting import pivot
from nashsym.terms import CanonicalForm
from nashsym.theorems.interior import interior_candidate
from scripts.theorem_panels.canvas import Panel

__all__ = [
    "CENTRE",
    "CORNERS",
    "Weights",
    "answer",
    "candidate",
    "example",
    "panel_for",
    "plain",
    "pull",
    "quadratic",
    "settled",
]

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "theorems"
Weights = tuple[Fraction, ...]
Function = Callable[[tuple[float, float, float]], float]
CENTRE: Weights = (Fraction(1, 3),) * 3
CORNERS: tuple[Weights, ...] = tuple(tuple(Fraction(int(d == e)) for e in range(3)) for d in range(3))


def example(name: str) -> Game:
    """Read a game, such as T03-holds."""
    return read_game(str(EXAMPLES / f"{name}.toml"))


def panel_for(game: Game, title: str) -> Panel:
    """Return an empty panel with the game's groups at its corners."""
    return Panel(title, game.groups)


def settled(game: Game) -> Weights:
    """Return the homogeneous equilibrium of a game that has one."""
    (only,) = solve(game).equilibria
    return only.weights


def candidate(game: Game) -> Weights:
    """Return w⁎, in the simplex or not."""
    found = interior_candidate(game.canonical)
    if found is None:
        raise ValueError("the game has no candidate")
    return found


def answer(form: CanonicalForm, mean: Weights) -> Weights:
    """Return the best response to the mean of the others, H ≻ 0 on T."""
    alone = CanonicalForm(form.b - form.K * vector(mean), form.H, flint.fmpq_mat(form.groups, form.groups), form.agents)
    return column_fractions(pivot(alone))


def quadratic(b: flint.fmpq_mat, M: flint.fmpq_mat) -> Function:
    """Return w ↦ bᵀw − ½wᵀMw in floats: for contours, which are sampled."""
    linear, curvature = plain(b, M)

    def value(w: tuple[float, float, float]) -> float:
        return fsum(
            x * (a - fsum(m * y for m, y in zip(row, w, strict=True)) / 2)
            for x, a, row in zip(w, linear, curvature, strict=True)
        )

    return value


def plain(b: flint.fmpq_mat, M: flint.fmpq_mat) -> tuple[list[float], list[list[float]]]:
    """Return b and M in Python's floats, which `fsum` adds up alike on every machine and in every version."""
    return [float(value) for value in column_fractions(b)], [[float(value) for value in row] for row in fractions(M)]


def pull(form: CanonicalForm, w: Weights) -> Weights:
    """Return the direction in which marginal utilities pull agents that are all at w: b − Mw less its mean."""
    values = column_fractions(form.b - form.M * vector(w))
    mean = sum(values, Fraction(0)) / len(values)
    return tuple(value - mean for value in values)
