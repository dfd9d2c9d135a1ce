"""Replicates: the laws they are drawn from, what they are centred at, and that nothing but the seed moves them."""

from __future__ import annotations

import math
import os
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from nashsym import InputError, solve
from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import matrix
from nashsym.uncertainty.replicates import read_replicates, write_replicates
from nashsym_estimators import ResponseTable, bootstrap, estimate
from nashsym_estimators.estimates import resampling, respondent_bootstrap
from nashsym_estimators.estimates.resampling import SmallSamples, batch_of, drawn_by_numpy, takes_tables
from tests.estimators.response_tables import response_tables, survey_table, table_of

SIZES = np.array([[37, 5, 0], [1, 64, 9]])
SHARES = np.zeros((2, 3, 4))
SHARES[0, 0], SHARES[0, 1] = [0.1, 0.2, 0.3, 0.4], [0.5, 0, 0.5, 0]
SHARES[1, 0], SHARES[1, 1], SHARES[1, 2] = [0, 1, 0, 0], [0.25] * 4, [0.9, 0.05, 0.05, 0]


def chance_of(counts: tuple[int, ...], shares: np.ndarray) -> float:
    ways = math.factorial(sum(counts)) / math.prod(map(math.factorial, counts))
    return ways * math.prod(float(p) ** k for p, k in zip(shares, counts, strict=True))


@pytest.mark.parametrize("how", ["tables", "chains"])
def test_every_count_has_the_chance_that_the_multinomial_law_gives_it(how: str) -> None:
    count = 40_000
    draw = np.random.default_rng(7)
    drawn = (
        SmallSamples(SIZES, SHARES).draw(count, draw) if how == "tables" else drawn_by_numpy(SIZES, SHARES, count, draw)
    )
    for d, q in product(range(2), range(3)):
        n, p = int(SIZES[d, q]), SHARES[d, q]
        whole = drawn[:, d, q] * n
        assert np.array_equal(whole, np.rint(whole)) or np.abs(whole - np.rint(whole)).max() < 1e-12
        assert (np.rint(whole).sum(axis=1) == n).all()
        assert not drawn[:, d, q][:, p == 0].any()
        if n == 0:
            continue
        assert np.abs(drawn[:, d, q].mean(axis=0) - p).max() <= 5 * math.sqrt(0.25 / n / count)
        spread = np.cov(drawn[:, d, q].T)
        assert np.abs(spread - (np.diag(p) - np.outer(p, p)) / n).max() <= 0.05 / n
    # All outcomes of five answers over two options, and of nine over three, against their chances.
    for d, q in ((0, 1), (1, 2)):
        n, p = int(SIZES[d, q]), SHARES[d, q]
        outcomes, times = np.unique(np.rint(drawn[:, d, q] * n).astype(int), axis=0, return_counts=True)
        found = {tuple(row): seen for row, seen in zip(outcomes.tolist(), times.tolist(), strict=True)}
        chances = {counts: chance_of(counts, p) for counts in product(range(n + 1), repeat=4) if sum(counts) == n}
        kept = {counts: chance for counts, chance in chances.items() if chance * count >= 5}
        statistic = sum(
            (found.get(counts, 0) - chance * count) ** 2 / (chance * count) for counts, chance in kept.items()
        )
        freedom = len(kept) - 1
        assert statistic <= freedom + 5 * math.sqrt(2 * freedom)


def test_a_batch_has_few_outcomes_and_no_more_answers_than_there_are() -> None:
    for answers, options in product((1, 2, 37, 5_000), (2, 3, 5, 40)):
        size = batch_of(answers, options)
        assert 1 <= size <= answers
        assert size == 1 or math.comb(size + options - 1, options - 1) <= 1024
    assert batch_of(10**6, 2) == 1023


def test_tables_are_for_many_small_samples() -> None:
    sizes, shares = np.full((50, 100), 100), np.full((50, 100, 5), 0.2)
    assert takes_tables(sizes, shares, 1000)
    assert not takes_tables(sizes, shares, 10)
    assert not takes_tables(100 * sizes, shares, 1000)


def test_options_beyond_a_word_are_counted_apart() -> None:
    """Twelve options of 100 answers need 7 bits each: two words."""
    shares = np.full((1, 1, 12), 1 / 12)
    drawn = SmallSamples(np.array([[100]]), shares).draw(20_000, np.random.default_rng(3))
    assert (np.rint(drawn * 100).sum(axis=3) == 100).all()
    assert np.abs(drawn.mean(axis=0) - shares).max() < 0.002
    assert np.abs(drawn.var(axis=0) - 1 / 12 * 11 / 12 / 100).max() < 3e-5


