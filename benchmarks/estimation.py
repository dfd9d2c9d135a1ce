"""Estimating a game and resampling it, against the one matrix product that an estimate contains, in one run.

    python benchmarks/estimation.py

Claims, at 50 groups × 5,000 questions × 5 options with 100 respondents behind each row: a, C and S take at most 3 times
the matrix product of the table with itself (same array, same run, BLAS in doubles); 1,000 replicates of it take less
than a minute on two cores, whichever is resampled.
"""

from __future__ import annotations

import os
import statistics
import sys
import time

import numpy as np
from common import interleaved, machine, ratio, shown, table

from nashsym_estimators import Question, ResponseTable, bootstrap, estimate

SIZE = (50, 5_000, 5)
RESPONDENTS = (100, 1_000)
ROUNDS = 15
REPLICATES = 1_000
MOST = 3.0
MINUTE = 60.0


def drawn(respondents: int) -> ResponseTable:
    """Draw a table of counts."""
    groups, questions, options = SIZE
    draw = np.random.default_rng(respondents)
    counts = draw.multinomial(respondents, draw.dirichlet(np.ones(options), size=(groups, questions)))
    return ResponseTable(
        tuple(f"group {d + 1}" for d in range(groups)),
        tuple(Question(f"question {q + 1}", tuple("abcde"), (0, 1, 2, 3, 4)) for q in range(questions)),
        counts / respondents,
        np.full((groups, questions), float(respondents)),
    )


def main() -> int:
    """Print the tables."""
    responses = drawn(100)
    flat = responses.probabilities.reshape(SIZE[0], -1)
    seconds = interleaved(
        {
            "product": lambda _: flat @ flat.T,
            "collision, dispersion": lambda _: estimate(responses),
            "unbiased": lambda _: estimate(responses, "collision-unbiased"),
            "collision, deviation": lambda _: estimate(responses, inconsistency="deviation"),
        },
        ROUNDS,
    )
    size = " × ".join(f"{count:,}" for count in SIZE)
    print(f"{machine()}\n\n{size}: medians, interleaved; the ratio is the median of ratios round by round.\n")
    product = seconds.pop("product")
    rows = [["the matrix product", shown(statistics.median(product)), "1"]]
    ratios = {name: ratio(taken, product) for name, taken in seconds.items()}
    rows += [[name, shown(statistics.median(taken)), f"{ratios[name]:.2f}"] for name, taken in seconds.items()]
    print(table(["estimate", "time", "in products"], rows))

    rows, late = [], False
    for respondents in RESPONDENTS:
        responses = drawn(respondents)
        if respondents == RESPONDENTS[0]:
            bootstrap(responses.with_questions(range(50)), REPLICATES)  # compiles, or loads what was compiled
        for resample in ("respondents", "questions"):
            if resample == "questions" and respondents != RESPONDENTS[0]:
                continue  # counts play no part in it
            start = time.perf_counter()
            replicates = bootstrap(responses, REPLICATES, resample)
            elapsed = time.perf_counter() - start
            late |= elapsed > MINUTE
            rows.append([resample, str(respondents), f"{elapsed:.1f} s", replicates.details["drawn"]])
    print(f"\n{REPLICATES:,} replicates on {os.cpu_count()} cores.\n")
    print(table(["resampled", "respondents per row", "time", "drawn as"], rows))
    return int(late or ratios["collision, dispersion"] > MOST)


if __name__ == "__main__":
    sys.exit(main())
