"""Certificates of anchored games as `certify` makes them: accepted, and true by numerical solution."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import Any

import pytest

from nashsym import Game, InputError, certify, solve, verify
from nashsym.certificates.profiles import certify_enclosure, certify_profile
from nashsym.errors import UndecidedError
from nashsym.solvers.anchored_solution import AnchoredSolution
from tests.certificates import rational
from tests.certificates.anchored_oracle import stationary
from tests.certificates.anchored_samples import BENT, GAMES, SPLIT, solution
from tests.certificates.making import Play
from tests.certificates.oracle import false_claims

HALF = Fraction(1, 2)


def game_of(play: Play, **changes: Any) -> Game:
    """The game of a sample, read anew: its H is not the one that decides."""
    known, anchor = solution(play), play.tree["anchor"]
    return Game.from_canonical(
        known.b, known.H, known.K, play.agents, groups=play.groups,
        anchor=(anchor["coefficient"], anchor["reference"]), **changes,
    )  # fmt: skip


def drawn(seed: int) -> Game:
    """Two to four groups, one to five agents, K of any kind, λ_R from 1/100 to 3."""
    source = random.Random(seed)  # noqa: S311  # to be repeated, not to be secret
    size, agents = source.randint(2, 4), source.randint(1, 5)

    def number(largest: int = 6) -> Fraction:
        return Fraction(source.randint(-largest, largest), source.choice((1, 2, 3, 7)))

    rows = [[number() for _ in range(size)] for _ in range(size)]
    H = [[sum((rows[i][k] * rows[j][k] for k in range(size)), Fraction(0)) / 9 for j in range(size)]
         for i in range(size)]  # fmt: skip
    if source.random() < 0.3:
        H[0][0] -= 1
    strength = 0 if agents == 1 else source.choice((Fraction(1, 4), 3))
    K = [[strength * number(2) for _ in range(size)] for _ in range(size)]
    parts = [source.randint(1, 20) for _ in range(size)]
    price = source.choice((Fraction(1, 100), Fraction(1, 10), Fraction(1), Fraction(3)))
    reference = [Fraction(part, sum(parts)) for part in parts]
    return Game.from_canonical([number() for _ in range(size)], H, K, agents, anchor=(price, reference))


def test_what_is_certified_of_drawn_games_is_true() -> None:
    """In every regime: proved unique, unique among homogeneous ones, bounds on regret only, nothing."""
    seen: dict[str, int] = {"unique": 0, "unique-homogeneous": 0, "regret": 0, "nothing": 0}
    standings = {"excluded": 0, "included": 0}
    for seed in range(90):
        game = drawn(seed)
        try:
            certificate = certify(game)
        except UndecidedError as error:
            assert "H̃" in str(error)  # noqa: PT017  # which games are refused is what is counted
            assert not game.anchored_form.concavity.is_positive_semidefinite
            seen["nothing"] += 1
            continue
        verdict = verify(certificate)
        assert verdict, verdict.failed
        assert certificate["equilibrium"] is None
        kinds = [claim["type"] for claim in certificate.claims]
        assert kinds[0] == "concave"
        assert "regret" in kinds
        seen[next(kind for kind in ("unique", "unique-homogeneous", "regret") if kind in kinds)] += 1
        for kind in standings:
            standings[kind] += kinds.count(kind)
        if seed % 3 == 0:  # the oracle takes its time
            assert false_claims(json.loads(certificate.text)) == []
    assert min(seen.values()) >= 4, seen
    assert min(standings.values()) >= 20, standings


@pytest.mark.parametrize("name", sorted(GAMES))
def test_a_sample_game_is_certified_as_far_as_it_is_solved(name: str) -> None:
    game = game_of(GAMES[name])
    found = solve(game)
    assert isinstance(found, AnchoredSolution)
    certificate = certify(found)
    assert verify(certificate), verify(certificate).failed
    assert false_claims(json.loads(certificate.text)) == []
    scopes = {claim["scope"] for claim in certificate.claims if "scope" in claim}
    assert scopes == {"all"}
    assert max(Fraction(r) for r in certificate.claims[1]["radii"]) < Fraction(1, 10**15)


def test_where_agents_may_specialise_homogeneous_equilibria_are_bounded() -> None:
    certificate = certify(game_of(SPLIT))
    assert verify(certificate)
    kinds = [claim["type"] for claim in certificate.claims]
    assert kinds == ["concave", "enclosure", "unique-homogeneous", "included", "included", "regret"]
    assert {claim["scope"] for claim in certificate.claims[3:5]} == {"homogeneous"}


def settled(play: Play) -> list[list[Fraction]]:
    """Where two agents come to by best responses in turn, one after the other, from opposite corners."""
    game = solution(play)
    assert play.agents == 2
    profile = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]]
    for turn in range(60):
        cross = rational.apply(game.K, profile[1 - turn % 2])
        linear = tuple(x - y for x, y in zip(game.b, cross, strict=True))
        profile[turn % 2] = stationary(linear, game.H, game.price, game.reference)
    return profile


def test_unique_is_claimed_where_it_is_and_not_where_agents_specialise() -> None:
    """By playing: alike in one game, apart in the other, whose homogeneous equilibrium is not the only one."""
    alike, apart = settled(BENT), settled(SPLIT)
    assert all(abs(w - x) < Fraction(1, 10**9) for mixture in alike
               for w, x in zip(mixture, solution(BENT).equilibrium, strict=True))  # fmt: skip
    assert abs(apart[0][0] - apart[1][0]) > Fraction(1, 4)
    rounded = [Fraction(round(mixture[0] * 2**100), 2**100) for mixture in apart]
    assert solution(SPLIT).regret([(1, (w, 1 - w)) for w in rounded]) < Fraction(1, 10**9)
    claims = {name: {claim["type"] for claim in certify(game_of(play)).claims}
              for name, play in (("alike", BENT), ("apart", SPLIT))}  # fmt: skip
    assert "unique" in claims["alike"]
    assert "unique" not in claims["apart"]


def test_where_the_equilibrium_may_not_be_unique_only_regrets_are_claimed() -> None:
    game = Game.from_canonical([0, 0], [[0, 0], [0, 0]], [[-9, 0], [0, -9]], 2, anchor=("1/5", ["1/2", "1/2"]))
    certificate = certify(game)
    assert verify(certificate), verify(certificate).failed
    kinds = {claim["type"] for claim in certificate.claims}
    assert kinds == {"concave", "regret"}
    assert false_claims(json.loads(certificate.text)) == []


def test_at_the_reference_itself_the_gap_is_0_and_its_bound_is_not() -> None:
    game = Game.from_canonical([0, 0], [[0, 0], [0, 0]], None, 2, anchor=(1, ["1/3", "2/3"]))
    certificate = certify(game)
    assert verify(certificate), verify(certificate).failed
    profile = certify_profile(game, [(2, ["1/3", "2/3"])])
    assert verify(profile), verify(profile).failed
    assert 0 < Fraction(profile.claims[1]["epsilon"]) < Fraction(1, 10**70)


def test_an_undecided_floor_is_left_out() -> None:
    """A floor at the weight itself, within the radii: neither side is claimed."""
    game = game_of(GAMES["held"])
    found = solve(game)
    assert isinstance(found, AnchoredSolution)
    assert found.enclosure is not None
    at = game.with_floor(found.enclosure.weights[1])
    certificate = certify(at)
    assert verify(certificate)
    groups = {claim["group"] for claim in certificate.claims if "group" in claim}
    assert groups == set(game.groups) - {game.groups[1]}


def test_an_anchor_of_coefficient_0_is_not_written() -> None:
    game = Game.from_canonical([1, 0], [[1, 0], [0, 1]], agents=2, anchor=(0, [HALF, HALF]))
    certificate = certify(game)
    assert "anchor" not in certificate["game"]
    assert verify(certificate)
    assert "equilibrium" in {claim["type"] for claim in certificate.claims}


def test_the_files_of_both_kinds_of_games_carry_the_anchor() -> None:
    game = Game.alignment(
        ["left", "right"], 3, ["0.6", "0.4"], [[1, 0], [0, 1]], [["0.5", "0.2"], ["0.2", "0.5"]],
        anchor=("0.1", ["0.3", "0.7"]),
    )  # fmt: skip
    certificate = certify(game)
    assert certificate["game"]["anchor"] == {"coefficient": "1/10", "reference": ["3/10", "7/10"]}
    assert certificate["numbers"] == "decimal"
    assert verify(certificate)


def test_profiles_of_anchored_games() -> None:
    for seed in range(30):
        game = drawn(seed)
        if game.agents == 1 or not game.anchored_form.concavity.is_positive_semidefinite:
            continue
        size = game.size
        mixed = [Fraction(d + 1, size * (size + 1) // 2) for d in range(size)]
        certificate = certify_profile(game, [(1, mixed), (game.agents - 1, [Fraction(1, size)] * size)])
        assert [claim["type"] for claim in certificate.claims] == ["concave", "regret"]
        assert verify(certificate), verify(certificate).failed
        assert false_claims(json.loads(certificate.text)) == []


def test_guesses_at_anchored_equilibria() -> None:
    seen = 0
    for seed in range(30):
        game = drawn(seed)
        form = game.anchored_form
        if not (form.concavity.is_positive_semidefinite and form.stability.is_positive_definite):
            continue
        certificate = certify_enclosure(game, [Fraction(1, game.size)] * game.size)
        assert verify(certificate), verify(certificate).failed
        assert false_claims(json.loads(certificate.text)) == []
        seen += 1
    assert seen >= 10


def test_what_cannot_be_certified() -> None:
    game = game_of(GAMES["held"])
    with pytest.raises(InputError, match="above 0"):
        certify_profile(game, [(3, [1, 0, 0])])
    with pytest.raises(InputError, match="above 0"):
        certify_enclosure(game, [1, 0, 0])
    convex = Game.from_canonical([1, 0], [[-9, 0], [0, -9]], agents=2, anchor=(1, [HALF, HALF]))
    with pytest.raises(UndecidedError, match="nothing can be certified"):
        certify(convex)
    with pytest.raises(InputError, match="H is not"):
        certify_profile(convex, [(2, [HALF, HALF])])
    with pytest.raises(InputError, match="the enclosure needs"):
        certify_enclosure(convex, [HALF, HALF])
