"""The policy is the mixture of output distributions, exactly so on three tokens, whichever way it is drawn."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym import Game, solve
from nashsym.errors import InputError
from nashsym_estimators import MixturePolicy, fit_of_counts
from tests.estimators.policy.tiny import (
    END,
    LEFT,
    LONGEST,
    RIGHT,
    WEIGHTS,
    Table,
    log_of,
    mixed_law,
    mixture_weights,
    model_of,
    responses,
    tables,
)

POLICY = MixturePolicy({"left": model_of(LEFT), "right": model_of(RIGHT)}, WEIGHTS, end=END)
LAW = {response: mixed_law([LEFT, RIGHT], list(WEIGHTS.values()), response) for response in responses()}


def chances_token_by_token(policy: MixturePolicy) -> dict[tuple[int, ...], float]:
    """Multiply the chances that the token-level sampler draws with, along every response."""
    found = {}
    for response in responses():
        chance = 1.0
        for place, token in enumerate(response):
            if chance:
                chance *= float(np.exp(policy.next_token([], response[:place])[token]))
        found[response] = chance
    return found


def test_the_law_sums_to_one() -> None:
    assert sum(LAW.values()) == 1
    assert 0 in LAW.values()


@given(st.tuples(tables(), tables(), tables()), mixture_weights(3))
def test_log_probability_is_that_of_the_mixture(drawn: tuple[Table, ...], weights: tuple[Fraction, ...]) -> None:
    names = ("a", "b", "c")
    models = {name: model_of(table) for name, table in zip(names, drawn, strict=True)}
    policy = MixturePolicy(models, dict(zip(names, weights, strict=True)), end=END)
    for response in responses():
        expected = log_of(mixed_law(drawn, weights, response))
        assert policy.log_probability([], response) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(st.tuples(tables(), tables()), mixture_weights(2))
def test_token_by_token_has_the_law_of_whole_responses(drawn: tuple[Table, ...], weights: tuple[Fraction, ...]) -> None:
    models = {name: model_of(table) for name, table in zip("ab", drawn, strict=True)}
    policy = MixturePolicy(models, dict(zip("ab", weights, strict=True)), end=END)
    for response, chance in chances_token_by_token(policy).items():
        assert chance == pytest.approx(float(mixed_law(drawn, weights, response)), rel=1e-12, abs=1e-300)


def test_fixed_weights_at_every_token_would_be_another_policy() -> None:
    w = np.array([float(weight) for weight in WEIGHTS.values()])

    def naive(response: tuple[int, ...]) -> float:
        steps = [
            w @ [float(table[response[:place]][token]) for table in (LEFT, RIGHT)]
            for place, token in enumerate(response)
        ]
        return float(np.prod(steps))

    distance = sum(abs(naive(response) - float(chance)) for response, chance in LAW.items()) / 2
    assert distance > 0.05
    assert sum(map(naive, LAW)) == pytest.approx(1)


@pytest.mark.parametrize("per", ["sequence", "token"])
def test_samples_have_the_law(per: str) -> None:
    drawn = POLICY.sample([], 4000, per=per, longest=LONGEST, seed=3)  # type: ignore[arg-type]
    assert fit_of_counts(Counter(one.tokens for one in drawn), LAW).p_value > 0.01
    assert {one.group for one in drawn} == ({"left", "right"} if per == "sequence" else {None})


def test_samples_of_a_prompt_and_a_seed_are_the_same_again() -> None:
    policy = MixturePolicy({"left": model_of(LEFT, prompt=2)}, {"left": 1}, end=END)
    first = policy.sample([7, 8], 20, longest=LONGEST, seed=5)
    assert first == policy.sample([7, 8], 20, longest=LONGEST, seed=5)
    assert first != policy.sample([7, 8], 20, longest=LONGEST, seed=6)
    assert all(one.tokens[-1] == END or len(one.tokens) == LONGEST for one in first)


def test_posterior_by_hand() -> None:
    assert POLICY.posterior([], ()) == pytest.approx({"left": 2 / 3, "right": 1 / 3})
    # P(2) is 0 with the left and 3/4 with the right: who begins so is of the right.
    assert POLICY.posterior([], (2,)) == {"left": 0.0, "right": 1.0}
    # 2/3 · 3/4 = 1/2 against 1/3 · 1/8 = 1/24.
    assert POLICY.posterior([], (1,)) == pytest.approx({"left": 12 / 13, "right": 1 / 13})


def test_a_group_of_weight_zero_is_never_asked() -> None:
    def refuses(_: object) -> np.ndarray:
        raise AssertionError("asked")

    policy = MixturePolicy({"left": model_of(LEFT), "mute": refuses}, {"left": 1, "mute": 0}, end=END)
    policy.sample([], 10, longest=LONGEST)
    policy.sample([], 10, per="token", longest=LONGEST)
    assert policy.log_probability([], (1, END)) == pytest.approx(np.log(3 / 8))
    assert policy.posterior([], (1,)) == {"left": 1.0}


def test_what_nobody_could_say() -> None:
    policy = MixturePolicy({"left": model_of(LEFT)}, {"left": 1}, end=END)
    assert policy.log_probability([], (2, END)) == -np.inf
    with pytest.raises(InputError, match="no group's model could say it"):
        policy.posterior([], (2,))
    with pytest.raises(InputError, match="no group's model could say it"):
        policy.next_token([], (2,))


def test_nobody_goes_on_after_the_end() -> None:
    policy = MixturePolicy({"left": lambda _: np.log([0.5, 0.5])}, {"left": 1}, end=0)
    assert policy.log_probability([], (1, 0)) == pytest.approx(np.log(1 / 4))
    assert policy.log_probability([], (0, 1)) == -np.inf
    with pytest.raises(InputError, match="no group's model could say it"):
        policy.posterior([], (0, 1))


def test_tiny_weights_and_long_responses_do_not_vanish() -> None:
    likely = {"left": lambda _: np.log([1e-300, 1 - 1e-300]), "right": lambda _: np.log([0.5, 0.5])}
    tiny = Fraction(1, 10**400)
    policy = MixturePolicy(likely, {"left": 1 - tiny, "right": tiny}, end=9)
    assert policy.log_probability([], [0, 0]) == pytest.approx(-400 * np.log(10) - 2 * np.log(2))
    assert policy.posterior([], [0, 0])["right"] == pytest.approx(1)


def test_the_equilibrium_is_played_exactly() -> None:
    game = Game.alignment(["left", "right"], 3, [1, 1], [[1, 0], [0, 2]], [[1, 0], [0, 1]], coefficients=[1, 1, 1])
    solution = solve(game)
    policy = MixturePolicy.from_solution(solution, {"left": model_of(LEFT), "right": model_of(RIGHT)}, end=END)
    assert tuple(policy.weights.values()) == solution.equilibrium.weights  # type: ignore[union-attr]
    assert policy.weights == {"left": Fraction(5, 8), "right": Fraction(3, 8)}
    of_point = MixturePolicy.from_solution(solution.equilibrium, {"left": LEFT.get, "right": RIGHT.get}, end=END)
    assert of_point.weights == policy.weights


def test_several_equilibria_need_a_choice() -> None:
    continuum = solve(Game.from_canonical([0, 0], [[0, 0], [0, 0]], None, 2))
    models = {"group 1": model_of(LEFT), "group 2": model_of(RIGHT)}
    with pytest.raises(InputError, match="none is selected"):
        MixturePolicy.from_solution(continuum, models, end=END)
    assert continuum.equilibrium is not None
    chosen = MixturePolicy.from_solution(continuum.equilibrium, models, end=END)
    assert sum(chosen.weights.values()) == 1


MISUSES = {
    "no weights": (lambda: MixturePolicy({}, {}, end=END), "weights: there is none"),
    "a negative weight": (lambda: MixturePolicy({}, {"a": -1}, end=END), r"weights\['a'\]: -1 is negative"),
    "not a number": (lambda: MixturePolicy({}, {"a": "1"}, end=END), r"weights\['a'\]: the text '1'"),
    "nan": (lambda: MixturePolicy({}, {"a": float("nan")}, end=END), "nan is not a finite number"),
    "another sum": (
        lambda: MixturePolicy({}, {"a": Fraction(1, 3), "b": Fraction(1, 3)}, end=END),
        "they sum to 0.66666",
    ),
    "exact numbers just beside 1": (lambda: MixturePolicy({}, {"a": 1 - Fraction(1, 10**30)}, end=END), "they sum to"),
    "no model": (lambda: MixturePolicy({}, {"a": 1}, end=END), "group 'a' has weight but no model"),
    "another per": (lambda: POLICY.sample([], per="word"), "per: 'word' is unknown"),  # type: ignore[arg-type]
    "no length": (lambda: POLICY.sample([], longest=0), "0 tokens"),
    "text without a codec": (lambda: POLICY.sample("hello"), "knows tokens only"),
    "no probabilities": (
        lambda: MixturePolicy({"a": lambda _: [np.nan, 0]}, {"a": 1}, end=END).sample([]),
        "no vector with a finite entry",
    ),
    "nothing possible": (
        lambda: MixturePolicy({"a": lambda _: [-np.inf]}, {"a": 1}, end=END).sample([]),
        "no vector with a finite entry",
    ),
    "probabilities for their logarithms": (
        lambda: MixturePolicy({"a": lambda _: [0.5, 0.5]}, {"a": 1}, end=END).sample([]),
        "sum to 3.297; return natural log-probabilities",
    ),
    "logits": (
        lambda: MixturePolicy({"a": lambda _: [800.0, -1.0]}, {"a": 1}, end=END).sample([]),
        "sum to inf; return natural log-probabilities",
    ),
    "a token that is none": (lambda: POLICY.log_probability([], [99]), "99 is none of the"),
    "a token below 0": (lambda: POLICY.log_probability([], [-1]), "-1 is none of the"),
    "different vocabularies": (
        lambda: MixturePolicy(
            {"a": lambda _: [0.0], "b": lambda _: np.log([0.5, 0.5])}, {"a": 0.5, "b": 0.5}, end=END
        ).next_token([]),
        "different sizes",
    ),
}


@pytest.mark.parametrize(("misuse", "message"), MISUSES.values(), ids=MISUSES.keys())
def test_misuse_is_told(misuse: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        misuse()  # type: ignore[operator]


def test_floats_that_sum_to_one_up_to_rounding_are_taken() -> None:
    policy = MixturePolicy({name: model_of(LEFT) for name in "abc"}, dict.fromkeys("abc", 1 / 3), end=END)
    assert sum(policy.weights.values()) == 1
    assert repr(policy) == "MixturePolicy(a: 0.3333, b: 0.3333, c: 0.3333)"
