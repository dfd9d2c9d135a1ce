"""T10 to T13 and T15: designs, limits and enclosures, against solving the changed game again."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym.exact.rational import fraction, fractions
from nashsym.exact.systems import inverse_on_tangent
from nashsym.game import Game
from nashsym.theorems import theorem
from nashsym.theorems.design import design
from nashsym.theorems.diversity_limit import diversity_bounds, diversity_limit
from nashsym.theorems.enclosure import enclosure_squared
from nashsym.theorems.interior import interior_candidate
from nashsym.theorems.perturbation import boundary_radii_squared, interior_radii
from nashsym.theorems.regret import gap
from tests.oracles.brute_force import (
    equalising,
    is_complementary,
    is_equilibrium,
    is_positive_definite,
    is_positive_semidefinite,
    support_points,
    total,
)
from tests.theorems.instances import THREE, TINY, TURN, Numbers, alignment, canonical, moved, numbers, scaled
from tests.theorems.strategies import POSITIVE, alignment_games, canonical_games, mixtures


@given(alignment_games(), st.data())
def test_t10_the_change_makes_the_target_an_equilibrium(game: Game, data: st.DataObject) -> None:
    target = data.draw(mixtures(game.size))
    if min(target) == 0:
        with pytest.raises(InputError, match="target"):
            design(game, target)
        return
    change = design(game, target)
    assert sum(change) == 0
    inputs = game.inputs
    changed = Game.alignment(
        game.groups,
        game.agents,
        [x + y for x, y in zip(inputs["attractiveness"], change, strict=True)],
        inputs["inconsistency"],
        inputs["similarity"],
        coefficients=game.coefficients,
        diversity=game.diversity or "",
    )
    b, H, K = numbers(changed.canonical)
    assert is_equilibrium(b, H, K, target) == is_positive_semidefinite(H)
    solved = equalising(b, total(H, K), range(game.size))
    assert solved is None or solved[:-1] == target
    bent = [change[0] + 1, *change[1:]]
    if game.size > 1:
        other = [
            b[d] + game.coefficients["attractiveness"] * (y - x)
            for d, (x, y) in enumerate(zip(change, bent, strict=True))
        ]
        assert not is_equilibrium(tuple(other), H, K, target)


def test_t10_needs_a_weight_on_attractiveness() -> None:
    with pytest.raises(InputError, match="attractiveness"):
        design(alignment(weights=(0, 1, 1)), [Fraction(1, 2)] * 2)


@given(alignment_games("distance", agents=2), POSITIVE)
def test_t11_distance_moves_no_candidate_and_takes_equilibria_away(game: Game, more: Fraction) -> None:
    further = moved(game, "diversity", more)
    assert interior_candidate(game.canonical) == interior_candidate(further.canonical)
    near, far = numbers(game.canonical), numbers(further.canonical)
    points = support_points(near[0], total(near[1], near[2]))
    assert all(is_equilibrium(*near, w) for w in points if is_equilibrium(*far, w))
    w = interior_candidate(game.canonical)
    if w is not None and min(w) > 0:
        assert is_equilibrium(*near, w) == is_positive_semidefinite(near[1])
        finding = theorem("T11").finding(game)
        assert ("is an equilibrium" in finding.conclusion) == is_positive_semidefinite(near[1])


@given(alignment_games("similarity", agents=2), POSITIVE)
def test_t12_bounds_hold_for_every_weight_on_diversity(game: Game, weight: Fraction) -> None:
    S = game.inputs["similarity"].tolist()
    assume(is_positive_definite(S))
    limit, bounds = diversity_limit(game), diversity_bounds(game)
    assert limit is not None
    assert bounds is not None
    solved = equalising([Fraction(0)] * game.size, S, range(game.size))
    assert solved is not None
    assert solved[:-1] == limit == bounds.limit
    for level in (weight, *filter(None, (bounds.inclusive_beyond, bounds.boundary_beyond, bounds.excluding_beyond))):
        for strength in (level, level * (1 + TINY)):
            w = interior_candidate(game.with_coefficients(diversity=strength).canonical)
            assert w is not None
            for x, s, spread in zip(w, limit, bounds.spread, strict=True):
                assert (x - s) ** 2 <= spread / strength**2
            if bounds.inclusive_beyond is not None and strength > bounds.inclusive_beyond:
                assert min(w) > game.threshold
            if bounds.boundary_beyond is not None and strength > bounds.boundary_beyond:
                assert min(w) < 0
            if bounds.excluding_beyond is not None and strength > bounds.excluding_beyond:
                assert min(w) < game.threshold
    assert (bounds.boundary_beyond is None) == (min(limit) >= 0)
    assert (bounds.excluding_beyond is None) == (min(limit) >= game.threshold)
    assert (bounds.inclusive_beyond is None) == (min(limit) <= game.threshold)


def test_t12_a_limit_at_the_floor_decides_nothing() -> None:
    game = alignment(a=(0, 0), S=[[1, 0], [0, 3]]).with_floor(Fraction(1, 4))
    assert diversity_limit(game) == (Fraction(3, 4), Fraction(1, 4))
    finding = theorem("T12").finding(game)
    assert finding.holds == "yes"
    assert "exactly at the floor" in finding.conclusion


@st.composite
def boxes(draw: st.DrawFn) -> tuple[Game, list[Fraction], list[list[Fraction]], list[Numbers]]:
    """Draw a game, radii of b and M, and games (b, M) at the corners and sides of the box."""
    game = draw(canonical_games())
    size, (b, H, K) = game.size, numbers(game.canonical)
    unit = draw(st.sampled_from([Fraction(0), Fraction(1, 1000), Fraction(1, 50), Fraction(1, 4)]))
    counts = st.integers(0, 3).map(lambda count: count * unit)
    b_radii = draw(st.lists(counts, min_size=size, max_size=size))
    upper = draw(st.lists(st.lists(counts, min_size=size, max_size=size), min_size=size, max_size=size))
    M_radii = [[upper[min(d, e)][max(d, e)] for e in range(size)] for d in range(size)]
    signs = st.lists(st.sampled_from([-1, 0, 1]), min_size=size, max_size=size)

    def shaken(values: Sequence[Fraction], radii: Sequence[Fraction]) -> tuple[Fraction, ...]:
        return tuple(x + sign * r for x, sign, r in zip(values, draw(signs), radii, strict=True))

    box = []
    for _ in range(4):
        M = [list(shaken(row, radii)) for row, radii in zip(total(H, K), M_radii, strict=True)]
        box.append((shaken(b, b_radii), M, M))
    return game, b_radii, M_radii, box


@given(boxes())
def test_t13_no_game_of_the_box_leaves_the_enclosures(
    drawn: tuple[Game, list[Fraction], list[list[Fraction]], list[Numbers]],
) -> None:
    game, b_radii, M_radii, box = drawn
    w, delta = interior_candidate(game.canonical), interior_radii(game.canonical, b_radii, M_radii)
    if delta is not None and w is not None:
        for c, M, _ in box:
            solved = equalising(c, M, range(game.size))
            assert solved is not None
            assert all(abs(x - y) < radius for x, y, radius in zip(solved[:-1], w, delta, strict=True))
    else:
        assert w is None or any(map(any, M_radii))
    b, H, K = numbers(game.canonical)
    for point in list(support_points(b, total(H, K)))[:1]:
        squared = boundary_radii_squared(game.canonical, b_radii, M_radii, point)
        for c, M, _ in box if squared is not None else []:
            for v in support_points(c, M):
                assert all((x - y) ** 2 <= most for x, y, most in zip(v, point, squared or (), strict=True))


def test_t13_the_symmetric_part_matters() -> None:
    """Where M is not symmetric, P of M itself in T13 (b) would bound the square of a change 2,070 times as large."""
    game = canonical([0, 0, 0], THREE, scaled(30, TURN))
    third, radii = [Fraction(1, 3)] * 3, [Fraction(1, 100), Fraction(0), Fraction(0)]
    solved = equalising(radii, fractions(game.canonical.M), range(3))
    assert solved is not None
    changes = [(x - y) ** 2 for x, y in zip(solved[:-1], third, strict=True)]
    P = inverse_on_tangent(game.canonical.M)
    assert P is not None
    naive = [fraction(P[d, d] * abs(P[0, 0])) / 10**4 for d in range(3)]
    assert max(change / bound for change, bound in zip(changes, naive, strict=True)) == Fraction(8281, 4)
    squared = boundary_radii_squared(game.canonical, radii, [[0] * 3] * 3, third)
    assert squared is not None
    assert all(change <= bound for change, bound in zip(changes, squared, strict=True))


@pytest.mark.parametrize(
    ("b_radii", "M_radii", "words"),
    [
        ([1], [[0, 0], [0, 0]], "shapes"),
        ([0, -1], [[0, 0], [0, 0]], "negative"),
        ([0, 0], [[0, 1], [0, 0]], "symmetric"),
    ],
)
def test_t13_refuses_radii_that_are_none(b_radii: list[int], M_radii: list[list[int]], words: str) -> None:
    with pytest.raises(InputError, match=words):
        boundary_radii_squared(canonical([0, 0], [[1, 0], [0, 1]]).canonical, b_radii, M_radii, [1, 0])


@given(canonical_games(concave=False), st.data())
def test_t15_a_guess_and_its_gap_enclose_the_solution(game: Game, data: st.DataObject) -> None:
    guess = data.draw(mixtures(game.size))
    squared = enclosure_squared(game.canonical, guess)
    b, H, K = numbers(game.canonical)
    M = total(H, K)
    assert (squared is not None) == is_positive_definite(M)
    if squared is not None:
        (solution,) = [w for w in support_points(b, M) if is_complementary(b, M, w)]
        assert all((x - y) ** 2 <= bound for x, y, bound in zip(solution, guess, squared, strict=True))


def test_t15_the_symmetric_part_matters() -> None:
    game = canonical([0, 0, 0], THREE, scaled(30, TURN))
    guess = [Fraction(1), Fraction(0), Fraction(0)]
    squared, P = enclosure_squared(game.canonical, guess), inverse_on_tangent(game.canonical.M)
    solved = equalising([Fraction(0)] * 3, fractions(game.canonical.M), range(3))
    assert solved is not None
    assert min(solved[:-1]) > 0
    assert squared is not None
    assert P is not None
    changes = [(x - y) ** 2 for x, y in zip(solved[:-1], guess, strict=True)]
    assert all(change <= most for change, most in zip(changes, squared, strict=True))
    naive = [fraction(P[d, d]) * gap(game.canonical, guess) for d in range(3)]
    assert any(change > most for change, most in zip(changes, naive, strict=True))
