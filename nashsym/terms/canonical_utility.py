"""The utility of a game that is given in canonical form: b, H and K as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import flint

from nashsym.terms.attractiveness import Attractiveness
from nashsym.terms.canonical import CanonicalForm
from nashsym.terms.similarity import Similarity
from nashsym.terms.term import QuadraticTerm

__all__ = ["Coupling", "Curvature", "Linear"]


@dataclass(frozen=True)
class _Unscaled(QuadraticTerm):
    """A canonical share: its coefficient is 1 unless a user scales it, and has no name."""

    coefficient_name = ""

    __hash__ = None  # type: ignore[assignment]  # flint matrices are mutable in principle

    @classmethod
    def of(cls, data: flint.fmpq_mat) -> Self:
        return cls(flint.fmpq(1), data)


class Linear(_Unscaled, Attractiveness):
    """``bᵀwᵢ``, b of shape (D, 1): attractiveness without a coefficient."""

    name = "b"
    symbol = "b"


class Curvature(_Unscaled):
    """``−½ wᵢᵀH wᵢ``, H symmetric of shape (D, D)."""

    name = "H"
    symbol = "H"

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:  # noqa: ARG004  # no coupling
        """Return ``−½ wᵢᵀH wᵢ``."""
        return -coefficient * (own @ (data @ own)) / 2

    def canonical(self, agents: int) -> CanonicalForm:
        """Return H."""
        zero = CanonicalForm.zero(self.data.nrows(), agents)
        return CanonicalForm(zero.b, self.coefficient * self.data, zero.K, agents)


class Coupling(_Unscaled, Similarity):
    """``−wᵢᵀK mᵢ``, K any matrix of shape (D, D), mᵢ the mean of the others: similarity that need not be mutual."""

    name = "K"
    symbol = "K"
    shape = "square"
