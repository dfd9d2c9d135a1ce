"""T2 and T7 to T9: what the closed forms say, against solving the changed game again."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nashsym.data.survey import anes96_game
from nashsym.errors import InputError
from nashsym.exact.rational import fractions
from nashsym.game import Game
from nashsym.theorems import theorem
from nashsym.theorems.attractiveness_path import AttractivenessPath, attractiveness_path
from nashsym.theorems.diversity_limit import diversity_bounds, diversity_limit
from nashsym.theorems.interior import interior_candidate, interior_continuum
from nashsym.theorems.regret import gap
from nashsym.theorems.statics import Statics, statics, statics_on_face
from tests.oracles.brute_force import (
    all_homogeneous,
    equalising,
    is_equilibrium,
    is_positive_definite,
    is_positive_semidefinite,
    marginals,
    total,
)
from tests.theorems.instances import TINY, alignment, canonical, moved, numbers, scaled
from tests.theorems.strategies import POSITIVE, alignment_games, canonical_games


def the_homogeneous(game: Game) -> tuple[Fraction, ...] | None:
    """Return the one solution of the complementarity problem, None where there are several."""
    b, H, K = numbers(game.canonical)
    components = all_homogeneous(b, H, K)
    return next(iter(components[0])) if len(components) == 1 == len(components[0]) else None


@given(canonical_games(concave=False))
def test_t2_the_candidate_is_the_only_interior_equilibrium(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    found, solved = interior_candidate(game.canonical), equalising(b, total(H, K), range(game.size))
    assert found == (None if solved is None else solved[:-1])
    if found is not None and min(found) > 0:
        assert is_equilibrium(b, H, K, found) == is_positive_semidefinite(H)
        assert (theorem("T2").finding(game).holds == "yes") == is_positive_semidefinite(H)


@given(canonical_games(), st.data())
def test_t2_singular_games_have_a_continuum_or_none(game: Game, data: st.DataObject) -> None:
    b, H, K = numbers(game.canonical)
    assume(game.size > 1)
    H, K = ([[*row, row[-1]] for row in [*X, X[-1]]] for X in (H, K))
    twin = Game.from_canonical([*b, b[-1]], H, K, game.agents)
    b, H, K = numbers(twin.canonical)
    assert interior_candidate(twin.canonical) is None
    point = interior_continuum(twin.canonical)
    conclusion = theorem("T2").finding(twin).conclusion
    if point is not None and min(point) > 0:
        assert is_equilibrium(b, H, K, point)
        shift = min(point) / 2
        assert is_equilibrium(b, H, K, (*point[:-2], point[-2] + shift, point[-1] - shift))
        assert "continuum" in conclusion
    else:
        assert "No homogeneous equilibrium is interior" in conclusion
        inside = [w for part in all_homogeneous(b, H, K) for w in [mean_of(sorted(part))] if min(w) > 0]
        assert inside == []


def mean_of(points: Sequence[Sequence[Fraction]]) -> tuple[Fraction, ...]:
    return tuple(sum(values, Fraction(0)) / len(points) for values in zip(*points, strict=True))


def check_derivative(found: Statics, at: object, game: Game) -> None:
    """Compare with exact differences at a step and at a tenth of it: their error shrinks in proportion."""
    for name, derivative in found.to_dict().items():
        errors = []
        for step in (TINY, TINY / 10):
            before, after = at(moved(game, name, Fraction(0))), at(moved(game, name, step))  # type: ignore[operator]
            slopes = [(y - x) / step for x, y in zip(before, after, strict=True)]
            errors.append(max(abs(slope - value) for slope, value in zip(slopes, derivative, strict=True)))
        assert errors[1] <= errors[0] / 9 <= Fraction(1, 100), name


@given(alignment_games(concave=False))
def test_t7_statics_are_the_limits_of_exact_differences(game: Game) -> None:
    found = statics(game)
    assert (found is None) == (interior_candidate(game.canonical) is None)
    if found is not None:
        steep = max(abs(value) for values in found.to_dict().values() for value in values)
        assume(steep < 50)
        check_derivative(found, lambda changed: interior_candidate(changed.canonical), game)


@given(alignment_games())
def test_t7_on_a_face(game: Game) -> None:
    w = the_homogeneous(game)
    assume(w is not None and is_positive_semidefinite(numbers(game.canonical)[1]))
    assert w is not None
    found = statics_on_face(game, w)
    b, H, K = numbers(game.canonical)
    gains = marginals(b, total(H, K), w)
    strict = all(gain < max(gains) for gain, x in zip(gains, w, strict=True) if x == 0)
    assert (found is not None) == strict
    if found is not None:
        assert all(
            value == 0 for values in found.to_dict().values() for value, x in zip(values, w, strict=True) if not x
        )
        support = [d for d, x in enumerate(w) if x > 0]

        def on_support(changed: Game) -> list[Fraction]:
            c, L, Q = numbers(changed.canonical)
            solved = equalising(c, total(L, Q), support)
            assert solved is not None
            return [solved[support.index(d)] if d in support else Fraction(0) for d in range(game.size)]

        steep = max(abs(value) for values in found.to_dict().values() for value in values)
        assume(steep < 50)
        check_derivative(found, on_support, game)


def test_t7_on_the_survey_more_consistency_brings_the_liberal_group_back() -> None:
    game = anes96_game()
    w = the_homogeneous(game)
    assert w is not None
    assert w[0] == 0 < w[1]
    found, everywhere = statics_on_face(game, w), statics(game)
    assert found is not None
    assert everywhere is not None
    assert found.consistency[0] == 0 < everywhere.consistency[0]
    with pytest.raises(InputError, match="no homogeneous equilibrium"):
        statics_on_face(game, [Fraction(1, 5)] * 5)
    with pytest.raises(InputError, match="mixture"):
        statics_on_face(game, [Fraction(1)] * 5)


def test_t7_there_is_no_derivative_without_strict_complementarity() -> None:
    game = alignment(a=(2, 0), C=scaled("1/2", [[1, 0], [0, 1]]))  # w⁎ = (1, 0), the other exactly as good
    assert interior_candidate(game.canonical) == (Fraction(1), Fraction(0))
    assert statics_on_face(game, [1, 0]) is None


def test_t7_is_about_alignment_games() -> None:
    game = canonical([0, 0], [[1, 0], [0, 1]])
    assert statics(game) is None
    assert statics_on_face(game, [Fraction(1, 2)] * 2) is None
    assert attractiveness_path(game) is None
    assert diversity_limit(game) is None
    assert diversity_bounds(game) is None


@given(alignment_games(), POSITIVE)
def test_t8_equilibria_do_not_change_with_scale(game: Game, factor: Fraction) -> None:
    larger = game.with_coefficients(**{name: factor * value for name, value in game.coefficients.items()})
    assert interior_candidate(larger.canonical) == interior_candidate(game.canonical)
    assert set(all_homogeneous(*numbers(larger.canonical))) == set(all_homogeneous(*numbers(game.canonical)))
    even = [Fraction(1, game.size)] * game.size
    assert gap(larger.canonical, even) == factor * gap(game.canonical, even)


@given(alignment_games(concave=False), POSITIVE)
def test_t9_the_candidate_is_affine_in_the_weight_on_attractiveness(game: Game, coefficient: Fraction) -> None:
    path = attractiveness_path(game)
    if path is None:
        assert interior_candidate(game.canonical) is None
        return
    there = interior_candidate(game.with_coefficients(attractiveness=coefficient).canonical)
    assert path.at(coefficient) == there
    assert sum(path.base) == 1
    assert sum(path.slope) == 0
    for group in range(game.size):
        crossing = path.crossing(group, game.threshold)
        assert crossing is None or path.at(crossing)[group] == game.threshold
    ends = path.interior()
    assert there is not None
    inside = ends is not None and ends[0] < coefficient and (ends[1] is None or coefficient < ends[1])
    assert inside == (min(there) > 0)
    if ends is not None:
        assert ends[0] == 0 or min(path.at(ends[0])) == 0
        assert ends[1] is None or min(path.at(ends[1])) == 0


@pytest.mark.parametrize(
    ("base", "slope", "ends"),
    [
        ((1, 1), (1, -1), (0, 1)),
        ((1, 0), (0, 0), None),  # a weight of exactly 0 for every λ_A
        ((2, -1), (-2, 1), None),  # both ends at λ_A = 1
        ((2, -1), (-1, 1), (1, 2)),
        ((1, 1), (0, 0), (0, None)),
        ((2, -1), (0, 3), (Fraction(1, 3), None)),
    ],
)
def test_t9_the_ends_of_the_interior(base: tuple[int, ...], slope: tuple[int, ...], ends: object) -> None:
    path = AttractivenessPath(tuple(map(Fraction, base)), tuple(map(Fraction, slope)))
    assert path.interior() == ends


@given(alignment_games(), st.data())
def test_t9_on_a_face(game: Game, data: st.DataObject) -> None:
    support = sorted(data.draw(st.sets(st.integers(0, game.size - 1), min_size=1)))
    path = attractiveness_path(game, support)
    b, H, K = numbers(game.canonical)
    solved = equalising(b, total(H, K), support)
    assert (path is None) == (solved is None)
    if path is not None and solved is not None:
        expected = [solved[support.index(d)] if d in support else 0 for d in range(game.size)]
        assert list(path.at(game.coefficients["attractiveness"])) == expected


@given(alignment_games("similarity"), st.lists(POSITIVE, min_size=6, max_size=6))
def test_t9_each_support_has_one_interval(game: Game, coefficients: list[Fraction]) -> None:
    assume(is_positive_definite(fractions(game.canonical.M)))
    supports = []
    for coefficient in sorted(set(coefficients)):
        w = the_homogeneous(game.with_coefficients(attractiveness=coefficient))
        assert w is not None
        supports.append(tuple(x > 0 for x in w))
    changes = [supports[0], *(after for before, after in pairwise(supports) if before != after)]
    assert len(changes) == len(set(changes))
