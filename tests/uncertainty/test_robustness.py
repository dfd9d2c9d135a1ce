"""What a box guarantees: never refuted by a game in it, exact where the box is a point, weaker in wider ones."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from nashsym import Game, anes96_game, solve
from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fractions, vector
from nashsym.theorems.box import CanonicalBox
from nashsym.theorems.box_bounds import BoxBounds, box_bounds, is_held
from nashsym.uncertainty.box import InputBox
from nashsym.uncertainty.robustness import Robustness, robustness
from tests.uncertainty.boxes import Truth, boxes, corners_of_attractiveness, games, symmetric, within


def weights_of(game: Game) -> tuple[Fraction, ...]:
    """The weights at the equilibrium of a game that has one."""
    found = solve(game).equilibrium
    assert found is not None
    return found.weights


def refutations(answer: Robustness, other: Game) -> list[str]:
    """What the answer says and a game of its box contradicts."""
    if answer.reason:
        return []
    truth, found = Truth(other), []
    points = truth.equilibria
    found += [] if truth.is_concave and len(points) == 1 and truth.is_monotone else ["not one homogeneous equilibrium"]
    found += [] if answer.scope == "homogeneous" or truth.is_united else ["a heterogeneous equilibrium"]
    for point in points:
        for entry, weight in zip(answer.groups, point, strict=True):
            fits = entry.lower <= weight <= entry.upper and not (entry.absent and weight)
            low = weight < answer.floor
            verdict = {"included": not low, "excluded": low, "undecided": True}[entry.verdict]
            found += [] if fits and verdict else [f"{entry} but {weight}"]
    return found


@given(st.data())
@settings(max_examples=60)
def test_no_game_in_the_box_refutes_it(data: st.DataObject) -> None:
    game = data.draw(games())
    box = data.draw(boxes(game))
    answer = robustness(game, box)
    event("undecided throughout" if answer.reason else "decided" if not answer.undecided else "decided in part")
    for other in within(game, box, 8):
        assert refutations(answer, other) == []


@pytest.mark.parametrize("radius", ["0.001", "0.003", "0.005", "0.01", "0.015"])
def test_games_about_the_survey(radius: str) -> None:
    game = anes96_game()
    wide = [[radius] * 5] * 5
    box = InputBox.around(game, [radius] * 5, wide, wide)
    answer = robustness(game, box)
    for other in within(game, box, 8):
        assert refutations(answer, other) == []


def test_the_refuting_sees_what_is_false() -> None:
    """A guarantee of a narrow box is refuted by the games of a wide one."""
    game = anes96_game()
    narrow, wide = (InputBox.around(game, [r] * 5, [["0"] * 5] * 5, [["0"] * 5] * 5) for r in ("0.001", "0.03"))
    answer = robustness(game, narrow)
    assert any(refutations(answer, other) for other in within(game, wide, 20))
    flipped = replace(answer, groups=tuple(replace(e, verdict="excluded") for e in answer.groups))
    assert refutations(flipped, game) != []
    united = game.with_coefficients(diversity=50)
    assert "a heterogeneous equilibrium" in refutations(replace(answer, scope="all"), united)


@given(games())
def test_a_point_decides_as_the_game_does(game: Game) -> None:
    size = game.size
    zero = [[0] * size] * size
    answer = robustness(game, InputBox.around(game, [0] * size, zero, zero))
    form = game.canonical
    sure = form.concavity.is_positive_semidefinite and form.stability.is_positive_definite
    assert (answer.reason == "") == sure
    if sure:
        weights = weights_of(game)
        told = ["included" if weight >= game.threshold else "excluded" for weight in weights]
        assert [entry.verdict for entry in answer.groups] == told
        assert [(entry.lower, entry.upper) for entry in answer.groups] == [(w, w) for w in weights]


@given(st.data())
def test_wider_boxes_decide_no_more(data: st.DataObject) -> None:
    game = data.draw(games())
    box = data.draw(boxes(game))
    wider = InputBox(
        box.groups,
        tuple(2 * x for x in box.attractiveness),
        *(tuple(tuple(2 * x for x in row) for row in rows) for rows in (box.inconsistency, box.similarity)),
    )
    narrow, wide = robustness(game, box), robustness(game, wider)
    assert set(wide.included) <= set(narrow.included)
    assert set(wide.excluded) <= set(narrow.excluded)
    if not wide.reason:
        for inner, outer in zip(narrow.groups, wide.groups, strict=True):
            assert outer.lower <= inner.lower
            assert inner.upper <= outer.upper


@given(st.data())
def test_relabelling_groups_relabels_the_answer(data: st.DataObject) -> None:
    game = data.draw(games())
    box = data.draw(boxes(game))
    order = data.draw(st.permutations(range(game.size)))

    def column(values: Any) -> Any:
        return [values[d] for d in order]

    def square(rows: Any) -> Any:
        return [[rows[d][e] for e in order] for d in order]

    inputs = game.inputs
    names = column(game.groups)
    other = Game.alignment(
        names,
        game.agents,
        column(inputs["attractiveness"]),
        square(inputs["inconsistency"]),
        square(inputs["similarity"]),
        coefficients=game.coefficients,
        diversity=game.diversity or "similarity",
        floor=game.threshold,
    )
    turned = InputBox.around(other, column(box.attractiveness), square(box.inconsistency), square(box.similarity))
    one, two = robustness(game, box), robustness(other, turned)
    reasons = {one.reason, two.reason}
    if any(reason.startswith("no bounds") for reason in reasons):
        return  # floats propose the bounds, and may find none in one order only; what is proved needs no such care
    assert (len(reasons), one.scope) == (1, two.scope)
    for name in game.groups:
        # Floats round in another order, and widen the bounds by another millionth: verdicts at the floor may differ.
        assert one[name].lower == pytest.approx(two[name].lower, abs=1e-4)
        assert one[name].upper == pytest.approx(two[name].upper, abs=1e-4)


def test_how_far_from_sharp() -> None:
    """Where only a is uncertain and supports are stable, the bounds are attained at corners but for a millionth."""
    game = anes96_game()
    zero = [["0"] * 5] * 5
    box = InputBox.around(game, ["0.002"] * 5, zero, zero)
    answer = robustness(game, box)
    points = [weights_of(other) for other in corners_of_attractiveness(game, box)]
    for d, entry in enumerate(answer.groups):
        reached = min(point[d] for point in points), max(point[d] for point in points)
        assert float(entry.lower) == pytest.approx(float(reached[0]), abs=2e-6)
        assert float(entry.upper) == pytest.approx(float(reached[1]), abs=2e-6)
    assert answer["liberal"].absent


def test_what_the_survey_guarantees() -> None:
    game = anes96_game()
    decided = {}
    for radius in ("0.003", "0.005", "0.01"):
        answer = robustness(game, InputBox.around(game, [radius] * 5, [["0"] * 5] * 5, [[radius] * 5] * 5))
        decided[radius] = (answer.included, answer.excluded, answer.undecided)
    left, right = ("liberal", "slightly liberal"), ("moderate", "slightly conservative", "conservative")
    assert decided["0.003"] == (("slightly liberal", *right), ("liberal",), ())
    assert decided["0.005"][0] == right
    assert "moderate" in decided["0.01"][0]
    assert not {*decided["0.01"][0]} & {*left}


def _centre(**changes: Any) -> Game:
    given: dict[str, Any] = {"a": ["0.5", "0.5"], "C": [[1, 0], [0, 1]], "S": [["0.5", 0], [0, "0.5"]]} | changes
    return Game.alignment(["left", "right"], 3, given["a"], given["C"], given["S"])


@pytest.mark.parametrize(
    ("game", "radius", "words"),
    [
        (_centre(C=[[-1, 0], [0, -1]]), "0", "H is not ⪰ 0 on T, already"),
        (_centre(C=[[0, 0], [0, 0]], S=[[0, 0], [0, 0]]), "0", "M is not ≻ 0 on T, already"),
        (_centre(C=[["0.01", 0], [0, "0.01"]]), "0.02", "H − diag(E_H 1) is not"),
        (_centre(S=[["-0.99", 0], [0, "-0.99"]]), "1/3", "M − diag(E_M 1) is not"),
    ],
)
def test_undecided_with_the_reason(game: Game, radius: str, words: str) -> None:
    answer = robustness(game, InputBox.around(game, ["0"] * 2, [[radius] * 2] * 2, [[radius] * 2] * 2))
    assert answer.reason.startswith(words)
    assert answer.undecided == game.groups
    assert "undecided" in str(answer)
    assert [(entry.lower, entry.upper, entry.absent) for entry in answer.groups] == [
        (Fraction(0), Fraction(1), False)
    ] * 2


def test_a_box_too_wide_for_bounds() -> None:
    game = _centre()
    answer = robustness(game, InputBox.around(game, [5, 5], [[0, 0], [0, 0]], [[0, 0], [0, 0]]))
    assert answer.reason.startswith("no bounds")
    assert answer.undecided == game.groups


def test_weights_that_sum_to_1_bound_each_other() -> None:
    """Who is alone in not being absent has everything."""
    game = Game.alignment(["a", "b"], 3, [1000, 0], [[1, 0], [0, 1]], [["1/2", 0], [0, "1/2"]])
    answer = robustness(game, InputBox.around(game, [100, 100], [["0"] * 2] * 2, [["0"] * 2] * 2))
    assert answer["b"].absent
    assert answer["a"].lower == answer["a"].upper == 1


def test_the_answer_as_a_tree_and_as_text() -> None:
    game = anes96_game()
    box = InputBox.around(game, ["0.005"] * 5, [["0"] * 5] * 5, [["0.005"] * 5] * 5)
    answer = robustness(game, box, floor="1/50")
    tree = json.loads(json.dumps(answer.to_dict()))
    assert tree["floor"] == "1/50"
    assert [entry["verdict"] for entry in tree["groups"]] == [entry.verdict for entry in answer.groups]
    assert tree["box"]["radii"]["attractiveness"] == ["1/200"] * 5
    assert "moderate" in str(answer)
    assert "floor 1/50" in str(answer)
    assert answer["moderate"].verdict == "included"


@pytest.mark.parametrize("floor", [0, -1, "1/4", "x", float("nan")])
def test_a_floor_out_of_range_is_refused(floor: Any) -> None:
    game = anes96_game()
    box = InputBox.around(game, [0] * 5, [[0] * 5] * 5, [[0] * 5] * 5)
    with pytest.raises(InputError, match="floor"):
        robustness(game, box, floor=floor)


@given(st.data())
def test_no_part_of_the_bounds_can_be_dropped(data: st.DataObject) -> None:
    """`is_held` against bounds that are too narrow: a corner of the box lies outside, so it must say no."""
    game = data.draw(games(3))
    size = game.size
    zero = [[0] * size] * size
    box = InputBox.around(game, [Fraction(1, 50)] * size, zero, zero)
    canonical = box.canonical(game)
    assume(canonical.stability.is_positive_definite)
    assume(game.canonical.concavity.is_positive_semidefinite)
    weights = vector(weights_of(game))
    bounds = box_bounds(canonical, weights)
    assume(bounds is not None)
    assert bounds is not None
    assert is_held(canonical, weights, bounds) == bounds.absent
    points = [point for other in corners_of_attractiveness(game, box) for point in Truth(other).equilibria]
    for d in range(size):
        most, least = max(point[d] for point in points), min(point[d] for point in points)
        assert bounds.lower[d] <= least
        assert most <= bounds.upper[d]
        for change in ({"upper": most - Fraction(1, 10**6)}, {"lower": least + Fraction(1, 10**6)}):
            ((side, value),) = change.items()
            values = list(getattr(bounds, side))
            values[d] = value
            assert is_held(canonical, weights, replace(bounds, **{side: tuple(values)})) is None


def test_rows_must_add_up_and_stay_on_the_groups_that_are_served() -> None:
    game = _centre(a=["0.9", "0.1"], C=[[1, 0], [0, 1]], S=[[0, 0], [0, 0]])
    box = InputBox.around(game, ["1/100"] * 2, [[0, 0]] * 2, [[0, 0]] * 2).canonical(game)
    weights = vector(weights_of(game))
    bounds = box_bounds(box, weights)
    assert bounds is not None
    off = (*bounds.rows[0][:1], bounds.rows[0][1] + 1, bounds.rows[0][2])
    assert is_held(box, weights, replace(bounds, rows=(off, bounds.rows[1]))) is None
    assert is_held(box, weights, BoxBounds((Fraction(0),) * 2, (Fraction(2),) * 2, bounds.rows)) is None


def test_radii_of_the_canonical_quantities() -> None:
    zero, two, three = Fraction(0), Fraction(1, 2), Fraction(1, 3)
    game = Game.alignment(["a", "b"], 4, [1, 1], [[1, 0], [0, 1]], [[0, 0], [0, 0]], coefficients=[5, 7, 11])
    r_C, r_S = symmetric([two, zero, two], 2), symmetric([three, three, zero], 2)
    for diversity, E_H, E_K, E_M, E_G in (
        ("similarity", 14 * two, 11 * three, 14 * two + 11 * three, 14 * two + Fraction(11, 3) * three),
        ("distance", 14 * two + 22 * three, 22 * three, 14 * two, 14 * two + 22 * three * Fraction(4, 3)),
    ):
        inputs = game.inputs
        other = Game.alignment(
            game.groups, 4, *(inputs[name] for name in inputs), coefficients=[5, 7, 11], diversity=diversity
        )
        box = InputBox.around(other, [three, 0], r_C, r_S)
        b, H, K = box.canonical_radii(other)
        assert b == vector([5 * three, 0])
        assert (fractions(H)[0][0], fractions(K)[0][0]) == (E_H, E_K)
        canonical = box.canonical(other)
        assert (fractions(canonical.M)[0][0], fractions(canonical.G)[0][0]) == (E_M, E_G)
        lone = Game.alignment(
            game.groups, 1, *(inputs[name] for name in inputs), coefficients=[5, 7, 11], diversity=diversity
        )
        assert [fractions(X)[0][0] for X in box.canonical_radii(lone)[1:]] == [14 * two, 0]
        assert fractions(box.canonical(lone).M)[0][0] == 14 * two


@given(st.data())
def test_canonical_radii_hold_every_game_of_the_box(data: st.DataObject) -> None:
    game = data.draw(games(3))
    box = data.draw(boxes(game))
    canonical, here = box.canonical(game), Truth(game)
    for other in within(game, box, 6):
        there = Truth(other)
        assert all(abs(x - y) <= r for x, y, r in zip(here.b, there.b, column_fractions(canonical.b), strict=True))
        for name, radii in (("H", canonical.H), ("M", canonical.M), ("G", canonical.G)):
            for row, moved, most in zip(getattr(here, name), getattr(there, name), fractions(radii), strict=True):
                assert all(abs(x - y) <= r for x, y, r in zip(row, moved, most, strict=True))


@pytest.mark.parametrize(
    ("radii", "words"),
    [
        ((["-1", 0], [[0, 0]] * 2, [[0, 0]] * 2), "box.attractiveness.*negative"),
        (([0, 0], [[0, 1], [0, 0]], [[0, 0]] * 2), "symmetric"),
        (([0], [[0, 0]] * 2, [[0, 0]] * 2), "box.attractiveness"),
        (([0, 0], [[0, 0]] * 2, [[0, 0], [0, -1]]), "box.similarity.*negative"),
        (([0, float("inf")], [[0, 0]] * 2, [[0, 0]] * 2), "attractiveness"),
        (([0, True], [[0, 0]] * 2, [[0, 0]] * 2), "attractiveness"),
        (([0, 0], None, [[0, 0]] * 2), "inconsistency"),
    ],
)
def test_bad_radii_are_refused_by_name(radii: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        InputBox.around(_centre(), *radii)


def test_games_without_such_a_box() -> None:
    flat = [[0, 0]] * 2
    box = InputBox.around(_centre(), [0, 0], flat, flat)
    for other in (
        Game.from_canonical([1, 0], [[1, 0], [0, 1]]),
        Game.alignment(["left", "right"], 2, [1, 0], [[1, 0], [0, 1]], [[1, 0], [0, 1]], anchor=(1, ["1/2", "1/2"])),
        Game.alignment(["left", "middle"], 2, [1, 0], [[1, 0], [0, 1]], [[1, 0], [0, 1]]),
    ):
        with pytest.raises(InputError, match="box"):
            robustness(other, box)
    with pytest.raises(InputError, match="shape"):
        replace(box, similarity=((Fraction(0),),))
    form = _centre().canonical
    with pytest.raises(InputError, match="negative"):
        CanonicalBox.about(form, [0, -1], form.H * 0, form.K * 0)
