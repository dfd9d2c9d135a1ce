"""Polynomials from exact values at as many small integers as the degree asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import flint

__all__ = ["interpolate"]


def interpolate(values: Callable[[flint.fmpq], Sequence[flint.fmpq] | None], degree: int) -> list[flint.fmpz_poly]:
    """Return the polynomials that take some values, all multiplied by one positive rational that makes them integral.

    Parameters
    ----------
    values : callable
        Gives at a rational node the values of all polynomials, or None where it can't; at finitely many nodes at most.
    degree : int
        An upper bound on their degrees.

    Returns
    -------
    list of flint.fmpz_poly
        Without a common content.
    """
    nodes: list[int] = []
    rows: list[Sequence[flint.fmpq]] = []
    node = 0
    while len(nodes) <= degree:
        found = values(flint.fmpq(node))
        if found is not None:
            nodes.append(node)
            rows.append(found)
        node += 1
    table = flint.fmpq_mat(len(rows), len(rows[0]), [value for row in rows for value in row])
    numerators, _ = (_vandermonde_inverse(tuple(nodes)) * table).numer_denom()
    content = flint.fmpz(0)
    for entry in numerators.entries():
        content = entry.gcd(content)
    if content == 0:
        content = flint.fmpz(1)
    columns = numerators.transpose().tolist()
    return [flint.fmpz_poly([entry // content for entry in column]) for column in columns]


@lru_cache(maxsize=256)
def _vandermonde_inverse(nodes: tuple[int, ...]) -> flint.fmpq_mat:
    size = len(nodes)
    return flint.fmpq_mat(size, size, [node**power for node in nodes for power in range(size)]).inv()
