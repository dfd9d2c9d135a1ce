"""The guarantee over the confidence box (T13), where the truth is known: never broken, and how often it speaks.

    python benchmarks/guarantee.py [--samples 200] [--replicates 199]

Each row draws samples of a population and counts: how often the 95 % box holds the true inputs; for how many groups it
is decided who is in or out; and how many of these verdicts are wrong. Claim: none is where the box holds the truth.
Beside it, how often the 95 % band of the last group holds its true weight, which at 0 nobody promises.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from calibration import Population
from common import machine, table

from nashsym.game import Game
from nashsym.uncertainty.confidence import radii
from nashsym.uncertainty.deviations import INPUTS
from nashsym.uncertainty.sureness import sureness
from nashsym_estimators import bootstrap, estimate

POPULATIONS = {
    "interior": Population((0.45, 0.35, 0.2), (200,) * 3, 30),
    "interior, a small weight": Population((0.55, 0.42, 0.03), (400,) * 3, 50),
    "on the edge of being served": Population((0.6, 0.4, 0.0), (400,) * 3, 50),
    "out by a little": Population((0.6, 0.4, 0.0), (400,) * 3, 50, lack=0.02),
    "far out": Population((0.6, 0.4, 0.0), (400,) * 3, 50, lack=0.2),
    "two of five out": Population((0.4, 0.35, 0.25, 0.0, 0.0), (400,) * 5, 50, lack=0.1),
}


def holds(game: Game, box: Mapping[str, Any], truth: tuple[Any, ...]) -> bool:
    """Tell whether the box about a game holds the true inputs, floats read as the dyadics that they are."""
    return all(
        abs(own - Fraction(float(true))) <= radius + Fraction(1, 10**12)
        for name, values in zip(INPUTS, truth, strict=True)
        for own, true, radius in zip(game.inputs[name].ravel(), values.ravel(), box[name].ravel(), strict=True)
    )


def measured(population: Population, samples: int, count: int) -> tuple[list[str], int]:
    """Return the cells of a row, and how many verdicts are wrong although the box holds the truth."""
    source = np.random.default_rng(population.seed)
    answers = population.answers(source, population.questions)
    truth = population.truth(answers)
    inside = decided = wrong = broken = covered = 0
    for number in range(samples):
        asked = population.asked(answers, truth[0], source)
        game = estimate(asked, arithmetic="float").game(8, coefficients=population.coefficients)
        drawn = bootstrap(asked, count, seed=number)
        found, held = sureness(game, drawn), holds(game, radii(game, drawn), truth)
        inside += held
        for one, weight in zip(found.groups, population.weights, strict=True):
            right = "included" if weight >= game.threshold else "excluded"
            decided += one.verdict != "undecided"
            wrong += one.verdict not in ("undecided", right)
            broken += held and one.verdict not in ("undecided", right)
        last = found.groups[-1].band
        if last.low is not None and last.high is not None:
            covered += last.low <= Fraction(population.weights[-1]) <= last.high
    groups = samples * len(population.weights)
    shares = [inside / samples, decided / groups, covered / samples]
    cells = [f"{100 * share:.1f} %" for share in shares]
    return [*cells[:2], str(wrong), str(broken), cells[2]], broken


def main() -> int:
    """Print the table; fail where a verdict is wrong although the box holds the truth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=200)
    parser.add_argument("--replicates", type=int, default=199)
    options = parser.parse_args()
    print(machine(), end="\n\n")
    rows, broken = [], 0
    for name, population in POPULATIONS.items():
        cells, count = measured(population, options.samples, options.replicates)
        rows.append([name, ", ".join(f"{weight:g}" for weight in population.weights), *cells])
        broken += count
        print(f"{name}: done", file=sys.stderr)
    titles = [
        "population",
        "true weights",
        "box holds the truth",
        "decided",
        "wrong",
        "wrong in the box",
        "last band holds",
    ]
    print(table(titles, rows), end="\n\n")
    print(f"claim broken {broken} times" if broken else "claim holds")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
