"""The game itself: its utility is the model's, its canonical form says the same, and bad ones are refused."""

from __future__ import annotations

import itertools
from dataclasses import FrozenInstanceError
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fractions
from nashsym.game import Game
from nashsym.terms import Attractiveness, Coupling, Curvature, Inconsistency, Linear
from tests.terms.strategies import NUMBERS, column, flat, mixture, square, symmetric

Row = list[Fraction]


def dot(left: Any, right: Any) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), start=Fraction(0))


def quadratic(left: Row, rows: list[Row], right: Row) -> Fraction:
    return dot(left, [dot(row, right) for row in rows])


@st.composite
def profiles(draw: st.DrawFn, agents: int, size: int) -> tuple[Row, list[Row]]:
    return draw(mixture(size)), [draw(mixture(size)) for _ in range(agents - 1)]


def mean_of(others: list[Row], size: int) -> Row:
    return [sum((other[d] for other in others), start=Fraction(0)) / max(len(others), 1) for d in range(size)]


# --- the model ------------------------------------------------------------------------------------------------------


@given(st.data())
def test_utility_is_the_definition(data: st.DataObject) -> None:
    """uᵢ as MODEL, section 1, writes it, in both forms, among any number of agents."""
    size, agents = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    a, C, S = data.draw(column(size)), data.draw(symmetric(size)), data.draw(symmetric(size))
    lam = [abs(number) for number in data.draw(column(3))]
    lam[0] += not any(lam)
    own, others = data.draw(profiles(agents, size))
    names = [f"g{d}" for d in range(size)]
    common = lam[0] * dot(a, own) - lam[1] * quadratic(own, C, own)
    similarity = Game.alignment(names, agents, a, C, S, coefficients=lam)
    mean = mean_of(others, size)
    assert similarity.utility(own, others) == common - lam[2] * quadratic(own, S, mean)
    distance = Game.alignment(names, agents, a, C, S, coefficients=lam, diversity="distance")
    apart = [[own[d] - other[d] for d in range(size)] for other in others]
    reward = sum((quadratic(v, S, v) for v in apart), start=Fraction(0)) / max(len(others), 1)
    assert distance.utility(own, others) == common + lam[2] * reward


@given(st.data())
def test_the_canonical_form_says_what_moves(data: st.DataObject) -> None:
    """Differences of utility are those of bᵀw − ½wᵀHw − wᵀKm, with b, H, K as MODEL, section 1, lists them."""
    size, agents = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    a, C, S = data.draw(column(size)), data.draw(symmetric(size)), data.draw(symmetric(size))
    form = data.draw(st.sampled_from(["similarity", "distance"]))
    game = Game.alignment([f"g{d}" for d in range(size)], agents, a, C, S, coefficients=[2, "1/3", 5], diversity=form)
    canonical = game.canonical
    S_, C_ = flat(S), flat(C)
    zero = flint.fmpq_mat(size, size)
    assert column_fractions(canonical.b) == tuple(2 * number for number in a)
    if agents == 1:
        assert (C_ * 2 / 3, zero) == (canonical.H, canonical.K)
    elif form == "similarity":
        assert (canonical.H, canonical.K) == (C_ * 2 / 3, S_ * 5)
    else:
        assert (canonical.H, canonical.K) == (C_ * 2 / 3 - S_ * 10, S_ * 10)
    assert canonical.M == canonical.H + canonical.K
    assert (None if agents == 1 else canonical.H - canonical.K / (agents - 1)) == canonical.G
    own, others = data.draw(profiles(agents, size))
    other_own = data.draw(mixture(size))
    mean = mean_of(others, size)

    def value(weights: Row) -> Fraction:
        H, K = fractions(canonical.H), fractions(canonical.K)
        bend = quadratic(weights, H, weights) / 2
        return dot(column_fractions(canonical.b), weights) - bend - quadratic(weights, K, mean)

    moved = game.utility(own, others) - game.utility(other_own, others)
    assert moved == value(own) - value(other_own)
    parts = (canonical.b, canonical.H, canonical.K)
    restated = Game.from_canonical(*parts, agents, groups=game.groups)
    assert restated.utility(own, others) - restated.utility(other_own, others) == moved
    assert restated.canonical == canonical


