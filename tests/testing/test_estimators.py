"""An estimator with a bug is caught, whichever of the usual ones it is; an honest one passes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import find, given, settings

from nashsym import Game, InputError
from nashsym.testing import ESTIMATOR_LAWS, Responses, assert_estimator_laws, check_all_laws, responses
from scripts.pages import blocks_of

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "estimator_test"


def honest(table: Responses) -> Any:
    """The defaults of the model: audience shares, dispersion, collision."""
    P = table.probabilities
    S = np.einsum("dqy,eqy,q->de", P, P, table.weights)
    return table.audience / table.audience.sum(), np.diag(1 - np.diagonal(S)), S


def deviation(table: Responses) -> Any:
    """An ordinal inconsistency: how far a group is from the audience's mean score."""
    a, _, S = honest(table)
    s = np.einsum("dqy,qy->dq", table.probabilities, table.scores)
    away = s - a @ s
    return a, np.einsum("dq,eq,q->de", away, away, table.weights), S


def as_mapping(table: Responses) -> Any:
    a, C, S = honest(table)
    return {"attractiveness": a.tolist(), "inconsistency": C.tolist(), "similarity": S.tolist()}


def as_game(table: Responses) -> Any:
    return Game.alignment(table.groups, 3, *honest(table))


def exact(table: Responses) -> Any:
    a, C, S = honest(table)
    fractions = np.vectorize(Fraction, otypes=[object])
    return fractions(a), fractions(C), fractions(S)


@pytest.mark.parametrize("estimator", [honest, deviation, as_mapping, as_game, exact])
def test_an_honest_estimator_passes(estimator: Callable[[Responses], Any]) -> None:
    assert_estimator_laws(estimator)


def with_similarity(change: Callable[[Responses, np.ndarray], Any]) -> Callable[[Responses], Any]:
    def estimator(table: Responses) -> Any:
        a, C, S = honest(table)
        return a, C, change(table, S)

    return estimator


def with_inconsistency(change: Callable[[Responses, np.ndarray], np.ndarray]) -> Callable[[Responses], Any]:
    def estimator(table: Responses) -> Any:
        a, C, S = honest(table)
        return a, change(table, C), S

    return estimator


def with_attractiveness(change: Callable[[Responses], np.ndarray]) -> Callable[[Responses], Any]:
    def estimator(table: Responses) -> Any:
        _, C, S = honest(table)
        return change(table), C, S

    return estimator


def wrong_axis(table: Responses, S: np.ndarray) -> np.ndarray:
    P = table.counts / table.counts.sum(axis=1, keepdims=True).clip(min=1)
    agree: np.ndarray = np.einsum("dqy,eqy,q->de", P, P, table.weights)
    return agree


def modal(table: Responses, S: np.ndarray) -> np.ndarray:
    """How often e chooses what most of d choose: not mutual."""
    top = table.counts.argmax(axis=2)
    P = table.probabilities
    return np.array(
        [
            [sum(v * P[e, q, top[d, q]] for q, v in enumerate(table.weights)) for e in range(len(P))]
            for d in range(len(P))
        ]
    )


def alphabetical(table: Responses) -> np.ndarray:
    """Shares in the order of the names: the names are mixed up with the rows."""
    order = np.argsort(np.array(table.groups))[::-1]
    shares: np.ndarray = table.audience[order] / table.audience.sum()
    return shares


def by_first_letter(table: Responses) -> np.ndarray:
    shares: np.ndarray = honest(table)[0] if table.groups[0] == "a" else honest(table)[0][::-1]
    return shares


def unbiased(table: Responses, S: np.ndarray) -> np.ndarray:
    """The diagonal from distinct pairs of respondents: no plug-in, and it can lose ⪰ 0."""
    n = table.counts.sum(axis=2)
    pairs = (table.counts * (table.counts - 1)).sum(axis=2) / np.maximum(n * (n - 1), 1)
    unplugged = S.copy()
    np.fill_diagonal(unplugged, pairs @ table.weights)
    return unplugged


