r"""Bounds between which the homogeneous equilibrium stays in every game of a box (MODEL T13, sharpened).

**Lemma.** Let M₋ ≻ 0 on T, ŵ the equilibrium at the centre, and 0 ≤ l ≤ ŵ < u. For each d let y with ``1ᵀy = 0`` be 0
at every e ≠ d with l_e = 0, and c a number; ``q = Mᵀy − c1``, π ≥ ``β + E_M v`` for l ≤ v ≤ u, 1ᵀv = 1. If for each d

- ``q_d u_d > bᵀy − c + |y|ᵀπ + max{−Σ_{e≠d} q_e v_e : l ≤ v ≤ u}``, and
- l_d = 0, or ``q_d l_d < bᵀy − c − |y|ᵀπ − max{Σ_{e≠d} q_e v_e : l ≤ v ≤ u}``,

then in every game of the box the homogeneous equilibrium w′ has l ≤ w′ ≤ u: l_d < w′_d where l_d > 0, and w′ < u.

*Proof.* On the segment from the centre to a game of the box M_t ≻ 0 on T, so the first-order conditions have exactly
one solution w_t (T3), and it is continuous in t (a limit of solutions is one). At t = 0 it is between the bounds.
Suppose that l ≤ w_t ≤ u and that w_t is at u_d, or at l_d > 0, for a group d. Then w_t > 0 at d and wherever l_e > 0,
so slopes are equal there: ``yᵀ(b_t − M_t w_t) = 0``, as y is 0 elsewhere and sums to 0. With ``b_t = b + f``,
``M_t = M + F`` and ``1ᵀw_t = 1`` this reads ``qᵀw_t = yᵀb − c + yᵀ(f − F w_t)``, and ``|f − F w_t| ≤ β + E w_t ≤ π``.
At w_t,d = u_d it contradicts the first line, at w_t,d = l_d > 0 the second; so w_t never meets a bound. ∎

Where ``bᵀy − c + |y|ᵀπ + max{…} ≤ 0 < q_d`` the same equation shows that w′_d = 0 in every game of the box.

With l > 0 everywhere and y the columns of P this is T13 (a) with the equilibrium in place of w⁎; on a support, T13 (a)
on the face with the slacks of the groups off it; groups that are served in some games of the box and not in others need
no case of their own. Floats propose l, u and the y (any will do); `is_held` decides by rational comparisons.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.exact.rational import column_floats, floats, rational
from nashsym.theorems.box import CanonicalBox

__all__ = ["BoxBounds", "box_bounds", "is_held"]

Floats = NDArray[np.float64]
#: Rows of the proposal are rounded to so many bits.
_BITS: Final = 52
#: By these shares of themselves the bounds that floats propose are widened, until they hold exactly.
_WIDER: Final = (1e-9, 1e-6, 1e-3, 3e-2)
_ROUNDS: Final = 400
_SETTLED: Final = 1e-13


@dataclass(frozen=True)
class BoxBounds:
    """Bounds of the weights over a box, with the rows that prove them.

    Attributes
    ----------
    lower, upper : tuple of D Fractions
        l and u.
    rows : tuple of D rows of D + 1 integers
        (y, c) of each group, times a power of two each.
    absent : tuple of D bool
        Whether the group's weight is 0 in every game of the box.
    """

    lower: tuple[Fraction, ...]
    upper: tuple[Fraction, ...]
    rows: tuple[tuple[int, ...], ...]
    absent: tuple[bool, ...] = ()


def box_bounds(box: CanonicalBox, weights: flint.fmpq_mat) -> BoxBounds | None:
    """Return bounds that hold in every game of the box, or None where none are found.

    Parameters
    ----------
    box : CanonicalBox
        With M₋ ≻ 0 on T.
    weights : flint.fmpq_mat, shape (D, 1)
        ŵ, the homogeneous equilibrium of the game in the middle.

    Notes
    -----
    Source: the lemma above. Bounds that are not found may exist all the same.
    """
    guess = _Guess.of(box, column_floats(weights))
    if guess is None:
        return None
    for share in _WIDER:
        bounds = guess.widened(share)
        absent = is_held(box, weights, bounds)
        if absent is not None:
            return BoxBounds(bounds.lower, bounds.upper, bounds.rows, absent)
    return None


def is_held(box: CanonicalBox, weights: flint.fmpq_mat, bounds: BoxBounds) -> tuple[bool, ...] | None:
    """Decide the inequalities of the lemma exactly: for each group whether it is absent; None where one fails."""
    form, size = box.form, box.form.groups
    low, high = ([rational(value) for value in side] for side in (bounds.lower, bounds.upper))
    for x, w, y in zip(low, weights.entries(), high, strict=True):
        if not 0 <= x <= w < y:
            return None
    push = [x + _mixed(row, low, high) for x, row in zip(box.b.entries(), box.M.tolist(), strict=True)]
    images = flint.fmpq_mat([row[:-1] for row in bounds.rows]) * form.M
    absent = []
    for d, (*y, c) in enumerate(bounds.rows):
        if sum(y) != 0 or any(y[e] and e != d and not low[e] for e in range(size)):
            return None
        q = [images[d, e] - c for e in range(size)]
        own, q[d] = q[d], flint.fmpq(0)
        here = sum((y[e] * form.b[e, 0] for e in range(size)), flint.fmpq(-c))
        moved = sum((abs(y[e]) * push[e] for e in range(size)), flint.fmpq(0))
        above = here + moved + _largest([-x for x in q], low, high)
        if not above < own * high[d]:
            return None
        if low[d] and not own * low[d] < here - moved - _largest(q, low, high):
            return None
        absent.append(bool(above <= 0 < own))
    return tuple(absent)


def _largest(row: list[flint.fmpq], low: list[flint.fmpq], high: list[flint.fmpq]) -> flint.fmpq:
    """Return ``max{rowᵀv : low ≤ v ≤ high}``."""
    return sum((x * (z if x > 0 else y) for x, y, z in zip(row, low, high, strict=True) if x), flint.fmpq(0))


def _mixed(row: list[flint.fmpq], low: list[flint.fmpq], high: list[flint.fmpq]) -> flint.fmpq:
    """Return a bound of rowᵀv over low ≤ v ≤ high, 1ᵀv = 1: ``rowᵀv = m + (row − m1)ᵀv``, here with m the median."""
    middle = sorted(row)[len(row) // 2]
    return middle + _largest([x - middle for x in row], low, high)


@dataclass(frozen=True)
class _Guess:
    """Bounds and rows in floats: the least fixed point of the inequalities, from ŵ outwards."""

    weights: Floats
    low: Floats
    high: Floats
    rows: Floats

    @classmethod
    def of(cls, box: CanonicalBox, weights: Floats) -> _Guess | None:
        b, M, E = box.form.float_b, box.form.float_M, floats(box.M)
        beta = column_floats(box.b)
        median = np.sort(E, axis=1)[:, E.shape[0] // 2]
        spread = E - median[:, None]
        low, high, served = weights.copy(), weights.copy(), weights > 0
        rows = _rows(M, served)
        for _ in range(_ROUNDS):
            if rows is None or not served.any():
                return None
            y, c = rows[:, :-1], rows[:, -1]
            q = y @ M - c[:, None]
            np.fill_diagonal(q, 0)
            push = beta + median + _reach(spread, low, high)
            here, moved = y @ b - c, np.abs(y) @ push
            above = np.maximum(high, here + moved + _reach(-q, low, high))
            below = np.where(served, np.minimum(low, here - moved - _reach(q, low, high)), 0.0)
            if not np.isfinite(above).all() or above.max() > 2:
                return None
            still = served & (below > 0)
            below[~still] = 0
            settled = max(np.max(above - high), np.max(low - below)) <= _SETTLED
            low, high = below, above
            if (still != served).any():
                served, rows = still, _rows(M, still)
            elif settled:
                break
        return None if rows is None else cls(weights, low, high, rows)

    def widened(self, share: float) -> BoxBounds:
        """Return the bounds moved outwards by a share of their distance from ŵ, and a little; rows as integers."""
        spare = share * (1e-3 * float(np.max(self.high - self.low)) + 1e-9)
        upper = self.high + share * (self.high - self.weights) + spare
        lower = np.where(self.low > 0, self.low - share * (self.weights - self.low) - spare, 0.0).clip(min=0)
        rows = [_integers(row, d) for d, row in enumerate(self.rows)]
        least, most = (tuple(Fraction(float(value)) for value in side) for side in (lower, upper))
        return BoxBounds(least, most, tuple(rows))


def _reach(rows: Floats, low: Floats, high: Floats) -> Floats:
    return np.maximum(rows, 0) @ high + np.minimum(rows, 0) @ low


def _rows(M: Floats, served: NDArray[np.bool_]) -> Floats | None:
    """Return (y, c) of every group with q_d = 1: ``(Mᵀy)_e = c`` at each served e ≠ d, so that there q is 0."""
    inside = np.flatnonzero(served)
    size, count = len(M), len(inside)
    system = np.zeros((count + 1, count + 1))
    system[:count, :count], system[:count, count], system[count, :count] = M[np.ix_(inside, inside)].T, -1, 1
    right = np.zeros((count + 1, size))
    right[:count], right[count] = -M[:, inside].T, -1
    right[:, inside] = np.eye(count + 1, count)
    try:
        found = np.linalg.solve(system, right) if count else right
    except np.linalg.LinAlgError:
        return None
    rows = np.zeros((size, size + 1))
    rows[:, inside], rows[:, size] = found[:count].T, found[count]
    rows[~served, np.flatnonzero(~served)] = 1
    own = np.einsum("de,ed->d", rows[:, :size], M) - rows[:, size]
    return rows / own[:, None] if np.isfinite(own).all() and own.min() > 0 else None


def _integers(row: Floats, group: int) -> tuple[int, ...]:
    """Round a row, times a power of two, to integers of which all but the last sum to 0."""
    scale = 2.0 ** (_BITS - int(np.ceil(np.log2(np.max(np.abs(row))))))
    whole = [int(value) for value in np.rint(row * scale)]
    largest = max(range(len(row) - 1), key=lambda e: (abs(whole[e]), e == group))
    whole[largest] -= sum(whole[:-1])
    return tuple(whole)
