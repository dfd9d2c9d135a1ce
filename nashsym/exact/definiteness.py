"""Definiteness on the tangent space, always decided, with the witness that a certificate carries (MODEL section 1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.exact.float_factor import float_factor
from nashsym.exact.precise_factor import dominates, factor_or_direction, is_negative_along
from nashsym.exact.rational import integers, small_integers
from nashsym.exact.tangent import lift, restrict_integers

__all__ = ["Definiteness", "Sign", "definiteness"]

Sign = Literal["positive definite", "positive semidefinite", "indefinite"]
#: Integers up to this size can be restricted to T in floats without rounding.
_EXACT_RESTRICTION: Final = 2.0**50
#: Bits with which the precise factorisation begins: about where the float one ends.
_FIRST_BITS: Final = 64


@dataclass(frozen=True, eq=False, repr=False)
class Definiteness:
    """The sign of vᵀXv on T, decided exactly.

    Attributes
    ----------
    sign : str
        "positive definite", "positive semidefinite" (⪰ 0 on T, but 0 along some v ≠ 0) or "indefinite" (vᵀXv < 0 for
        some v ∈ T).
    kernel : tuple of columns of D − 1 integers
        A basis of the kernel of A = ZᵀX_sZ where X is positive semidefinite and singular, else empty.
    direction : tuple of D integers, or None
        v ∈ T with vᵀXv < 0 where indefinite; v ≠ 0 with vᵀXv = 0 where semidefinite; None where definite.
    """

    sign: Sign
    kernel: tuple[tuple[int, ...], ...] = ()
    direction: tuple[int, ...] | None = None
    _source: flint.fmpq_mat = field(default=None)
    _proposal: Any = field(default=None)

    @property
    def is_positive_definite(self) -> bool:
        """Whether vᵀXv > 0 for every v ∈ T other than 0."""
        return self.sign == "positive definite"

    @property
    def is_positive_semidefinite(self) -> bool:
        """Whether vᵀXv ≥ 0 for every v ∈ T."""
        return self.sign != "indefinite"

    def __repr__(self) -> str:
        return f"Definiteness({self.sign!r})"

    def witness(self) -> dict[str, Any]:
        """Return the witness of a certificate, checked exactly: ``factor``, ``exponent`` and ``kernel`` where singular.

        A − LLᵀ/4ᵏ, with nnᵀ of each column n of the kernel added to A, is strictly diagonally dominant with a positive
        diagonal.

        Raises
        ------
        ValueError
            If X is indefinite: then ``direction`` is the witness.
        """
        if self.sign == "indefinite":
            raise ValueError("an indefinite matrix has no witness of definiteness, only a direction")
        factor, exponent = self._factor
        found: dict[str, Any] = {"factor": [list(row) for row in factor], "exponent": exponent}
        if self.kernel:
            found["kernel"] = [list(column) for column in self.kernel]
        return found

    @cached_property
    def _factor(self) -> tuple[list[list[int]], int]:
        if self._source.nrows() == 1:
            return [], 0
        numerators, denominator = _restricted(self._source)
        shifted = _with_kernel(numerators, denominator, self.kernel)
        if self._proposal is not None:
            lower, exponent = self._proposal
            factor = _triangle(lower) if isinstance(lower, np.ndarray) else lower
            if dominates(shifted, denominator, factor, exponent):
                return factor, exponent
        found = factor_or_direction(shifted, denominator, _FIRST_BITS)
        if isinstance(found, list):  # pragma: no cover - would contradict the decision
            raise AssertionError("the matrix is not positive definite")
        return found


def _triangle(lower: NDArray[np.float64]) -> list[list[int]]:
    """Return the rows of a lower triangle of integral floats as integers."""
    return [row[: index + 1] for index, row in enumerate(lower.astype(np.int64).tolist())]


def _restricted(X: flint.fmpq_mat) -> tuple[flint.fmpz_mat, int]:
    """Return A = ZᵀX_sZ as integers over a common denominator."""
    numerators, denominator = integers(X)
    return restrict_integers(numerators + numerators.transpose()), 2 * int(denominator)


def _with_kernel(numerators: flint.fmpz_mat, denominator: int, kernel: tuple[tuple[int, ...], ...]) -> flint.fmpz_mat:
    """Return the numerators of A + Σ nnᵀ over the same denominator."""
    if not kernel:
        return numerators
    rows = flint.fmpz_mat([list(column) for column in kernel])
    return numerators + rows.transpose() * rows * denominator


def definiteness(X: flint.fmpq_mat) -> Definiteness:
    """Decide the sign of vᵀXv over v ∈ T, whether or not X is symmetric.

    Parameters
    ----------
    X : flint.fmpq_mat
        D×D.

    Returns
    -------
    Definiteness
        For D = 1, where T = {0}, it is positive definite.

    Raises
    ------
    ValueError
        If X is not square.

    Notes
    -----
    A factor in floats with a rigorous bound on its roundings decides nearly all definite matrices. What it leaves open
    is decided in integers: the kernel N of A = ZᵀX_sZ by elimination, then A + NNᵀ, which is nonsingular, by a factor
    to as many bits as it needs or a negative direction.
    """
    if X.nrows() != X.ncols():
        raise ValueError(f"definiteness needs a square matrix, not {X.nrows()}×{X.ncols()}")
    if X.nrows() == 1:
        return Definiteness("positive definite", _source=X)
    small = small_integers(X)
    if small is not None:
        proposal = _quick_factor(*small)
        if proposal is not None:
            return Definiteness("positive definite", _source=X, _proposal=proposal)
    numerators, denominator = _restricted(X)
    return _decide(X, numerators, denominator)


def _quick_factor(integral: NDArray[np.float64], denominator: int) -> tuple[NDArray[np.float64], int] | None:
    """Try the float factor on small integers over a denominator; the restriction to T is exact."""
    if denominator > _EXACT_RESTRICTION or not np.abs(integral).max() <= _EXACT_RESTRICTION:
        return None
    doubled = integral + integral.T
    border = doubled[:-1, -1:]
    restricted = (doubled[:-1, :-1] - border - border.T + doubled[-1, -1]) / (2.0 * denominator)
    return float_factor(restricted, 2.0**-53)


def _decide(X: flint.fmpq_mat, numerators: flint.fmpz_mat, denominator: int) -> Definiteness:
    """Decide A = numerators/denominator by exact steps."""
    size = numerators.nrows()
    for index in range(size):
        if numerators[index, index] < 0:
            return Definiteness("indefinite", direction=lift(int(index == other) for other in range(size)), _source=X)
    columns = _kernel(numerators)
    shifted = _with_kernel(numerators, denominator, columns)
    found = factor_or_direction(shifted, denominator, _FIRST_BITS)
    if isinstance(found, list):
        # yᵀAy ≤ yᵀ(A + NNᵀ)y < 0.
        if not is_negative_along(numerators, found):  # pragma: no cover - would be a fault of the factorisation
            raise AssertionError("the direction found is not negative")
        return Definiteness("indefinite", direction=lift(found), _source=X)
    if columns:
        sign: Sign = "positive semidefinite"
        return Definiteness(sign, kernel=columns, direction=lift(columns[0]), _source=X, _proposal=found)
    return Definiteness("positive definite", _source=X, _proposal=found)


def _kernel(numerators: flint.fmpz_mat) -> tuple[tuple[int, ...], ...]:
    """Return a basis of the kernel of an integer matrix, in primitive integer columns."""
    basis, nullity = numerators.nullspace()
    columns = []
    table = basis.tolist()
    for position in range(nullity):
        column = [row[position] for row in table]
        common = flint.fmpz(0)
        for value in column:
            common = common.gcd(value)
        columns.append(tuple(int(value // common) for value in column))
    return tuple(columns)
