"""Naming one of several homogeneous equilibria, by rules that rationals can decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from types import MappingProxyType
from typing import Final

import flint

from nashsym.errors import InputError
from nashsym.exact.definiteness import definiteness
from nashsym.exact.linear_programme import Optimal, maximise
from nashsym.exact.rational import fraction, rational
from nashsym.game import Game
from nashsym.limits import MAX_GROUPS_FACE_ENUMERATION
from nashsym.solvers.polytope import affine_dimension
from nashsym.solvers.quadratic import largest_on_simplex
from nashsym.solvers.solution import Component, Continuum, Equilibrium

__all__ = ["RULES", "Rule", "select", "welfare"]

_UNKNOWN_VERTICES = "of a polytope whose vertices are not all known, only those known were compared"
_UNDECIDED_INSIDE = (
    "of a polytope on which welfare is neither convex nor small enough to search, only vertices were compared"
)


@dataclass(frozen=True)
class _Offer:
    """Points of one component with their scores, and what stands in the way of their being the best ones of it."""

    points: Sequence[tuple[Fraction, Equilibrium]]
    reservation: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule that names one equilibrium among several.

    Parameters
    ----------
    description : str
        What is largest at the equilibrium that it names.
    score : callable
        The number that is compared, from a game and weights.
    offer : callable
        The points of a continuum at which that number is largest, as far as needed to break a tie.
    """

    description: str
    score: Callable[[Game, Sequence[Fraction]], Fraction]
    offer: Callable[[Game, Continuum], _Offer]


def welfare(game: Game, weights: Sequence[Fraction]) -> Fraction:
    """Return Σᵢuᵢ/N where every agent plays these weights, exactly.

    Notes
    -----
    Source: MODEL T17. The mean of the others is `weights` itself, however many they are: one stands for all.
    """
    few = game.with_agents(min(game.agents, 2))
    return few.utility(weights, [weights] * (few.agents - 1))


def least_weight(game: Game, weights: Sequence[Fraction]) -> Fraction:  # noqa: ARG001  # a rule may look at the game
    """Return the smallest weight of a group."""
    return min(weights)


def select(game: Game, components: Iterable[Component], rule: str) -> tuple[Equilibrium, str]:
    """Return the equilibrium that a rule names, and a sentence that says how.

    Parameters
    ----------
    game : Game
    components : iterable of Equilibrium or Continuum
        At least one.
    rule : str
        A key of `RULES`. Ties go to the lexicographically largest weights, in the order of the groups.

    Raises
    ------
    InputError
        For another rule, or where there is nothing to select from.
    """
    if rule not in RULES:
        raise InputError(f"unknown rule {rule!r}", key="select", remedy=f"the rules are {', '.join(RULES)}")
    named = RULES[rule]
    scored: list[tuple[Fraction, Equilibrium]] = []
    reservations: dict[str, None] = {}
    for component in components:
        if isinstance(component, Equilibrium):
            scored.append((named.score(game, component.weights), component))
            continue
        offer = named.offer(game, component)
        scored += offer.points
        if offer.reservation:
            reservations[offer.reservation] = None
    if not scored:
        raise InputError("there is no equilibrium to select", key="select", remedy="leave the rule out")
    most = max(score for score, _ in scored)
    best = {point.weights: point for score, point in scored if score == most}
    tie = [f"{len(best)} are tied, and the lexicographically largest weights decide"] if len(best) > 1 else []
    return best[max(best)], "; ".join([f"{rule}: {named.description}", *tie, *reservations])


