"""Each hypothesis is seen to hold and, alone, to fail; on drawn games the verdicts are those of slow arithmetic."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given, settings

from nashsym.data.survey import anes96_game
from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fractions
from nashsym.game import Game
from nashsym.terms import Attractiveness
from nashsym.theorems import THEOREMS, Finding, Hypothesis, findings, theorem
from tests.exact.elimination import on_tangent as restricted
from tests.exact.elimination import rank
from tests.gamefile.strategies import SMALL, games
from tests.oracles.brute_force import equalising, is_positive_definite, is_positive_semidefinite, total
from tests.theorems.instances import CASES, THREE, TURN, Case, alignment, canonical

NAMES = [f"T{number}" for number in range(1, 20)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.theorem}-{case.failing}")
def test_exactly_these_hypotheses_fail(case: Case) -> None:
    finding = theorem(case.theorem).finding(case.game)
    failing = tuple(i for i, hypothesis in enumerate(finding.hypotheses) if hypothesis.verdict != "yes")
    assert failing == case.failing, finding
    assert finding.holds == ("yes" if not failing else "undecided" if case.theorem == "T13" else "no")


def test_every_theorem_holds_on_a_case_and_every_hypothesis_fails_on_one() -> None:
    for each in THEOREMS:
        cases = [case for case in CASES if case.theorem == each.name]
        hypotheses = {len(each.finding(case.game).hypotheses) for case in cases}
        assert len(hypotheses) == 1
        assert {i for case in cases for i in case.failing} == set(range(hypotheses.pop()))
        assert each.name == "T13" or any(not case.failing for case in cases)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.theorem}-{case.failing}")
def test_findings_are_complete_sentences(case: Case) -> None:
    finding = theorem(case.theorem).finding(case.game)
    assert finding.conclusion.endswith(".")
    assert all(hypothesis.text and hypothesis.quantity for hypothesis in finding.hypotheses)
    assert "-" not in "".join(hypothesis.quantity for hypothesis in finding.hypotheses).replace("first-order", "")


@pytest.mark.parametrize(
    ("name", "game", "position", "words"),
    [
        ("T2", canonical([1, 0], [[1, 0], [0, 1]]), 1, "exactly 0"),
        ("T3", canonical([0, 0], [[1, 0], [0, 1]], [[1, 0], [0, 1]]), 0, "exactly 0"),
        ("T4", canonical([0, 0], [[0, 0], [0, 0]]), 2, "exactly 0 for every v in T"),
        ("T2", canonical([0, 0], [[0, 0], [0, 0]]), 0, "exactly singular"),
        ("T10", alignment(weights=(0, 1, 1)), 1, "boundary"),
        ("T1", canonical([0, 0], [[0, 1], [1, "0.8"]]), 0, "v = (1, −1) has vᵀHv = −6/5"),
        (
            "T5",
            canonical([0, 0, 0], THREE, TURN),
            0,
            "= −6 for v from group 1 to group 3 and w from group 1 to group 2",
        ),
        ("T2", canonical([0, "0.092"], [[1, 0], [0, 1]]), 1, "the least is group 1: 0.454"),
    ],
)
def test_what_is_behind_a_verdict(name: str, game: Game, position: int, words: str) -> None:
    assert words in theorem(name).finding(game).hypotheses[position].quantity


def test_the_survey_tells_its_story() -> None:
    found = {finding.theorem: finding for finding in findings(anes96_game())}
    assert list(found) == NAMES
    assert {name for name, finding in found.items() if finding.holds != "yes"} == {"T2", "T6", "T11", "T13", "T16"}
    assert "liberal has ≈ −0.04113" in found["T2"].hypotheses[1].quantity
    assert "boundary" in found["T2"].conclusion
    assert "exactly one equilibrium" in found["T3"].conclusion
    assert "excludes an interior equilibrium" in found["T12"].conclusion
    assert "although there is exactly one equilibrium" in found["T16"].conclusion


def test_an_unknown_theorem_is_refused() -> None:
    with pytest.raises(InputError, match="T20"):
        theorem("T20")


def test_a_finding_gives_itself_as_text() -> None:
    finding = theorem("T1").finding(CASES[1].game)
    assert finding.to_dict()["holds"] == "no"
    assert finding.to_dict()["hypotheses"][0]["verdict"] == "no"
    assert finding.failing == finding.hypotheses


@pytest.mark.parametrize(
    ("verdicts", "holds"),
    [((), "yes"), (("yes",), "yes"), (("yes", "undecided"), "undecided"), (("undecided", "no"), "no")],
)
def test_a_theorem_holds_where_all_its_hypotheses_do(verdicts: tuple[str, ...], holds: str) -> None:
    hypotheses = tuple(Hypothesis("text", verdict, "quantity") for verdict in verdicts)  # type: ignore[arg-type]
    assert Finding("T1", "title", "statement", hypotheses, "conclusion.").holds == holds


class Fourth(Attractiveness):
    """A term that is not quadratic."""

    def canonical(self, agents: int) -> None:  # type: ignore[override]
        return None


def test_a_game_that_is_not_quadratic_is_told_so() -> None:
    plain = alignment()
    game = dataclasses.replace(plain, terms=(Fourth(plain.terms[0].coefficient, plain.terms[0].data), *plain.terms[1:]))
    for finding in findings(game):
        assert finding.holds == "no"
        assert "not quadratic" in finding.hypotheses[0].quantity


@given(games())
@settings(max_examples=60)
def test_no_game_is_too_strange(game: Game) -> None:
    assert [finding.theorem for finding in findings(game)] == NAMES


def verdicts(game: Game) -> dict[str, dict[str, str]]:
    return {each.theorem: {h.text: h.verdict for h in each.hypotheses} for each in findings(game)}


def said(truth: bool) -> str:
    return "yes" if truth else "no"


@given(games(SMALL, anchored=False))
def test_verdicts_are_those_of_slow_arithmetic(game: Game) -> None:
    form, found = game.canonical, verdicts(game)
    b, H, K = column_fractions(form.b), fractions(form.H), fractions(form.K)
    M, size, agents = total(H, K), game.size, game.agents
    positive_H, positive_M = is_positive_semidefinite(H), is_positive_semidefinite(M)
    assert found["T1"]["H ⪰ 0 on T"] == said(positive_H)
    assert found["T4"]["M ⪰ 0 on T"] == said(positive_M)
    assert found["T16"]["H ≻ 0 on T"] == said(is_positive_definite(H))
    united = True
    if agents > 1:
        share = Fraction(1, agents - 1)
        united = is_positive_definite(
            [[h - share * k for h, k in zip(*rows, strict=True)] for rows in zip(H, K, strict=True)]
        )
    assert found["T3"]["G ≻ 0 on T, or N = 1"] == said(united)
    assert found["T3"]["M ≻ 0 on T"] == said(is_positive_definite(M))
    regular = rank(restricted(M, symmetric=False)) == size - 1
    point = equalising(b, M, range(size))
    assert (point is not None) == regular
    assert found["T2"]["ZᵀMZ is nonsingular"] == said(regular)
    assert found["T2"]["w⁎ > 0"] == said(point is not None and min(point[:-1]) > 0)
    on_T = restricted(K, symmetric=False)
    assert found["T5"]["K is symmetric"] == said(
        all(on_T[i][j] == on_T[j][i] for i in range(size - 1) for j in range(i))
    )
    if game.kind == "canonical":
        assert found["T9"]["the game is given by coefficients and inputs"] == "no"
        return
    data = {name: values.tolist() for name, values in game.inputs.items()}
    assert found["T12"]["S ≻ 0 on T"] == said(is_positive_definite(data["similarity"]))
    assert found["T12"]["C ⪰ 0 on T"] == said(is_positive_semidefinite(data["inconsistency"]))
    assert found["T11"]["ZᵀCZ is nonsingular"] == said(rank(restricted(data["inconsistency"])) == size - 1)
    assert found["T11"]["λ_C > 0"] == said(game.coefficients["consistency"] > 0)
    assert found["T10"]["λ_A > 0"] == said(game.coefficients["attractiveness"] > 0)
    assert found["T12"]["the game is of the similarity form"] == said(game.diversity == "similarity")
