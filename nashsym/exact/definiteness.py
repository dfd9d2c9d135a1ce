"""Definiteness on the tangent space, always decided, with the witness that a certificate carries (MODEL section 1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.exact.float_factor import float_factor, negative_directions
from nashsym.exact.kernel import integer_kernel
from nashsym.exact.precise_factor import factor_or_direction, is_negative_along
from nashsym.exact.rational import SmallIntegers, integers, small_integers
from nashsym.exact.tangent import lift, restrict_integers

__all__ = ["Definiteness", "Sign", "definiteness"]

Sign = Literal["positive definite", "positive semidefinite", "indefinite"]
#: Integers up to this size can be restricted to T in floats without rounding.
_EXACT_RESTRICTION: Final = 2.0**50
#: Relative errors of a division, and of an integer of any size and a division by another.
_DIVISION_ERROR: Final = 2.0**-53
_APPROXIMATION_ERROR: Final = 2.0**-51
#: Quotients by denominators of more bits could be subnormal.
_LONGEST_DENOMINATOR: Final = 900
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
        lower, exponent = self._proposal
        return (_triangle(lower) if isinstance(lower, np.ndarray) else lower), exponent


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


def definiteness(X: flint.fmpq_mat, integral: SmallIntegers | None = None) -> Definiteness:
    """Decide the sign of vᵀXv over v ∈ T, whether or not X is symmetric.

    Parameters
    ----------
    X : flint.fmpq_mat
        D×D.
    integral : result of small_integers(X) or combined_integers, optional
        The same matrix, exactly, where it is at hand: converting takes longer than deciding.

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
    small = small_integers(X) if integral is None else integral
    if small is not None:
        proposal = _quick_factor(*small)
        if proposal is not None:
            return Definiteness("positive definite", _source=X, _proposal=proposal)
    numerators, denominator = _restricted(X)
    return _decide(X, numerators, denominator, tried=small is not None)


def _quick_factor(integral: NDArray[np.float64], denominator: int) -> tuple[NDArray[np.float64], int] | None:
    """Try the float factor on small integers over a denominator; the restriction to T is exact."""
    if denominator > _EXACT_RESTRICTION or not np.abs(integral).max() <= _EXACT_RESTRICTION:
        return None
    doubled = integral + integral.T
    border = doubled[:-1, -1:]
    restricted = (doubled[:-1, :-1] - border - border.T + doubled[-1, -1]) / (2.0 * denominator)
    return float_factor(restricted, _DIVISION_ERROR)


def _approximation(numerators: flint.fmpz_mat, denominator: int) -> NDArray[np.float64] | None:
    """Return floats of numerators/denominator, each within a relative error of 2⁻⁵¹; None if some are out of range."""
    size = numerators.nrows()
    if denominator.bit_length() > _LONGEST_DENOMINATOR:
        return None
    try:
        array = np.fromiter(map(float, numerators.entries()), np.float64, count=size * size)
    except OverflowError:
        return None
    return array.reshape(size, size) / float(denominator)


def _decide(X: flint.fmpq_mat, numerators: flint.fmpz_mat, denominator: int, tried: bool) -> Definiteness:
    """Decide A = numerators/denominator; ``tried`` says that the float factor of A itself has been tried."""
    floats = _approximation(numerators, denominator)
    if floats is not None:
        proposal = None if tried else float_factor(floats, _APPROXIMATION_ERROR)
        if proposal is not None:
            return Definiteness("positive definite", _source=X, _proposal=proposal)
        for proposed in negative_directions(floats):
            if is_negative_along(numerators, proposed):
                return Definiteness("indefinite", direction=lift(proposed), _source=X)
    columns = integer_kernel(numerators)
    # A + NNᵀ is nonsingular: it is definite if and only if A ⪰ 0, and then the kernel of A is just the span of N.
    shifted = _with_kernel(numerators, denominator, columns)
    if columns:
        floats = _approximation(shifted, denominator)
        proposal = None if floats is None else float_factor(floats, _APPROXIMATION_ERROR)
        if proposal is not None:
            return _semidefinite(X, columns, proposal)
    # Long kernel columns, far longer than A, leave it that much smaller within A + NNᵀ.
    longer = _longest_diagonal(shifted) - _longest_diagonal(numerators)
    found = factor_or_direction(shifted, denominator, _FIRST_BITS + longer)
    if isinstance(found, list):
        # yᵀAy ≤ yᵀ(A + NNᵀ)y < 0.
        return Definiteness("indefinite", direction=lift(found), _source=X)
    return (
        _semidefinite(X, columns, found) if columns else Definiteness("positive definite", _source=X, _proposal=found)
    )


def _longest_diagonal(numerators: flint.fmpz_mat) -> int:
    """Return the bits of the longest diagonal entry."""
    return max(int(numerators[index, index]).bit_length() for index in range(numerators.nrows()))


def _semidefinite(X: flint.fmpq_mat, columns: tuple[tuple[int, ...], ...], proposal: Any) -> Definiteness:
    direction = lift(columns[0])
    return Definiteness("positive semidefinite", kernel=columns, direction=direction, _source=X, _proposal=proposal)
