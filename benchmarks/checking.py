"""Deciding every theorem's hypotheses, and what each theorem costs, against a certified exact solve, in one run.

    python benchmarks/checking.py

Claim: `check` at D = 5 within 50 ms, at D = 50 within 2 s with thresholds as exact algebraic numbers, at D = 300
within 10 s; the exact regrets of a profile of two mixtures at D = 300 within 2 s. Verdicts are decided in rationals;
what is not computed for so many groups says so in the finding.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import replace
from fractions import Fraction

from common import interleaved, machine, ratio, shown, survey_like_game, table

from nashsym import Game, check, regret, solve
from nashsym.theorems import THEOREMS
from nashsym.theorems.instance import Instance

SIZES = ((5, 0.05, 15), (50, 2.0, 3), (300, 10.0, 3))


def fresh(game: Game) -> Game:
    """Return the game without what was computed of it before."""
    return replace(game)


def checked(game: Game) -> None:
    """Decide everything; only radii, which a game does not carry, stay open, and supports where M is not ≻ 0 on T."""
    found = check(fresh(game))
    assert len(found) == len(THEOREMS)
    assert {finding.theorem for finding in found if finding.holds == "undecided"} <= {"T13", "T19"}


def profiled(game: Game) -> None:
    """Answer a profile of two mixtures: half of the agents serve everybody alike, half the first group alone."""
    even, alone = [Fraction(1, game.size)] * game.size, [1] + [0] * (game.size - 1)
    found = regret(fresh(game), [(game.agents // 2, even), (game.agents - game.agents // 2, alone)])
    assert found.epsilon is not None
    assert found.is_equilibrium == "no"


def solved(game: Game) -> None:
    """Solve exactly, as the measure."""
    assert solve(fresh(game)).equilibrium is not None


def by_theorem(game: Game, rounds: int) -> dict[str, float]:
    """Return the median cost of each theorem, each with what it needs computed anew."""
    contenders = {each.name: lambda _, each=each: each.on(Instance(fresh(game))) for each in THEOREMS}
    return {name: statistics.median(seconds) for name, seconds in interleaved(contenders, rounds).items()}


def main() -> int:
    """Print both tables."""
    rows, dear = [], []
    for groups, bound, rounds in SIZES:
        for interior in (False, True):
            game = survey_like_game(groups, 0, interior=interior)
            seconds = interleaved(
                {
                    "check": lambda _, game=game: checked(game),
                    "profile": lambda _, game=game: profiled(game),
                    "solve": lambda _, game=game: solved(game),
                },
                rounds,
            )
            regime = "interior" if interior else "boundary"
            took = statistics.median(seconds["check"])
            rows.append(
                [
                    str(groups),
                    regime,
                    shown(took),
                    f"{bound:g} s",
                    "yes" if took <= bound else "NO",
                    shown(statistics.median(seconds["solve"])),
                    f"{ratio(seconds['check'], seconds['solve']):.1f}",
                    shown(statistics.median(seconds["profile"])),
                ]
            )
            costs = sorted(by_theorem(game, min(rounds, 3)).items(), key=lambda pair: -pair[1])
            dear.append([str(groups), regime, ", ".join(f"{name} {shown(cost)}" for name, cost in costs[:6])])
    print(f"{machine()}\n\nMedians, interleaved; the ratio is the median of ratios round by round.\n")
    print(table(["D", "regime", "check", "bound", "within", "certified solve", "ratio", "regrets of a profile"], rows))
    print("\nThe dearest theorems, each alone (in one `check` they share what they need):\n")
    print(table(["D", "regime", "theorems"], dear))
    return 0


if __name__ == "__main__":
    sys.exit(main())
