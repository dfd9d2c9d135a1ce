"""The path along λ_A against cvxcla's critical line algorithm, on the same problem, in one run.

    python benchmarks/attractiveness_path.py

Claim: at D = 10, 100 and 1,000 not slower, and the same breakpoints. The problem is max λaᵀw − ½wᵀMw over the simplex
for λ from ∞ to 0. cvxcla is given M and a in floats, an all-ones budget and bounds 0 and 1, built outside of its time;
`enclosed_path` is given the exact game, and its time has the conversion to floats and the exact decisions of H ⪰ 0 and
M ≻ 0 on T in it; "path alone" is without these decisions, conversion included. cvxcla proves nothing; here each support
is proved, and each breakpoint enclosed. That they agree is asserted, and that an exact end is in its enclosure.
"""

from __future__ import annotations

import sys
import time
from fractions import Fraction

import numpy as np
from common import interleaved, machine, ratio, shown, survey_like_game, table

from nashsym.exact.rational import column_floats, floats
from nashsym.game import Game
from nashsym.phase.enclosed_path import enclosed_path, float_pieces
from nashsym.phase.paths import path_matrices, weight_path

SIZES = {10: 7, 100: 5, 1000: 3}
SEED = 1
#: Above so many groups the whole path is not followed in rationals.
EXACT = 100


def cla_breakpoints(a: np.ndarray, M: np.ndarray) -> np.ndarray:
    """Trace the frontier by cvxcla and return its λ between 0 and ∞, ascending."""
    from cvxcla import CLA

    size = len(a)
    traced = CLA(
        mean=a,
        covariance=M,
        lower_bounds=np.zeros(size),
        upper_bounds=np.ones(size),
        a=np.ones((1, size)),
        b=np.ones(1),
    )
    found = np.array([point.lamb for point in traced.turning_points])
    return np.sort(found[np.isfinite(found) & (found > 0)])


def agreement(game: Game, peers: np.ndarray) -> float:
    """Assert that the breakpoints are the same, and return the largest relative difference of any two."""
    path = enclosed_path(game)
    own = path.breakpoints
    assert len(own) == len(peers), (len(own), len(peers))
    assert (path.enclosures[:, 0] <= path.enclosures[:, 1]).all()
    # A piece in the middle, in rationals: its ends lie in the enclosures.
    middle = len(path) // 2
    piece = path.exact(middle)
    low, high = path.enclosures[middle - 1]
    assert Fraction(low) <= piece.start <= Fraction(high)
    return float((np.abs(own - peers) / peers).max())


def main() -> int:
    """Print the table; fail where the claim does."""
    print(machine(), end="\n\n")
    enclosed_path(survey_like_game(3, SEED))  # compiles
    rows, slowest = [], np.inf
    for size, rounds in SIZES.items():
        game = survey_like_game(size, SEED)
        exact_M, exact_a = path_matrices(game)
        M, a = floats(exact_M), column_floats(exact_a)
        difference = agreement(game, cla_breakpoints(a, M))
        spent = interleaved(
            {
                "cvxcla": lambda _, a=a, M=M: cla_breakpoints(a, M),
                "ours": lambda _, game=game: enclosed_path(game),
                "alone": lambda _, M=exact_M, a=exact_a: float_pieces(M, a, 0.0),
            },
            rounds,
        )
        exact = "–"
        if size <= EXACT:
            start = time.perf_counter()
            pieces = weight_path(game)
            exact = shown(time.perf_counter() - start)
            assert [piece.end for piece in pieces[:-1]] == [piece.start for piece in pieces[1:]]
        path = enclosed_path(game)
        widths = (path.enclosures[:, 1] - path.enclosures[:, 0]) / path.breakpoints
        times = ratio(spent["cvxcla"], spent["ours"])
        slowest = min(slowest, times)
        rows.append(
            [
                f"{size:,}",
                str(len(path) - 1),
                str(int(path.support.sum(axis=1).max())),
                shown(min(spent["ours"])),
                f"{times:.1f} ×",
                f"{ratio(spent['cvxcla'], spent['alone']):.1f} ×",
                f"{difference:.0e}",
                f"{np.median(widths):.0e}, {widths.max():.0e}",
                exact,
            ]
        )
    header = [
        "D",
        "breakpoints",
        "most served",
        "from the exact game",
        "cvxcla takes",
        "against the path alone",
        "differ by",
        "enclosed to (median, widest)",
        "in rationals",
    ]
    print(table(header, rows))
    return 0 if slowest >= 1 else 1


if __name__ == "__main__":
    sys.exit(main())
