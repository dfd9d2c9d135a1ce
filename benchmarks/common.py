"""What every benchmark shares: games, interleaved timing, and a table that says how it was made."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from importlib.metadata import version
from typing import Any

import numpy as np

from nashsym import Game


def decimals(values: np.ndarray) -> Any:
    """Return the numbers as decimals as written, three places and no binary tail."""
    if values.ndim == 1:
        return [Decimal(f"{value:.3f}") for value in values]
    return [decimals(row) for row in values]


def survey_like_game(groups: int, seed: int, *, interior: bool = False) -> Game:
    """Draw a game as estimation makes them: S a Gram matrix of responses, C diagonal, a positive; three decimals.

    With `interior` the groups attract alike and inconsistency weighs enough for all of them to be served; otherwise a
    share of the groups is left out.
    """
    draw = np.random.default_rng((groups, seed, interior))
    answers = draw.random((groups, 3 * groups))
    similarity = np.round(answers @ answers.T / (3 * groups), 3)
    spread = draw.random(groups) + 0.2
    attract = draw.random(groups)
    if interior:
        spread, attract = (spread + 0.3) * groups, 1 + attract / 1000
    return Game.alignment(
        [f"group {d + 1}" for d in range(groups)],
        8,
        decimals(attract),
        decimals(np.diag(spread)),
        decimals(similarity),
    )


def interleaved(contenders: dict[str, Callable[[int], object]], rounds: int) -> dict[str, list[float]]:
    """Time the contenders in turn on the same inputs, `rounds` times: {name: seconds per round}.

    Each contender takes the number of the round; round −1 is a warm-up and is not counted.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(-1, rounds):
        for name, contender in contenders.items():
            start = time.perf_counter()
            contender(number)
            elapsed = time.perf_counter() - start
            if number >= 0:
                seconds[name].append(elapsed)
    return seconds


def ratio(left: Sequence[float], right: Sequence[float]) -> float:
    """Return the median of the ratios round by round: a drift of the machine's speed cancels in each."""
    return statistics.median(a / b for a, b in zip(left, right, strict=True))


def shown(seconds: float) -> str:
    """Return a duration in a unit that fits it."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e6:.2g} µs"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def machine() -> str:
    """Return one line about the machine and the versions."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "python-flint", "cvxpy", "clarabel", "daqp"))
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {packages}"
