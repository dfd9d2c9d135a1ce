"""Anchored games: what is enclosed is held against mpmath, against CVXPY and against the laws of such games."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nashsym.errors import InputError
from nashsym.exact.rational import fraction
from nashsym.exact.systems import inverse_on_tangent
from nashsym.game import Game
from nashsym.solvers.anchored_gap import anchored_gap
from nashsym.solvers.anchored_newton import DIGITS, rounded_up
from nashsym.solvers.anchored_solution import AnchoredSolution, Enclosure
from nashsym.solvers.convex import solve_concave_programme
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Equilibrium
from tests.solvers.anchored_games import anchored_games, number, reference_gap, reference_point, utility

IDENTITY = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
HALF = ["1/2", "1/4", "1/4"]


def answer(game: Game, method: str = "auto", **options: Any) -> AnchoredSolution:
    solution = solve(game, method, **options)
    assert isinstance(solution, AnchoredSolution)
    return solution


def enclosed(game: Game, method: str = "auto") -> tuple[Enclosure, tuple[Fraction, ...]]:
    solution = answer(game, method)
    assert solution.kind == "enclosed"
    assert solution.unique_homogeneous == "proved"
    found = solution.enclosure
    assert found is not None
    assert found.radii is not None
    return found, found.radii


def boundary_game(price: Any = "1/100") -> Game:
    """A game that without its anchor leaves the third group at 0."""
    return Game.from_canonical([1, "3/4", -1], IDENTITY, agents=3, anchor=(price, HALF))


@given(anchored_games())
def test_the_point_is_a_mixture_with_every_weight_above_0_and_a_proved_gap(game: Game) -> None:
    found, radii = enclosed(game)
    assert sum(found.weights) == 1
    assert min(found.weights) > 0
    assert all(10**DIGITS % weight.denominator == 0 for weight in found.weights)
    assert max(radii) < Fraction(1, 10**15)
    with mpmath.workprec(400):
        gap = reference_gap(game, [number(weight) for weight in found.weights])
        low, high = anchored_gap(game, found.weights)
        slack = mpmath.mpf(2) ** -200
        assert number(low) - slack <= gap <= number(high) + slack
        assert gap <= number(found.gap) + slack
        assert number(high) - number(low) <= slack * 1000


@given(anchored_games(), st.data())
def test_nobody_gains_more_than_the_gap(game: Game, data: st.DataObject) -> None:
    """At the answer, and at any other point."""
    shares = st.lists(st.integers(0, 9), min_size=game.size, max_size=game.size)
    other = data.draw(shares.map(lambda listed: [share + 1 for share in listed]))
    for weights in (enclosed(game)[0].weights, [Fraction(share, sum(other)) for share in other]):
        deviation = data.draw(shares.filter(any))
        with mpmath.workprec(400):
            own = [number(weight) for weight in weights]
            elsewhere = [mpmath.mpf(share) / sum(deviation) for share in deviation]
            gain = utility(game, elsewhere, own) - utility(game, own, own)
            assert gain <= number(anchored_gap(game, weights)[1]) + mpmath.mpf(2) ** -300


@given(anchored_games(most_groups=2).filter(lambda game: game.size == 2))
def test_the_equilibrium_lies_within_the_radii(game: Game) -> None:
    found, radii = enclosed(game)
    with mpmath.workprec(400):
        exact = reference_point(game)
        for weight, radius, truth in zip(found.weights, radii, exact, strict=True):
            assert abs(number(weight) - truth) <= number(radius) + mpmath.mpf(2) ** -380


@given(anchored_games(), st.data())
def test_any_guess_and_its_gap_enclose_the_equilibrium(game: Game, data: st.DataObject) -> None:
    """T15 with M̃, whose curvature of the divergence is not more than what it is."""
    found, radii = enclosed(game)
    shares = data.draw(st.lists(st.integers(1, 9), min_size=game.size, max_size=game.size))
    guess = [Fraction(share, sum(shares)) for share in shares]
    form = game.anchored_form
    P = inverse_on_tangent((form.M + form.M.transpose()) / 2)
    assert P is not None
    gap = fraction(anchored_gap(game, guess)[1])
    for d, (weight, radius) in enumerate(zip(found.weights, radii, strict=True)):
        assert max(abs(guess[d] - weight) - radius, Fraction(0)) ** 2 <= fraction(P[d, d]) * gap


@settings(max_examples=15)
@given(anchored_games(most_groups=3, symmetric=True))
def test_what_cvxpy_proposes_is_refined_to_the_same_point(game: Game) -> None:
    assume(game.canonical.has_concave_programme)
    found, radii = enclosed(game)
    refined, others = enclosed(game, "cvxpy")
    for first, second, r, s in zip(found.weights, refined.weights, radii, others, strict=True):
        assert abs(first - second) <= r + s


@pytest.mark.parametrize("price", ["0.05", "1", "20"])
def test_cvxpy_alone_comes_near(price: str) -> None:
    """A second derivation: the programme with the relative entropy, in floats."""
    game = boundary_game(price)
    found, _ = enclosed(game)
    proposed = solve_concave_programme(game).weights
    np.testing.assert_allclose(proposed, [float(weight) for weight in found.weights], atol=1e-3)


def assert_same(first: Game, second: Game, order: list[int] | None = None) -> None:
    """Two enclosures of one equilibrium overlap."""
    found, radii = enclosed(first)
    other, others = enclosed(second)
    for d, e in enumerate(order or range(first.size)):
        assert abs(found.weights[e] - other.weights[d]) <= radii[e] + others[d]


@given(anchored_games(), st.data())
def test_gauge_scale_and_order_do_not_move_it(game: Game, data: st.DataObject) -> None:
    size = game.size
    fractions = st.lists(st.fractions(-2, 2, max_denominator=3), min_size=size, max_size=size)
    p, q, r = (
        flint.fmpq_mat(size, 1, [flint.fmpq(x.numerator, x.denominator) for x in data.draw(fractions)])
        for _ in range(3)
    )
    form, anchor = game.canonical, game.anchor
    assert anchor is not None
    ones = flint.fmpq_mat(1, size, [1] * size)
    pair = (anchor.coefficient, anchor.data)
    alone = game.agents == 1
    K = None if alone else form.K + q * ones + (r * ones).transpose()
    b = form.b + p + (q - q if alone else q)
    gauged = Game.from_canonical(b, form.H + p * ones + (p * ones).transpose(), K, game.agents, anchor=pair)
    assert_same(game, gauged)
    factor = flint.fmpq(data.draw(st.integers(1, 50)), 7)
    scaled = Game.from_canonical(
        form.b * factor, form.H * factor, form.K * factor, game.agents, anchor=(pair[0] * factor, pair[1])
    )
    assert_same(game, scaled)
    order = data.draw(st.permutations(range(size)))
    H, K = (flint.fmpq_mat([[matrix[i, j] for j in order] for i in order]) for matrix in (form.H, form.K))
    moved = Game.from_canonical(
        [form.b[i, 0] for i in order], H, K, game.agents, anchor=(pair[0], [pair[1][i, 0] for i in order])
    )
    assert_same(game, moved, list(order))


@given(anchored_games(symmetric=True))
def test_a_larger_coefficient_brings_it_nearer_to_the_reference(game: Game) -> None:
    """Where there is a potential, KL(ŵ‖w⁰) falls as λ_R grows; and T15 at w⁰ itself bounds the distance."""
    anchor = game.anchor
    assert anchor is not None
    reference = [float(fraction(value)) for value in anchor.data.entries()]

    def divergence(weights: tuple[Fraction, ...]) -> float:
        return sum(float(w) * float(np.log(float(w) / r)) for w, r in zip(weights, reference, strict=True))

    price = fraction(anchor.coefficient)
    distances = []
    for factor in (1, 3, 100):
        stronger = game.with_coefficients(anchor=price * factor)
        found, radii = enclosed(stronger)
        distances.append(divergence(found.weights))
        P = inverse_on_tangent((stronger.anchored_form.M + stronger.anchored_form.M.transpose()) / 2)
        assert P is not None
        gap = fraction(anchored_gap(stronger, anchor.data)[1])
        for d, weight in enumerate(found.weights):
            apart = max(abs(weight - fraction(anchor.data[d, 0])) - radii[d], Fraction(0))
            assert apart**2 <= fraction(P[d, d]) * gap
    assert distances[0] >= distances[1] - 1e-12
    assert distances[1] >= distances[2] - 1e-12


@given(anchored_games(most_groups=3))
def test_a_vanishing_coefficient_leads_to_the_equilibrium_without_anchor(game: Game) -> None:
    """(ŵ_d − w_d)² ≤ P_dd λ_R max_d log(1/w⁰_d), w the unanchored equilibrium and P that of M, where M ≻ 0 on T."""
    form, anchor = game.canonical, game.anchor
    assume(form.stability.is_positive_definite)
    assert anchor is not None
    without = solve(game.with_coefficients(anchor=0)).equilibrium
    assert isinstance(without, Equilibrium)
    P = inverse_on_tangent((form.M + form.M.transpose()) / 2)
    assert P is not None
    steepest = max(np.log(1 / float(fraction(value))) for value in anchor.data.entries())
    for price in (Fraction(1, 10**3), Fraction(1, 10**6), Fraction(1, 10**9), Fraction(1, 10**30)):
        found, _ = enclosed(game.with_coefficients(anchor=price))
        for d, (weight, limit) in enumerate(zip(found.weights, without.weights, strict=True)):
            bound = float(fraction(P[d, d])) * float(price) * float(steepest)
            assert float(weight - limit) ** 2 <= bound * (1 + 1e-9) + 1e-30


@pytest.mark.parametrize("price", ["1e-3", "1e-9", "1e-100", "1e-4000"])
def test_a_group_that_would_be_left_out_is_excluded_but_never_at_0(price: str) -> None:
    game = boundary_game(price)
    without = solve(game.with_coefficients(anchor=0)).equilibrium
    assert without is not None
    assert without.left_out() == ("group 3",)
    found, _ = enclosed(game)
    assert found.weights[2] > 0
    assert found.excluded() == ("group 3",)
    assert found.included() == ("group 1", "group 2")
    assert found.undecided() == ()


def test_a_weight_at_the_floor_is_undecided() -> None:
    """With symmetric groups the weights are exactly 1/2: no radius above 0 decides the floor 1/2."""
    game = Game.from_canonical([0, 1], [[1, 0], [0, 1]], agents=2, anchor=(1, ["1/3", "2/3"]))
    found, radii = enclosed(game)
    near = found.weights[0] + radii[0] / 2
    assert found.standing(0, near) == "undecided"
    assert found.standing(0, found.weights[0] + radii[0]) == "undecided"
    assert found.standing(0, found.weights[0] + radii[0] * 2) == "excluded"
    assert found.standing(0, found.weights[0] - radii[0]) == "included"
    assert found.undecided(near) == ("group 1",)


def test_one_group_and_one_agent() -> None:
    alone = answer(Game.from_canonical([1], [[1]], agents=3, anchor=(1, [1])))
    assert alone.enclosure is not None
    assert alone.enclosure.weights == (Fraction(1),)
    assert alone.enclosure.gap == 0
    assert alone.enclosure.radii == (Fraction(0),)
    single = answer(Game.from_canonical([1, 0], [[0, 0], [0, 0]], agents=1, anchor=("1/10", ["1/2", "1/2"])))
    assert single.unique == "proved"
    assert single.enclosure is not None
    share = float(np.exp(10) / (1 + np.exp(10)))
    assert float(single.enclosure.weights[0]) == pytest.approx(share, rel=1e-12)


@pytest.mark.parametrize("exponent", [10, 200, 3000])
def test_a_reference_with_tiny_weights(exponent: int) -> None:
    tiny = Fraction(1, 10**exponent)
    game = Game.from_canonical([1, 1, 0], IDENTITY, agents=3, anchor=("1/10", [1 - 2 * tiny, tiny, tiny]))
    found, radii = enclosed(game)
    assert found.included() == ("group 1",)
    assert max(radii) < Fraction(1, 10**15)


def test_large_coefficients_and_large_numbers() -> None:
    found, radii = enclosed(boundary_game(10**300))
    assert max(radii) < Fraction(1, 10**15)
    assert all(
        abs(weight - Fraction(share)) < Fraction(1, 10**15) for weight, share in zip(found.weights, HALF, strict=True)
    )
    large = 10**2000
    huge = Game.from_canonical([large, 0], [[large, 0], [0, 1]], agents=2, anchor=(1, ["1/2", "1/2"]))
    assert "gap ≤" in repr(solve(huge))


def test_several_equilibria_are_given_as_what_they_are() -> None:
    """K = −10 I rewards playing alike: near each vertex there is an equilibrium, and one in the middle."""
    coupling = [[-10, 0], [0, -10]]
    game = Game.from_canonical([0, 0], [[0, 0], [0, 0]], coupling, 3, anchor=(1, ["1/2", "1/2"]))
    solution = answer(game)
    assert solution.kind == "approximate"
    assert (solution.unique_homogeneous, solution.unique, solution.complete) == ("undecided", "undecided", False)
    assert sorted(round(float(found.weights[0]), 4) for found in solution.enclosures) == [0.0, 0.5, 1.0]
    for found in solution.enclosures:
        assert found.radii is None
        assert found.gap < Fraction(1, 10**30)
        assert found.undecided() == game.groups
    assert "undecided" in solution.search
    with pytest.raises(InputError, match="ask without a rule"):
        solve(game, select="welfare")
    with pytest.raises(InputError, match="use auto or newton"):
        solve(game, "cvxpy")


@settings(max_examples=50)
@given(anchored_games(monotone=False))
def test_whatever_is_claimed_of_any_game_is_proved(game: Game) -> None:
    """H and K of any sign: each kind of answer occurs only with what it rests on."""
    solution = answer(game)
    form = game.anchored_form
    concave, stable = form.concavity.is_positive_semidefinite, form.stability.is_positive_definite
    assert solution.kind == ("undecided" if not concave else "enclosed" if stable else "approximate")
    assert (solution.unique_homogeneous == "proved") is (concave and stable)
    united = form.unity is None or form.unity.is_positive_definite
    assert (solution.unique == "proved") is (concave and stable and united)
    for found in solution.enclosures:
        with mpmath.workprec(400):
            gap = reference_gap(game, [number(weight) for weight in found.weights])
            assert gap <= number(found.gap) + mpmath.mpf(2) ** -200


def test_a_utility_that_may_not_be_concave_is_undecided() -> None:
    solution = answer(Game.from_canonical([0, 0], [[-5, 0], [0, 0]], agents=3, anchor=(1, ["1/3", "2/3"])))
    assert solution.kind == "undecided"
    assert solution.enclosures == ()
    assert "H̃" in solution.search
    exactly = answer(Game.from_canonical([0, 0], [[-4, 0], [0, 0]], agents=3, anchor=(1, ["1/2", "1/2"])))
    assert exactly.kind == "approximate"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "daqp"}, "for quadratic games: this one is anchored; use auto, newton or cvxpy"),
        ({"method": "newtons"}, "unknown method 'newtons'"),
        ({"method": "cvxpy:NOPE"}, "the solver 'NOPE' is not installed"),
        ({"select": "tallest"}, "unknown rule 'tallest'"),
    ],
)
def test_what_cannot_be_asked(options: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as caught:
        solve(boundary_game(), **options)  # type: ignore[arg-type]
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_newton_is_refused_where_nothing_is_anchored() -> None:
    for game in (boundary_game(0), Game.from_canonical([1, 0], [[1, 0], [0, 1]])):
        with pytest.raises(InputError, match="newton is for anchored games"):
            solve(game, "newton")


def test_a_coupling_that_cvxpy_cannot_state() -> None:
    skew = [[0, 3, -3], [-3, 0, 3], [3, -3, 0]]
    game = Game.from_canonical([1, 0, 0], IDENTITY, skew, 3, anchor=("1/10", HALF))
    enclosed(game)
    with pytest.raises(InputError, match="CVXPY cannot state"):
        solve(game, "cvxpy")


def test_the_answer_as_a_tree_and_as_a_line() -> None:
    solution = answer(boundary_game())
    tree = solution.to_dict()
    (one,) = tree["enclosures"]
    assert sum(map(Fraction, one["weights"].values())) == 1
    assert set(one) == {"weights", "gap", "radii", "standing"}
    assert one["standing"]["group 3"] == "excluded"
    assert tree["exactness"] == "enclosed"
    assert "components" not in tree
    assert tree["provenance"].keys() == {"nashsym", "python-flint"}
    assert repr(solution).startswith("Solution(enclosed; The only homogeneous equilibrium")
    assert solution.components == ()
    assert solution.equilibrium is None


def test_rounding_up_keeps_the_sum_and_the_smallest() -> None:
    shares = [flint.fmpq(1, 3), flint.fmpq(1, 10**90), flint.fmpq(2, 3) - flint.fmpq(1, 10**90)]
    column = rounded_up(shares)
    assert sum(column.entries(), flint.fmpq(0)) == 1
    assert column[1, 0] == flint.fmpq(1, 10**DIGITS)
    assert column[0, 0] >= shares[0]


@pytest.mark.parametrize("groups", [100, 300])
def test_many_groups(groups: int) -> None:
    source = np.random.default_rng(groups)
    spread = np.diag(source.integers(50, 150, groups))
    likeness = source.integers(0, 3, (groups, 5))
    shares = source.integers(1, 100, groups)
    game = Game.from_canonical(
        [int(value) for value in source.integers(0, 100, groups)],
        spread.tolist(),
        (likeness @ likeness.T).tolist(),
        8,
        anchor=("1/2", [Fraction(int(share), int(shares.sum())) for share in shares]),
    )
    found, radii = enclosed(game)
    assert max(radii) < Fraction(1, 10**15)
    assert len(found.excluded()) + len(found.included()) == groups
