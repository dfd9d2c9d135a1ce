"""What a utility term is: a share of every agent's utility that states its facts and leaves solving to others."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

import flint
import numpy as np

from nashsym.exact.rational import column_floats, column_fractions, floats, fraction, fractions

if TYPE_CHECKING:
    import cvxpy
    import sympy

    from nashsym.terms.canonical import CanonicalForm

__all__ = ["QuadraticTerm", "Term"]


@dataclass(frozen=True)
class Term(ABC):
    """One share of the utility ``uᵢ = Σ terms``: a coefficient times a form of the agent's mixture and the others'.

    A new term is one subclass in one file. It states

    - `formula`: what the agent's own mixture moves, in plain array algebra, so that the same line is read by SymPy
      (symbols), by Fractions (exact) and by NumPy (floats);
    - `remainder`: what the others' mixtures add that the own mixture does not move (0 unless said);
    - `programme`: its share of the concave programme that homogeneous equilibria maximise, for CVXPY (MODEL T4);
    - `canonical`: its exact share of (b, H, K) where it is quadratic, else None.

    Parameters
    ----------
    coefficient : flint.fmpq
        λ ≥ 0, the platform's incentive.
    data : flint.fmpq_mat
        The term's input: a column (D, 1) or a matrix (D, D).
    """

    name: ClassVar[str]
    """The key of the term's input in a game file."""
    coefficient_name: ClassVar[str]
    """The key of the term's coefficient in a game file."""
    symbol: ClassVar[str]
    """The letter of its data in formulas."""
    shape: ClassVar[Literal["vector", "symmetric", "square"]] = "symmetric"
    """What its data is: one number per group, a symmetric matrix, or any square matrix."""

    coefficient: flint.fmpq
    data: flint.fmpq_mat

    __hash__ = None  # type: ignore[assignment]  # flint matrices are mutable in principle

    @staticmethod
    @abstractmethod
    def formula(coefficient: Any, data: Any, own: Any, mean: Any) -> Any:
        """Return the share of the utility that the own mixture moves.

        Parameters
        ----------
        coefficient : scalar
        data : ndarray, shape (D,) or (D, D)
        own, mean : ndarray, shape (D,)
            The agent's mixture and the mean of the others'. All four of one field: floats, Fractions or SymPy
            expressions (object arrays). For N = 1 there are no others and `mean` is a vector of zeros.
        """

    @staticmethod
    def remainder(coefficient: Any, data: Any, others: Any) -> Any:  # noqa: ARG004  # subclasses read them
        """Return what the others' mixtures, shape (N−1, D), add to the utility whatever the own mixture is."""
        return 0

    @abstractmethod
    def canonical(self, agents: int) -> CanonicalForm | None:
        """Return the exact share of (b, H, K) among `agents` agents, or None where the term is not quadratic."""

    @abstractmethod
    def programme(self, weights: cvxpy.Variable, agents: int) -> cvxpy.Expression:
        """Return the share of the programme whose gradient at w is the marginal utility where all play w (MODEL T4).

        There is one only where the coupling is symmetric: else the gradient is the marginal utility under its symmetric
        part, and the programme says nothing about equilibria.
        """

    @abstractmethod
    def gradient(self, own: np.ndarray, mean: np.ndarray, agents: int) -> np.ndarray:
        """Return the marginal utilities ∂/∂own in floats, shape (D,)."""

    @property
    def needs_others(self) -> bool:
        """Whether the term vanishes where there is one agent only."""
        return False

    def scaled(self, coefficient: flint.fmpq) -> Self:
        """Return the term with another coefficient."""
        return replace(self, coefficient=coefficient)

    def exact_data(self) -> np.ndarray:
        """Return the data as an object array of Fractions, shape (D,) or (D, D)."""
        if self.shape == "vector":
            return np.array(column_fractions(self.data), dtype=object)
        array = np.empty((self.data.nrows(), self.data.ncols()), dtype=object)
        array[:] = fractions(self.data)
        return array

    def float_data(self) -> np.ndarray:
        """Return the data as floats, shape (D,) or (D, D)."""
        return column_floats(self.data) if self.shape == "vector" else floats(self.data)

    def exact(self, own: np.ndarray, mean: np.ndarray) -> Any:
        """Return `formula` in Fractions; `own` and `mean` are object arrays of Fractions."""
        return self.formula(fraction(self.coefficient), self.exact_data(), own, mean)

    def value(self, own: np.ndarray, mean: np.ndarray) -> float:
        """Return `formula` in floats."""
        return float(self.formula(float(fraction(self.coefficient)), self.float_data(), own, mean))

    def symbolic(self, own: sympy.Matrix, mean: sympy.Matrix) -> sympy.Expr:
        """Return `formula` as a SymPy expression in the entries of `own` and `mean`, with this term's numbers exact."""
        import sympy

        def exact_number(value: Any) -> sympy.Rational:
            return sympy.Rational(value.numerator, value.denominator)

        data = np.vectorize(exact_number, otypes=[object])(self.exact_data())
        own_array, mean_array = np.array(list(own), dtype=object), np.array(list(mean), dtype=object)
        return sympy.sympify(self.formula(exact_number(fraction(self.coefficient)), data, own_array, mean_array))


class QuadraticTerm(Term):
    """A term at most quadratic in the mixtures: its canonical form says everything about it."""

    @abstractmethod
    def canonical(self, agents: int) -> CanonicalForm:
        """Return the exact share of (b, H, K)."""

    def gradient(self, own: np.ndarray, mean: np.ndarray, agents: int) -> np.ndarray:
        """Return ``b − H·own − K·mean`` in floats."""
        form = self.canonical(agents)
        gradient: np.ndarray = form.float_b - floats(form.H) @ own - floats(form.K) @ mean
        return gradient

    def programme(self, weights: cvxpy.Variable, agents: int) -> cvxpy.Expression:
        """Return ``bᵀw − ½wᵀMw``; concave on the simplex iff M ⪰ 0 on T, which is asked of the sum of all terms."""
        import cvxpy

        form = self.canonical(agents)
        curvature = form.float_M
        return form.float_b @ weights - cvxpy.quad_form(weights, (curvature + curvature.T) / 4)
