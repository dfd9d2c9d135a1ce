"""The interior candidate over a grid of coefficients, without the boundary: as fast as numbers can be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.exact.rational import column_floats, rational
from nashsym.exact.systems import solve_indifference
from nashsym.game import Game
from nashsym.phase.axes import Axis, Pairs
from nashsym.phase.grid import complete_axes
from nashsym.phase.paths import coefficient_forms
from nashsym.phase.pencil import Pencil

__all__ = ["InteriorGrid", "interior_weights"]


@dataclass(frozen=True, eq=False)
class InteriorGrid:
    """The interior candidates over a grid; the first three dimensions are λ_C, λ_D and λ_A.

    Attributes
    ----------
    game : Game
    axes : mapping from coefficient to Axis
        In the order "consistency", "diversity", "attractiveness".
    weights : float array, (n_C, n_D, n_A, D)
        w⁎, of any sign, within 1e-9 where it is > 0; NaN where H is not ⪰ 0 on T or ZᵀMZ is singular.
    interior : bool array, (n_C, n_D, n_A)
        Whether w⁎ > 0 and H ⪰ 0 on T, so that w⁎ is a homogeneous equilibrium. Decided, not rounded.
    exact : int
        The number of cells that rationals decided because floats could not tell.
    """

    game: Game
    axes: Mapping[str, Axis]
    weights: NDArray[np.float64] = field(repr=False)
    interior: NDArray[np.bool_] = field(repr=False)
    exact: int


def interior_weights(game: Game, axes: Mapping[str, Axis], out: NDArray[np.float64] | None = None) -> InteriorGrid:
    r"""Evaluate ``w⁎ = q + λ_A·Pa`` at every node of a grid, and decide where it is an interior equilibrium.

    What `grid_of` says too, without the equilibria on the boundary, for a part of its time: one decomposition of the
    pencil of M on T gives q and Pa for every pair (λ_C, λ_D).

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs.
    axes : mapping from "consistency", "diversity", "attractiveness" to Axis
        A coefficient without one stays as it is in the game.
    out : float array, (n_C, n_D, n_A, D), optional
        Contiguous; to be filled with the weights, so that no memory is asked for.

    Raises
    ------
    InputError
        As `grid_of`; and for another `out`.

    Notes
    -----
    Where M ≻ 0 on T a residual bounds the errors of q and Pa, and what that leaves of the signs of w⁎ is proved; where
    M is not, q and Pa are computed in rationals. Source: MODEL T1, T2, T8, T9.

    Examples
    --------
    >>> from nashsym import anes96_game
    >>> from nashsym.phase.axes import parse_axis
    >>> axis = parse_axis("attractiveness=0.25:1.25:5")
    >>> found = interior_weights(anes96_game(), {"attractiveness": axis})
    >>> found.interior.ravel().tolist()
    [True, True, False, False, False]
    """
    complete = complete_axes(game, axes)
    shape = (*(len(axis) for axis in complete.values()), game.size)
    if out is None:
        out = np.empty(shape)
    elif not _fits(out, shape):
        raise InputError(
            "it is no contiguous array of floats of the shape of the grid", key="out", remedy=f"np.empty({shape})"
        )
    rows = _InteriorRows(game, complete, out.reshape(shape[0] * shape[1], shape[2], shape[3]))
    rows.fill()
    return InteriorGrid(game, complete, out, rows.interior.reshape(shape[:3]), rows.exact)


def _fits(out: object, shape: tuple[int, ...]) -> bool:
    if not isinstance(out, np.ndarray) or out.shape != shape or out.dtype != np.float64:
        return False
    return bool(out.flags.c_contiguous and out.flags.writeable)


class _InteriorRows:
    """The steps of `interior_weights`."""

    def __init__(self, game: Game, axes: Mapping[str, Axis], weights: NDArray[np.float64]) -> None:
        self.pairs = Pairs(axes["consistency"], axes["diversity"])
        self.axis = axes["attractiveness"]
        consistency, diversity, attraction = coefficient_forms(game)
        self.H, self.M = Pencil(consistency.H, diversity.H), Pencil(consistency.M, diversity.M)
        self.a = attraction.b
        self.weights = weights
        self.interior = np.zeros(weights.shape[:2], dtype=bool)
        self.exact = 0

    def fill(self) -> None:
        from nashsym.phase.critical_line.interior import fill_inner_rows
        from nashsym.phase.float_rows import float_rows

        rows = float_rows(self.M, self.pairs, self.a, self.axis)
        concave = self.H.signs(self.pairs, strict=False)
        # A bound > 0 proves M ≻ 0 on T.
        quick = concave & (rows.least > 0)
        self.weights[~concave] = np.nan
        undecided = np.zeros(self.interior.shape, dtype=bool)
        fill_inner_rows(rows, np.nonzero(quick)[0], self.weights, self.interior, undecided)
        for row in np.nonzero(undecided.any(axis=1) | (concave & ~quick))[0]:
            cells = np.nonzero(undecided[row] | ~quick[row])[0]
            self._decide(int(row), cells)

    def _decide(self, row: int, cells: NDArray[np.intp]) -> None:
        """Decide cells of a row by rationals."""
        x, y = self.pairs.exact(row)
        M = self.M.at(x, y)
        everyone = range(M.nrows())
        base = solve_indifference(flint.fmpq_mat(M.nrows(), 1), M, everyone)
        if base is None:
            self.weights[row, cells] = np.nan
            return
        moved = solve_indifference(self.a, M, everyone)
        assert moved is not None  # noqa: S101  # the same system
        slope = moved.weights - base.weights
        for cell in cells:
            found = base.weights + rational(self.axis.values[cell]) * slope
            self.weights[row, cell] = column_floats(found)
            self.interior[row, cell] = min(found.entries()) > 0
        self.exact += len(cells)
