"""Where in the cone of all coefficients what is asked is met, nearest to what stands: proposed by floats."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nashsym.exact.rational import column_floats, floats
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.relative_change import best_third, distances
from nashsym.steering.smallest_subsidy import MAX_FREE_GROUPS, Norm

__all__ = ["NearestCoefficients", "Proposal"]

Floats = NDArray[np.float64]
#: Ratios tried first, between these powers of ten; then so many between the neighbours of the best, so many times.
_RATIOS: Final = np.concatenate([[0.0], 1 / (1 + 10 ** np.linspace(6, -6, 193)), [1.0]])
_ZOOM_POINTS: Final = 25
_ZOOMS: Final = 9
_STARTS: Final = 4
#: Relative rounding of eigenvalues.
_ROUNDING: Final = 1e-12


class Proposal(NamedTuple):
    """A point x of the cone, relative to what stands, up to scale.

    Attributes
    ----------
    x : array of k floats
    value : float
        Its distance from 1; or for the best share, that share.
    support : tuple of int
        The groups served there.
    """

    x: Floats
    value: float
    support: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class NearestCoefficients:
    """Search the ratios of the coefficients other than λ_A; for each of them the best λ_A is explicit (MODEL T9).

    On a support the weights are affine in s = λ_A for a given ratio of the others, so that the s that do form an
    interval, and the distance of the ray is quasi-convex in s.

    Parameters
    ----------
    cone : CoefficientCone
        Of an alignment game.
    norm : {"l1", "l2", "linf"}
    pulls : bool
        Whether its first ray is λ_A; the others are λ_C, λ_D or one of them.
    tightened : float
        The floors are raised by so much of themselves, and what is asked of H and M is asked of ratios around too.
    stable : bool
        Whether M ≻ 0 on T is asked for too: then there is no other homogeneous equilibrium (MODEL T3).
    """

    cone: CoefficientCone
    norm: Norm
    pulls: bool
    tightened: float = 0.0
    stable: bool = False

    def nearest(self) -> Proposal | None:
        """Return the nearest point that does, None where none was found."""
        return self._search(nearest=True)

    def best(self) -> Proposal | None:
        """Return the point at which the largest share of what is asked is met."""
        return self._search(nearest=False)

    @cached_property
    def _forms(self) -> tuple[Floats, Floats, Floats]:
        """Return a, and the M and the H of the rays other than λ_A."""
        forms = self.cone.forms
        rest = forms[1:] if self.pulls else forms
        a = column_floats(forms[0].b) if self.pulls else np.zeros(self.cone.groups)
        return a, np.array([floats(form.M) for form in rest]), np.array([floats(form.H) for form in rest])

    def _search(self, *, nearest: bool) -> Proposal | None:
        found: list[Proposal] = []
        for zeros in self._cases():
            found += self._zoom(zeros, nearest=nearest)
        if not found:
            return None
        return min(found, key=lambda one: one.value) if nearest else max(found, key=lambda one: one.value)

    def _cases(self) -> Iterator[tuple[int, ...]]:
        """Yield the sets of groups of which nothing is asked that may be at 0."""
        free = self.cone.demand.free
        most = len(free) if len(free) <= MAX_FREE_GROUPS else 1
        for count in range(most + 1):
            yield from combinations(free, count)

    def _zoom(self, zeros: tuple[int, ...], *, nearest: bool) -> list[Proposal]:
        ratios = _RATIOS if self._forms[1].shape[0] == 2 else np.array([0.0])
        values, points = self._along(ratios, zeros, nearest=nearest)
        if not np.isfinite(values).any():
            return []
        starts = _local_minima(values)[:_STARTS] if len(ratios) > 1 else [0]
        served = tuple(d for d in range(self.cone.groups) if d not in zeros)
        found = []
        for start in starts:
            tried, costs, at, best = ratios, values, points, int(start)
            for _ in range(_ZOOMS if len(ratios) > 1 else 0):
                low, high = tried[max(best - 1, 0)], tried[min(best + 1, len(tried) - 1)]
                finer = np.union1d(np.linspace(low, high, _ZOOM_POINTS), tried[best])
                tried = finer
                costs, at = self._along(tried, zeros, nearest=nearest)
                best = int(np.argmin(costs))
                if not np.isfinite(costs[best]):
                    break
            if np.isfinite(costs[best]):
                found.append(Proposal(at[best], float(costs[best] if nearest else -costs[best]), served))
        return found

    def _along(self, ratios: Floats, zeros: tuple[int, ...], *, nearest: bool) -> tuple[Floats, Floats]:
        """Return for each ratio the best value, to be least, and its point; ∞ where there is none."""
        Ms = self._forms[1]
        rest = np.stack([1 - ratios, ratios], axis=1) if len(Ms) == 2 else np.ones((len(ratios), 1))
        start, slope, usable = self._lines(rest, zeros)
        if self.pulls:
            low, high = _interval(start, slope)
        else:
            met = (start >= -1e-14).all(axis=1)
            low, high = np.zeros(len(rest)), np.where(met, 0.0, -np.inf)
        usable &= np.isfinite(start).all(axis=1) & np.isfinite(slope).all(axis=1)
        if nearest:
            fits = usable & (low <= high)
            s = np.clip(best_third(rest, self.norm), np.where(fits, low, 0), np.where(fits, high, 0))
            points = np.column_stack([s, rest]) if self.pulls else rest
            values = np.where(fits, distances(points, self.norm), np.inf)
            return values, points
        s, shares = self._best_share(start, slope, zeros)
        points = np.column_stack([s, rest]) if self.pulls else rest
        return np.where(usable & (shares >= 0), -shares, np.inf), points

    def _lines(self, rest: Floats, zeros: tuple[int, ...]) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Return the conditions ``start + s·slope ≥ 0`` on a support for each ratio, and where it may be used."""
        a, Ms, _ = self._forms
        groups = self.cone.groups
        served = [d for d in range(groups) if d not in zeros]
        M = np.einsum("nr,rde->nde", rest, Ms)
        usable = self._usable(rest)
        size = len(served)
        system = np.ones((len(rest), size + 1, size + 1))
        system[:, :size, :size] = M[:, served][:, :, served]
        system[:, size, size] = 0.0
        right = np.zeros((size + 1, 2))
        right[size, 0], right[:size, 1] = 1.0, a[served]
        solved = _solved(system, right)
        weights, level = solved[:, :size], solved[:, size]
        least = np.array([float(floor) for floor in self.cone.demand.least])[served] * (1 + self.tightened)
        start, slope = weights[..., 0] - least, weights[..., 1]
        if zeros:
            out = list(zeros)
            lacking = level[:, None] + np.einsum("nde,nek->ndk", M[:, out][:, :, served], weights)
            start = np.hstack([start, lacking[..., 0]])
            slope = np.hstack([slope, lacking[..., 1] - a[out]])
        return start, slope, usable

    def _usable(self, rest: Floats) -> NDArray[np.bool_]:
        """Return where H ⪰ 0 on T, and M ≻ 0 where that is asked; if tightened, at ratios around too."""
        _, Ms, Hs = self._forms
        around = [rest]
        if self.tightened and rest.shape[1] == 2:
            for sign in (1, -1):
                step = sign * self.tightened * rest[:, :1] * rest[:, 1:]
                around.append(rest + np.hstack([-step, step]))
        found = np.ones(len(rest), dtype=bool)
        for near in around:
            found &= self._least(np.einsum("nr,rde->nde", near, Hs)) >= -_ROUNDING
            if self.stable:
                found &= self._least(np.einsum("nr,rde->nde", near, Ms)) > _ROUNDING
        return found

    def _least(self, X: Floats) -> Floats:
        """Return the least eigenvalue on T, relative to the largest entry."""
        if self.cone.groups == 1:
            return np.ones(len(X))
        inner = self._basis.T @ (X + X.transpose(0, 2, 1)) @ self._basis / 2
        least: Floats = np.linalg.eigvalsh(inner)[:, 0] / np.maximum(np.abs(X).max(axis=(1, 2)), 1e-300)
        return least

    @cached_property
    def _basis(self) -> Floats:
        columns = np.vstack([np.eye(self.cone.groups - 1), -np.ones((1, self.cone.groups - 1))])
        return np.asarray(np.linalg.qr(columns)[0], dtype=np.float64)

    def _best_share(self, start: Floats, slope: Floats, zeros: tuple[int, ...]) -> tuple[Floats, Floats]:
        """Return for each ratio the s ≥ 0 with the largest share, and that share: the upper envelope of lines."""
        demand = self.cone.demand
        served = [d for d in range(self.cone.groups) if d not in zeros]
        floors = np.array([float(demand.least[d]) for d in served])
        asked = floors > 0
        size = len(served)
        start = start.copy()
        start[:, :size] += floors * (1 + self.tightened)
        scale = np.where(asked, floors, 1.0)
        share0, share1 = (part[:, :size][:, asked] / scale[asked] for part in (start, slope))
        others = [np.delete(part, np.flatnonzero(asked), axis=1) for part in (start, slope)]
        low, high = _interval(*others) if others[0].shape[1] else (np.zeros(len(start)), np.full(len(start), np.inf))
        if not self.pulls:
            shares = np.where(high >= 0, np.minimum(share0.min(axis=1), 1.0), -np.inf)
            return np.zeros(len(start)), shares
        i, j = np.triu_indices(share0.shape[1], 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = (share0[:, j] - share0[:, i]) / (share1[:, i] - share1[:, j])
        tried = np.column_stack([np.zeros(len(start)), low, np.where(np.isfinite(high), high, 0), crossing])
        tried = np.where(np.isfinite(tried), np.clip(tried, low[:, None], np.maximum(low, high)[:, None]), low[:, None])
        tried = np.where(np.isfinite(tried), tried, 0.0)
        values = np.minimum((share0[:, None] + tried[..., None] * share1[:, None]).min(axis=2), 1.0)
        best = values.argmax(axis=1)
        rows = np.arange(len(start))
        return tried[rows, best], np.where(low <= high, values[rows, best], -np.inf)


def _interval(start: Floats, slope: Floats) -> tuple[Floats, Floats]:
    """Return the ends of the s ≥ 0 with start + s·slope ≥ 0 in all columns."""
    with np.errstate(divide="ignore", invalid="ignore"):
        zero = -start / slope
    low: Floats = np.maximum(np.where(slope > 0, zero, -np.inf).max(axis=1), 0.0)
    high: Floats = np.where(slope < 0, zero, np.inf).min(axis=1)
    never = ((slope == 0) & (start < 0)).any(axis=1)
    high[never] = -np.inf
    return low, high


def _solved(system: Floats, right: Floats) -> Floats:
    """Solve each system, NaN where one is singular."""
    try:
        solved = np.linalg.solve(system, np.broadcast_to(right, (len(system), *right.shape)))
        return np.asarray(solved, dtype=np.float64)
    except np.linalg.LinAlgError:
        found = np.full((len(system), *right.shape), np.nan)
        for place, one in enumerate(system):
            with contextlib.suppress(np.linalg.LinAlgError):
                found[place] = np.linalg.solve(one, right)
        return found


def _local_minima(values: Floats) -> list[int]:
    """Return where no neighbour is smaller, the least first."""
    padded = np.concatenate([[np.inf], values, [np.inf]])
    inner = padded[1:-1]
    places = np.flatnonzero(np.isfinite(inner) & (inner <= padded[:-2]) & (inner <= padded[2:]))
    return sorted((int(place) for place in places), key=lambda place: values[place])
