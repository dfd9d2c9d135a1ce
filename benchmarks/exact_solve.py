"""Certified exact solve against CVXPY with Clarabel on the same programme, in one run.

    python benchmarks/exact_solve.py

Claim: at D = 5, 20, 50 a certified exact solve (DAQP proposes, rationals decide, witnesses of definiteness included)
costs at most 1.25 times the uncertified float solve through CVXPY, parametrised in M and b and warm; D = 100 within
0.2 s, D = 300 within 2 s, D = 1,000 within a minute, all with exact weights.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import replace
from functools import cache
from typing import Any

import cvxpy
import numpy as np
from common import interleaved, machine, ratio, shown, survey_like_game, table

from nashsym import Game, solve

ROUNDS = 15


@cache
def programme(groups: int) -> tuple[Any, Any, Any]:
    """State the programme once, with parameters for b and for a factor of M."""
    weights = cvxpy.Variable(groups)
    linear, factor = cvxpy.Parameter(groups), cvxpy.Parameter((groups, groups))
    objective = cvxpy.Maximize(linear @ weights - cvxpy.sum_squares(factor @ weights) / 2)
    return cvxpy.Problem(objective, [weights >= 0, cvxpy.sum(weights) == 1]), linear, factor


def by_cvxpy(b: np.ndarray, M: np.ndarray) -> None:
    """Solve in floats, warm."""
    problem, linear, factor = programme(len(b))
    linear.value, factor.value = b, np.linalg.cholesky(M).T
    problem.solve(solver="CLARABEL", warm_start=True)
    assert problem.status == cvxpy.OPTIMAL


def certified(game: Game, method: str = "auto") -> None:
    """Solve exactly from scratch and make every witness."""
    solution = solve(replace(game), method)
    assert solution.unique_homogeneous == "proved"
    solution.form.concavity.witness()
    solution.form.stability.witness()
    if solution.form.unity is not None and solution.form.unity.is_positive_definite:
        solution.form.unity.witness()


def small() -> list[list[str]]:
    """Compare with CVXPY at D = 5, 20, 50."""
    rows = []
    for groups in (5, 20, 50):
        for interior in (False, True):
            games = [survey_like_game(groups, seed, interior=interior) for seed in range(ROUNDS + 1)]
            views = [(game.canonical.float_b, game.canonical.float_M) for game in games]
            contenders = {
                "certified": lambda i, games=games: certified(games[i]),
                "cvxpy": lambda i, views=views: by_cvxpy(*views[i]),
                "certified, CVXPY proposes": lambda i, games=games: certified(games[i], "cvxpy"),
            }
            seconds = interleaved(contenders, ROUNDS)
            equilibria = [solve(game).equilibrium for game in games]
            served = statistics.median(len(found.support) for found in equilibria if found is not None)
            rows.append(
                [
                    str(groups),
                    "interior" if interior else "boundary",
                    f"{served:g}",
                    *(shown(statistics.median(seconds[name])) for name in contenders),
                    f"{ratio(seconds['certified'], seconds['cvxpy']):.2f}",
                    f"{ratio(seconds['certified, CVXPY proposes'], seconds['cvxpy']):.2f}",
                ]
            )
    return rows


def large() -> list[list[str]]:
    """Time D = 100, 300, 1,000 with exact weights."""
    rows = []
    for groups, bound, rounds in ((100, 0.2, 5), (300, 2.0, 3), (1000, 60.0, 1)):
        for interior in (False, True):
            game = survey_like_game(groups, 0, interior=interior)
            seconds = interleaved({"certified": lambda _, game=game: certified(game)}, rounds)["certified"]
            found = solve(game).equilibrium
            assert found is not None
            digits = max(len(str(entry.q)) for entry in found.vector.entries())
            rows.append(
                [
                    str(groups),
                    "interior" if interior else "boundary",
                    str(len(found.support)),
                    str(digits),
                    shown(statistics.median(seconds)),
                    f"{bound:g} s",
                    "yes" if statistics.median(seconds) <= bound else "NO",
                ]
            )
    return rows


def main() -> int:
    """Print both tables."""
    header = ["D", "regime", "groups served", "certified, exact", "CVXPY, floats", "certified, CVXPY proposes", "ratio"]
    print(f"{machine()}\n\nMedians of {ROUNDS} games, interleaved; ratios are medians of ratios game by game.\n")
    print(table([*header, "ratio, CVXPY proposes"], small()))
    print()
    print(
        table(
            ["D", "regime", "groups served", "digits of a denominator", "certified, exact", "bound", "within"], large()
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