@given(st.data())
def test_the_gauge_moves_no_incentive(data: st.DataObject) -> None:
    """(b + c1 + p + q, H + 1pᵀ + p1ᵀ, K + q1ᵀ + 1rᵀ) has the same differences of utility (MODEL, section 1)."""
    size, agents = data.draw(st.integers(1, 4)), data.draw(st.integers(2, 4))
    b, H, K = data.draw(column(size)), data.draw(symmetric(size)), data.draw(square(size))
    c, p, q, r = data.draw(NUMBERS), data.draw(column(size)), data.draw(column(size)), data.draw(column(size))
    each = range(size)
    game = Game.from_canonical(b, H, K, agents)
    gauged = Game.from_canonical(
        [b[d] + c + p[d] + q[d] for d in each],
        [[H[d][e] + p[e] + p[d] for e in each] for d in each],
        [[K[d][e] + q[d] + r[e] for e in each] for d in each],
        agents,
    )
    own, others = data.draw(profiles(agents, size))
    other_own = data.draw(mixture(size))
    moved = game.utility(own, others) - game.utility(other_own, others)
    assert gauged.utility(own, others) - gauged.utility(other_own, others) == moved
    for name in ("concavity", "stability", "unity"):
        before, after = getattr(game.canonical, name), getattr(gauged.canonical, name)
        assert before.sign == after.sign


@given(st.data())
def test_coefficients_scale_the_utility(data: st.DataObject) -> None:
    """MODEL T8."""
    size, agents = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    a, C, S = data.draw(column(size)), data.draw(symmetric(size)), data.draw(symmetric(size))
    factor = data.draw(NUMBERS.map(abs).filter(bool))
    game = Game.alignment([f"g{d}" for d in range(size)], agents, a, C, S, coefficients=[1, "1/3", 2])
    scaled = game.with_coefficients(attractiveness=factor, consistency=factor / 3, diversity=2 * factor)
    own, others = data.draw(profiles(agents, size))
    assert scaled.utility(own, others) == factor * game.utility(own, others)


# --- making one -----------------------------------------------------------------------------------------------------


def make(**changes: Any) -> Game:
    arguments: dict[str, Any] = {
        "groups": ["left", "right"],
        "agents": 3,
        "attractiveness": ["0.6", "0.4"],
        "inconsistency": [[1, 0], [0, 1]],
        "similarity": [["0.5", "0.2"], ["0.2", "0.5"]],
    }
    return Game.alignment(**(arguments | changes))


def test_defaults() -> None:
    game = make()
    assert game.coefficients == {"attractiveness": 1, "consistency": 1, "diversity": 1}
    assert (game.diversity, game.threshold, game.name, game.notes) == ("similarity", Fraction(1, 100), "", ())
    assert (game.kind, game.numbers, game.size, game.is_quadratic) == ("alignment", "decimal", 2, True)
    canonical = Game.from_canonical([1, 2, 3], np.eye(3))
    assert (canonical.groups, canonical.agents) == (("group 1", "group 2", "group 3"), 2)
    assert (canonical.kind, canonical.diversity, canonical.coefficients) == ("canonical", None, {})
    crowd = Game.from_canonical([0] * 200, np.zeros((200, 200)))
    assert crowd.threshold == Fraction(1, 200)


def test_coefficients_by_name_and_in_order() -> None:
    by_name = make(coefficients={"diversity": "0.5", "consistency": "3/2"})
    assert by_name == make(coefficients=[1, "3/2", "1/2"]) == make(coefficients=np.array([1, 1.5, 0.5]))
    assert by_name.coefficients["consistency"] == Fraction(3, 2)


def test_similarity_may_be_left_out_where_it_costs_nothing() -> None:
    game = make(similarity=None, coefficients=[1, 1, 0])
    assert game == make(similarity=[[0, 0], [0, 0]], coefficients=[1, 1, 0])
    with pytest.raises(
        InputError, match=r"^inputs\.similarity: missing, although the diversity coefficient is not 0; "
    ):
        make(similarity=None)


def test_how_numbers_were_read_is_remembered() -> None:
    assert make(attractiveness=[0.6, 0.4]).numbers == "dyadic"
    assert make().with_coefficients(diversity=0.5).numbers == "dyadic"
    assert make().with_coefficients(diversity="0.5").numbers == "decimal"


def test_games_are_compared_by_what_they_are() -> None:
    assert make() == make(attractiveness=[Fraction(3, 5), Fraction(2, 5)])
    assert make(attractiveness=[0.5, 0.5]) == make(attractiveness=["1/2", "1/2"]), "how a number was read is no part"
    assert make() != make(agents=4)
    assert make() != make(diversity="distance")
    assert make() != make(floor="0.02")
    with pytest.raises(TypeError, match="unhashable"):
        hash(make())


def test_a_game_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        make().agents = 4  # type: ignore[misc]  # the mistake under test