def mean_over_questions(table: Responses, _: np.ndarray) -> np.ndarray:
    return np.diag((1 - (table.probabilities**2).sum(axis=2)).mean(axis=1))


def agreement(table: Responses, shares: np.ndarray) -> np.ndarray:
    agree: np.ndarray = np.einsum("dqy,eqy,q->de", shares, shares, table.weights)
    return agree


def overwriting(table: Responses) -> Any:
    table.weights[:] = 1 / (1 + len(table.weights))
    return honest(table)


#: A planted bug, and the law that catches it.
BUGS: dict[str, tuple[Callable[[Responses], Any], str]] = {
    "normalised by the wrong axis": (with_similarity(wrong_axis), "question_asked_twice"),
    "weights of the questions ignored": (with_inconsistency(mean_over_questions), "question_of_no_weight"),
    "a sum where a mean is due": (with_similarity(lambda t, S: S * len(t.weights)), "question_asked_twice"),
    "only the first question": (
        with_similarity(lambda t, S: t.probabilities[:, 0] @ t.probabilities[:, 0].T),
        "order_of_questions",
    ),
    "not symmetrised": (with_similarity(modal), "is_an_input"),
    "the upper triangle": (with_similarity(lambda t, S: np.triu(S)), "is_an_input"),
    "groups sorted by size": (with_attractiveness(lambda t: np.sort(t.audience) / t.audience.sum()), "order_of_groups"),
    "rows in the order of names": (with_attractiveness(alphabetical), "order_of_groups"),
    "a name treated specially": (with_attractiveness(by_first_letter), "names_of_groups"),
    "options by their index": (
        with_inconsistency(lambda t, C: C * (1 + t.probabilities[:, :, 0].sum())),
        "order_of_options",
    ),
    "divided by the number of options": (with_similarity(lambda t, S: S * t.counts.shape[2]), "option_nobody_chose"),
    "audience not normalised": (with_attractiveness(lambda t: t.audience.astype(float)), "size_of_the_audience"),
    "raw counts": (with_inconsistency(lambda t, C: C * t.counts.sum()), "twice_the_respondents"),
    "a constant off the diagonal": (with_similarity(lambda t, S: S + 1 - np.eye(t.size)), "similar_to_itself"),
    "similarity by position": (
        with_similarity(lambda t, S: S * np.add.outer(np.arange(t.size), np.arange(t.size))),
        "one_voice_twice",
    ),
    "an unbiased diagonal": (with_similarity(unbiased), "similar_to_itself"),
    "people of other groups in the shares": (
        with_similarity(lambda t, S: agreement(t, t.counts / t.counts.sum(axis=(0, 2), keepdims=True))),
        "one_voice_twice",
    ),
    "two results swapped": (lambda t: (honest(t)[0], honest(t)[2], honest(t)[1]), "similar_to_itself"),
    "the table overwritten": (overwriting, "is_an_input"),
    "no return": (lambda t: None, "is_an_input"),
    "a key forgotten": (lambda t: {"attractiveness": honest(t)[0]}, "is_an_input"),
    "ragged rows": (with_similarity(lambda t, S: [[1], [1, 2]]), "is_an_input"),
    "three numbers for two groups": (lambda t: (np.ones(3), *honest(t)[1:]), "is_an_input"),
    "nothing but similarity": (lambda t: (honest(t)[2],), "is_an_input"),
    "NaN": (with_similarity(lambda t, S: S * np.nan), "is_an_input"),
}


@pytest.mark.parametrize(("estimator", "law"), BUGS.values(), ids=BUGS.keys())
def test_a_planted_bug_is_caught(estimator: Callable[[Responses], Any], law: str) -> None:
    with pytest.raises(AssertionError, match=f"^{law} does not hold: "):
        assert_estimator_laws(estimator, laws=[law])


def test_every_law_catches_something() -> None:
    assert {law for _, law in BUGS.values()} == ESTIMATOR_LAWS.keys()


