"""Bands and boxes hold the truth about as often as they say, on populations whose truth is known.

A small and fixed part of benchmarks/calibration.py. The respondents are few where answers are scattered and many where
they are not, so that the bias of the plug-in diagonals, which the bootstrap doubles, moves the weights.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from nashsym.solvers.pipeline import solve
from nashsym.uncertainty.bands import Method, bands
from nashsym.uncertainty.confidence import radii
from nashsym.uncertainty.deviations import INPUTS, float_inputs
from tests.uncertainty.populations import Population

INTERIOR = Population((0.5, 0.3, 0.2), (400, 100, 25), questions=120)
COUNT = 79


def covered(method: Method, samples: int) -> Any:
    """Return the share of the samples whose band holds the truth, per group."""
    holds = []
    for seed in range(samples):
        game, replicates = INTERIOR.sampled(COUNT, seed)
        found = bands(game, replicates, method=method)
        assert found.unsettled == 0
        ends = [(float(one.low or 0), float(one.high or 0)) for one in found.groups]
        holds.append([low <= w <= high for w, (low, high) in zip(INTERIOR.weights, ends, strict=True)])
    return np.array(holds).mean(axis=0)


def test_the_truth_is_what_it_says() -> None:
    game = INTERIOR.game(*INTERIOR.truth)
    found = solve(game).equilibrium
    assert found is not None
    assert [float(weight) for weight in found.weights] == pytest.approx(INTERIOR.weights)


def test_centred_bands_hold_the_truth_as_often_as_they_say() -> None:
    """Of 180 bands at least 90 %: were each of a sample's alike, 60 at 95 % would give fewer once in ten."""
    shares = covered("centred", 60)
    assert shares.mean() >= 0.9
    assert shares.min() >= 0.85


def test_plain_bands_do_not() -> None:
    """Why the default is what it is."""
    assert covered("plain", 20).min() <= 0.3


def test_the_box_holds_the_true_inputs_as_often_as_it_says() -> None:
    holds = []
    for seed in range(200):
        game, replicates = INTERIOR.sampled(199, seed)
        found, inputs = radii(game, replicates), float_inputs(game)
        holds.append(
            all(
                (np.abs(inputs[name] - true) <= found[name].astype(float) + 1e-15).all()
                for name, true in zip(INPUTS, INTERIOR.truth, strict=True)
            )
        )
    assert Fraction(91, 100) <= Fraction(sum(holds), 200) <= Fraction(995, 1000)
