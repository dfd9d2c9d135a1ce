"""Whether a mixture is a best response, exactly: by the gap of T14, and by the regret where utility is not concave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint

from nashsym.errors import UndecidedError
from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import column_fractions, fraction
from nashsym.game import Game
from nashsym.limits import MAX_GROUPS_FACE_ENUMERATION
from nashsym.solvers.continuum import continuum_of
from nashsym.solvers.enumeration import enumerate_homogeneous
from nashsym.solvers.quadratic import exceeds_zero_on_product, largest_on_simplex
from nashsym.solvers.solution import Component, Continuum, Equilibrium
from nashsym.terms import CanonicalForm
from nashsym.theorems.regret import gap

__all__ = ["Regret", "exact_regret", "homogeneous_equilibria_without_concavity", "is_best_response"]


@dataclass(frozen=True)
class Regret:
    """How much an agent could gain by another mixture.

    Parameters
    ----------
    value : Fraction
        ≥ 0; 0 iff its mixture is a best response.
    best : tuple of Fraction
        A best response.
    """

    value: Fraction
    best: tuple[Fraction, ...]


def exact_regret(
    form: CanonicalForm, own: flint.fmpq_mat, mean: flint.fmpq_mat, max_groups: int = MAX_GROUPS_FACE_ENUMERATION
) -> Regret:
    """Return the maximum over Δ of ``bᵀx − ½xᵀHx − xᵀKm``, minus its value at the agent's own mixture.

    Parameters
    ----------
    form : CanonicalForm
        H of any sign.
    own : flint.fmpq_mat, shape (D, 1)
        The agent's mixture w ∈ Δ.
    mean : flint.fmpq_mat, shape (D, 1)
        The mean m of the others' mixtures; without effect for N = 1.
    max_groups : int
        Cap on D where H is not ⪰ 0 on T.

    Raises
    ------
    UndecidedError
        Where H is not ⪰ 0 on T and there are more groups.

    Notes
    -----
    Source: MODEL, section 3.
    """
    linear = form.b - form.K * mean
    largest, best = largest_on_simplex(linear, form.H, max_groups)
    reached = (own.transpose() * (linear - form.H * own / 2))[0, 0]
    return Regret(fraction(largest - reached), column_fractions(best))


def is_best_response(form: CanonicalForm, own: flint.fmpq_mat, mean: flint.fmpq_mat) -> bool:
    """Decide whether `own` is a best response to `mean`; both of shape (D, 1).

    Raises
    ------
    UndecidedError
        Where H is not ⪰ 0 on T, the gap is 0, and there are too many groups for `exact_regret`.

    Notes
    -----
    Source: MODEL T1.
    """
    if gap(form, own, mean) != 0:
        return False
    return form.concavity.is_positive_semidefinite or exact_regret(form, own, mean).value == 0


def homogeneous_equilibria_without_concavity(game: Game) -> tuple[tuple[Component, ...], bool, str]:
    """Find the homogeneous equilibria where H is not ⪰ 0 on T: solutions of the complementarity problem of regret 0.

    Parameters
    ----------
    game : Game

    Returns
    -------
    components : tuple of Equilibrium or Continuum
    complete : bool
        Whether these are proved to be all: not where only a part of a polytope of candidates could be decided.
    search : str
        How far the search went.

    Raises
    ------
    UndecidedError
        Beyond the cap on groups of the enumeration of supports or of faces.

    Notes
    -----
    Source: MODEL T1, whose condition is necessary without concavity, and section 3.
    """
    found = enumerate_homogeneous(game, MAX_GROUPS_FACE_ENUMERATION)
    polytopes = _Polytopes(game)
    points: list[Equilibrium] = []
    for candidate in found.components:
        if isinstance(candidate, Continuum):
            polytopes.decide(candidate.vertices)
        elif _has_no_regret(game, candidate):
            points.append(candidate)
    components = [*points, *polytopes.components()]
    components.sort(key=lambda component: _first(component).weights, reverse=True)
    search = f"all {found.supports_examined} supports were examined, each candidate by its exact regret"
    return tuple(components), not polytopes.undecided, "; ".join([search, *sorted(polytopes.undecided)]) + "."


def _first(component: Component) -> Equilibrium:
    return component.vertices[0] if isinstance(component, Continuum) else component


def _has_no_regret(game: Game, point: Equilibrium) -> bool:
    # An agent whose weights are positive on S plays its best response only if H ⪰ 0 on T within S.
    form = game.canonical
    if not definiteness(_within(form.H, point.support)).is_positive_semidefinite:
        return False
    return is_best_response(form, point.vector, point.vector)


def _within(X: flint.fmpq_mat, groups: Sequence[int]) -> flint.fmpq_mat:
    return flint.fmpq_mat(len(groups), len(groups), [X[d, e] for d in groups for e in groups])


def _names(points: Sequence[Equilibrium]) -> frozenset[tuple[Fraction, ...]]:
    return frozenset(point.weights for point in points)


class _Polytopes:
    """Polytopes of candidates, sorted into equilibria, others, and what is left undecided."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.undecided: set[str] = set()
        self._seen: set[frozenset[tuple[Fraction, ...]]] = set()
        self._kept: dict[frozenset[tuple[Fraction, ...]], tuple[Equilibrium, ...]] = {}

    def components(self) -> list[Component]:
        """Return what was kept, without what lies on a larger polytope that was kept."""
        maximal = [points for names, points in self._kept.items() if not any(names < others for others in self._kept)]
        return [
            points[0] if len(points) == 1 else continuum_of(self.game, [point.vector for point in points])
            for points in maximal
        ]

    def decide(self, points: tuple[Equilibrium, ...]) -> None:
        """Keep the equilibria in the polytope with these vertices, as far as they can be told."""
        names = _names(points)
        if not points or names in self._seen:
            return
        self._seen.add(names)
        served = sorted({d for point in points for d in point.support})
        if definiteness(_within(self.game.canonical.H, served)).is_positive_semidefinite:
            self._decide_flat(points, served)
        else:
            # No point that serves all of these groups is a best response to itself: what serves fewer remains.
            self._decide_faces(points, served)

    def _decide_faces(self, points: tuple[Equilibrium, ...], served: Sequence[int]) -> None:
        for d in served:
            self.decide(tuple(point for point in points if d not in point.support))

    def _decide_flat(self, points: tuple[Equilibrium, ...], served: Sequence[int]) -> None:
        passing = [point for point in points if _has_no_regret(self.game, point)]
        self._kept.update((_names([point]), (point,)) for point in passing)
        if len(points) == 1:
            return
        if len(passing) == len(points):
            try:
                whole = not self._has_regret_somewhere(points)
            except UndecidedError as error:
                self.undecided.add(str(error))
                whole = False
            if whole:
                self._kept[_names(points)] = points
                return
        self.undecided.add("a polytope of candidates, not all of them equilibria, was decided at its vertices only")
        self._decide_faces(points, served)

    def _has_regret_somewhere(self, points: tuple[Equilibrium, ...]) -> bool:
        """Decide whether some x does better than w against w, for some w = Vλ of the polytope.

        Its advantage is ``bᵀx − xᵀKw − ½xᵀHx − ν(w) − ½wᵀHw``, quadratic in (x, λ), since the level ν is affine there.
        """
        form = self.game.canonical
        count, groups = len(points), form.groups
        V = flint.fmpq_mat(groups, count, [point.vector[d, 0] for d in range(groups) for point in points])
        levels = [-max(point.marginal_vector.entries()) for point in points]
        across, within = form.K * V, V.transpose() * form.H * V
        Q = flint.fmpq_mat(groups + count, groups + count)
        for d in range(groups):
            for e in range(groups):
                Q[d, e] = form.H[d, e]
            for k in range(count):
                Q[d, groups + k] = Q[groups + k, d] = across[d, k]
        for k in range(count):
            for other in range(count):
                Q[groups + k, groups + other] = within[k, other]
        c = flint.fmpq_mat(groups + count, 1, [*form.b.entries(), *levels])
        return exceeds_zero_on_product(c, Q, groups)
