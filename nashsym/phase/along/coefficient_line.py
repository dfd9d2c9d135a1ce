"""A game along one of its coefficients: b and M are affine in it, and everything else of the game stands still."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import flint

from nashsym.errors import InputError
from nashsym.exact.rational import rational
from nashsym.game import Game
from nashsym.terms import Anchor, CanonicalForm

__all__ = ["CoefficientLine", "check_supported"]


@dataclass(frozen=True)
class CoefficientLine:
    """The canonical forms ``b₀ + λb₁, H₀ + λH₁, K₀ + λK₁`` for λ ≥ 0, the other coefficients fixed.

    Parameters
    ----------
    coefficient : str
        Its name.
    current : Fraction
        Its value in the game.
    fixed, slope : CanonicalForm
        The share of the other terms, and that of the coefficient's own terms at λ = 1.
    """

    coefficient: str
    current: Fraction
    fixed: CanonicalForm
    slope: CanonicalForm

    __hash__ = None  # type: ignore[assignment]  # flint matrices are mutable in principle

    @classmethod
    def of(cls, game: Game, coefficient: str) -> CoefficientLine:
        """Make the line of a coefficient of a game.

        Raises
        ------
        InputError
            Where the game has no such coefficient, or is not quadratic with a symmetric coupling.
        """
        check_supported(game)
        known = {name: value for name, value in game.coefficients.items() if name != Anchor.coefficient_name}
        if coefficient not in known:
            raise InputError(
                f"no coefficient is named {coefficient!r}", remedy=f"the coefficients are {', '.join(known)}"
            )
        fixed = slope = CanonicalForm.zero(game.size, game.agents)
        for term in game.terms:
            moves = term.coefficient_name == coefficient
            share = (term.scaled(flint.fmpq(1)) if moves else term).canonical(game.agents)
            assert share is not None  # noqa: S101  # checked above: every term is quadratic
            if moves:
                slope = slope + share
            else:
                fixed = fixed + share
        return cls(coefficient, known[coefficient], fixed, slope)

    @property
    def groups(self) -> int:
        """Number of groups D."""
        return self.fixed.groups

    def b(self, value: Fraction) -> flint.fmpq_mat:
        """Return b at a value of the coefficient, D×1."""
        return self.fixed.b + rational(value) * self.slope.b

    def M(self, value: Fraction) -> flint.fmpq_mat:
        """Return M at a value of the coefficient, D×D."""
        return self.fixed.M + rational(value) * self.slope.M

    def H(self, value: Fraction) -> flint.fmpq_mat:
        """Return H at a value of the coefficient, D×D."""
        return self.fixed.H + rational(value) * self.slope.H

    @property
    def is_inert(self) -> bool:
        """Whether it moves no homogeneous equilibrium: b₁ − M₁w is the same for all groups at every w (T11)."""
        b, M = self.slope.b.entries(), self.slope.M.tolist()
        return all(b[d] - M[d][e] == b[0] - M[0][e] for d in range(self.groups) for e in range(self.groups))


def check_supported(game: Game) -> None:
    """Refuse games whose equilibrium can't be followed along a coefficient.

    Raises
    ------
    InputError
        For canonical games, terms that are not quadratic, and couplings that are not symmetric.
    """
    if not game.coefficients or game.kind == "canonical":
        raise InputError("the game has no coefficients to change", remedy="make it with Game.alignment")
    if not game.is_quadratic or not game.canonical.coupling_is_symmetric:
        raise InputError(
            "coefficients are followed only where every term is quadratic and K symmetric",
            remedy="leave the other terms out, and set the coefficient of an anchor to 0",
        )
