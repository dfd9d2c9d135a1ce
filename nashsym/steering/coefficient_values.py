"""All the values of one coefficient at which a homogeneous equilibrium meets a demand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final

import flint

from nashsym.exact.intervals import Interval, where_positive
from nashsym.exact.lines import indifference_along
from nashsym.exact.rational import column_fractions, rational
from nashsym.exact.real_roots import RealRoot
from nashsym.exact.systems import solve_indifference
from nashsym.phase.along.coefficient_line import CoefficientLine
from nashsym.phase.along.definite_range import concave_values, stable_range
from nashsym.phase.along.exact_equilibrium import equilibrium_at
from nashsym.phase.along.path import full_path, is_followed
from nashsym.phase.along.piece import Piece
from nashsym.steering.demand import Demand
from nashsym.steering.interval_sets import intersection, joined

__all__ = ["CoefficientValues"]

#: With every group asked for: polynomials of at most this degree, or (where only b moves) of degree 1.
MAX_GROUPS_CURVED: Final = 30
MAX_GROUPS_AFFINE: Final = 200


@dataclass(frozen=True, eq=False)
class CoefficientValues:
    r"""Where along a line a demand is met.

    Where every group is asked for, the equilibrium is interior, so that it is the w⁎ of MODEL T2, a quotient of
    polynomials in the coefficient (MODEL T9, T12), and ``w⁎_d ≥ ℓ_d`` is a question of their roots. Otherwise the
    equilibrium is followed piece by piece, boundary included, where M ≻ 0 on T.

    Parameters
    ----------
    line : CoefficientLine
    demand : Demand
        Who is asked for; how much, each call says by a share t.
    """

    line: CoefficientLine
    demand: Demand

    @property
    def is_computed(self) -> bool:
        """Whether the number of groups is within what is followed."""
        if self.demand.free:
            return is_followed(self.line)
        affine = all(entry == 0 for entry in self.line.slope.M.entries())
        return self.line.groups <= (MAX_GROUPS_AFFINE if affine else MAX_GROUPS_CURVED)

    @cached_property
    def concave(self) -> Interval | None:
        """The values with H ⪰ 0 on T."""
        return concave_values(self.line)

    @cached_property
    def stable(self) -> Interval | None:
        """The values with M ≻ 0 on T, where there is only one homogeneous equilibrium (MODEL T3)."""
        return stable_range(self.line)

    @property
    def covers_all(self) -> bool:
        """Whether no value at which an equilibrium is determined was left out.

        Where every group is asked for none is: elsewhere than H ⪰ 0 on T nobody serves all (MODEL T1).
        """
        if not self.demand.free:
            return True
        everywhere = Interval(RealRoot.of(0), None, True, False)
        return (self.concave, self.stable) == (everywhere, everywhere)

    @cached_property
    def _pieces(self) -> tuple[tuple[Interval | None, flint.fmpz_poly, tuple[flint.fmpz_poly, ...]], ...]:
        """Where, denominator, numerators."""
        line = self.line
        if self.demand.free:
            found = full_path(line)
            return () if found is None else tuple(_part(piece, found[0]) for piece in found[1])
        along = indifference_along(line.fixed.b, line.slope.b, line.fixed.M, line.slope.M, range(line.groups))
        return () if along is None else ((None, along.denominator, along.numerators),)

    @property
    def is_determined(self) -> bool:
        """Whether there is any value at which the equilibrium is determined."""
        return bool(self._pieces)

    def where(self, share: Fraction) -> tuple[Interval, ...]:
        """Return the values with H ⪰ 0 on T and ``w ≥ tℓ`` at the equilibrium; for t = 0 those with w_d > 0."""
        if self.concave is None:
            return ()
        found: list[Interval] = []
        for within, denominator, numerators in self._pieces:
            levels = [(d, rational(share * self.demand.least[d])) for d in self.demand.asked]
            polynomials = [numerators[d] * level.q - denominator * level.p for d, level in levels]
            inside = where_positive(polynomials, denominator, strict=share == 0)
            found += inside if within is None else intersection(inside, [within])
        return intersection(joined(found), [self.concave])

    def weights(self, value: Fraction) -> tuple[Fraction, ...]:
        """Return the equilibrium at one of these values, by an exact solve of its own."""
        b, M = self.line.b(value), self.line.M(value)
        if self.demand.free:
            return column_fractions(equilibrium_at(b, M, range(self.line.groups)))
        found = solve_indifference(b, M, range(self.line.groups))
        assert found is not None  # noqa: S101  # the denominator is not 0 there
        return column_fractions(found.weights)


def _part(piece: Piece, allowed: Interval) -> tuple[Interval | None, flint.fmpz_poly, tuple[flint.fmpz_poly, ...]]:
    """Return a piece of the path with the ends at which its functions hold."""
    includes_start = piece.start != allowed.start or allowed.includes_start
    includes_end = piece.end is not None and piece.end != allowed.end
    within = Interval(piece.start, piece.end, includes_start, includes_end)
    return within, piece.denominator, piece.numerators
