"""The utility of a game that is given in canonical form: b, H and K as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import flint

from nashsym.terms.canonical import CanonicalForm
from nashsym.terms.term import QuadraticTerm

__all__ = ["Coupling", "Curvature", "Linear"]


@dataclass(frozen=True)
class _Unscaled(QuadraticTerm):
    """A canonical share: its coefficient is 1 unless a user scales it."""

    __hash__ = None  # type: ignore[assignment]  # flint matrices are mutable in principle

    @classmethod
    def of(cls, data: flint.fmpq_mat) -> _Unscaled:
        return cls(flint.fmpq(1), data)


class Linear(_Unscaled):
    """``bᵀwᵢ``, b of shape (D, 1)."""

    name = "b"
    coefficient_name = ""
    symbol = "b"
    shape = "vector"

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:  # noqa: ARG004  # no coupling
        """Return ``bᵀwᵢ``."""
        return coefficient * (data @ own)

    def canonical(self, agents: int) -> CanonicalForm:
        """Return b."""
        zero = CanonicalForm.zero(self.data.nrows(), agents)
        return CanonicalForm(self.coefficient * self.data, zero.H, zero.K, agents)


class Curvature(_Unscaled):
    """``−½ wᵢᵀH wᵢ``, H symmetric of shape (D, D)."""

    name = "H"
    coefficient_name = ""
    symbol = "H"

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:  # noqa: ARG004  # no coupling
        """Return ``−½ wᵢᵀH wᵢ``."""
        return -coefficient * (own @ (data @ own)) / 2

    def canonical(self, agents: int) -> CanonicalForm:
        """Return H."""
        zero = CanonicalForm.zero(self.data.nrows(), agents)
        return CanonicalForm(zero.b, self.coefficient * self.data, zero.K, agents)


class Coupling(_Unscaled):
    """``−wᵢᵀK mᵢ``, K any matrix of shape (D, D), mᵢ the mean of the others."""

    name = "K"
    coefficient_name = ""
    symbol = "K"
    shape = "square"

    @property
    def needs_others(self) -> bool:
        """True: an agent alone is coupled to nobody."""
        return True

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
        """Return ``−wᵢᵀK mᵢ``."""
        return -coefficient * (own @ (data @ mean))

    def canonical(self, agents: int) -> CanonicalForm:
        """Return K, and 0 where there are no others."""
        zero = CanonicalForm.zero(self.data.nrows(), agents)
        return zero if agents == 1 else CanonicalForm(zero.b, zero.H, self.coefficient * self.data, agents)
