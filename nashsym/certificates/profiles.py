"""Certificates for what a user brings: a profile of mixtures, or a guess at the equilibrium."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

import flint

from nashsym.certificates import claims
from nashsym.certificates.anchored import enclosed, provable_gap
from nashsym.certificates.certificate import Certificate
from nashsym.certificates.game_tree import game_tree
from nashsym.errors import InputError
from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import fraction, number_text, rational, vector
from nashsym.exact.systems import inverse_on_tangent
from nashsym.game import Game
from nashsym.solvers.solution import Profile
from nashsym.terms import CanonicalForm
from nashsym.terms.inputs import InputReader
from nashsym.theorems.regret import gap

__all__ = ["AgentType", "certify_enclosure", "certify_profile", "certify_types"]

#: Radii are rounded up to this many binary places.
_RADIUS_BITS = 64


def certify_profile(game: Game, profile: Sequence[tuple[int, Sequence[Any]]]) -> Certificate:
    r"""Certify how good a profile is: an exact equilibrium, or the regret that no agent exceeds (MODEL T14).

    Parameters
    ----------
    game : Game
        H ⪰ 0 on T.
    profile : sequence of (count, mixture)
        How many agents play each mixture; the counts add up to N, each mixture lies exactly in Δ.

    Returns
    -------
    Certificate
        With the claim `equilibrium-profile` where every gap is 0, else `regret` with ε the largest gap; of an anchored
        game `regret`, with ε a little above it.

    Raises
    ------
    InputError
        For a profile that does not fit the game, or H (H̃ of an anchored game) not ⪰ 0 on T: a gap bounds no regret
        there. For a weight of 0 in an anchored game.
    """
    sign = game.anchored_form.concavity
    if not sign.is_positive_semidefinite:
        raise InputError("H is not ⪰ 0 on T, so a gap bounds no regret", remedy="certify a game with concave utilities")
    checked = _read_profile(game.size, profile)
    if sum(count for count, _ in checked) != game.agents:
        raise InputError(f"the counts do not add up to {game.agents}", key="profile", remedy="name every agent once")
    form = game.canonical
    if game.is_anchored:
        means = means_of_the_others(checked)
        largest = max(provable_gap(game, own, mean) for (_, own), mean in zip(checked, means, strict=True))
    else:
        largest = largest_gap([(form.b, form.H, count, weights) for count, weights in checked], form.K)
    quality = claims.equilibrium_profile(checked) if largest == 0 else claims.regret(checked, largest)
    return Certificate.seal(game_tree(game), None, [claims.concave(sign), quality], game.numbers)


def certify_enclosure(game: Game, guess: Sequence[Any]) -> Certificate:
    r"""Certify how far the homogeneous equilibrium can be from a guess: ``(w_d − ŵ_d)² ≤ P_dd · gap(w)`` (MODEL T15).

    Parameters
    ----------
    game : Game
        H ⪰ 0 and M ≻ 0 on T.
    guess : sequence of D numbers
        w, exactly in Δ; for an anchored game with every weight > 0.

    Raises
    ------
    InputError
        For a guess off the simplex, or a game without these signs (of H̃ and M̃, in an anchored game).
    """
    form = game.anchored_form
    if not (form.concavity.is_positive_semidefinite and form.stability.is_positive_definite):
        raise InputError("the enclosure needs H ⪰ 0 and M ≻ 0 on T", remedy="use solve, which is exact")
    ((_, weights),) = _read_profile(game.size, [(1, guess)])
    center = vector(weights)
    if game.is_anchored:
        listed = [claims.concave(form.concavity), enclosed(game, center)[1]]
        return Certificate.seal(game_tree(game), None, listed, game.numbers)
    distance = rational(gap(form, center))
    projector = inverse_on_tangent((form.M + form.M.transpose()) / 2)
    assert projector is not None  # noqa: S101  # M ≻ 0 on T was decided above
    columns = [flint.fmpq_mat(game.size, 1, [projector[d, e] for d in range(game.size)]) for e in range(game.size)]
    radii = [_root_above(projector[d, d] * distance) for d in range(game.size)]
    listed = [claims.concave(form.concavity), claims.enclosure(center, radii, form.stability, columns)]
    return Certificate.seal(game_tree(game), None, listed, game.numbers)


@dataclass(frozen=True)
class AgentType:
    """Agents that share incentives: how many, their b of shape (D,) and H of shape (D, D) (MODEL T18)."""

    agents: int
    b: Sequence[Any]
    H: Sequence[Sequence[Any]]


def certify_types(
    groups: Sequence[str], types: Sequence[AgentType], K: Any, profile: Sequence[tuple[int, int, Sequence[Any]]]
) -> Certificate:
    r"""Certify a profile of heterogeneous agents: own b and H per type, a common K, the plain mean of the others.

    Parameters
    ----------
    groups : sequence of str, length D
    types : sequence of AgentType
    K : array-like, shape (D, D)
    profile : sequence of (type index, count, mixture)

    Returns
    -------
    Certificate
        With the claim `equilibrium-profile` where every gap is 0, else `regret` with ε the largest gap.

    Raises
    ------
    InputError
        For a profile that does not fit, or a type whose H is not ⪰ 0 on T.
    """
    reader, size = InputReader(), len(groups)
    read = [
        (
            kind.agents,
            reader.vector(kind.b, size, f"types[{t}].b"),
            reader.matrix(kind.H, size, f"types[{t}].H", symmetric=True),
        )
        for t, kind in enumerate(types)
    ]
    coupling = reader.matrix(K, size, "K", symmetric=False)
    signs = [definiteness(H) for _, _, H in read]
    for t, sign in enumerate(signs):
        if not sign.is_positive_semidefinite:
            raise InputError("H is not ⪰ 0 on T, so a gap bounds no regret", key=f"types[{t}].H", remedy="make it ⪰ 0")
    mixtures = _read_profile(size, [(count, weights) for _, count, weights in profile])
    kinds = [kind for kind, _, _ in profile]
    for t, (agents, _, _) in enumerate(read):
        if sum(count for kind, (count, _) in zip(kinds, mixtures, strict=True) if kind == t) != agents:
            raise InputError(
                f"counts of type {t} do not add up to {agents}", key="profile", remedy="name every agent once"
            )
    members = [(read[kind][1], read[kind][2], *mixture) for kind, mixture in zip(kinds, mixtures, strict=True)]
    largest = largest_gap(members, coupling)
    quality = claims.equilibrium_profile(mixtures) if largest == 0 else claims.regret(mixtures, largest)
    for entry, kind in zip(quality["profile"], kinds, strict=True):
        entry["type"] = kind
    game = {
        "kind": "types",
        "groups": list(groups),
        "K": claims.rows(coupling),
        "types": [{"agents": agents, "b": claims.numbers(b), "H": claims.rows(H)} for agents, b, H in read],
    }
    concave = {"type": "concave", "witness": {"H": [sign.witness() for sign in signs]}}
    return Certificate.seal(game, None, [concave, quality], "dyadic" if reader.dyadic else "decimal")


def largest_gap(
    members: Sequence[tuple[flint.fmpq_mat, flint.fmpq_mat, int, Sequence[Fraction]]], K: flint.fmpq_mat
) -> Fraction:
    """Return the largest gap ``max_d g_d − gᵀwᵢ`` over the agents of a profile, exactly (MODEL T14).

    Parameters
    ----------
    members : sequence of (b, H, count, mixture)
    K : flint.fmpq_mat, shape (D, D)
    """
    means = means_of_the_others([(count, weights) for _, _, count, weights in members])
    agents = sum(count for _, _, count, _ in members)
    gaps = []
    for (b, H, _, weights), mean in zip(members, means, strict=True):
        gaps.append(gap(CanonicalForm(b, H, K, agents), vector(weights), mean))
    return fraction(max(gaps))


def means_of_the_others(profile: Sequence[tuple[int, Sequence[Fraction]]]) -> list[flint.fmpq_mat]:
    """Return for each mixture (how many play it, weights) the mean of the others' for one that plays it; 0 if alone."""
    agents = sum(count for count, _ in profile)
    columns = [vector(weights) for _, weights in profile]
    total = columns[0] * 0
    for (count, _), column in zip(profile, columns, strict=True):
        total = total + column * count
    return [(total - column) / (agents - 1) if agents > 1 else column * 0 for column in columns]


def _read_profile(size: int, profile: Sequence[tuple[int, Sequence[Any]]]) -> Profile:
    read = []
    for number, (count, weights) in enumerate(profile):
        key = f"profile[{number}]"
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            raise InputError(f"{count!r} agents", key=key, remedy="write a whole number of 1 or more")
        column = InputReader().vector(weights, size, key).entries()
        if min(column) < 0 or sum(column, rational(0)) != 1:
            total = number_text(sum(column, rational(0)))
            raise InputError(f"not a mixture: the weights add up to {total}", key=key, remedy="weights ≥ 0 of sum 1")
        read.append((count, tuple(fraction(weight) for weight in column)))
    return tuple(read)


def _root_above(value: flint.fmpq) -> flint.fmpq:
    """Return a rational r ≥ √value, close to it."""
    exact = fraction(value)
    scaled = -(-exact.numerator * 4**_RADIUS_BITS // exact.denominator)
    root = isqrt(scaled)
    return flint.fmpq(root + (root * root < scaled), 2**_RADIUS_BITS)