def test_laws_that_an_estimator_does_not_claim_are_left_out() -> None:
    estimator = with_similarity(unbiased)
    assert_estimator_laws(estimator, without=["similar_to_itself", "twice_the_respondents"])
    with pytest.raises(InputError, match="no law is named 'nonsense'"):
        assert_estimator_laws(honest, without=["nonsense"])


def test_an_estimator_that_loads_a_model_first_is_given_time() -> None:
    loaded: list[bool] = []

    def slow(table: Responses) -> Any:
        if not loaded:
            time.sleep(0.3)
            loaded.append(True)
        return honest(table)

    with _deadline_of_200_ms():
        assert_estimator_laws(slow, laws=["is_an_input"])


@contextmanager
def _deadline_of_200_ms() -> Iterator[None]:
    """What Hypothesis asks for unless a project says otherwise."""
    settings.register_profile("impatient", deadline=200, max_examples=5)
    before = settings.get_current_profile_name()
    settings.load_profile("impatient")
    try:
        yield
    finally:
        settings.load_profile(before)


def test_a_message_names_the_groups_and_the_numbers() -> None:
    table = find(responses(), lambda t: t.size == 2 and len(t.weights) == 1)
    estimator = BUGS["a sum where a mean is due"][0]
    with pytest.raises(AssertionError) as caught:
        assert_estimator_laws(estimator, table)
    first, statement, place = str(caught.value).splitlines()
    assert first == (
        "question_asked_twice does not hold: with question 1 asked twice at half its weight, the similarity of "
        "'a', 'a' becomes 2, not 1"
    )
    assert statement == "  the law: a question asked twice, each time at half its weight, tells what it told"
    assert place == f"  on {table}"


@given(responses())
def test_tables_are_whole_and_the_report_says_what_held(table: Responses) -> None:
    assert table.counts.sum(axis=2).min() > 0
    np.testing.assert_allclose(table.probabilities.sum(axis=2), 1)
    assert abs(table.weights.sum() - 1) < 1e-12
    report = assert_estimator_laws(honest, table)
    assert report is not None
    alone = {"order_of_questions"} if len(table.weights) == 1 else set()
    assert report.not_applicable.keys() == alone


@given(responses(groups=(2, 3)))
def test_the_game_of_an_estimator_obeys_the_laws_of_games(table: Responses) -> None:
    a, C, S = honest(table)
    ridge = np.eye(table.size)
    check_all_laws(Game.alignment(table.groups, 3, a, C + ridge, S), laws=["nash", "uniqueness", "group_order"])


@pytest.mark.parametrize(
    ("file", "code", "outcome"),
    [("test_estimator.py", 0, "1 passed"), ("test_broken_estimator.py", 1, "question_asked_twice does not hold")],
)
def test_the_example_fails_on_the_broken_estimator_only(file: str, code: int, outcome: str, tmp_path: Path) -> None:
    for source in EXAMPLE.glob("*.py"):
        shutil.copy(source, tmp_path)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == code, run.stdout + run.stderr
    assert outcome in run.stdout


def test_the_page_shows_the_example() -> None:
    page = (EXAMPLE.parents[1] / "docs" / "how-to" / "test-your-estimator.md").read_text(encoding="utf-8")
    shown = {block.settings.get("file"): block.text for block in blocks_of(page)}
    for name in ("estimator.py", "test_estimator.py"):
        assert shown[name] == (EXAMPLE / name).read_text(encoding="utf-8")
    broken = shown["estimator.py"].replace("axis=2, keepdims=True)", "axis=1, keepdims=True).clip(min=1)")
    code = (EXAMPLE / "broken_estimator.py").read_text(encoding="utf-8").splitlines()[1:]
    assert broken.splitlines()[1:] == code


def test_the_example_is_four_lines_one_import_apart() -> None:
    """What an engineer writes: two imports, a function, an assertion."""
    right, wrong = (
        (EXAMPLE / name).read_text(encoding="utf-8").replace("broken_estimator", "estimator")
        for name in ("test_estimator.py", "test_broken_estimator.py")
    )
    assert right == wrong
    assert len([line for line in right.splitlines() if line.strip()]) == 4
