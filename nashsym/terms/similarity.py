"""Similarity: diversity as a price on resembling the others (the default form)."""

from __future__ import annotations

from typing import Any

from nashsym.terms.canonical import CanonicalForm
from nashsym.terms.term import QuadraticTerm

__all__ = ["Similarity"]


class Similarity(QuadraticTerm):
    """``−λ_D wᵢᵀS mᵢ``, S symmetric of shape (D, D), mᵢ the mean of the others (MODEL, section 1)."""

    name = "similarity"
    coefficient_name = "diversity"
    symbol = "S"

    @property
    def needs_others(self) -> bool:
        """True: an agent alone resembles nobody."""
        return True

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
        """Return ``−λ_D wᵢᵀS mᵢ``."""
        return -coefficient * (own @ (data @ mean))

    def canonical(self, agents: int) -> CanonicalForm:
        """Return K = λ_D S, and 0 where there are no others."""
        zero = CanonicalForm.zero(self.data.nrows(), agents)
        return zero if agents == 1 else CanonicalForm(zero.b, zero.H, self.coefficient * self.data, agents)
