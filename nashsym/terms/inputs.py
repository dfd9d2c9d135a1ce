"""Reading what a user brings (arrays, Fractions, floats) into exact vectors and matrices; errors say where."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence, Set, Sized
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any, Final

import flint
import numpy as np

from nashsym.errors import InputError
from nashsym.exact.rational import number_text, parse_rational, rational
from nashsym.limits import MAX_ASYMMETRY_ULPS, MAX_GROUPS, MAX_NUMBER_DIGITS

__all__ = ["InputReader", "kind_of", "shown"]

_INEXACT: Final = (float, np.floating, Decimal)
_MAX_BITS: Final = math.floor(MAX_NUMBER_DIGITS * math.log2(10))
_LONGEST_SHOWN: Final = 40
#: Numbers of at most so many characters, and decimals of such exponents, take a short way.
_SHORT: Final = 100
_KINDS: Final[tuple[tuple[Any, str], ...]] = (
    ((bool, np.bool_), "a boolean"),
    (str, "a text"),
    ((int, Fraction, flint.fmpz, flint.fmpq, np.number, *_INEXACT), "a number"),
    ((list, tuple), "a list"),
    (Mapping, "a table"),
    ((datetime.date, datetime.time), "a date or time"),
    (type(None), "nothing"),
)


def kind_of(value: Any) -> str:
    """Return what a value is in the words of someone who writes a game file: "a number", "a list", "a table"."""
    return next((word for kinds, word in _KINDS if isinstance(value, kinds)), f"a value of type {type(value).__name__}")


def shown(value: Any) -> str:
    """Return a value for an error message: exact, on one line, at most about 40 characters, texts in quotes."""
    if isinstance(value, str):
        cut = value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN]
        return repr(str(cut)) + ("" if cut == value else "…")
    if isinstance(value, int | Fraction | flint.fmpq) and not isinstance(value, bool):
        text = number_text(value)
    else:
        text = str(value) if isinstance(value, _INEXACT) else repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _count(things: Sized, noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


class InputReader:
    """Reads the numbers of one game and remembers what was repaired and how floats were read.

    Parameters
    ----------
    groups : sequence of str, optional
        Names of the groups: what comes with labels (a pandas Series or DataFrame) is put into their order.

    Attributes
    ----------
    dyadic : bool
        Whether any number came as a binary float; it was read as the dyadic rational that it is.
    notes : list of str
        Repairs that were made, a sentence each.
    """

    def __init__(self, groups: Sequence[str] = ()) -> None:
        self._groups = list(groups)
        self.dyadic = False
        self.notes: list[str] = []

    def number(self, value: Any, key: str) -> flint.fmpq:
        """Read one number: int, Fraction, Decimal, float or a string of a decimal or a fraction.

        Raises
        ------
        InputError
            With the key, for whatever is not a finite number within the caps of ``nashsym.limits``.
        """
        try:
            return self._read(value)
        except InputError as error:
            kind = kind_of(value)
            if kind in ("a number", "a text", "a boolean"):
                raise error.located(key=key) from None
            raise InputError(f"{kind} stands where a number is expected", key=key, remedy="write a number") from None

    def _read(self, value: Any) -> flint.fmpq:
        """Read one number; what is common in large files and arrays takes a short way to the same rational."""
        kind = type(value)
        if kind is float and math.isfinite(value):
            self.dyadic = True
            return flint.fmpq(*value.as_integer_ratio())
        if kind is Decimal and len(str(value)) <= _SHORT and abs(value.adjusted()) <= _SHORT and value.is_finite():
            return flint.fmpq(*value.as_integer_ratio())
        if isinstance(value, str):
            plain = _plain(value) if len(value) <= _SHORT else None
            return parse_rational(value) if plain is None else plain
        if isinstance(value, float | np.floating):
            self.dyadic = True
        elif isinstance(value, int) and value.bit_length() > _MAX_BITS:
            raise InputError(f"the number has more digits than the cap of {MAX_NUMBER_DIGITS}", remedy="round it")
        return rational(value)

    def _row(self, entries: list[Any], key: str) -> list[flint.fmpq]:
        """Read several numbers; the place of a bad one is worked out only when there is one."""
        try:
            return [self._read(entry) for entry in entries]
        except InputError:
            return [self.number(entry, f"{key}[{e}]") for e, entry in enumerate(entries)]

    def coefficient(self, value: Any, key: str) -> flint.fmpq:
        """Read a coefficient, which must be ≥ 0."""
        number = self.number(value, key)
        if number < 0:
            raise InputError(
                f"the coefficient is negative: {shown(value)}", key=key, remedy="write a number of 0 or more"
            )
        return number

    def vector(self, values: Any, groups: int, key: str) -> flint.fmpq_mat:
        """Read a vector of `groups` numbers as a column of shape (D, 1)."""
        entries = self.sequence(self._in_order(values, key), key)
        if len(entries) != groups:
            raise InputError(
                f"{_count(entries, 'number')} for {_count(range(groups), 'group')}",
                key=key,
                remedy="give one number per group",
            )
        return flint.fmpq_mat(groups, 1, self._row(entries, key))

    def matrix(self, values: Any, groups: int, key: str, *, symmetric: bool) -> flint.fmpq_mat:
        """Read a matrix of shape (D, D); a symmetric one is symmetrised where floats differ by rounding only."""
        values = self._in_order(values, key)
        rows = values.tolist() if isinstance(values, flint.fmpq_mat) else self.sequence(values, key)
        if len(rows) != groups:
            raise InputError(
                f"{_count(rows, 'row')} for {_count(range(groups), 'group')}", key=key, remedy="give one row per group"
            )
        table: list[list[Any]] = []
        for d, row in enumerate(rows):
            entries = self.sequence(row, f"{key}[{d}]")
            if len(entries) != groups:
                raise InputError(
                    f"{_count(entries, 'number')} for {_count(range(groups), 'group')}",
                    key=f"{key}[{d}]",
                    remedy="give one number per group",
                )
            table.append(entries)
        exact = [self._row(row, f"{key}[{d}]") for d, row in enumerate(table)]
        if symmetric:
            self._symmetrise(exact, table, key)
        return flint.fmpq_mat(groups, groups, [value for row in exact for value in row])

    def _in_order(self, values: Any, key: str) -> Any:
        """Put labelled rows and columns into the order of the groups; labels 0, 1, 2 … are none."""
        for axis in ("index", "columns"):
            labels = getattr(values, axis, None)
            if not hasattr(values, "reindex") or labels is None or not self._groups:
                continue
            named = list(labels)
            if named in (self._groups, list(range(len(named)))):
                continue
            if len(named) != len(self._groups) or set(named) != set(self._groups):
                raise InputError(
                    "its labels are not the names of the groups",
                    key=key,
                    remedy="label rows and columns by group, or give plain numbers with .to_numpy()",
                )
            values = values.reindex(**{axis: self._groups})
        return values

    def _symmetrise(self, exact: list[list[flint.fmpq]], given: list[list[Any]], key: str) -> None:
        repaired = 0
        for d in range(len(exact)):
            for e in range(d):
                if exact[d][e] == exact[e][d]:
                    continue
                if abs(exact[d][e] - exact[e][d]) > _rounding(given[d][e], given[e][d]):
                    raise InputError(
                        f"the matrix is not symmetric: [{d}][{e}] is {shown(given[d][e])}, [{e}][{d}] is "
                        f"{shown(given[e][d])}",
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
    def sequence(values: Any, key: str) -> list[Any]:
        """Return the entries of a list, an array, a column of a data frame, or a flint matrix.

        Raises
        ------
        InputError
            For what has no order or no entries, for masked entries, and for more entries than groups are accepted.
        """
        if isinstance(values, flint.fmpq_mat):
            return list(values.entries() if values.ncols() == 1 else values.tolist())
        if hasattr(values, "to_numpy"):
            values = values.to_numpy()
        if isinstance(values, np.ndarray) and np.any(getattr(values, "mask", False)):
            raise InputError("some entries are masked", key=key, remedy="give every number; none is read as 0")
        if isinstance(values, np.ndarray) or hasattr(values, "__array__"):
            array = np.asarray(values)
            plain = array.ndim == 1 and array.dtype in (np.float64, np.int64)
            values = array.tolist() if plain or array.ndim == 0 else list(array)
        if isinstance(values, str | bytes | Mapping | Set) or not isinstance(values, Iterable):
            raise InputError(
                f"{kind_of(values)} stands where a list of numbers is expected", key=key, remedy="write [ … ]"
            )
        entries = list(islice(values, MAX_GROUPS + 1))
        if len(entries) > MAX_GROUPS:
            raise InputError(
                f"more than {MAX_GROUPS} entries", key=key, remedy=f"at most {MAX_GROUPS} groups are accepted"
            )
        return entries


def _plain(text: str) -> flint.fmpq | None:
    """Return the rational of a short decimal or fraction without an exponent; None for any other text."""
    digits = text[1:] if text.startswith("-") else text
    if "/" in digits:
        upper, _, lower = digits.partition("/")
        if not (digits.isascii() and upper.isdigit() and lower.isdigit()):
            return None
        denominator = int(lower)
    else:
        whole, _, decimals = digits.partition(".")
        upper = whole + decimals
        if not (digits.isascii() and upper.isdigit()):
            return None
        denominator = 10 ** len(decimals)
    if not denominator:
        return None
    magnitude = int(upper)
    return flint.fmpq(magnitude if digits is text else -magnitude, denominator)


def _rounding(left: Any, right: Any) -> flint.fmpq:
    """Return by how much two entries may differ if rounding alone told them apart: 0 where neither was rounded."""
    if isinstance(left, str | Fraction) or isinstance(right, str | Fraction):
        return flint.fmpq(0)
    widths = [_last_place(entry) for entry in (left, right) if isinstance(entry, _INEXACT)]
    return MAX_ASYMMETRY_ULPS * max(widths, default=flint.fmpq(0))


def _last_place(entry: Any) -> flint.fmpq:
    """Return the unit in the last place of a float of its own width; of a decimal as written, that of its double."""
    if isinstance(entry, np.floating) and not isinstance(entry, float):
        width = np.spacing(abs(entry))
    else:
        width = math.ulp(float(entry))
    return rational(width) if np.isfinite(width) else flint.fmpq(0)
