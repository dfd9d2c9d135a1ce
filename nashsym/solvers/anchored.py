r"""`solve` for anchored games: points found by Newton's method or CVXPY, proved by the gap with logarithms enclosed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

import flint
import numpy as np

from nashsym.errors import InputError, UndecidedError
from nashsym.exact.balls import inverse_diagonal_bounds, root_above, short_above
from nashsym.exact.rational import fraction
from nashsym.game import Game
from nashsym.solvers.anchored_gap import anchored_gap, of_anchored
from nashsym.solvers.anchored_newton import newton_point
from nashsym.solvers.anchored_solution import AnchoredSolution, Enclosure
from nashsym.solvers.solution import Verdict

__all__ = ["METHODS", "solve_anchored"]

#: What `method` may be for an anchored game; "cvxpy:SOLVER" names any solver that CVXPY has installed.
METHODS: Final = ("auto", "newton", "cvxpy")
#: Where there can be several equilibria, Newton's method also starts near this many of the vertices; all on request.
DEFAULT_STARTS: Final = 20
#: A point counts as found where its gap is below this share of the largest number of the game.
_CONVERGED: Final = flint.fmpq(1, 10**20)
#: Points whose weights all agree to this are one.
_APART: Final = flint.fmpq(1, 10**9)
_NEAR_A_VERTEX: Final = 0.95


def solve_anchored(
    game: Game, method: str = "auto", *, every: bool = False, select: str | None = None
) -> AnchoredSolution:
    r"""Find the homogeneous equilibrium of an anchored game, enclosed, or profiles with a proved bound on regret.

    No equilibrium of such a game is rational in general. The answer is a rational point, all weights > 0, with an upper
    bound ε of its gap (MODEL T14), and where M̃ ≻ 0 on T with radii around it (MODEL T15).

    Parameters
    ----------
    game : Game
        Its only term that is not quadratic is the anchor, λ_R > 0.
    method : {"auto", "newton", "cvxpy", "cvxpy:SOLVER"}
        What proposes; Newton's method in high precision refines what CVXPY proposes.
    every : bool
        Start from more points where there can be several equilibria.
    select : str, optional
        Rules select among exact equilibria, and are refused unless there is one equilibrium.

    Raises
    ------
    InputError
        For a method that does not apply, a rule where there is something to select, or other terms.
    """
    of_anchored(game)
    if method.partition(":")[0] not in METHODS:
        raise InputError(
            f"the method {method!r} is for quadratic games: this one is anchored",
            key="method",
            remedy=f"use {', '.join(METHODS[:-1])} or {METHODS[-1]}",
        )
    form = game.anchored_form
    if not form.concavity.is_positive_semidefinite:
        search = (
            "H̃ = H + 2λ_R I is not ⪰ 0 on T: utility may not be concave in the own mixture, and without that the gap "
            "bounds no regret; a larger coefficient of the anchor makes it so."
        )
        return _answer(game, (), search, "none", unique=False)
    if form.stability.is_positive_definite:
        point, gap, proposer = _best(game, method)
        squares = [bound * gap for bound in inverse_diagonal_bounds(form.M)]
        radii = tuple(fraction(root_above(square)) for square in squares)
        search = (
            "M̃ = M + 2λ_R I ≻ 0 on T: there is one homogeneous equilibrium, and it is within the radii of this point."
        )
        return _answer(game, (Enclosure(game, point, fraction(gap), radii),), search, proposer, unique=True)
    if select is not None:
        raise InputError(
            "M̃ is not ≻ 0 on T: the profiles found are not known to be equilibria, so none can be selected",
            key="select",
            remedy="ask without a rule, or raise the coefficient of the anchor",
        )
    count = game.size if every else min(game.size, DEFAULT_STARTS)
    points = list(_several(game, method, count))
    search = (
        f"M̃ = M + 2λ_R I is not ≻ 0 on T: there can be several homogeneous equilibria. Newton's method from "
        f"{count + 1} starts found these; whether there are more, and how far they are, is undecided."
    )
    found = tuple(Enclosure(game, point, fraction(gap), None) for point, gap in points)
    return _answer(game, found, search, "newton", unique=False)


def _answer(game: Game, found: tuple[Enclosure, ...], search: str, method: str, *, unique: bool) -> AnchoredSolution:
    form = game.anchored_form
    united = form.unity is None or form.unity.is_positive_definite
    homogeneous: Verdict = "proved" if unique else "undecided"
    return AnchoredSolution(
        game=game,
        components=(),
        complete=unique,
        search=search,
        unique_homogeneous=homogeneous,
        unique="proved" if unique and united else "undecided",
        method=method,
        enclosures=found,
    )


def _best(game: Game, method: str) -> tuple[flint.fmpq_mat, flint.fmpq, str]:
    """Return a point, a bound of its gap, and what proposed it; "auto" asks CVXPY too where Newton's point is poor."""
    name, _, solver = method.partition(":")
    proposed = [] if name == "cvxpy" else [_bounded(game, None, "newton")]
    if name == "cvxpy":
        proposed.append(_by_cvxpy(game, solver or "CLARABEL"))
    elif name == "auto" and proposed[0][1] > _CONVERGED * _scale(game) and game.canonical.has_concave_programme:
        with suppress(InputError, UndecidedError):
            proposed.append(_by_cvxpy(game, "CLARABEL"))
    return min(proposed, key=lambda found: found[1])


