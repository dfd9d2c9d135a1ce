"""Exclusion areas over a box of coefficients, without a grid: how long an enclosure takes, and what a grid makes of it.

    python benchmarks/exclusion_area.py

Claim: with five groups, all of them and a box of three coefficients, enclosed to 1e-9, under a second. The grid's row
beside it counts 100³ nodes at the middles of its cells, without proof: its error is the largest over the shares.
"""

from __future__ import annotations

import sys
import time
from fractions import Fraction

from common import machine, shown, survey_like_game, table

from nashsym import anes96_game
from nashsym.game import Game
from nashsym.phase.areas import exclusion_area
from nashsym.phase.axes import Axis
from nashsym.phase.grid import grid_of
from nashsym.phase.statistics import statistics

BOXES = {
    "λ_A": {"attractiveness": (0, 2)},
    "λ_A, λ_D": {"attractiveness": (0, 2), "diversity": (0, 3)},
    "λ_A, λ_C": {"attractiveness": (0, 2), "consistency": (0, 2)},
    "all three": {"attractiveness": (0, 2), "consistency": (0, 2), "diversity": (0, 3)},
}
SEEDS = 5
NODES = 100
TARGET = 1.0


def middles(box: dict[str, tuple[int, int]]) -> dict[str, Axis]:
    """Return the middles of the cells of a grid over a box."""
    steps = [Fraction(2 * place + 1, 2 * NODES) for place in range(NODES)]
    return {name: Axis(name, tuple(low + (high - low) * step for step in steps)) for name, (low, high) in box.items()}


def games(size: int) -> list[Game]:
    """Return games in which somebody is left out, or nearly nobody, in turn."""
    return [survey_like_game(size, seed, interior=bool(seed % 2)) for seed in range(SEEDS if size <= 5 else 2)]


def spent(game: Game, box: dict[str, tuple[int, int]]) -> tuple[float, Fraction]:
    """Return the time of an enclosure and the width of its widest share."""
    start = time.perf_counter()
    found = exclusion_area(game, box)
    return time.perf_counter() - start, found.width


def main() -> int:
    """Print the tables; fail where the claim does."""
    print(machine(), end="\n\n")
    exclusion_area(anes96_game(), BOXES["λ_A"])
    rows, longest = [], 0.0
    for size in (2, 3, 5, 8, 10):
        for name, box in BOXES.items():
            measured = [spent(game, box) for game in games(size)]
            seconds, width = max(each[0] for each in measured), max(each[1] for each in measured)
            rows.append(
                [str(size), name, shown(min(each[0] for each in measured)), shown(seconds), f"{float(width):.1e}"]
            )
            if size == 5 and name == "all three":
                longest = seconds
    print(table(["D", "box", "fastest game", "slowest game", "widest share"], rows), end="\n\n")

    game, box = anes96_game(), BOXES["all three"]
    seconds, width = spent(game, box)
    axes = middles(box)
    grid_of(game, axes)  # compiles
    start = time.perf_counter()
    counted = statistics(grid_of(game, axes))
    grid_seconds = time.perf_counter() - start
    found = exclusion_area(game, box)
    error = max(abs(float(found.groups[name].area) - float(counted.groups[name].area)) for name in game.groups)
    rows = [
        ["enclosure", shown(seconds), f"{float(width):.1e}"],
        [f"grid of {NODES}³", shown(grid_seconds), f"{error:.1e}"],
    ]
    print(table(["survey, all three", "time", "width, or error"], rows), end="\n\n")
    print(f"D = 5, all three: {shown(longest)}, target {shown(TARGET)}")
    return 0 if longest < TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