def test_variations() -> None:
    game = make(name="two", floor="0.02")
    nine: Any = np.int64(9)
    assert game.with_agents(9).agents == 9
    assert game.with_agents(nine).agents == 9
    assert type(game.with_agents(nine).agents) is int
    assert game.with_floor("1/3").threshold == Fraction(1, 3)
    other = game.with_coefficients(diversity=0)
    assert (other.name, other.groups, other.threshold) == (game.name, game.groups, game.threshold)
    assert other.coefficients["diversity"] == 0
    assert game.coefficients["diversity"] == 1, "the game itself did not move"


def test_inputs_keep_their_shape() -> None:
    shapes = {name: value.shape for name, value in make().inputs.items()}
    assert shapes == {"attractiveness": (2,), "inconsistency": (2, 2), "similarity": (2, 2)}
    alone = Game.from_canonical(["1/3"], [[2]], [[1]])
    assert {name: value.shape for name, value in alone.inputs.items()} == {"b": (1,), "H": (1, 1), "K": (1, 1)}
    assert alone.to_dict()["H"] == [["2"]]
    assert alone.utility([Fraction(1)], [[Fraction(1)]]) == Fraction(1, 3) - 1 - 1


def test_a_tree_of_exact_texts() -> None:
    assert make(coefficients=[1, "1/3", 2], name="two").to_dict() == {
        "name": "two",
        "groups": ["left", "right"],
        "agents": 3,
        "diversity": "similarity",
        "floor": "1/100",
        "coefficients": {"attractiveness": "1", "consistency": "1/3", "diversity": "2"},
        "inputs": {
            "attractiveness": ["3/5", "2/5"],
            "inconsistency": [["1", "0"], ["0", "1"]],
            "similarity": [["1/2", "1/5"], ["1/5", "1/2"]],
        },
    }


