"""`verify` against the exact linear solve of the same game, in one run.

    python benchmarks/verification.py

Claim: checking a certificate in plain Python, standard library only, costs at D = 100 at most 10 times the exact linear
solve of the game's interior system by flint; D = 300 is checked within 5 s.
"""

from __future__ import annotations

import statistics
import sys

from common import interleaved, machine, ratio, shown, survey_like_game, table

from nashsym import certify, verify
from nashsym.exact.systems import solve_indifference


def row(groups: int, rounds: int, *, interior: bool) -> list[str]:
    """Measure one size."""
    game = survey_like_game(groups, 0, interior=interior)
    certificate = certify(game)
    text = certificate.text.encode()
    form = game.canonical

    def check(_: int) -> None:
        assert verify(text).accepted

    def solve_linear(_: int) -> None:
        assert solve_indifference(form.b, form.M, range(groups)) is not None

    seconds = interleaved({"verify": check, "linear": solve_linear}, rounds)
    return [
        str(groups),
        "interior" if interior else "boundary",
        str(len(certificate.claims)),
        f"{len(text) / 1e6:.2f} MB",
        shown(statistics.median(seconds["verify"])),
        shown(statistics.median(seconds["linear"])),
        f"{ratio(seconds['verify'], seconds['linear']):.1f}",
    ]


def main() -> int:
    """Print the table."""
    sizes = [(5, 15), (20, 15), (50, 9), (100, 7), (300, 3)]
    rows = [row(groups, rounds, interior=interior) for groups, rounds in sizes for interior in (False, True)]
    header = ["D", "regime", "claims", "certificate", "verify", "exact linear solve", "ratio"]
    print(f"{machine()}\n\nMedians; the ratio is the median of ratios run by run.\n")
    print(table(header, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
