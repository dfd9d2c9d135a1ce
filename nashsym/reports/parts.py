"""The equilibria as a report shows them: group by group, of many groups those that matter."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import flint

from nashsym.reports.content import GroupLine, PointPart, RangeLine, RangePart, Status
from nashsym.reports.text import Sentence, sentence
from nashsym.solvers.solution import Continuum, Equilibrium

__all__ = ["ALL_SHOWN", "CERTIFICATE_FILE", "group_lines", "point_part", "range_part", "shown_lines"]

#: Up to this many groups a table shows all of them.
ALL_SHOWN: Final = 24
#: Beyond it, so many of those with the most weight and so many of those nearest to the floor.
SHOWN_OF_EACH: Final = 12
CERTIFICATE_FILE: Final = "certificate.json"


def status(weight: Fraction, floor: Fraction) -> Status:
    """Say how a weight stands to the floor τ."""
    if weight >= floor:
        return "served"
    return "left out" if weight == 0 else "below the floor"


def group_lines(found: Equilibrium) -> tuple[GroupLine, ...]:
    """Return every group at an equilibrium, in the order of the game."""
    level, floor = found.level, found.game.threshold
    rows = zip(found.game.groups, found.weights, found.marginals, strict=True)
    return tuple(
        GroupLine(index, name, weight, marginal, level - marginal, status(weight, floor))
        for index, (name, weight, marginal) in enumerate(rows)
    )


def shown_lines(lines: Sequence[GroupLine]) -> tuple[tuple[GroupLine, ...], Sentence]:
    """Choose the groups that a table shows, and say what it leaves out.

    Returns
    -------
    tuple of GroupLine
        All, in the order of the game, where there are at most `ALL_SHOWN`; else by weight, then by how little they
        lack.
    Sentence
        Empty where all are shown.
    """
    if len(lines) <= ALL_SHOWN:
        return tuple(lines), ()
    served = sorted((line for line in lines if line.status == "served"), key=lambda line: (-line.weight, line.index))
    excluded = sorted(
        (line for line in lines if line.status != "served"), key=lambda line: (-line.weight, line.shortfall, line.index)
    )
    room = ALL_SHOWN - min(SHOWN_OF_EACH, len(excluded))
    top = served[:room]
    nearest = excluded[: ALL_SHOWN - len(top)]
    said = [f"the {len(top)} groups with the most weight"] if len(top) < len(served) else []
    if top and not said:
        said = [f"the {len(top)} groups that are served"]
    if nearest:
        all_below = f"the {len(excluded)} below the floor"
        said.append(f"of {all_below} the {len(nearest)} nearest to it" if len(nearest) < len(excluded) else all_below)
    text = " and ".join(said)
    return (*top, *nearest), sentence(f"Shown are {text}; {CERTIFICATE_FILE} has the weights of all {len(lines)}.")


def point_part(found: Equilibrium, number: int, *, selected: bool) -> PointPart:
    """Return an equilibrium as a report shows it."""
    lines, hidden = shown_lines(group_lines(found))
    return PointPart(number, found.kind, selected, found.level, lines, hidden, _digits(found.vector))


def range_part(component: Continuum, number: int, point: PointPart) -> RangePart:
    """Return a continuum as a report shows it, with the point of it that the certificate states."""
    floor = component.game.threshold
    lines = [
        RangeLine(index, name, low, high, _range_status(low, high, floor))
        for index, (name, (low, high)) in enumerate(zip(component.game.groups, component.ranges, strict=True))
    ]
    hidden: Sentence = ()
    if len(lines) > ALL_SHOWN:
        moving = [line for line in lines if line.low != line.high]
        fixed = [line for line in lines if line.low == line.high]
        moving.sort(key=lambda line: (line.low - line.high, line.index))
        fixed.sort(key=lambda line: (-line.high, line.index))
        lines = (moving + fixed)[:ALL_SHOWN]
        hidden = sentence(f"Shown are the {ALL_SHOWN} groups whose weight moves most, of {len(component.game.groups)}.")
    return RangePart(
        number, component.dimension, len(component.vertices), component.all_vertices, tuple(lines), hidden, point
    )


def _range_status(low: Fraction, high: Fraction, floor: Fraction) -> Status:
    if low >= floor:
        return "served"
    if high >= floor:
        return "sometimes"
    return "left out" if high == 0 else "below the floor"


def _digits(vector: flint.fmpq_mat) -> int:
    """Return how many decimal digits the longest numerator or denominator of the entries has."""
    longest = max(max(flint.fmpz(abs(value.p)), flint.fmpz(value.q)) for value in vector.entries())
    return len(str(longest))
