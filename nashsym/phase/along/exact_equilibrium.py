"""The homogeneous equilibrium of a strictly concave programme, by an active-set method without rounding."""

from __future__ import annotations

from collections.abc import Iterable

import flint

from nashsym.exact.systems import marginals, solve_indifference

__all__ = ["equilibrium_at"]

_ZERO = flint.fmpq(0)


def equilibrium_at(b: flint.fmpq_mat, M: flint.fmpq_mat, proposal: Iterable[int]) -> flint.fmpq_mat:
    """Maximise bᵀw − ½wᵀMw over the simplex: the one solution of the complementarity problem (MODEL T4).

    Parameters
    ----------
    b : flint.fmpq_mat
        D×1.
    M : flint.fmpq_mat
        D×D, symmetric, ≻ 0 on T.
    proposal : iterable of int
        The groups to start from; not empty. Any will do, the right ones take one step.

    Returns
    -------
    flint.fmpq_mat, D×1
        The weights.

    Raises
    ------
    ValueError
        If M is found not to be ≻ 0 on T, or the proposal is empty.

    Notes
    -----
    From a point of the simplex the method goes towards the maximiser of the face of its support, and leaves groups that
    reach 0; at the maximiser of a face whose weights are all positive it takes in the group with the largest marginal
    utility above ν, towards which the step is then positive. The value at such maximisers increases strictly, so no
    face comes twice.
    """
    groups = M.nrows()
    support = sorted(set(proposal))
    if not support:
        raise ValueError("the proposal is empty")
    point = [_ZERO] * groups
    for d in support:
        point[d] = flint.fmpq(1, len(support))
    while True:
        point = _face_maximiser(b, M, point, support)
        weights = flint.fmpq_mat(groups, 1, point)
        support = [d for d in range(groups) if point[d] > 0]
        gains = marginals(b, M, weights).entries()
        best = max(range(groups), key=gains.__getitem__)
        if gains[best] <= gains[support[0]]:
            return weights
        support = sorted({*support, best})


def _face_maximiser(
    b: flint.fmpq_mat, M: flint.fmpq_mat, point: list[flint.fmpq], support: list[int]
) -> list[flint.fmpq]:
    """Go from a point towards the maximiser of its face until one is met whose weights are not negative."""
    while True:
        found = solve_indifference(b, M, support)
        if found is None:
            raise ValueError("M is not positive definite on the tangent space")
        target: list[flint.fmpq] = found.weights.entries()
        blocked = [(point[d] / (point[d] - target[d]), d) for d in support if target[d] < 0]
        if not blocked:
            return target
        step, _ = min(blocked)
        point = [old + step * (new - old) for old, new in zip(point, target, strict=True)]
        leaving = {d for ratio, d in blocked if ratio == step}
        support = [d for d in support if d not in leaving]
