"""The models of several groups asked together, in logarithms: what is impossible is −∞, and nothing vanishes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym_estimators.policy.members import Member

__all__ = ["Ensemble", "log_sum", "mixed"]


class Ensemble:
    """K models, each of a group with weight.

    Parameters
    ----------
    members : mapping of str to Member
    weights : sequence of Fraction, length K
        w > 0, in the order of the members; too small for a float they may be.

    Attributes
    ----------
    log_weights : float array, shape (K,)
    """

    def __init__(self, members: Mapping[str, Member], weights: Sequence[Fraction]) -> None:
        self.members = dict(members)
        self.log_weights = np.array([math.log(w.numerator) - math.log(w.denominator) for w in weights])

    def joint(self, prompt: Sequence[int], response: Sequence[int]) -> NDArray[np.float64]:
        """Return log w_d + log p_d(y|x), shape (K,)."""
        if not response:
            return self.log_weights
        return self.log_weights + [member.response(prompt, response) for member in self.members.values()]

    def next_token(self, log_shares: NDArray[np.float64], tokens: Sequence[int]) -> NDArray[np.float64]:
        """Return log p_d(next token | tokens), shape (K, V).

        Parameters
        ----------
        log_shares : float array, shape (K,)
            −∞ for groups that could not have come so far: they are not asked, and their rows are −∞.

        Raises
        ------
        InputError
            Where no group could, or two have vocabularies of different sizes.
        """
        asked = {
            place: member.next_token(tokens)
            for place, member in enumerate(self.members.values())
            if log_shares[place] > -np.inf
        }
        if not asked:
            raise InputError("no group's model could say it", key="response")
        found = np.full((len(self.members), len(next(iter(asked.values())))), -np.inf)
        for place, row in asked.items():
            if len(row) != found.shape[1]:
                raise InputError("two models have vocabularies of different sizes", key="models")
            found[place] = row
        return found


def mixed(log_shares: NDArray[np.float64], nexts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log Σ_d s_d p_d(next token) / Σ_d s_d, shape (V,), from log s of shape (K,) and log p of shape (K, V)."""
    joint = log_shares[:, None] + nexts
    highest = joint.max(axis=0)
    safe = np.where(np.isfinite(highest), highest, 0.0)
    with np.errstate(divide="ignore"):
        found: NDArray[np.float64] = np.log(np.exp(joint - safe).sum(axis=0)) + safe - log_sum(log_shares)
    return found


def log_sum(logs: NDArray[np.float64]) -> float:
    """Return log Σ_d exp(l_d); −∞ where all are."""
    highest = float(logs.max())
    return highest if highest == -np.inf else highest + float(np.log(np.exp(logs - highest).sum()))
