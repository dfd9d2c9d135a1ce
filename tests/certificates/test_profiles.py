"""Certificates of what a user brings: profiles, guesses, heterogeneous agents; accepted, and true by brute force."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nashsym import Game, InputError, solve, verify
from nashsym.certificates.profiles import AgentType, certify_enclosure, certify_profile, certify_types
from nashsym.solvers.specialisation import heterogeneous_equilibrium
from tests.oracles.brute_force import is_equilibrium_profile, regret
from tests.oracles.draws import Case, drawn

HALF = Fraction(1, 2)


def game_of(case: Case) -> Game:
    return case.game


@pytest.mark.parametrize("regime", ["interior", "boundary", "degenerate", "asymmetric_coupling"])
def test_a_homogeneous_equilibrium_is_certified_as_a_profile(regime: str) -> None:
    for case in drawn(regime)[:25]:
        weights = next(iter(case.components[0]))
        certificate = certify_profile(game_of(case), [(case.agents, weights)])
        assert [claim["type"] for claim in certificate.claims] == ["concave", "equilibrium-profile"]
        assert verify(certificate.to_dict()).accepted


@pytest.mark.parametrize("regime", ["interior", "boundary", "several_equilibria"])
def test_any_other_profile_is_certified_with_its_regret(regime: str) -> None:
    seen = 0
    for case in drawn(regime)[:25]:
        size = len(case.b)
        profile = [(1, tuple(Fraction(d == 0) for d in range(size)))]
        profile.append((case.agents - 1, tuple(Fraction(1, size) for _ in range(size))))
        certificate = certify_profile(game_of(case), profile)
        assert verify(certificate.to_dict()).accepted
        claim = certificate.claims[1]
        assert (claim["type"] == "equilibrium-profile") == is_equilibrium_profile(case.b, case.H, case.K, profile)
        if claim["type"] == "regret":
            first, rest = profile[0][1], profile[1][1]
            assert regret(case.b, case.H, case.K, first, rest) <= Fraction(claim["epsilon"])
            seen += 1
    assert seen > 0


def test_a_regret_that_is_a_little_too_small_is_refused() -> None:
    from nashsym.certificates.certificate import Certificate

    game = Game.from_canonical([1, 0], [[1, 0], [0, 1]], agents=2)
    certificate = certify_profile(game, [(2, [HALF, HALF])])
    concave, claim = certificate.claims
    assert claim["epsilon"] == "1/2"
    smaller = dict(claim, epsilon="499999999/1000000000")
    lie = Certificate.seal(certificate.tree["game"], None, [concave, smaller], "decimal")
    assert not verify(lie.to_dict())


def test_specialised_agents_are_certified() -> None:
    # Two agents, two groups, nothing but a price on resembling each other: one serves each group.
    game = Game.from_canonical([0, 0], [[0, 0], [0, 0]], [[1, 0], [0, 1]], agents=2)
    profile = [(1, [1, 0]), (1, [0, 1])]
    assert verify(certify_profile(game, profile).to_dict()).accepted
    found = heterogeneous_equilibrium(game)
    assert found is not None
    assert verify(certify_profile(game, found).to_dict()).accepted


@pytest.mark.parametrize("regime", ["interior", "boundary", "asymmetric_coupling"])
def test_an_enclosure_holds_the_equilibrium(regime: str) -> None:
    seen = 0
    for case in drawn(regime)[:40]:
        game = game_of(case)
        if not game.canonical.stability.is_positive_definite:
            continue
        size = len(case.b)
        certificate = certify_enclosure(game, [Fraction(1, size)] * size)
        assert verify(certificate.to_dict()).accepted
        radii = [Fraction(radius) for radius in certificate.claims[1]["radii"]]
        found = solve(game).equilibrium
        assert found is not None
        assert all(abs(w - Fraction(1, size)) <= r for w, r in zip(found.weights, radii, strict=True))
        seen += 1
    assert seen >= 10


def test_an_exact_guess_is_enclosed_by_nothing() -> None:
    case = drawn("interior")[0]
    found = solve(game_of(case)).equilibrium
    assert found is not None
    claim = certify_enclosure(game_of(case), found.weights).claims[1]
    assert set(claim["radii"]) == {"0"}


def test_agents_of_two_types() -> None:
    eye, zero = [[1, 0], [0, 1]], [[0, 0], [0, 0]]
    types = [AgentType(2, [1, 0], eye), AgentType(1, [0, 1], eye)]
    certificate = certify_types(["a", "b"], types, zero, [(0, 2, [1, 0]), (1, 1, [0, 1])])
    assert certificate.claims[1]["type"] == "equilibrium-profile"
    assert verify(certificate.to_dict()).accepted
    worse = certify_types(["a", "b"], types, zero, [(0, 2, [HALF, HALF]), (1, 1, [0, 1])])
    assert worse.claims[1]["epsilon"] == "1/2"
    assert verify(worse.to_dict()).accepted


CONCAVE = Game.from_canonical([1, 0], [[1, 0], [0, 1]], agents=2)
CONVEX = Game.from_canonical([1, 0], [[-1, 0], [0, -1]], agents=2)


@pytest.mark.parametrize(
    ("game", "profile", "message"),
    [
        (CONVEX, [(2, [1, 0])], "H is not"),
        (CONCAVE, [(1, [1, 0])], "do not add up to 2"),
        (CONCAVE, [(0, [1, 0])], "0 agents"),
        (CONCAVE, [(True, [1, 0])], "True agents"),
        (CONCAVE, [(2, [1, 1])], "add up to 2"),
        (CONCAVE, [(2, [2, -1])], "not a mixture"),
        (CONCAVE, [(2, [1])], "1 number"),
    ],
)
def test_profiles_that_do_not_fit(game: Game, profile: list[tuple[int, list[int]]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        certify_profile(game, profile)


def test_guesses_and_types_that_do_not_fit() -> None:
    with pytest.raises(InputError, match="not a mixture"):
        certify_enclosure(CONCAVE, [1, 1])
    with pytest.raises(InputError, match="the enclosure needs"):
        certify_enclosure(CONVEX, [1, 0])
    with pytest.raises(InputError, match=r"types\[0\].H"):
        certify_types(["a", "b"], [AgentType(2, [0, 0], [[-1, 0], [0, 0]])], [[0, 0], [0, 0]], [(0, 2, [1, 0])])
    with pytest.raises(InputError, match="counts of type 0"):
        certify_types(["a", "b"], [AgentType(2, [0, 0], [[1, 0], [0, 1]])], [[0, 0], [0, 0]], [(0, 1, [1, 0])])
