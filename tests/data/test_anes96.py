"""The embedded survey: held against the script that computed it, and against what is known of its game."""

from __future__ import annotations

import runpy
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from nashsym.data.survey import Survey, anes96_game, load_anes96
from nashsym.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "nashsym" / "data" / "anes96.json"
LIBERAL = 0


def solve_linear(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """Solve a square system by Gauss–Jordan elimination; None where it is singular."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = next((index for index in range(column, size) if rows[index][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for index in range(size):
            if index != column:
                factor = rows[index][column]
                rows[index] = [value - factor * lead for value, lead in zip(rows[index], rows[column], strict=True)]
    return [row[size] for row in rows]


def homogeneous_equilibria(survey: Survey, consistency: Fraction, diversity: Fraction) -> list[list[Fraction]]:
    """Try every support (MODEL, T4), in plain fractions: nothing of the package but its estimators is used."""
    a, C, S = survey.attractiveness(), survey.inconsistency(), survey.similarity()
    size = len(a)
    M = [[2 * consistency * C[d][e] + diversity * S[d][e] for e in range(size)] for d in range(size)]
    found = []
    for count in range(1, size + 1):
        for support in combinations(range(size), count):
            system = [[M[d][e] for e in support] + [Fraction(1)] for d in support]
            system.append([Fraction(1)] * count + [Fraction(0)])
            solution = solve_linear(system, [a[d] for d in support] + [Fraction(1)])
            assert solution is not None
            weights = [Fraction(0)] * size
            for d, value in zip(support, solution, strict=False):
                weights[d] = value
            utility = [a[d] - sum((M[d][e] * weights[e] for e in range(size)), Fraction(0)) for d in range(size)]
            if min(solution[:-1]) > 0 and max(utility) == solution[-1]:
                found.append(weights)
    return found


def test_the_file_is_what_the_script_computes() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "anes96.py"))
    assert FILE.read_text(encoding="utf-8") == script["render"]()
    assert script["TARGET"] == FILE


def test_who_was_asked() -> None:
    survey = load_anes96()
    assert survey.respondents == (119, 147, 256, 170, 252)
    assert sum(survey.respondents) == 944
    assert survey.questions == ("ClinLR", "DoleLR", "PID", "vote")
    assert [len(options) for options in survey.options] == [7, 7, 7, 2]
    # Nobody left a question out.
    for answers, people in zip(survey.counts, survey.respondents, strict=True):
        assert {sum(row) for row in answers} == {people}
    assert "public domain" in survey.licence
    assert survey.source


def test_estimators_are_exact_and_have_their_properties() -> None:
    survey = load_anes96()
    a, C, S = survey.attractiveness(), survey.inconsistency(), survey.similarity()
    assert sum(a) == 1
    # Audience times engagement is the group's sum: 452 of 3,519.
    assert a[0] == Fraction(452, 452 + 506 + 1019 + 639 + 903)
    for d in range(5):
        assert 0 < S[d][d] < 1
        assert C[d][d] == 1 - S[d][d]
        for e in range(5):
            assert S[d][e] == S[e][d]
            assert d == e or C[d][e] == 0
    alike = sum(
        Fraction(x * y, 119 * 147)
        for one, other in zip(survey.counts[0], survey.counts[1], strict=True)
        for x, y in zip(one, other, strict=True)
    )
    assert S[0][1] == alike / 4


def test_the_liberal_group_is_left_out() -> None:
    (weights,) = homogeneous_equilibria(load_anes96(), Fraction(1, 4), Fraction(1))
    assert weights[LIBERAL] == 0
    assert [round(float(weight), 3) for weight in weights] == [0, 0.046, 0.483, 0.114, 0.357]


def test_more_consistency_brings_it_back_and_more_diversity_does_not() -> None:
    survey = load_anes96()
    (weights,) = homogeneous_equilibria(survey, Fraction(2), Fraction(1))
    assert weights[LIBERAL] > Fraction(1, 100)
    for diversity in (2, 10, 1_000):
        for weights in homogeneous_equilibria(survey, Fraction(1, 4), Fraction(diversity)):
            assert min(weights) == 0
    # T12: where S⁻¹1 has a negative entry, enough diversity excludes an interior equilibrium.
    uniform = solve_linear([list(row) for row in survey.similarity()], [Fraction(1)] * 5)
    assert uniform is not None
    assert min(uniform) < 0


def test_the_game_has_the_surveys_inputs() -> None:
    survey, game = load_anes96(), anes96_game()
    assert game.groups == survey.groups
    assert game.agents == 8
    assert game.name == survey.name


def small(**changes: object) -> Survey:
    parts: dict[str, object] = {
        "name": "small",
        "groups": ("x", "y"),
        "questions": ("q",),
        "options": (("yes", "no"),),
        "counts": (((1, 2),), ((3, 0),)),
        "respondents": (3, 3),
        "engagement": (Fraction(1), Fraction(0)),
    }
    return Survey(**{**parts, **changes})  # type: ignore[arg-type]  # wrong types are what is tested


def test_a_group_without_engagement_has_no_attractiveness() -> None:
    assert small().attractiveness() == (Fraction(1), Fraction(0))


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"respondents": (3, 0)}, "respondents"),
        ({"respondents": (3,)}, "respondents"),
        ({"engagement": (Fraction(1), Fraction(-1))}, "engagement"),
        ({"engagement": (Fraction(0), Fraction(0))}, "engagement"),
        ({"options": ()}, "options"),
        ({"questions": (), "options": ()}, "options"),
        ({"counts": (((1, 2),), ((0, 0),))}, "counts"),
        ({"counts": (((1, 2),), ((-1, 2),))}, "counts"),
        ({"counts": (((1, 2),), ((1, 2, 3),))}, "counts"),
        ({"counts": (((1, 2),),)}, "counts"),
    ],
)
def test_a_survey_that_cannot_be_is_refused(changes: dict[str, object], key: str) -> None:
    with pytest.raises(InputError) as caught:
        small(**changes)
    assert caught.value.key == key
