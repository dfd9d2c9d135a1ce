"""A game as the theorems see it: what several of them need is computed once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

import flint

from nashsym.exact.definiteness import Definiteness, definiteness
from nashsym.exact.systems import Indifference, solve_indifference
from nashsym.game import Game
from nashsym.terms import CanonicalForm
from nashsym.theorems.thresholds import Threshold, exact_until

__all__ = ["AlignmentInputs", "Instance", "alignment_inputs", "symmetric_gauge"]


@dataclass(frozen=True, eq=False)
class AlignmentInputs:
    """Coefficients and inputs of a game that is given by them (MODEL, section 1).

    Attributes
    ----------
    a : flint.fmpq_mat, D×1
    C, S : flint.fmpq_mat, D×D
    attractiveness, consistency, diversity : flint.fmpq
        λ_A, λ_C, λ_D.
    form : {"similarity", "distance"}
    """

    a: flint.fmpq_mat
    C: flint.fmpq_mat
    S: flint.fmpq_mat
    attractiveness: flint.fmpq
    consistency: flint.fmpq
    diversity: flint.fmpq
    form: Literal["similarity", "distance"]


def alignment_inputs(game: Game) -> AlignmentInputs | None:
    """Return the coefficients and inputs of a game, or None where it is not given by them."""
    if game.kind != "alignment":
        return None
    a, C, S = game.terms[:3]
    form: Literal["similarity", "distance"] = "distance" if game.diversity == "distance" else "similarity"
    return AlignmentInputs(a.data, C.data, S.data, a.coefficient, C.coefficient, S.coefficient, form)


def symmetric_gauge(form: CanonicalForm) -> CanonicalForm | None:
    """Return a form with the same equilibria whose K is symmetric, or None where there is none.

    There is one iff K is symmetric on T (vᵀKw = wᵀKv for all v, w ∈ T): then ``q_e = (K − Kᵀ)_1e`` makes K + q1ᵀ
    symmetric, and (b + q, H, K + q1ᵀ) is the same game by the gauge of MODEL, section 1. For N = 1, and for D ≤ 2, it
    always is.

    Parameters
    ----------
    form : CanonicalForm

    Returns
    -------
    CanonicalForm or None
        The form itself where K is symmetric already.
    """
    if form.coupling_is_symmetric:
        return form
    groups = form.groups
    skew = form.K - form.K.transpose()
    shift = flint.fmpq_mat(groups, 1, [skew[0, e] for e in range(groups)])
    ones = flint.fmpq_mat(1, groups, [1] * groups)
    changed = CanonicalForm(form.b + shift, form.H, form.K + shift * ones, form.agents)
    return changed if changed.coupling_is_symmetric else None


@dataclass(frozen=True, eq=False)
class Instance:
    """A game, and what several theorems need of it, each computed exactly and once.

    Parameters
    ----------
    game : Game
    radius : Fraction, optional
        Every entry of b and of M is known up to it; None where nothing is said about that (MODEL T13).
    """

    game: Game
    radius: Fraction | None = None

    @property
    def form(self) -> CanonicalForm:
        """The canonical form (b, H, K, N)."""
        return self.game.canonical

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of the D groups."""
        return self.game.groups

    @property
    def size(self) -> int:
        """Number of groups D."""
        return len(self.game.groups)

    @property
    def agents(self) -> int:
        """Number of agents N."""
        return self.game.agents

    @cached_property
    def inputs(self) -> AlignmentInputs | None:
        """Coefficients and inputs, or None where the game is not given by them."""
        return alignment_inputs(self.game)

    @cached_property
    def candidate(self) -> Indifference | None:
        """w⁎ of T2 and the marginal utility that all groups share there, or None where ZᵀMZ is singular."""
        return solve_indifference(self.form.b, self.form.M, range(self.size))

    @cached_property
    def candidate_is_interior(self) -> bool:
        """Whether w⁎ exists and all its weights are > 0."""
        return self.candidate is not None and all(weight > 0 for weight in self.candidate.weights.entries())

    @cached_property
    def symmetric(self) -> CanonicalForm | None:
        """A form with the same equilibria whose K is symmetric, or None where there is none."""
        return symmetric_gauge(self.form)

    @cached_property
    def inconsistency_on_tangent(self) -> Definiteness | None:
        """Sign of C on T, or None where the game has no C."""
        return None if self.inputs is None else definiteness(self.inputs.C)

    @cached_property
    def similarity_on_tangent(self) -> Definiteness | None:
        """Sign of S on T, or None where the game has no S."""
        return None if self.inputs is None else definiteness(self.inputs.S)

    @cached_property
    def similarity_beside_inconsistency(self) -> Threshold | None:
        """The t up to which C − tS ≻ 0 on T, or None where C is not ≻ 0 there or the game has no C."""
        return None if self.inputs is None else exact_until(self.inputs.C, self.inputs.S)
