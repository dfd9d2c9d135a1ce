"""What a derivation costs: in symbols per D, in matrix form, and with numbers in and coefficients left symbolic.

    python benchmarks/deriving.py

Claim: everything within the caps of `derive` is told in full, as text, within some ten seconds, and what a theorist
asks daily (D up to 5 in symbols, matrix form, a survey with one or two free coefficients) within a second. Each row is
one run of its own from the utility to the text, SymPy's caches cleared before it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from common import machine, shown, survey_like_game, table
from sympy.core.cache import clear_cache

from nashsym import derive
from nashsym.symbolic.deriving import MAX_GROUPS_IN_SYMBOLS, MAX_GROUPS_WITH_FREE
from nashsym.terms import Coupling, Curvature, Linear

FREE = ("diversity", "consistency", "attractiveness")


def measured(start: Callable[[], Any]) -> list[str]:
    """Derive, check the residuals and print: return times and the length of the text."""
    clear_cache()
    begin = time.perf_counter()
    derivation = start()
    text = derivation.text()
    told = time.perf_counter()
    residuals = derivation.residuals
    assert not any(residuals.values() if isinstance(residuals, dict) else residuals)
    return [shown(told - begin), f"{len(text):,}"]


def symbols() -> list[list[str]]:
    """Time every number a symbol, and the matrix form."""
    rows = [["any, matrix form", *measured(lambda: derive(groups="D"))]]
    rows += [
        [str(groups), *measured(lambda groups=groups: derive(groups=groups))]
        for groups in range(2, MAX_GROUPS_IN_SYMBOLS + 1)
    ]
    largest, canonical = MAX_GROUPS_IN_SYMBOLS, (Linear, Curvature, Coupling)
    rows.append([f"{largest}, K not symmetric", *measured(lambda: derive(groups=largest, terms=canonical))])
    return rows


def numbers() -> list[list[str]]:
    """Time numbers put in, with none to three coefficients left symbolic, up to the caps."""
    rows = []
    for count, most in MAX_GROUPS_WITH_FREE.items():
        for groups in sorted({5, (5 + most) // 2, most}):
            game = survey_like_game(groups, 0)
            rows.append(
                [str(groups), str(count), *measured(lambda game=game, count=count: derive(game, free=FREE[:count]))]
            )
    return rows


def main() -> int:
    """Print both tables."""
    measured(lambda: derive(groups=2))  # loads SymPy
    print(f"{machine()}\n\nOne run each, from the utility to the text.\n")
    print(table(["D in symbols", "time", "characters"], symbols()))
    print()
    print(table(["D", "free coefficients", "time", "characters"], numbers()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
