"""Data mixes: exact texts, probabilities, and quotas that sum to exactly the number of samples."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nashsym import anes96_game, solve
from nashsym.errors import InputError
from nashsym_estimators import MixturePolicy, data_mix
from tests.estimators.policy.tiny import END, LEFT, mixture_weights, model_of


@given(mixture_weights(5), st.integers(0, 1000))
def test_quotas_are_whole_and_near(weights: tuple[Fraction, ...], samples: int) -> None:
    named = dict(zip("abcde", weights, strict=True))
    quotas = data_mix(named).quotas(samples)
    assert list(quotas) == list(named)
    assert sum(quotas.values()) == samples
    for group, weight in named.items():
        assert abs(quotas[group] - samples * weight) < 1
        assert quotas[group] == 0 or weight > 0
    remainders = {group: samples * weight % 1 for group, weight in named.items()}
    given_more = {group for group, weight in named.items() if quotas[group] > samples * weight}
    assert all(
        remainders[more] >= remainders[less]
        for more in given_more
        for less in named
        if less not in given_more and remainders[less]
    )


def test_of_equal_remainders_the_first_gets_more() -> None:
    assert data_mix({name: Fraction(1, 4) for name in "abcd"}).quotas(6) == {"a": 2, "b": 2, "c": 1, "d": 1}


def test_the_file_says_all(tmp_path: Path) -> None:
    path = data_mix({"left": Fraction(2, 3), "right": Fraction(1, 3)}).write(tmp_path / "mix.json", 100)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "groups": ["left", "right"],
        "weights": {"left": {"exact": "2/3", "float": 2 / 3}, "right": {"exact": "1/3", "float": 1 / 3}},
        "probabilities": [2 / 3, 1 / 3],
        "samples": 100,
        "quotas": {"left": 67, "right": 33},
    }


def test_of_a_policy_and_of_a_solution() -> None:
    solution = solve(anes96_game())
    assert data_mix(solution).quotas(10**6)["liberal"] == 0
    assert tuple(data_mix(solution.equilibrium).weights.values()) == solution.equilibrium.weights  # type: ignore[union-attr]
    policy = MixturePolicy(
        {"a": model_of(LEFT), "b": model_of(LEFT)}, {"a": Fraction(1, 2), "b": Fraction(1, 2)}, end=END
    )
    assert data_mix(policy).probabilities == [0.5, 0.5]


def test_datasets_takes_the_probabilities() -> None:
    datasets = pytest.importorskip("datasets")
    parts = [datasets.Dataset.from_dict({"group": [name] * 200}) for name in ("left", "right", "nobody")]
    mix = data_mix({"left": Fraction(2, 3), "right": Fraction(1, 3), "nobody": 0})
    mixed = datasets.interleave_datasets(parts, probabilities=mix.probabilities, seed=0)
    shares = [mixed["group"].count(name) / len(mixed) for name in ("left", "right", "nobody")]
    assert shares[2] == 0
    assert abs(shares[0] - 2 / 3) < 0.1


@pytest.mark.parametrize("samples", [-1, 1.5, True, "3"])
def test_a_number_of_samples_is_whole(samples: object) -> None:
    with pytest.raises(InputError, match="samples"):
        data_mix({"a": 1}).quotas(samples)  # type: ignore[arg-type]
