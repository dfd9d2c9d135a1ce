"""The claims of a certificate, each with its witness; what each says is in docs/reference/certificate.md."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import flint

from nashsym.exact.definiteness import Definiteness
from nashsym.exact.rational import number_text
from nashsym.game import Game
from nashsym.solvers.solution import Equilibrium, Profile
from nashsym.terms import CanonicalForm
from nashsym.theorems.box import CanonicalBox
from nashsym.theorems.box_bounds import BoxBounds

__all__ = [
    "concave",
    "enclosure",
    "equilibrium",
    "equilibrium_profile",
    "no_interior_at_boundary",
    "no_interior_by_direction",
    "no_interior_by_farkas",
    "not_unique",
    "not_unique_homogeneous",
    "numbers",
    "profile_entries",
    "regret",
    "representation",
    "robust",
    "rows",
    "unique",
    "unique_homogeneous",
]

Claim = dict[str, Any]


def numbers(values: Sequence[Any] | flint.fmpq_mat) -> list[str]:
    """Return exact strings of the entries of a vector."""
    entries = values.entries() if isinstance(values, flint.fmpq_mat) else values
    return [number_text(value) for value in entries]


def rows(matrix: flint.fmpq_mat) -> list[list[str]]:
    """Return exact strings of the entries of a matrix, row by row."""
    return [[number_text(value) for value in row] for row in matrix.tolist()]


def concave(sign: Definiteness) -> Claim:
    """Claim that H ⪰ 0 on T."""
    return {"type": "concave", "witness": {"H": sign.witness()}}


def equilibrium(found: Equilibrium) -> Claim:
    """Claim that all agents playing these weights is a Nash equilibrium."""
    return {"type": "equilibrium", "weights": numbers(found.vector), "witness": {}}


def profile_entries(profile: Profile) -> list[dict[str, Any]]:
    """Return a profile by its distinct mixtures."""
    return [{"agents": count, "weights": numbers(weights)} for count, weights in profile]


def equilibrium_profile(profile: Profile) -> Claim:
    """Claim that a profile that need not be homogeneous is a Nash equilibrium."""
    return {"type": "equilibrium-profile", "profile": profile_entries(profile), "witness": {}}


def unique_homogeneous(sign: Definiteness, multipliers: Sequence[flint.fmpq] | None = None) -> Claim:
    """Claim that no other homogeneous equilibrium exists: M ≻ 0 on T, or M ⪰ 0 with multipliers that pin the point."""
    witness: dict[str, Any] = {"M": sign.witness()}
    if multipliers is not None:
        witness["multipliers"] = numbers(multipliers)
    return {"type": "unique-homogeneous", "witness": witness}


def unique(form: CanonicalForm) -> Claim:
    """Claim that no other equilibrium exists at all: G ≻ 0 on T beside the uniqueness among homogeneous ones."""
    return {"type": "unique", "witness": {} if form.unity is None else {"G": form.unity.witness()}}


def not_unique_homogeneous(other: Equilibrium) -> Claim:
    """Claim that another homogeneous equilibrium exists: this one."""
    return {"type": "not-unique-homogeneous", "weights": numbers(other.vector), "witness": {}}


def not_unique(profile: Profile) -> Claim:
    """Claim that another equilibrium exists: this profile."""
    return {"type": "not-unique", "profile": profile_entries(profile), "witness": {}}


def no_interior_at_boundary() -> Claim:
    """Claim that no homogeneous equilibrium serves every group, resting on uniqueness at the boundary."""
    return {"type": "no-interior", "witness": {}}


def no_interior_by_direction(direction: Sequence[int]) -> Claim:
    """Claim that no homogeneous equilibrium serves every group: along v ∈ T the utility is convex, vᵀHv < 0."""
    return {"type": "no-interior", "witness": {"direction": [int(entry) for entry in direction]}}


def no_interior_by_farkas(multipliers: Sequence[flint.fmpq]) -> Claim:
    """Claim that no homogeneous equilibrium serves every group, by multipliers y ∈ T of equal marginal utilities."""
    return {"type": "no-interior", "witness": {"farkas": numbers(multipliers)}}


def representation(
    game: Game, group: int, *, included: bool, scope: str, floor: Fraction, witness: dict[str, Any] | None = None
) -> Claim:
    """Claim that a group's weight is below the floor, or at least the floor, at the equilibria in scope."""
    return {
        "type": "included" if included else "excluded",
        "group": game.groups[group],
        "threshold": number_text(floor),
        "scope": scope,
        "witness": witness or {},
    }


def regret(profile: Profile, epsilon: Fraction) -> Claim:
    """Claim that no agent of a profile gains more than ε by deviating."""
    return {"type": "regret", "profile": profile_entries(profile), "epsilon": number_text(epsilon), "witness": {}}


def enclosure(
    center: flint.fmpq_mat, radii: Sequence[flint.fmpq], sign: Definiteness, columns: Sequence[flint.fmpq_mat]
) -> Claim:
    """Claim that the homogeneous equilibrium lies within these radii of a point, by the columns of P."""
    witness = {"M": sign.witness(), "columns": [numbers(column) for column in columns]}
    return {"type": "enclosure", "center": numbers(center), "radii": numbers(radii), "witness": witness}


def robust(game: Game, box: CanonicalBox, bounds: BoxBounds, floor: Fraction) -> Claim:
    """Claim what holds in each game of a box: between which bounds weights lie, so who is included and who excluded."""
    united = box.unity is not None and box.unity.is_positive_definite
    signs = {"M": box.stability.witness()}
    if united and box.unity is not None:
        signs["G"] = box.unity.witness()
    else:
        signs["H"] = box.concavity.witness()
    return {
        "type": "robust",
        "box": dict(box.stated),
        "lower": numbers(bounds.lower),
        "upper": numbers(bounds.upper),
        "threshold": number_text(floor),
        "included": [name for name, low in zip(game.groups, bounds.lower, strict=True) if low >= floor],
        "excluded": [name for name, high in zip(game.groups, bounds.upper, strict=True) if high < floor],
        "scope": "all" if united or game.agents == 1 else "homogeneous",
        "witness": {"lowered": signs, "rows": [list(row) for row in bounds.rows]},
    }
