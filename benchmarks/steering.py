"""Steering by all coefficients at once: how long the search and its proof take, and how far apart they are.

    python benchmarks/steering.py

Claim: with five groups the cheapest change of all coefficients, in each norm, and a bound proved within a thousandth of
it, in well under a second on average; every covering is decided again, which takes milliseconds. Games in which no
change does are proved not to have one.
"""

from __future__ import annotations

import statistics
import sys
import time
from fractions import Fraction
from typing import Any

from common import machine, shown, survey_like_game, table

from nashsym import anes96_game, steer
from nashsym.steering.smallest_subsidy import NORMS

SIZES = {3: 8, 5: 8, 10: 3, 20: 1, 30: 1}
TARGET, GAP = 1.0, 1e-3


def measured(size: int, norm: Any) -> list[tuple[float, float, float, int, str]]:
    """Return for some games the time of the answer and of deciding its proof, its gap, its cells and its verdict."""
    found = []
    for seed in range(SIZES[size]):
        game = survey_like_game(size, seed)
        start = time.perf_counter()
        advice = steer(game, floor=Fraction(1, 4 * size), by="coefficients", norm=norm)
        seconds = time.perf_counter() - start
        for family in advice.families:
            option = next(iter(family.options), None)
            gap = 0.0 if option is None else 1 - float(option.least_squared / option.cost_squared) ** 0.5
            start = time.perf_counter()
            holds = family.proof is not None and family.proof.holds()
            again = time.perf_counter() - start
            cells = family.proof.cells if family.proof is not None and holds else 0
            found.append((seconds, again, gap, cells, family.verdict))
    return found


def main() -> int:
    """Print the tables; fail where the claim does."""
    print(machine(), end="\n\n")
    steer(anes96_game(), by="coefficients")  # imports
    rows, missed = [], False
    for size in SIZES:
        for norm in NORMS:
            found = measured(size, norm)
            if not found:
                continue
            seconds, again, gaps, cells, verdicts = zip(*found, strict=True)
            counted = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in sorted(set(verdicts)))
            mean = statistics.mean(seconds)
            rows.append(
                [
                    *(str(size), norm, counted, shown(mean), shown(max(seconds)), shown(max(again))),
                    *(f"{max(gaps):.1e}", str(max(cells))),
                ]
            )
            missed |= max(gaps) > GAP or "undecided" in verdicts or (size == 5 and mean > TARGET)
    header = ["D", "norm", "answers", "mean", "slowest", "proof decided again", "widest gap", "most cells"]
    print(table(header, rows), end="\n\n")

    game = anes96_game()
    rows = []
    for by in ("coefficients", "coefficient", "attractiveness"):
        start = time.perf_counter()
        steer(game, floor="0.05", by=by)
        rows.append([by, shown(time.perf_counter() - start)])
    print(table(["survey, floor 5 %", "time"], rows))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
