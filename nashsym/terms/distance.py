"""Distance: diversity as a reward for standing apart from each of the others."""

from __future__ import annotations

from typing import Any

from nashsym.terms.canonical import CanonicalForm
from nashsym.terms.term import QuadraticTerm

__all__ = ["Distance"]


class Distance(QuadraticTerm):
    """``λ_D (1/(N−1)) Σ_{j≠i} (wᵢ−wⱼ)ᵀS(wᵢ−wⱼ)``, S symmetric of shape (D, D) (MODEL, section 1)."""

    name = "similarity"
    coefficient_name = "diversity"
    symbol = "S"

    @property
    def needs_others(self) -> bool:
        """True: an agent alone stands apart from nobody."""
        return True

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
        """Return ``λ_D (wᵢᵀS wᵢ − 2 wᵢᵀS mᵢ)``, the share that wᵢ moves."""
        return coefficient * (own @ (data @ own) - 2 * (own @ (data @ mean)))

    @staticmethod
    def remainder(coefficient: Any, data: Any, others: Any) -> Any:
        """Return ``λ_D (1/(N−1)) Σ_{j≠i} wⱼᵀS wⱼ``."""
        return coefficient * sum(other @ (data @ other) for other in others) / len(others)

    def canonical(self, agents: int) -> CanonicalForm:
        """Return H = −2λ_D S and K = 2λ_D S: they cancel in M (MODEL T11); 0 where there are no others."""
        zero = CanonicalForm.zero(self.data.nrows(), agents)
        coupling = 2 * self.coefficient * self.data
        return zero if agents == 1 else CanonicalForm(zero.b, -coupling, coupling, agents)