CHOICES: dict[str, dict[str, Any]] = {
    "defaults": {},
    "unbiased": {"similarity": "collision-unbiased"},
    "deviation": {"inconsistency": "deviation"},
    "ridge": {"inconsistency": "disagreement", "concave": "ridge"},
    "nearest": {"inconsistency": "disagreement", "concave": "nearest"},
    "pairwise": {"missing": "pairwise", "inconsistency": {"dispersion": 1, "deviation": 1}},
}


@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES.keys())
@pytest.mark.parametrize("resample", ["respondents", "questions"])
def test_replicates_are_seeded_and_lie_around_the_estimate(resample: str, choice: dict[str, Any]) -> None:
    table = survey_table()
    one, two, other = (bootstrap(table, 300, resample, seed, **choice) for seed in (5, 5, 6))
    assert np.array_equal(one.similarity, two.similarity)
    assert np.array_equal(one.inconsistency, two.inconsistency)
    assert not np.array_equal(one.similarity, other.similarity)
    assert one.details["resampled"] == resample
    assert one.details["seed"] == "5"
    found = estimate(table, **choice)
    assert one.attractiveness[0].tolist() == found.attractiveness.astype(float).tolist()
    for name in ("similarity", "inconsistency"):
        replicates, centre = getattr(one, name), getattr(found, name).astype(float)
        error = replicates.std(axis=0) / math.sqrt(300)
        # Resampled plug-ins are off by (1 − Σp²)/n once more; four questions resampled are far from normal.
        bias = 0.02 if resample == "respondents" else 0.06
        assert (np.abs(replicates.mean(axis=0) - centre) <= 5 * error + bias * (1 + np.abs(centre))).all()


def test_replicates_of_the_unbiased_similarity_are_centred_at_it() -> None:
    table = table_of([[[6, 3, 1], [2, 2, 2]], [[1, 1, 1], [4, 1, 0]]])
    count = 20_000
    found = estimate(table, similarity="collision-unbiased")
    replicates = bootstrap(table, count, similarity="collision-unbiased")
    plain = bootstrap(table, count)
    for name in ("similarity", "inconsistency"):
        values, centre = getattr(replicates, name), getattr(found, name).astype(float)
        error = values.std(axis=0) / math.sqrt(count)
        assert (np.abs(values.mean(axis=0) - centre) <= 5 * error + 1e-12).all()
    off = plain.similarity.mean(axis=0) - estimate(table).similarity.astype(float)
    assert off[0, 0] > 0.03  # where the plug-in's replicates are not


def test_the_spread_of_respondents_is_that_of_the_law() -> None:
    """One question of two options: S_ab is a product of two binomial shares, whose variance is known."""
    table = table_of([[[30, 10]], [[5, 15]]])
    replicates = bootstrap(table, 20_000, seed=1)
    p, q, n, m = 0.75, 0.25, 40, 20
    # S_ab = pq + (1−p)(1−q) = 1 − p − q + 2pq.
    variance = (2 * q - 1) ** 2 * p * (1 - p) / n + (2 * p - 1) ** 2 * q * (1 - q) / m
    variance += 4 * p * (1 - p) / n * q * (1 - q) / m
    assert replicates.similarity[:, 0, 1].var() == pytest.approx(variance, rel=0.05)


def test_questions_are_resampled_with_replacement_and_keep_their_weights() -> None:
    table = table_of([[[1, 0], [0, 1]], [[1, 0], [1, 0]]], weights=[0.75, 0.25])
    values = bootstrap(table, 4_000, "questions", seed=2).similarity[:, 0, 1]
    # Twice the first: 1; twice the second: 0; one of each: 3/4.
    seen, times = np.unique(values, return_counts=True)
    assert seen.tolist() == [0, 0.75, 1]
    assert np.abs(times / 4_000 - np.array([0.25, 0.5, 0.25])).max() < 0.04


@settings(max_examples=40)
@given(table=response_tables(known=True))
def test_question_sums_are_those_of_the_resampled_table(table: ResponseTable) -> None:
    """Each replicate is the estimate of a table of the questions that were drawn."""
    if len(table.questions) < 2:
        return
    choice: dict[str, Any] = {"missing": "pairwise"}
    count, seed = 5, 11
    asked = len(table.questions)
    try:
        replicates = bootstrap(table, count, "questions", seed, **choice)
    except InputError:  # a pair of groups without a question in some replicate
        return
    times = np.random.default_rng(seed).multinomial(asked, np.full(asked, 1 / asked), size=count)
    for r in range(count):
        drawn = [q for q in range(asked) for _ in range(times[r, q])]
        again = ResponseTable(
            table.groups,
            tuple(type(table.questions[q])(f"{i}", *_rest(table.questions[q])) for i, q in enumerate(drawn)),
            table.probabilities[:, drawn][:, :, : max(len(table.questions[q].options) for q in drawn)],
            None if table.counts is None else table.counts[:, drawn],
            table.weights[drawn] / table.weights[drawn].sum(),
            table.audience,
            table.engagement,
        )
        expected = estimate(again, arithmetic="float", **choice)
        assert np.abs(replicates.similarity[r] - expected.similarity.astype(float)).max() < 1e-9
        assert np.abs(replicates.inconsistency[r] - expected.inconsistency.astype(float)).max() < 1e-9


