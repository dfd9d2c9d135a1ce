"""Valid tables of responses to draw, of every kind that a reader can make; and the embedded survey as one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

from nashsym.data.survey import load_anes96
from nashsym.testing import Responses
from nashsym_estimators import Question, ResponseTable

__all__ = ["from_responses", "response_tables", "survey_table", "table_of"]


def table_of(
    counts: Sequence[Sequence[Sequence[int]]],
    *,
    scores: bool = False,
    known: bool = True,
    weights: Any = None,
    audience: Any = None,
    engagement: Any = None,
) -> ResponseTable:
    """Make a table of whole counts, groups a, b, …; an empty row, or one of zeros, is a missing pair."""
    wide = max(len(row) for rows in counts for row in rows)
    tally = np.zeros((len(counts), len(counts[0]), wide))
    for d, rows in enumerate(counts):
        for q, row in enumerate(rows):
            tally[d, q, : len(row)] = row
    totals = tally.sum(axis=2)
    offered = [max(len(rows[q]) for rows in counts) for q in range(len(counts[0]))]
    questions = tuple(
        Question(f"q{q}", tuple(f"o{y}" for y in range(size)), tuple(map(float, range(size))) if scores else None)
        for q, size in enumerate(offered)
    )
    return ResponseTable(
        tuple("abcdefghij"[: len(counts)]),
        questions,
        tally / np.where(totals > 0, totals, 1)[:, :, None],
        totals if known else None,
        weights=None if weights is None else np.asarray(weights, dtype=float),  # type: ignore[arg-type]  # even ones
        audience=None if audience is None else np.asarray(audience),
        engagement=None if engagement is None else np.asarray(engagement),
    )


def survey_table(*, scores: bool = True) -> ResponseTable:
    """Return the embedded survey."""
    survey = load_anes96()
    table = table_of(survey.counts, scores=scores, audience=np.array(survey.respondents))
    return ResponseTable(
        survey.groups,
        tuple(
            Question(name, options, tuple(map(float, range(len(options)))) if scores else None)
            for name, options in zip(survey.questions, survey.options, strict=True)
        ),
        table.probabilities,
        table.counts,
        audience=np.array([Fraction(people) for people in survey.respondents], dtype=object),
        engagement=np.array(survey.engagement, dtype=object),
    )


def from_responses(responses: Responses) -> ResponseTable:
    """Return what `nashsym.testing` draws as a table; an option of no name of its own is one all the same."""
    return ResponseTable(
        responses.groups,
        tuple(
            Question(f"q{q}", tuple(f"o{y}" for y in range(len(row))), tuple(row.tolist()))
            for q, row in enumerate(responses.scores)
        ),
        responses.probabilities,
        responses.counts.sum(axis=2).astype(float),
        weights=responses.weights,
        audience=responses.audience,
    )


@st.composite
def response_tables(
    draw: st.DrawFn,
    *,
    groups: tuple[int, int] = (1, 4),
    missing: bool = True,
    known: bool | None = None,
    answers: int = 6,
) -> ResponseTable:
    """Draw a valid table: some pairs may be missing, counts and audience unknown, options unordered, weights 0.

    Parameters
    ----------
    groups : (int, int)
        Fewest and most.
    missing : bool
        Whether pairs of a group and a question may lack answers; the first question is answered by all.
    known : bool, optional
        Whether counts are known; either unless given.
    answers : int
        Most of one option.
    """
    D, Q = draw(st.integers(*groups)), draw(st.integers(1, 4))
    sizes = [draw(st.integers(1, 4)) for _ in range(Q)]

    def row(q: int) -> list[int]:
        if missing and q > 0 and draw(st.integers(0, 3)) == 3:
            return [0] * sizes[q]
        counts = draw(st.lists(st.integers(0, answers), min_size=sizes[q], max_size=sizes[q]))
        return counts if any(counts) else [1, *counts[1:]]

    counts = [[row(q) for q in range(Q)] for _ in range(D)]
    weights = np.array([draw(st.sampled_from([1.0, 2.0, 0.5, 3.0, 0.0] if q else [1.0, 3.0])) for q in range(Q)])
    people = st.lists(st.integers(1, 9), min_size=D, max_size=D)
    engaged = st.lists(st.integers(0, 5).map(float), min_size=D, max_size=D).filter(any)
    return table_of(
        counts,
        scores=draw(st.booleans()),
        known=draw(st.booleans()) if known is None else known,
        weights=draw(st.sampled_from([None, weights / weights.sum()])),
        audience=draw(st.none() | people),
        engagement=draw(st.none() | engaged),
    )
