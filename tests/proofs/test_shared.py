"""What the derivations share: openings against entries, lemmas that refuse, instances against the package."""

from __future__ import annotations

import flint
import pytest
import sympy

from nashsym.exact.rational import column_fractions
from nashsym.exact.systems import solve_indifference
from nashsym.terms import CanonicalForm
from nashsym.theorems.all_equilibria import census
from proofs.entries import adjugate_of, determinant_of
from proofs.framework import Proof, ProofError
from proofs.instances import candidate, column, gain, response_matrix, solutions
from proofs.lemmas import absolute, bounded_product, entry_bound, on_tangent, response
from proofs.openings import COEFFICIENTS, Alignment, canonical, distance, similarity

GAMES = [
    (column(1, 0, 0), sympy.Matrix([[2, 1, 0], [1, 3, 1], [0, 1, 4]])),
    (column(0, 0, 0), -sympy.eye(3)),
    (column(2, 1, -1), sympy.Matrix([[3, 2, -2], [3, -2, -1], [1, -1, -3]])),
    (column("1/2", 0, 0), sympy.Matrix([[1, 1, -1], [-1, 1, 1], [1, -1, 1]])),
]


@pytest.fixture
def this() -> Proof:
    return Proof("T9", "A test", "x = x for every x.")


def _explicit_utility(
    form: str, own: sympy.Matrix, others: list[sympy.Matrix], a: sympy.Matrix, C: sympy.Matrix, S: sympy.Matrix
) -> sympy.Expr:
    """Write the utility with its sum over the others, entry by entry."""
    attractiveness, consistency, diversity = COEFFICIENTS
    rewards = attractiveness * (a.T * own)[0] - consistency * (own.T * C * own)[0]
    if form == "similarity":
        met = -sum((own.T * S * other)[0] for other in others)
    else:
        met = sum(((own - other).T * S * (own - other))[0] for other in others)
    return rewards + diversity * met / len(others)


@pytest.mark.parametrize("agents", [2, 3, 4])
@pytest.mark.parametrize("form", ["similarity", "distance"])
def test_openings_differentiate_the_utility_with_its_sum_over_the_others(this: Proof, form: str, agents: int) -> None:
    game: Alignment = similarity(this) if form == "similarity" else distance(this)
    own, a, *others = (sympy.Matrix(sympy.symbols(f"{name}:2")) for name in ("w", "a", *"xyz"[: agents - 1]))
    C, S = (sympy.Matrix(2, 2, lambda d, e, name=name: sympy.Symbol(f"{name}{d + e}")) for name in "CS")
    slopes = sympy.Matrix([sympy.diff(_explicit_utility(form, own, others, a, C, S), entry) for entry in own])
    mean = sum(others, sympy.zeros(2, 1)) / len(others)
    values = {game.w: own, game.m: mean, game.a: a, game.C: C, game.S: S}
    found = this.algebra.explicit(game.marginal, values, 2)
    assert (found - slopes).applyfunc(sympy.expand) == sympy.zeros(2, 1)


def test_definiteness_is_used_for_vectors_of_the_tangent_space_only(this: Proof) -> None:
    game = canonical(this)
    assert on_tangent(this, "in T", game.H, game.v, game.one, strict=True).relation == "> 0"
    with pytest.raises(ProofError, match="sum to 0"):
        on_tangent(this, "a mixture is not in T", game.H, game.w, game.one)


def test_the_bound_of_an_entry_needs_the_response_of_its_own_form(this: Proof) -> None:
    game, A = canonical(this, symmetric=True), this.algebra
    found = response(this, A.known("H"), game.one, symmetric=True)
    other = response(this, A.known("K"), game.one, inverse="V", symmetric=True)
    assert found.Z is other.Z
    y, unit = A.vector("y", rows="D−1"), A.vector("ε")
    assert entry_bound(this, game.H, found.P, found.Z * y, unit, game.one, "H ⪰ 0").relation == "≥ 0"
    with pytest.raises(ProofError, match="leave"):
        entry_bound(this, game.H, other.P, found.Z * y, unit, game.one, "H ⪰ 0")


def test_bounds_of_absolute_values_multiply(this: Proof) -> None:
    A = this.algebra
    F, E, x, size = A.matrix("F"), A.matrix("E"), A.vector("x"), A.vector("|x|")
    pairs = absolute(this, "|F| ≤ E", F, E), absolute(this, "|x| ≤ |x|", x, size)
    below, above = bounded_product(this, "|Fx| ≤ E|x|", *pairs)
    assert A.is_zero(below.expression - E * size + F * x)
    assert A.is_zero(above.expression - E * size - F * x)
    assert below.relation == above.relation == "≥ 0"
    assert len(this.steps) == 3


@pytest.mark.parametrize(("b", "M"), GAMES)
def test_instances_agree_with_the_package(b: sympy.Matrix, M: sympy.Matrix) -> None:
    form = CanonicalForm(_exact(b), _exact(M), flint.fmpq_mat(3, 3), 2)
    found = solve_indifference(form.b, form.M, range(3))
    assert found is not None
    assert [str(value) for value in candidate(b, M)] == [str(value) for value in column_fractions(found.weights)]
    points = {tuple(map(str, column_fractions(point))) for point in census(form).points}
    assert {tuple(str(value) for value in each.weights) for each in solutions(b, M)} == points
    assert all(each.strict for each in solutions(b, M)) is (census(form).degenerate is None)


def test_responses_and_gains_are_what_they_are_called() -> None:
    M = GAMES[0][1]
    P = response_matrix(M)
    v = column(1, 2, -3)
    assert P * M * v == v
    assert P * column(1, 1, 1) == sympy.zeros(3, 1)
    one, zero = sympy.eye(2), sympy.zeros(2, 2)
    half, vertex = column("1/2", "1/2"), column(1, 0)
    assert gain(column(0, 0), -one, zero, half, half, vertex) == sympy.Rational(1, 4)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_determinants_and_adjugates_of_symbols(size: int) -> None:
    matrix = sympy.Matrix(size, size, lambda i, j: sympy.Symbol(f"m{i}{j}"))
    rows = matrix.tolist()
    assert sympy.expand(determinant_of(rows) - matrix.det(method="berkowitz")) == 0
    product = (sympy.Matrix(adjugate_of(rows)) * matrix).applyfunc(sympy.expand)
    assert product == sympy.expand(determinant_of(rows)) * sympy.eye(size)


def _exact(matrix: sympy.Matrix) -> flint.fmpq_mat:
    return flint.fmpq_mat(*matrix.shape, [flint.fmpq(int(value.p), int(value.q)) for value in matrix])
