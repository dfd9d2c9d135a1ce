"""Sums over tables of resampled respondents, read in pieces: all replicates of a few questions at a time."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.estimates.method import Method
from nashsym_estimators.estimates.resampling import SmallSamples, drawn_by_numpy, takes_tables
from nashsym_estimators.estimates.sums import Questions, Sums, sums_over
from nashsym_estimators.responses.table import ResponseTable

__all__ = ["respondent_sums"]

#: Numbers in a piece of the resampled tables: 32 MiB.
_PIECE: Final = 2**22
#: BLAS multiplies matrices of so few columns in one thread; the pieces are what runs in several.
_MOST_COLUMNS: Final = 80
#: The fewest replicates that are drawn together, where there are that many.
_TOGETHER: Final = 100


def respondent_sums(
    table: ResponseTable,
    questions: Questions,
    method: Method,
    count: int,
    seed: int,
    progress: Callable[[int, int], object] | None = None,
) -> tuple[Sums, dict[str, str]]:
    """Return the sums of each of `count` resampled tables, and how they were drawn.

    Raises
    ------
    InputError
        Where the number of respondents is not known, or is too small for an unbiased estimate.
    """
    if table.counts is None:
        raise InputError(
            "the number of respondents is not known", key="resample", remedy="resample questions, or give counts"
        )
    sizes = np.where(table.answered, np.maximum(np.rint(table.counts), 1), 0).astype(np.int64)
    alone = np.argwhere(table.answered & (sizes < 2) & (table.weights > 0))
    if method.is_unbiased and alone.size:
        d, q = (int(index) for index in alone[0])
        raise InputError(
            f"group {shown(table.groups[d])} has an effective sample below 2",
            key=f"question {shown(table.questions[q].name)}",
            remedy="take collision, or leave the question out",
        )
    shares = table.probabilities / np.maximum(table.probabilities.sum(axis=2, keepdims=True), 0.5)
    known = replace(questions, counts=sizes.astype(float))
    tables = takes_tables(sizes, shares, count)
    per_question = table.size * table.probabilities.shape[2]
    together = min(count, max(_TOGETHER, _PIECE // per_question))
    asked = max(1, min(_MOST_COLUMNS // table.probabilities.shape[2], _PIECE // (together * per_question)))
    pieces = [(start, min(start + asked, len(table.questions))) for start in range(0, len(table.questions), asked)]
    blocks = [(first, min(first + together, count)) for first in range(0, count, together)]
    streams = np.random.SeedSequence(seed).spawn(len(pieces) * len(blocks))

    def piece(block: int, number: int) -> Sums:
        (first, last), (start, stop) = blocks[block], pieces[number]
        draw = np.random.Generator(np.random.PCG64(streams[block * len(pieces) + number]))
        n, p = sizes[:, start:stop], np.ascontiguousarray(shares[:, start:stop])
        drawn = SmallSamples(n, p).draw(last - first, draw) if tables else drawn_by_numpy(n, p, last - first, draw)
        return sums_over(drawn, known.part(start, stop), method)

    def told(block: int, done: int) -> None:
        if progress is not None:
            progress(block * len(pieces) + done, len(blocks) * len(pieces))

    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        done = [
            _added_up(pool, workers, partial(piece, block), len(pieces), partial(told, block))
            for block in range(len(blocks))
        ]
    how = {"drawn": f"multinomial per group and question, {'alias tables' if tables else 'binomial chains'}, PCG64"}
    sums = _joined(done)
    if sums.own is not None:
        # Resampling plays the shares found for the truth, around which the unbiased estimate then lies.
        spread = 1 - np.einsum("dqy,dqy->dq", shares, shares)
        np.subtract(sums.own, (spread / np.maximum(sizes - 1, 1) * table.answered) @ table.weights, out=sums.own)
        how["centred"] = "the unbiased diagonals at the estimate: less Σ v (1 − Σp²)/(n − 1)"
    if (sizes != table.counts).any():
        how["sizes"] = "effective sample sizes were rounded to whole numbers of respondents"
    return sums, how


def _added_up(
    pool: ThreadPoolExecutor,
    workers: int,
    piece: Callable[[int], Sums],
    count: int,
    told: Callable[[int], None],
) -> Sums:
    """Add the pieces up in their order, a few at a time: the same on any number of cores."""
    total: Sums | None = None
    for start in range(0, count, workers):
        stop = min(start + workers, count)
        for part in pool.map(piece, range(start, stop)):
            if total is None:
                total = part
            else:
                total.add(part)
        told(stop)
    if total is None:  # pragma: no cover  # a table has questions
        raise InputError("there is no question", key="questions")
    return total


def _joined(blocks: list[Sums]) -> Sums:
    if len(blocks) == 1:
        return blocks[0]
    parts: dict[str, NDArray[np.float64] | None] = {}
    for name in Sums.__dataclass_fields__:
        values = [getattr(block, name) for block in blocks]
        shared = name == "shared"  # it is the same for every replicate
        parts[name] = values[0] if shared or values[0] is None else np.concatenate(values)
    return Sums(**parts)  # type: ignore[arg-type]
