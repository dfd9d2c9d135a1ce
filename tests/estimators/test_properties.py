"""From any valid table to an exact equilibrium; what must not matter does not; and devices agree within their bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nashsym import InputError, solve
from nashsym.solvers.solution import Solution
from nashsym.testing import ESTIMATOR_LAWS, Responses, assert_equilibrium, assert_estimator_laws, responses
from nashsym.theorems.perturbation import boundary_radii_squared
from nashsym_estimators import Question, ResponseTable, estimate
from nashsym_estimators.estimates.estimate import Estimate
from tests.estimators.response_tables import from_responses, response_tables

#: Every option, and what it does not promise.
CHOICES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "defaults": ({}, ()),
    "pairwise": ({"missing": "pairwise"}, ()),
    "unbiased": (
        {"similarity": "collision-unbiased"},
        ("similar_to_itself", "twice_the_respondents"),
    ),
    "deviation": ({"inconsistency": "deviation"}, ()),
    "both": ({"inconsistency": {"dispersion": "1/3", "deviation": 2}}, ()),
    "disagreement": ({"inconsistency": "disagreement"}, ()),
    "disagreement with a ridge": ({"inconsistency": "disagreement", "concave": "ridge"}, ()),
    "unbiased, nearest": (
        {"similarity": "collision-unbiased", "missing": "pairwise", "concave": "nearest"},
        ("similar_to_itself", "twice_the_respondents", "one_voice_twice"),
    ),
}
EACH = pytest.mark.parametrize("name", CHOICES)
CONCAVE = [name for name in CHOICES if name != "disagreement"]


def estimated(table: ResponseTable, name: str, **more: Any) -> Estimate:
    """Estimate, or leave the example out where the choice does not fit the table."""
    try:
        return estimate(table, **CHOICES[name][0], **more)
    except InputError:
        assume(False)
        raise


@EACH
@pytest.mark.parametrize("arithmetic", ["auto", "float"])
def test_every_law_of_estimators_holds(name: str, arithmetic: str) -> None:
    choice, without = CHOICES[name]

    @settings(max_examples=15)
    @given(responses())
    def every_table(drawn: Responses) -> None:
        def adapter(given: Responses) -> Any:
            found = estimate(from_responses(given), **choice, arithmetic=arithmetic)
            return found.attractiveness, found.inconsistency, found.similarity

        try:
            adapter(drawn)
            adapter(replace(drawn, counts=2 * drawn.counts))
        except InputError:
            assume(False)
        # A repair is found by eigenvalues, to nine digits: so far may its result depend on the order of the groups.
        slack = 1e-7 if choice.get("concave") else 1e-9
        assert_estimator_laws(adapter, drawn, without=without, slack=slack)

    every_table()


def test_all_laws_are_asked_of_the_defaults() -> None:
    assert CHOICES["defaults"][1] == ()
    assert {law for _, without in CHOICES.values() for law in without} < set(ESTIMATOR_LAWS)


@pytest.mark.parametrize("name", CONCAVE)
@settings(max_examples=25)
@given(table=response_tables(), agents=st.integers(1, 4), form=st.sampled_from(["similarity", "distance"]))
def test_the_equilibrium_satisfies_the_conditions_exactly(
    name: str, table: ResponseTable, agents: int, form: str
) -> None:
    found = estimated(table, name)
    # λ_C = 1 and λ_D = 1/4: in the distance form H stays ⪰ 0 wherever 4C − S is; elsewhere nothing is promised.
    game = found.game(agents, coefficients=[1, 1, "1/4"], diversity=form)
    solution = solve(game)
    assert isinstance(solution, Solution)
    if form == "similarity":
        assert solution.equilibria or solution.components, solution.outcome
    if solution.equilibria:
        assert_equilibrium(solution)


def permuted(table: ResponseTable, groups: list[int]) -> ResponseTable:
    return table.with_groups([table.groups[d] for d in groups])


def reordered(table: ResponseTable, questions: list[int]) -> ResponseTable:
    return replace(
        table,
        questions=tuple(table.questions[q] for q in questions),
        probabilities=table.probabilities[:, questions],
        counts=None if table.counts is None else table.counts[:, questions],
        weights=table.weights[questions],
    )


def with_options(table: ResponseTable, q: int, order: list[int]) -> ResponseTable:
    question = table.questions[q]
    probabilities = table.probabilities.copy()
    probabilities[:, q, : len(order)] = probabilities[:, q, order]
    turned = Question(
        question.name,
        tuple(question.options[y] for y in order),
        None if question.scores is None else tuple(question.scores[y] for y in order),
    )
    questions = (*table.questions[:q], turned, *table.questions[q + 1 :])
    return replace(table, questions=questions, probabilities=probabilities)


def asked_twice(table: ResponseTable, q: int) -> ResponseTable:
    weights = np.append(table.weights, table.weights[q] / 2)
    weights[q] /= 2
    return replace(
        table,
        questions=(*table.questions, replace(table.questions[q], name="again")),
        probabilities=np.concatenate([table.probabilities, table.probabilities[:, q : q + 1]], axis=1),
        counts=None if table.counts is None else np.concatenate([table.counts, table.counts[:, q : q + 1]], axis=1),
        weights=weights,
    )


def same(one: Estimate, two: Estimate) -> None:
    """Assert that two estimates are the same number for number: they were found in fractions."""
    assert one.method["arithmetic"] == two.method["arithmetic"] == "exact"
    for array in ("attractiveness", "inconsistency", "similarity"):
        assert (getattr(one, array) == getattr(two, array)).all()


EXACT = [name for name in CONCAVE if "concave" not in CHOICES[name][0]]
WHOLE = pytest.mark.parametrize("name", EXACT)


@WHOLE
@settings(max_examples=20)
@given(table=response_tables(groups=(2, 4), known=True), draw=st.data())
def test_relabelling_groups_permutes_and_nothing_else(name: str, table: ResponseTable, draw: st.DataObject) -> None:
    order = draw.draw(st.permutations(range(table.size)))
    one, two = estimated(table, name), estimated(permuted(table, order), name)
    assert two.groups == tuple(one.groups[d] for d in order)
    assert (two.attractiveness == one.attractiveness[order]).all()
    for array in ("inconsistency", "similarity"):
        assert (getattr(two, array) == getattr(one, array)[np.ix_(order, order)]).all()
    renamed = replace(table, groups=tuple(f"new {group}" for group in table.groups))
    same(one, estimated(renamed, name))
    solutions = [solve(found.game(3)) for found in (one, two)]
    assert solutions[0].unique == solutions[1].unique
    left, right = (solution.equilibrium for solution in solutions)
    if left is not None and right is not None and solutions[0].unique == "proved":
        assert list(right.weights) == [left.weights[d] for d in order]


CHANGES: dict[str, Callable[[ResponseTable, st.DataObject], ResponseTable]] = {
    "questions in another order": lambda table, draw: reordered(
        table, draw.draw(st.permutations(range(len(table.questions))))
    ),
    "options in another order": lambda table, draw: with_options(
        table, 0, draw.draw(st.permutations(range(len(table.questions[0].options))))
    ),
    "a question twice at half its weight": lambda table, draw: asked_twice(
        table, draw.draw(st.integers(0, len(table.questions) - 1))
    ),
}


@WHOLE
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@settings(max_examples=20)
@given(table=response_tables(known=True), draw=st.data())
def test_what_must_not_matter_changes_no_number(
    name: str,
    change: Callable[[ResponseTable, st.DataObject], ResponseTable],
    table: ResponseTable,
    draw: st.DataObject,
) -> None:
    same(estimated(table, name), estimated(change(table, draw), name))


@given(table=response_tables(groups=(2, 4), missing=False))
def test_a_group_that_is_left_out_leaves_the_others_alone(table: ResponseTable) -> None:
    fewer = replace(table, engagement=None).with_groups(table.groups[1:])
    one, two = estimate(table), estimate(fewer)
    assert one.similarity[1:, 1:].astype(float) == pytest.approx(two.similarity.astype(float), abs=1e-13)


# --- devices --------------------------------------------------------------------------------------------------------


def devices() -> list[Any]:
    """Return what to compare with NumPy's doubles; a GPU where there is one, else an announced skip."""
    torch = pytest.importorskip("torch")
    there = torch.cuda.is_available()
    absent = pytest.mark.skipif(not there, reason="torch sees no CUDA device: agreement with a GPU is not tested here")
    return [
        pytest.param(None, "float32", id="numpy-float32"),
        pytest.param("cpu", "float64", id="torch-cpu-float64"),
        pytest.param("cpu", "float32", id="torch-cpu-float32"),
        pytest.param("cuda", "float64", id="cuda-float64", marks=absent),
        pytest.param("cuda", "float32", id="cuda-float32", marks=absent),
    ]