def _bounded(game: Game, start: np.ndarray | None, proposer: str) -> tuple[flint.fmpq_mat, flint.fmpq, str]:
    point = newton_point(game, start)
    return point, short_above(anchored_gap(game, point)[1]), proposer


def _by_cvxpy(game: Game, solver: str) -> tuple[flint.fmpq_mat, flint.fmpq, str]:
    from nashsym.solvers.convex import solve_concave_programme

    if not game.canonical.has_concave_programme:
        raise InputError(
            "K is not symmetric, or M is not ⪰ 0 on T: CVXPY cannot state a concave programme",
            key="method",
            remedy="use auto or newton",
        )
    found = solve_concave_programme(game, solver)
    return _bounded(game, found.weights, f"cvxpy:{found.solver} and newton")


def _several(game: Game, method: str, count: int) -> Iterator[tuple[flint.fmpq_mat, flint.fmpq]]:
    """Yield points far from each other with small gaps; the best one where none is small."""
    if method.partition(":")[0] == "cvxpy":
        raise InputError(
            "M̃ is not ≻ 0 on T: the equilibria are not the maximisers of a concave programme",
            key="method",
            remedy="use auto or newton",
        )
    tried = [_bounded(game, start, "newton")[:2] for start in _starts(game, count)]
    tried.sort(key=lambda found: found[1])
    small = [found for found in tried if found[1] <= _CONVERGED * _scale(game)] or tried[:1]
    kept: list[flint.fmpq_mat] = []
    for point, gap in small:
        if all(_distance(point, other) > _APART for other in kept):
            kept.append(point)
            yield point, gap


def _starts(game: Game, count: int) -> Iterable[np.ndarray | None]:
    """Yield None, for following the path from the reference, then points near the first vertices."""
    yield None
    assert game.anchor is not None  # noqa: S101  # of_anchored has looked
    reference = game.anchor.float_data()
    for group in range(count):
        yield _NEAR_A_VERTEX * np.eye(1, game.size, group)[0] + (1 - _NEAR_A_VERTEX) * reference


def _distance(point: flint.fmpq_mat, other: flint.fmpq_mat) -> flint.fmpq:
    return max(abs(value) for value in (point - other).entries())


def _scale(game: Game) -> flint.fmpq:
    form, price = game.canonical, flint.fmpq(0) if game.anchor is None else game.anchor.coefficient
    return max(*(abs(value) for value in (*form.b.entries(), *form.M.entries())), price)
