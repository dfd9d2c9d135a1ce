"""Whether samples follow the weights: an exact test where the outcomes can be listed, else χ², else by simulation."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym_estimators.policy.mixture import Drawn, MixturePolicy

__all__ = ["FitOfCounts", "fit_of_counts", "fit_of_draws", "fit_of_responses"]

Method = Literal["exact", "chi-square", "simulated", "impossible", "certain"]
#: Outcomes that are listed for an exact test.
MOST_LISTED: Final = 200_000
#: χ² is taken where every expected count is at least this (Cochran 1954).
LEAST_EXPECTED: Final = 5
SIMULATIONS: Final = 9_999


@dataclass(frozen=True)
class FitOfCounts:
    """How well counts fit probabilities.

    Parameters
    ----------
    statistic : float
        G = 2 Σ_d n_d log(n_d / (n p_d)); ∞ where something came up that can't.
    p_value : float
        The chance of a G at least as large, were the probabilities true.
    method : {"exact", "chi-square", "simulated", "impossible", "certain"}
        How it was found: over all outcomes; from the χ² distribution with K − 1 degrees of freedom, an approximation;
        from `SIMULATIONS` simulated samples; 0, since something came up that can't; 1, since only one outcome can.
    samples : int
    """

    statistic: float
    p_value: float
    method: Method
    samples: int

    def __str__(self) -> str:
        return f"G = {self.statistic:.4g}, p = {self.p_value:.4g} ({self.method}, {self.samples} samples)"


def fit_of_counts(counts: Mapping[Any, int], probabilities: Mapping[Any, Any], seed: int = 0) -> FitOfCounts:
    """Test whether counts follow a multinomial law, by the likelihood ratio.

    Parameters
    ----------
    counts : mapping of outcome to int
        How often each came up; what is not listed never did.
    probabilities : mapping of outcome to number
        Fractions or floats ≥ 0 of sum 1 (floats up to rounding).
    seed : int
        Of the simulation, where it comes to that.

    Returns
    -------
    FitOfCounts
        A valid p-value with "exact" and "simulated": P(p ≤ α) ≤ α under the probabilities (with floats up to their
        rounding); with "chi-square" in the limit of many samples.

    Raises
    ------
    InputError
        For no samples, or probabilities that are none.

    Examples
    --------
    >>> from nashsym_estimators import fit_of_counts
    >>> print(fit_of_counts({"heads": 9, "tails": 1}, {"heads": 0.5, "tails": 0.5}))
    G = 7.361, p = 0.02148 (exact, 10 samples)
    """
    total = sum(counts.values())
    if total < 1 or min(counts.values()) < 0:
        raise InputError("there is no sample", key="counts", remedy="count at least one")
    chances = {outcome: float(chance) for outcome, chance in probabilities.items()}
    if min(chances.values(), default=-1.0) < 0 or abs(math.fsum(chances.values()) - 1) > 1e-9:
        raise InputError("they are no probabilities of sum 1", key="probabilities", remedy="divide them by their sum")
    if any(count and not chances.get(outcome, 0.0) for outcome, count in counts.items()):
        return FitOfCounts(math.inf, 0.0, "impossible", total)
    possible = [outcome for outcome, chance in chances.items() if chance]
    if len(possible) == 1:
        return FitOfCounts(0.0, 1.0, "certain", total)
    p = np.array([chances[outcome] for outcome in possible])
    p /= p.sum()
    observed = np.array([[counts.get(outcome, 0) for outcome in possible]])
    statistic = float(_ratio(observed, p)[0])
    if math.comb(total + len(p) - 1, len(p) - 1) <= MOST_LISTED:
        outcomes = _compositions(total, len(p))
        as_large = _ratio(outcomes, p) >= statistic * (1 - 1e-12) - 1e-12  # equal ones count as equal
        p_value = float(_multinomial(outcomes[as_large], p).sum())
        return FitOfCounts(statistic, min(p_value, 1.0), "exact", total)
    if total * p.min() >= LEAST_EXPECTED:
        from scipy.stats import chi2

        return FitOfCounts(statistic, float(chi2.sf(statistic, len(p) - 1)), "chi-square", total)
    drawn = np.random.default_rng(seed).multinomial(total, p, size=SIMULATIONS)
    larger = int((_ratio(drawn, p) >= statistic * (1 - 1e-12) - 1e-12).sum())
    return FitOfCounts(statistic, (1 + larger) / (1 + SIMULATIONS), "simulated", total)


def fit_of_draws(drawn: Sequence[Drawn], weights: Mapping[str, Fraction], seed: int = 0) -> FitOfCounts:
    """Test whether the groups that spoke follow the weights; a group of weight 0 may never speak.

    Raises
    ------
    InputError
        Where a response does not say who spoke: those that were drawn token by token; see `fit_of_responses`.
    """
    groups = [one.group for one in drawn]
    if None in groups:
        raise InputError("a response does not say who spoke", key="drawn", remedy="use fit_of_responses")
    return fit_of_counts(Counter(groups), weights, seed)


def fit_of_responses(
    policy: MixturePolicy, prompts: Sequence[Any], responses: Sequence[Any], seed: int = 0
) -> FitOfCounts:
    """Test whether responses, of whatever origin, follow a policy: where it is not known who spoke.

    For each response a group is drawn from the posterior P(d | x, y). Were the responses drawn from π, these groups
    would be drawn from w, independently: so `fit_of_counts` applies as it stands, whether or not the groups can be told
    apart; the better they can, the more it sees.

    Parameters
    ----------
    policy : MixturePolicy
    prompts, responses : sequences of str or of tokens, one response per prompt
        As `MixturePolicy.posterior` takes them.
    seed : int
        Of the draws.
    """
    rng = np.random.default_rng(seed)
    counts: Counter[str] = Counter()
    for prompt, response in zip(prompts, responses, strict=True):
        try:
            shares = policy.posterior(prompt, response)
        except InputError:  # no group could say it
            return FitOfCounts(math.inf, 0.0, "impossible", len(responses))
        counts[str(rng.choice(list(shares), p=list(shares.values())))] += 1
    return fit_of_counts(counts, policy.weights, seed)


def _ratio(counts: NDArray[np.int64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return G of each row of counts."""
    from scipy.special import xlogy

    total = counts.sum(axis=1, keepdims=True)
    found: NDArray[np.float64] = 2 * (xlogy(counts, counts) - xlogy(counts, total * p)).sum(axis=1)
    return found


def _multinomial(counts: NDArray[np.int64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.special import gammaln

    logs = gammaln(counts.sum(axis=1) + 1) + (counts * np.log(p) - gammaln(counts + 1)).sum(axis=1)
    found: NDArray[np.float64] = np.exp(logs)
    return found


def _compositions(total: int, parts: int) -> NDArray[np.int64]:
    """Return every way to write a total as a sum of so many whole numbers ≥ 0, a row each."""
    if parts == 1:
        return np.array([[total]])
    rows = []
    for first in range(total + 1):
        rest = _compositions(total - first, parts - 1)
        rows.append(np.column_stack([np.full(len(rest), first), rest]))
    return np.concatenate(rows)
