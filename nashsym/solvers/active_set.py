"""DAQP as the proposer in bulk: an active-set method in C that names the support instead of rounding weights to it."""

from __future__ import annotations

import numpy as np

__all__ = ["propose_support"]

_EQUALITY = 5
_UNBOUNDED = 1e30


def propose_support(b: np.ndarray, M: np.ndarray) -> tuple[int, ...] | None:
    """Propose the support of a solution of the complementarity problem of (b, M) over the simplex (MODEL T4).

    Parameters
    ----------
    b : ndarray, shape (D,)
    M : ndarray, shape (D, D)
        Not symmetric: the affine variational inequality is solved instead of the quadratic programme.

    Returns
    -------
    tuple of int or None
        The groups whose bound ``w_d ≥ 0`` the method left inactive; None where its exit flag says that it failed
        (a matrix that is not monotone, say; its weights are garbage then and are never looked at).

    Notes
    -----
    The data are scaled by powers of two, which changes no solution: scaling M and b alike is MODEL T8.
    """
    import daqp

    groups = len(b)
    scale = max(float(np.abs(M).max(initial=0.0)), float(np.abs(b).max(initial=0.0)))
    if not np.isfinite(scale):
        return None
    # 2¹⁰²³ is the largest power of two: below 2⁻¹⁰²³ numbers stay smaller than 1.
    factor = 2.0 ** min(-int(np.frexp(scale)[1]), 1023) if scale > 0 else 1.0
    matrix, linear = np.ascontiguousarray(M * factor), -np.ascontiguousarray(b * factor)
    upper, lower = np.full(groups + 1, _UNBOUNDED), np.zeros(groups + 1)
    upper[-1] = lower[-1] = 1.0
    sense = np.zeros(groups + 1, dtype=np.int32)
    sense[-1] = _EQUALITY
    symmetric = bool((matrix == matrix.T).all())
    _, _, flag, info = daqp.solve(matrix, linear, np.ones((1, groups)), upper, lower, sense, is_avi=not symmetric)
    if flag != 1:
        return None
    return tuple(int(d) for d in np.flatnonzero(info["lam"][:groups] == 0))
