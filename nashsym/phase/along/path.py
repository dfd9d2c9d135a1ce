"""The homogeneous equilibrium followed along one coefficient, exactly: every support that it passes, and where."""

from __future__ import annotations

from collections import deque
from fractions import Fraction
from typing import Final

from nashsym.errors import InputError, UndecidedError
from nashsym.exact.intervals import Interval
from nashsym.exact.real_roots import RealRoot, rational_between
from nashsym.game import Game
from nashsym.phase.along.coefficient_line import CoefficientLine
from nashsym.phase.along.definite_range import stable_range
from nashsym.phase.along.exact_equilibrium import equilibrium_at
from nashsym.phase.along.piece import Piece, piece_around
from nashsym.terms.inputs import InputReader

__all__ = ["MAX_GROUPS_AFFINE_PATH", "MAX_GROUPS_PATH", "coefficient_path", "follow", "full_path", "is_followed"]

#: Paths along a coefficient that M depends on are computed up to this many groups: their polynomials have this degree.
MAX_GROUPS_PATH: Final = 20
#: Paths along a coefficient that only b depends on, which are piecewise affine, up to this many.
MAX_GROUPS_AFFINE_PATH: Final = 60
#: Whole paths are kept for so many lines, so that several groups of one game share them.
_KEPT: Final = 6
_recent: deque[tuple[CoefficientLine, tuple[Interval, tuple[Piece, ...]] | None]] = deque(maxlen=_KEPT)


def coefficient_path(game: Game, coefficient: str, low: object = 0, high: object = None) -> tuple[Piece, ...]:
    r"""Follow the homogeneous equilibrium along one coefficient, the others fixed.

    On the support S the weights and the level solve ``[M_SS 1; 1ᵀ 0] (w_S, ν) = (b_S, 1)``, whose entries are affine in
    the coefficient: the weights are quotients of polynomials between the breakpoints at which the support changes.

    Parameters
    ----------
    game : Game
        Quadratic, with K symmetric.
    coefficient : str
        "attractiveness", "consistency" or "diversity".
    low, high : number
        Where to begin and to end; from 0 and without end unless given.

    Returns
    -------
    tuple of Piece
        In ascending order, each beginning where the one before ends; they cover the part of the interval where M ≻ 0 on
        T, and are empty where there is none. Where also H ⪰ 0 on T, the weights are the homogeneous equilibrium;
        elsewhere they are the only candidate for one (MODEL T1, T4).

    Raises
    ------
    InputError
        For a game or a coefficient that this does not fit, or an interval that is none.
    UndecidedError
        Where the game has more groups than paths are computed for.

    Notes
    -----
    Source: MODEL T9 and T12.
    """
    line = CoefficientLine.of(game, coefficient)
    if not is_followed(line):
        raise UndecidedError(f"paths along {coefficient} are not computed for {game.size} groups")
    reader = InputReader()
    first = Fraction(*_ratio(reader.coefficient(low, "low")))
    last = None if high is None else Fraction(*_ratio(reader.coefficient(high, "high")))
    if last is not None and last <= first:
        raise InputError(f"the interval from {first} to {last} is empty", remedy="give low < high")
    allowed = stable_range(line)
    if allowed is None:
        return ()
    start, end = RealRoot.of(first), None if last is None else RealRoot.of(last)
    start = max(start, allowed.start)
    if allowed.end is not None and (end is None or allowed.end < end):
        end = allowed.end
    if end is not None and not start < end:
        return ()
    return follow(line, start, end)


def _ratio(value: object) -> tuple[int, int]:
    return int(value.p), int(value.q)  # type: ignore[attr-defined]  # flint has no types


def is_followed(line: CoefficientLine) -> bool:
    """Return whether the path along a line is computed, which the number of groups decides."""
    affine = all(entry == 0 for entry in line.slope.M.entries())
    return line.groups <= (MAX_GROUPS_AFFINE_PATH if affine else MAX_GROUPS_PATH)


def full_path(line: CoefficientLine) -> tuple[Interval, tuple[Piece, ...]] | None:
    """Return where M ≻ 0 on T along a line, and the path over all of it; None where that is nowhere."""
    for known, path in _recent:
        if known == line:
            return path
    allowed = stable_range(line)
    found = None if allowed is None else (allowed, follow(line, allowed.start, allowed.end))
    _recent.append((line, found))
    return found


def follow(line: CoefficientLine, start: RealRoot, end: RealRoot | None) -> tuple[Piece, ...]:
    """Return the pieces between two ends, M ≻ 0 on T strictly between them.

    Notes
    -----
    An exact solve at a rational gives a support, its functions give the whole piece around that rational. Where the
    piece does not begin where the last one ended, the gap between is looked into first. Breakpoints are compared as
    algebraic numbers, so that none is stepped over; there are finitely many, so the method ends.
    """
    pieces: list[Piece] = []
    ahead: list[Piece] = []
    frontier = start
    while end is None or frontier < end:
        if ahead and not frontier < ahead[-1].start:
            piece = ahead.pop()
            if piece.end is None or frontier < piece.end:
                pieces.append(piece.between(frontier, piece.end))
                if piece.end is None:
                    break
                frontier = piece.end
            continue
        ahead.append(_piece_within(line, frontier, ahead[-1].start if ahead else end, start, end, pieces))
    return _joined(pieces)


def _piece_within(
    line: CoefficientLine,
    left: RealRoot,
    right: RealRoot | None,
    start: RealRoot,
    end: RealRoot | None,
    known: list[Piece],
) -> Piece:
    """Return some piece that meets the gap between two ends."""
    proposal = known[-1].support if known else range(line.groups)
    while True:
        value = rational_between(left, right)
        weights = equilibrium_at(line.b(value), line.M(value), proposal)
        piece = piece_around(line, value, weights, start, end)
        if piece is not None:
            return piece
        # The value is itself a breakpoint: there are finitely many, look nearer.
        right = RealRoot.of(value)


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join neighbours with one support."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].support == piece.support:
            joined[-1] = joined[-1].between(joined[-1].start, piece.end)
        else:
            joined.append(piece)
    return tuple(joined)
