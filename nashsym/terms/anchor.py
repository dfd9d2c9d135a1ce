"""The anchor: a price on straying from a reference mixture, as fine-tuning by human feedback charges it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import flint
import numpy as np

from nashsym.errors import InputError
from nashsym.terms.canonical import CanonicalForm
from nashsym.terms.inputs import shown
from nashsym.terms.term import Term

if TYPE_CHECKING:
    import cvxpy

__all__ = ["Anchor"]


@dataclass(frozen=True)
class Anchor(Term):
    r"""``−λ_R KL(wᵢ‖w⁰)``, ``KL(w‖w⁰) = Σ_d w_d log(w_d/w⁰_d)``, w⁰ > 0 in Δ the reference mixture.

    The one term that is not quadratic. It keeps every group of every equilibrium above 0: where w_d → 0 the marginal
    utility of group d grows without bound.

    Raises
    ------
    InputError
        Where an entry of the reference is not > 0, or they do not sum to exactly 1.
    """

    name = "anchor"
    coefficient_name = "anchor"
    symbol = "r"
    shape = "vector"

    __hash__ = None  # flint matrices are mutable in principle

    def __post_init__(self) -> None:
        entries = self.data.entries()
        for d, value in enumerate(entries):
            if value <= 0:
                raise InputError(
                    f"the reference weight is {shown(value)}",
                    key=f"anchor.reference[{d}]",
                    remedy="give every group a weight above 0: the divergence from a reference with a 0 is infinite",
                )
        total = sum(entries, start=flint.fmpq(0))
        if entries and total != 1:
            raise InputError(
                f"the reference sums to {shown(total)}",
                key="anchor.reference",
                remedy='it must sum to exactly 1; fractions go as texts, like "1/3", and a float is read as the '
                "dyadic number that it is",
            )

    @staticmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:  # noqa: ARG004  # no coupling
        """Return ``−λ_R Σ_d w_d log(w_d/w⁰_d)`` in floats or SymPy expressions, 0 log 0 = 0.

        Raises
        ------
        InputError
            For Fractions: a logarithm is not rational.
        """
        return -coefficient * sum(_share(weight, reference) for weight, reference in zip(own, data, strict=True))

    def exact(self, own: np.ndarray, mean: np.ndarray) -> Any:
        """Return 0 where λ_R = 0; refuse otherwise, as `formula` does."""
        return Fraction(0) if self.coefficient == 0 else super().exact(own, mean)

    def canonical(self, agents: int) -> CanonicalForm | None:
        """Return None: the term is not quadratic (0 where λ_R = 0)."""
        return CanonicalForm.zero(self.data.nrows(), agents) if self.coefficient == 0 else None

    def strengthened(self, form: CanonicalForm) -> CanonicalForm:
        r"""Return (b, H̃, K, N) with ``H̃ = H + 2λ_R I``: a bound from below on the curvature of the anchored game.

        Notes
        -----
        The Hessian of KL at w > 0 is diag(1/w), and ``vᵀdiag(1/w)v ≥ (Σ|v_d|)² ≥ 2‖v‖²`` for v ∈ T: the first by
        Cauchy–Schwarz and ``1ᵀw = 1``, the second because the positive and the negative part of v have equal sums s,
        so that ``(Σ|v_d|)² = 4s²`` and ``‖v‖² ≤ 2s²``. M̃ = H̃ + K and G̃ = H̃ − K/(N−1) gain the same 2λ_R I.
        """
        size = form.groups
        stronger = flint.fmpq_mat([[2 * self.coefficient * int(d == e) for e in range(size)] for d in range(size)])
        return replace(form, H=form.H + stronger)

    def programme(self, weights: cvxpy.Variable, agents: int) -> cvxpy.Expression:  # noqa: ARG002  # no coupling
        """Return ``−λ_R Σ_d w_d log(w_d/w⁰_d)``, concave, with CVXPY's relative entropy."""
        import cvxpy

        return -float(Fraction(int(self.coefficient.p), int(self.coefficient.q))) * cvxpy.sum(
            cvxpy.rel_entr(weights, self.float_data())
        )

    def gradient(self, own: np.ndarray, mean: np.ndarray, agents: int) -> np.ndarray:  # noqa: ARG002  # no coupling
        """Return ``−λ_R (log(w/w⁰) + 1)`` in floats, +∞ where a weight is 0 and λ_R > 0."""
        coefficient = float(Fraction(int(self.coefficient.p), int(self.coefficient.q)))
        if coefficient == 0.0:
            return np.zeros(len(own))
        with np.errstate(divide="ignore"):
            gradient: np.ndarray = -coefficient * (np.log(own / self.float_data()) + 1.0)
        return gradient


def _share(weight: Any, reference: Any) -> Any:
    """Return ``w_d log(w_d/w⁰_d)``."""
    if isinstance(weight, Fraction):
        raise InputError(
            "the utility of an anchored game is not a rational number: it holds logarithms",
            remedy="compute it in floats, or ask solve for an equilibrium with a proved bound on the regret",
        )
    if weight == 0:
        return 0
    if isinstance(weight, int | float | np.number):
        return weight * math.log(weight / reference)
    import sympy

    return weight * sympy.log(weight / reference)
