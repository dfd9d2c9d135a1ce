"""Whether an estimated matrix is ⪰ 0 on T, decided exactly; by how much it is not, and two repairs for who asks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import floats, fractions, matrix, rational
from nashsym.gamefile.numerals import short_text
from nashsym_estimators.estimates.method import Concave

__all__ = ["Verdict", "gram_by_form", "judged", "nearest", "repaired_floats", "ridge", "smallest_on_tangent"]

#: Decimal digits kept of a factor, a ridge or a correction.
_FACTOR_DIGITS: Final = 15
_RIDGE_DIGITS: Final = 9
_NEAREST_DIGITS: Final = 12
#: Among so many groups it is worth deciding whether rounding has cost anything.
_FEW: Final = 60
#: A float matrix whose smallest eigenvalue on T is at least so much of its largest needs no second look.
_CLEAR: Final = 1e-10


@dataclass(frozen=True, eq=False)
class Verdict:
    """A matrix that was judged, and repaired where that was asked for.

    Attributes
    ----------
    matrix : array, shape (D, D)
        Floats, or Fractions.
    note : str
        What was found or done; empty where there is nothing to say.
    """

    matrix: NDArray[Any]
    note: str = ""


def smallest_on_tangent(X: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the smallest eigenvalue of X on T in floats, for an orthonormal basis; X has the shape (…, D, D)."""
    Z = orthonormal_tangent(X.shape[-1])
    if not Z.shape[1]:
        return np.full(X.shape[:-2], np.inf)
    return np.asarray(np.linalg.eigvalsh(Z.T @ X @ Z)[..., 0], dtype=np.float64)


def orthonormal_tangent(groups: int) -> NDArray[np.float64]:
    """Return an orthonormal basis of T, shape (D, D − 1): Helmert's."""
    Z: NDArray[np.float64] = np.zeros((groups, groups - 1))
    for column in range(groups - 1):
        Z[: column + 1, column] = 1
        Z[column + 1, column] = -(column + 1)
    Z /= np.sqrt(np.arange(1, groups) * np.arange(2, groups + 1))
    return Z


def gram_by_form(X: NDArray[Any]) -> NDArray[Any]:
    """Return a matrix that is ⪰ 0 by its form as one that is ⪰ 0 exactly: rounding may have cost a float one that.

    Floats that are clearly definite, or ⪰ 0 exactly as they are, are returned. Of the others a factor F is rounded to
    decimals and multiplied exactly: ``F Fᵀ`` differs from X by rounding, and is ⪰ 0 on all of R^D.

    Parameters
    ----------
    X : array, shape (D, D)
        Floats; an array of Fractions is exact already and returned as it is.

    Returns
    -------
    array, shape (D, D)
        Floats, or Fractions.
    """
    if X.dtype == object:
        return X
    diagonal = np.diagonal(X)
    if (np.diag(diagonal) == X).all() and (diagonal >= 0).all():
        return X
    size = float(np.abs(X).max())
    if float(smallest_on_tangent(X)) > _CLEAR * len(X) * size:
        return X
    if len(X) <= _FEW and definiteness(matrix(X)).is_positive_semidefinite:
        return X
    values, vectors = np.linalg.eigh(X)
    kept = values > len(X) * np.finfo(float).eps * values[-1]
    factor = vectors[:, kept] * np.sqrt(values[kept])
    scale = 10 ** max(_FACTOR_DIGITS - math.ceil(math.log10(max(float(np.abs(factor).max()), 1e-300))), 0)
    whole = flint.fmpz_mat([[round(value * scale) for value in row] for row in factor.tolist()])
    return _objects(flint.fmpq_mat(whole * whole.transpose()) / flint.fmpz(scale) ** 2)


def judged(X: NDArray[Any], name: str, concave: Concave = False) -> Verdict:
    """Decide whether X ⪰ 0 on T; where it is not, say by how much, offer a ridge, and repair it if that is asked for.

    Parameters
    ----------
    X : array, shape (D, D), symmetric
        Floats are read as the dyadics that they are.
    name : str
        What the note calls the matrix.
    concave : False, "ridge" or "nearest"

    Returns
    -------
    Verdict
    """
    exact = matrix(X)
    if definiteness(exact).is_positive_semidefinite:
        return Verdict(X)
    loss = f"{name} is not ⪰ 0 on T (smallest eigenvalue there about {_smallest(exact):.4g})"
    above, below = ridge(exact)
    amount = short_text(rational(above))
    least = f"the smallest such ridge lies above {short_text(rational(below))}" if below > 0 else "a rounding"
    if concave == "ridge":
        note = f"{loss}; {amount} was added to its diagonal: {least}"
        return Verdict(_objects(_raised(exact, above)), note)
    if concave == "nearest":
        repaired, distance, shortest = nearest(exact)
        where = f"at a distance of {distance:.4g}, the nearest being {shortest:.4g} away (Frobenius)"
        return Verdict(_objects(repaired), f"{loss}; it was replaced by a rational matrix ⪰ 0 on T {where}")
    return Verdict(X, f"{loss}; a ridge of {amount} on its diagonal would make it so: {least}")


