"""What is estimated how: the names of the estimators, and what a user may ask of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal, TypeVar, cast

from nashsym.errors import InputError
from nashsym.exact.rational import fraction, number_text
from nashsym.terms.inputs import InputReader, shown

__all__ = ["CONCAVE", "INCONSISTENCY", "MISSING", "SIMILARITY", "Concave", "Method"]

SIMILARITY: Final = ("collision", "collision-unbiased")
INCONSISTENCY: Final = ("dispersion", "deviation", "disagreement")
MISSING: Final = ("common", "pairwise")
CONCAVE: Final = ("ridge", "nearest")
Concave = Literal[False, "ridge", "nearest"]
#: These two may be added, with weights.
_ADDED: Final = ("dispersion", "deviation")
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Method:
    """A choice of estimators.

    Attributes
    ----------
    similarity : {"collision", "collision-unbiased"}
    inconsistency : mapping of str to Fraction
        Weights ≥ 0, not all 0, by estimator.
    missing : {"common", "pairwise"}
    concave : False, "ridge" or "nearest"
    """

    similarity: str
    inconsistency: Mapping[str, Fraction]
    missing: str
    concave: Concave

    @classmethod
    def read(cls, similarity: Any, inconsistency: Any, missing: Any, concave: Any) -> Method:
        """Read what a user asks for.

        Raises
        ------
        InputError
            For a name that no estimator has, or weights that can't be added.
        """
        return cls(
            _chosen(similarity, SIMILARITY, "similarity"),
            _weights(inconsistency),
            _chosen(missing, MISSING, "missing"),
            cast("Concave", concave and _chosen(concave, CONCAVE, "concave")),
        )

    @property
    def is_unbiased(self) -> bool:
        """Whether the diagonal of S is corrected for the number of respondents."""
        return self.similarity == "collision-unbiased"

    @property
    def needs_scores(self) -> bool:
        """Whether the ordinal scores of the options count."""
        return bool(self.inconsistency.get("deviation"))

    @property
    def is_disagreement(self) -> bool:
        """Whether C is 1 − S."""
        return bool(self.inconsistency.get("disagreement"))

    def to_dict(self) -> dict[str, str]:
        """Return the choice in words."""
        kept = {name: weight for name, weight in self.inconsistency.items() if weight}
        single = len(kept) == 1 and set(kept.values()) == {Fraction(1)}
        unbiased = " (unbiased)" if self.is_unbiased and "dispersion" in kept else ""
        listed = " + ".join(f"{number_text(weight)}·{name}" for name, weight in kept.items())
        return {
            "similarity": self.similarity,
            "inconsistency": (next(iter(kept)) if single else listed) + unbiased,
            "missing": self.missing,
            "concave": self.concave or "as estimated",
        }


def _chosen(value: Choice, known: tuple[str, ...], key: str) -> Choice:
    if not isinstance(value, str) or value not in known:
        raise InputError(f"{shown(value)} is unknown", key=key, remedy=f"choose among {', '.join(known)}")
    return value


def _weights(given: Any) -> dict[str, Fraction]:
    if isinstance(given, str):
        return {_chosen(given, INCONSISTENCY, "inconsistency"): Fraction(1)}
    if not isinstance(given, Mapping):
        raise InputError(
            f"{shown(given)} is no estimator", key="inconsistency", remedy="give a name, or weights by name"
        )
    reader = InputReader()
    weights = {
        _chosen(name, INCONSISTENCY, "inconsistency"): fraction(reader.coefficient(value, f"inconsistency.{name}"))
        for name, value in given.items()
    }
    if not any(weights.values()):
        raise InputError("every weight is 0", key="inconsistency", remedy="give one that is positive")
    if len(weights) > 1 and any(weight for name, weight in weights.items() if name not in _ADDED):
        raise InputError(
            "disagreement is not ⪰ 0 on T and is added to nothing",
            key="inconsistency",
            remedy="add dispersion and deviation only",
        )
    return weights
