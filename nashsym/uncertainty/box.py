"""The box of inputs that a confidence statement leaves: radii of a, C and S about those of a game."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from nashsym.errors import InputError
from nashsym.exact.rational import column_fractions, fractions, matrix, number_text, vector
from nashsym.game import Game
from nashsym.terms.inputs import InputReader
from nashsym.theorems.box import CanonicalBox

__all__ = ["InputBox"]

Column = tuple[Fraction, ...]
Square = tuple[Column, ...]
_NAMES = ("attractiveness", "inconsistency", "similarity")


@dataclass(frozen=True)
class InputBox:
    r"""Every game whose a, C and S are, entry by entry, within these radii of a game's own; its coefficients are exact.

    Parameters
    ----------
    groups : tuple of str, length D
    attractiveness : tuple of D Fractions
        r_a ≥ 0: ``|a′_d − a_d| ≤ r_a,d``.
    inconsistency, similarity : tuple of D tuples of D Fractions
        r_C and r_S ≥ 0, symmetric. The matrices in the box are symmetric too.

    Raises
    ------
    InputError
        Where shapes do not fit, a radius is negative, or a matrix of radii is not symmetric.
    """

    groups: tuple[str, ...]
    attractiveness: Column
    inconsistency: Square
    similarity: Square

    def __post_init__(self) -> None:
        size = len(self.groups)
        if len(self.attractiveness) != size:
            raise _misfit("attractiveness", f"{size} radii")
        for name in _NAMES[1:]:
            rows: Square = getattr(self, name)
            if len(rows) != size or any(len(row) != size for row in rows):
                raise _misfit(name, f"{size}×{size} radii")
            if tuple(zip(*rows, strict=True)) != rows:
                raise InputError(
                    "the radii are not symmetric", key=f"box.{name}", remedy="take the larger of each pair"
                )
        for name in _NAMES:
            rows = (self.attractiveness,) if name == "attractiveness" else getattr(self, name)
            if min(map(min, rows)) < 0:
                raise InputError("a radius is negative", key=f"box.{name}", remedy="radii are 0 or more")

    @classmethod
    def around(cls, game: Game, attractiveness: Any, inconsistency: Any, similarity: Any) -> InputBox:
        """Read the radii of a box about a game's inputs; floats are read as the dyadics that they are.

        Parameters
        ----------
        game : Game
            Given by coefficients and inputs, without anchor.
        attractiveness : array-like, shape (D,)
        inconsistency, similarity : array-like, shape (D, D), symmetric

        Raises
        ------
        InputError
            For another kind of game, and naming the radius at fault.
        """
        _check_kind(game)
        reader, size = InputReader(game.groups), game.size
        radii = reader.vector(attractiveness, size, "box.attractiveness")
        C = reader.matrix(inconsistency, size, "box.inconsistency", symmetric=True)
        S = reader.matrix(similarity, size, "box.similarity", symmetric=True)
        return cls(game.groups, column_fractions(radii), _square(C), _square(S))

    def check_fit(self, game: Game) -> None:
        """Refuse a game that is not given by coefficients and inputs of the same groups."""
        _check_kind(game)
        if game.groups != self.groups:
            raise InputError("the box is about other groups than the game's", key="box", remedy="use InputBox.around")

    def canonical_radii(self, game: Game) -> tuple[flint.fmpq_mat, flint.fmpq_mat, flint.fmpq_mat]:
        r"""Return (β, E_H, E_K): how far b, H and K are from the game's in the box.

        With ``β = λ_A r_a``; similarity form: ``E_H = 2λ_C r_C``, ``E_K = λ_D r_S``; distance form:
        ``E_H = 2λ_C r_C + 2λ_D r_S``, ``E_K = 2λ_D r_S``; N = 1: ``E_H = 2λ_C r_C``, ``E_K = 0``.

        Raises
        ------
        InputError
            For a game that the box does not fit.
        """
        b, share_C, H_share, K_share = self._shares(game)
        C, S = matrix(self.inconsistency), matrix(self.similarity)
        return b, share_C * C + abs(H_share) * S, K_share * S

    def canonical(self, game: Game) -> CanonicalBox:
        r"""Return the box of canonical games, with the radii of M and G that C and S leave.

        ``E_M = 2λ_C r_C + λ_D r_S`` in the similarity form; ``2λ_C r_C`` in the distance form, where S cancels in
        ``M = 2λ_C C`` (MODEL T11), and for N = 1. ``E_G = E_H + E_K/(N−1)`` in both.
        """
        b, share_C, H_share, K_share = self._shares(game)
        C, S = matrix(self.inconsistency), matrix(self.similarity)
        others = max(game.agents - 1, 1)
        H, M, G = (
            share_C * C + abs(share) * S
            for share in (H_share, H_share + K_share, H_share - K_share / flint.fmpq(others))
        )
        return CanonicalBox(game.canonical, b, H, M, G, self.to_dict()["radii"])

    def _shares(self, game: Game) -> tuple[flint.fmpq_mat, flint.fmpq, flint.fmpq, flint.fmpq]:
        """Return β and the shares: H is share_C·C + H_share·S, and K is K_share·S."""
        self.check_fit(game)
        prices = {name: flint.fmpq(value.numerator, value.denominator) for name, value in game.coefficients.items()}
        consistency, diversity = 2 * prices["consistency"], prices.get("diversity", flint.fmpq(0))
        if game.agents == 1:
            diversity = flint.fmpq(0)
        own, cross = (-2 * diversity, 2 * diversity) if game.diversity == "distance" else (flint.fmpq(0), diversity)
        return prices["attractiveness"] * vector(self.attractiveness), consistency, own, cross

    def to_dict(self) -> dict[str, Any]:
        """Return the groups and the radii, exactly, as strings."""
        radii = {"attractiveness": [number_text(value) for value in self.attractiveness]}
        squares = {name: [[number_text(x) for x in row] for row in getattr(self, name)] for name in _NAMES[1:]}
        return {"groups": list(self.groups), "radii": radii | squares}


def _check_kind(game: Game) -> None:
    if game.kind != "alignment" or game.is_anchored:
        raise InputError(
            "only games given by coefficients and inputs have boxes of inputs", key="box", remedy="leave the box out"
        )


def _square(X: flint.fmpq_mat) -> Square:
    return tuple(tuple(row) for row in fractions(X))


def _misfit(name: str, expected: str) -> InputError:
    return InputError("the radii have another shape", key=f"box.{name}", remedy=f"give {expected}")
