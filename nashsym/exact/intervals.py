"""Intervals of real numbers with algebraic ends, and where along a line some polynomials are positive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flint

from nashsym.exact.rational import rational
from nashsym.exact.real_roots import RealRoot, rational_between, real_roots, sign_at

__all__ = ["Interval", "where_positive"]


@dataclass(frozen=True)
class Interval:
    """An interval of values of a coefficient.

    Parameters
    ----------
    start : RealRoot
    end : RealRoot or None
        None where it has no end.
    includes_start, includes_end : bool
        Whether the ends belong to it.
    """

    start: RealRoot
    end: RealRoot | None
    includes_start: bool
    includes_end: bool

    def __contains__(self, value: RealRoot) -> bool:
        above = self.start < value or (self.includes_start and self.start == value)
        below = self.end is None or value < self.end or (self.includes_end and self.end == value)
        return above and below


def where_positive(
    numerators: Sequence[flint.fmpz_poly], denominator: flint.fmpz_poly, *, strict: bool
) -> tuple[Interval, ...]:
    """Return the values λ ≥ 0 with ``n_d(λ)/q(λ) > 0`` (≥ 0 unless strict) for all d, where q(λ) ≠ 0.

    Parameters
    ----------
    numerators : sequence of flint.fmpz_poly
    denominator : flint.fmpz_poly
        q, not 0.
    strict : bool

    Returns
    -------
    tuple of Interval
        Disjoint, in ascending order, as long as can be; a single value is an interval with equal ends.

    Notes
    -----
    All signs are constant between neighbouring roots: each gap is decided at a rational of it, and each root by which
    of the polynomials vanish there.
    """
    zero = RealRoot.of(0)
    points = [zero, *(root for root in real_roots([*numerators, denominator], positive=True) if zero < root)]
    # Values and gaps in turn: 0, the gap behind it, the first root, …
    inside: list[bool] = []
    for place, point in enumerate(points):
        after = points[place + 1] if place + 1 < len(points) else None
        signs = _signs(numerators, denominator, rational(rational_between(point, after)))
        inside.append(_holds_at(point, numerators, denominator, signs, strict))
        inside.append(all(sign > 0 or (sign == 0 and not strict) for sign in signs))
    found: list[Interval] = []
    cell = 0
    while cell < len(inside):
        if not inside[cell]:
            cell += 1
            continue
        first = cell
        while cell + 1 < len(inside) and inside[cell + 1]:
            cell += 1
        end_place = cell // 2 + cell % 2
        end = points[end_place] if end_place < len(points) else None
        found.append(Interval(points[first // 2], end, first % 2 == 0, cell % 2 == 0))
        cell += 1
    return tuple(found)


def _signs(numerators: Sequence[flint.fmpz_poly], denominator: flint.fmpz_poly, value: flint.fmpq) -> list[int]:
    below = sign_at(denominator, value)
    return [below * sign_at(numerator, value) for numerator in numerators]


def _holds_at(
    point: RealRoot,
    numerators: Sequence[flint.fmpz_poly],
    denominator: flint.fmpz_poly,
    nearby: Sequence[int],
    strict: bool,
) -> bool:
    """Decide the condition at a root; what does not vanish there has the sign that it has in the gap behind it."""
    if point.is_root_of(denominator):
        return False
    for numerator, sign in zip(numerators, nearby, strict=True):
        if sign > 0 and not strict:
            continue
        # Strictly positive: positive behind the root, and not 0 at it. Otherwise: negative behind it only if 0 at it.
        if (sign <= 0 or point.is_root_of(numerator)) if strict else (sign < 0 and not point.is_root_of(numerator)):
            return False
    return True
