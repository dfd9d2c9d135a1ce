"""Determinants and adjugates of small matrices of polynomials, for the steps that are checked entry by entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["adjugate_of", "determinant_of"]

Rows = Sequence[Sequence[Any]]


def determinant_of(rows: Rows) -> Any:
    """Return the determinant, expanded along the first row; 1 for the empty matrix."""
    if not rows:
        return 1
    return sum((-1) ** j * rows[0][j] * determinant_of(_without(rows, 0, j)) for j in range(len(rows)))


def adjugate_of(rows: Rows) -> list[list[Any]]:
    """Return the adjugate: the inverse times the determinant."""
    size = range(len(rows))
    one = rows[0][0] ** 0
    return [[(-1) ** (i + j) * determinant_of(_without(rows, j, i)) * one for j in size] for i in size]


def _without(rows: Rows, row: int, column: int) -> list[list[Any]]:
    return [[*each[:column], *each[column + 1 :]] for place, each in enumerate(rows) if place != row]
