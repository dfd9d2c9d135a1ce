"""Axes of a sweep: the exact values of a coefficient at the nodes of a grid."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.exact.rational import fraction
from nashsym.terms.inputs import InputReader

__all__ = ["COEFFICIENTS", "MAX_POINTS", "Axis", "Pairs", "axis_of", "check_points", "parse_axis"]

#: In the order of a grid's dimensions; attractiveness, along which the equilibrium is piecewise affine, is the last.
COEFFICIENTS: Final = ("consistency", "diversity", "attractiveness")
#: Nodes of one axis.
MAX_POINTS: Final = 10**7
_MAX_POINTS_DIGITS: Final = 9
#: Where the number of points stands in LOW:HIGH:POINTS.
_THIRD: Final = 2
#: Nodes that are not even listed: some 20 TB for two groups.
_MOST_NODES: Final = 10**12
#: A dataset holds the nodes as floats.
_LARGEST: Final = Fraction(sys.float_info.max)
_LEAST: Final = Fraction(sys.float_info.min)
#: Nodes of a logarithmic axis are rounded to so many significant digits: exact numbers that can be read.
_DIGITS: Final = 15


@dataclass(frozen=True)
class Axis:
    """A coefficient and its values, ascending and exact.

    Parameters
    ----------
    coefficient : str
        "attractiveness", "consistency" or "diversity".
    values : tuple of Fraction
        ≥ 0, strictly ascending, at least one.

    Raises
    ------
    InputError
        Where they are not.
    """

    coefficient: str
    values: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        key = f"vary.{self.coefficient}"
        if self.coefficient not in COEFFICIENTS:
            raise InputError(
                f"no coefficient is named {self.coefficient!r}",
                key="vary",
                remedy=f"the coefficients are {', '.join(COEFFICIENTS)}",
            )
        if not self.values:
            raise InputError("the axis is empty", key=key, remedy="give at least one value")
        if len(self.values) > MAX_POINTS:
            raise InputError(f"{len(self.values)} points", key=key, remedy=f"at most {MAX_POINTS} fit on an axis")
        if self.values[0] < 0:
            raise InputError("the axis has a negative value", key=key, remedy="coefficients are 0 or more")
        if any(low >= high for low, high in pairwise(self.values)):
            raise InputError("the values do not ascend", key=key, remedy="give them in ascending order, each once")
        if self.values[-1] > _LARGEST:
            raise InputError(
                "the axis has a value beyond what a dataset holds", key=key, remedy="scale the coefficients down (T8)"
            )

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def floats(self) -> NDArray[np.float64]:
        """The values, each rounded to the nearest float; shape (len,)."""
        return np.array([float(value) for value in self.values])

    @classmethod
    def between(
        cls, coefficient: str, low: Any, high: Any, points: int, scale: Literal["linear", "log"] = "linear"
    ) -> Self:
        """Return `points` values from `low` to `high`, both included, at equal steps or at equal ratios.

        Raises
        ------
        InputError
            For a reversed axis, one point between two different ends, or a logarithmic axis from 0.
        """
        key = f"vary.{coefficient}"
        reader = InputReader()
        first, last = (fraction(reader.number(value, key)) for value in (low, high))
        if isinstance(points, bool) or not isinstance(points, int) or points < 1:
            raise InputError("an axis has at least one point", key=key, remedy="give a whole number, 1 or more")
        if points > MAX_POINTS:
            raise InputError(f"{points} points", key=key, remedy=f"at most {MAX_POINTS} fit on an axis")
        if first > last:
            raise InputError("the axis is reversed", key=key, remedy=f"write {last}:{first}")
        if (points == 1) != (first == last):
            raise InputError(
                f"{points} point{'s' * (points > 1)} from {first} to {last}",
                key=key,
                remedy="one point needs equal ends, several need different ones",
            )
        if scale == "log":
            if first <= 0:
                raise InputError("a logarithmic axis can't begin at 0", key=key, remedy="begin above 0")
            if first < _LEAST or last > _LARGEST:
                raise InputError(
                    "a logarithmic axis goes beyond floats", key=key, remedy="stay between 1e-300 and 1e300"
                )
            return cls(coefficient, _geometric(first, last, points))
        step = (last - first) / max(points - 1, 1)
        return cls(coefficient, tuple(first + index * step for index in range(points)))


def _geometric(first: Fraction, last: Fraction, points: int) -> tuple[Fraction, ...]:
    """Return decimals near the geometric sequence; the ends are exact."""
    inner = np.geomspace(float(first), float(last), points)[1:-1]
    return (first, *(Fraction(f"{value:.{_DIGITS - 1}e}") for value in inner), *([last] if points > 1 else []))


@dataclass(frozen=True, eq=False)
class Pairs:
    """All pairs of a value of one axis and a value of another, the second running faster.

    Parameters
    ----------
    first, second : Axis
    """

    first: Axis
    second: Axis

    def __len__(self) -> int:
        return len(self.first) * len(self.second)

    @cached_property
    def x(self) -> NDArray[np.float64]:
        """The values of the first axis, rounded to floats; one per pair."""
        return np.repeat(self.first.floats, len(self.second))

    @cached_property
    def y(self) -> NDArray[np.float64]:
        """The values of the second axis, rounded to floats; one per pair."""
        return np.tile(self.second.floats, len(self.first))

    @cached_property
    def angles(self) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """The angles of the pairs but (0, 0) in ascending order, as floats see them; and the places of their pairs."""
        angles = np.arctan2(self.y, self.x)
        order = np.argsort(angles, kind="stable")
        if self.first.values[0] == self.second.values[0] == 0:
            order = order[order != 0]
        return angles[order], order

    def exact(self, place: int) -> tuple[Fraction, Fraction]:
        """Return a pair, exactly."""
        row, column = divmod(place, len(self.second))
        return self.first.values[row], self.second.values[column]


def axis_of(coefficient: str, values: Sequence[Any] | Any) -> Axis:
    """Make an axis from numbers that a user gave: a sequence, or one number."""
    reader = InputReader()
    key = f"vary.{coefficient}"
    listed = list(values) if isinstance(values, Sequence | np.ndarray) and not isinstance(values, str) else [values]
    return Axis(coefficient, tuple(fraction(reader.number(value, key)) for value in listed))


def check_points(texts: Sequence[str]) -> None:
    """Refuse axes that are written with so many points that no disk holds their grid, before any is made.

    Raises
    ------
    InputError
    """
    written = [text.partition("=")[2].split(":") for text in texts]
    counts = [parts[2].strip() for parts in written if len(parts) > _THIRD]
    # What is no number is said where the axis is read.
    nodes = math.prod(int(count) for count in counts if count.isdecimal() and len(count) <= _MAX_POINTS_DIGITS)
    if nodes > _MOST_NODES:
        raise InputError(f"a grid of {nodes} nodes fits no disk", key="vary", remedy="take fewer points")


def parse_axis(text: str) -> Axis:
    """Read ``diversity=0:5:200``, ``diversity=0.01:10:200:log`` or ``diversity=0.5,1,2``.

    Raises
    ------
    InputError
        Where the text is none of these.
    """
    name, equals, rest = text.partition("=")
    if not equals or not rest:
        raise InputError(
            f"{text!r} is no axis", key="--vary", remedy="write COEFFICIENT=LOW:HIGH:POINTS, or :log after it"
        )
    name = name.strip()
    if ":" not in rest:
        return axis_of(name, [part.strip() for part in rest.split(",")])
    parts = [part.strip() for part in rest.split(":")]
    if len(parts) not in (3, 4) or not parts[2].isdecimal() or (len(parts) == 4 and parts[3] not in ("log", "linear")):
        raise InputError(
            f"{rest!r} is no axis", key=f"vary.{name}", remedy="write LOW:HIGH:POINTS, or LOW:HIGH:POINTS:log"
        )
    if len(parts[2]) > _MAX_POINTS_DIGITS:
        raise InputError("too many points", key=f"vary.{name}", remedy=f"at most {MAX_POINTS} fit on an axis")
    return Axis.between(name, parts[0], parts[1], int(parts[2]), "log" if parts[3:] == ["log"] else "linear")
