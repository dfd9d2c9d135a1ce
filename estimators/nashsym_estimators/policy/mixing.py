"""Mixing data by the weights of a policy: probabilities for samplers, whole numbers for data sets of a given size."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from nashsym.errors import InputError
from nashsym.files import write_text
from nashsym_estimators.policy.weights import exact_weights

__all__ = ["DataMix", "data_mix"]


@dataclass(frozen=True)
class DataMix:
    """From which group how much of a data set for RLHF or DPO comes.

    Parameters
    ----------
    weights : mapping of str to Fraction
        w, by group, of sum exactly 1.
    """

    weights: Mapping[str, Fraction]

    @property
    def probabilities(self) -> list[float]:
        """The weights as floats, in the order of the groups: what `datasets.interleave_datasets` takes."""
        return [float(weight) for weight in self.weights.values()]

    def quotas(self, samples: int) -> dict[str, int]:
        """Return how many of n samples come from each group: whole numbers of sum n, |n_d − n w_d| < 1.

        By largest remainders, exactly: ⌊n w_d⌋ each, and one more for the groups with the largest n w_d − ⌊n w_d⌋; of
        equal ones the first. A group of weight 0 gets none.

        Raises
        ------
        InputError
            For a number below 0, or none.
        """
        if isinstance(samples, bool) or not isinstance(samples, int) or samples < 0:
            raise InputError(f"{samples!r} is no number of samples", key="samples", remedy="write a whole number")
        due = {group: samples * weight for group, weight in self.weights.items()}
        found = {group: int(share) for group, share in due.items()}
        left = samples - sum(found.values())
        for group in sorted(due, key=lambda group: found[group] - due[group])[:left]:  # sorting is stable
            found[group] += 1
        return found

    def to_dict(self, samples: int | None = None) -> dict[str, Any]:
        """Return a tree for JSON: each weight as an exact text and as a float, the probabilities, and the quotas."""
        tree: dict[str, Any] = {
            "groups": list(self.weights),
            "weights": {group: {"exact": str(w), "float": float(w)} for group, w in self.weights.items()},
            "probabilities": self.probabilities,
        }
        return tree if samples is None else tree | {"samples": samples, "quotas": self.quotas(samples)}

    def write(self, path: str | os.PathLike[str], samples: int | None = None) -> Path:
        """Write `to_dict` as JSON, whole or not at all."""
        text = json.dumps(self.to_dict(samples), indent=1, ensure_ascii=False)
        return write_text(os.fspath(path), text + "\n")


def data_mix(source: Any) -> DataMix:
    """Return the mix of a policy, of an equilibrium, or of weights.

    Parameters
    ----------
    source : MixturePolicy, nashsym.Solution, nashsym.Equilibrium, or mapping of str to number
        As `MixturePolicy` and `MixturePolicy.from_solution` take them.

    Raises
    ------
    InputError
        For weights that are none, and where no one equilibrium is meant.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from nashsym_estimators import data_mix
    >>> data_mix({"left": Fraction(1, 2), "center": Fraction(1, 3), "right": Fraction(1, 6)}).quotas(10)
    {'left': 5, 'center': 3, 'right': 2}
    """
    if isinstance(source, Mapping):
        return DataMix(exact_weights(source))
    weights = getattr(source, "weights", None)
    if isinstance(weights, Mapping):
        return DataMix(dict(weights))
    from nashsym_estimators.policy.equilibria import equilibrium_weights

    return DataMix(equilibrium_weights(source))
