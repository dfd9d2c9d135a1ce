"""Each counterexample of the ledger lacks exactly one hypothesis, and the theorem's conclusion fails on it, exactly."""

from __future__ import annotations

import pytest

from nashsym.theorems import THEOREMS, Counterexample, Theorem
from tests.theorems.conclusions import CHECKS

ALL = [(each, counterexample) for each in THEOREMS for counterexample in each.counterexamples]
EACH = pytest.mark.parametrize(
    ("each", "counterexample"), ALL, ids=[f"{each.name}: {counterexample.hypothesis}" for each, counterexample in ALL]
)


@EACH
def test_only_that_hypothesis_is_missing(each: Theorem, counterexample: Counterexample) -> None:
    finding = each.finding(counterexample.game(), counterexample.radius)
    missing = {hypothesis.text for hypothesis in finding.hypotheses if hypothesis.verdict != "yes"}
    assert missing == {counterexample.hypothesis, *counterexample.with_it}
    assert counterexample.says.endswith(".")


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