def repaired_floats(X: NDArray[np.float64], by_form: bool, concave: Concave = False) -> tuple[NDArray[np.float64], str]:
    """Return many matrices of floats, repaired where asked for or where only a rounding cost them ⪰ 0 on T; and a note.

    Parameters
    ----------
    X : array, shape (R, D, D)
    by_form : bool
        Whether each is ⪰ 0 by its form: then those near the edge are raised on the diagonal by a rounding.
    concave : False, "ridge" or "nearest"
        What repairs the others.
    """
    size = X.shape[-1]
    diagonal = np.arange(size)
    values = X[:, diagonal, diagonal]
    off = np.abs(X).sum(axis=(1, 2)) - np.abs(values).sum(axis=1)
    if not (by_form or concave) or ((off == 0).all() and (values >= 0).all()):
        return X, ""
    smallest = smallest_on_tangent(X)
    # What floating point may have cost: a bound on the error of the eigenvalue, and of adding to the diagonal.
    spare = 4 * size**2 * np.finfo(float).eps * np.abs(X).max(axis=(1, 2))
    needed = smallest < (spare if by_form else 0)
    if not needed.any():
        return X, ""
    repaired = X.copy()
    if concave == "nearest" and not by_form:
        Z = orthonormal_tangent(size)
        eigenvalues, vectors = np.linalg.eigh(Z.T @ X[needed] @ Z)
        lifted = Z @ vectors
        negative = np.maximum(-eigenvalues, 0)[:, None, :]
        change = (lifted * negative) @ np.swapaxes(lifted, 1, 2)
        repaired[needed] += (change + np.swapaxes(change, 1, 2)) / 2
        amount = 2 * spare
        told = f"replaced by the nearest matrix ⪰ 0 on T in {int(needed.sum())} replicates"
    else:
        amount = np.maximum(-smallest, 0) + spare
        told = f"raised on the diagonal by at most {float(amount[needed].max()):.3g} in {int(needed.sum())} replicates"
    repaired[np.ix_(needed, diagonal, diagonal)] += np.eye(size) * amount[needed, None, None]
    return repaired, told


def ridge(X: flint.fmpq_mat) -> tuple[Fraction, Fraction]:
    """Return r and a smaller number: X + r·I ⪰ 0 on T, and with the smaller one it is not, both decided exactly.

    The smaller one is 0 where X itself is all that was refuted. X must not be ⪰ 0 on T.
    """
    smallest = -_smallest(X)
    digits = _RIDGE_DIGITS - math.ceil(math.log10(max(smallest, 1e-300)))
    step = Fraction(1, 10**digits) if digits >= 0 else Fraction(10**-digits)
    above = math.ceil(max(Fraction(smallest), Fraction(0)) / step) * step
    while not definiteness(_raised(X, above)).is_positive_semidefinite:
        step *= 2
        above += step
    below = max(above - 2 * step, Fraction(0))
    if definiteness(_raised(X, below)).is_positive_semidefinite:
        below = Fraction(0)
    return above, below


def nearest(X: flint.fmpq_mat) -> tuple[flint.fmpq_mat, float, float]:
    """Return a rational matrix ⪰ 0 on T near the nearest one, its distance from X, and that of the nearest.

    ``X + Z N Zᵀ`` with N the negative part of ZᵀXZ, Z orthonormal, is nearest in Frobenius' norm; its rounding is
    raised on the diagonal by what it takes to be ⪰ 0 on T exactly.
    """
    view = floats(X)
    Z = orthonormal_tangent(len(view))
    values, vectors = np.linalg.eigh(Z.T @ view @ Z)
    lifted = Z @ vectors
    correction = (lifted * np.maximum(-values, 0)) @ lifted.T
    size = float(np.abs(view).max())
    digits = max(_NEAREST_DIGITS - math.ceil(math.log10(max(size, 1e-300))), 0)
    rounded = flint.fmpz_mat([[round(value * 10**digits) for value in row] for row in correction.tolist()])
    for d in range(len(view)):
        for e in range(d):
            rounded[d, e] = rounded[e, d]
    repaired = X + flint.fmpq_mat(rounded) / 10**digits
    raised, more = repaired, Fraction(1, 10**digits)
    while not definiteness(raised).is_positive_semidefinite:
        raised = _raised(repaired, more)
        more *= 2
    least = float(np.linalg.norm(np.minimum(values, 0)))
    return raised, float(np.linalg.norm(floats(raised - X))), least


def _smallest(X: flint.fmpq_mat) -> float:
    return float(smallest_on_tangent(floats((X + X.transpose()) / 2)))


def _raised(X: flint.fmpq_mat, amount: Fraction) -> flint.fmpq_mat:
    raised = flint.fmpq_mat(X)
    for d in range(X.nrows()):
        raised[d, d] += rational(amount)
    return raised


def _objects(X: flint.fmpq_mat) -> NDArray[Any]:
    array = np.empty((X.nrows(), X.ncols()), dtype=object)
    array[:] = fractions(X)
    return array
