"""The largest value of a quadratic on the simplex between two rationals, where it is too large to be found exactly."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count
from typing import Final, NamedTuple

import flint
import numpy as np

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import column_floats, floats, fraction, rational
from nashsym.exact.systems import marginals
from nashsym.solvers.quadratic import largest_on_simplex

__all__ = ["Bounds", "bounds_on_simplex"]

#: A local search in floats ends after so many steps; its point is looked at exactly whatever it is.
_STEPS: Final = 500
#: Weights that floats propose are rounded to so many binary places before they are made to sum to 1.
_BITS: Final = 30
#: So many of the vertices with the largest values are started from.
_STARTS: Final = 8


class Bounds(NamedTuple):
    """What is proved of the maximum of a quadratic over Δ.

    Attributes
    ----------
    low, high : flint.fmpq
        It lies between them; it is known where they are equal.
    best : flint.fmpq_mat, shape (D, 1)
        A point of Δ with the value `low`.
    """

    low: flint.fmpq
    high: flint.fmpq
    best: flint.fmpq_mat


def bounds_on_simplex(c: flint.fmpq_mat, H: flint.fmpq_mat, own: flint.fmpq_mat) -> Bounds:
    r"""Enclose the maximum of ``cᵀx − ½xᵀHx`` over Δ, for H of any sign and any number of groups.

    Parameters
    ----------
    c : flint.fmpq_mat, shape (D, 1)
    H : flint.fmpq_mat, shape (D, D)
        Symmetric.
    own : flint.fmpq_mat, shape (D, 1)
        A point of Δ to start from.

    Notes
    -----
    From above: for t ≥ 0 with H + tI ⪰ 0 on T, ``xᵀx ≤ 1ᵀx`` on Δ gives ``cᵀx − ½xᵀHx ≤ (c + ½t1)ᵀx − ½xᵀ(H + tI)x``,
    a concave programme, solved exactly; the two sides are equal at the vertices. From below: the value at points that a
    local search proposes, and where `own` can be improved upon along one line, the best point of that line (MODEL T1).
    Where −H ⪰ 0 on T the value is convex, and the best vertex is the maximum.
    """
    if definiteness(-H).is_positive_semidefinite:
        corners = [_corner(H.nrows(), d) for d in range(H.nrows())]
        best = max([own, *corners], key=lambda x: _value(c, H, x))
        return Bounds(_value(c, H, best), _value(c, H, best), best)
    t = _convexity(H)
    raised = flint.fmpq_mat(H)
    linear = flint.fmpq_mat(c)
    for d in range(H.nrows()):
        raised[d, d] += t
        linear[d, 0] += t / 2
    high, relaxed = largest_on_simplex(linear, raised)
    best = max([own, *_improved(c, H, own), *_proposals(c, H, relaxed, own)], key=lambda x: _value(c, H, x))
    return Bounds(_value(c, H, best), high, best)


def _value(c: flint.fmpq_mat, H: flint.fmpq_mat, x: flint.fmpq_mat) -> flint.fmpq:
    return (x.transpose() * (c - H * x / 2))[0, 0]


def _corner(groups: int, d: int) -> flint.fmpq_mat:
    return flint.fmpq_mat(groups, 1, [int(d == e) for e in range(groups)])


def _convexity(H: flint.fmpq_mat) -> flint.fmpq:
    """Return a rational t ≥ 0 with H + tI ⪰ 0 on T, close to the least where floats find it."""
    groups = H.nrows()
    table, centre = floats(H), np.eye(groups) - 1 / groups
    with np.errstate(all="ignore"):
        centred = centre @ table @ centre
    finite = bool(np.isfinite(centred).all())
    least = float(np.linalg.eigvalsh(centred)[0]) if finite else 0.0
    noise = float(np.abs(centred).max()) * 2.0**-52 if finite else 0.0
    start = rational(max(-least, noise) or 1.0)
    simple = rational(fraction(start).limit_denominator(1000))
    for t in chain([simple], (start * (1 + flint.fmpq(4) ** step / 1000) for step in count())):
        raised = flint.fmpq_mat(H)
        for d in range(groups):
            raised[d, d] += t
        if definiteness(raised).is_positive_semidefinite:
            return t
    raise AssertionError("the steps do not end")  # pragma: no cover


def _improved(c: flint.fmpq_mat, H: flint.fmpq_mat, own: flint.fmpq_mat) -> Iterator[flint.fmpq_mat]:
    """Yield the best points on lines from `own` along which it is improved upon, unless it can't be along any of these.

    The way to the group with the largest marginal utility does better unless the gap is 0; then a direction v of
    negative vᵀHv that moves weight among the groups served does, if there is one.
    """
    gains = marginals(c, H, own).entries()
    groups = len(gains)
    best = max(range(groups), key=gains.__getitem__)
    ahead = -own
    ahead[best, 0] += 1
    yield _furthest(c, H, own, ahead)
    served = [d for d in range(groups) if own[d, 0] > 0]
    face = flint.fmpq_mat(len(served), len(served), [H[d, e] for d in served for e in served])
    sign = definiteness(face)
    if sign.direction is not None and not sign.is_positive_semidefinite:
        v = flint.fmpq_mat(groups, 1)
        for d, value in zip(served, sign.direction, strict=True):
            v[d, 0] = value
        yield _furthest(c, H, own, v)
        yield _furthest(c, H, own, -v)


def _furthest(c: flint.fmpq_mat, H: flint.fmpq_mat, x: flint.fmpq_mat, v: flint.fmpq_mat) -> flint.fmpq_mat:
    """Return the best point of Δ on the ray from x along v ∈ T."""
    limits = [x[d, 0] / -v[d, 0] for d in range(x.nrows()) if v[d, 0] < 0]
    if not limits:
        return x
    slope, curve = (v.transpose() * (c - H * x))[0, 0], (v.transpose() * H * v)[0, 0]
    step = min(limits)
    if curve > 0:
        step = min(step, max(slope / curve, flint.fmpq(0)))
    elif slope * step < curve * step * step / 2:
        return x
    return x + v * step


def _proposals(
    c: flint.fmpq_mat, H: flint.fmpq_mat, relaxed: flint.fmpq_mat, own: flint.fmpq_mat
) -> Iterator[flint.fmpq_mat]:
    """Yield points of Δ that a local search in floats ends in, exactly in Δ, and where it began."""
    yield relaxed
    linear, table = column_floats(c), floats(H)
    if not (np.isfinite(linear).all() and np.isfinite(table).all()):
        return
    groups = len(linear)
    corners = np.argsort(linear - table.diagonal() / 2)[::-1][:_STARTS]
    for x in (column_floats(relaxed), column_floats(own), *np.eye(groups)[corners]):
        with np.errstate(all="ignore"):
            yield _rounded(_local_maximum(linear, table, x.copy()))


def _local_maximum(c: np.ndarray, H: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Move weight from the worst group served to the best one, as far as that pays, until it does no longer."""
    for _ in range(_STEPS):
        gains = c - H @ x
        best = int(gains.argmax())
        served = np.flatnonzero(x > 0)
        worst = int(served[gains[served].argmin()])
        slope = gains[best] - gains[worst]
        if best == worst or not slope > 1e-12 * (1 + abs(gains[best])):
            break
        curve = H[best, best] + H[worst, worst] - 2 * H[best, worst]
        step = min(x[worst], slope / curve) if curve > 0 else x[worst]
        x[best] += step
        x[worst] = 0.0 if step == x[worst] else x[worst] - step
    return x


def _rounded(x: np.ndarray) -> flint.fmpq_mat:
    """Return a point of Δ near floats."""
    units = [max(0, round(float(value) * 2**_BITS)) for value in np.nan_to_num(x, nan=0.0, posinf=0.0, neginf=0.0)]
    total = sum(units)
    if total == 0:
        units[0] = total = 1
    return flint.fmpq_mat(len(units), 1, [flint.fmpq(unit, total) for unit in units])
