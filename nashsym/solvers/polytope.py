"""Vertices and dimension of a polytope {y : offsets + directions·y ≥ 0}, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb

import flint

__all__ = ["affine_dimension", "candidate_bases", "column_basis", "vertices"]


def candidate_bases(constraints: int, dimension: int) -> int:
    """Return how many sets of constraints `vertices` would try."""
    return comb(constraints, dimension)


def vertices(offsets: flint.fmpq_mat, directions: flint.fmpq_mat) -> list[flint.fmpq_mat]:
    """Return the vertices of {y ∈ Q^r : offsets + directions·y ≥ 0}, each once.

    Parameters
    ----------
    offsets : flint.fmpq_mat, shape (m, 1)
    directions : flint.fmpq_mat, shape (m, r)
        Of rank r ≥ 1, so that the polyhedron has vertices where it is not empty.

    Notes
    -----
    A vertex is where r independent constraints are tight: every set of r is tried, `candidate_bases(m, r)` of them.
    """
    count, dimension = directions.nrows(), directions.ncols()
    rows, constants = directions.tolist(), offsets.entries()
    found: dict[tuple[flint.fmpq, ...], flint.fmpq_mat] = {}
    for chosen in combinations(range(count), dimension):
        system = flint.fmpq_mat(dimension, dimension, [value for row in chosen for value in rows[row]])
        try:
            point = system.solve(flint.fmpq_mat(dimension, 1, [-constants[row] for row in chosen]))
        except ZeroDivisionError:
            continue
        if all(value >= 0 for value in (offsets + directions * point).entries()):
            found.setdefault(tuple(point.entries()), point)
    return list(found.values())


def affine_dimension(points: Sequence[flint.fmpq_mat]) -> int:
    """Return the dimension of the affine hull of at least one point (columns of one length)."""
    first = points[0]
    differences = [(point - first).entries() for point in points[1:]]
    if not differences:
        return 0
    return int(flint.fmpq_mat(len(differences), first.nrows(), [x for row in differences for x in row]).rank())


def column_basis(columns: flint.fmpq_mat) -> tuple[flint.fmpq_mat, list[int]]:
    """Return a basis of the column space in reduced echelon form, and the rows where it is the identity.

    Parameters
    ----------
    columns : flint.fmpq_mat, shape (m, r)

    Returns
    -------
    tuple of (flint.fmpq_mat of shape (m, rank), list of rank row indices)
    """
    reduced, rank = columns.transpose().rref()
    kept = reduced.tolist()[:rank]
    pivots = [next(index for index, value in enumerate(row) if value != 0) for row in kept]
    basis = flint.fmpq_mat(rank, columns.nrows(), [value for row in kept for value in row])
    return basis.transpose(), pivots
