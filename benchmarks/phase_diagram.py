"""Grids of coefficients against a loop over DAQP and over parametrised CVXPY, per cell, in one run.

``python benchmarks/phase_diagram.py``. The peers' answers are uncertified floats; ours are decided, boundary included.
The peers run on a sample of the cells, drawn at random. What numba compiles is compiled before anything is measured,
and reported apart. The second table has the interior alone, into memory that is given and touched, beside copying the
same numbers there: w⁎ at every node, and whether it is > 0, decided. All grids are of one process on one core.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from nashsym.exact.rational import column_floats, floats
from nashsym.game import Game
from nashsym.phase.axes import parse_axis
from nashsym.phase.grid import Grid, grid_of
from nashsym.phase.interior import interior_weights
from nashsym.phase.kinds import Kind

SAMPLE = 4_000
SAMPLE_CVXPY = 300

GRIDS = {
    "1 × 1000 × 1000": ["diversity=0:5:1000", "attractiveness=0.01:10:1000"],
    "100 × 100 × 100": ["consistency=0.01:5:100", "diversity=0:5:100", "attractiveness=0.01:10:100"],
    "1000 × 1000 × 1": ["consistency=0.01:5:1000", "diversity=0:5:1000"],
    "100 × 100 × 1": ["consistency=0.01:5:100", "diversity=0:5:100"],
    "1 × 50 × 1000": ["diversity=0:5:50", "attractiveness=0.01:10:1000"],
    "200 × 200 × 1": ["consistency=0.01:5:200", "diversity=0:5:200"],
    "1 × 200 × 200": ["diversity=0:5:200", "attractiveness=0.01:10:200"],
    "200 × 1 × 200": ["consistency=0.01:5:200", "attractiveness=0.01:10:200"],
}
#: Per D its grids, and how often our own time is taken.
MEASURED = {
    5: (["1 × 1000 × 1000", "100 × 100 × 100", "1000 × 1000 × 1"], 3),
    20: (["1 × 1000 × 1000", "100 × 100 × 1"], 3),
    100: (["1 × 50 × 1000", "100 × 100 × 1"], 2),
    200: (["1 × 200 × 200", "200 × 1 × 200", "200 × 200 × 1"], 1),
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


def grids() -> None:
    """Print the table of whole grids."""
    print(
        f"{'D':>4}  {'λ_C × λ_D × λ_A':16} {'all':>9} {'µs/cell':>9} {'DAQP':>8} {'CVXPY':>9} {'writing':>8}"
        "  exact cells"
    )
    for size, (names, times) in MEASURED.items():
        part = game(size)
        for name in names:
            axes = {axis.coefficient: axis for axis in map(parse_axis, GRIDS[name])}
            grid = grid_of(part, axes)
            count = SAMPLE if size <= 20 else SAMPLE // 10
            cells = cells_of(grid, count)
            whole = best_of(lambda part=part, axes=axes: grid_of(part, axes), times)
            own = whole / grid.kind.size
            daqp = best_of(lambda part=part, cells=cells: daqp_loop(part, cells), times) / len(cells)
            few = cells[:SAMPLE_CVXPY] if size <= 20 else cells[:20]
            cvxpy = best_of(lambda part=part, few=few: cvxpy_loop(part, few), 1) / len(few)
            write = best_of(writing(grid)) / grid.kind.size
            ratios = f"{daqp / own:7.1f}× {cvxpy / own:8.0f}× {own / write:7.1f}×"
            exact = f"{int(grid.exact.sum())} of {grid.kind.size}"
            print(f"{size:4}  {name:16} {whole:7.2f} s {own * 1e6:9.4f} {ratios}  {exact}", flush=True)
    print("\nDAQP, CVXPY: how many times longer per cell; writing: how many times longer than copying the weights.\n")


def interiors() -> None:
    """Print the table of the interior alone."""
    print(f"{'D':>4}  {'λ_C × λ_D × λ_A':16} {'µs/cell':>9} {'given':>8} {'fresh':>8} {'grid':>8}  exact cells")
    for size, name in ((5, "1 × 1000 × 1000"), (5, "100 × 100 × 100"), (5, "1000 × 1000 × 1"), (20, "1 × 1000 × 1000")):
        part = game(size)
        axes = {axis.coefficient: axis for axis in map(parse_axis, GRIDS[name])}
        found, grid = interior_weights(part, axes), grid_of(part, axes)
        assert (found.interior == (grid.kind == Kind.INTERIOR)).all()
        out = np.ones_like(found.weights)
        write = best_of(writing(grid), 5)
        given = best_of(lambda part=part, axes=axes, out=out: interior_weights(part, axes, out), 5)
        fresh = best_of(lambda part=part, axes=axes: interior_weights(part, axes), 5)
        whole = best_of(lambda part=part, axes=axes: grid_of(part, axes), 3)
        ratios = " ".join(f"{spent / write:7.1f}×" for spent in (given, fresh, whole))
        print(f"{size:4}  {name:16} {given / grid.kind.size * 1e6:9.4f} {ratios}  {found.exact}", flush=True)
    print(
        "\nHow many times longer than copying the weights into the same memory: the interior alone into memory that is"
    )
    print("given, into memory of its own, and the whole grid, boundary, supports and floors included.")


def main() -> None:
    start = time.perf_counter()
    small = {"diversity": parse_axis("diversity=0:1:3")}
    grid_of(game(3), small)
    interior_weights(game(3), small)
    print(f"compilation, or loading what was compiled before: {time.perf_counter() - start:.1f} s\n")
    grids()
    interiors()


if __name__ == "__main__":
    main()
