"""The canonical form (b, H, K, N) that every quadratic game reduces to and every theorem is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import flint

from nashsym.exact.definiteness import Definiteness, definiteness
from nashsym.exact.rational import SmallIntegers, column_floats, combined_integers, floats, small_integers

if TYPE_CHECKING:
    import numpy as np

__all__ = ["CanonicalForm"]


@dataclass(frozen=True, eq=True)
class CanonicalForm:
    r"""Utility ``uᵢ = bᵀwᵢ − ½ wᵢᵀH wᵢ − wᵢᵀK mᵢ``, mᵢ the mean of the others, up to terms that wᵢ does not move.

    Two forms add: the form of a sum of terms is the sum of their forms.

    Parameters
    ----------
    b : flint.fmpq_mat, shape (D, 1)
        Linear incentive.
    H : flint.fmpq_mat, shape (D, D)
        Own curvature, symmetric.
    K : flint.fmpq_mat, shape (D, D)
        Coupling to the mean of the others; need not be symmetric; 0 where N = 1.
    agents : int
        N ≥ 1.

    Notes
    -----
    Source: MODEL, section 1.
    """

    b: flint.fmpq_mat
    H: flint.fmpq_mat
    K: flint.fmpq_mat
    agents: int

    __hash__ = None  # type: ignore[assignment]  # flint matrices are mutable in principle

    @classmethod
    def zero(cls, groups: int, agents: int) -> CanonicalForm:
        """Return the form of a utility that is constant, for `groups` groups."""
        square = flint.fmpq_mat(groups, groups)
        return cls(flint.fmpq_mat(groups, 1), square, square, agents)

    def __add__(self, other: CanonicalForm) -> CanonicalForm:
        return CanonicalForm(self.b + other.b, self.H + other.H, self.K + other.K, self.agents)

    @property
    def groups(self) -> int:
        """Number of groups D."""
        return int(self.b.nrows())

    @cached_property
    def M(self) -> flint.fmpq_mat:
        """``M = H + K``, whose complementarity problem the homogeneous equilibria solve (MODEL T4)."""
        return self.H + self.K

    @cached_property
    def G(self) -> flint.fmpq_mat | None:
        """``G = H − K/(N−1)``, which decides whether agents specialise (MODEL T3, T6); None for N = 1."""
        return None if self.agents == 1 else self.H - self.K / (self.agents - 1)

    @cached_property
    def coupling_is_symmetric(self) -> bool:
        """Whether K is symmetric: the game then has a potential (MODEL T5)."""
        return bool(self.K.transpose() == self.K)

    @property
    def has_concave_programme(self) -> bool:
        """Whether K is symmetric and M ⪰ 0 on T: homogeneous equilibria maximise a concave programme (MODEL T4)."""
        return self.coupling_is_symmetric and self.stability.is_positive_semidefinite

    @cached_property
    def concavity(self) -> Definiteness:
        """Sign of H on T: each agent's utility is concave in its own mixture iff H ⪰ 0 on T (MODEL T1)."""
        return definiteness(self.H, self._small_H)

    @cached_property
    def stability(self) -> Definiteness:
        """Sign of M on T: homogeneous equilibria are unique where M ≻ 0 on T (MODEL T3)."""
        return definiteness(self.M, combined_integers(self._small_H, self._small_K))

    @cached_property
    def unity(self) -> Definiteness | None:
        """Sign of G on T: where G ≻ 0 every equilibrium is homogeneous (MODEL T3); None for N = 1."""
        if self.G is None:
            return None
        share = flint.fmpq(-1, self.agents - 1)
        return definiteness(self.G, combined_integers(self._small_H, self._small_K, share))

    @cached_property
    def _small_H(self) -> SmallIntegers | None:
        return small_integers(self.H)

    @cached_property
    def _small_K(self) -> SmallIntegers | None:
        return small_integers(self.K)

    @cached_property
    def float_b(self) -> np.ndarray:
        """Float view of b, shape (D,)."""
        return column_floats(self.b)

    @cached_property
    def float_M(self) -> np.ndarray:
        """Float view of M, shape (D, D)."""
        small = combined_integers(self._small_H, self._small_K)
        return floats(self.M) if small is None or small[1] > 2**53 else small[0] / small[1]
