"""Grids of coefficients against a loop over DAQP and over parametrised CVXPY, per cell, in one run.

``python benchmarks/phase_diagram.py``. The peers' answers are uncertified floats; ours are decided. The peers run on a
sample of the cells. What numba compiles is compiled before anything is measured, and reported apart.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from nashsym.exact.rational import column_floats, floats
from nashsym.game import Game
from nashsym.phase.axes import parse_axis
from nashsym.phase.grid import Grid, grid_of

SAMPLE = 4_000
SAMPLE_CVXPY = 300

GRIDS = {
    "1 × 1000 × 1000": ["diversity=0:5:1000", "attractiveness=0.01:10:1000"],
    "100 × 100 × 100": ["consistency=0.01:5:100", "diversity=0:5:100", "attractiveness=0.01:10:100"],
    "1000 × 1000 × 1 (no λ_A axis)": ["consistency=0.01:5:1000", "diversity=0:5:1000"],
}


def game(size: int) -> Game:
    """Make a game like a survey's: rows of answers, dispersion, an unequal audience."""
    random = np.random.default_rng(size)
    answers = random.dirichlet(np.ones(4), (size, 4 * size)).round(3)
    similarity = np.einsum("dqy,eqy->de", answers, answers) / (4 * size)
    inconsistency = np.diag(1 - similarity.diagonal())
    audience = random.dirichlet(np.full(size, 3.0)).round(4)
    return Game.alignment([f"g{d}" for d in range(size)], 8, audience, inconsistency, similarity)


def best_of(run: Callable[[], object], times: int = 3) -> float:
    """Return the least time of a few runs, in seconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        spent.append(time.perf_counter() - start)
    return min(spent)


def cells_of(grid: Grid, count: int) -> list[tuple[float, float, float]]:
    """Draw cells of a grid."""
    random = np.random.default_rng(0)
    columns = [axis.floats[random.integers(0, len(axis), count)] for axis in grid.axes.values()]
    return list(zip(*(column.tolist() for column in columns), strict=True))


def daqp_loop(part: Game, cells: list[tuple[float, float, float]]) -> None:
    """Solve the programme of each cell by DAQP, with everything it needs prepared."""
    from ctypes import c_int

    import daqp

    size = part.size
    a, C, S = (term.data for term in part.terms)
    a, C, S = column_floats(a), floats(C), floats(S)
    ones = np.ones((1, size))
    upper, lower = np.full(size + 1, 1e30), np.zeros(size + 1)
    upper[size] = lower[size] = 1.0
    sense = np.zeros(size + 1, dtype=c_int)
    sense[size] = 5
    for x, y, z in cells:
        daqp.solve(2 * x * C + y * S, -z * a, ones, upper, lower, sense)


def cvxpy_loop(part: Game, cells: list[tuple[float, float, float]]) -> None:
    """Solve the programme of each cell by CVXPY and Clarabel, built once with parameters."""
    import cvxpy

    size = part.size
    a, C, S = (term.data for term in part.terms)
    factors = [np.linalg.cholesky(floats(X) + 1e-12 * np.eye(size)).T for X in (C, S)]
    weights = cvxpy.Variable(size)
    roots = [cvxpy.Parameter(nonneg=True) for _ in range(2)]
    pull = cvxpy.Parameter(nonneg=True)
    charges = sum(cvxpy.sum_squares(root * (factor @ weights)) for root, factor in zip(roots, factors, strict=True))
    problem = cvxpy.Problem(
        cvxpy.Maximize(pull * (column_floats(a) @ weights) - charges), [weights >= 0, cvxpy.sum(weights) == 1]
    )
    for x, y, z in cells:
        roots[0].value, roots[1].value, pull.value = np.sqrt(x), np.sqrt(y / 2), z
        problem.solve(solver=cvxpy.CLARABEL)


def writing(grid: Grid) -> Callable[[], object]:
    """Return what writes the same weights, preallocated and touched."""
    target = np.ones_like(grid.weights)

    def write() -> None:
        target[...] = grid.weights

    return write


def main() -> None:
    start = time.perf_counter()
    grid_of(game(3), {"diversity": parse_axis("diversity=0:1:3")})
    print(f"compilation, or loading what was compiled before: {time.perf_counter() - start:.1f} s\n")
    print(f"{'D':>4}  {'λ_C × λ_D × λ_A':31} {'µs/cell':>9} {'DAQP':>8} {'CVXPY':>9} {'writing':>8}  exact cells")
    for size, names in ((5, list(GRIDS)), (20, list(GRIDS)[:1]), (100, list(GRIDS)[:1])):
        part = game(size)
        for name in names:
            axes = {axis.coefficient: axis for axis in map(parse_axis, GRIDS[name])}
            if size == 100:
                axes["diversity"] = parse_axis("diversity=0:5:50")
                name = "1 × 50 × 1000"
            grid = grid_of(part, axes)
            cells = cells_of(grid, SAMPLE)
            own = best_of(lambda part=part, axes=axes: grid_of(part, axes)) / grid.kind.size
            daqp = best_of(lambda part=part, cells=cells: daqp_loop(part, cells)) / len(cells)
            few = cells[:SAMPLE_CVXPY]
            cvxpy = best_of(lambda part=part, few=few: cvxpy_loop(part, few), 1) / len(few)
            write = best_of(writing(grid)) / grid.kind.size
            ratios = f"{daqp / own:7.1f}× {cvxpy / own:8.0f}× {own / write:7.1f}×"
            print(f"{size:4}  {name:31} {own * 1e6:9.4f} {ratios}  {int(grid.exact.sum())} of {grid.kind.size}")
    print("\nDAQP, CVXPY: how many times longer per cell; writing: how many times longer than copying the weights.")


if __name__ == "__main__":
    main()
