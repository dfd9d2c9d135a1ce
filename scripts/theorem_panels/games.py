"""The example games of the theorems, and the exact points on them that pictures show."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import flint

from nashsym.exact.rational import column_fractions, floats, vector
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
    linear, curvature = floats(b).ravel(), floats(M)

    def value(w: tuple[float, float, float]) -> float:
        return float(linear @ w - (curvature @ w) @ w / 2)

    return value


def pull(form: CanonicalForm, w: Weights) -> Weights:
    """Return the direction in which marginal utilities pull agents that are all at w: b − Mw less its mean."""
    values = column_fractions(form.b - form.M * vector(w))
    mean = sum(values, Fraction(0)) / len(values)
    return tuple(value - mean for value in values)
