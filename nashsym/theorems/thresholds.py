"""How far a matrix may move along another before it stops being positive definite: an exact enclosure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, count
from typing import Final

import flint
import numpy as np

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import floats, rational
from nashsym.exact.tangent import restrict
from nashsym.theorems.wording import bound, number

__all__ = ["MAX_GROUPS_THRESHOLD", "Threshold", "definite_until", "root_above"]

#: Thresholds are computed up to this many groups; beyond it a finding says that they are not.
MAX_GROUPS_THRESHOLD: Final = 60
#: Enclosures are this narrow, relative to their upper end.
_WIDTH: Final = Fraction(1, 10_000)


@dataclass(frozen=True)
class Threshold:
    """The supremum of {t ≥ 0 : A − tB ≻ 0 on T}, between two rationals.

    Attributes
    ----------
    lower : Fraction
        A − tB ≻ 0 for every 0 ≤ t < lower, and at `lower` itself unless the two are equal.
    upper : Fraction or None
        A − tB is not ≻ 0 for any t ≥ upper; None where it always is.
    """

    lower: Fraction
    upper: Fraction | None

    @property
    def exact(self) -> bool:
        """Whether the threshold is known to the last digit."""
        return self.lower == self.upper

    def text(self, factor: Fraction = Fraction(1)) -> str:
        """Write `factor` times the threshold."""
        if self.upper is None:
            return "there is none, at any size"
        if self.exact:
            return f"exactly {number(self.lower * factor)}"
        return f"between {bound(self.lower * factor, upper=False)} and {bound(self.upper * factor, upper=True)}"


def definite_until(A: flint.fmpq_mat, B: flint.fmpq_mat) -> Threshold | None:
    r"""Enclose ``sup{t ≥ 0 : A − tB ≻ 0 on T}``: 1/μ, μ > 0 the largest generalised eigenvalue of (B, A) on T.

    Parameters
    ----------
    A, B : flint.fmpq_mat, D×D
        Of any symmetry; their quadratic forms count.

    Returns
    -------
    Threshold or None
        None where A is not ≻ 0 on T. Both ends are decided by definiteness; a rational threshold with a small
        denominator is found exactly.

    Notes
    -----
    The t with A − tB ≻ 0 form an interval, and 0 is one of them. Floats propose where to look.
    """
    if not definiteness(A).is_positive_definite:
        return None
    if definiteness(-B).is_positive_semidefinite:
        return Threshold(Fraction(0), None)
    proposal = _proposal(A, B)
    if proposal is not None:
        for simple in dict.fromkeys(proposal.limit_denominator(bound) for bound in (1, 12, 1000)):
            sign = definiteness(A - rational(simple) * B).sign if simple > 0 else "indefinite"
            if sign == "positive semidefinite":
                return Threshold(simple, simple)
    lower, upper = _bracket(A, B, proposal or Fraction(1))
    while upper - lower > _WIDTH * upper:
        middle = _between(lower, upper)
        if _definite_at(A, B, middle):
            lower = middle
        else:
            upper = middle
    return Threshold(lower, upper)


def _definite_at(A: flint.fmpq_mat, B: flint.fmpq_mat, t: Fraction) -> bool:
    return definiteness(A - rational(t) * B).is_positive_definite


def _proposal(A: flint.fmpq_mat, B: flint.fmpq_mat) -> Fraction | None:
    """Propose the threshold in floats."""
    left, right = floats(restrict(A)), floats(restrict(B))
    try:
        with np.errstate(all="ignore"):
            lower = np.linalg.cholesky(left)
            half = np.linalg.solve(lower, right)
            largest = float(np.linalg.eigvalsh(np.linalg.solve(lower, half.T))[-1])
    except np.linalg.LinAlgError:
        return None
    return Fraction(1 / largest) if 1e-150 < largest < 1e150 else None


def _bracket(A: flint.fmpq_mat, B: flint.fmpq_mat, middle: Fraction) -> tuple[Fraction, Fraction]:
    """Return lower < upper, definite at the one and not at the other, as far from a proposal as needed."""
    margin = 1 + _WIDTH / 3
    inside = _definite_at(A, B, middle)
    nearest = middle
    for step in chain([margin], (Fraction(2) ** 2**k for k in count())):
        far = middle * step if inside else middle / step
        end = _simplest(far, far * margin) if inside else _simplest(far / margin, far)
        if _definite_at(A, B, end) != inside:
            return (nearest, end) if inside else (end, nearest)
        nearest = end
    raise AssertionError("the steps do not end")  # pragma: no cover


def _between(lower: Fraction, upper: Fraction) -> Fraction:
    """Return a simple rational well inside an interval: by size where it spans several powers of 2."""
    if upper <= 4 * lower:
        return _simplest((2 * lower + upper) / 3, (lower + 2 * upper) / 3)
    low, high = (end.numerator.bit_length() - end.denominator.bit_length() for end in (lower, upper))
    middle = Fraction(2) ** ((low + high) // 2)
    return middle if lower < middle < upper else (lower + upper) / 2


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """Return the rational of least denominator in the closed interval [low, high], 0 < low < high."""
    whole = -(-low.numerator // low.denominator)
    if whole <= high:
        return Fraction(whole)
    floor = low.numerator // low.denominator
    return floor + 1 / _simplest(1 / (high - floor), 1 / (low - floor))


def root_above(square: Fraction) -> Fraction:
    """Return a rational x ≥ 0 of few digits with x² ≥ square, above the root by at most a ten-thousandth of it."""
    if square <= 0:
        return Fraction(0)
    power = (square.numerator.bit_length() - square.denominator.bit_length()) // 2
    unit = Fraction(2) ** (power - 18)
    scaled = square / unit**2
    root = flint.fmpz(scaled.numerator // scaled.denominator).isqrt()
    found = unit * (int(root) + 1)
    rounded = _simplest(found, found * (1 + _WIDTH / 4))
    return rounded if rounded**2 >= square else found
