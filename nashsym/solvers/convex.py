"""The concave programme of MODEL T4, stated and solved by CVXPY: the reference, for every term."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from nashsym.errors import InputError, UndecidedError
from nashsym.game import Game

__all__ = ["ConvexSolution", "propose_support_convex", "solve_concave_programme"]


@dataclass(frozen=True)
class ConvexSolution:
    """What CVXPY answers, in floats: a second derivation, never a proof.

    Attributes
    ----------
    weights : ndarray, shape (D,)
    level : float
        ν, from the multiplier of ``1ᵀw = 1``.
    shortfalls : ndarray, shape (D,)
        ``ν − g_d ≥ 0``, from the multipliers of ``w ≥ 0``: what a group at weight 0 lacks to be served.
    objective : float
        Value of the programme, up to a constant.
    solver : str
    version : str
        Of CVXPY.
    """

    weights: np.ndarray
    level: float
    shortfalls: np.ndarray
    objective: float
    solver: str
    version: str


def solve_concave_programme(game: Game, solver: str = "CLARABEL") -> ConvexSolution:
    """Maximise the homogeneous programme over the simplex: for quadratic terms ``bᵀw − ½wᵀMw``.

    The quadratic terms enter together, written on the tangent space: with ``v = w − 1/D`` the quadratic part is
    ``½ vᵀMv`` and M ⪰ 0 on T makes it a sum of squares, whatever M does across T.

    Parameters
    ----------
    game : Game
        K symmetric and M ⪰ 0 on T, which is decided exactly before CVXPY is asked.
    solver : str
        Any solver that CVXPY has installed.

    Raises
    ------
    InputError
        For a solver that is not installed, or a game whose programme is not concave.
    UndecidedError
        Where the solver gives up.

    Notes
    -----
    Source: MODEL T4.
    """
    import cvxpy

    name = solver.upper()
    if name not in cvxpy.installed_solvers():
        raise InputError(
            f"the solver {solver!r} is not installed", remedy=f"installed are {', '.join(cvxpy.installed_solvers())}"
        )
    form = game.canonical
    if not form.has_concave_programme:
        raise InputError(
            "the programme is not concave: K is not symmetric, or M is not ⪰ 0 on T",
            remedy="use the method enumeration or pivoting",
        )
    if not (np.isfinite(form.float_b).all() and np.isfinite(form.float_M).all()):
        raise UndecidedError("the numbers of the game are too large for the floats that CVXPY computes with")
    weights = cvxpy.Variable(game.size, name="weights")
    linear, factor, mean_row = tangent_factor(form.float_b, form.float_M)
    objective = linear @ weights - 0.5 * cvxpy.sum_squares(factor @ weights)
    for term in game.terms:
        if term.canonical(game.agents) is None:
            objective = objective + term.programme(weights, game.agents)
    served, total = weights >= 0, cvxpy.sum(weights) == 1
    problem = cvxpy.Problem(cvxpy.Maximize(objective), [served, total])
    try:
        with warnings.catch_warnings():
            # An inaccurate point is a proposal as any other: what is claimed of it is decided exactly.
            warnings.simplefilter("ignore", UserWarning)
            problem.solve(solver=name)
    except cvxpy.error.SolverError as error:
        raise UndecidedError(f"CVXPY with {name} gave up: {error}") from None
    if weights.value is None:
        raise UndecidedError(f"CVXPY with {name} gave up: {problem.status}")
    values = np.asarray(weights.value, dtype=float)
    level = float(np.asarray(total.dual_value).item() - mean_row @ values)
    shortfalls = np.asarray(served.dual_value, dtype=float).reshape(-1)
    return ConvexSolution(values, level, shortfalls, float(problem.value), name, str(cvxpy.__version__))


def tangent_factor(b: np.ndarray, M: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (c, R, r) such that on the simplex ``bᵀw − ½wᵀMw = cᵀw − ½‖Rw‖² + constant`` and ``r = 1ᵀM/D``.

    Parameters
    ----------
    b : ndarray, shape (D,)
    M : ndarray, shape (D, D)
        Symmetric, ⪰ 0 on T.
    """
    size = len(b)
    mean_row = M.mean(axis=0)
    centred = M - mean_row[None, :] - mean_row[:, None] + M.mean()
    values, vectors = np.linalg.eigh((centred + centred.T) / 2)
    factor = np.sqrt(np.clip(values, 0.0, None))[:, None] * vectors.T
    centre = M @ np.full(size, 1.0 / size)
    return b - (centre - centre.mean()), factor, mean_row


def propose_support_convex(game: Game, solver: str) -> tuple[int, ...]:
    """Propose a support from CVXPY's primal and dual values: a group is in where its weight exceeds its shortfall.

    Weight and shortfall complement each other, so the larger of the two (each on its own scale) names the side; a wrong
    guess costs repairs, never correctness.
    """
    found = solve_concave_programme(game, solver)
    scale = max(1e-300, float(np.abs(found.shortfalls).max(initial=0.0)), abs(found.level))
    return tuple(int(d) for d in np.flatnonzero(found.weights > np.abs(found.shortfalls) / scale))
