"""Reading what a user brings (arrays, Fractions, floats) into exact vectors and matrices; errors say where."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import flint
import numpy as np

from nashsym.errors import InputError
from nashsym.exact.rational import fraction, parse_number, rational
from nashsym.limits import MAX_ASYMMETRY_ULPS, MAX_GROUPS

__all__ = ["InputReader"]

_FLOATS = (float, np.floating)


class InputReader:
    """Reads the numbers of one game and remembers what was repaired and how floats were read.

    Attributes
    ----------
    dyadic : bool
        Whether any number came as a binary float; it was read as the dyadic rational that it is.
    notes : list of str
        Repairs that were made, a sentence each.
    """

    def __init__(self) -> None:
        self.dyadic = False
        self.notes: list[str] = []

    def number(self, value: Any, key: str) -> flint.fmpq:
        """Read one number: int, Fraction, Decimal, float or a string of a decimal or a fraction."""
        try:
            if isinstance(value, str):
                return rational(parse_number(value))
            if isinstance(value, _FLOATS):
                self.dyadic = True
            return rational(value)
        except InputError as error:
            raise error.located(key=key) from None

    def coefficient(self, value: Any, key: str) -> flint.fmpq:
        """Read a coefficient, which must be ≥ 0."""
        number = self.number(value, key)
        if number < 0:
            raise InputError(f"the coefficient is negative ({value})", key=key, remedy="coefficients are 0 or more")
        return number

    def vector(self, values: Any, groups: int, key: str) -> flint.fmpq_mat:
        """Read a vector of `groups` numbers as a column of shape (D, 1)."""
        entries = self._sequence(values, key)
        if len(entries) != groups:
            raise InputError(f"{len(entries)} numbers for {groups} groups", key=key, remedy="give one number per group")
        return flint.fmpq_mat(groups, 1, [self.number(value, f"{key}[{d}]") for d, value in enumerate(entries)])

    def matrix(self, values: Any, groups: int, key: str, *, symmetric: bool) -> flint.fmpq_mat:
        """Read a matrix of shape (D, D); a symmetric one is symmetrised where floats differ by rounding only."""
        rows = self._sequence(values, key)
        if len(rows) != groups:
            raise InputError(f"{len(rows)} rows for {groups} groups", key=key, remedy="give one row per group")
        table: list[Any] = []
        for d, row in enumerate(rows):
            entries = self._sequence(row, f"{key}[{d}]")
            if len(entries) != groups:
                raise InputError(
                    f"{len(entries)} numbers for {groups} groups", key=f"{key}[{d}]", remedy="give one number per group"
                )
            table.append(entries)
        exact = [[self.number(v, f"{key}[{d}][{e}]") for e, v in enumerate(row)] for d, row in enumerate(table)]
        if symmetric:
            self._symmetrise(exact, table, key)
        return flint.fmpq_mat(groups, groups, [value for row in exact for value in row])

    def _symmetrise(self, exact: list[list[flint.fmpq]], given: list[Any], key: str) -> None:
        repaired = 0
        for d in range(len(exact)):
            for e in range(d):
                if exact[d][e] == exact[e][d]:
                    continue
                if not _equal_up_to_rounding(given[d][e], given[e][d]):
                    raise InputError(
                        f"the matrix is not symmetric: [{d}][{e}] is {given[d][e]} and [{e}][{d}] is {given[e][d]}",
                        key=key,
                        remedy="give a symmetric matrix",
                    )
                exact[d][e] = exact[e][d] = (exact[d][e] + exact[e][d]) / 2
                repaired += 1
        if repaired:
            pairs = "one pair of entries" if repaired == 1 else f"{repaired} pairs of entries"
            self.notes.append(
                f"{key}: {pairs} differed from the transpose by at most {MAX_ASYMMETRY_ULPS} units in the last place "
                "and took their mean"
            )

    @staticmethod
    def _sequence(values: Any, key: str) -> list[Any]:
        if isinstance(values, flint.fmpq_mat):
            return [list(row) if len(row) > 1 else row[0] for row in values.tolist()]
        if hasattr(values, "to_numpy"):
            values = values.to_numpy()
        if isinstance(values, np.ndarray) or hasattr(values, "__array__"):
            values = list(np.asarray(values))
        if isinstance(values, (str, bytes, dict)) or not isinstance(values, Iterable):
            raise InputError(
                f"expected a list of numbers, found {type(values).__name__}", key=key, remedy="write [ … ]"
            )
        entries = list(values)
        if len(entries) > MAX_GROUPS:
            raise InputError(f"{len(entries)} entries", key=key, remedy=f"at most {MAX_GROUPS} groups are accepted")
        return entries


def _equal_up_to_rounding(left: Any, right: Any) -> bool:
    """Tell whether two floats, or two decimals as written, differ by rounding only."""
    inexact = (*_FLOATS, Decimal)
    if not (isinstance(left, inexact) and isinstance(right, inexact)):
        return False
    ulp = math.ulp(max(abs(float(left)), abs(float(right))))
    return abs(fraction(left) - fraction(right)) <= MAX_ASYMMETRY_ULPS * Fraction(ulp)
