"""Each counterexample of the ledger lacks exactly one hypothesis, and the theorem's conclusion fails on it, exactly."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import flint
import pytest

from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fractions, matrix
from nashsym.game import Game
from nashsym.terms import CanonicalForm
from nashsym.theorems import THEOREMS, Counterexample, Theorem
from nashsym.theorems.design import design
from nashsym.theorems.diversity_limit import diversity_bounds
from nashsym.theorems.enclosure import enclosure_squared
from nashsym.theorems.interior import interior_candidate
from nashsym.theorems.perturbation import boundary_radii_squared, interior_radii, lowered_curvature
from nashsym.theorems.regret import gap
from nashsym.theorems.statics import statics_on_face
from nashsym.theorems.tangent_response import tangent_response
from nashsym.theorems.welfare import welfare_optimum_form
from tests.oracles.brute_force import (
    Vector,
    all_homogeneous,
    complementary_components,
    complementary_vertices,
    equalising,
    inner,
    is_equilibrium,
    is_equilibrium_profile,
    is_positive_definite,
    is_positive_semidefinite,
    marginals,
    pattern,
    product,
    regret,
    total,
)
from tests.oracles.two_agents import two_agent_vertices
from tests.theorems.best_responses import best_response
from tests.theorems.instances import ONE, THREE, alignment, numbers, scaled

HALVES: Vector = (Fraction(1, 2), Fraction(1, 2))
LEFT, RIGHT = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))
TWICE = (Fraction(1), Fraction(1))
STILL = (Fraction(0), Fraction(0))
QUARTERS = (Fraction(3, 4), Fraction(1, 4))
FIRST, SECOND, THIRD = (tuple(Fraction(d == e) for e in range(3)) for d in range(3))
THIRDS = (Fraction(1, 3),) * 3

Check = Callable[[Game], None]
CHECKS: dict[tuple[str, str], Check] = {}
ALL = [(each, counterexample) for each in THEOREMS for counterexample in each.counterexamples]
EACH = pytest.mark.parametrize(
    ("each", "counterexample"), ALL, ids=[f"{each.name}: {counterexample.hypothesis}" for each, counterexample in ALL]
)


def fails(name: str, hypothesis: str) -> Callable[[Check], Check]:
    """Register what shows that the conclusion of a theorem fails without a hypothesis."""

    def register(check: Check) -> Check:
        assert (name, hypothesis) not in CHECKS
        CHECKS[name, hypothesis] = check
        return check

    return register


@EACH
def test_only_that_hypothesis_is_missing(each: Theorem, counterexample: Counterexample) -> None:
    finding = each.finding(counterexample.game(), counterexample.radius)
    missing = {hypothesis.text for hypothesis in finding.hypotheses if hypothesis.verdict != "yes"}
    assert missing == {counterexample.hypothesis, *counterexample.with_it}
    assert counterexample.says.endswith(".")
    assert len(finding.hypotheses[0].text) > 0


@EACH
def test_the_conclusion_fails(each: Theorem, counterexample: Counterexample) -> None:
    CHECKS[each.name, counterexample.hypothesis](counterexample.game())


PARTS = [(each, counterexample) for each in THEOREMS for counterexample in each.further]


@pytest.mark.parametrize(
    ("each", "counterexample"), PARTS, ids=[f"{each.name}: {further.hypothesis}" for each, further in PARTS]
)
def test_a_part_of_the_statement_fails_although_all_hypotheses_hold(
    each: Theorem, counterexample: Counterexample
) -> None:
    game = counterexample.game()
    assert each.finding(game, counterexample.radius).holds == "yes"
    assert counterexample.says.endswith(".")
    CHECKS[each.name, counterexample.hypothesis](game)


def test_every_check_belongs_to_a_counterexample() -> None:
    assert set(CHECKS) == {(each.name, counterexample.hypothesis) for each, counterexample in [*ALL, *PARTS]}


def solutions(game: Game) -> set[Vector]:
    """The isolated solutions of the complementarity problem; fails where they fill a polytope."""
    b, H, K = numbers(game.canonical)
    components = all_homogeneous(b, H, K)
    assert all(len(component) == 1 for component in components)
    return {w for component in components for w in component}


def homogeneous(game: Game) -> set[Vector]:
    """The homogeneous equilibria among them, from the definition."""
    b, H, K = numbers(game.canonical)
    return {w for w in solutions(game) if is_equilibrium(b, H, K, w)}


def loss(game: Game, w: Vector) -> Fraction:
    """What an agent would gain by leaving w while all others play it."""
    b, H, K = numbers(game.canonical)
    return regret(b, H, K, w, w)


def balanced(game: Game, w: Vector) -> bool:
    """Whether all marginal utilities are alike where all play w."""
    b, H, K = numbers(game.canonical)
    return len(set(marginals(b, total(H, K), w))) == 1


def no_candidate(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert equalising(b, total(H, K), range(game.size)) is None
    assert interior_candidate(game.canonical) is None


def diversity(game: Game, weight: object) -> Game:
    return game.with_coefficients(diversity=weight)


def candidate(game: Game) -> Vector:
    b, H, K = numbers(game.canonical)
    point = equalising(b, total(H, K), range(game.size))
    assert point is not None
    return point[:-1]


def answer(form: CanonicalForm, mean: Vector) -> Vector:
    """The best response to the mean of the others; its regret is 0 by the definition too."""
    b, H, K = numbers(form)
    w = best_response(tuple(x - y for x, y in zip(b, product(K, mean), strict=True)), H)
    assert regret(b, H, K, w, mean) == 0
    return w


@fails("T1", "H ⪰ 0 on T")
@fails("T14", "H ⪰ 0 on T")
def equal_marginal_utilities_but_no_best_response(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert marginals(b, total(H, K), HALVES) == HALVES
    assert max(HALVES) - inner(HALVES, HALVES) == 0  # the gap
    assert loss(game, HALVES) == Fraction(1, 4)


@fails("T2", "ZᵀMZ is nonsingular")
def every_mixture_is_an_equilibrium(game: Game) -> None:
    no_candidate(game)
    b, H, K = numbers(game.canonical)
    assert all_homogeneous(b, H, K) == [{LEFT, RIGHT}]
    assert all(is_equilibrium(b, H, K, w) and balanced(game, w) for w in (HALVES, QUARTERS))


@fails("T2", "w⁎ > 0")
def the_equilibrium_leaves_a_group_out(game: Game) -> None:
    assert candidate(game) == (Fraction(3, 2), Fraction(-1, 2))
    assert homogeneous(game) == {LEFT}


@fails("T2", "H ⪰ 0 on T")
def the_candidate_is_left(game: Game) -> None:
    assert candidate(game) == HALVES
    assert loss(game, HALVES) == Fraction(1, 4)


@fails("T3", "G ≻ 0 on T, or N = 1")
@fails("T19", "G ≻ 0 on T, or N = 1")
def another_equilibrium_is_heterogeneous(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert homogeneous(game) == {HALVES}
    assert is_equilibrium_profile(b, H, K, [(1, LEFT), (1, RIGHT)])


@fails("T3", "M ≻ 0 on T")
def there_are_three_equilibria(game: Game) -> None:
    assert homogeneous(game) == {LEFT, RIGHT, HALVES}


@fails("T4", "H ⪰ 0 on T")
def the_maximiser_is_no_equilibrium(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert complementary_components(b, total(H, K)) == [{HALVES}]
    assert is_positive_definite(total(H, K))
    assert loss(game, HALVES) == Fraction(1, 4)
    assert homogeneous(game) == set()


@fails("T4", "K is symmetric")
def the_equilibrium_is_no_maximiser(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    M = total(H, K)
    symmetric = [[(M[i][j] + M[j][i]) / 2 for j in range(3)] for i in range(3)]
    (maximiser,) = complementary_vertices(b, symmetric)
    assert maximiser == (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))
    assert is_positive_definite(symmetric)
    assert homogeneous(game) == {(Fraction(5, 12), Fraction(5, 12), Fraction(1, 6))}


@fails("T4", "M ⪰ 0 on T")
def the_equilibrium_is_the_worst(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    M = total(H, K)
    assert HALVES in homogeneous(game)
    value = {w: inner(b, w) - inner(w, product(M, w)) / 2 for w in (HALVES, LEFT, QUARTERS)}
    assert value[HALVES] == Fraction(1, 4) < value[QUARTERS] < value[LEFT] == Fraction(1, 2)


@fails("T5", "K is symmetric")
def the_gains_round_a_square_do_not_cancel(game: Game) -> None:
    walk = [(FIRST, FIRST), (SECOND, FIRST), (SECOND, THIRD), (FIRST, THIRD), (FIRST, FIRST)]
    gains = Fraction(0)
    for before, after in pairwise(walk):
        mover = 0 if before[0] != after[0] else 1
        other = 1 - mover
        gains += game.utility(after[mover], [after[other]]) - game.utility(before[mover], [before[other]])
    assert gains == 6


@fails("T6", "N ≥ 2")
def there_is_no_second_agent(game: Game) -> None:
    assert game.agents == 1
    assert game.canonical.G is None


@fails("T6", "K is symmetric")
def no_niche_holds(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    G = fractions(game.canonical.G)
    assert not is_positive_semidefinite(G)
    assert [[G[d][e] + G[e][d] for e in range(3)] for d in range(3)] == scaled(-2, THREE)
    assert is_positive_definite(H)
    assert two_agent_vertices(b, H, K) == {(THIRDS, THIRDS)}
    even = [[(K[d][e] + K[e][d]) / 2 for e in range(3)] for d in range(3)]
    assert any(v != w for v, w in two_agent_vertices(b, H, even))  # the search does find niches


@fails("T6", "M ≻ 0 on T")
def all_equilibria_are_alike(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    G = fractions(game.canonical.G)
    assert scaled(-1, ONE) == G
    assert not is_positive_semidefinite(H)
    # For two groups H < 0 on T makes every best response a vertex.
    pairs = [(v, w) for v in (LEFT, RIGHT) for w in (LEFT, RIGHT)]
    settled = [(v, w) for v, w in pairs if is_equilibrium_profile(b, H, K, [(1, v), (1, w)])]
    assert settled == [(LEFT, LEFT), (RIGHT, RIGHT)]


@fails("T6", "w⁎ > 0")
def one_group_always_pays_more(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert fractions(game.canonical.G) == scaled(-1, ONE)
    assert two_agent_vertices(b, H, K) == {(LEFT, LEFT)}
    gains = [marginals(tuple(x - y for x, y in zip(b, product(K, m), strict=True)), H, w) for m, w in _corners()]
    assert min(first - second for first, second in gains) == 2


def _corners() -> list[tuple[Vector, Vector]]:
    return [(m, w) for m in (LEFT, RIGHT) for w in (LEFT, RIGHT)]


@fails("T6", "ZᵀGZ is nonsingular, for niches")
def agents_differ_and_serve_everybody(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert fractions(game.canonical.G) == scaled(0, ONE)
    assert is_equilibrium_profile(b, H, K, [(1, QUARTERS), (1, QUARTERS[::-1])])


@fails("T7", "ZᵀMZ is nonsingular")
def nothing_has_a_derivative(game: Game) -> None:
    no_candidate(game)
    b, H, K = numbers(game.canonical)
    assert all(marginals(b, total(H, K), w) == LEFT for w in (LEFT, RIGHT, HALVES))


def formula_and_truth(game: Game) -> tuple[Vector, Vector]:
    """−PSw⁎, and by how much w⁎ moves when λ_D doubles."""
    similarity = flint.fmpq_mat(2, 2, [flint.fmpq(x.numerator, x.denominator) for x in game.inputs["similarity"].flat])
    w = candidate(game)
    push = similarity * flint.fmpq_mat(2, 1, [flint.fmpq(x.numerator, x.denominator) for x in w])
    response = tangent_response(game.canonical.M, -push)
    assert response is not None
    later = candidate(diversity(game, 2 * game.coefficients["diversity"]))
    return column_fractions(response), tuple(x - y for x, y in zip(later, w, strict=True))


@fails("T7", "the game is of the similarity form")
def distance_does_not_move_it(game: Game) -> None:
    assert candidate(game) == QUARTERS
    assert formula_and_truth(game) == ((Fraction(-1, 32), Fraction(1, 32)), STILL)


@fails("T7", "N ≥ 2")
def nobody_overlaps(game: Game) -> None:
    assert candidate(game) == QUARTERS
    assert formula_and_truth(game) == ((Fraction(-1, 8), Fraction(1, 8)), STILL)


@fails("T7", "strict complementarity, on a face")
def the_path_has_a_kink(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert pattern(b, total(H, K), LEFT) == (frozenset({0}), frozenset({0, 1}))
    weight, step = game.coefficients["attractiveness"], Fraction(1, 10)
    first = {by: homogeneous(game.with_coefficients(attractiveness=weight + by)) for by in (-step, Fraction(0), step)}
    assert first[Fraction(0)] == first[step] == {LEFT}
    assert first[-step] == {(1 - step / 6, step / 6)}
    assert statics_on_face(game, LEFT) is None


@fails("T9", "H ⪰ 0 on T, for the path of the equilibrium")
def there_is_no_path(game: Game) -> None:
    _, H, K = numbers(game.canonical)
    assert total(H, K) == scaled(1, ONE)
    assert not is_positive_semidefinite(H)
    assert homogeneous(game) == set()


@fails("T9", "M ≻ 0 on T, for the path of the equilibrium")
def two_of_three_can_not_be_followed(game: Game) -> None:
    _, H, K = numbers(game.canonical)
    assert is_positive_definite(H)
    assert not is_positive_semidefinite(total(H, K))
    assert homogeneous(game) == {LEFT, QUARTERS[::-1], RIGHT}
    assert homogeneous(game.with_coefficients(attractiveness=2)) == {LEFT}


@fails("T9", "the game is given by coefficients and inputs")
def there_is_no_coefficient(game: Game) -> None:
    with pytest.raises(InputError, match="no coefficient is named"):
        game.with_coefficients(attractiveness=2)


@fails("T9", "ZᵀMZ is nonsingular")
def the_equilibrium_jumps(game: Game) -> None:
    no_candidate(game)
    for weight in (Fraction(1), Fraction(1, 10**6)):
        assert homogeneous(game.with_coefficients(attractiveness=weight)) == {LEFT}
    b, H, K = numbers(game.with_coefficients(attractiveness=0).canonical)
    assert all_homogeneous(b, H, K) == [{LEFT, RIGHT}]


@fails("T10", "the game is given by coefficients and inputs")
def there_is_no_attractiveness(game: Game) -> None:
    with pytest.raises(InputError, match="attractiveness"):
        design(game, HALVES)


@fails("T10", "λ_A > 0")
def attractiveness_is_not_in_the_utility(game: Game) -> None:
    for a in ((0, 0), (1, 0), (0, 1)):  # the utility is affine in a, so these say it for every a
        changed = alignment(a=a, weights=tuple(game.coefficients.values()))
        assert numbers(changed.canonical) == numbers(game.canonical)
        assert homogeneous(changed) == {HALVES}


@fails("T10", "H ⪰ 0 on T")
def the_design_is_left(game: Game) -> None:
    change = design(game, QUARTERS)
    assert change == (Fraction(-1, 4), Fraction(1, 4))
    changed = alignment(a=change, C=game.inputs["inconsistency"])
    assert balanced(changed, QUARTERS)
    assert loss(changed, QUARTERS) == Fraction(9, 8)


@fails("T11", "the game is of the distance form")
def similarity_moves_it(game: Game) -> None:
    assert candidate(game) == (Fraction(2, 3), Fraction(1, 3))
    assert candidate(diversity(game, 2)) == (Fraction(5, 8), Fraction(3, 8))


@fails("T11", "N ≥ 2")
def it_is_an_equilibrium_although_the_condition_fails(game: Game) -> None:
    C, S = game.inputs["inconsistency"], game.inputs["similarity"]
    weight = game.coefficients
    difference = (weight["consistency"] * C - weight["diversity"] * S).tolist()
    assert difference == scaled(-1, ONE)
    assert not is_positive_semidefinite(difference)
    assert homogeneous(game) == {HALVES}


@fails("T11", "λ_C > 0")
@fails("T11", "ZᵀCZ is nonsingular")
def there_is_no_one_candidate(game: Game) -> None:
    no_candidate(game)
    assert all(balanced(game, w) for w in (LEFT, HALVES, QUARTERS))


@fails("T11", "w⁎ > 0, for w⁎ to be no equilibrium beyond that")
def a_corner_stays_an_equilibrium(game: Game) -> None:
    C, S, v = game.inputs["inconsistency"], game.inputs["similarity"], (0, 1, -1)
    assert v @ (C - S) @ v == -1
    assert candidate(game) == FIRST
    assert loss(game, FIRST) == 0


def farther_than_the_bound(game: Game, within: Fraction, w: Vector) -> None:
    bounds = diversity_bounds(game)
    assert bounds is not None
    assert bounds.limit == HALVES
    # P_S and r by hand: S is ± the identity, so (P_S)_dd = ±1/2, and rᵀP_S r = ±(r₁ − r₂)²/2.
    a, C = game.inputs["attractiveness"], game.inputs["inconsistency"]
    r = [
        game.coefficients["attractiveness"] * a[d] - 2 * game.coefficients["consistency"] * sum(C[d]) / 2
        for d in (0, 1)
    ]
    assert bounds.spread == ((r[0] - r[1]) ** 2 / 4,) * 2
    assert bounds.spread[0] / game.coefficients["diversity"] ** 2 == within**2
    assert candidate(game) == w
    assert abs(w[0] - bounds.limit[0]) > within


@fails("T12", "the game is of the similarity form")
@fails("T12", "N ≥ 2")
def it_does_not_approach_the_limit(game: Game) -> None:
    farther_than_the_bound(game, Fraction(1, 6), QUARTERS)
    assert candidate(diversity(game, 10**6)) == QUARTERS


@fails("T12", "S ≻ 0 on T")
def it_is_beyond_the_simplex(game: Game) -> None:
    farther_than_the_bound(game, Fraction(1, 3), (Fraction(3, 2), Fraction(-1, 2)))


@fails("T12", "C ⪰ 0 on T")
def it_is_in_a_corner(game: Game) -> None:
    farther_than_the_bound(game, Fraction(1, 6), LEFT)


@fails("T13", "|P|(β + E(|w⁎| + δ)) < δ for some δ > 0")
def no_radius_bounds_it(game: Game) -> None:
    # P = I − J/3 for M = I, so |P|1 = (4/3)·1, and |P|E = r|P|J has the eigenvalue 4r for the vector 1.
    radius = Fraction(3, 10)
    response = tangent_response(game.canonical.M, matrix(THREE))
    assert response is not None
    rows = [[abs(value) for value in row] for row in fractions(response)]
    assert [radius * sum(sum(row) for _ in range(3)) for row in rows] == [Fraction(6, 5)] * 3
    assert interior_radii(game.canonical, [radius] * 3, [[radius] * 3] * 3) is None


@fails("T13", "M₋ ≻ 0 on T, M₋ = M − diag(E1)")
def two_equilibria_of_one_game(game: Game) -> None:
    radius = Fraction(1, 4)
    assert {LEFT, RIGHT} <= homogeneous(game)
    assert fractions(lowered_curvature(game.canonical, matrix([[radius] * 2] * 2))) == scaled(Fraction(-3, 2), ONE)
    assert boundary_radii_squared(game.canonical, [radius] * 2, [[radius] * 2] * 2, LEFT) is None


@fails("T14", "wᵢ is exactly in Δ")
def a_gap_below_0(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    w = (Fraction(3, 5), Fraction(3, 5))
    values = marginals(b, total(H, K), w)
    assert max(values) - inner(values, w) == Fraction(-1, 5)
    assert all(loss(game, v) >= 0 for v in (LEFT, HALVES, RIGHT))
    with pytest.raises(InputError, match="not a mixture"):
        gap(game.canonical, w)


@fails("T15", "P is that of the symmetric part of M")
def the_enclosure_would_be_too_small(game: Game) -> None:
    guess = (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))
    assert homogeneous(game) == {FIRST}
    distance, size = (guess[0] - FIRST[0]) ** 2, gap(game.canonical, guess)
    assert (distance, size) == (Fraction(1, 4), Fraction(3, 8))
    M = game.canonical.M
    own, symmetric = tangent_response(M, matrix(THREE)), tangent_response((M + M.transpose()) / 2, matrix(THREE))
    assert own is not None
    assert symmetric is not None
    assert (fractions(own)[0][0], fractions(symmetric)[0][0]) == (Fraction(1, 6), Fraction(2, 3))
    assert Fraction(1, 6) * size < distance == Fraction(2, 3) * size
    assert enclosure_squared(game.canonical, guess) == (distance,) * 3


@fails("T15", "M ≻ 0 on T")
def a_gap_of_0_far_from_an_equilibrium(game: Game) -> None:
    assert balanced(game, HALVES)  # so its gap is 0, and P_dd·0 = 0 for any P
    assert LEFT in homogeneous(game)


@fails("T16", "K is symmetric")
def best_responses_go_in_a_circle(game: Game) -> None:
    form = game.canonical
    assert [answer(form, m) for m in (FIRST, SECOND, THIRD)] == [SECOND, THIRD, FIRST]


@fails("T16", "every e > −1: H + K ≻ 0 on T")
def two_starts_stay_apart(game: Game) -> None:
    assert [answer(game.canonical, m) for m in (LEFT, RIGHT, HALVES)] == [LEFT, RIGHT, HALVES]


@fails("T16", "every e < 1: H − K ≻ 0 on T")
def a_unique_equilibrium_is_not_reached(game: Game) -> None:
    assert homogeneous(game) == {HALVES}
    assert is_positive_definite(fractions(game.canonical.G))
    assert [answer(game.canonical, m) for m in (LEFT, RIGHT)] == [RIGHT, LEFT]


def welfare(game: Game, w: Vector) -> Fraction:
    return game.utility(w, [w] * (game.agents - 1))


@fails("T17", "the game is given by coefficients and inputs")
def the_same_game_has_two_optima(game: Game) -> None:
    half = scaled(Fraction(1, 2), ONE)
    similarity, distance = alignment(a=(1, 0), C=half), alignment("distance", a=(1, 0), S=half)
    best = {0: (Fraction(2, 3), Fraction(1, 3)), 1: QUARTERS}
    for index, given in enumerate((similarity, distance)):
        assert numbers(given.canonical) == numbers(game.canonical)
        b, H, K = numbers(welfare_optimum_form(given))
        assert complementary_components(b, total(H, K)) == [{best[index]}]
        assert is_positive_definite(total(H, K))
        assert welfare(given, best[index]) > welfare(given, best[1 - index])
    with pytest.raises(InputError, match="welfare"):
        welfare_optimum_form(game)


@fails("T17", "H ⪰ 0 on T")
def the_optimum_is_left(game: Game) -> None:
    b, H, K = numbers(welfare_optimum_form(game))
    assert is_positive_definite(total(H, K))
    assert complementary_components(b, total(H, K)) == [{HALVES}]
    assert loss(diversity(game, 2 * game.coefficients["diversity"]), HALVES) == Fraction(1, 2)


@fails("T17", "welfare is concave on T: H + 2K ⪰ 0, in the distance form M ⪰ 0")
def the_equilibrium_is_the_worst_profile(game: Game) -> None:
    assert HALVES in homogeneous(diversity(game, 2 * game.coefficients["diversity"]))
    assert welfare(game, HALVES) == Fraction(1, 2) < welfare(game, QUARTERS) < welfare(game, LEFT) == 1


@fails("T18", "G ≻ 0 on T, or N = 1")
def the_sum_does_not_tell(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    profiles = [(LEFT, RIGHT), (RIGHT, LEFT), (HALVES, HALVES)]
    for v, w in profiles:
        assert tuple(x + y for x, y in zip(v, w, strict=True)) == TWICE
        assert is_equilibrium_profile(b, H, K, [(1, v), (1, w)])


@fails("T19", "H ⪰ 0 on T")
def two_of_three_are_equilibria(game: Game) -> None:
    assert solutions(game) == {LEFT, RIGHT, HALVES}
    assert homogeneous(game) == {LEFT, RIGHT}


@fails("T19", "no homogeneous equilibrium is degenerate, or M ≻ 0 on T")
def a_degenerate_one_spoils_the_count(game: Game) -> None:
    b, H, K = numbers(game.canonical)
    assert homogeneous(game) == {LEFT, RIGHT}
    support, tight = pattern(b, total(H, K), RIGHT)
    assert (sorted(support), sorted(tight)) == ([1], [0, 1])
