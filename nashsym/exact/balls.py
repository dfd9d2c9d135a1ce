"""Enclosures by balls: logarithms, square roots and inverses between rationals that are proved to hold them."""

from __future__ import annotations

from typing import Final

import flint

from nashsym.exact.rational import integers
from nashsym.exact.tangent import restrict_integers

__all__ = [
    "LOGARITHM_BITS",
    "Interval",
    "inverse_diagonal_bounds",
    "logarithm",
    "root_above",
    "short_above",
]

#: A pair of rationals, the lower and the upper end.
Interval = tuple[flint.fmpq, flint.fmpq]

#: Precision of logarithms: an error below 1e-70, far below the gaps that they serve to bound.
LOGARITHM_BITS: Final = 256
#: Precision at which an inverse is tried first, and the one at which trying ends.
_FIRST_BITS: Final = 128
_MOST_BITS: Final = 1 << 14
#: Least numerator of what is rounded up: three or four significant digits.
_SCALE: Final = 1000


def logarithm(value: flint.fmpq, bits: int = LOGARITHM_BITS) -> Interval:
    """Return rationals between which the natural logarithm of a rational > 0 lies.

    Raises
    ------
    ValueError
        If the value is not > 0.

    Notes
    -----
    Ball arithmetic of FLINT: every operation returns a midpoint and a radius that covers its own rounding.
    """
    if value <= 0:
        raise ValueError("only a number above 0 has a logarithm")
    with flint.ctx.workprec(bits):
        ball = flint.arb(value).log()
        return ball.lower().fmpq(), ball.upper().fmpq()


def root_above(square: flint.fmpq) -> flint.fmpq:
    """Return a short rational r with r² ≥ square, within a thousandth of the root; 0 for 0.

    The denominator is a power of ten where the root is below a thousand.

    Raises
    ------
    ValueError
        If the square is negative.
    """
    if square < 0:
        raise ValueError("a negative number has no root")
    if square == 0:
        return flint.fmpq(0)
    scale = flint.fmpz(1)
    while square * scale * scale < _SCALE * _SCALE:
        scale *= 10
    # isqrt(⌊s⌋) + 1 exceeds the root of s, whatever its fraction.
    return flint.fmpq((square * scale * scale).floor().isqrt() + 1, scale)


def short_above(value: flint.fmpq) -> flint.fmpq:
    """Return a short rational above a value ≥ 0, by a thousandth of it at most; 0 for 0.

    The denominator is a power of ten where the value is below a thousand.
    """
    if value == 0:
        return flint.fmpq(0)
    scale = flint.fmpz(1)
    while value * scale < _SCALE:
        scale *= 10
    return flint.fmpq((value * scale).floor() + 1, scale)


def short_below(value: flint.fmpq) -> flint.fmpq:
    """Return a short rational at most a value ≥ 0, less by a thousandth of it at most."""
    if value == 0:
        return flint.fmpq(0)
    scale = flint.fmpz(1)
    while value * scale < _SCALE:
        scale *= 10
    return flint.fmpq((value * scale).floor(), scale)


def inverse_diagonal_bounds(X: flint.fmpq_mat) -> list[flint.fmpq]:
    """Return for each d a rational ≥ ``P_dd``, ``P = Z(ZᵀX_sZ)⁻¹Zᵀ``, X_s the symmetric part of X.

    Parameters
    ----------
    X : flint.fmpq_mat
        D×D, ≻ 0 on T.

    Returns
    -------
    list of D flint.fmpq
        Within a few units of 2⁻⁶⁴, relatively: an inverse in balls is a thousand times as fast as an exact one.

    Raises
    ------
    ZeroDivisionError
        If ZᵀX_sZ is singular, or too nearly singular to be told from it.
    """
    numerators, denominator = integers(X)
    restricted = restrict_integers(numerators + numerators.transpose())
    factor = 2 * int(denominator)
    size = restricted.nrows()
    if size == 0:
        return [flint.fmpq(0)]
    bits = _FIRST_BITS
    while True:
        with flint.ctx.workprec(bits):
            try:
                inverse = flint.arb_mat(restricted).inv() * factor
                diagonal = [inverse[d, d] for d in range(size)]
                diagonal.append(sum(inverse.entries(), start=flint.arb(0)))
                if all(entry.rel_accuracy_bits() >= _FIRST_BITS // 2 for entry in diagonal):
                    return [entry.upper().fmpq() for entry in diagonal]
            except ZeroDivisionError:
                pass
        if bits >= _MOST_BITS:
            raise ZeroDivisionError("the matrix is singular on T, or too nearly so")
        bits *= 2
