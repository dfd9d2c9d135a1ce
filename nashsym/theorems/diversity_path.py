"""T12, exactly: the weights on diversity at which the interior candidate loses a group or a group meets the floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

import flint

from nashsym.exact.intervals import Interval, where_positive
from nashsym.exact.lines import indifference_along
from nashsym.exact.rational import fraction, rational
from nashsym.exact.real_roots import RealRoot, real_roots
from nashsym.game import Game
from nashsym.theorems.instance import alignment_inputs

__all__ = ["MAX_GROUPS_PATH", "DiversityPath", "Level", "diversity_path"]

#: Paths are computed up to this many groups: 0.3 s there, most of it isolating roots of D polynomials of degree D.
MAX_GROUPS_PATH: Final = 30

Level = Literal["zero", "floor"]


@dataclass(frozen=True)
class DiversityPath:
    """``w⁎_d(λ_D) = numerators[d](λ_D) / denominator(λ_D)``, wherever the denominator is not 0.

    Attributes
    ----------
    denominator : flint.fmpz_poly
        A positive multiple of det ZᵀMZ.
    numerators : tuple of flint.fmpz_poly, length D
    floor : Fraction
        τ.
    """

    denominator: flint.fmpz_poly
    numerators: tuple[flint.fmpz_poly, ...]
    floor: Fraction

    __hash__ = None  # type: ignore[assignment]  # flint polynomials are mutable in principle

    def at(self, coefficient: Fraction) -> tuple[Fraction, ...] | None:
        """Return w⁎ at a value of λ_D, or None where ZᵀMZ is singular."""
        value = rational(coefficient)
        bottom = self.denominator(value)
        return None if bottom == 0 else tuple(fraction(top(value) / bottom) for top in self.numerators)

    def above(self, level: Level) -> tuple[flint.fmpz_poly, ...]:
        """Return polynomials that have, over the denominator, the signs of w⁎_d, or of w⁎_d − τ."""
        tau = rational(self.floor if level == "floor" else 0)
        return tuple(top * tau.q - self.denominator * tau.p for top in self.numerators)

    def interior(self) -> tuple[Interval, ...]:
        """Return the λ_D ≥ 0 with w⁎ > 0: all groups served, an equilibrium where also H ⪰ 0 on T (MODEL T2)."""
        return where_positive(self.above("zero"), self.denominator, strict=True)

    def inclusive(self) -> tuple[Interval, ...]:
        """Return the λ_D ≥ 0 with w⁎_d ≥ τ for every group."""
        return where_positive(self.above("floor"), self.denominator, strict=False)

    def crossings(self, group: int, level: Level) -> tuple[RealRoot, ...]:
        """Return the λ_D > 0 with w⁎_d = 0, or w⁎_d = τ; none where that holds at every λ_D."""
        polynomial = self.above(level)[group]
        found = real_roots([polynomial], positive=True)
        return tuple(root for root in found if not root.is_root_of(self.denominator))

    def leaving(self, root: RealRoot, level: Level) -> tuple[int, ...]:
        """Return the groups whose weight is exactly 0, or τ, at a root."""
        return tuple(d for d, polynomial in enumerate(self.above(level)) if root.is_root_of(polynomial))


def diversity_path(game: Game) -> DiversityPath | None:
    r"""Return the interior candidate w⁎ as a rational function of λ_D, the other coefficients fixed.

    Parameters
    ----------
    game : Game
        In the similarity form, with N ≥ 2.

    Returns
    -------
    DiversityPath or None
        None for another game, where ZᵀMZ is singular at every λ_D, and above ``MAX_GROUPS_PATH`` groups.

    Notes
    -----
    M = 2λ_C C + λ_D S is affine in λ_D, so that numerators and denominator have degree at most D − 1. Under the
    hypotheses of MODEL T12 the denominator is > 0 for every λ_D > 0.
    """
    data = alignment_inputs(game)
    if data is None or data.form != "similarity" or game.agents == 1 or game.size > MAX_GROUPS_PATH:
        return None
    nothing = flint.fmpq_mat(game.size, 1)
    found = indifference_along(
        data.attractiveness * data.a, nothing, 2 * data.consistency * data.C, data.S, range(game.size)
    )
    return None if found is None else DiversityPath(found.denominator, found.numerators, game.threshold)


def interval_around(intervals: Sequence[Interval], value: Fraction) -> Interval | None:
    """Return the interval that holds a number, or None."""
    point = RealRoot.of(value)
    return next((interval for interval in intervals if point in interval), None)
