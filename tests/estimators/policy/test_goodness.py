"""The tests of fit: p-values by hand and by scipy, valid where they say so, and small where samples do not fit."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nashsym.errors import InputError
from nashsym_estimators import MixturePolicy, fit_of_counts, fit_of_draws, fit_of_responses
from tests.estimators.policy.tiny import END, LEFT, LONGEST, RIGHT, WEIGHTS, mixture_weights, model_of

MODELS = {"left": model_of(LEFT), "right": model_of(RIGHT)}
POLICY = MixturePolicy(MODELS, WEIGHTS, end=END)


@pytest.mark.parametrize("heads", range(11))
def test_two_outcomes_by_the_binomial(heads: int) -> None:
    fit = fit_of_counts({"heads": heads, "tails": 10 - heads}, {"heads": Fraction(1, 2), "tails": Fraction(1, 2)})
    assert fit.method == "exact"
    assert fit.p_value == pytest.approx(stats.binomtest(heads, 10).pvalue)


def test_many_samples_by_the_chi_square_of_scipy() -> None:
    counts, chances = [300, 500, 250], [0.25, 0.5, 0.25]
    fit = fit_of_counts(dict(zip("abc", counts, strict=True)), dict(zip("abc", chances, strict=True)))
    expected = stats.power_divergence(counts, np.array(chances) * 1050, lambda_="log-likelihood")
    assert fit.method == "chi-square"
    assert fit.statistic == pytest.approx(expected.statistic)
    assert fit.p_value == pytest.approx(expected.pvalue, rel=1e-9)


@given(mixture_weights(3), st.integers(1, 8))
def test_exact_p_values_are_valid(weights: tuple[Fraction, ...], samples: int) -> None:
    """Over all outcomes: the chance of a p-value of at most α is at most α, exactly."""
    p = [float(weight) for weight in weights]
    names = dict(enumerate(weights))
    outcomes = [(a, b, samples - a - b) for a in range(samples + 1) for b in range(samples + 1 - a)]
    found = [
        (fit_of_counts(dict(enumerate(outcome)), names).p_value, chance)
        for outcome in outcomes
        if (chance := float(stats.multinomial.pmf(outcome, samples, p)))
    ]
    assert sum(chance for _, chance in found) == pytest.approx(1)
    for alpha, _ in found:
        assert sum(chance for p_value, chance in found if p_value <= alpha * (1 + 1e-9)) <= alpha * (1 + 1e-6)


def test_few_samples_of_many_outcomes_are_simulated() -> None:
    chances = {outcome: Fraction(1, 40) for outcome in range(40)}
    rng = np.random.default_rng(0)
    fit = fit_of_counts(Counter(rng.integers(40, size=60).tolist()), chances)
    assert fit.method == "simulated"
    assert 0.01 < fit.p_value <= 1
    assert fit_of_counts({0: 30, 1: 30}, chances).p_value == pytest.approx(1e-4)


def test_what_cannot_be_is_refuted_by_one_sample() -> None:
    fit = fit_of_counts({"left": 99, "right": 1}, {"left": 1, "right": 0})
    assert (fit.p_value, fit.statistic, fit.method) == (0.0, math.inf, "impossible")
    assert fit_of_counts({"other": 1}, {"left": 1}).p_value == 0
    assert fit_of_counts({"left": 9}, {"left": 1, "right": 0}).method == "certain"


def test_draws_follow_the_weights_and_not_others() -> None:
    drawn = POLICY.sample([], 600, longest=LONGEST, seed=1)
    assert fit_of_draws(drawn, POLICY.weights).p_value > 0.01
    assert fit_of_draws(drawn, {"left": Fraction(1, 2), "right": Fraction(1, 2)}).p_value < 1e-6
    with pytest.raises(InputError, match="does not say who spoke"):
        fit_of_draws(POLICY.sample([], 3, per="token", longest=LONGEST), POLICY.weights)


@pytest.mark.parametrize("per", ["sequence", "token"])
def test_responses_of_unknown_origin(per: str) -> None:
    drawn = [one.tokens for one in POLICY.sample([], 1500, per=per, longest=LONGEST, seed=2)]  # type: ignore[arg-type]
    prompts: list[tuple[int, ...]] = [()] * len(drawn)
    assert fit_of_responses(POLICY, prompts, drawn).p_value > 0.01
    other = MixturePolicy(MODELS, {"left": Fraction(1, 3), "right": Fraction(2, 3)}, end=END)
    assert fit_of_responses(other, prompts, drawn).p_value < 1e-4


def test_a_response_that_nobody_could_give() -> None:
    left = MixturePolicy({"left": model_of(LEFT)}, {"left": 1}, end=END)
    assert fit_of_responses(left, [()], [(2, END)]).method == "impossible"


def test_p_values_of_true_responses_are_spread_evenly() -> None:
    p_values = []
    for seed in range(60):
        drawn = [one.tokens for one in POLICY.sample([], 60, longest=LONGEST, seed=100 + seed)]
        p_values.append(fit_of_responses(POLICY, [()] * 60, drawn, seed=seed).p_value)
    assert stats.kstest(p_values, "uniform").pvalue > 0.01


@pytest.mark.parametrize(
    ("counts", "chances", "message"),
    [
        ({}, {"a": 1}, "no sample"),
        ({"a": -1, "b": 2}, {"a": 1}, "no sample"),
        ({"a": 1}, {}, "no probabilities"),
        ({"a": 1}, {"a": 0.5}, "no probabilities"),
        ({"a": 1}, {"a": 1.5, "b": -0.5}, "no probabilities"),
    ],
)
def test_misuse_is_told(counts: dict[str, int], chances: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        fit_of_counts(counts, chances)
