"""Estimates of a, C and S against values worked out by hand, in fractions, and what is said of every loss."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nashsym import InputError, solve
from nashsym.data.survey import anes96_game
from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import floats, matrix
from nashsym_estimators import Question, ResponseTable, estimate
from nashsym_estimators.estimates.concavity import gram_by_form, nearest, repaired_floats, ridge, smallest_on_tangent
from nashsym_estimators.estimates.estimate import Estimate
from tests.estimators.response_tables import response_tables, survey_table, table_of

CHOICES: dict[str, dict[str, Any]] = {
    "defaults": {},
    "unbiased": {"similarity": "collision-unbiased"},
    "deviation": {"inconsistency": "deviation"},
    "both": {"inconsistency": {"dispersion": 1, "deviation": "1/2"}},
    "disagreement": {"inconsistency": "disagreement"},
    "pairwise": {"missing": "pairwise"},
    "pairwise both": {"missing": "pairwise", "inconsistency": {"dispersion": 2, "deviation": 1}},
}


def rows(array: Any) -> list[list[Any]]:
    listed: list[list[Any]] = array.tolist()
    return listed


def semidefinite(X: Any) -> bool:
    return definiteness(matrix(X)).is_positive_semidefinite


def test_the_survey_gives_its_game_number_for_number() -> None:
    found = estimate(survey_table())
    assert found.method["arithmetic"] == "exact"
    assert found.rounding == {}
    game = found.game(8, coefficients=[1, "1/4", 1], name=anes96_game().name)
    assert game == anes96_game()
    assert game.provenance["similarity"] == "collision"


def test_collision_and_dispersion_by_hand() -> None:
    found = estimate(table_of([[[3, 1], [2, 2]], [[1, 1], [4, 0]]], audience=[30, 10]))
    # 3/4·1/2 + 1/4·1/2 = 1/2 and 1/2·1 = 1/2; (9+1)/16 and 1/2; 1/2 and 1.
    assert rows(found.similarity) == [[Fraction(9, 16), Fraction(1, 2)], [Fraction(1, 2), Fraction(3, 4)]]
    assert rows(found.inconsistency) == [[Fraction(7, 16), 0], [0, Fraction(1, 4)]]
    assert found.attractiveness.tolist() == [Fraction(3, 4), Fraction(1, 4)]


def test_the_unbiased_diagonal_compares_different_respondents() -> None:
    found = estimate(table_of([[[3, 1]], [[1, 1]]]), similarity="collision-unbiased")
    # Of 4·3 ordered pairs 3·2 agree; of 2·1 none.
    assert rows(found.similarity) == [[Fraction(1, 2), Fraction(1, 2)], [Fraction(1, 2), 0]]
    assert rows(found.inconsistency) == [[Fraction(1, 2), 0], [0, 1]]
    assert found.method["inconsistency"] == "dispersion (unbiased)"
    (note,) = [note for note in found.notes if note.startswith("S is not")]
    assert "smallest eigenvalue there about -0.25" in note


def test_the_unbiased_mean_is_the_truth() -> None:
    """Over all samples of 3 answers from p = (1/4, 3/4) the unbiased diagonal has the mean Σp², exactly."""
    p, n, mean, plug_in = Fraction(1, 4), 3, Fraction(0), Fraction(0)
    for k in range(n + 1):
        chance = [1, 3, 3, 1][k] * p**k * (1 - p) ** (n - k)
        table = table_of([[[k, n - k]]])
        mean += chance * estimate(table, "collision-unbiased").similarity[0, 0]
        plug_in += chance * estimate(table).similarity[0, 0]
    truth = p**2 + (1 - p) ** 2
    assert mean == truth
    assert plug_in == truth + (1 - truth) / n


def test_deviation_by_hand() -> None:
    found = estimate(table_of([[[1, 0]], [[0, 1]]], scores=True, audience=[3, 1]), inconsistency="deviation")
    # Scores 0 and 1, mean 1/4, pooled variance 3/16: (1/4)² and (3/4)² over it.
    assert rows(found.inconsistency) == [[Fraction(1, 3), -1], [-1, 3]]


def test_questions_on_which_all_agree_are_dropped_from_deviation_and_said() -> None:
    flat = [[[1, 0], [2, 0]], [[0, 1], [5, 0]]]
    one = estimate(table_of(flat, scores=True, audience=[3, 1]), inconsistency="deviation")
    assert rows(one.inconsistency) == [[Fraction(1, 3), -1], [-1, 3]]
    assert any("deviation drops 1 question on which all answers stand at one score" in note for note in one.notes)
    with pytest.raises(InputError, match="no ordinal question on which answers differ"):
        estimate(table_of([[[2, 0]], [[5, 0]]], scores=True), inconsistency="deviation")


def test_weights_add_dispersion_and_deviation() -> None:
    table = survey_table()
    one, two = estimate(table), estimate(table, inconsistency="deviation")
    both = estimate(table, inconsistency={"dispersion": 2, "deviation": "1/3"})
    assert (both.inconsistency == 2 * one.inconsistency + Fraction(1, 3) * two.inconsistency).all()
    assert both.method["inconsistency"] == "2·dispersion + 1/3·deviation"


def test_disagreement_is_refuted_and_a_ridge_just_above_the_smallest_is_offered() -> None:
    table = survey_table()
    found = estimate(table, inconsistency="disagreement")
    assert (found.inconsistency == 1 - found.similarity).all()
    (note,) = found.notes
    assert "C is not ⪰ 0 on T" in note
    repaired = estimate(table, inconsistency="disagreement", concave="ridge")
    added = repaired.inconsistency - found.inconsistency
    amount = added[0, 0]
    assert (added == amount * np.eye(5, dtype=int)).all()
    assert str(float(amount)) in note
    assert semidefinite(repaired.inconsistency)
    lower = amount - Fraction(1, 10**8)
    assert not semidefinite(found.inconsistency + lower * np.eye(5, dtype=int))
    assert solve(repaired.game(8)).equilibria


def test_nearest_is_near_the_nearest_and_semidefinite() -> None:
    X = matrix([[1, 2, 0], [2, 1, 0], [0, 0, 1]])
    repaired, distance, least = nearest(X)
    assert definiteness(repaired).is_positive_semidefinite
    # Along (1, −1, 0)/√2 the value is −1, which becomes 0; everything else of X on T is positive.
    assert least == pytest.approx(1)
    assert distance == pytest.approx(1, abs=1e-9)
    assert floats(repaired)[:2, :2] == pytest.approx(np.array([[1.5, 1.5], [1.5, 1.5]]))


def test_a_ridge_is_enclosed_by_two_decisions() -> None:
    above, below = ridge(matrix([[0, 1, 0], [1, 0, 0], [0, 0, 0]]))
    assert 0 < below < 1 <= above < 1 + Fraction(1, 10**7)

    def raised(by: Fraction) -> list[list[Fraction]]:
        zero, one = Fraction(0), Fraction(1)
        return [[by, one, zero], [one, by, zero], [zero, zero, by]]

    assert semidefinite(raised(above))
    assert not semidefinite(raised(below))


@pytest.mark.parametrize("concave", ["ridge", "nearest"])
@given(table=response_tables(), unbiased=st.booleans())
def test_repairs_are_semidefinite_and_said(concave: Any, table: ResponseTable, unbiased: bool) -> None:
    choice: dict[str, Any] = {"similarity": "collision-unbiased"} if unbiased else {}
    try:
        plain = estimate(table, missing="pairwise", inconsistency="disagreement", **choice)
    except InputError:
        assume(False)
    found = estimate(table, missing="pairwise", inconsistency="disagreement", concave=concave, **choice)
    for name, letter in (("inconsistency", "C"), ("similarity", "S")):
        before, after = getattr(plain, name), getattr(found, name)
        assert semidefinite(after)
        said = any(note.startswith(f"{letter} is not ⪰ 0") for note in found.notes)
        assert said == (not semidefinite(before))
        if not said:
            assert (before == after).all()


def test_a_low_rank_gram_matrix_of_floats_is_made_exact() -> None:
    draw = np.random.default_rng(0)
    lost = 0
    for _ in range(20):
        factor = draw.random((12, 3))
        X = factor @ factor.T
        lost += not semidefinite(X)
        exact = gram_by_form(X)
        assert semidefinite(exact)
        assert np.abs(exact.astype(float) - X).max() < 1e-13
    assert lost > 10  # or there would be nothing to do


def test_floats_that_are_semidefinite_as_they_are_stay() -> None:
    X = np.array([[0.5, 0.5], [0.5, 0.5]])
    assert gram_by_form(X) is X


def test_clearly_definite_floats_stay_as_they_are() -> None:
    X = np.array([[0.5, 0.1], [0.1, 0.4]])
    assert gram_by_form(X) is X
    assert gram_by_form(np.diag([0.0, 0.3])).dtype == float


def test_many_matrices_of_floats_are_repaired_at_once() -> None:
    draw = np.random.default_rng(1)
    factor = draw.random((40, 8, 2))
    X = factor @ factor.transpose(0, 2, 1)
    raised, note = repaired_floats(X, by_form=True)
    assert all(semidefinite(one) for one in raised)
    assert np.abs(raised - X).max() < 1e-11
    assert note.startswith("raised on the diagonal by at most ")
    for how in ("ridge", "nearest"):
        repaired, _ = repaired_floats(-X, by_form=False, concave=how)
        assert all(semidefinite(one) for one in repaired)
    assert repaired_floats(-X, by_form=False)[0] is not raised
    assert (repaired_floats(-X, by_form=False)[0] == -X).all()


def test_missing_pairs_are_never_zero() -> None:
    counts = [[[3, 1], [2, 2]], [[1, 1], [0, 0]]]
    common = estimate(table_of(counts))
    assert rows(common.similarity) == rows(estimate(table_of([[[3, 1]], [[1, 1]]])).similarity)
    assert any("the questions that all groups have are used, 1 of 2" in note for note in common.notes)
    pairwise = estimate(table_of(counts), missing="pairwise")
    assert rows(pairwise.similarity) == [[Fraction(9, 16), Fraction(1, 2)], [Fraction(1, 2), Fraction(1, 2)]]
    assert rows(pairwise.inconsistency) == [[Fraction(7, 16), 0], [0, Fraction(1, 2)]]


def test_pairs_that_share_nothing_are_refused_by_name() -> None:
    counts = [[[1, 1], [0, 0]], [[0, 0], [1, 1]]]
    with pytest.raises(InputError, match="no question was answered by every group"):
        estimate(table_of(counts))
    with pytest.raises(InputError, match="no question is left for 'a' and 'b'"):
        estimate(table_of(counts), missing="pairwise")


def test_pairwise_can_lose_semidefiniteness_which_is_said_and_repaired_only_when_asked() -> None:
    counts = [[[1, 0], [1, 0], [0, 0]], [[0, 0], [1, 0], [1, 0]], [[0, 1], [0, 0], [1, 0]]]
    found = estimate(table_of(counts), missing="pairwise")
    assert not semidefinite(found.similarity)
    assert any(note.startswith("S is not ⪰ 0 on T (smallest eigenvalue there about -0.") for note in found.notes)
    repaired = estimate(table_of(counts), missing="pairwise", concave="nearest")
    assert semidefinite(repaired.similarity)


def outcome(table: ResponseTable, **options: Any) -> Estimate | str:
    """Return the estimate, or why there is none."""
    try:
        return estimate(table, **options)
    except InputError as refused:
        return refused.problem


@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES.keys())
@given(table=response_tables(known=True))
def test_floats_agree_with_fractions_within_the_stated_bound(choice: dict[str, Any], table: ResponseTable) -> None:
    exact, found = (outcome(table, arithmetic=arithmetic, **choice) for arithmetic in ("exact", "float"))
    if isinstance(exact, str) or isinstance(found, str):
        assert exact == found
        return
    assert (found.attractiveness == exact.attractiveness).all()
    for name in ("inconsistency", "similarity"):
        pairs = zip(getattr(found, name).flat, getattr(exact, name).flat, strict=True)
        assert max(abs(Fraction(one) - Fraction(other)) for one, other in pairs) <= found.rounding[name]


def test_the_bound_holds_where_a_scale_is_long_and_where_groups_outnumber_what_they_were_asked() -> None:
    counts = [[[1, k, 40, 0], [3, 1, 0, 0]] for k in range(10)]
    table = table_of(counts, scores=True, audience=[k + 1 for k in range(10)])
    scores = ((0.0, 1e6, 1e6 + 1, 1e6 + 3), (0.0, 1.0, 2.0, 3.0))
    questions = tuple(replace(one, scores=z) for one, z in zip(table.questions, scores, strict=True))
    table = replace(table, questions=questions)
    for inconsistency in ("dispersion", "deviation", "disagreement"):
        exact, found = (estimate(table, inconsistency=inconsistency, arithmetic=how) for how in ("exact", "float"))
        for name in ("inconsistency", "similarity"):
            pairs = zip(getattr(found, name).flat, getattr(exact, name).flat, strict=True)
            assert max(abs(Fraction(one) - Fraction(other)) for one, other in pairs) <= found.rounding[name] < 1e-3


def test_a_score_that_nobody_chose_costs_no_digits() -> None:
    table = table_of([[[1, 1], [1, 2]], [[2, 1], [3, 1]]], scores=True)
    far = replace(table.questions[0], options=("a", "b", "c"), scores=(0.0, 1.0, 1e30))
    wide = np.concatenate([table.probabilities, np.zeros((2, 2, 1))], axis=2)
    table = replace(table, questions=(far, table.questions[1]), probabilities=wide)
    exact, found = (estimate(table, inconsistency="deviation", arithmetic=how) for how in ("exact", "float"))
    pairs = zip(found.inconsistency.flat, exact.inconsistency.flat, strict=True)
    assert max(abs(Fraction(one) - Fraction(other)) for one, other in pairs) <= found.rounding["inconsistency"] < 1e-12


@given(table=response_tables(missing=False))
def test_plug_in_estimates_are_semidefinite_exactly(table: ResponseTable) -> None:
    for arithmetic in ("auto", "float"):
        found = estimate(table, arithmetic=arithmetic)
        assert semidefinite(found.similarity)
        assert semidefinite(found.inconsistency)


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "similarity": ({"similarity": "cosine"}, "'cosine' is unknown"),
    "inconsistency": ({"inconsistency": "chaos"}, "'chaos' is unknown"),
    "no name": ({"inconsistency": 3}, "3 is no estimator"),
    "negative": ({"inconsistency": {"dispersion": -1}}, "negative"),
    "all zero": ({"inconsistency": {"dispersion": 0}}, "every weight is 0"),
    "a sum with disagreement": ({"inconsistency": {"dispersion": 1, "disagreement": 1}}, "added to nothing"),
    "missing": ({"missing": "zero"}, "'zero' is unknown"),
    "concave": ({"concave": "please"}, "'please' is unknown"),
    "arithmetic": ({"arithmetic": "fast"}, "unknown arithmetic"),
    "dtype": ({"dtype": "float16"}, "unknown dtype"),
    "exact on a device": ({"device": "cpu", "arithmetic": "exact"}, "no exact estimate"),
    "no scores": ({"inconsistency": "deviation"}, "no question has ordinal scores"),
}


@pytest.mark.parametrize(("options", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_what_does_not_fit_is_refused_in_one_line(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        estimate(table_of([[[1, 1]], [[2, 1]]]), **options)


def test_an_unbiased_estimate_needs_two_respondents() -> None:
    with pytest.raises(InputError, match="one respondent of group 'b' answered question 'q0'"):
        estimate(table_of([[[1, 1]], [[1, 0]]]), "collision-unbiased")
    with pytest.raises(InputError, match="number of respondents is not known"):
        estimate(table_of([[[1, 1]], [[1, 1]]], known=False), "collision-unbiased")


def test_a_question_of_weight_0_may_have_one_respondent() -> None:
    table = table_of([[[1, 2], [1, 0]], [[2, 2], [0, 1]]], weights=[1, 0])
    alone = estimate(table_of([[[1, 2]], [[2, 2]]]), "collision-unbiased")
    for arithmetic in ("exact", "float"):
        found = estimate(table, "collision-unbiased", arithmetic=arithmetic)
        assert found.similarity.astype(float) == pytest.approx(alone.similarity.astype(float))


def test_an_empty_audience_is_refused() -> None:
    with pytest.raises(InputError, match="group 'b' has an audience of 0"):
        estimate(table_of([[[1, 1]], [[1, 1]]], audience=[1, 0]))
    with pytest.raises(InputError, match="nobody is engaged"):
        estimate(table_of([[[1, 1]], [[1, 1]]], audience=[1, 2], engagement=[0, 0]))
    engaged = estimate(table_of([[[1, 1]], [[1, 1]]], audience=[1, 2], engagement=[0.5, 0.75]))
    assert engaged.attractiveness.tolist() == [Fraction(1, 4), Fraction(3, 4)]
    unknown = estimate(table_of([[[1, 1]], [[1, 1]]]))
    assert unknown.attractiveness.tolist() == [Fraction(1, 2)] * 2
    assert "the audience is not known: every group counts as equally large" in unknown.notes


def question(options: int) -> Question:
    return Question("q", tuple(map(str, range(options))))


BROKEN_TABLES: dict[str, tuple[dict[str, Any], str]] = {
    "sum": ({"probabilities": np.array([[[0.5, 0.4]]])}, "sum to 0.9"),
    "negative": ({"probabilities": np.array([[[1.5, -0.5]]])}, "negative or not finite"),
    "nan": ({"probabilities": np.array([[[np.nan, 1.0]]])}, "negative or not finite"),
    "shape": ({"probabilities": np.array([[[1.0]]])}, r"the shape is \(1, 1, 1\), not \(1, 1, 2\)"),
    "silent": ({"probabilities": np.zeros((1, 1, 2))}, "answers no question"),
    "counts": ({"counts": np.array([[0.0]])}, "has 0 respondents behind its answers"),
    "weights": ({"weights": np.array([2.0])}, "they sum to 2"),
    "audience": ({"audience": np.array([-1.0])}, "negative or not finite"),
    "twice": (
        {"groups": ("x", "x"), "probabilities": np.full((2, 1, 2), 0.5)},
        "'x' is listed twice",
    ),
    "text": ({"probabilities": "half"}, "is no array of numbers"),
    "no group": ({"groups": (), "probabilities": np.zeros((0, 1, 2))}, "there is none"),
}


@pytest.mark.parametrize(("changes", "problem"), BROKEN_TABLES.values(), ids=BROKEN_TABLES.keys())
def test_a_table_that_cannot_be_is_refused(changes: dict[str, Any], problem: str) -> None:
    parts: dict[str, Any] = {"groups": ("x",), "questions": (question(2),), "probabilities": np.array([[[0.5, 0.5]]])}
    ResponseTable(**parts)
    with pytest.raises(InputError, match=problem):
        ResponseTable(**{**parts, **changes})


def test_an_answer_beyond_the_options_is_refused() -> None:
    with pytest.raises(InputError, match="beyond the options"):
        ResponseTable(("x",), (question(1), Question("r", ("a", "b"))), np.array([[[0.0, 1.0], [0.5, 0.5]]]))


def test_choosing_groups_and_questions() -> None:
    table = survey_table()
    chosen = table.with_groups(["conservative", "liberal"]).with_questions([3, 0])
    assert chosen.groups == ("conservative", "liberal")
    assert [one.name for one in chosen.questions] == ["vote", "ClinLR"]
    assert chosen.weights.tolist() == [0.5, 0.5]
    with pytest.raises(InputError, match="no group is named 'martian'"):
        table.with_groups(["martian"])
    with pytest.raises(InputError, match="weight 0"):
        table.with_questions([0], np.array([0.0]))


def test_provenance_fits_a_game_file_whatever_the_notes_are() -> None:
    table = table_of([[[1, 1]], [[2, 1]]])
    found = Estimate(**{**estimate(table).__dict__, "notes": ("a\nb", "x" * 20_000), "source": (("source", "a\tb"),)})
    game = found.game(2)
    assert game.provenance["source"] == "a b"
    assert game.provenance["repairs and notes"].startswith("a b; xxx")


def test_the_smallest_eigenvalue_on_the_tangent_space() -> None:
    assert float(smallest_on_tangent(np.eye(4))) == pytest.approx(1)
    assert float(smallest_on_tangent(np.ones((4, 4)))) == pytest.approx(0, abs=1e-12)
    assert np.isinf(smallest_on_tangent(np.ones((1, 1))))
