"""The ledger is complete: its hypotheses are those decided, its uses name their theorem, every need has its reason."""

from __future__ import annotations

import inspect
import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from nashsym.cli import main
from nashsym.theorems import THEOREMS, Theorem, findings, theorem
from nashsym.theorems.ledger import entry_text, game_text, ledger_text, page_of
from tests.theorems.instances import CASES

ROOT = Path(__file__).resolve().parents[2]
EACH = pytest.mark.parametrize("each", THEOREMS, ids=lambda each: each.name)


@EACH
def test_the_hypotheses_are_those_that_are_decided(each: Theorem) -> None:
    for case in CASES:
        decided = each.finding(case.game).hypotheses
        assert tuple(hypothesis.text for hypothesis in decided) == each.hypotheses


@EACH
def test_every_hypothesis_is_needed_with_a_counterexample_or_said_not_to_be(each: Theorem) -> None:
    needed = [counterexample.hypothesis for counterexample in each.counterexamples]
    spare = [text for text, _ in each.not_needed]
    assert sorted(needed + spare) == sorted(each.hypotheses)
    assert not {counterexample.hypothesis for counterexample in each.further} & set(each.hypotheses)


def resolved(name: str) -> object:
    """The module or the function of a dotted name."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        return getattr(import_module(module), attribute)


def names_theorem(text: str, number: int) -> bool:
    """Whether T{number} stands in a text, by itself or within a range such as T1–T4."""
    spans = [(int(low), int(high or low)) for low, high in re.findall(r"\bT(\d+)(?:–T(\d+))?\b", text)]
    return any(low <= number <= high for low, high in spans)


@EACH
def test_what_uses_it_says_so(each: Theorem) -> None:
    assert each.uses
    assert len(set(each.uses)) == len(each.uses)
    for name in each.uses:
        source = inspect.getsource(resolved(name))  # type: ignore[arg-type]
        documented = "".join(re.findall(r'"""(.*?)"""', source, re.DOTALL))
        assert names_theorem(documented, int(each.name[1:])), name


def test_a_range_names_what_lies_in_it() -> None:
    assert names_theorem("MODEL T1–T4", 3)
    assert not names_theorem("MODEL T1–T4, T12", 5)
    assert not names_theorem("T12", 1)


@EACH
def test_the_proof_exists_and_has_the_name_of_its_theorem(each: Theorem) -> None:
    assert (ROOT / each.proof).is_file()
    assert re.fullmatch(rf"proofs/t{int(each.name[1:]):02}_[a-z_]+\.py", each.proof)
    assert each.machine_proof is None


@EACH
def test_an_entry_says_everything(each: Theorem) -> None:
    shown = " ".join(entry_text(each).split())
    assert each.statement in shown
    assert each.anchored is None or each.anchored.statement in shown
    for counterexample in (*each.counterexamples, *each.further):
        assert counterexample.hypothesis in shown
        assert counterexample.says in shown
        assert game_text(counterexample.game()) in shown
    assert all(part in shown for part in (*each.hypotheses, *each.uses, *each.laws, each.proof, page_of(each)))
    assert all(reason in shown for _, reason in each.not_needed)


def test_the_table_has_a_row_for_each() -> None:
    table = ledger_text(THEOREMS)
    assert [line.split()[0] for line in table.splitlines() if line[:1] == "T"] == [each.name for each in THEOREMS]
    assert max(map(len, table.splitlines())) <= 132
    assert all(each.proof[7:-3] in table for each in THEOREMS)


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["theorems"]) == 0
    assert capsys.readouterr().out == ledger_text(THEOREMS)
    assert main(["theorems", "T6"]) == 0
    assert capsys.readouterr().out == entry_text(theorem("T6"))
    assert main(["theorems", "T6", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out) == theorem("T6").to_dict()
    assert main(["theorems", "--json", str(tmp_path / "ledger.json")]) == 0
    written = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))
    assert written == [each.to_dict() for each in THEOREMS]
    assert main(["theorems", "T20"]) == 2
    assert capsys.readouterr().err.endswith("the theorems are T1 to T19\n")


def test_some_are_decided_alone() -> None:
    chosen = findings(CASES[0].game, [theorem("T3"), theorem("T1")])
    assert [finding.theorem for finding in chosen] == ["T1", "T3"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--only", "T0"], "--only: no theorem is named 'T0'"),
        (["--only", "T3,"], "--only: a name is empty"),
        (["--only", "T3,T3"], "--only: T3 is given twice"),
        (["--only", "T13", "--radius", "-1"], "radius: the radius is negative"),
        (["--only", "T13", "--radius", "wide"], "radius: 'wide' is not a number"),
    ],
)
def test_bad_requests_are_told_in_a_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(ROOT / "examples" / "theorems" / "T03-holds.toml"), *arguments]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


def test_a_radius_decides_t13(capsys: pytest.CaptureFixture[str]) -> None:
    game = str(ROOT / "examples" / "theorems" / "T13-holds.toml")
    assert main(["check", game, "--only", "T13", "--require", "T13"]) == 3
    assert main(["check", game, "--only", "T13", "--require", "T13", "--radius", "0"]) == 0
    assert capsys.readouterr().out.count("undecided") == 3
