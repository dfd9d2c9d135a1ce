"""The matrices xA + yB, x, y ≥ 0, of a game as two coefficients vary: signs on T, decided for many pairs at once.

The least eigenvalue on T is concave and homogeneous in (x, y): what is proved at a few ratios y/x holds between them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Final

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.exact.definiteness import definiteness
from nashsym.exact.least_eigenvalue import least_on_tangent
from nashsym.exact.rational import floats, rational
from nashsym.phase.axes import Pairs

__all__ = ["Pencil", "orthonormal"]

#: Ratios so near each other, relatively, are not compared in floats.
_NEAR: Final = 1e-12
#: Directions (cos θ, sin θ), besides the two axes, at which a lower bound of the least eigenvalue is proved.
_KNOTS: Final = tuple(Fraction(round(1000 * math.tan(math.pi / 2 * k / 16)), 1000) for k in range(1, 16))
_SLACK: Final = 1e-9
#: Ratios at which floats look where to begin.
_SAMPLE: Final = 32


@dataclass(frozen=True, eq=False)
class Pencil:
    """``X(x, y) = xA + yB`` on the tangent space T.

    Parameters
    ----------
    A, B : flint.fmpq_mat, D×D
        Their quadratic forms count.
    """

    A: flint.fmpq_mat
    B: flint.fmpq_mat

    def at(self, x: Fraction, y: Fraction) -> flint.fmpq_mat:
        """Return X(x, y), exactly."""
        return rational(x) * self.A + rational(y) * self.B

    def signs(self, pairs: Pairs, *, strict: bool) -> NDArray[np.bool_]:
        """Tell for each pair whether X ≻ 0 on T (or ⪰ 0, where not `strict`), exactly.

        Returns
        -------
        array of a bool per pair

        Notes
        -----
        The pairs with X ≻ 0 form a cone: an interval of ratios y/x. An exact test inside it and a binary search for
        its ends decide all; a test outside yields v ∈ T with vᵀXv ≤ 0, which rules out a half-line of ratios.
        """
        found = np.zeros(len(pairs), dtype=bool)
        angles, order = pairs.angles
        if not any(pairs.exact(0)):  # only the first pair can be (0, 0)
            found[0] = not strict or self.A.nrows() == 1
        if not len(order):
            return found

        @cache
        def passes(place: int) -> bool:
            sign = definiteness(self.at(*pairs.exact(int(order[place]))))
            return sign.is_positive_definite if strict else sign.is_positive_semidefinite

        sample = np.unique(np.linspace(0, len(order) - 1, min(len(order), _SAMPLE)).round().astype(int))
        least = self._float_least(np.cos(angles[sample]), np.sin(angles[sample]))
        inside: int | None = int(sample[np.argmax(least)])
        if not passes(inside):
            inside = self._find(pairs, np.interp(np.arange(len(order)), sample, least), strict=strict)
        if inside is None:
            return found

        def seems(place: int) -> bool:
            angle = angles[place : place + 1]
            return bool(self._float_least(np.cos(angle), np.sin(angle))[0] > 0)

        first = _boundary(passes, seems, inside, -1)
        last = _boundary(passes, seems, inside, len(order))
        found[order[first : last + 1]] = True
        # Ratios that floats can't tell apart are not known to be in order: those at the ends are decided one by one.
        for end in (first - 1, first, last, last + 1):
            if 0 <= end < len(order):
                x, y = pairs.exact(int(order[end]))
                low, high = np.searchsorted(angles, angles[end] - _NEAR), np.searchsorted(angles, angles[end] + _NEAR)
                for place in range(int(low), int(high)):
                    other_x, other_y = pairs.exact(int(order[place]))
                    found[order[place]] = passes(end if x * other_y == other_x * y else place)
        return found

    def _find(self, pairs: Pairs, least: NDArray[np.float64], *, strict: bool) -> int | None:
        """Return a place, in the order of angles, at which X passes, or None where it does nowhere.

        Parameters
        ----------
        least : float array
            Guesses of the least eigenvalue there: the largest is tried first.
        """
        order = pairs.angles[1]
        open_places = np.ones(len(order), dtype=bool)
        while open_places.any():
            place = int(np.argmax(np.where(open_places, least, -np.inf)))
            sign = definiteness(self.at(*pairs.exact(int(order[place]))))
            if sign.is_positive_definite if strict else sign.is_positive_semidefinite:
                return place
            assert sign.direction is not None  # noqa: S101  # what is not definite has one
            v = flint.fmpq_mat(self.A.nrows(), 1, list(sign.direction))
            along_A, along_B = ((v.transpose() * X * v)[0, 0] for X in (self.A, self.B))
            open_places[place] = False
            for other in np.nonzero(open_places)[0]:
                x, y = pairs.exact(int(order[other]))
                value = rational(x) * along_A + rational(y) * along_B
                open_places[other] = value > 0 if strict else value >= 0
        return None

    def _float_least(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Propose the least eigenvalue on T, in floats, at a few pairs."""
        if self.A.nrows() == 1:
            return np.ones(len(x))
        A, B = self._tangent_floats
        return np.asarray(np.linalg.eigvalsh(x[:, None, None] * A + y[:, None, None] * B)[:, 0], dtype=np.float64)

    @cached_property
    def _tangent_floats(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        basis = orthonormal(int(self.A.nrows()))
        A, B = (basis.T @ floats(X) @ basis for X in (self.A, self.B))
        return (A + A.T) / 2, (B + B.T) / 2

    def least(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return lower bounds of the least eigenvalue of X(x, y) on T, at any pairs; −∞ or ≤ 0 proves nothing.

        Parameters
        ----------
        x, y : float arrays of one shape, ≥ 0
            Within a relative 2⁻⁵³ of the exact coefficients.
        """
        if self.A.nrows() == 1:
            return np.full(x.shape, np.inf)
        ends = self._combined(*self._ends, x, y)
        if (ends > 0).all():
            return ends
        # Pair by pair, so that what is proved of one does not depend on which others are looked at.
        return np.where(ends > 0, ends, self._combined(*self._knots, x, y))

    def _combined(
        self, ratios: NDArray[np.float64], bounds: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Combine the bounds at the knots around each ratio."""
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(x > 0, y / x, np.inf)
        right = np.clip(np.searchsorted(ratios[:-1], ratio, side="right"), 1, len(ratios) - 1)
        low, high = ratios[right - 1], ratios[right]
        last = ~np.isfinite(high)
        # (x, y) = p·(1, low) + q·(1, high), or x·(1, low) + (y − x·low)·(0, 1) at the end.
        width = np.where(last, 1.0, high - low)
        second = np.maximum((y - x * low) / width, 0.0)
        first = np.where(last, x, np.maximum(x - second, 0.0))
        parts = [
            np.multiply(share, bounds[at], where=share > 0, out=np.zeros_like(x))
            for share, at in ((first, right - 1), (second, right))
        ]
        # The roundings of p and q move the bound by far less than the slack: by some roundings of x‖A‖ + y‖B‖.
        of_A, of_B = self._scales
        slack = _SLACK * (np.abs(parts[0]) + np.abs(parts[1]) + x * of_A + y * of_B)
        proved = np.isfinite(slack)
        bound: NDArray[np.float64] = np.full(x.shape, -np.inf)
        np.subtract(parts[0] + parts[1], slack, where=proved, out=bound)
        return bound

    @cached_property
    def _scales(self) -> tuple[float, float]:
        """Bound the norms of A and of B."""
        of_A, of_B = (float(np.abs(floats(X)).max() * X.nrows()) for X in (self.A, self.B))
        return of_A, of_B

    @cached_property
    def _ends(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The same as `_knots` with the two ends alone, which often suffice and cost little."""
        pairs = [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))]
        return np.array([0.0, math.inf]), np.array([self._proved_least(x, y) for x, y in pairs])

    @cached_property
    def _knots(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Ratios from 0 to ∞, and at each a proved lower bound of the least eigenvalue of A + ratio·B, at ∞ of B."""
        ratios: list[float] = [0.0, *(float(knot) for knot in _KNOTS), math.inf]
        low, high = self._ends[1]
        return np.array(ratios), np.array([low, *(self._proved_least(Fraction(1), knot) for knot in _KNOTS), high])

    def _proved_least(self, x: Fraction, y: Fraction) -> float:
        X = self.at(x, y)
        size = int(X.nrows())
        if size == 1:
            return math.inf
        entries = floats(X)
        # Entries are rounded to the nearest float.
        quick = least_on_tangent(entries, 2.0**-53 * float(np.abs(entries).max()))
        if quick > 0:
            return quick
        basis = orthonormal(size)
        proposal = float(np.linalg.eigvalsh(basis.T @ (entries + entries.T) @ basis)[0]) / 2
        scale = float(np.abs(entries).max()) * size
        identity = flint.fmpq_mat(size, size, [int(d == e) for d in range(size) for e in range(size)])
        for slack in (1e-10, 1e-7, 1e-4):
            bound = proposal - slack * scale
            if abs(proposal) <= 1e-9 * scale:
                bound = 0.0
            if definiteness(X - rational(bound) * identity).is_positive_semidefinite:
                return bound
        return -math.inf


def _boundary(passes: Callable[[int], bool], seems: Callable[[int], bool], inside: int, outside: int) -> int:
    """Return the place farthest from `inside` towards `outside` that passes; all places up to it do.

    What only seems to pass is asked to choose where to ask next.
    """
    step = 1 if outside > inside else -1
    if inside == outside - step or passes(outside - step):
        return outside - step
    outside -= step
    low, high = inside, outside
    while abs(high - low) > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if seems(middle) else (low, middle)
    for guess in (low, high):
        if inside != guess != outside:
            inside, outside = (guess, outside) if passes(guess) else (inside, guess)
    while abs(outside - inside) > 1:
        middle = (inside + outside) // 2
        if passes(middle):
            inside = middle
        else:
            outside = middle
    return inside


def orthonormal(size: int) -> NDArray[np.float64]:
    """Return an orthonormal basis of T, D×(D−1)."""
    columns = np.vstack([np.eye(size - 1), -np.ones((1, size - 1))])
    return np.asarray(np.linalg.qr(columns)[0], dtype=np.float64)