def _largest_welfare(game: Game, continuum: Continuum) -> _Offer:
    """Offer the vertices where welfare is convex on the polytope, and the best point of a face where it is not.

    With H ⪰ 0 on T it is convex in the similarity form, W = ν + ½wᵀHw with ν affine on the polytope; in the distance
    form W = ν + λ_C wᵀCw need not be.
    """
    at_vertices = [(welfare(game, vertex.weights), vertex) for vertex in continuum.vertices]
    if definiteness(_welfare_form(game, _independent(continuum))).is_positive_semidefinite:
        return _Offer(at_vertices, "" if continuum.all_vertices else _UNKNOWN_VERTICES)
    if len(continuum.vertices) > MAX_GROUPS_FACE_ENUMERATION or not continuum.all_vertices:
        return _Offer(at_vertices, _UNDECIDED_INSIDE)
    points = [vertex.vector for vertex in continuum.vertices]
    zero = flint.fmpq_mat(len(points), 1)
    _, shares = largest_on_simplex(zero, -2 * _welfare_form(game, continuum.vertices))
    inside = Equilibrium(
        game, sum((share * point for share, point in zip(shares.entries(), points, strict=True)), start=0 * points[0])
    )
    return _Offer([*at_vertices, (welfare(game, inside.weights), inside)])


def _independent(continuum: Continuum) -> list[Equilibrium]:
    """Return affinely independent vertices, one more than the dimension."""
    chosen = [continuum.vertices[0]]
    for vertex in continuum.vertices[1:]:
        if affine_dimension([point.vector for point in (*chosen, vertex)]) == len(chosen):
            chosen.append(vertex)
    return chosen


def _welfare_form(game: Game, points: Sequence[Equilibrium]) -> flint.fmpq_mat:
    """Return B with W(Σλ_k v_k) = λᵀBλ for Σλ_k = 1: B_kk = W(v_k), B_kl = 2W((v_k + v_l)/2) − (W(v_k) + W(v_l))/2."""
    values = [welfare(game, point.weights) for point in points]
    form = flint.fmpq_mat(len(points), len(points))
    for k, value in enumerate(values):
        form[k, k] = rational(value)
    for k, j in combinations(range(len(points)), 2):
        middle = [(x + y) / 2 for x, y in zip(points[k].weights, points[j].weights, strict=True)]
        form[k, j] = form[j, k] = rational(2 * welfare(game, middle) - (values[k] + values[j]) / 2)
    return form


def _largest_least_weight(game: Game, continuum: Continuum) -> _Offer:
    """Offer the one point with the largest least weight, the lexicographically largest where there are several."""
    vertices = [vertex.vector for vertex in continuum.vertices]
    varying = continuum.varying
    fixed = [low for d, (low, _) in enumerate(continuum.ranges) if d not in varying]
    # Unknowns ≥ 0: the shares λ of the vertices, the least weight s, w_d − s for each d that varies, min(fixed) − s.
    count, width = len(vertices), len(vertices) + 1 + len(varying) + bool(fixed)
    rows: list[list[flint.fmpq | int]] = [[1] * count + [0] * (width - count)]
    right: list[flint.fmpq | int] = [1]
    for position, d in enumerate(varying):
        row = [*(vertex[d, 0] for vertex in vertices), *([0] * (width - count))]
        row[count], row[count + 1 + position] = -1, -1
        rows.append(row)
        right.append(0)
    if fixed:
        rows.append([0] * count + [1] + [0] * len(varying) + [1])
        right.append(rational(min(fixed)))
    objectives = [[0] * count + [1] + [0] * (width - count - 1)]
    objectives += [[*(vertex[d, 0] for vertex in vertices), *([0] * (width - count))] for d in varying]
    shares = flint.fmpq_mat(width, 1)
    for objective in objectives:
        system = flint.fmpq_mat(len(rows), width, [value for row in rows for value in row])
        found = maximise(flint.fmpq_mat(width, 1, objective), system, flint.fmpq_mat(len(right), 1, right))
        if not isinstance(found, Optimal):  # pragma: no cover - each vertex is feasible, and weights are at most 1
            raise AssertionError("a bounded linear programme with a feasible point has no optimum")
        shares = found.x
        rows.append(objective)
        right.append(found.value)
    weights = sum((shares[k, 0] * vertex for k, vertex in enumerate(vertices)), start=0 * vertices[0])
    best = Equilibrium(game, weights)
    return _Offer([(fraction(min(weights.entries())), best)], "" if continuum.all_vertices else _UNKNOWN_VERTICES)


#: The rules by name.
RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "welfare": Rule("the largest welfare Σᵢuᵢ", welfare, _largest_welfare),
        "least-weight": Rule("the largest least weight", least_weight, _largest_least_weight),
    }
)
