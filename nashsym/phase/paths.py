"""The homogeneous equilibrium along λ_A, exactly: every support that it passes, and its breakpoints (MODEL T9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from nashsym.errors import InputError
from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import fraction, rational
from nashsym.game import Game
from nashsym.phase.axes import COEFFICIENTS
from nashsym.solvers.pivoting import pivot
from nashsym.solvers.support import settle
from nashsym.terms import CanonicalForm
from nashsym.terms.inputs import InputReader

__all__ = [
    "AffinePiece",
    "coefficient_forms",
    "crossings",
    "path_interval",
    "path_matrices",
    "piece_of",
    "pieces_along",
    "weight_path",
]


@dataclass(frozen=True)
class AffinePiece:
    """Where the equilibrium keeps a support: ``w = base + λ_A·slope`` from `start` to `end`.

    Attributes
    ----------
    support : tuple of int
        The groups with weight > 0 inside the piece.
    start : Fraction
    end : Fraction or None
        None where the piece goes on without end.
    base, slope : tuple of D Fractions
        0 off the support.
    """

    support: tuple[int, ...]
    start: Fraction
    end: Fraction | None
    base: tuple[Fraction, ...]
    slope: tuple[Fraction, ...]

    def weights(self, value: Fraction) -> tuple[Fraction, ...]:
        """Return the weights at a λ_A within the piece."""
        return tuple(start + value * step for start, step in zip(self.base, self.slope, strict=True))


def weight_path(game: Game, low: Any = 0, high: Any = None) -> tuple[AffinePiece, ...]:
    """Follow the homogeneous equilibrium along λ_A, the other coefficients fixed.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs, with H ⪰ 0 and M ≻ 0 on T.
    low, high : number
        From 0 and without end unless given.

    Returns
    -------
    tuple of AffinePiece
        In ascending order, each beginning where the one before ends, neighbours with different supports.

    Raises
    ------
    InputError
        For another game, or an interval that is empty.

    Notes
    -----
    Source: MODEL T4, T9 (Markowitz's critical line).

    Examples
    --------
    >>> from nashsym import anes96_game
    >>> [(len(piece.support), round(float(piece.start), 4)) for piece in weight_path(anes96_game())]
    [(5, 0.0), (4, 0.7496), (3, 1.2351), (2, 1.7325), (1, 12.7325)]
    """
    M, a = path_matrices(game)
    return tuple(pieces_along(M, a, *path_interval(low, high)))


def path_interval(low: Any, high: Any) -> tuple[Fraction, Fraction | None]:
    """Read from where to where on λ_A a path is followed; without end where `high` is None.

    Raises
    ------
    InputError
        Where one is no number ≥ 0, or nothing lies between them.
    """
    reader = InputReader()
    first = fraction(reader.coefficient(low, "low"))
    last = None if high is None else fraction(reader.coefficient(high, "high"))
    if last is not None and last <= first:
        raise InputError(f"the interval from {first} to {last} is empty", key="high", remedy="give low < high")
    return first, last


def path_matrices(game: Game) -> tuple[flint.fmpq_mat, flint.fmpq_mat]:
    """Return M and a, the maximisers of λ_A·aᵀw − ½wᵀMw over Δ being the path along λ_A.

    Raises
    ------
    InputError
        For a game that is not given by coefficients and inputs, or without H ⪰ 0 and M ≻ 0 on T.
    """
    consistency, diversity, attraction = coefficient_forms(game)
    known = game.coefficients
    x, y = rational(known["consistency"]), rational(known["diversity"])
    H, M = x * consistency.H + y * diversity.H, x * consistency.M + y * diversity.M
    if not (definiteness(H).is_positive_semidefinite and definiteness(M).is_positive_definite):
        raise InputError(
            "the equilibria do not form one path along λ_A: H ⪰ 0 and M ≻ 0 on T do not both hold",
            key="coefficients",
            remedy="choose coefficients of consistency and diversity with both, see `nashsym check`",
        )
    return M, attraction.b


def coefficient_forms(game: Game) -> tuple[CanonicalForm, CanonicalForm, CanonicalForm]:
    """Return the canonical forms that λ_C, λ_D and λ_A multiply.

    Raises
    ------
    InputError
        For a game that is not given by coefficients and inputs.
    """
    if game.kind != "alignment" or not game.is_quadratic:
        raise InputError("the game is not given by coefficients and inputs", remedy="give a game with [inputs]")
    parts = {term.coefficient_name: term.scaled(flint.fmpq(1)).canonical(game.agents) for term in game.terms}
    zero = CanonicalForm.zero(game.size, game.agents)
    consistency, diversity, attraction = (parts.get(name) or zero for name in COEFFICIENTS)
    return consistency, diversity, attraction


def pieces_along(
    M: flint.fmpq_mat,
    a: flint.fmpq_mat,
    low: Fraction,
    high: Fraction | None = None,
    guess: Sequence[int] | None = None,
) -> Iterator[AffinePiece]:
    """Yield the pieces of the maximiser over Δ of λaᵀw − ½wᵀMw for λ from `low` to `high`.

    Parameters
    ----------
    M : flint.fmpq_mat, D×D
        ≻ 0 on T.
    a : flint.fmpq_mat, D×1
    low, high : Fraction
        0 ≤ low < high; None for no end.
    guess : sequence of int, optional
        The support at the beginning, if it is likely known; any is right, the right one is faster.

    Notes
    -----
    A support is good for the λ at which no weight is negative and no group off it would gain: an interval. Where it
    ends, the support changed by the groups that stop it is tried; where that is not good just beyond, as it can be with
    several, the equilibrium at a point beyond is found, nearer and nearer. Supports are finitely many, so it ends.
    """
    frontier: Fraction | None = low
    support: Sequence[int] = range(M.nrows()) if guess is None else guess
    last: AffinePiece | None = None
    while frontier is not None and (high is None or frontier < high):
        piece, following = _piece_from(M, a, frontier, support)
        if last is not None and last.support != piece.support:
            yield last
        start = frontier if last is None or last.support != piece.support else last.start
        end = piece.end if high is None or (piece.end is not None and piece.end < high) else high
        last = AffinePiece(piece.support, start, end, piece.base, piece.slope)
        frontier, support = piece.end, following
    if last is not None:
        yield last


def crossings(pieces: Sequence[AffinePiece], group: int, level: Fraction) -> list[tuple[Fraction, bool]]:
    """Return the λ at which a weight passes a level, ascending, each with whether it falls below it there."""
    found: list[tuple[Fraction, bool]] = []
    below: bool | None = None
    for piece in pieces:
        start, step = piece.base[group] - level, piece.slope[group]
        at_start = start + step * piece.start < 0
        if below is None:
            below = at_start
        # The weight is continuous: it changes sides inside a piece or at its end.
        at_end = step < 0 if piece.end is None and step else start + step * (piece.end or piece.start) < 0
        if step and at_end != below:
            found.append((-start / step, at_end))
        below = at_end
    return found


def _piece_from(
    M: flint.fmpq_mat, a: flint.fmpq_mat, frontier: Fraction, guess: Sequence[int]
) -> tuple[AffinePiece, Sequence[int]]:
    """Return the piece that holds just beyond a λ, and a guess of the support after it."""
    found = _piece_around(M, a, guess, frontier)
    if found is not None:
        return found
    size = M.nrows()
    nothing = flint.fmpq_mat(size, size)
    probe = 2 * frontier + 1
    while True:
        form = CanonicalForm(rational(probe) * a, M, nothing, 1)
        weights = settle(form, guess)
        if weights is None:
            weights = pivot(form)
        support = [d for d, weight in enumerate(weights.entries()) if weight > 0]
        found = _piece_around(M, a, support, frontier)
        if found is not None:
            return found
        probe = (frontier + probe) / 2


def piece_of(M: flint.fmpq_mat, a: flint.fmpq_mat, support: Sequence[int], inside: Fraction) -> AffinePiece:
    """Return the whole piece of a support that is good around a λ > 0, from breakpoint to breakpoint, in rationals."""
    lines, base, slope = _lines(M, a, support)
    at = rational(inside)
    if any(start + at * step < 0 for start, step in lines):
        raise ValueError("the support is not that of the equilibrium there")
    ends = [(-start / step, step) for start, step in lines if step]
    low = max((end for end, step in ends if step > 0), default=flint.fmpq(0))
    high = min((end for end, step in ends if step < 0), default=None)
    return AffinePiece(
        tuple(sorted(support)), fraction(max(low, flint.fmpq(0))), None if high is None else fraction(high), base, slope
    )


def _piece_around(
    M: flint.fmpq_mat, a: flint.fmpq_mat, guess: Sequence[int], frontier: Fraction
) -> tuple[AffinePiece, Sequence[int]] | None:
    """Return the piece of a support and a guess of the next one, None where the support is not good just beyond."""
    if not guess:
        return None
    within = set(guess)
    lines, base, slope = _lines(M, a, guess)
    at = rational(frontier)
    end: flint.fmpq | None = None
    stops: set[int] = set()
    for d, (start, step) in enumerate(lines):
        value = start + at * step
        if value < 0 or (value == 0 and (step < 0 or (d in within and step == 0))):
            return None
        if step < 0:
            bound = -start / step
            if end is None or bound < end:
                end, stops = bound, set()
            if bound == end:
                stops.add(d)
    ending = None if end is None else fraction(end)
    piece = AffinePiece(tuple(sorted(guess)), frontier, ending, base, slope)
    return piece, sorted(within ^ stops)


def _lines(
    M: flint.fmpq_mat, a: flint.fmpq_mat, support: Sequence[int]
) -> tuple[list[tuple[flint.fmpq, flint.fmpq]], tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Solve on a face: per group its weight, or off the face what it lacks, as base and slope; and all weights so."""
    size, groups = len(support), M.nrows()
    columns = [flint.fmpq(0)] * (groups * size)
    for row, d in enumerate(support):
        columns[d * size + row] = flint.fmpq(1)
    selection = flint.fmpq_mat(groups, size, columns)
    face = M * selection
    inner = selection.transpose() * face
    bordered = flint.fmpq_mat(size + 1, size + 1, _bordered(inner.tolist()))
    pull = (selection.transpose() * a).entries()
    right = flint.fmpq_mat(size + 1, 2, [*(part for value in pull for part in (0, value)), 1, 0])
    solution = bordered.solve(right)  # regular, as M ≻ 0 on T
    values = solution.entries()
    weights = flint.fmpq_mat(size, 2, values[:-2])
    # ν − g_d, what a group would have to gain to be served.
    lacking, level = (face * weights).tolist(), values[-2:]
    spread = (selection * weights).tolist()
    within = set(support)
    lines = [
        (spread[d][0], spread[d][1]) if d in within else (level[0] + lacking[d][0], level[1] + lacking[d][1] - a[d, 0])
        for d in range(groups)
    ]
    base, slope = (tuple(fraction(pair[column]) for pair in spread) for column in range(2))
    return lines, base, slope


def _bordered(rows: list[list[flint.fmpq]]) -> list[flint.fmpq]:
    """Return the entries of [X 1; 1ᵀ 0]."""
    one, zero = flint.fmpq(1), flint.fmpq(0)
    return [*(entry for row in rows for entry in (*row, one)), *([one] * len(rows)), zero]
