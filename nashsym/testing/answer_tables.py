"""Tables of answers to draw: who chose which option of which question, as a survey or a language model gives them."""

from __future__ import annotations

from typing import Final

import numpy as np
from hypothesis import strategies as st

from nashsym.testing.regimes import names
from nashsym.testing.response_table import Responses

__all__ = ["responses"]

_WEIGHTS: Final = (1.0, 2.0, 3.0, 0.5)


@st.composite
def responses(
    draw: st.DrawFn,
    *,
    groups: tuple[int, int] = (2, 4),
    questions: tuple[int, int] = (1, 4),
    options: tuple[int, int] = (2, 4),
) -> Responses:
    """Draw answer tables of small counts; shrinks towards two groups, one question, one answer each.

    Parameters
    ----------
    groups, questions, options : (int, int)
        Fewest and most.

    Returns
    -------
    strategy of Responses

    Examples
    --------
    >>> from hypothesis import find
    >>> find(responses(), lambda table: table.size == 3).counts.tolist()
    [[[1, 0]], [[1, 0]], [[1, 0]]]
    """
    size, asked, offered = (draw(st.integers(*bounds)) for bounds in (groups, questions, options))
    answers = st.lists(st.integers(0, 5), min_size=offered, max_size=offered)

    def answered(row: list[int]) -> list[int]:
        return row if any(row) else [1, *row[1:]]

    counts = [[draw(answers.map(answered)) for _ in range(asked)] for _ in range(size)]
    weights = np.array([draw(st.sampled_from(_WEIGHTS)) for _ in range(asked)])
    return Responses(
        groups=tuple(names(size)),
        counts=np.array(counts, dtype=np.int64),
        weights=weights / weights.sum(),
        audience=np.array([draw(st.integers(1, 9)) for _ in range(size)], dtype=np.int64),
        scores=np.array([sorted(draw(st.integers(0, 4)) for _ in range(offered)) for _ in range(asked)], dtype=float),
    )
