"""The games that some coefficients span: cones of canonical forms, in which scale does not count (MODEL T8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import NamedTuple

import flint

from nashsym.exact.rational import integers, rational
from nashsym.exact.tangent import restrict
from nashsym.game import Game
from nashsym.phase.along.coefficient_line import CoefficientLine
from nashsym.steering.demand import Demand
from nashsym.terms import Anchor

__all__ = ["CoefficientCone", "ConeForm"]


class ConeForm(NamedTuple):
    """b, M and H of one ray of coefficients: D×1, D×D, D×D."""

    b: flint.fmpq_mat
    M: flint.fmpq_mat
    H: flint.fmpq_mat

    @property
    def is_nothing(self) -> bool:
        """Whether it changes no marginal utility relative to another, and no curvature on T."""
        size = int(self.b.nrows())
        gaps = [self.b[d, 0] - self.M[d, e] for e in range(size) for d in range(size)]
        flat = all(gap == gaps[place - place % size] for place, gap in enumerate(gaps))
        return flat and all(entry == 0 for entry in restrict(self.H).entries())


@dataclass(frozen=True, eq=False)
class CoefficientCone:
    """All ``Σ_i x_i λ^(i)``, x ≥ 0 and not 0, for k rays λ^(i) of coefficients, and what is asked at the equilibrium.

    Parameters
    ----------
    coefficients : tuple of str
        Names of all coefficients of the game.
    rays : tuple of k tuples of Fraction
        λ^(i), in the order of the names.
    forms : tuple of k ConeForms
        Of the rays: those of a sum are the sums.
    demand : Demand
    """

    coefficients: tuple[str, ...]
    rays: tuple[tuple[Fraction, ...], ...]
    forms: tuple[ConeForm, ...]
    demand: Demand

    @classmethod
    def together(cls, game: Game, demand: Demand) -> CoefficientCone:
        """Return the cone of all coefficients > 0 that matter, each a ray of its own: x is relative to what stands.

        Of a game without any that matters the cone has all that are > 0.

        Raises
        ------
        InputError
            Where the game is not quadratic with coefficients and a symmetric coupling.
        """
        names = _names(game)
        forms = {name: _own(CoefficientLine.of(game, name)) for name in names if game.coefficients[name] > 0}
        moving = [name for name, form in forms.items() if not form.is_nothing] or list(forms)
        rays = tuple(tuple(game.coefficients[name] if name == ray else Fraction(0) for name in names) for ray in moving)
        return cls(names, rays, tuple(forms[name] for name in moving), demand)

    @classmethod
    def alone(cls, line: CoefficientLine, game: Game, demand: Demand) -> CoefficientCone:
        """Return the cone of one coefficient and all the others together: its second ray is what stands still.

        Scale does not count (MODEL T8), so that it holds every value of the coefficient, and the limit beyond all. A
        ray that moves nothing is left out.
        """
        names = _names(game)
        own = line.current or Fraction(1)
        first = tuple(own if name == line.coefficient else Fraction(0) for name in names)
        second = tuple(Fraction(0) if name == line.coefficient else game.coefficients[name] for name in names)
        rays = ((first, _own(line)), (second, ConeForm(line.fixed.b, line.fixed.M, line.fixed.H)))
        kept = [ray for ray in rays if any(ray[0]) and not ray[1].is_nothing] or list(rays)
        return cls(names, tuple(ray for ray, _ in kept), tuple(form for _, form in kept), demand)

    @classmethod
    def standing(cls, game: Game, demand: Demand) -> CoefficientCone:
        """Return the cone of the game as it is, and nothing else; a canonical game has no coefficients."""
        names, form = _names(game), game.canonical
        ray = tuple(game.coefficients[name] for name in names)
        return cls(names, (ray,), (ConeForm(form.b, form.M, form.H),), demand)

    @classmethod
    def known(cls, game: Game, demand: Demand) -> Iterator[CoefficientCone]:
        """Yield every cone that is looked at for a game."""
        yield cls.standing(game, demand)
        if game.kind != "canonical" and game.coefficients:
            yield cls.together(game, demand)
            yield from (cls.alone(CoefficientLine.of(game, name), game, demand) for name in _names(game))

    @property
    def groups(self) -> int:
        """Number of groups D."""
        return int(self.forms[0].b.nrows())

    def at(self, x: Sequence[Fraction | int]) -> ConeForm:
        """Return the form of Σ_i x_i λ^(i)."""
        shares = [rational(share) for share in x]
        scaled = [[share * part for part in form] for share, form in zip(shares, self.forms, strict=True)]
        return ConeForm(*(sum(parts[1:], start=parts[0]) for parts in zip(*scaled, strict=True)))

    @property
    def moving(self) -> tuple[str, ...]:
        """The coefficients that its rays change."""
        return tuple(name for place, name in enumerate(self.coefficients) if any(ray[place] for ray in self.rays))

    def values(self, x: Sequence[Fraction | int]) -> dict[str, Fraction]:
        """Return the coefficients Σ_i x_i λ^(i) by name."""
        return {
            name: sum((share * ray[place] for share, ray in zip(x, self.rays, strict=True)), Fraction(0))
            for place, name in enumerate(self.coefficients)
        }

    @cached_property
    def gaps(self) -> flint.fmpz_mat:
        r"""``b_i − M_i w_v`` for every ray i and every corner ``w_v = ℓ + (1 − Σℓ)e_v``, times one positive number.

        Row v·k + i, D columns. Any mixture that meets the demand is a convex combination of the corners.
        """
        groups, k = self.groups, len(self.forms)
        least = flint.fmpq_mat(groups, 1, [rational(value) for value in self.demand.least])
        room = rational(self.demand.room)
        bases = [form.b - form.M * least for form in self.forms]
        entries = [
            bases[i][d, 0] - room * self.forms[i].M[d, v]
            for v in range(groups)
            for i in range(k)
            for d in range(groups)
        ]
        return integers(flint.fmpq_mat(groups * k, groups, entries))[0]

    @cached_property
    def curvatures(self) -> tuple[flint.fmpz_mat, ...]:
        """H_i for every ray, times one positive number."""
        tables = [integers(form.H) for form in self.forms]
        common = lcm(*(int(denominator) for _, denominator in tables))
        return tuple(numerators * (common // int(denominator)) for numerators, denominator in tables)


def _names(game: Game) -> tuple[str, ...]:
    return tuple(name for name in game.coefficients if name != Anchor.coefficient_name)


def _own(line: CoefficientLine) -> ConeForm:
    """Return the form of a coefficient as it stands, at 1 where it is 0."""
    value = rational(line.current or Fraction(1))
    return ConeForm(value * line.slope.b, value * line.slope.M, value * line.slope.H)
