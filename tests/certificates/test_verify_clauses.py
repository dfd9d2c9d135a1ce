"""Each clause of the checker: a certificate that breaks only it, and proof that without the clause a test turns red."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import nashsym.certificates.verify as checker
from tests.certificates.corpus import Case, corpus
from tests.certificates.mutation import lowered, module_of, mutants, original, outcome, table_mutants

#: Mutants that decide everything as the checker does, by the start of their name, and why.
EQUIVALENT: dict[str, str] = {
    "off by one: comparison 0 of `len(text) <= CHUNK`": "int() and the halves agree at the length where they meet",
    "off by one: comparison 0 of `len(x) <= CHUNK`": "the same",
    "without the operand `claim['group'] in self.groups`": "index() raises a ValueError, malformed as well",
    "unique-homogeneous for games of types": "it rests on `equilibrium`, which a game of types cannot have",
    "unique for games of types": "the same",
    "not-unique-homogeneous for games of types": "the same",
    "not-unique-homogeneous no longer rests on equilibrium": "its rule asks for one too",
    "not-unique no longer rests on concave": "its rule asks for an equilibrium, which rests on it",
    "equilibrium for anchored games": "the bound of a gap, with what logarithms may be off by, is never 0",
    "equilibrium-profile for anchored games": "the same",
    "not-unique-homogeneous for anchored games": "the same",
    "not-unique for anchored games": "the same",
}


@pytest.mark.parametrize("name", sorted(corpus()))
def test_clause(name: str) -> None:
    case = corpus()[name]
    with lowered(checker, case.caps):
        verdict = checker.verify(case.subject)
    assert (verdict.accepted, verdict.malformed) == (case.accepted, case.malformed), verdict.failed
    assert bool(verdict) == verdict.accepted == (verdict.failed == "")
    assert len(verdict.failed.splitlines()) <= 1
    assert len(verdict.failed) < 1_000


def survives(module: Any, cases: list[Case]) -> bool:
    """Nothing in the corpus tells the mutant from the checker."""
    return all(outcome(module, case.subject, case.caps) == (case.accepted, case.malformed) for case in cases)


def refusals_first() -> list[Case]:
    return sorted(corpus().values(), key=lambda case: case.accepted)


def excused(name: str) -> bool:
    return any(name.startswith(start) for start in EQUIVALENT)


def test_the_original_survives() -> None:
    assert survives(module_of(original()), refusals_first())


def test_no_clause_can_be_deleted_or_weakened_unseen() -> None:
    cases = refusals_first()
    found = [(name, survives(module_of(code), cases)) for name, code in mutants()]
    assert len(found) > 150
    assert [name for name, unseen in found if unseen != excused(name)] == []


@pytest.mark.parametrize(("name", "change"), list(table_mutants()), ids=[name for name, _ in table_mutants()])
def test_no_row_of_the_tables_can_be_loosened_unseen(name: str, change: Callable[[Any], None]) -> None:
    module = module_of(original())
    change(module)
    assert survives(module, refusals_first()) == excused(name)
