"""The homogeneous equilibrium along λ_A in floats, every support proved and every breakpoint enclosed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.errors import UndecidedError
from nashsym.exact.least_eigenvalue import least_on_tangent
from nashsym.game import Game
from nashsym.phase.levelled import levelled, spread_of
from nashsym.phase.paths import AffinePiece, path_interval, path_matrices, piece_of

__all__ = ["EnclosedPath", "enclosed_path", "float_pieces"]

#: Pieces that are computed between two looks at what has been found.
_CHUNK = 256
_UNIT = 2.0**-53


@dataclass(frozen=True, eq=False)
class EnclosedPath:
    """The path of `enclosed_path`: n pieces, in ascending order of λ_A.

    Attributes
    ----------
    groups : tuple of str, length D
    support : bool array, n×D
        The groups that are served inside each piece.
    proved : float array, n×2
        Between these two λ_A, both included, that is proved; the last may be ∞. Between the upper end of a piece and
        the lower one of the next lie the breakpoint, or breakpoints too near each other to be told apart.
    base, slope : float arrays, n×D
        The weights are ``base + λ_A·slope``, 0 off the support.
    errors : float array, n×2
        No weight is farther than ``errors[i, 0] + λ_A·errors[i, 1]`` from the exact one inside piece i.
    """

    groups: tuple[str, ...]
    support: NDArray[np.bool_] = field(repr=False)
    proved: NDArray[np.float64] = field(repr=False)
    base: NDArray[np.float64] = field(repr=False)
    slope: NDArray[np.float64] = field(repr=False)
    errors: NDArray[np.float64] = field(repr=False)
    _matrices: tuple[flint.fmpq_mat, flint.fmpq_mat] = field(repr=False)

    def __len__(self) -> int:
        return len(self.support)

    @property
    def breakpoints(self) -> NDArray[np.float64]:
        """Where the support changes, ascending; shape (n − 1,). The middles of `enclosures`."""
        return np.asarray(self.enclosures.mean(axis=1))

    @property
    def enclosures(self) -> NDArray[np.float64]:
        """Between which two λ_A each change of the support is proved to lie; shape (n − 1, 2)."""
        return np.stack([self.proved[:-1, 1], self.proved[1:, 0]], axis=1)

    def exact(self, piece: int) -> AffinePiece:
        """Return a piece in rationals: its two ends are breakpoints, exactly.

        Parameters
        ----------
        piece : int
            0 … n − 1.

        Notes
        -----
        One exact solve on the face and one look at every group off it. Ends of the path that were asked for are no
        breakpoints: the piece goes on beyond them.
        """
        M, a = self._matrices
        low, high = self.proved[piece]
        inside = Fraction(low + 1.0 if math.isinf(high) else (low + high) / 2)
        return piece_of(M, a, np.flatnonzero(self.support[piece]).tolist(), inside)


def enclosed_path(game: Game, low: Any = 0, high: Any = None) -> EnclosedPath:
    r"""Follow the homogeneous equilibrium along λ_A in floats, with a proof of what they say.

    `weight_path` gives the same path in rationals; this one takes a fraction of the time, and of a critical line
    algorithm in floats that proves nothing too.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs, with H ⪰ 0 and M ≻ 0 on T, M far enough from singular for floats to see it.
    low, high : number
        From 0 and without end unless given.

    Returns
    -------
    EnclosedPath

    Raises
    ------
    InputError
        For another game, or an interval that is empty.
    UndecidedError
        Where floats can't prove that M ≻ 0 on T, or lose the path.

    Notes
    -----
    The inverse of the bordered face ``[0 1ᵀ; 1 M_SS]`` follows the support by updates of rank 1, O(|S|² + D|S|) a
    breakpoint; residuals bound what it gets wrong, and what that leaves of each sign is proved (MODEL T4, T9).

    Examples
    --------
    >>> from nashsym import anes96_game
    >>> from nashsym.phase.paths import weight_path
    >>> path = enclosed_path(anes96_game())
    >>> path.breakpoints.round(4).tolist(), path.support.sum(axis=1).tolist()
    ([0.7496, 1.2351, 1.7325, 12.7325], [5, 4, 3, 2, 1])
    >>> path.exact(0).end == weight_path(anes96_game())[0].end
    True
    """
    M, a = path_matrices(game)
    first, last = path_interval(low, high)
    start, end = float(first), math.inf if last is None else float(last)
    proved, errors, lines, support = float_pieces(M, a, start)
    proved = np.clip(proved, start, end)
    kept = proved[:, 0] < proved[:, 1]
    if not kept.any():
        raise UndecidedError("floats prove no part of the path; `weight_path` follows it in rationals")
    return EnclosedPath(game.groups, support[kept], proved[kept], lines[kept, 0], lines[kept, 1], errors[kept], (M, a))


def float_pieces(M: flint.fmpq_mat, a: flint.fmpq_mat, low: float) -> tuple[NDArray[Any], ...]:
    """Follow the path from ∞ down to `low`; return where each piece is proved, its errors, lines and support.

    Raises
    ------
    UndecidedError
        Where floats can't prove that M ≻ 0 on T, or lose the path.
    """
    found = list(_chunks(M, a, low))
    proved, errors, lines, support = (np.concatenate([chunk[part] for chunk in found])[::-1] for part in range(4))
    return proved, errors, lines, support


def _chunks(M: flint.fmpq_mat, a: flint.fmpq_mat, low: float) -> Iterator[tuple[NDArray[Any], ...]]:
    """Yield pieces from the last one down: where each is proved, errors, lines, support."""
    from nashsym.phase.critical_line.face import empty_face
    from nashsym.phase.critical_line.path import follow
    from nashsym.phase.critical_line.programme import System

    matrix, pull = levelled(M), levelled(a).reshape(-1)
    size, largest, attraction = len(pull), float(np.abs(matrix).max()), float(np.abs(pull).max())
    error = _UNIT * largest
    least = least_on_tangent(matrix, error)
    if not least > 0:
        raise UndecidedError("floats can't prove M ≻ 0 on T; `weight_path` follows the path in rationals")
    system = System(matrix, pull, largest, attraction, error, least, spread_of(matrix))
    ahead = np.sort(pull[pull < pull.max()])
    # Beyond this λ_A only groups that attract most can be served.
    beyond = 1.0 if not len(ahead) else 3.0 * largest / (pull.max() - ahead[-1])
    face, state = empty_face(size), np.array([max(beyond, 2.0 * low), -1.0, 1.0])
    goes_on = True
    while goes_on:
        proved, radii, lines = np.empty((_CHUNK, 2)), np.empty((_CHUNK, 2)), np.empty((_CHUNK, 2, size))
        count, goes_on = follow(system, face, state, low, proved, radii, lines)
        if count < 0:
            raise UndecidedError("floats lose the path; `weight_path` follows it in rationals")
        supports: NDArray[np.bool_] = np.asarray(lines[:count].any(axis=1))
        yield proved[:count], radii[:count], lines[:count], supports