@pytest.mark.parametrize(("device", "dtype"), devices())
@pytest.mark.parametrize("name", ["defaults", "unbiased", "both", "disagreement with a ridge"])
@settings(max_examples=12)
@given(table=response_tables(groups=(2, 4), known=True))
def test_devices_agree_within_the_stated_bound(device: str | None, dtype: str, name: str, table: ResponseTable) -> None:
    one = estimated(table, name, arithmetic="float")
    two = estimated(table, name, device=device, dtype=dtype)
    assert dtype in two.method["arithmetic"]
    # What a repair adds is as uncertain as the eigenvalue that it removes; its bound is not the entries' own.
    if "concave" not in CHOICES[name][0]:
        for array in ("inconsistency", "similarity"):
            apart = np.abs(getattr(one, array).astype(float) - getattr(two, array).astype(float)).max()
            assert apart <= one.rounding[array] + two.rounding[array]
        assert two.rounding["similarity"] < (1e-4 if dtype == "float32" else 1e-12)
        radii = [Fraction(one.rounding[array] + two.rounding[array]) for array in ("inconsistency", "similarity")]
    else:
        pairs = ((getattr(one, array), getattr(two, array)) for array in ("inconsistency", "similarity"))
        radii = [
            Fraction(float(np.abs(a.astype(float) - b.astype(float)).max())) + Fraction(1, 2**50) for a, b in pairs
        ]
    # T13 (b): M = 2λ_C C + λ_D S, entry by entry within 2λ_C E_C + λ_D E_S; a is exact.
    games = [found.game(3, coefficients=[1, 1, 1]) for found in (one, two)]
    size = games[0].size
    E = 2 * radii[0] + radii[1]
    solutions = [solve(game) for game in games]
    left, right = (solution.equilibrium for solution in solutions)
    if left is None or right is None or any(solution.unique_homogeneous != "proved" for solution in solutions):
        return
    bounds = boundary_radii_squared(games[0].canonical, [0] * size, [[E] * size] * size, left.weights)
    if bounds is None:
        return
    for d in range(size):
        assert (left.weights[d] - right.weights[d]) ** 2 <= bounds[d]


