"""The enclosed equilibrium of an anchored game, against CVXPY's relative entropy in floats, in one run.

    python benchmarks/anchored.py

Claim: at D = 300 an enclosure with radii below 1e-15 within 10 s, whatever λ_R is. CVXPY states the same programme with
`rel_entr` and proves nothing; how far its weights are from the enclosed ones is printed beside its time.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import replace
from fractions import Fraction

import flint
from common import interleaved, machine, ratio, shown, survey_like_game, table

from nashsym import Game, InputError, UndecidedError, solve
from nashsym.solvers.anchored_solution import AnchoredSolution
from nashsym.solvers.convex import solve_concave_programme
from nashsym.terms import Anchor

SIZES = ((5, 9), (50, 5), (100, 3), (300, 3))
PRICES = ("1/1000", "1/100", "1/10")
BOUND = 10.0


def anchored(groups: int, price: str) -> Game:
    """Return a game as estimation makes them, anchored to a reference in proportion to 1, 2, …, D."""
    game = survey_like_game(groups, 0)
    shares = [flint.fmpq(2 * (d + 1), groups * (groups + 1)) for d in range(groups)]
    value = Fraction(price)
    anchor = Anchor(flint.fmpq(value.numerator, value.denominator), flint.fmpq_mat(groups, 1, shares))
    return replace(game, terms=(*game.terms, anchor))


def enclosed(game: Game) -> AnchoredSolution:
    """Solve anew; the equilibrium is enclosed to 15 digits."""
    solution = solve(replace(game))
    assert isinstance(solution, AnchoredSolution)
    assert solution.enclosure is not None
    assert solution.enclosure.radii is not None
    assert max(solution.enclosure.radii) < Fraction(1, 10**15)
    return solution


def programmed(game: Game) -> float | None:
    """Return how far CVXPY's weights are from the enclosed ones; None where it gives up."""
    found = enclosed(game).enclosure
    assert found is not None
    try:
        answer = solve_concave_programme(game)
    except (InputError, UndecidedError):
        return None
    return max(abs(float(mine) - float(other)) for mine, other in zip(found.weights, answer.weights, strict=True))


def stated(game: Game) -> None:
    """Let CVXPY try."""
    try:
        solve_concave_programme(replace(game))
    except (InputError, UndecidedError):
        return


def main() -> int:
    """Print the table."""
    rows, late = [], False
    for groups, rounds in SIZES:
        for price in PRICES:
            game = anchored(groups, price)
            solution = enclosed(game)
            assert solution.enclosure is not None
            seconds = interleaved(
                {"enclosed": lambda _, game=game: enclosed(game), "cvxpy": lambda _, game=game: stated(game)}, rounds
            )
            took, apart = statistics.median(seconds["enclosed"]), programmed(game)
            late |= took > BOUND
            rows.append(
                [
                    str(groups),
                    price,
                    str(len(solution.enclosure.excluded())),
                    shown(took),
                    shown(statistics.median(seconds["cvxpy"])),
                    f"{ratio(seconds['enclosed'], seconds['cvxpy']):.2f}",
                    "gave up" if apart is None else f"{apart:.0e}",
                ]
            )
    print(f"{machine()}\n\nMedians, interleaved; the ratio is the median of ratios round by round.\n")
    header = ["D", "λ_R", "excluded", "enclosed", "CVXPY, floats", "ratio", "CVXPY's weights differ by"]
    print(table(header, rows))
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
