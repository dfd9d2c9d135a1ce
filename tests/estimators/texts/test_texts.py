"""Estimates from texts, held against sums by hand, against tables of the same answers, and against bad input."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from nashsym import certify, solve, verify
from nashsym.errors import InputError
from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import matrix
from nashsym_estimators import Question, ResponseTable, estimate
from nashsym_estimators.texts.bootstrap import bootstrap_texts
from nashsym_estimators.texts.embedded import EmbeddedTexts, means_by_group
from nashsym_estimators.texts.estimating import estimate_texts
from nashsym_estimators.texts.kernels import Kernel
from nashsym_estimators.texts.method import TextMethod

Counts = list[list[int]]


def embedded(counts: Counts, seed: int = 0, kernel: Kernel | None = None, dimension: int = 4) -> EmbeddedTexts:
    """Draw unit vectors of so many responses by group and prompt; half of them repeat others."""
    draw = np.random.default_rng(seed)
    some = draw.normal(size=(5, dimension))
    per_prompt = []
    for q in range(len(counts[0])):
        n = sum(row[q] for row in counts)
        vectors = np.where(draw.random((n, 1)) < 0.5, some[draw.integers(5, size=n)], draw.normal(size=(n, dimension)))
        per_prompt.append(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    groups = tuple(f"group {d + 1}" for d in range(len(counts)))
    return EmbeddedTexts(groups, tuple(per_prompt), np.array(counts), kernel or Kernel())


KERNELS = st.sampled_from([Kernel(), Kernel("gaussian", 0.5), Kernel("gaussian", 3.0)])
SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 3))


@st.composite
def texts(draw: st.DrawFn, least: int = 1) -> EmbeddedTexts:
    groups, prompts = draw(SHAPES)
    row = st.lists(st.integers(least, 3), min_size=prompts, max_size=prompts)
    counts = draw(st.lists(row, min_size=groups, max_size=groups))
    return embedded(counts, draw(st.integers(0, 99)), draw(KERNELS))


def by_hand(found: EmbeddedTexts, *, distinct: bool) -> NDArray[np.float64]:
    """S by loops over responses, from the definitions."""
    D, Q = found.counts.shape
    S = np.zeros((D, D))
    for q in range(Q):
        ends = np.cumsum(found.counts[:, q])[:-1]
        of = np.split(found.vectors[q], ends)
        for d, e in itertools.product(range(D), repeat=2):
            values = [
                kernel_by_hand(found.kernel, x, y)
                for (i, x), (j, y) in itertools.product(enumerate(of[d]), enumerate(of[e]))
                if not (distinct and d == e and i == j)
            ]
            S[d, e] += np.mean(values) / Q
    return S


def kernel_by_hand(kernel: Kernel, x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    if kernel.name == "cosine":
        return float(x @ y)
    return float(np.exp(-((x - y) ** 2).sum() / (2 * kernel.bandwidth**2)))


def floats(X: NDArray[Any]) -> NDArray[np.float64]:
    return X.astype(np.float64)


@given(texts())
def test_all_pairs_are_the_mean_by_hand_and_positive_semidefinite_exactly(found: EmbeddedTexts) -> None:
    result = estimate_texts(found)
    assert floats(result.similarity) == pytest.approx(by_hand(found, distinct=False), abs=1e-7)
    assert definiteness(matrix(result.similarity)).is_positive_semidefinite
    C = floats(result.inconsistency)
    assert np.diagonal(C) == pytest.approx(1 - np.diagonal(floats(result.similarity)), abs=1e-7)
    assert (np.diagonal(C) >= 0).all()
    assert (np.diag(np.diagonal(C)) == C).all()
    assert sum(result.attractiveness) == 1


def test_a_gram_matrix_of_low_rank_stays_positive_semidefinite_exactly() -> None:
    """Five groups in a plane: in floats their means lose ⪰ 0 on T by a rounding."""
    lost = 0
    for seed in range(10):
        found = embedded([[2]] * 5, seed, dimension=2)
        lost += not definiteness(matrix(by_hand(found, distinct=False))).is_positive_semidefinite
        assert definiteness(matrix(estimate_texts(found).similarity)).is_positive_semidefinite
    assert lost > 5


@given(texts(least=2))
def test_distinct_pairs_are_the_mean_by_hand(found: EmbeddedTexts) -> None:
    result = estimate_texts(found, TextMethod(pairs="distinct"))
    assert floats(result.similarity) == pytest.approx(by_hand(found, distinct=True), abs=1e-9)
    lost = not definiteness(matrix(result.similarity)).is_positive_semidefinite
    assert lost == any("S is not ⪰ 0 on T (smallest eigenvalue there about -" in note for note in result.notes)
    for concave in ("ridge", "nearest"):
        repaired = estimate_texts(found, TextMethod(pairs="distinct", concave=concave))
        assert definiteness(matrix(repaired.similarity)).is_positive_semidefinite


def test_distinct_pairs_can_lose_it_and_say_by_how_much() -> None:
    """One group says two opposite things, as does the other: alike across, unlike within."""
    both = np.array([[1.0, 0], [-1, 0]])
    found = EmbeddedTexts(("a", "b"), (np.concatenate([both, both]),), np.array([[2], [2]]), Kernel())
    result = estimate_texts(found, TextMethod(pairs="distinct"))
    assert result.similarity.tolist() == [[-1, 0], [0, -1]]
    assert any("smallest eigenvalue there about -1" in note and "ridge" in note for note in result.notes)


@given(st.lists(st.lists(st.lists(st.integers(0, 2), min_size=2, max_size=4), min_size=2, max_size=2), min_size=2))
def test_texts_that_are_options_give_what_their_table_gives(answers: list[list[list[int]]]) -> None:
    """The kernel that is 1 for the same option and 0 for another makes collision, plug-in and unbiased."""
    answers = answers[:4]
    D, Q = len(answers), 2
    vectors = tuple(np.concatenate([np.eye(3)[answers[d][q]] for d in range(D)]) for q in range(Q))
    counts = np.array([[len(answers[d][q]) for q in range(Q)] for d in range(D)])
    groups = tuple(f"group {d}" for d in range(D))
    found = EmbeddedTexts(groups, vectors, counts, Kernel())
    shares = np.array([[np.bincount(row, minlength=3) / len(row) for row in rows] for rows in answers])
    questions = tuple(Question(f"question {q}", ("x", "y", "z")) for q in range(Q))
    table = ResponseTable(groups, questions, shares, counts=counts.astype(float))
    for pairs, collision in (("all", "collision"), ("distinct", "collision-unbiased")):
        ours, theirs = estimate_texts(found, TextMethod(pairs=pairs)), estimate(table, collision)
        assert floats(ours.similarity) == pytest.approx(floats(theirs.similarity), abs=1e-7)
    assert floats(estimate_texts(found).inconsistency) == pytest.approx(floats(estimate(table).inconsistency), abs=1e-7)


@given(texts())
def test_disagreement_is_one_less_similarity(found: EmbeddedTexts) -> None:
    result = estimate_texts(found, TextMethod(inconsistency="disagreement"))
    assert (result.inconsistency == 1 - result.similarity).all()


@given(texts(), st.randoms(use_true_random=False))
def test_the_order_of_groups_prompts_and_responses_does_not_matter(found: EmbeddedTexts, order: Any) -> None:
    D, Q = found.counts.shape
    groups, prompts = order.sample(range(D), D), order.sample(range(Q), Q)
    parts = [np.split(one, np.cumsum(found.counts[:, q])[:-1]) for q, one in enumerate(found.vectors)]
    shuffled = EmbeddedTexts(
        tuple(found.groups[d] for d in groups),
        tuple(np.concatenate([parts[q][d][::-1] for d in groups]) for q in prompts),
        found.counts[np.ix_(groups, prompts)],
        found.kernel,
    )
    here, there = estimate_texts(found), estimate_texts(shuffled)
    assert floats(there.similarity) == pytest.approx(floats(here.similarity)[np.ix_(groups, groups)], abs=1e-7)
    assert floats(there.inconsistency) == pytest.approx(floats(here.inconsistency)[np.ix_(groups, groups)], abs=1e-7)


def test_missing_pairs_are_never_zero() -> None:
    found = embedded([[2, 2, 0], [2, 2, 2], [2, 2, 2]], seed=3)
    common = estimate_texts(found)
    assert floats(common.similarity) == pytest.approx(by_hand(embedded([[2, 2]] * 3, seed=3), distinct=False), abs=1e-7)
    assert any("the 2 of 3 prompts that all groups have are used" in note for note in common.notes)
    pairwise = estimate_texts(found, TextMethod(missing="pairwise"))
    assert floats(pairwise.similarity)[0] == pytest.approx(floats(common.similarity)[0], abs=1e-7)
    gram = found.vectors[2] @ found.vectors[2].T
    third = gram[:2, 2:].mean()
    assert floats(pairwise.similarity)[1, 2] == pytest.approx(
        (2 * floats(common.similarity)[1, 2] + third) / 3, abs=1e-7
    )


def test_groups_that_share_no_prompt_are_refused() -> None:
    found = embedded([[1, 0], [0, 1]])
    with pytest.raises(InputError, match="no prompt has a response of every group"):
        estimate_texts(found)
    with pytest.raises(InputError, match="no prompt is left for 'group 1' and 'group 2'"):
        estimate_texts(found, TextMethod(missing="pairwise"))


def test_single_responses_are_said_or_refused() -> None:
    found = embedded([[1, 2], [2, 2]])
    assert any("1 of 4 pairs of a group and a prompt have one response" in note for note in estimate_texts(found).notes)
    with pytest.raises(InputError, match="group 'group 1' has one response to some prompt"):
        estimate_texts(found, TextMethod(pairs="distinct"))


def test_the_audience_is_the_attractiveness() -> None:
    found = embedded([[2, 2], [2, 2]])
    assert any("the audience is not known" in note for note in estimate_texts(found).notes)
    told = EmbeddedTexts(found.groups, found.vectors, found.counts, Kernel(), audience=(1.0, 3.0))
    assert [str(share) for share in estimate_texts(told).attractiveness] == ["1/4", "3/4"]
    for wrong in (0.0, -1.0, float("nan"), float("inf")):
        bad = EmbeddedTexts(found.groups, found.vectors, found.counts, Kernel(), audience=(1.0, wrong))
        with pytest.raises(InputError, match="audience"):
            estimate_texts(bad)


def test_the_game_of_an_estimate_is_certified() -> None:
    certificate = certify(solve(estimate_texts(embedded([[3] * 6] * 4, seed=1)).game(8)))
    assert verify(certificate).accepted


@pytest.mark.parametrize(
    "wrong", [{"pairs": "some"}, {"inconsistency": "deviation"}, {"missing": "zero"}, {"concave": "yes"}]
)
def test_unknown_methods_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=f"{next(iter(wrong))}: .* is unknown"):
        TextMethod(**wrong)


@given(st.integers(0, 99), KERNELS, st.integers(1, 6))
def test_kernels_are_positive_definite_and_one_for_a_text_and_itself(seed: int, kernel: Kernel, n: int) -> None:
    vectors = embedded([[n]], seed).vectors[0]
    gram = kernel.gram(vectors)
    assert (gram == gram.T).all()
    assert (np.diagonal(gram) == 1).all()
    assert np.linalg.eigvalsh(gram).min() > -1e-12
    assert gram[0, -1] == pytest.approx(kernel_by_hand(kernel, vectors[0], vectors[-1]), abs=1e-12)


def test_cosines_are_not_clipped() -> None:
    assert Kernel().gram(np.array([[1.0, 0], [-1, 0]]))[0, 1] == -1


@pytest.mark.parametrize("wrong", [{"name": "laplace"}, {"bandwidth": 0.0}, {"bandwidth": float("nan")}])
def test_what_is_no_kernel_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="is no"):
        Kernel(**wrong)


@pytest.mark.parametrize("resample", ["prompts", "responses", "both"])
@pytest.mark.parametrize("pairs", ["all", "distinct"])
def test_replicates_are_estimates_of_resampled_texts(resample: str, pairs: str) -> None:
    """Drawn again by hand with the same numbers."""
    found = embedded([[2, 3, 2], [3, 2, 4]], seed=2)
    method = TextMethod(pairs=pairs)
    replicates = bootstrap_texts(found, 3, resample, seed=7, method=method)
    draw = np.random.default_rng(7)
    Q = found.counts.shape[1]
    times = draw.multinomial(Q, np.full(Q, 1 / Q), size=3) if resample != "responses" else np.ones((3, Q), dtype=int)
    means = []
    for q, one in enumerate(found.vectors):
        parts = np.split(one, np.cumsum(found.counts[:, q])[:-1])
        if resample == "prompts":
            means.append([means_by_group(one @ one.T, found.counts[:, q])] * 3)
            continue
        often = [draw.multinomial(len(part), np.full(len(part), 1 / len(part)), size=3) for part in parts]
        per = []
        for r in range(3):
            again = np.concatenate([np.repeat(part, often[d][r], axis=0) for d, part in enumerate(parts)])
            alike, own = means_by_group(again @ again.T, found.counts[:, q])
            n = found.counts[:, q]
            per.append((alike, (own - 1 / n) / (1 - 1 / n)))
        means.append(per)
    for r in range(3):
        S = sum(times[r, q] * means[q][r][0] for q in range(Q)) / times[r].sum()
        if pairs == "distinct":
            np.fill_diagonal(S, sum(times[r, q] * means[q][r][1] for q in range(Q)) / times[r].sum())
        assert replicates.similarity[r] == pytest.approx(S, abs=1e-9)
        assert np.diagonal(replicates.inconsistency[r]) == pytest.approx(np.maximum(1 - np.diagonal(S), 0), abs=1e-9)
    assert replicates.details["resampled"] == resample
    assert (replicates.attractiveness == 0.5).all()


def test_replicates_of_distinct_pairs_are_centred_where_the_estimate_is() -> None:
    found = embedded([[3, 2], [4, 2]], seed=5)
    method = TextMethod(pairs="distinct")
    replicates = bootstrap_texts(found, 20_000, "responses", seed=1, method=method)
    centre = floats(estimate_texts(found, method).similarity)
    error = replicates.similarity.std(axis=0) / np.sqrt(20_000)
    assert (np.abs(replicates.similarity.mean(axis=0) - centre) < 4.5 * error + 1e-12).all()


def test_the_same_seed_gives_the_same_replicates() -> None:
    found = embedded([[2, 2], [2, 2]])
    one, same, other = (bootstrap_texts(found, 5, seed=seed).similarity for seed in (0, 0, 1))
    assert (one == same).all()
    assert (one != other).any()
    assert bootstrap_texts(found, 2).details["resampled"] == "both"
    assert bootstrap_texts(embedded([[1, 1], [1, 1]]), 2).details["resampled"] == "prompts"
    assert bootstrap_texts(embedded([[2], [2]]), 2).details["resampled"] == "responses"


@pytest.mark.parametrize(
    ("counts", "options", "words"),
    [
        ([[1, 1], [1, 1]], {"resample": "responses"}, "one response to each prompt"),
        ([[2], [2]], {"resample": "prompts"}, "there is one prompt"),
        ([[2, 2], [2, 2]], {"count": 0}, "no count"),
        ([[2, 2], [2, 2]], {"count": True}, "no count"),
        ([[2, 2], [2, 2]], {"seed": -1}, "no seed"),
        ([[2, 2], [2, 2]], {"count": 10**9}, "do not fit"),
        ([[2, 2], [2, 2]], {"resample": "groups"}, "is unknown"),
        (
            [[1, 1, 0], [0, 1, 1]],
            {"method": TextMethod(missing="pairwise"), "count": 50},
            "in some replicate no prompt",
        ),
    ],
)
def test_replicates_that_can_not_be_are_refused(counts: Counts, options: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        bootstrap_texts(embedded(counts), **options)
