"""A game over a grid of its coefficients: each cell decided, by floats with a proof or by rationals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Final

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.exact.rational import fraction
from nashsym.game import Game
from nashsym.phase.axes import COEFFICIENTS, Axis, Pairs
from nashsym.phase.cells import ExactCell, exact_cell, regular_cell
from nashsym.phase.kinds import Kind
from nashsym.phase.paths import coefficient_forms
from nashsym.phase.pencil import Pencil
from nashsym.terms import CanonicalForm

__all__ = ["Grid", "complete_axes", "grid_of"]

#: Weights in one grid, nodes times groups: 4 GB of floats, and 1 GB of what is decided about them.
MAX_WEIGHTS: Final = 5 * 10**8
#: Coefficients, and the largest number of each input, lie within 1 / SPAN and SPAN.
SPAN: Final = Fraction(10**60)
#: What `Grid.unique` holds.
NO, YES, UNDECIDED = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Grid:
    """Equilibria over a grid of coefficients; the first three dimensions are λ_C, λ_D and λ_A.

    Attributes
    ----------
    game : Game
    axes : mapping from coefficient to Axis
        In the order "consistency", "diversity", "attractiveness".
    weights : float array, (n_C, n_D, n_A, D)
        Of the interior equilibrium, or of the only homogeneous one, within 1e-9; NaN where there is no such.
    served, below : bool arrays, (n_C, n_D, n_A, D)
        Whether w_d > 0, and whether w_d < τ; False where the weights are NaN. Decided, not rounded.
    kind : uint8 array, (n_C, n_D, n_A)
        Values of `Kind`.
    together : bool array, (n_C, n_D)
        Whether G ≻ 0 on T (or N = 1): all agents play alike in every equilibrium (MODEL T3).
    exact : bool array, (n_C, n_D, n_A)
        The cells that rationals decided because floats could not tell.
    """

    game: Game
    axes: Mapping[str, Axis]
    weights: NDArray[np.float64] = field(repr=False)
    served: NDArray[np.bool_] = field(repr=False)
    below: NDArray[np.bool_] = field(repr=False)
    kind: NDArray[np.uint8] = field(repr=False)
    together: NDArray[np.bool_] = field(repr=False)
    exact: NDArray[np.bool_] = field(repr=False)

    @cached_property
    def unique(self) -> NDArray[np.uint8]:
        """Whether the equilibrium is the only one, heterogeneous ones included: 0 no, 1 yes, 2 undecided (T3, T6)."""
        alone = (self.kind == Kind.INTERIOR) | (self.kind == Kind.BOUNDARY)
        unique = np.full(self.kind.shape, UNDECIDED, dtype=np.uint8)
        unique[alone & self.together[..., None]] = YES
        unique[(self.kind == Kind.INTERIOR) & ~self.together[..., None]] = NO
        unique[self.kind == Kind.BOUNDARY_SEVERAL] = NO
        return unique


def grid_of(game: Game, axes: Mapping[str, Axis]) -> Grid:
    r"""Solve a game at every node of a grid of its coefficients.

    Along λ_A the equilibrium is piecewise affine (MODEL T9): per pair (λ_C, λ_D) its path is followed once in floats,
    and every cell whose support and floor comparisons a bound on all errors (T15) proves is done. Rationals decide the
    others, and every cell where H ⪰ 0 and M ≻ 0 on T do not both hold.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs.
    axes : mapping from "consistency", "diversity", "attractiveness" to Axis
        A coefficient without one stays as it is in the game.

    Raises
    ------
    InputError
        For a game without coefficients, or a grid that has a node with all coefficients 0.

    Notes
    -----
    Source: MODEL T3, T6, T9, T15, section 4.
    """
    return _Sweep(game, complete_axes(game, axes)).grid()


def complete_axes(game: Game, axes: Mapping[str, Axis]) -> dict[str, Axis]:
    """Return an axis for each coefficient, of its value in the game where it does not vary; refuse what is not swept.

    Raises
    ------
    InputError
        For a game without coefficients, or a grid that has a node with all coefficients 0, is too large or has numbers
        beyond what floats multiply.
    """
    if game.is_anchored:
        raise InputError("an anchored game is not swept", remedy="set the coefficient of its anchor to 0")
    if game.kind != "alignment" or not game.is_quadratic:
        raise InputError("only games given by coefficients and inputs are swept", remedy="give a game with [inputs]")
    known = game.coefficients
    complete = {name: axes.get(name) or Axis(name, (known[name],)) for name in COEFFICIENTS}
    if all(axis.values[0] == 0 for axis in complete.values()):
        raise InputError("at one node every coefficient is 0", key="vary", remedy="begin one of the axes above 0")
    _check_sizes(game, complete)
    nodes = math.prod(len(axis) for axis in complete.values())
    if nodes * game.size > MAX_WEIGHTS:
        raise InputError(
            f"{nodes} nodes of {game.size} groups", key="vary", remedy=f"at most {MAX_WEIGHTS} weights fit in a sweep"
        )
    return complete


def _check_sizes(game: Game, axes: Mapping[str, Axis]) -> None:
    """Refuse numbers with products that floats can't hold: the bounds of errors know of rounding, not of underflow."""
    for name, axis in axes.items():
        nonzero = [value for value in (*axis.values[:2], axis.values[-1]) if value]
        _check_size(f"vary.{name}", nonzero, "scale the coefficients (T8)")
    for term in game.terms:
        _check_size(f"inputs.{term.name}", [fraction(max(abs(x) for x in term.data.entries()))], "scale the inputs")


