"""How far coefficients are from those that stand, relatively: distances of rays and cones from (1, …, 1)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nashsym.steering.smallest_subsidy import Norm

__all__ = ["best_third", "distances", "far_functional", "nearest_on_ray", "tangent"]

Floats = NDArray[np.float64]
_SLACK: Final = 1e-9
#: Tangents are laid so much, relatively, outside the ball.
_OUTSIDE: Final = 1e-6


def distances(rays: Floats, norm: Norm) -> Floats:
    """Return min over α ≥ 0 of ‖αx − 1‖ for rays x ≥ 0, n×k."""
    scales = _scales(rays, norm)
    sizes = np.abs(scales[..., None] * rays[:, None, :] - 1)
    if norm == "l2":
        found = np.sqrt((sizes**2).sum(axis=2))
    else:
        found = sizes.sum(axis=2) if norm == "l1" else sizes.max(axis=2)
    least: Floats = found.min(axis=1)
    return least


def nearest_on_ray(ray: Floats, norm: Norm) -> Floats:
    """Return the point αx nearest to 1."""
    scales = _scales(ray[None], norm)[0]
    sizes = [distances_of(scale * ray, norm) for scale in scales]
    found: Floats = scales[int(np.argmin(sizes))] * ray
    return found


def distances_of(point: Floats, norm: Norm) -> float:
    """Return ‖x − 1‖."""
    return float(np.linalg.norm(point - 1, {"l1": 1, "l2": 2, "linf": np.inf}[norm]))


def _scales(rays: Floats, norm: Norm) -> Floats:
    """Return the α at which the minimum can be, one row per ray."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if norm == "l2":
            found = (rays.sum(axis=1) / (rays**2).sum(axis=1))[:, None]
        elif norm == "l1":
            found = 1 / rays
        else:
            found = (2 / (rays.max(axis=1) + rays.min(axis=1)))[:, None]
    return np.where(np.isfinite(found), found, 0.0)


def best_third(rest: Floats, norm: Norm) -> Floats:
    """Return for each row v ≥ 0 the s ≥ 0 for which the ray of (s, v) is nearest to 1."""
    if norm == "l2":
        found = (rest**2).sum(axis=1) / rest.sum(axis=1)
    elif norm == "l1":
        found = rest.max(axis=1)
    else:
        found = (rest.max(axis=1) + rest.min(axis=1)) / 2
    best: Floats = found
    return best


def far_functional(corners: Floats, norm: Norm) -> Floats | None:
    """Return u with uᵀg ≤ 0 at some corners, and uᵀ1/‖u‖₊ nearly as large as it can be; None where 1 is in the cone."""
    k = corners.shape[1]
    if norm == "l2":
        from scipy.optimize import nnls

        # The nearest point of the cone: what is left to 1 is at a right angle to it.
        share, _ = nnls(np.ascontiguousarray(corners.T), np.ones(k))
        left: Floats = 1 - corners.T @ share
        return left if left.sum() > _SLACK else None
    rows = np.vstack([_dual_rows(k, norm), corners])
    right = np.concatenate([np.ones(len(rows) - len(corners)), np.zeros(len(corners))])
    found = _vertex(rows, right, np.ones(k))
    return found if found is not None and found.sum() > _SLACK else None


def tangent(direction: Floats, size: float, norm: Norm) -> Floats | None:
    """Return u with uᵀ1 ≥ c‖u‖₊, so that all x with uᵀx ≤ 0 are far, that leaves least of a direction."""
    k = len(direction)
    if norm != "l2":
        rows = np.vstack([_dual_rows(k, norm), -np.ones((1, k))])
        return _vertex(rows, np.append(np.ones(len(rows) - 1), -size * (1 + _OUTSIDE)), -direction)
    if size >= np.sqrt(k):
        return None
    centre = np.full(k, 1 / np.sqrt(k))
    aside = direction - (direction @ centre) * centre
    length = float(np.linalg.norm(aside))
    if length <= _SLACK * float(np.linalg.norm(direction)):
        return None
    # The ball seen from 0 has the half-angle whose sine is c/‖1‖.
    sine = min(1.0, size * (1 + _OUTSIDE) / np.sqrt(k))
    found: Floats = sine * centre - np.sqrt(1 - sine * sine) * aside / length
    return found


@lru_cache(maxsize=8)
def _dual_rows(k: int, norm: Norm) -> Floats:
    """Return the rows r of the dual ball {u: r·u ≤ 1}."""
    if norm == "l1":
        return np.vstack([np.eye(k), -np.eye(k)])
    return np.array(list(product((1.0, -1.0), repeat=k)))


def _vertex(rows: Floats, right: Floats, objective: Floats) -> Floats | None:
    """Return the vertex of a polytope {u: rows·u ≤ right} of a few dimensions at which an objective is largest."""
    k = rows.shape[1]
    chosen = np.array(list(combinations(range(len(rows)), k)))
    systems, sides = rows[chosen], right[chosen]
    regular = np.abs(np.linalg.det(systems)) > 1e-12
    if not regular.any():
        return None
    points = np.linalg.solve(systems[regular], sides[regular][..., None])[..., 0]
    points = points[(points @ rows.T <= right + _SLACK).all(axis=1)]
    if not len(points):
        return None
    found: Floats = points[int(np.argmax(points @ objective))]
    return found


def cost_squared(point: Sequence[Fraction], norm: Norm) -> Fraction:
    """Return ‖x − 1‖², exactly."""
    sizes = [abs(value - 1) for value in point]
    if norm == "l2":
        return sum((size * size for size in sizes), Fraction(0))
    return (sum(sizes, Fraction(0)) if norm == "l1" else max(sizes)) ** 2
