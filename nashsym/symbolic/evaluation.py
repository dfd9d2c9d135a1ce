"""The interior equilibrium as a NumPy function of whatever was left symbolic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from nashsym.errors import InputError
from nashsym.symbolic.closed_form import TangentSystem

if TYPE_CHECKING:
    import sympy

__all__ = ["evaluator"]


def evaluator(arguments: Sequence[sympy.Symbol], b: sympy.Matrix, M: sympy.Matrix) -> Callable[..., np.ndarray]:
    """Return the function that evaluates ZᵀMZ and Zᵀ(b − Me_D) at arrays of the arguments and solves for w.

    Parameters
    ----------
    arguments : sequence of sympy.Symbol
        Every symbol of b and M.
    b : sympy.Matrix, shape (D, 1)
    M : sympy.Matrix, shape (D, D)

    Returns
    -------
    callable
        See `Derivation.function`.
    """
    import sympy

    system = TangentSystem.of(b, M, named=False)
    size = M.rows - 1
    names = [str(argument) for argument in arguments]
    compiled = sympy.lambdify(arguments, [*system.matrix, *system.column], modules="numpy", cse=True)

    def weights(*values: Any, **named: Any) -> np.ndarray:
        given = _in_order(names, values, named)
        shape = np.broadcast_shapes(*(value.shape for value in given))
        with np.errstate(all="ignore"):
            entries = [np.broadcast_to(np.asarray(entry, dtype=float), shape) for entry in compiled(*given)]
        table = np.stack(entries, axis=-1) if entries else np.empty((*shape, 0))
        solution = _solve(table[..., : size * size].reshape(*shape, size, size), table[..., size * size :])
        return np.concatenate([solution, 1 - solution.sum(axis=-1, keepdims=True)], axis=-1)

    weights.__doc__ = f"Return the weights of the groups, of the shape of the arguments and (D,): {', '.join(names)}."
    return weights


def _in_order(names: Sequence[str], values: Sequence[Any], named: dict[str, Any]) -> list[np.ndarray]:
    given = dict(zip(names, values, strict=False))
    twice = sorted(given.keys() & named.keys())
    unknown = [name for name in named if name not in names]
    missing = [name for name in names if name not in given and name not in named]
    if len(values) > len(names) or twice or unknown or missing:
        wrong = ", ".join(twice or unknown or missing) or f"{len(values)} values"
        raise InputError(
            f"the arguments do not fit: {wrong}",
            key="function",
            remedy=f"give each of {', '.join(names) or 'no argument'} once, in this order or by name",
        )
    return [np.asarray((given | named)[name], dtype=float) for name in names]


def _solve(matrices: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Solve a stack of systems; NaN where one is exactly singular or not finite."""
    good = np.isfinite(matrices).all(axis=(-2, -1)) & np.isfinite(columns).all(axis=-1)
    safe = np.where(good[..., None, None], matrices, np.eye(matrices.shape[-1]))
    with np.errstate(all="ignore"):
        try:
            solution = np.linalg.solve(safe, columns[..., None])[..., 0]
        except np.linalg.LinAlgError:
            good &= np.linalg.det(safe) != 0
            safe = np.where(good[..., None, None], safe, np.eye(matrices.shape[-1]))
            solution = np.linalg.solve(safe, columns[..., None])[..., 0]
    return np.where(good[..., None], solution, np.nan)