def _check_size(key: str, values: Sequence[Fraction], remedy: str) -> None:
    for value in values:
        if value and not 1 / SPAN < value < SPAN:
            side = "small" if value < 1 else "large"
            raise InputError(
                f"a number is too {side} to sweep with", key=key, remedy=f"{remedy} to within 1e-60 to 1e60"
            )


class _Sweep:
    """The steps of `grid_of`."""

    def __init__(self, game: Game, axes: dict[str, Axis]) -> None:
        self.game, self.axes = game, axes
        self.shape = tuple(len(axis) for axis in axes.values())
        self.pairs = Pairs(axes["consistency"], axes["diversity"])
        self.consistency, self.diversity, self.attraction = coefficient_forms(game)

    def grid(self) -> Grid:
        size, cells = self.game.size, (len(self.pairs), self.shape[2])
        weights = np.empty((*cells, size))
        served, below = np.empty((*cells, size), dtype=bool), np.empty((*cells, size), dtype=bool)
        kind = np.empty(cells, dtype=np.uint8)

        concave = self._pencil("H").signs(self.pairs, strict=False)
        pencil = self._pencil("M")
        regular = concave & pencil.signs(self.pairs, strict=True)
        filled = self._fill(pencil, regular, weights, served, below, kind)
        for row in np.nonzero(~filled)[0]:
            kind[row] = Kind.UNDECIDED if concave[row] else Kind.NOT_CONCAVE
            weights[row], served[row], below[row] = np.nan, False, False
        exact = kind == Kind.UNDECIDED
        for row, cell in np.argwhere(exact):
            proposal = np.nonzero(served[row, cell])[0].tolist() if filled[row] else None
            found = self._exact(int(row), int(cell), proposal)
            kind[row, cell] = found.kind
            if found.weights is None:
                weights[row, cell], served[row, cell], below[row, cell] = np.nan, False, False
                continue
            weights[row, cell] = [float(weight) for weight in found.weights]
            served[row, cell] = [weight > 0 for weight in found.weights]
            below[row, cell] = [weight < self.game.threshold for weight in found.weights]
        return Grid(
            self.game,
            self.axes,
            weights.reshape(*self.shape, size),
            served.reshape(*self.shape, size),
            below.reshape(*self.shape, size),
            kind.reshape(self.shape),
            self._together().reshape(self.shape[:2]),
            exact.reshape(self.shape),
        )

    def _pencil(self, name: str) -> Pencil:
        def part(form: CanonicalForm) -> flint.fmpq_mat:
            return {"H": form.H, "M": form.M, "G": form.G}[name]

        return Pencil(part(self.consistency), part(self.diversity))

    def _together(self) -> NDArray[np.bool_]:
        if self.game.agents == 1:
            return np.ones(len(self.pairs), dtype=bool)
        return self._pencil("G").signs(self.pairs, strict=True)

    def _fill(
        self,
        pencil: Pencil,
        regular: NDArray[np.bool_],
        weights: NDArray[np.float64],
        served: NDArray[np.bool_],
        below: NDArray[np.bool_],
        kind: NDArray[np.uint8],
    ) -> NDArray[np.bool_]:
        """Follow the paths of the regular rows; return which rows were filled, but for cells still undecided."""
        from nashsym.phase.critical_line.rows import fill_rows
        from nashsym.phase.float_rows import float_rows

        rows = float_rows(pencil, self.pairs, self.attraction.b, self.axes["attractiveness"])
        filled = regular & (rows.least > 0)
        places = np.nonzero(filled)[0]
        fill_rows(rows, places, float(self.game.threshold), weights, served, below, kind)
        return filled

    def _exact(self, row: int, cell: int, proposal: list[int] | None) -> ExactCell:
        """Decide a cell by rationals; with a proposal where the row is known to be regular."""
        x, y = self.pairs.exact(row)
        λ = self.axes["attractiveness"].values[cell]
        game = self.game.with_coefficients(consistency=x, diversity=y, attractiveness=λ)
        return exact_cell(game) if proposal is None else regular_cell(game, proposal)
