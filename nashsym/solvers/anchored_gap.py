r"""The gap of an anchored game between rationals (MODEL T14, with logarithms enclosed)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flint

from nashsym.errors import InputError
from nashsym.exact.balls import Interval, logarithm
from nashsym.exact.rational import vector
from nashsym.game import Game

__all__ = ["anchored_gap", "marginal_intervals", "of_anchored"]


def of_anchored(game: Game) -> None:
    """Refuse a game that is not quadratic for another reason than one anchor."""
    if not game.is_anchored:
        raise InputError(
            "the game has a term that is not quadratic", remedy="only quadratic games and anchored ones are solved"
        )


def marginal_intervals(game: Game, own: Any, mean: Any = None) -> list[Interval]:
    r"""Enclose ``g_d = (b − Hwᵢ − Kmᵢ)_d − λ_R log(w_d/w⁰_d)`` for every group.

    The −λ_R that all marginal utilities share is left out: only their differences count.

    Parameters
    ----------
    game : Game
        With an anchor.
    own : array-like of D rationals
        wᵢ > 0 in Δ.
    mean : array-like of D rationals, optional
        mᵢ; wᵢ itself unless given (a homogeneous profile).

    Raises
    ------
    InputError
        If wᵢ is not a mixture with every weight > 0.
    """
    of_anchored(game)
    assert game.anchor is not None  # noqa: S101  # of_anchored has looked
    w = vector(own)
    if w.nrows() != game.size or min(w.entries()) <= 0 or sum(w.entries(), flint.fmpq(0)) != 1:
        raise InputError(
            "the weights are not a mixture with every weight above 0",
            remedy="give D weights > 0 that sum to 1: at 0 the marginal utility of an anchored game is infinite",
        )
    form = game.canonical
    linear = (form.b - form.H * w - form.K * (w if mean is None else vector(mean))).entries()
    price = game.anchor.coefficient
    found = []
    for value, weight, reference in zip(linear, w.entries(), game.anchor.data.entries(), strict=True):
        low, high = logarithm(weight / reference)
        found.append((value - price * high, value - price * low))
    return found


def anchored_gap(game: Game, own: Any, mean: Any = None) -> Interval:
    r"""Enclose ``max_d g_d − gᵀwᵢ`` of an anchored game.

    Returns
    -------
    pair of flint.fmpq
        Where H̃ ⪰ 0 on T the agent's regret is at most the upper end.

    Raises
    ------
    InputError
        If wᵢ is not a mixture with every weight > 0.

    Notes
    -----
    For any x ∈ Δ, concavity gives ``u(x) − u(wᵢ) ≤ gᵀ(x − wᵢ) ≤ max_d g_d − gᵀwᵢ``. Source: MODEL T14.
    """
    bounds = marginal_intervals(game, own, mean)
    weights: Sequence[flint.fmpq] = vector(own).entries()
    least = sum((weight * high for weight, (_, high) in zip(weights, bounds, strict=True)), flint.fmpq(0))
    most = sum((weight * low for weight, (low, _) in zip(weights, bounds, strict=True)), flint.fmpq(0))
    lower = max(low for low, _ in bounds) - least
    return max(lower, flint.fmpq(0)), max(high for _, high in bounds) - most
