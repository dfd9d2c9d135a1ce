"""Profiles of a few clusters of agents that play alike: solved exactly on proposed supports, kept if an equilibrium."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import flint
import numpy as np

from nashsym.exact.linear_programme import Optimal, maximise
from nashsym.exact.rational import column_fractions
from nashsym.solvers.solution import Profile
from nashsym.terms import CanonicalForm
from nashsym.theorems.regret import gap

__all__ = ["Cluster", "heterogeneous_profile", "settle_clusters"]

#: Linear programmes for more weights than this are not tried.
_MOST_WEIGHTS_OF_A_PROGRAMME: Final = 80


@dataclass(frozen=True, eq=False)
class Cluster:
    """Agents that play one mixture, as floats propose it.

    Parameters
    ----------
    count : int
        How many agents.
    weights : ndarray, shape (D,)
    support : tuple of int
        The groups believed to have weight > 0.
    """

    count: int
    weights: np.ndarray
    support: tuple[int, ...]


def heterogeneous_profile(form: CanonicalForm, played: Sequence[tuple[int, flint.fmpq_mat]]) -> Profile | None:
    """Return the profile if, exactly, it is an equilibrium and not homogeneous; otherwise None.

    Parameters
    ----------
    form : CanonicalForm
        With H ⪰ 0 on T and N ≥ 2.
    played : sequence of (how many agents, mixture of shape (D, 1))
        N agents in all; a count of 0 is left out, equal mixtures are put together.

    Notes
    -----
    Source: MODEL T1: every agent's gap is 0.
    """
    counts: dict[tuple[flint.fmpq, ...], int] = {}
    for count, w in played:
        if count:
            counts[tuple(w.entries())] = counts.get(tuple(w.entries()), 0) + count
    if len(counts) < 2:
        return None
    mixtures = [(count, flint.fmpq_mat(form.groups, 1, list(weights))) for weights, count in counts.items()]
    together = sum((count * w for count, w in mixtures), start=flint.fmpq_mat(form.groups, 1))
    for _, w in mixtures:
        if min(w.entries()) < 0 or sum(w.entries(), start=flint.fmpq(0)) != 1:
            return None
        if gap(form, w, (together - w) / (form.agents - 1)) != 0:
            return None
    named = [(count, column_fractions(w)) for count, w in mixtures]
    return tuple(sorted(named, key=lambda entry: entry[1], reverse=True))


def settle_clusters(form: CanonicalForm, clusters: Sequence[Cluster]) -> Profile | None:
    """Find the exact mixtures on the proposed supports; return them if they are a heterogeneous equilibrium.

    Each cluster's marginal utilities are equal on its support: one linear system in all weights and levels. Where it is
    singular a linear programme looks for a solution in which the first two clusters differ.

    Parameters
    ----------
    form : CanonicalForm
        With H ⪰ 0 on T and N ≥ 2.
    clusters : sequence of Cluster
        At least two; N agents in all.
    """
    table, right = _equalities(form, clusters, [cluster.support for cluster in clusters])
    try:
        solved = table.solve(right)
    except ZeroDivisionError:
        return _by_linear_programme(form, clusters)
    return heterogeneous_profile(form, _read(form, clusters, solved))


def _equalities(
    form: CanonicalForm, clusters: Sequence[Cluster], rows: Sequence[Sequence[int]]
) -> tuple[flint.fmpq_mat, flint.fmpq_mat]:
    """Return the equations (Hw_c + Km_c)_d + ν_c = b_d on the given rows d of each cluster c, and 1ᵀw_c = 1.

    The unknowns are, cluster by cluster, the weights on its support and its level ν_c.
    """
    table: list[flint.fmpq | int] = []
    right: list[flint.fmpq | int] = []
    for index, chosen in enumerate(rows):
        for d in chosen:
            for j, other in enumerate(clusters):
                own = j == index
                faced = flint.fmpq(other.count - own, form.agents - 1)
                table += [faced * form.K[d, e] + (form.H[d, e] if own else 0) for e in other.support]
                table.append(int(own))
            right.append(form.b[d, 0])
        for j, other in enumerate(clusters):
            table += [*([int(j == index)] * len(other.support)), 0]
        right.append(1)
    return flint.fmpq_mat(len(right), len(table) // len(right), table), flint.fmpq_mat(len(right), 1, right)


def _unknowns(clusters: Sequence[Cluster]) -> list[tuple[int, int | None]]:
    """Return for each unknown of `_equalities` its cluster, and its group or None for the level."""
    return [(index, d) for index, cluster in enumerate(clusters) for d in (*cluster.support, None)]


def _read(form: CanonicalForm, clusters: Sequence[Cluster], solved: flint.fmpq_mat) -> list[tuple[int, flint.fmpq_mat]]:
    """Return the clusters' mixtures from the values of the unknowns."""
    mixtures = [flint.fmpq_mat(form.groups, 1) for _ in clusters]
    for position, (index, d) in enumerate(_unknowns(clusters)):
        if d is not None:
            mixtures[index][d, 0] = solved[position, 0]
    return [(cluster.count, w) for cluster, w in zip(clusters, mixtures, strict=True)]


def _by_linear_programme(form: CanonicalForm, clusters: Sequence[Cluster]) -> Profile | None:
    """Choose among the solutions of the equations one in which two clusters are as far apart as can be in one weight.

    Subject to weights ≥ 0, and to marginal utilities off a support of at most the level.
    """
    groups = form.groups
    if groups * len(clusters) > _MOST_WEIGHTS_OF_A_PROGRAMME:
        return None
    table, right = _equalities(form, clusters, [range(groups)] * len(clusters))
    unknowns = _unknowns(clusters)
    levels = [position for position, (_, d) in enumerate(unknowns) if d is None]
    unserved = [(index, d) for index, c in enumerate(clusters) for d in range(groups) if d not in c.support]
    # (Hw + Km)_d + ν − slack = b_d with a slack ≥ 0 off the support; a level is the difference of two unknowns ≥ 0.
    rows = []
    for row, values in enumerate(table.tolist()):
        place = divmod(row, groups + 1)
        rows.append([*values, *(-values[level] for level in levels), *(-int(pair == place) for pair in unserved)])
    system = flint.fmpq_mat(len(rows), len(rows[0]), [value for row in rows for value in row])
    difference = clusters[0].weights - clusters[1].weights
    widest = int(np.argmax(np.abs(difference)))
    sign = 1 if difference[widest] >= 0 else -1
    objective = flint.fmpq_mat(len(rows[0]), 1)
    for position, (index, d) in enumerate(unknowns):
        if d == widest and index < 2:
            objective[position, 0] = sign if index == 0 else -sign
    found = maximise(objective, system, right)
    return heterogeneous_profile(form, _read(form, clusters, found.x)) if isinstance(found, Optimal) else None
