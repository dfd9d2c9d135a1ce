"""Thresholds are enclosed from both sides by definiteness, at any scale, and what is written stays proven."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.exact.rational import matrix
from nashsym.game import Game
from nashsym.theorems import inert_distance, specialisation, theorem, thresholds
from nashsym.theorems.inert_distance import concavity_threshold
from nashsym.theorems.instance import Instance
from nashsym.theorems.specialisation import specialisation_threshold
from nashsym.theorems.thresholds import Threshold, definite_until, exact_until, root_above
from nashsym.theorems.wording import bound, decimal, equals, listed, named, number, tuple_text
from tests.oracles.brute_force import is_positive_definite, is_positive_semidefinite
from tests.theorems.instances import ONE, TINY, ZERO, alignment, canonical, moved, scaled
from tests.theorems.strategies import alignment_games, grams, symmetric

UNEVEN, FLAT = [[1, 0, 0], [0, 2, 0], [0, 0, 3]], [[1, 0, 0], [0, 1, 0], [0, 0, 0]]
MAGNITUDES = st.sampled_from([Fraction(1), Fraction(10) ** 30, Fraction(10) ** -400, Fraction(10) ** 4000])


def along(A: list[list[Fraction]], B: list[list[Fraction]], t: Fraction) -> list[list[Fraction]]:
    return [[x - t * y for x, y in zip(*rows, strict=True)] for rows in zip(A, B, strict=True)]


@given(st.integers(1, 4).flatmap(lambda size: st.tuples(grams(size), symmetric(size))), MAGNITUDES)
def test_the_threshold_is_enclosed(pair: tuple[list[list[Fraction]], list[list[Fraction]]], scale: Fraction) -> None:
    A, B = pair[0], scaled(scale, pair[1])
    found = definite_until(matrix(A), matrix(B))
    if found is None:
        assert not is_positive_definite(A)
    elif found.upper is None:
        assert is_positive_semidefinite(scaled(-1, B))
    elif found.exact:
        at = along(A, B, found.lower)
        assert is_positive_semidefinite(at)
        assert not is_positive_definite(at)
    else:
        assert 0 < found.upper - found.lower <= found.upper / 10**4
        assert is_positive_definite(along(A, B, found.lower))
        assert not is_positive_semidefinite(along(A, B, found.upper))


@given(alignment_games(agents=2))
def test_t6_and_t11_give_the_largest_weight_on_diversity(game: Game) -> None:
    for threshold, which in (
        (specialisation_threshold(Instance(game)), "unity"),
        (concavity_threshold(Instance(game)), "concavity"),
    ):
        if threshold is None:
            continue
        below = game.with_coefficients(diversity=threshold.lower * Fraction(999, 1000))
        assert getattr(below.canonical, which).is_positive_definite
        if threshold.upper is not None:
            above = game.with_coefficients(diversity=threshold.upper)
            assert not getattr(above.canonical, which).is_positive_definite


@pytest.mark.parametrize(
    ("game", "text"),
    [
        (alignment(agents=4), "exactly 6"),  # 2λ_C(N−1)/μ
        (alignment("distance", agents=4), "exactly 3/4"),  # λ_C(N−1)/(Nμ)
        (alignment(S=scaled(-1, ONE)), "there is none, at any size"),
        (alignment(S=[[2, 1], [1, 3]], C=[[1, 0], [0, 2]]), "exactly 2"),
        (
            alignment(a=(0, 0, 0), C=UNEVEN, S=FLAT),
            "2.91723746970178031100031575479…, root 1 (from below) of x² − 18x + 44",
        ),
    ],
)
def test_t6_writes_its_threshold(game: Game, text: str) -> None:
    (_, written), _ = theorem("T6").finding(game).quantities
    assert written.startswith(text)


def test_no_threshold_without_what_it_needs() -> None:
    assert specialisation_threshold(Instance(alignment(C=ZERO))) is None
    assert specialisation_threshold(Instance(alignment(weights=(1, 0, 1)))) is None
    assert specialisation_threshold(Instance(canonical([0, 0], ONE))) is None
    assert concavity_threshold(Instance(alignment())) is None
    large = 61
    identity = [[int(d == e) for d in range(large)] for e in range(large)]
    game = Game.alignment([str(d) for d in range(large)], 2, [0] * large, identity, identity)
    for name in ("T7", "T9", "T10", "T12", "T16"):
        assert "not computed above D = 60" in str(theorem(name).finding(game).quantities), name
    assert "exact λ_D at which a group leaves" in str(theorem("T12").finding(game).quantities)


def test_many_groups_have_an_enclosure_and_then_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    game = alignment(a=(0, 0, 0), C=UNEVEN, S=FLAT)
    distance = alignment(
        "distance", a=(0, 0, 0), C=[[1, 0, 0], [0, 2, 0], [0, 0, 3]], S=[[1, 0, 0], [0, 1, 0], [0, 0, 0]]
    )
    monkeypatch.setattr(thresholds, "MAX_GROUPS_EXACT", 2)
    for name, each in (("T6", game), ("T6", distance), ("T11", distance)):
        found = theorem(name).finding(each)
        assert "between" in found.quantities[0][1]
        assert "(enclosed; exact up to D = 2 where entries are not long)" in found.quantities[0][1]
        assert found.thresholds == ()
    for module in (specialisation, inert_distance):
        monkeypatch.setattr(module, "MAX_GROUPS_THRESHOLD", 2)
    for name, each in (("T6", game), ("T11", distance)):
        assert "not computed above D = 2" in str(theorem(name).finding(each).quantities)


@given(st.integers(1, 4).flatmap(lambda size: st.tuples(grams(size), symmetric(size))))
def test_the_exact_threshold_is_where_it_stops(pair: tuple[list[list[Fraction]], list[list[Fraction]]]) -> None:
    A, B = pair
    found, enclosed = exact_until(matrix(A), matrix(B)), definite_until(matrix(A), matrix(B))
    assert (found is None) == (enclosed is None)
    if found is None or enclosed is None:
        return
    assert (found.upper is None) == (enclosed.upper is None)
    if found.upper is None or enclosed.upper is None or found.root is None:
        assert found.root is None
        return
    assert max(found.lower, enclosed.lower) <= min(found.upper, enclosed.upper)
    exact = found.root.rational
    for at in (*found.root.enclose(Fraction(1, 10**20)), *([] if exact is None else [exact])):
        side = found.compare(at)
        assert is_positive_definite(along(A, B, at)) == (side == 1)
        assert is_positive_semidefinite(along(A, B, at)) == (side != -1)
    assert found.scaled(Fraction(3, 2)).compare(found.lower * Fraction(3, 2)) == found.compare(found.lower)


def test_a_game_at_its_threshold_is_told_exactly() -> None:
    at = alignment(weights=(1, 1, 2))  # 2λ_C(N−1)/μ = 2
    for game, says, side in (
        (at, "2, exactly at it: the boundary of the condition", 0),
        (moved(at, "diversity", TINY), ", beyond it by ≈ 1e−6", -1),
        (moved(at, "diversity", -TINY), "below it by", 1),
    ):
        found = theorem("T6").finding(game)
        assert says in dict(found.quantities)["the game's λ_D is"]
        ((name, root),) = found.thresholds
        assert root.compare(game.coefficients["diversity"]) == side
        assert found.to_dict()["thresholds"][name] == {"polynomial": ["-2", "1"], "place": 0, "low": "2", "high": "2"}
    irrational = alignment(a=(0, 0, 0), C=UNEVEN, S=FLAT)
    ((name, root),) = theorem("T6").finding(irrational).thresholds
    assert root.rational is None
    low, high = root.enclose(Fraction(1, 10**50))
    assert irrational.with_coefficients(diversity=low).canonical.unity.is_positive_definite  # type: ignore[union-attr]
    assert not irrational.with_coefficients(diversity=high).canonical.unity.is_positive_semidefinite  # type: ignore[union-attr]


def test_a_canonical_game_is_told_by_how_much_k_can_grow() -> None:
    found = theorem("T6").finding(canonical([0, 0], scaled(3, ONE), scaled(2, ONE), agents=3))
    assert found.quantities[0] == ("largest factor of K before specialisation (G ≻ 0 on T below it)", "exactly 3")
    assert found.quantities[1] == ("the game's factor is", "1, below it by ≈ 2")


@given(st.fractions(min_value=0), MAGNITUDES)
def test_a_root_from_above(value: Fraction, scale: Fraction) -> None:
    square = value * scale
    root = root_above(square)
    assert root**2 >= square
    assert (root * Fraction(9_998, 10_000)) ** 2 <= square


def test_what_is_written_stays_a_bound() -> None:
    third = Fraction(1, 3)
    assert (bound(third, upper=True), bound(third, upper=False)) == ("0.3334", "0.3333")
    assert (bound(-third, upper=True), bound(-third, upper=False)) == ("−0.3333", "−0.3334")
    assert bound(7, upper=True) == "7"
    assert Threshold(third, Fraction(2, 3)).text(Fraction(3)) == "between 1 and 2"


def test_numbers_are_exact_where_they_are_short() -> None:
    values = [Fraction(-3, 5), Fraction(23, 500), Fraction(12345, 67891), 10**12, Fraction(1, 10**30), Fraction(22, 7)]
    assert [number(value) for value in values] == ["−3/5", "0.046", "≈ 0.1818", "≈ 1.000e+12", "≈ 1e−30", "22/7"]
    assert (equals(Fraction(1, 2)), equals(Fraction(1, 10**30))) == ("= 1/2", "≈ 1e−30")
    assert decimal(Fraction(10) ** 9000 / 3) == "3.333e+8999"
    assert tuple_text(range(9)) is None
    assert tuple_text([1, Fraction(-1, 2)]) == "(1, −1/2)"
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "none",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert listed([str(d) for d in range(10)]) == "0, 1, 2, 3, 4, 5, 6, 7 and 2 more"
    assert named([str(d) for d in range(9)], [0] * 9).endswith("7 0; … (9 groups)")
