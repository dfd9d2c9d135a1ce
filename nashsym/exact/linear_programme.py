"""Linear programmes over the rationals, with proofs of their answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import flint

from nashsym.exact.float_simplex import propose
from nashsym.exact.simplex import Answer, Tableau

__all__ = ["Infeasible", "Optimal", "Unbounded", "maximise"]

_ZERO: Final = flint.fmpq(0)
#: Up to this many entries of A the exact simplex method is the quickest; beyond it floats propose a basis.
_SMALL: Final = 200


@dataclass(frozen=True)
class Optimal:
    """A maximiser x and a dual y with Aᵀy ≥ c and bᵀy = cᵀx, checked exactly.

    Attributes
    ----------
    value : flint.fmpq
    x : flint.fmpq_mat
        n×1.
    dual : flint.fmpq_mat
        m×1.
    """

    value: flint.fmpq
    x: flint.fmpq_mat
    dual: flint.fmpq_mat


@dataclass(frozen=True)
class Infeasible:
    """No x: the multipliers y (``farkas``, m×1) have Aᵀy ≥ 0 and bᵀy < 0, checked exactly."""

    farkas: flint.fmpq_mat


@dataclass(frozen=True)
class Unbounded:
    """No maximum: from the feasible ``x`` along ``ray`` (n×1 each, ray ≥ 0, A·ray = 0, cᵀray > 0), checked exactly."""

    x: flint.fmpq_mat
    ray: flint.fmpq_mat


def maximise(c: flint.fmpq_mat, A: flint.fmpq_mat, b: flint.fmpq_mat) -> Optimal | Infeasible | Unbounded:
    """Maximise cᵀx subject to Ax = b, x ≥ 0.

    Parameters
    ----------
    c : flint.fmpq_mat
        n×1.
    A : flint.fmpq_mat
        m×n, of any rank.
    b : flint.fmpq_mat
        m×1.

    Returns
    -------
    Optimal, Infeasible or Unbounded

    Raises
    ------
    ValueError
        If the shapes do not agree.

    Notes
    -----
    On all but small programmes a simplex method in floats proposes a basis, which is solved and checked exactly. Where
    it proposes none that holds, an exact one decides. It has two phases; the entering variable has the largest reduced
    cost, the leaving one is the least in the lexicographic order of the rows from the identity that each phase starts
    with, so that no basis occurs twice (Dantzig, Orden and Wolfe, 1955).
    """
    if (c.nrows(), b.nrows(), c.ncols(), b.ncols()) != (A.ncols(), A.nrows(), 1, 1):
        raise ValueError("the shapes of c, A and b do not agree")
    if A.nrows() * A.ncols() > _SMALL:
        for proposed in propose(c, A, b):
            outcome = _outcome(proposed, c)
            if _holds(outcome, c, A, b):
                return outcome
    outcome = _outcome(Tableau(c, A, b).solve(), c)
    if not _holds(outcome, c, A, b):  # pragma: no cover - would be a fault of the simplex method
        raise AssertionError(f"the {type(outcome).__name__} answer of a linear programme fails its own check")
    return outcome


def _outcome(answer: Answer, c: flint.fmpq_mat) -> Optimal | Infeasible | Unbounded:
    """Name the parts of an answer."""
    kind, first, second = answer
    if kind == "infeasible":
        return Infeasible(first)
    return Unbounded(first, second) if kind == "unbounded" else Optimal(_dot(c, first), first, second)


def _holds(outcome: Optimal | Infeasible | Unbounded, c: flint.fmpq_mat, A: flint.fmpq_mat, b: flint.fmpq_mat) -> bool:
    """Decide exactly whether an answer proves what it says."""
    transposed = A.transpose()
    if isinstance(outcome, Infeasible):
        return bool(_least(transposed * outcome.farkas) >= 0 and _dot(b, outcome.farkas) < 0)
    if not (_least(outcome.x) >= 0 and A * outcome.x == b):
        return False
    if isinstance(outcome, Optimal):
        feasible = _least(transposed * outcome.dual - c) >= 0
        return bool(feasible and _dot(b, outcome.dual) == outcome.value == _dot(c, outcome.x))
    inside = _least(outcome.ray) >= 0 and A * outcome.ray == flint.fmpq_mat(A.nrows(), 1)
    return bool(inside and _dot(c, outcome.ray) > 0)


def _least(column: flint.fmpq_mat) -> flint.fmpq:
    return min(column.entries(), default=_ZERO)


def _dot(left: flint.fmpq_mat, right: flint.fmpq_mat) -> flint.fmpq:
    return (left.transpose() * right)[0, 0] if left.nrows() else _ZERO
