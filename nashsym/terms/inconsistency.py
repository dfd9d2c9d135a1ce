"""Inconsistency: how incoherent an agent becomes by speaking for several groups."""

from __future__ import annotations

from typing import Any

from nashsym.terms.canonical import CanonicalForm
from nashsym.terms.term import QuadraticTerm

__all__ = ["Inconsistency"]


class Inconsistency(QuadraticTerm):
    """``−λ_C wᵢᵀC wᵢ``, C symmetric of shape (D, D) (MODEL, section 1)."""

    name = "inconsistency"
    coefficient_name = "consistency"
    symbol = "C"

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:  # noqa: ARG004  # no coupling
        """Return ``−λ_C wᵢᵀC wᵢ``."""
        return -coefficient * (own @ (data @ own))

    def canonical(self, agents: int) -> CanonicalForm:
        """Return H = 2λ_C C."""
        zero = CanonicalForm.zero(self.data.nrows(), agents)
        return CanonicalForm(zero.b, 2 * self.coefficient * self.data, zero.K, agents)
