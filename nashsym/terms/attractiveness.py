"""Attractiveness: the reach that serving a group brings."""

from __future__ import annotations

from typing import Any

from nashsym.terms.canonical import CanonicalForm
from nashsym.terms.term import QuadraticTerm

__all__ = ["Attractiveness"]


class Attractiveness(QuadraticTerm):
    """``λ_A aᵀwᵢ``, a of shape (D, 1): reach or attention that serving each group brings (MODEL, section 1)."""

    name = "attractiveness"
    coefficient_name = "attractiveness"
    symbol = "a"
    shape = "vector"

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:  # noqa: ARG004  # no coupling
        """Return ``λ_A aᵀwᵢ``."""
        return coefficient * (data @ own)

    def canonical(self, agents: int) -> CanonicalForm:
        """Return b = λ_A a."""
        zero = CanonicalForm.zero(self.data.nrows(), agents)
        return CanonicalForm(self.coefficient * self.data, zero.H, zero.K, agents)
