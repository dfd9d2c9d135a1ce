"""The spine end to end: game, solve, certify, verify, in every regime, against brute force in plain Fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nashsym import Continuum, Solution, certify, solve, verify
from tests.oracles.brute_force import is_equilibrium, is_equilibrium_profile, is_positive_definite
from tests.oracles.draws import COUNT, REGIMES, Case, drawn

AT_LEAST = 200


def vertices(solution: Solution) -> set[frozenset[tuple[object, ...]]]:
    """The answer as brute force states it: a component by the set of its vertices."""
    return {
        frozenset(point.weights for point in (part.vertices if isinstance(part, Continuum) else (part,)))
        for part in solution.components
    }


def chunks(count: int = 8) -> list[tuple[str, int, int]]:
    return [(regime, chunk, count) for regime in REGIMES for chunk in range(count)]


def cases_of(regime: str, chunk: int, count: int) -> list[Case]:
    return list(drawn(regime))[chunk::count]


@pytest.mark.parametrize("regime", REGIMES)
def test_every_regime_has_its_games(regime: str) -> None:
    assert len(drawn(regime)) >= AT_LEAST
    assert COUNT >= AT_LEAST


@pytest.mark.parametrize(("regime", "chunk", "count"), chunks())
def test_solve_agrees_with_brute_force(regime: str, chunk: int, count: int) -> None:
    for case in cases_of(regime, chunk, count):
        solution = solve(case.game)
        # Where utility is not concave a polytope of candidates may be decided at its vertices only, and says so.
        assert solution.complete or (not case.is_concave and any(len(part) > 1 for part in case.components))
        if case.is_concave:
            assert vertices(solution) == set(case.components)
            assert (solution.unique_homogeneous == "proved") == (len(case.components) == len(case.components[0]) == 1)
        else:
            points = {point for part in case.components for point in part}
            expected = {point for point in points if is_equilibrium(case.b, case.H, case.K, point)}
            found = {point.weights for point in solution.equilibria}
            assert expected <= found
            assert all(is_equilibrium(case.b, case.H, case.K, point) for point in found)
            assert all(point.kind == "boundary" for point in solution.equilibria)


@pytest.mark.parametrize(("regime", "chunk", "count"), chunks())
def test_verify_accepts_every_certificate(regime: str, chunk: int, count: int) -> None:
    for case in cases_of(regime, chunk, count):
        solution = solve(case.game)
        certificate = certify(solution)
        assert len(certificate.tree["game"]["groups"]) == len(case.b)
        verdict = verify(certificate.to_dict())
        assert verdict.accepted, verdict.failed
        summary = certificate.tree["equilibrium"]
        if not case.is_concave:
            assert summary is None
            assert certificate.claims[0]["type"] == "no-interior"
            continue
        assert summary["unique_among_homogeneous"] == "refuted" or len(case.components[0]) == len(case.components) == 1
        if solution.kind in ("interior", "boundary"):
            assert summary["kind"] == solution.kind
        claimed = {claim["type"] for claim in certificate.claims}
        served_by_all = any(all(weight > 0 for weight in point.weights) for point in solution.equilibria)
        if summary["kind"] == "interior":
            assert "no-interior" not in claimed
        elif summary["kind"] == "boundary" and not served_by_all and len(case.components) == 1:
            assert "no-interior" in claimed


def test_uniqueness_at_all_is_what_brute_force_says() -> None:
    """T3: proved where M ≻ 0 and G ≻ 0 on T; where refuted by a certificate, its profile is an equilibrium."""
    seen = {"proved": 0, "refuted": 0}
    for case in (*drawn("interior"), *drawn("boundary")):
        solution = solve(case.game)
        share = case.agents - 1
        G = [[h - k / share for h, k in zip(*rows, strict=True)] for rows in zip(case.H, case.K, strict=True)]
        assert (solution.unique == "proved") == is_positive_definite(G)
        for claim in certify(solution).claims:
            if claim["type"] == "not-unique":
                profile = [(part["agents"], tuple(map(Fraction, part["weights"]))) for part in claim["profile"]]
                assert is_equilibrium_profile(case.b, case.H, case.K, profile)
                seen["refuted"] += 1
        seen["proved"] += solution.unique == "proved"
    assert min(seen.values()) > 0
