"""The volume of a box below a surface t = e(ρ): slices in closed form, and their integral over the ratio in balls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import Any, Final, Literal, NamedTuple

import flint

from nashsym.exact.rational import fraction, rational
from nashsym.exact.real_roots import RealRoot, rational_between, real_roots
from nashsym.phase.areas.structure import End

__all__ = ["Piece", "Slices"]

#: Where the plane ζ = z meets the surface ζ = ξe within a slice ξ ≤ 1: before it begins, behind its end, or at ξ = z/e.
_Place = Literal["start", "end", "inside"]
#: Bits of the balls beyond those of the tolerance.
_SPARE_BITS: Final = 40
#: Evaluations of one integrand; where they do not suffice, more bits are tried.
_MOST_EVALUATIONS: Final = 20_000
_ONE: Final = flint.fmpq(1)


class _Surface(NamedTuple):
    """``e = top/bottom`` over ratios at which ξ begins at the start of the scale, or of the other coefficient."""

    top: Any
    bottom: Any
    at_scale: bool

    @property
    def constant(self) -> bool:
        """Whether e is the same at every ratio."""
        return bool(self.top.degree() <= 0 and self.bottom.degree() <= 0)


class Piece(NamedTuple):
    """An interval of ratios, and where in their slices the planes ζ = level_start and ζ = 1 meet a surface."""

    left: RealRoot
    right: RealRoot
    sample: flint.fmpq
    surface: _Surface
    first: _Place
    second: _Place

    @property
    def beyond(self) -> _Place | None:
        """Where all slices are beyond ("start") or all are short of the surface ("end"); None where it cuts them."""
        return self.first if self.first == self.second != "inside" else None


@dataclass(frozen=True, eq=False)
class Slices:
    r"""A normalised box ``{(ξ, η, ζ)}`` cut along ρ = η/ξ.

    Parameters
    ----------
    scale_start : flint.fmpq or None
        ξ runs from it to 1; None where ξ = 1 alone.
    ratio_start : flint.fmpq
        η runs from it to 1.
    both : bool
        Whether η runs too where ξ does: then ξ begins at ``max(scale_start, ratio_start/ρ)`` and its measure is ξ dξ.
    level_start : flint.fmpq or None
        ζ runs from it to 1; None where ζ = 1 alone.

    Notes
    -----
    With ``clip(v)`` the length of [level_start, 1] below v, plus level_start (1 if v > 1 and else 0 where ζ = 1 alone),
    and k = 1 where both run, else 0: ``F(ρ) = ∫ ξ^k clip(ξ e(ρ)) dξ`` is a rational function of ρ between the ratios at
    which one of the planes leaves the slice. Volumes are differences of ∫F (MODEL T8, T9, section 4).
    """

    scale_start: flint.fmpq | None
    ratio_start: flint.fmpq
    both: bool
    level_start: flint.fmpq | None

    @property
    def volume(self) -> Fraction:
        """Of the whole box, in the coefficients that run; half of it is below the diagonal where both do."""
        starts = [self.scale_start, self.ratio_start, self.level_start]
        return prod((1 - fraction(start) for start in starts if start is not None), start=Fraction(1))

    @property
    def ratio_ends(self) -> list[Fraction]:
        """The ratios, from the least to 1, between which ξ begins at one and the same expression."""
        start, scale = fraction(self.ratio_start), fraction(self._scale_start)
        return [start, *([start / scale] if self.both and 0 < start < scale else []), Fraction(1)]

    def pieces(self, end: End, left: RealRoot, right: RealRoot) -> list[Piece]:
        """Cut the ratios between two into pieces on which F is one rational function.

        Parameters
        ----------
        end : End
            With 0 ≤ e ≤ ∞ between the two.
        left, right : RealRoot
        """
        common = end.line.fixed.gcd(end.line.slope)
        top, bottom = -end.line.fixed // common, end.line.slope // common
        surface = _Surface(top, bottom, self._begins_at_scale(rational(rational_between(left, right))))
        meetings = self._meetings(surface)
        points = [left, *(root for root in real_roots(meetings) if left < root < right), right]
        return [self._piece(surface, start, stop, closed=end.closed) for start, stop in pairwise(points)]

    def below(self, pieces: Sequence[Piece], bits: int) -> tuple[Fraction, Fraction]:
        """Enclose ∫F over some pieces, to about 2^−bits."""
        bounds = [self._integral(piece, bits) for piece in pieces]
        return sum((low for low, _ in bounds), Fraction(0)), sum((high for _, high in bounds), Fraction(0))

    def _begins_at_scale(self, ratio: flint.fmpq) -> bool:
        """Tell whether ξ begins at ``scale_start`` and not at ``ratio_start/ρ``: alike on each side of their ratio."""
        return not self.both or self.ratio_start <= self._scale_start * ratio

    @property
    def _scale_start(self) -> flint.fmpq:
        return _ONE if self.scale_start is None else self.scale_start

    @property
    def _level_start(self) -> flint.fmpq:
        return _ONE if self.level_start is None else self.level_start

    def _meetings(self, surface: _Surface) -> list[flint.fmpz_poly]:
        """Return the polynomials that vanish where ξ e = z for an end ξ of the slice and an end z of ζ."""
        top, bottom, at_scale = surface
        found = []
        for z in (_ONE, self._level_start):
            found.append(top * z.q - bottom * z.p)
            begin = self._scale_start if at_scale else self.ratio_start
            below = bottom if at_scale else bottom * flint.fmpz_poly([0, 1])
            found.append(top * (begin.p * z.q) - below * (begin.q * z.p))
        return found

    def _piece(self, surface: _Surface, left: RealRoot, right: RealRoot, *, closed: bool) -> Piece:
        """Tell where the planes meet the surface between two ratios; one that lies in it is below it if closed."""
        sample = rational(rational_between(left, right))
        top, bottom = surface.top(sample), surface.bottom(sample)
        begin = self._scale_start if surface.at_scale else self.ratio_start / sample

        def place(z: flint.fmpq) -> _Place:
            if z == 0:
                return "end" if top == 0 else "start"
            if bottom == 0 or top / bottom * begin > z or (closed and top / bottom * begin == z):
                return "start"
            return "end" if top / bottom <= z else "inside"

        second = place(_ONE)
        first = second if self.level_start is None else place(self.level_start)
        return Piece(left, right, sample, surface, first, second)

    def _integral(self, piece: Piece, bits: int) -> tuple[Fraction, Fraction]:
        """Enclose ∫F over a piece: in closed form where F is constant, else in balls."""
        width, scale = Fraction(1, 2**bits), 2**bits
        left_low, left_high = piece.left.enclose(width)
        right_low, right_high = piece.right.enclose(width)
        if piece.beyond is not None and self.scale_start is not None and not piece.surface.at_scale:
            value = self._beyond(piece.beyond)
            low = self._primitive(right_low) - self._primitive(left_high)
            return value * max(low, Fraction(0)), value * (self._primitive(right_high) - self._primitive(left_low))
        if piece.surface.at_scale and (piece.surface.constant or piece.beyond is not None):
            value = fraction(self._slice(piece, piece.surface, piece.sample, flint.fmpq))
            return value * max(right_low - left_high, Fraction(0)), value * (right_high - left_low)
        start, end = -(-left_high * scale // 1), right_low * scale // 1
        if start >= end:
            return Fraction(0), right_high - left_low
        low, high = self._quadrature(piece, flint.fmpq(start, scale), flint.fmpq(end, scale), bits)
        # F lies between 0 and 1 on what is left out at both ends.
        return low, high + (right_high - left_low - Fraction(end - start, scale))

    def _beyond(self, place: _Place) -> Fraction:
        """Return clip of what is beyond every plane, or short of it."""
        return Fraction(1) if place == "start" else fraction(self.level_start or flint.fmpq(0))

    def _primitive(self, ratio: Fraction) -> Fraction:
        """Return a primitive of ∫ξ dξ = (1 − (ratio_start/ρ)²)/2, which does not decrease for ρ from ratio_start on."""
        return (ratio + fraction(self.ratio_start) ** 2 / ratio) / 2

    def _slice(self, cut: Piece, surface: _Surface, ratio: Any, number: Callable[[Any], Any]) -> Any:
        """Return F at a ratio, as a rational or as a ball."""
        top, bottom = surface.top(ratio), surface.bottom(ratio)
        one, level = number(1), number(self._level_start)
        if self.scale_start is None:
            if cut.first != cut.second:
                return top / bottom
            return number(rational(self._beyond(cut.second)))
        begin = number(self.scale_start) if surface.at_scale else number(self.ratio_start) / ratio
        power = 2 if self.both else 1

        def bound(place: _Place, z: Any) -> Any:
            return begin if place == "start" else one if place == "end" else z * bottom / top

        def wedge(place: _Place, z: Any, at: Any) -> Any:
            if place == "inside":
                return z * at**power / (power + 1)
            if place == "start" and surface.at_scale and self.scale_start == 0:
                return number(0)
            return top / bottom * at ** (power + 1) / (power + 1)

        first, second = bound(cut.first, level), bound(cut.second, one)
        value = (one - second**power) / power
        if self.level_start is None:
            return value
        value += level * (first**power - begin**power) / power
        if cut.first == cut.second != "inside":
            return value
        return value + wedge(cut.second, one, second) - wedge(cut.first, level, first)

    def _quadrature(self, piece: Piece, start: flint.fmpq, end: flint.fmpq, bits: int) -> tuple[Fraction, Fraction]:
        """Enclose ∫F between two dyadic ratios by Gauss–Legendre quadrature with proved bounds on ellipses (FLINT)."""
        length, surface = fraction(end - start), piece.surface
        with flint.ctx.workprec(bits + _SPARE_BITS):
            balls = _Surface(flint.acb_poly(surface.top), flint.acb_poly(surface.bottom), surface.at_scale)
            found = flint.acb.integral(
                lambda ratio, _: self._slice(piece, balls, ratio, flint.acb),
                flint.acb(start),
                flint.acb(end),
                abs_tol=flint.arb(2) ** -bits,
                eval_limit=_MOST_EVALUATIONS,
            ).real
            if not found.is_finite():
                return Fraction(0), length
            low, high = fraction(found.lower().fmpq()), fraction(found.upper().fmpq())
        return max(low, Fraction(0)), min(high, length)
