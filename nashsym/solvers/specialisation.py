"""Agents that specialise: an exact equilibrium in which they do not all play the same mixture (MODEL T6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import flint
import numpy as np

from nashsym.exact.rational import floats
from nashsym.exact.systems import affine_solutions
from nashsym.game import Game
from nashsym.solvers.active_set import propose_support
from nashsym.solvers.clusters import Cluster, heterogeneous_profile, settle_clusters
from nashsym.solvers.pivoting import pivot
from nashsym.solvers.solution import Equilibrium, Profile
from nashsym.terms import CanonicalForm

__all__ = ["heterogeneous_equilibrium"]

#: The search is not begun for more groups than this.
_MOST_GROUPS: Final = 200
#: Up to so many groups the road of `_spread` is tried also where G is indefinite on T.
_FEW_GROUPS: Final = 30
#: Up to so many agents each is a cluster of its own in one of the attempts.
_MOST_SINGLE_AGENTS: Final = 8
#: Starts for each way to form clusters; from each so many sweeps of answers, fewer where D² times the answers exceeds
#: the work.
_STARTS: Final = 3
_SWEEPS: Final = 300
_WORK: Final = 2_000_000
#: The exact solution is tried when the supports have stood for so many sweeps: it jumps to where they would converge.
_STANDING: Final = (3, 12, 48)
#: A sweep that changes no weight by more has settled; mixtures no farther apart are tried as one cluster.
_SETTLED: Final = 1e-11
_SAME: Final = 1e-6


def heterogeneous_equilibrium(game: Game) -> Profile | None:
    """Look for an exact equilibrium that is not homogeneous.

    Parameters
    ----------
    game : Game

    Returns
    -------
    tuple of (int, tuple of Fraction), or None
        How many agents play which mixture. None where N = 1, where H is not ⪰ 0 on T, where G is ≻ 0 on T (then there
        is none, MODEL T3), where a term is not quadratic, or where nothing was found; with N ≥ 2, K symmetric, M ≻ 0 on
        T, w⁎ > 0 and G not ≻ 0 on T there is one (MODEL T6).

    Notes
    -----
    Two roads. Where G vanishes along some v on the groups served at a homogeneous equilibrium w, two agents that play
    w ± εv still have equal marginal utilities. Otherwise two or three clusters of agents, each playing one mixture,
    answer each other in turn from fixed seeds. These float answers climb the potential Φ (MODEL T5) where K is
    symmetric and H + K(n−1)/(N−1) ⪰ 0 on T for clusters of n agents, and where G has a negative direction w⁎ is a
    saddle of Φ that a start elsewhere misses. Their supports give a linear system, whose exact solution is kept if
    every agent's gap is exactly 0: it is then an equilibrium of the whole game (MODEL T1).
    """
    if not game.is_quadratic:
        return None
    form = game.canonical
    if form.unity is None or form.unity.is_positive_definite or not form.concavity.is_positive_semidefinite:
        return None
    if game.size > _MOST_GROUPS:
        return None
    homogeneous = Equilibrium(game, pivot(form))
    if form.unity.is_positive_semidefinite or game.size <= _FEW_GROUPS:
        spread = _spread(homogeneous)
        if spread is not None:
            return spread
    for clusters in _searched(form):
        profile = settle_clusters(form, clusters)
        if profile is not None:
            return profile
    return None


def _spread(homogeneous: Equilibrium) -> Profile | None:
    """Return the profile w + εv, w − εv, and w for all others, with Gv constant on the tight groups E, v = 0 off S.

    The agent that plays w + δ faces the mean w − δ/(N−1), and has marginal utilities g − Gδ.
    """
    form, w = homogeneous.game.canonical, homogeneous.vector
    support, tight, G = homogeneous.support, homogeneous.tight, form.G
    assert G is not None  # noqa: S101  # N ≥ 2
    size = len(support)
    table = [[*(G[d, e] for e in support), -1] for d in tight] + [[1] * size + [0]]
    system = flint.fmpq_mat(len(table), size + 1, [value for row in table for value in row])
    solved = affine_solutions(system, flint.fmpq_mat(len(table), 1))
    if solved is None or solved[1].ncols() == 0:
        return None
    direction = flint.fmpq_mat(form.groups, 1)
    for position, d in enumerate(support):
        direction[d, 0] = solved[1][position, 0]
    # w ± εv ≥ 0, and no group off E overtakes: ε·|(Gv)_d − (Gv)_S| ≤ ν − g_d. Half of the largest ε will do.
    shift, gains = G * direction, homogeneous.marginal_vector
    limits = [w[d, 0] / abs(direction[d, 0]) for d in support if direction[d, 0] != 0]
    for d in sorted(set(range(form.groups)) - set(tight)):
        rate = abs(shift[d, 0] - shift[support[0], 0])
        if rate != 0:
            limits.append((gains[support[0], 0] - gains[d, 0]) / rate)
    step = min(limits) / 2 * direction
    return heterogeneous_profile(form, [(1, w + step), (1, w - step), (form.agents - 2, w)])


def _searched(form: CanonicalForm) -> Iterator[list[Cluster]]:
    """Yield where clusters that answer each other in turn come to stand, if at different mixtures."""
    b, H, K = form.float_b, floats(form.H), floats(form.K)
    if not all(np.isfinite(values).all() for values in (b, H, K)):
        return  # floats can't search among numbers that they can't hold
    source = np.random.default_rng(0)
    for counts in _clusterings(form.agents):
        for _ in range(_STARTS):
            starts = [source.dirichlet(np.ones(form.groups)) for _ in counts]
            for found in _answers(b, H, K, counts, starts):
                merged = _merged(found)
                if len(merged) > 1:
                    yield merged


def _clusterings(agents: int) -> Iterator[tuple[int, ...]]:
    """Yield ways to put agents into clusters, by their sizes."""
    half, third = agents // 2, agents // 3
    sizes: list[tuple[int, ...]] = [(agents - 1, 1), (agents - half, half), (agents - 2 * third, third, third)]
    if agents <= _MOST_SINGLE_AGENTS:
        sizes.append((1,) * agents)
    yield from dict.fromkeys(counts for counts in sizes if min(counts) > 0)


def _answers(
    b: np.ndarray, H: np.ndarray, K: np.ndarray, counts: tuple[int, ...], starts: list[np.ndarray]
) -> Iterator[list[Cluster]]:
    """Let each cluster settle against the others, in turn; yield when supports have stood a while, and at the end."""
    agents, standing = sum(counts), 0
    mixtures, supports = list(starts), [tuple[int, ...]()] * len(counts)
    for _ in range(min(_SWEEPS, _WORK // (len(counts) * len(b) ** 2))):
        moved, before = 0.0, list(supports)
        for index, count in enumerate(counts):
            others = sum(n * w for j, (n, w) in enumerate(zip(counts, mixtures, strict=True)) if j != index)
            linear = b - K @ others / (agents - 1)
            curvature = H + K * ((count - 1) / (agents - 1))
            support = propose_support(linear, curvature)
            if not support:
                return
            weights = _on_support(linear, curvature, support)
            moved = max(moved, float(np.abs(weights - mixtures[index]).max()))
            mixtures[index], supports[index] = weights, support
        standing = standing + 1 if supports == before else 0
        if standing in _STANDING or moved < _SETTLED:
            yield [Cluster(*entry) for entry in zip(counts, mixtures, supports, strict=True)]
        if moved < _SETTLED:
            return


def _on_support(linear: np.ndarray, curvature: np.ndarray, support: tuple[int, ...]) -> np.ndarray:
    """Return float weights with equal marginal utilities on a support, the shortest where there are several."""
    size, chosen = len(support), list(support)
    system = np.zeros((size + 1, size + 1))
    system[:size, :size] = curvature[np.ix_(chosen, chosen)]
    system[:size, size] = system[size, :size] = 1.0
    right = np.append(linear[chosen], 1.0)
    try:
        solved = np.linalg.solve(system, right)
    except np.linalg.LinAlgError:
        solved = np.linalg.lstsq(system, right, rcond=None)[0]
    weights = np.zeros(len(linear))
    weights[chosen] = solved[:size]
    return weights


def _merged(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Join the clusters that play the same."""
    merged: list[Cluster] = []
    for cluster in clusters:
        for index, other in enumerate(merged):
            if other.support == cluster.support and np.abs(other.weights - cluster.weights).max() < _SAME:
                merged[index] = Cluster(other.count + cluster.count, other.weights, other.support)
                break
        else:
            merged.append(cluster)
    return merged
