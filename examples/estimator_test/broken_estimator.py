"""The estimator with a bug: counts are divided by their sums over the questions, not over the options."""

import numpy as np


def estimate(responses):
    """Return attractiveness (audience shares), inconsistency (dispersion) and similarity (collision)."""
    shares = responses.counts / responses.counts.sum(axis=1, keepdims=True).clip(min=1)
    agree = np.einsum("dqy,eqy,q->de", shares, shares, responses.weights)
    scatter = 1 - np.diagonal(agree)
    return responses.audience / responses.audience.sum(), np.diag(scatter), agree