def test_the_bound_is_small_and_not_idle() -> None:
    """Of a table of some size: float32 is off by more than float64 could be, and by less than it is said to be."""
    draw = np.random.default_rng(0)
    counts = draw.integers(1, 50, size=(6, 200, 4))
    table = ResponseTable(
        tuple("abcdef"),
        tuple(Question(f"q{q}", tuple("wxyz")) for q in range(200)),
        counts / counts.sum(axis=2, keepdims=True),
    )
    one, two = estimate(table), estimate(table, dtype="float32")
    apart = np.abs(one.similarity.astype(float) - two.similarity.astype(float)).max()
    assert one.rounding["similarity"] < apart < two.rounding["similarity"] < 1e-4


def test_tensors_are_tables() -> None:
    torch = pytest.importorskip("torch")
    shares = torch.tensor([[[0.25, 0.75]], [[0.5, 0.5]]], dtype=torch.float32, requires_grad=True)
    table = ResponseTable(("a", "b"), (Question("q", ("x", "y")),), shares)
    assert table.probabilities.dtype == np.float64
    assert estimate(table).similarity.tolist() == [[0.625, 0.5], [0.5, 0.5]]


def test_a_device_that_is_not_there_is_refused() -> None:
    pytest.importorskip("torch")
    table = ResponseTable(("a",), (Question("q", ("x", "y")),), np.array([[[0.25, 0.75]]]))
    with pytest.raises(InputError, match="torch can't multiply there"):
        estimate(table, device="abacus")