def test_shown() -> None:
    shown = "groups=('left', 'right'), agents=3, attractiveness=1, consistency=1/3, diversity=1 (distance))"
    assert repr(make(coefficients=[1, "1/3", 1], diversity="distance", name="two")) == f"Game('two', {shown}"
    crowd = Game.from_canonical([0] * 7, np.zeros((7, 7)))
    assert repr(crowd) == (
        "Game(groups=('group 1', 'group 2', 'group 3', 'group 4', 'group 5', '… 7 in all'), agents=2, "
        "canonical (b, H, K))"
    )
    assert len(repr(make(coefficients=[Fraction(10**5000, 3), 1, 1]))) < 200


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"agents": True}, "agents: a boolean is not a whole number; write an integer of 1 or more, like 8"),
        ({"agents": 2.0}, "agents: 2.0 is not a whole number; write an integer of 1 or more, like 8"),
        ({"agents": None}, "agents: nothing is not a whole number; write an integer of 1 or more, like 8"),
        ({"agents": 10**5000}, f"agents: 1{'0' * 39}… agents; write an integer from 1 to 1000000000000"),
        ({"groups": "ab"}, 'groups: a text stands where a list of names is expected; write ["a", "b"]'),
        (
            {"groups": {"a", "b"}},
            'groups: a value of type set stands where a list of names is expected; write ["a", "b"]',
        ),
        ({"groups": itertools.count()}, "groups: more than 5000 groups; at most 5000 are accepted"),
        ({"groups": ["a", b"b"]}, "groups[1]: a value of type bytes stands where a name is expected; "),
        ({"diversity": None}, 'diversity: unknown form of diversity: nothing; write "similarity" or "distance"'),
        ({"coefficients": [1, 1]}, "coefficients: 2 coefficients; give three: attractiveness, consistency, diversity"),
        (
            {"coefficients": {"consistncy": 1}},
            "coefficients: no coefficient is named 'consistncy'; the coefficients are ",
        ),
        ({"coefficients": {7: 1}}, "coefficients: no coefficient is named 7; the coefficients are "),
        ({"coefficients": [0, 0, 0]}, "coefficients: every coefficient is 0; give at least one that is positive"),
        ({"coefficients": [1, -0.5, 1]}, "coefficients.consistency: the coefficient is negative: -0.5; "),
        ({"coefficients": [1, "x", 1]}, "coefficients.consistency: 'x' is not a number; "),
        ({"floor": 1}, "floor: the floor is 1: 2 groups cannot all have that much; at most 1/2 "),
        ({"floor": True}, "floor: a boolean (True) stands where a number is expected; "),
        ({"floor": Fraction(10**5000, 1)}, f"floor: the floor is 1{'0' * 39}…: 2 groups cannot "),
        ({"name": None}, "name: nothing stands where a name is expected; "),
        ({"attractiveness": [1]}, "inputs.attractiveness: 1 number for 2 groups; give one number per group"),
        ({"inconsistency": np.eye(3)}, "inputs.inconsistency: 3 rows for 2 groups; give one row per group"),
        (
            {"similarity": [[1, 2], [3, 4]]},
            "inputs.similarity: the matrix is not symmetric: [1][0] is 3, [0][1] is 2; ",
        ),
    ],
    ids=itertools.count(),
)
def test_what_alignment_refuses(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        make(**changes)
    assert str(caught.value).startswith(message)
    assert len(str(caught.value).splitlines()) == 1


def test_what_a_canonical_game_refuses() -> None:
    with pytest.raises(InputError, match=r"^groups: there is no group; name at least one$"):
        Game.from_canonical([], [])
    with pytest.raises(InputError, match=r"^H: the matrix is not symmetric: "):
        Game.from_canonical([1, 2], [[1, 2], [3, 4]])
    with pytest.raises(InputError, match=r"^K: K is not 0 although there is one agent; leave K out, or have 2 agents$"):
        Game.from_canonical([1], [[1]], [[1]], agents=1)
    coupled = Game.from_canonical([1], [[1]], [[1]], agents=2)
    with pytest.raises(InputError, match=r"^K: K is not 0 although there is one agent; "):
        coupled.with_agents(1)
    with pytest.raises(
        InputError, match=r"^coefficients: no coefficient is named 'diversity'; a canonical game has none$"
    ):
        coupled.with_coefficients(diversity=1)
    assert Game.from_canonical([1], [[1]], [[0]], agents=1) == Game.from_canonical([1], [[1]], agents=1)


def test_what_variations_refuse() -> None:
    with pytest.raises(InputError, match=r"^coefficients: no coefficient is named 'b'; the coefficients are attractiv"):
        make().with_coefficients(b=1)
    with pytest.raises(InputError, match=r"^coefficients\.diversity: the coefficient is negative: -1; "):
        make().with_coefficients(diversity=-1)
    with pytest.raises(InputError, match=r"^coefficients: every coefficient is 0; "):
        make().with_coefficients(attractiveness=0, consistency=0, diversity=0)
    with pytest.raises(InputError, match=r"^floor: the floor is 0; write a number above 0$"):
        make().with_floor(0)


def test_what_terms_of_your_own_must_be() -> None:
    one, eye = flint.fmpq(1), flint.fmpq_mat(2, 2, [1, 0, 0, 1])
    groups = ("a", "b")
    with pytest.raises(InputError, match=r"^attractiveness: 2×2 numbers for 2 groups; give 2×1$"):
        Game(groups, 2, (Attractiveness(one, eye),))
    with pytest.raises(InputError, match=r"^inconsistency: the matrix is not symmetric; give a symmetric matrix$"):
        Game(groups, 2, (Inconsistency(one, flint.fmpq_mat(2, 2, [1, 2, 3, 4])),))
    with pytest.raises(InputError, match=r"^consistency: the coefficient is negative; give 0 or more$"):
        Game(groups, 2, (Inconsistency(-one, eye),))
    with pytest.raises(InputError, match=r"^H: 1×1 numbers for 2 groups; give 2×2$"):
        Game(groups, 2, (Curvature.of(flint.fmpq_mat(1, 1, [1])),))
    asymmetric = flint.fmpq_mat(2, 2, [1, 2, 3, 4])
    terms = (Linear.of(flint.fmpq_mat(2, 1)), Curvature.of(eye), Coupling.of(asymmetric))
    assert Game(groups, 2, terms).kind == "canonical"
    scaled = Game(groups, 2, (*terms[:2], terms[2].scaled(flint.fmpq(2))))
    assert scaled.kind == "terms"
    with pytest.raises(InputError, match=r"^a game of terms of your own has no file form; "):
        scaled.to_dict()


@pytest.mark.parametrize(
    ("own", "others", "message"),
    [
        ([1, 0], [[1, 0]], "others: 1 given where 2 play; give N−1 mixtures"),
        ([1], [[1, 0]] * 2, "own: 1 number for 2 groups; give one number per group"),
        ([1, 0], [[1, 0], [1]], "others[1]: 1 number for 2 groups; give one number per group"),
        ([1, "x"], [[1, 0]] * 2, "own[1]: 'x' is not a number; "),
    ],
    ids=itertools.count(),
)
def test_what_utility_refuses(own: Any, others: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        make().utility(own, others)
    assert str(caught.value).startswith(message)
