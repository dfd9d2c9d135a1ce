r"""Newton's method for the homogeneous first-order conditions of an anchored game: floats find, balls refine.

Everybody playing w > 0 is an equilibrium only if ``r(w) = b − Mw − λ_R log(w/w⁰) = ν1``. Nothing here proves anything:
whoever calls takes the point and bounds its gap.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import flint
import numpy as np
from numpy.typing import NDArray

from nashsym.exact.rational import column_floats, floats, fraction
from nashsym.game import Game

__all__ = ["DIGITS", "newton_point", "rounded_up"]

Array: TypeAlias = NDArray[np.float64]

#: Weights are multiples of 10⁻⁴⁰: the gap of a point so rounded is about as small, the radii about its root.
DIGITS: Final = 40
#: Weights that the floats keep apart from 0; below 10⁻⁴⁰ the rounding decides.
_LEAST: Final = 1e-60
#: A smaller λ_R, next to the other numbers, moves no weight by 10⁻³⁸.
_LEAST_PRICE: Final = 1e-40
_MOST_STEPS: Final = 100
_MOST_REFINEMENTS: Final = 40
_STAGE_ACCURACY: Final = 1e-6
_FLOAT_ACCURACY: Final = 1e-13
_LARGEST_REFINEMENT: Final = 0.5
_BALL_ACCURACY: Final = 10.0 ** -(DIGITS + 5)
_BITS: Final = 320


@dataclass(frozen=True)
class _Scaled:
    """b, M, λ_R and w⁰, the first three divided by the largest of their numbers: no equilibrium moves (MODEL T8).

    Exactly, and in floats.
    """

    b: flint.fmpq_mat
    M: flint.fmpq_mat
    price: flint.fmpq
    reference: flint.fmpq_mat

    @classmethod
    def of(cls, game: Game) -> _Scaled:
        form, anchor = game.canonical, game.anchor
        assert anchor is not None  # noqa: S101  # asked of anchored games only
        largest = max(*(abs(value) for value in (*form.b.entries(), *form.M.entries())), anchor.coefficient)
        return cls(form.b / largest, form.M / largest, anchor.coefficient / largest, anchor.data)

    @cached_property
    def float_b(self) -> Array:
        return column_floats(self.b)

    @cached_property
    def float_M(self) -> Array:
        return floats(self.M)

    @cached_property
    def float_price(self) -> float:
        return max(float(fraction(self.price)), _LEAST_PRICE)

    @cached_property
    def logarithms(self) -> Array:
        """Logarithms of w⁰, also where w⁰_d is smaller than any float."""
        listed = [math.log(int(value.p)) - math.log(int(value.q)) for value in self.reference.entries()]
        return np.array(listed, dtype=np.float64)


def newton_point(game: Game, start: Array | None = None) -> flint.fmpq_mat:
    """Return a rational point of the simplex, all weights > 0, near a solution of the first-order conditions.

    Parameters
    ----------
    game : Game
        With an anchor, λ_R > 0.
    start : ndarray of shape (D,), optional
        Where to begin, for instance what CVXPY found; unless given, the path of solutions is followed from a large
        λ_R, where w = w⁰, down to the game's own.
    """
    data = _Scaled.of(game)
    with np.errstate(all="ignore"):
        try:
            floating = _followed(data) if start is None else _settled(data, data.float_price, start, _FLOAT_ACCURACY)
            solve = _Factored(data.float_M, data.float_price, floating)
            usable = bool(np.isfinite(floating).all() and np.isfinite(solve.inverse).all())
        except np.linalg.LinAlgError:
            usable = False
        if not usable:
            return rounded_up(data.reference.entries())
        return rounded_up(_refined(data, floating, solve))


def _followed(data: _Scaled) -> Array:
    """Follow the solutions as λ_R halves."""
    weights: Array = np.exp(data.logarithms)
    price = max(16.0, data.float_price)
    while price > data.float_price:
        weights = _settled(data, price, weights, _STAGE_ACCURACY)
        price = max(price / 2, data.float_price)
    return _settled(data, data.float_price, weights, _FLOAT_ACCURACY)


def _settled(data: _Scaled, price: float, weights: Array, accuracy: float) -> Array:
    """Take Newton steps until the relative step is small or stays what it is."""
    w = _inside(weights)
    previous = np.inf
    for _ in range(_MOST_STEPS):
        residual = data.float_b - data.float_M @ w - price * (np.log(w) - data.logarithms)
        solve = _Factored(data.float_M, price, w)
        step = solve(residual, 1.0 - float(w.sum()))
        # Newton's step in w is safe upwards, the one in log w downwards: neither overshoots the logarithm.
        moved: Array = np.where(step < 0, w * np.exp(np.minimum(step, 0.0)), w * (1.0 + step))
        w = _inside(moved)
        size = float((np.abs(step) * (w > 2 * _LEAST)).max())
        if size <= accuracy or (size <= _STAGE_ACCURACY and size >= previous):
            break
        previous = size
    return w


def _inside(weights: Array) -> Array:
    """Return the weights moved to 10⁻⁶⁰ or more and scaled to sum to 1."""
    kept: Array = np.clip(weights, _LEAST, None)
    shares: Array = kept / float(kept.sum())
    return shares


class _Factored:
    """The Jacobian at w, scaled by √w on both sides and bordered by ``1ᵀw = 1``; solves for relative steps dw/w."""

    def __init__(self, M: Array, price: float, w: Array) -> None:
        size = len(w)
        self._root: Array = np.sqrt(w)
        system = np.zeros((size + 1, size + 1))
        system[:size, :size] = self._root[:, None] * M * self._root[None, :] + price * np.eye(size)
        system[:size, size] = system[size, :size] = self._root
        self.inverse: Array = np.linalg.inv(system).astype(np.float64)

    def __call__(self, residual: Array, missing: float) -> Array:
        right = np.append(self._root * (residual - self._root**2 @ residual), missing)
        step: Array = (self.inverse @ right)[:-1] / self._root
        return step


def _refined(data: _Scaled, weights: Array, solve: _Factored) -> list[flint.fmpq]:
    """Take steps with the float Jacobian and residuals in balls until the weights are right to some 45 digits."""
    size = len(weights)
    free = weights > 2 * _LEAST
    with flint.ctx.workprec(_BITS):
        b, M = flint.arb_mat(data.b), flint.arb_mat(data.M)
        price = flint.arb(data.price)
        reference = [flint.arb(value) for value in data.reference.entries()]
        w = [flint.arb(float(value)) for value in weights]
        previous = np.inf
        for _ in range(_MOST_REFINEMENTS):
            linear = (b - M * flint.arb_mat(size, 1, w)).entries()
            residual = [
                value - price * (weight / anchored).log()
                for value, weight, anchored in zip(linear, w, reference, strict=True)
            ]
            level = sum((weight * value for weight, value in zip(w, residual, strict=True)), flint.arb(0))
            missing = 1 - sum(w, flint.arb(0))
            step = solve(np.array([float(value - level) for value in residual]), float(missing)) * free
            change = float(np.abs(step).max())
            if not change < min(previous, _LARGEST_REFINEMENT):
                break
            w = [(weight + weight * float(part)).mid() for weight, part in zip(w, step, strict=True)]
            previous = change
            if change <= _BALL_ACCURACY:
                break
        return [weight.mid().fmpq() for weight in w]


def rounded_up(weights: list[flint.fmpq], digits: int = DIGITS) -> flint.fmpq_mat:
    r"""Return positive weights as multiples of ``10^−digits`` that sum to exactly 1, each rounded up but the largest.

    A weight that is too small by a share δ raises its marginal utility, and the gap with it, by λ_R δ; one that is too
    large lowers only its own, and costs λ_R δ w_d. So small weights are rounded up, and the largest pays for all.
    """
    scale = flint.fmpz(10) ** digits
    total = sum(weights, flint.fmpq(0))
    units = [(weight / total * scale).ceil() for weight in weights]
    largest = max(range(len(units)), key=units.__getitem__)
    units[largest] += scale - sum(units, flint.fmpz(0))
    return flint.fmpq_mat(len(units), 1, [flint.fmpq(unit, scale) for unit in units])
