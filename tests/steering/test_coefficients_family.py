"""All coefficients together: what is promised holds, nothing nearer does, and what is refused can't be done."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nashsym import Game, anes96_game, steer
from nashsym.exact.rational import column_fractions, floats, fractions
from nashsym.steering.advice import Advice
from nashsym.steering.coefficient_cone import CoefficientCone
from nashsym.steering.covering import Covering
from nashsym.steering.family_answer import FamilyAnswer
from nashsym.steering.relative_change import cost_squared
from nashsym.steering.smallest_subsidy import NORMS, Norm
from tests.oracles.brute_force import is_positive_semidefinite, support_points
from tests.steering.checking_coverings import is_proved
from tests.steering.regimes import REGIMES, distance_game, regime_game
from tests.steering.strategies import alignment_games
from tests.steering.test_steer_properties import SLOW, check_option, demands


def together(game: Game, **asked: Any) -> tuple[Advice, FamilyAnswer | None]:
    advice = steer(game, by="coefficients", **asked)
    return advice, next(iter(advice.families), None)


def scanned(game: Game, least: tuple[Fraction, ...], norm: Norm, around: np.ndarray, reach: float) -> float:
    """Return the least size of a change, among thousands of points in floats, at which all floors hold."""
    moving = [name for name, value in game.coefficients.items() if value > 0]
    draw = np.random.default_rng(len(moving))
    axes = [np.concatenate([[0.0], np.geomspace(0.02, 50, 15)])] * len(moving)
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(moving))
    near = [around * draw.lognormal(0, size, (1500, len(moving))) for size in (0.02, 0.2)]
    ball = 1 + reach * draw.uniform(-1, 1, (1500, len(moving)))
    points = np.vstack([points, *near, np.maximum(ball, 0)])
    points = points[points.sum(axis=1) > 0]
    unit = {
        name: game.with_coefficients(**{other: int(other == name) for other in game.coefficients}) for name in moving
    }
    scale = np.array([float(game.coefficients[name]) for name in moving])
    forms = [unit[name].canonical for name in moving]
    parts = ([form.float_b for form in forms], [form.float_M for form in forms], [floats(form.H) for form in forms])
    b, M, H = (np.einsum("nk,k...->n...", points * scale, np.array(part)) for part in parts)
    size = game.size
    system = np.ones((len(points), size + 1, size + 1))
    system[:, :size, :size], system[:, size, size] = M, 0
    regular = np.abs(np.linalg.det(system)) > 1e-9
    right = np.concatenate([b, np.ones((len(b), 1))], axis=1)[..., None]
    weights = np.linalg.solve(system[regular], right[regular])[:, :size, 0]
    basis = np.linalg.qr(np.vstack([np.eye(size - 1), -np.ones(size - 1)]))[0]
    concave = np.linalg.eigvalsh(basis.T @ H[regular] @ basis)[:, 0] >= -1e-11
    does = concave & (weights >= np.array([float(value) for value in least]) + 1e-9).all(axis=1)
    sizes = np.linalg.norm(points[regular][does] - 1, {"l1": 1, "l2": 2, "linf": np.inf}[norm], axis=1)
    return float(sizes.min(initial=np.inf))


@pytest.mark.parametrize("regime", REGIMES)
def test_no_point_of_a_dense_scan_is_nearer_than_the_bound(regime: str) -> None:
    """Each option costs within a thousandth of the bound, and no verdict but a proved one is given."""
    verdicts: list[str] = []
    for seed in range(16):
        game, norm = regime_game(regime, seed), NORMS[seed % 3]
        floor = [Fraction(1, 100), Fraction(1, 10), Fraction(1, 2 * game.size)][seed // 3 % 3]
        advice, family = together(game, floor=floor, norm=norm)
        if family is None:
            continue
        verdicts.append(family.verdict)
        proof = family.proof
        around = np.ones(len(game.coefficients))[: sum(value > 0 for value in game.coefficients.values())]
        bound = np.inf if family.verdict == "never" else 0.0
        if family.options:
            option = family.options[0]
            relative = [value / game.coefficients[name] for name, value in option.change.items()]
            if len(relative) == len(around):
                around = np.array([float(value) for value in relative])
            assert cost_squared(relative, norm) == option.cost_squared
            bound = float(option.least_squared) ** 0.5
            assert bound <= float(option.cost_squared) ** 0.5 <= 1.001 * bound
            for each in family.options:
                check_option(game, advice, each)
        if proof is not None:
            assert proof.holds()
            if proof.cells <= 40:
                assert is_proved(game.to_dict(), json.loads(json.dumps(proof.to_dict())))
        assert scanned(game, advice.asked.least, norm, around, 1.0 if np.isinf(bound) else bound) >= bound * (1 - 1e-12)
    assert verdicts.count("undecided") == 0
    assert min(verdicts.count("reached"), verdicts.count("never")) >= 1


def test_a_mixture_that_is_held_is_followed_to_where_utilities_stop_being_concave() -> None:
    """The floors leave no room, and at the nearest ratio H is not ⪰ 0 on T: λ_D = 5 is the last at which it is."""
    game = Game.alignment(
        ["a", "b"],
        2,
        [0, 0],
        [["1/4", 0], [0, "1/4"]],
        [["1/40", 0], [0, 0]],
        coefficients=[1, "1/4", 10],
        diversity="distance",
        floor="1/2",
    )
    _, family = together(game, norm="l1")
    assert family is not None
    (option,) = family.options
    assert option.change == {"consistency": Fraction(1, 4), "diversity": Fraction(5)}
    assert option.cost_squared == Fraction(1, 4)
    assert option.least_squared >= Fraction(249, 1000)


def is_concave_throughout(game: Game) -> bool:
    """Whether H ⪰ 0 on T whatever the coefficients are: it is linear in them."""
    alone = (dict.fromkeys(game.coefficients, 0) | {name: 1} for name in game.coefficients)
    return all(game.with_coefficients(**only).canonical.concavity.is_positive_semidefinite for only in alone)


def test_where_nothing_smaller_is_ruled_out_it_says_so() -> None:
    """Others may be at 0, and H is not ⪰ 0 on T as it is: whether a smaller change does is not known."""
    game = Game.alignment(
        ["a", "b", "c"],
        2,
        [0, 0, 0],
        [["1/4", 0, 0], [0, "1/4", 0], [0, 0, "1/4"]],
        [["1/40", "1/40", 0], ["1/40", "1/40", 0], [0, 0, 0]],
        coefficients=[1, "1/4", 5],
        diversity="distance",
    )
    assert not is_concave_throughout(game)
    advice, family = together(game, floor="1/100", groups=["a"], norm="l1")
    assert family is not None
    (option,) = family.options
    assert (option.cost_squared, option.least_squared) == (Fraction(1, 16), Fraction(0))
    assert "is 25 %. That it is nearly the smallest is not proved.\n" in advice.text


@given(st.data())
@settings(SLOW, max_examples=40)
def test_drawn_games_of_every_degeneracy_are_answered_and_proved(data: st.DataObject) -> None:
    game = data.draw(st.one_of(alignment_games("similarity"), alignment_games("distance")))
    asked = data.draw(demands(game))
    norm = data.draw(st.sampled_from(NORMS))
    advice, family = together(game, **asked, norm=norm)
    if family is None:
        return
    for option in family.options:
        check_option(game, advice, option)
        bound = float(option.least_squared) ** 0.5
        # Where a group may be at 0, equilibria of games that are not concave are not known (T1), so nothing is proved.
        is_known = not advice.asked.free or is_concave_throughout(game)
        if option.solution.unique_homogeneous == "proved" and len(family.options) == 1 and is_known:
            assert float(option.cost_squared) ** 0.5 <= 1.02 * bound
    if family.proof is not None:
        if family.proof.cells <= 40:
            assert is_proved(game.to_dict(), family.proof.to_dict())
        assert Covering.from_dict(game, family.proof.to_dict()).holds()
    assert (family.verdict == "never") <= (family.proof is not None)
    for written in ("1 1 1", "1 3 1", "1/4 1 2", "0 1 1", "1 1 0", "1 9 1/9"):
        factors = [Fraction(factor) for factor in written.split()]
        values = {
            name: factor * value for (name, value), factor in zip(game.coefficients.items(), factors, strict=True)
        }
        if not any(values.values()):
            continue
        changed = game.with_coefficients(**values)
        form = changed.canonical
        if not is_positive_semidefinite(fractions(form.H)):
            continue
        moved = [factor for factor, value in zip(factors, game.coefficients.values(), strict=True) if value]
        for point in support_points(column_fractions(form.b), fractions(form.M)):
            if advice.asked.met_by(point):
                assert family.verdict != "never"
                assert all(cost_squared(moved, norm) >= option.least_squared for option in family.options)


@given(alignment_games("similarity"), st.sampled_from(NORMS))
@example(anes96_game(), "l2")
@settings(SLOW, max_examples=25)
def test_several_never_cost_more_than_one_alone(game: Game, norm: Norm) -> None:
    advice = steer(game, by=("coefficient", "coefficients"), norm=norm)
    if not advice.families:
        return
    several = advice.families[-1]
    # One that is 0 can be raised alone, but has no relative change.
    alone = [option for option in advice.options if option.norm is None and option.relative_squared is not None]
    if several.verdict != "reached":
        assert several.verdict == "undecided" or not alone
        return
    for option in alone:
        assert several.options[0].least_squared <= option.cost_squared
        if option.solution.unique_homogeneous == "proved":
            best = min(one.cost_squared for one in several.options if one.solution.unique_homogeneous == "proved")
            assert best <= option.cost_squared * Fraction(1002, 1000)


@pytest.mark.parametrize("factor", [Fraction(1, 3), Fraction(50)])
def test_scale_changes_nothing(factor: Fraction) -> None:
    """MODEL T8."""
    for seed in range(4):
        game = regime_game("attracted", seed)
        scaled = game.with_coefficients(**{name: factor * value for name, value in game.coefficients.items()})
        assert_alike(together(game, floor="0.1")[1], together(scaled, floor="0.1")[1])


def test_the_order_of_groups_changes_nothing() -> None:
    game = regime_game("diverse", 3)
    tree = game.to_dict()
    order = list(permutations(range(game.size)))[-5]
    inputs = tree["inputs"]
    relabelled = Game.alignment(
        [game.groups[d] for d in order],
        game.agents,
        [inputs["attractiveness"][d] for d in order],
        *([[inputs[name][d][e] for e in order] for d in order] for name in ("inconsistency", "similarity")),
        coefficients=list(game.coefficients.values()),
    )
    assert_alike(together(game, floor="0.1")[1], together(relabelled, floor="0.1")[1])


def assert_alike(one: FamilyAnswer | None, other: FamilyAnswer | None) -> None:
    assert (one is None) is (other is None)
    if one is None or other is None:
        return
    assert one.verdict == other.verdict
    for left, right in zip(one.options, other.options, strict=True):
        assert left.least_squared <= right.cost_squared
        assert right.least_squared <= left.cost_squared


def test_a_coefficient_at_0_stays_there_and_that_is_said() -> None:
    game = anes96_game().with_coefficients(diversity=0)
    (option,) = steer(game, floor="0.05", by="coefficients").options
    assert set(option.change) == {"attractiveness", "consistency"}
    assert option.game.coefficients["diversity"] == 0
    assert "The weight on diversity is 0, and a relative change leaves it there." in option.notes


def test_what_moves_nothing_is_left_as_it_is() -> None:
    game = anes96_game().with_agents(1)
    (option,) = steer(game, floor="0.05", by="coefficients").options
    assert set(option.change) == {"attractiveness", "consistency"}
    assert option.game.coefficients["diversity"] == game.coefficients["diversity"]
    assert "The weight on diversity is left as it is: it moves no equilibrium." in option.notes


def test_one_coefficient_with_a_weight_only_scales_the_game() -> None:
    game = anes96_game().with_coefficients(attractiveness=0, consistency=0)
    advice, family = together(game)
    assert not advice.options
    assert family is not None
    assert family.verdict == "never"
    assert "(T8)" in family.sentence
    assert family.proof is not None
    assert is_proved(game.to_dict(), family.proof.to_dict())


def test_a_mixture_is_reached_on_its_ray_exactly() -> None:
    """The weights ½ ± λ_A/(2(2λ_C + λ_D)): ¾ and ¼ where λ_A = λ_C + λ_D/2, from 4, 1 and 1."""
    game = Game.alignment(["left", "right"], 3, [1, 0], [[1, 0], [0, 1]], [[1, 0], [0, 1]], coefficients=[4, 1, 1])
    for norm in NORMS:
        advice, family = together(game, target=["3/4", "1/4"], norm=norm)
        (option,) = advice.options
        assert option.equilibrium.weights == (Fraction(3, 4), Fraction(1, 4))
        values = option.game.coefficients
        assert values["attractiveness"] == values["consistency"] + values["diversity"] / 2
        assert float(option.cost_squared) <= 1.002 * float(option.least_squared)
        assert family is not None
        assert family.proof is not None
        assert family.proof.holds()


def test_a_mixture_of_more_groups_is_refused_with_a_proof_and_by_subsidy_reached() -> None:
    advice, family = together(anes96_game(), target=["0.2", "0.1", "0.3", "0.1", "0.3"])
    assert family is not None
    assert (family.verdict, advice.options) == ("never", ())
    assert family.proof is not None
    assert family.proof.beyond is None
    assert is_proved(anes96_game().to_dict(), json.loads(json.dumps(family.to_dict()))["proof"])


def test_the_nearest_can_lie_where_concavity_ends() -> None:
    """T11: the interior point does not move with λ_D, and is an equilibrium only where λ_C C ⪰ λ_D S on T."""
    game = distance_game()
    advice, family = together(game, floor="0.1")
    (option,) = advice.options
    values = option.game.coefficients
    assert 4 * values["diversity"] <= values["consistency"]
    # (λ_C − 1)² + (λ_D − 1)² is least on λ_C = 4λ_D at λ_D = 5/17.
    least = Fraction(3, 17) ** 2 + Fraction(12, 17) ** 2
    assert option.least_squared <= least <= option.cost_squared
    assert float(option.cost_squared) <= 1.003 * float(option.least_squared)
    assert family is not None
    assert "direction" in str(family.proof.tree if family.proof else "")


def test_floors_for_some_count_equilibria_on_the_boundary() -> None:
    game = anes96_game()
    (option,) = steer(game, floor="0.15", groups="slightly liberal", by="coefficients").options
    (everybody,) = steer(game, floor="0.15", by="coefficients").options
    assert option.equilibrium.weights[1] >= Fraction(15, 100)
    assert option.game.canonical.concavity.is_positive_semidefinite
    assert option.cost_squared < everybody.cost_squared


def test_the_best_is_told_where_nothing_does() -> None:
    """Two groups that attract and collide alike share what they have."""
    game = Game.alignment(
        ["a", "b", "c"],
        3,
        ["0.9", "0.1", "0.1"],
        [[1, 0, 0], [0, 8, 0], [0, 0, 8]],
        [[1, 0, 0], [0, 8, 0], [0, 0, 8]],
        coefficients=[1, 1, 1],
    )
    _, family = together(game, floor="0.2")
    assert family is not None
    assert family.verdict == "never"
    assert family.best is not None
    # At λ_A = 0 the weights go as 1 : 1/8 : 1/8.
    assert family.best.share <= Fraction(1, 2) < family.best.upper < Fraction(502, 1000)
    assert "The best it can do for the worst-off is 10 % (nowhere 10.03 %), at attractiveness 0, " in family.sentence


def test_the_words_can_be_acted_on() -> None:
    text = str(steer(anes96_game(), floor="0.05", by="coefficients"))
    assert "1. Lower the weight on attractiveness from 1 to" in text
    assert "raise the weight on consistency from 0.25 to" in text
    assert "Its size, the Euclidean length of the relative changes, is 42.5" in text
    assert "% does, which is proved." in text


def test_the_cone_of_coefficients_spans_the_games() -> None:
    game = anes96_game()
    demand = steer(game, by="diversity").asked
    cone = CoefficientCone.together(game, demand)
    x = (Fraction(1, 3), Fraction(2), Fraction(5, 7))
    changed = game.with_coefficients(**cone.values(x)).canonical
    assert (cone.at(x).b, cone.at(x).M, cone.at(x).H) == (changed.b, changed.M, changed.H)
