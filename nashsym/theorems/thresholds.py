"""How far a matrix may move along another before it stops being positive definite: exactly, or enclosed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, count
from typing import Final

import flint
import numpy as np

from nashsym.exact.definiteness import definiteness
from nashsym.exact.lines import determinant_along
from nashsym.exact.rational import floats, integers, rational
from nashsym.exact.real_roots import RealRoot, real_roots, simplest_between
from nashsym.exact.tangent import restrict
from nashsym.theorems.roots import root_text
from nashsym.theorems.wording import bound, decimal, number

__all__ = [
    "MAX_GROUPS_EXACT",
    "MAX_GROUPS_THRESHOLD",
    "Threshold",
    "definite_until",
    "exact_until",
    "root_above",
    "standing",
    "told",
]

#: Thresholds are exact algebraic numbers up to this many groups (0.2 s at 60 groups of three decimals).
MAX_GROUPS_EXACT: Final = 60
#: Longer numbers than three decimals make the polynomial dear: the bits of an entry times D² are at most this.
_MAX_BITS_EXACT: Final = 600_000
#: Enclosures are computed up to this many groups (2 s there); beyond it a finding says that they are not.
MAX_GROUPS_THRESHOLD: Final = 150
#: Enclosures are this narrow, relative to their upper end.
_WIDTH: Final = Fraction(1, 10_000)


@dataclass(frozen=True)
class Threshold:
    """The supremum of {t ≥ 0 : A − tB ≻ 0 on T}, exactly or between two rationals.

    Attributes
    ----------
    lower : Fraction
        A − tB ≻ 0 for every 0 ≤ t < lower, and at `lower` itself unless the two are equal.
    upper : Fraction or None
        A − tB is not ≻ 0 for any t ≥ upper; None where it always is.
    root : RealRoot or None
        The threshold itself, as a root of a polynomial with integer coefficients; None where there is none, or where
        only the enclosure was computed.
    """

    lower: Fraction
    upper: Fraction | None
    root: RealRoot | None = None

    @classmethod
    def at(cls, root: RealRoot) -> Threshold:
        """Make the threshold at an algebraic number > 0, with an enclosure of four digits."""
        while root.enclosure[0] <= 0 < root.enclosure[1]:
            root.refine()
        lower, upper = root.enclose(root.enclosure[1] * _WIDTH / 2)
        return cls(lower, upper, root)

    @property
    def exact(self) -> bool:
        """Whether the threshold is known to the last digit."""
        return self.root is not None or self.lower == self.upper

    def scaled(self, factor: Fraction) -> Threshold:
        """Return the threshold times a rational > 0."""
        root = None if self.root is None else self.root.scaled(factor)
        return Threshold(self.lower * factor, None if self.upper is None else self.upper * factor, root)

    def compare(self, value: Fraction) -> int | None:
        """Return the sign of the threshold minus a number, exactly; None where the number lies in the enclosure."""
        if self.root is not None:
            return self.root.compare(value)
        if self.upper is None or value < self.lower:
            return 1
        return 0 if self.lower == self.upper == value else -1 if value >= self.upper else None

    def text(self, factor: Fraction = Fraction(1)) -> str:
        """Write `factor` times the threshold."""
        if self.upper is None:
            return "there is none, at any size"
        if self.root is not None:
            return root_text(self.root.scaled(factor))
        if self.exact:
            return f"exactly {number(self.lower * factor)}"
        return f"between {bound(self.lower * factor, upper=False)} and {bound(self.upper * factor, upper=True)}"


def exact_until(A: flint.fmpq_mat, B: flint.fmpq_mat) -> Threshold | None:
    r"""Return ``sup{t ≥ 0 : A − tB ≻ 0 on T}`` as an algebraic number, or enclosed where that would take too long.

    Parameters
    ----------
    A, B : flint.fmpq_mat, D×D
        Of any symmetry; their quadratic forms count.

    Returns
    -------
    Threshold or None
        None where A is not ≻ 0 on T. With a `root` up to ``MAX_GROUPS_EXACT`` groups (of numbers that are not too
        long), else as from `definite_until`.

    Notes
    -----
    With A ≻ 0 on T the threshold is the least root > 0 of ``det Zᵀ(A − tB)Z``, a polynomial of degree at most D − 1: up
    to it no eigenvalue is 0, and beyond the next rational the matrix is no longer ≻ 0.
    """
    if not _is_short(A, B):
        return definite_until(A, B)
    if not definiteness(A).is_positive_definite:
        return None
    if definiteness(-B).is_positive_semidefinite:
        return Threshold(Fraction(0), None)
    return Threshold.at(real_roots([determinant_along(restrict(A), -restrict(B))], positive=True)[0])


def _is_short(A: flint.fmpq_mat, B: flint.fmpq_mat) -> bool:
    groups = A.nrows()
    if groups > MAX_GROUPS_EXACT:
        return False
    bits = 0
    for X in (A, B):
        numerators, denominator = integers(X)
        bits += max(int(entry).bit_length() for entry in numerators.entries()) + int(denominator).bit_length()
    return bool(groups * groups * bits <= _MAX_BITS_EXACT)


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
        end = simplest_between(far, far * margin) if inside else simplest_between(far / margin, far)
        if _definite_at(A, B, end) != inside:
            return (nearest, end) if inside else (end, nearest)
        nearest = end
    raise AssertionError("the steps do not end")  # pragma: no cover


def _between(lower: Fraction, upper: Fraction) -> Fraction:
    """Return a simple rational well inside an interval: by size where it spans several powers of 2."""
    if upper <= 4 * lower:
        return simplest_between((2 * lower + upper) / 3, (lower + 2 * upper) / 3)
    low, high = (end.numerator.bit_length() - end.denominator.bit_length() for end in (lower, upper))
    middle = Fraction(2) ** ((low + high) // 2)
    return middle if lower < middle < upper else (lower + upper) / 2


def told(
    name: str, threshold: Threshold, own: str, value: Fraction
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, RealRoot], ...]]:
    """Return the quantities that tell a threshold and where a game's own coefficient lies, and the root by its name."""
    text = threshold.text()
    if not threshold.exact and threshold.upper is not None:
        text += f" (enclosed; exact up to D = {MAX_GROUPS_EXACT} where entries are not long)"
    roots = () if threshold.root is None else ((name, threshold.root),)
    return ((name, text), (own, standing(threshold, value))), roots


