"""T13: how far an equilibrium moves when every input is known up to a radius only."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import flint

from nashsym.errors import InputError
from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import column_fractions, fraction, matrix, vector
from nashsym.exact.systems import inverse_on_tangent, solve_indifference
from nashsym.terms import CanonicalForm
from nashsym.theorems.box import lowered
from nashsym.theorems.counterexamples import bounds
from nashsym.theorems.finding import Hypothesis
from nashsym.theorems.instance import Instance
from nashsym.theorems.signs import definite_on_tangent
from nashsym.theorems.theorem import Outcome, Theorem
from nashsym.theorems.wording import bound, number

__all__ = ["PERTURBATION", "boundary_radii_squared", "interior_radii", "lowered_curvature"]

#: Up to so many groups the bound of each stands in a finding, else the largest.
_FEW: Final = 8
_BOUNDED: Final = "|P|(β + E(|w⁎| + δ)) < δ for some δ > 0"
_STABLE: Final = "M₋ ≻ 0 on T, M₋ = M − diag(E1)"


def _radii(form: CanonicalForm, b_radii: Any, M_radii: Any) -> tuple[flint.fmpq_mat, flint.fmpq_mat]:
    beta, E, groups = vector(b_radii), matrix(M_radii), form.groups
    if (beta.nrows(), E.nrows(), E.ncols()) != (groups, groups, groups):
        raise InputError("the radii do not have the shapes of b and M", remedy="give one radius per entry")
    if min(beta.entries()) < 0 or min(E.entries()) < 0:
        raise InputError("a radius is negative", remedy="radii are 0 or more")
    return beta, E


def _absolute(X: flint.fmpq_mat) -> flint.fmpq_mat:
    return flint.fmpq_mat(X.nrows(), X.ncols(), [abs(value) for value in X.entries()])


def interior_radii(form: CanonicalForm, b_radii: Any, M_radii: Any) -> tuple[Fraction, ...] | None:
    r"""Return δ > 0 with ``|P|(β + E(|w⁎| + δ)) < δ``: every game in the box has ZᵀMZ nonsingular and |Δw⁎| < δ.

    Parameters
    ----------
    form : CanonicalForm
    b_radii : array-like, shape (D,)
        β ≥ 0.
    M_radii : array-like, shape (D, D)
        E ≥ 0.

    Returns
    -------
    tuple of D Fractions, or None
        None iff there is no such δ, or ZᵀMZ is singular.

    Raises
    ------
    InputError
        For radii that are negative or of the wrong shape.

    Notes
    -----
    There is a δ iff A = |P|E has spectral radius < 1, and then the solution of δ = |P|(β + E|w⁎|) + Aδ + ε1 is one for
    every ε > 0. Source: MODEL T13 (a).
    """
    beta, E = _radii(form, b_radii, M_radii)
    found, P = solve_indifference(form.b, form.M, range(form.groups)), inverse_on_tangent(form.M)
    if found is None or P is None:
        return None
    groups, size = form.groups, _absolute(P)
    constant = size * (beta + E * _absolute(found.weights))
    spare = max(constant.entries()) / 1000 or flint.fmpq(1, 10**6)
    system = -(size * E)
    for d in range(groups):
        system[d, d] += 1
        constant[d, 0] += spare
    try:
        delta = system.solve(constant)
    except ZeroDivisionError:
        return None
    return column_fractions(delta) if min(delta.entries()) > 0 else None


def lowered_curvature(form: CanonicalForm, E: flint.fmpq_mat) -> flint.fmpq_mat:
    """Return ``M₋ = M_s − diag(E1)``, D×D, M_s the symmetric part of M: for E symmetric below every M of the box."""
    return lowered(form.M, E)


def boundary_radii_squared(
    form: CanonicalForm, b_radii: Any, M_radii: Any, weights: Any
) -> tuple[Fraction, ...] | None:
    r"""Return ``(P₋)_dd · ρᵀ|P₋|ρ``, which bounds (Δŵ_d)² over the box, the boundary included.

    ``M₋ = M_s − diag(E1)`` with M_s the symmetric part of M, P₋ its P, ``ρ = β + Eŵ``. The symmetric part matters: with
    P of an M that is not symmetric the bound can be too small.

    Parameters
    ----------
    form : CanonicalForm
    b_radii : array-like, shape (D,)
    M_radii : array-like, shape (D, D)
        E, symmetric.
    weights : array-like, shape (D,)
        ŵ ∈ Δ, the solution of the game's complementarity problem.

    Returns
    -------
    tuple of D Fractions, or None
        None where M₋ is not ≻ 0 on T.

    Raises
    ------
    InputError
        For radii that are negative, of the wrong shape, or an E that is not symmetric.

    Notes
    -----
    Source: MODEL T13 (b).
    """
    beta, E = _radii(form, b_radii, M_radii)
    if E.transpose() != E:
        raise InputError("the radii of M are not symmetric", remedy="take the larger of each pair")
    groups = form.groups
    below = lowered_curvature(form, E)
    P = inverse_on_tangent(below) if definiteness(below).is_positive_definite else None
    if P is None:
        return None
    reach = beta + E * vector(weights)
    length = (reach.transpose() * _absolute(P) * reach)[0, 0]
    return tuple(fraction(P[d, d] * length) for d in range(groups))


def _decide(instance: Instance) -> Outcome:
    size, radius = instance.size, instance.radius
    if radius is None:
        unknown = "a game carries no radii of its inputs, and none was given"
        hypotheses = (Hypothesis(_BOUNDED, "undecided", unknown), Hypothesis(_STABLE, "undecided", unknown))
        return Outcome(hypotheses, "Nothing can be concluded without radii of b and M.")
    given = [radius] * size, [[radius] * size] * size
    shown: tuple[tuple[str, str], ...] = ()
    delta = interior_radii(instance.form, *given)
    below = lowered_curvature(instance.form, matrix(given[1]))
    stable = definite_on_tangent("M₋", below, definiteness(below), instance.groups, strict=True, text=_STABLE)
    if delta is not None:
        most = bound(max(delta), upper=True)
        bounded = Hypothesis(_BOUNDED, "yes", f"a δ with entries below {most} does it")
        each = [f"{group} {bound(value, upper=True)}" for group, value in zip(instance.groups, delta, strict=True)]
        shown = (("w⁎ moves by less than", "; ".join(each) if size <= _FEW else most),)
        conclusion = (
            f"Whatever b and M are, entry by entry within {number(radius)}, there is one w⁎ and it moves little."
        )
    else:
        reason = "ZᵀMZ is singular" if instance.candidate is None else "the spectral radius of |P|E is not below 1"
        bounded = Hypothesis(_BOUNDED, "no", reason)
        conclusion = f"Within {number(radius)} there may be games without one w⁎: where it lies is not known."
    conclusion += (
        " Each has one solution of the first-order conditions, boundary included, which moves by a bounded distance: "
        "the homogeneous equilibrium, where H stays ⪰ 0 on T."
        if stable.verdict == "yes"
        else " About an equilibrium on the boundary nothing follows."
    )
    return Outcome((bounded, stable), conclusion, shown)


PERTURBATION = Theorem(
    "T13",
    "Perturbation",
    "With entrywise radii β of b and E of M: if some δ > 0 has |P|(β + E(|w⁎| + δ)) < δ, every game in the box has "
    "ZᵀMZ nonsingular and |Δw⁎| < δ; if E is symmetric and M₋ = M − diag(E1) ≻ 0 on T, P₋ that of the symmetric part "
    "of M₋, the homogeneous equilibrium moves by at most the root of (P₋)_dd · ρᵀ|P₋|ρ, ρ = β + Eŵ.",
    _decide,
    hypotheses=(_BOUNDED, _STABLE),
    proof="proofs/t13_perturbation.py",
    uses=("nashsym.theorems.perturbation.interior_radii", "nashsym.theorems.perturbation.boundary_radii_squared"),
    laws=("perturbation",),
    counterexamples=bounds.PERTURBATION,
)
