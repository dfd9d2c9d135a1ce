"""Every verdict on a change of a coefficient, against brute force over supports in plain Fractions."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

import flint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nashsym.data.survey import anes96_game
from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fractions
from nashsym.game import Game
from nashsym.phase.along import path as paths
from nashsym.phase.along.coefficient_line import CoefficientLine
from nashsym.steering import bracketing
from nashsym.steering.change import CoefficientChange
from nashsym.steering.coefficient_changes import coefficient_changes
from nashsym.terms import Attractiveness, Distance, Inconsistency, Similarity
from tests.oracles.brute_force import (
    all_homogeneous,
    is_complementary,
    is_equilibrium,
    is_positive_definite,
    is_positive_semidefinite,
    solve_linear,
    support_points,
)
from tests.steering.strategies import alignment_games

LADDER = [Fraction(n, 16) for n in (1, 8, 12, 15, 17, 20, 40, 200, 10**5)]


def points_at(line: CoefficientLine, value: Fraction) -> list[tuple[Fraction, ...]]:
    """Return the homogeneous equilibria at a value: all of them, or their vertices; none where it is not known."""
    b, H, M = column_fractions(line.b(value)), fractions(line.H(value)), fractions(line.M(value))
    if is_positive_definite(M):
        found = list(support_points(b, M))
    else:
        zero = [[Fraction(0)] * len(b) for _ in b]
        found = [point for part in all_homogeneous(b, M, zero) for point in part]
    if is_positive_semidefinite(H):
        return found
    K = [[m - h for m, h in zip(*rows, strict=True)] for rows in zip(M, H, strict=True)]
    return [point for point in found if is_equilibrium(b, H, K, point)]


def side(change: CoefficientChange) -> Iterator[Fraction]:
    """Yield values on the side of the change, among them those just at its claims."""
    up, current = change.direction == "increase", change.current
    scaled = [step * (current or 1) for step in LADDER]
    if change.threshold is not None:
        low, high = change.threshold
        scaled += [low, high, (current + low) / 2, (current + 9 * low) / 10, (current + 9 * high) / 10]
    yield from (
        value for value in [*scaled, Fraction(0)] if value >= 0 and (value > current if up else value < current)
    )


def check(game: Game, group: int, change: CoefficientChange) -> None:
    """Hold one answer against brute force."""
    line = CoefficientLine.of(game, change.coefficient)
    tau, up = game.threshold, change.direction == "increase"
    if change.verdict == "undecided":
        assert change.reason
        assert (change.value, change.threshold, change.exact) == (None, None, None)
        return
    if change.verdict == "never":
        for value in side(change):
            assert all(point[group] < tau for point in points_at(line, value)), value
        return
    assert change.value is not None
    assert change.threshold is not None
    low, high = change.threshold
    inner, outer = (low, high) if up else (high, low)
    assert (change.value > change.current) == up
    for value in (change.value, outer):
        found = points_at(line, value)
        assert found
        assert all(point[group] >= tau for point in found), value
    if change.exact is None:
        assert low < high
        assert all(point[group] < tau for point in points_at(line, inner))
        assert high - low <= high / 10**6
    else:
        assert low == high == change.exact == change.value
        assert {point[group] for point in points_at(line, change.exact)} == {tau} or change.exact == 0
    for value in side(change):
        if (value < inner) if up else (value > inner):
            assert all(point[group] < tau for point in points_at(line, value)), value


@pytest.mark.parametrize("diversity", ["similarity", "distance"])
def test_every_answer_against_brute_force(diversity: str) -> None:
    seen: Counter[tuple[str, str, str]] = Counter()

    # The same games each time: which verdicts occur among them is part of the claim.
    @settings(max_examples=200, derandomize=True, database=None)
    @given(alignment_games(diversity), st.integers(0, 3))
    def holds(game: Game, place: int) -> None:
        group = place % game.size
        changes = coefficient_changes(game, group)
        line = CoefficientLine.of(game, "consistency")
        now = points_at(line, line.current)
        if not changes:
            assert all(point[group] >= game.threshold for point in now)
        for change in changes:
            seen[change.coefficient, change.direction, change.verdict] += 1
            check(game, group, change)
            assert game.groups[group] in change.sentence
            assert change.coefficient in change.sentence
            assert change.to_dict()["verdict"] == change.verdict
        decided = any(change.verdict != "undecided" for change in changes)
        assert not decided or all(point[group] < game.threshold for point in now)

    holds()
    missing = [
        (coefficient, direction, verdict)
        for coefficient in ("attractiveness", "consistency", "diversity")
        for direction in ("increase", "decrease")
        for verdict in ("reached", "never", "undecided")
        if not seen[coefficient, direction, verdict]
        # The distance form's diversity moves nothing (T11).
        and not (diversity == "distance" and coefficient == "diversity" and verdict == "reached")
    ]
    assert missing == []


def attractiveness_crossings(game: Game, group: int) -> list[Fraction] | None:
    """Return every λ_A ≥ 0 at which w_d = τ, support by support (T9); None where w_d = τ on a whole interval."""
    line = CoefficientLine.of(game, "attractiveness")
    M, slope, tau = fractions(line.M(Fraction(0))), column_fractions(line.slope.b), game.threshold
    found = set()
    for size in range(1, game.size + 1):
        for support in combinations(range(game.size), size):
            if group not in support:
                continue
            rows = [[*(M[d][e] for e in support), Fraction(1)] for d in support] + [
                [Fraction(1)] * size + [Fraction(0)]
            ]
            start = solve_linear(rows, [Fraction(0)] * size + [Fraction(1)])
            step = solve_linear(rows, [slope[d] for d in support] + [Fraction(0)])
            assert start is not None
            assert step is not None
            q, p = start[support.index(group)], step[support.index(group)]
            if p == 0:
                if q == tau:
                    return None
                continue
            value = (tau - q) / p
            if value >= 0:
                w = [Fraction(0)] * game.size
                for place, d in enumerate(support):
                    w[d] = start[place] + value * step[place]
                if is_complementary(tuple(value * entry for entry in slope), M, tuple(w)):
                    found.add(value)
    return sorted(found)


@given(alignment_games("similarity"), st.integers(0, 3))
def test_thresholds_in_attractiveness_are_exact(game: Game, place: int) -> None:
    group, line = place % game.size, CoefficientLine.of(game, "attractiveness")
    if not is_positive_definite(fractions(line.M(Fraction(0)))):
        return
    crossings = attractiveness_crossings(game, group)
    if crossings is None:
        return
    for change in coefficient_changes(game, group):
        if change.coefficient != "attractiveness" or change.verdict == "undecided":
            continue
        up = change.direction == "increase"
        nearer = [value for value in crossings if (value > change.current if up else value < change.current)]
        expected = (min(nearer) if up else max(nearer)) if nearer else None
        assert change.exact == change.value == expected


@given(st.one_of(alignment_games("similarity"), alignment_games("distance")), st.data())
def test_no_rational_nearer_than_claimed_reaches_the_floor(game: Game, data: st.DataObject) -> None:
    group = data.draw(st.integers(0, game.size - 1))
    for change in coefficient_changes(game, group):
        if change.verdict != "reached":
            continue
        assert change.threshold is not None
        inner = change.threshold[0 if change.direction == "increase" else 1]
        line = CoefficientLine.of(game, change.coefficient)
        for share in data.draw(st.lists(st.fractions(0, 1), max_size=6)):
            value = change.current + share * (inner - change.current)
            if value not in (inner, change.current):
                assert all(point[group] < game.threshold for point in points_at(line, value))


def test_the_survey_says_what_brings_the_liberals_back() -> None:
    game = anes96_game()
    changes = {(change.coefficient, change.direction): change for change in coefficient_changes(game, "liberal")}
    assert {key: change.verdict for key, change in changes.items()} == {
        ("attractiveness", "increase"): "never",
        ("attractiveness", "decrease"): "reached",
        ("consistency", "increase"): "reached",
        ("consistency", "decrease"): "never",
        ("diversity", "increase"): "never",
        ("diversity", "decrease"): "never",
    }
    for change in changes.values():
        check(game, 0, change)
        assert change.nearest
    assert changes["consistency", "increase"].value == Fraction(3333, 10000)
    assert changes["consistency", "increase"].sentence == (
        "Raising the weight on consistency from 0.25 to at least 0.3333 (× 1.334) brings liberal back to 1 %."
    )
    assert "(T12)" in changes["diversity", "increase"].sentence
    assert "−0.1408" in changes["diversity", "increase"].sentence


def test_the_distance_form_does_not_move_with_diversity() -> None:
    game = Game.alignment(
        ["a", "b"], 3, ["0.9", "0.1"], [[1, 0], [0, 1]], [["0.1", 0], [0, "0.1"]],
        coefficients=[4, 1, 1], diversity="distance",
    )  # fmt: skip
    diversity = [change for change in coefficient_changes(game, "b") if change.coefficient == "diversity"]
    assert [change.verdict for change in diversity] == ["never", "never"]
    assert all("T11" in change.sentence for change in diversity)


def _less_consistency(diversity: int) -> tuple[Game, CoefficientChange]:
    """Return a game whose candidate is at the floor at λ_C ≤ 1/4, where H ⪰ 0 on T only for λ_C ≥ λ_D/5."""
    game = Game.alignment(
        ["a", "b"],
        3,
        [1, 0],
        [[9, 0], [0, 1]],
        [[1, 0], [0, 1]],
        coefficients=[1, 1, diversity],
        diversity="distance",
        floor="0.3",
    )
    (change,) = (
        change
        for change in coefficient_changes(game, "a")
        if (change.coefficient, change.direction) == ("consistency", "decrease")
    )
    return game, change


def test_beyond_the_range_where_the_utility_is_concave_nothing_is_claimed() -> None:
    _, change = _less_consistency(2)
    assert change.verdict == "undecided"
    assert change.reason.startswith("the only candidate reaches the floor at 0.25, but beyond 0.4 H is not ⪰ 0 on T")


def test_what_is_reached_ends_where_the_utility_stops_being_concave() -> None:
    game, change = _less_consistency(1)
    assert (change.verdict, change.exact) == ("reached", Fraction(1, 4))
    assert change.sentence == (
        "Lowering the weight on consistency from 1 to 0.25 (× 0.25) brings a back to 30 %. "
        "Below 0.2 H is not ⪰ 0 on T, and nothing is claimed (T1)."
    )
    check(game, 0, change)


def test_the_search_in_larger_games_stops_where_the_utility_stops_being_concave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paths, "MAX_GROUPS_PATH", 1)
    assert _less_consistency(2)[1].verdict == "undecided"
    _, change = _less_consistency(1)
    assert (change.verdict, change.nearest) == ("reached", False)


def test_the_search_claims_nothing_that_an_exact_solve_denies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "MAX_GROUPS_PATH", 1)
    monkeypatch.setattr(bracketing, "_float_weight", lambda line, group: lambda value: 1.0)
    assert _less_consistency(1)[1].verdict == "undecided"


def test_where_m_stops_being_definite_nothing_is_claimed() -> None:
    game = Game.alignment(["a", "b"], 3, [1, 0], [[1, 0], [0, 1]], [[-1, 0], [0, -1]])
    (change,) = (
        change
        for change in coefficient_changes(game, "b")
        if (change.coefficient, change.direction) == ("diversity", "increase")
    )
    assert change.verdict == "undecided"
    assert change.reason.startswith("the group is left below the floor up to 2; beyond it M is not ⪰ 0 on T")


def test_a_group_at_the_floor_needs_no_change() -> None:
    assert coefficient_changes(anes96_game(), "conservative") == ()
    assert coefficient_changes(Game.alignment(["a"], 2, [1], [[1]], [[1]]), 0) == ()


def test_a_game_that_is_not_concave_is_undecided_throughout() -> None:
    game = Game.alignment(["a", "b"], 3, [1, 0], [[-1, 0], [0, 0]], [[1, 0], [0, 1]])
    changes = coefficient_changes(game, "b")
    assert {change.verdict for change in changes} == {"undecided"}
    assert all("H is not ⪰ 0" in change.reason for change in changes)


@pytest.mark.parametrize(
    ("group", "floor", "message"),
    [
        ("nobody", None, "no group is named 'nobody'"),
        (5, None, "no group has the index 5"),
        (-1, None, "no group has the index -1"),
        (True, None, "no group has the index True"),
        ("liberal", Fraction(1, 2), "floor"),
        ("liberal", Fraction(0), "floor"),
    ],
)
def test_bad_input_is_refused(group: str | int, floor: Fraction | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        coefficient_changes(anes96_game(), group, floor)


def test_canonical_games_have_no_coefficients() -> None:
    with pytest.raises(InputError, match="no coefficients to change"):
        coefficient_changes(Game.from_canonical([1, 0], [[1, 0], [0, 1]]), 0)


def _large_game(groups: int) -> Game:
    source = random.Random(7)  # noqa: S311  # reproducible draws, no secret
    questions = 2 * groups
    shares = [[Fraction(source.randint(1, 19), 20) for _ in range(questions)] for _ in range(groups)]
    alike = [
        [sum((p * q + (1 - p) * (1 - q) for p, q in zip(x, y, strict=True)), Fraction(0)) / questions for y in shares]
        for x in shares
    ]
    scatter = [[1 - alike[i][i] if i == j else Fraction(0) for j in range(groups)] for i in range(groups)]
    reach = [Fraction(source.randint(1, 20), 20) for _ in range(groups)]
    return Game.alignment(
        [f"g{d}" for d in range(groups)], 8, reach, scatter, alike,
        coefficients=[Fraction(1, 2), Fraction(1, 4), 1], floor=Fraction(1, 10 * groups),
    )  # fmt: skip


def test_a_search_in_larger_games_proves_both_sides_and_does_not_claim_the_nearest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paths, "MAX_GROUPS_PATH", 6)
    monkeypatch.setattr(paths, "MAX_GROUPS_AFFINE_PATH", 6)
    game = _large_game(8)
    below = [d for d in range(game.size) if coefficient_changes(game, d)]
    verdicts: Counter[str] = Counter()
    for group in below[:3]:
        searched = coefficient_changes(game, group)
        monkeypatch.setattr(paths, "MAX_GROUPS_PATH", 8)
        monkeypatch.setattr(paths, "MAX_GROUPS_AFFINE_PATH", 8)
        followed = coefficient_changes(game, group)
        monkeypatch.setattr(paths, "MAX_GROUPS_PATH", 6)
        monkeypatch.setattr(paths, "MAX_GROUPS_AFFINE_PATH", 6)
        for found, exact in zip(searched, followed, strict=True):
            verdicts[found.verdict] += 1
            assert found.verdict in ("reached", "undecided")
            if found.verdict == "reached":
                assert not found.nearest
                assert found.threshold is not None
                assert exact.verdict == "reached"
                assert exact.threshold is not None
                assert found.threshold[0] <= exact.threshold[0]
                assert exact.threshold[1] <= found.threshold[1]
                check_sides(game, group, found)
    assert set(verdicts) == {"reached", "undecided"}


def check_sides(game: Game, group: int, change: CoefficientChange) -> None:
    """Check both sides of a threshold with the package's own solver, which is another road."""
    from nashsym.solvers.pipeline import solve

    assert change.threshold is not None
    low, high = change.threshold
    inner, outer = (low, high) if change.direction == "increase" else (high, low)
    for value, reaches in ((inner, False), (outer, True)):
        equilibrium = solve(game.with_coefficients(**{change.coefficient: value})).equilibrium
        assert equilibrium is not None
        assert (equilibrium.weights[group] >= game.threshold) == reaches


def test_terms_of_one_coefficient_move_together_and_a_candidate_is_called_one() -> None:
    """H = 2λ_C C − 2λ_D S and K = 2λ_D S + λ_D R: H ⪰ 0 on T is lost while M ≻ 0 stays, and w moves."""

    def column(*entries: int) -> flint.fmpq_mat:
        return flint.fmpq_mat(2, len(entries) // 2, list(entries))

    one = flint.fmpq(1)
    game = Game(
        ("a", "b"),
        3,
        (
            Attractiveness(one, column(0, 4)),
            Inconsistency(one, column(2, 0, 0, 1)),
            Distance(one, column(1, 0, 0, 0)),
            Similarity(one, column(3, 0, 0, 0)),
        ),
    )
    line = CoefficientLine.of(game, "diversity")
    assert line.M(Fraction(1))[0, 0] == 7
    assert not is_positive_semidefinite(fractions(line.H(Fraction(4))))
    changes = coefficient_changes(game, "a")
    for change in changes:
        check(game, 0, change)
    (more,) = (c for c in changes if (c.coefficient, c.direction) == ("diversity", "increase"))
    assert more.verdict == "never"
    assert more.reason == "even the only candidate for an equilibrium leaves it below the floor"