def standing(threshold: Threshold, value: Fraction) -> str:
    """Say on which side of a threshold a game's own coefficient lies, and how far from it."""
    side = threshold.compare(value)
    if threshold.upper is None:
        return f"{number(value)}, below it at any size"
    if side is None:
        return f"{number(value)}, within this enclosure"
    if side == 0:
        return f"{number(value)}, exactly at it: the boundary of the condition"
    if threshold.root is None:
        return f"{number(value)}, {'below' if side > 0 else 'beyond'} it"
    while not (ends := threshold.root.enclosure)[0] > value and not ends[1] < value and ends[0] != ends[1]:
        threshold.root.refine()
    low, high = threshold.root.enclose(min(abs(end - value) for end in ends) / 10**6)
    apart = (low + high) / 2 - value
    return f"{number(value)}, {'below' if side > 0 else 'beyond'} it by ≈ {decimal(abs(apart))}"


def root_above(square: Fraction) -> Fraction:
    """Return a rational x ≥ 0 of few digits with x² ≥ square, above the root by at most a ten-thousandth of it."""
    if square <= 0:
        return Fraction(0)
    power = (square.numerator.bit_length() - square.denominator.bit_length()) // 2
    unit = Fraction(2) ** (power - 18)
    scaled = square / unit**2
    root = flint.fmpz(scaled.numerator // scaled.denominator).isqrt()
    found = unit * (int(root) + 1)
    rounded = simplest_between(found, found * (1 + _WIDTH / 4))
    return rounded if rounded**2 >= square else found