def _rest(question: Any) -> tuple[Any, Any]:
    return question.options, question.scores


def test_the_number_of_cores_and_the_pieces_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(0)
    table = table_of(draw.integers(1, 9, size=(4, 45, 3)).tolist())
    one = bootstrap(table, 50, seed=3)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(7)))
    many = bootstrap(table, 50, seed=3)
    assert np.array_equal(one.similarity, many.similarity)
    monkeypatch.setattr(respondent_bootstrap, "_PIECE", 600)  # other pieces, other streams: the same law
    monkeypatch.setattr(respondent_bootstrap, "_TOGETHER", 20)
    other = bootstrap(table, 50, seed=3)
    assert other.similarity.shape == one.similarity.shape
    assert np.abs(other.similarity.mean(axis=0) - one.similarity.mean(axis=0)).max() < 0.05


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    draw = np.random.default_rng(0)
    table = table_of(draw.integers(1, 9, size=(3, 70, 3)).tolist())
    bootstrap(table, 5, progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1][0] == told[-1][1] == 3


def test_alias_tables_and_chains_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    table = survey_table()
    chains = bootstrap(table, 2_000, seed=1)
    monkeypatch.setattr(resampling, "_MANY", 0)
    monkeypatch.setattr(resampling, "_MOST_BATCHES", 1_000)
    tables = bootstrap(table, 2_000, seed=1)
    assert "alias tables" in tables.details["drawn"]
    assert "binomial chains" in chains.details["drawn"]
    for name in ("similarity", "inconsistency"):
        left, right = getattr(chains, name), getattr(tables, name)
        error = np.sqrt((left.var(axis=0) + right.var(axis=0)) / 2_000)
        assert (np.abs(left.mean(axis=0) - right.mean(axis=0)) <= 5 * error).all()
        assert np.allclose(left.std(axis=0), right.std(axis=0), rtol=0.15, atol=1e-12)


def test_low_rank_replicates_are_semidefinite_exactly() -> None:
    draw = np.random.default_rng(2)
    table = table_of(draw.integers(1, 9, size=(8, 2, 3)).tolist(), scores=True)
    replicates = bootstrap(table, 30, inconsistency="deviation")
    for X in (*replicates.inconsistency, *replicates.similarity):
        assert definiteness(matrix(X)).is_positive_semidefinite
    assert replicates.details["C"].startswith("raised on the diagonal by at most ")


def test_replicates_make_games_and_survive_a_file(tmp_path: Any) -> None:
    table = survey_table()
    replicates = bootstrap(table, 3)
    game = estimate(table).game(8)
    assert all(solve(one).equilibria for one in replicates.games(game))
    again = read_replicates(write_replicates(replicates, tmp_path / "game.replicates.npz"))
    assert np.array_equal(again.similarity, replicates.similarity)
    assert dict(again.details) == dict(replicates.details)


def test_few_questions_are_said_and_effective_sizes_rounded() -> None:
    assert bootstrap(survey_table(), 2, "questions").details["few questions"].startswith("only 4 questions to resample")
    table = survey_table()
    assert table.counts is not None
    uneven = ResponseTable(table.groups, table.questions, table.probabilities, table.counts - 0.5)
    assert "rounded to whole numbers" in bootstrap(uneven, 2).details["sizes"]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "count": ({"count": 0}, "0 replicates"),
    "a boolean count": ({"count": True}, "True replicates"),
    "seed": ({"seed": -1}, "-1 is no seed"),
    "resample": ({"resample": "everything"}, "'everything' is unknown"),
    "too many": ({"count": 10**8}, "write at most"),
}


@pytest.mark.parametrize(("options", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_what_does_not_fit_is_refused(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        bootstrap(survey_table(), **options)


def test_what_cannot_be_resampled_is_refused() -> None:
    unknown = table_of([[[1, 1]], [[1, 2]]], known=False)
    with pytest.raises(InputError, match="number of respondents is not known"):
        bootstrap(unknown, 2)
    with pytest.raises(InputError, match="there is one question"):
        bootstrap(unknown, 2, "questions")
    flat = table_of([[[1, 1]], [[2, 0]]], scores=True)
    with pytest.raises(InputError, match="in some replicate no ordinal question on which answers differ is left"):
        bootstrap(flat, 200, inconsistency="deviation")
