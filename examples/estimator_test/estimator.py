"""A small estimator: from who answered what to the inputs a, C and S of a game, in NumPy."""

import numpy as np


def estimate(responses):
    """Return attractiveness (audience shares), inconsistency (dispersion) and similarity (collision)."""
    shares = responses.counts / responses.counts.sum(axis=2, keepdims=True)
    agree = np.einsum("dqy,eqy,q->de", shares, shares, responses.weights)
    scatter = 1 - np.diagonal(agree)
    return responses.audience / responses.audience.sum(), np.diag(scatter), agree
