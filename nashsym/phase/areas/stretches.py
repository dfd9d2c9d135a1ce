"""The ratios of two coefficients, cut into stretches on each of which one structure holds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import flint

from nashsym.exact.rational import rational
from nashsym.exact.real_roots import RealRoot, rational_between, real_roots
from nashsym.phase.areas.chart import Chart
from nashsym.phase.areas.structure import Quantities, Structure

__all__ = ["Stretch", "stretches"]


class Stretch(NamedTuple):
    """An open interval of ratios on which the same lines bound everything that is measured."""

    left: RealRoot
    right: RealRoot
    quantities: Quantities


def stretches(chart: Chart, ends: Sequence[Fraction]) -> list[Stretch]:
    """Cover the ratios between the first and the last of some ends by stretches that no end lies within, in order.

    At a sample the structure is found, and with it the polynomials at whose roots it can change: it holds up to the
    nearest of these. What lies before and behind is searched in turn.
    """
    cache: dict[tuple[int, ...], list[RealRoot]] = {}

    def roots(polynomial: flint.fmpz_poly) -> list[RealRoot]:
        key = tuple(map(int, polynomial.coeffs()))
        if key not in cache:
            cache[key] = real_roots([polynomial])
        return cache[key]

    found: list[Stretch] = []
    points = [RealRoot.of(end) for end in ends]
    waiting = list(pairwise(points))
    while waiting:
        left, right = waiting.pop()
        ratio, structure = _regular_sample(chart, left, right)
        low, high = left, right
        for polynomial in structure.polynomials:
            for root in roots(polynomial):
                if root.compare(ratio) < 0:
                    low = max(low, root)
                else:
                    high = min(high, root)
                    break
        found.append(Stretch(low, high, structure.quantities))
        waiting += [(left, low)] if left < low else []
        waiting += [(high, right)] if high < right else []
    found.sort(key=lambda stretch: stretch.left)
    return _merged(found, points)


def _regular_sample(chart: Chart, left: RealRoot, right: RealRoot) -> tuple[Fraction, Structure]:
    """Return a ratio between two, at which nothing changes, and the structure there."""
    while True:
        ratio = rational_between(left, right)
        value = rational(ratio)
        structure = Structure(chart, value)
        if all(polynomial == 0 or polynomial(value) != 0 for polynomial in structure.polynomials):
            return ratio, structure
        # Finitely many roots lie between the two: one of the samples that approach the left end is none.
        right = RealRoot.of(ratio)


def _merged(found: Sequence[Stretch], points: Sequence[RealRoot]) -> list[Stretch]:
    """Join neighbours with the same quantities."""
    joined: list[Stretch] = []
    for stretch in found:
        last = joined[-1] if joined else None
        if last is not None and last.quantities == stretch.quantities and stretch.left not in points:
            joined[-1] = Stretch(last.left, stretch.right, last.quantities)
        else:
            joined.append(stretch)
    return joined
