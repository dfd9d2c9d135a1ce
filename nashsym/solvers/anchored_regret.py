r"""What an agent of an anchored game could gain by leaving a profile, between rationals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import flint

from nashsym.errors import UndecidedError
from nashsym.exact.balls import Interval, logarithm, short_above, short_below
from nashsym.exact.rational import column_fractions, fraction
from nashsym.game import Game
from nashsym.gamefile.profile import Played
from nashsym.solvers.anchored_gap import anchored_gap, of_anchored
from nashsym.solvers.anchored_newton import newton_point
from nashsym.solvers.played_regret import PlayedRegret

__all__ = ["AnchoredRegret", "anchored_regret"]


@dataclass(frozen=True)
class AnchoredRegret(PlayedRegret):
    """What agents of an anchored game who play one mixture could gain; logarithms leave an interval.

    Attributes
    ----------
    gap : Fraction
        An upper bound of T14's gap. Where the mixture leaves a group at 0, whose marginal utility is infinite, the
        upper bound of the regret stands in its place.
    surely_better : bool
        Whether some deviation is proved to gain: the gap is proved to be above 0, or a group is left at 0.
    """

    surely_better: bool = False

    @property
    def is_best_response(self) -> Literal["yes", "no", "undecided"]:
        """Whether the mixture is a best response."""
        if self.low > 0 or self.surely_better:
            return "no"
        return "yes" if self.high == 0 else "undecided"


def anchored_regret(game: Game, played: Played, own: flint.fmpq_mat, mean: flint.fmpq_mat) -> AnchoredRegret:
    r"""Enclose ``max_x u(x) − u(wᵢ)``, x ∈ Δ, by a nearly best response x and its own gap.

    Parameters
    ----------
    game : Game
        Anchored, H̃ ⪰ 0 on T.
    played : Played
        The mixture wᵢ and who plays it.
    own, mean : flint.fmpq_mat, shape (D, 1)
        wᵢ, and mᵢ.

    Raises
    ------
    UndecidedError
        Where H̃ is not ⪰ 0 on T.

    Notes
    -----
    ``u(x) − u(wᵢ) ≤ regretᵢ ≤ u(x) − u(wᵢ) + gap(x)``. Source: MODEL T14.
    """
    of_anchored(game)
    if not game.anchored_form.concavity.is_positive_semidefinite:
        raise UndecidedError(
            "H̃ = H + 2λ_R I is not ⪰ 0 on T: the gap bounds no regret; a larger coefficient of the anchor makes it so"
        )
    assert game.anchor is not None  # noqa: S101  # of_anchored has looked
    form = game.canonical
    facing = Game.from_canonical(
        form.b - form.K * mean, form.H, agents=1, anchor=(game.anchor.coefficient, game.anchor.data)
    )
    best = newton_point(facing)
    rest = anchored_gap(facing, best)[1]
    (low, high), (least, most) = _utility(facing, best), _utility(facing, own)
    lower, upper = max(low - most, flint.fmpq(0)), high - least + rest
    served = min(own.entries()) > 0
    gap_low, gap = anchored_gap(facing, own) if served else (flint.fmpq(1), upper)
    upper = min(upper, gap)
    best_known = column_fractions(best) if lower > 0 else played.weights
    return AnchoredRegret(
        game.groups,
        played.stretches,
        played.weights,
        fraction(short_below(lower)),
        fraction(short_above(upper)),
        best_known,
        fraction(short_above(gap)),
        surely_better=not served or gap_low > 0,
    )


def _utility(game: Game, weights: flint.fmpq_mat) -> Interval:
    """Enclose ``bᵀx − ½xᵀHx − λ_R Σ x log(x/w⁰)`` for an agent alone, 0 log 0 = 0."""
    assert game.anchor is not None  # noqa: S101  # asked of anchored games only
    form, price = game.canonical, game.anchor.coefficient
    exact = (weights.transpose() * (form.b - form.H * weights / 2))[0, 0]
    low, high = exact, exact
    for weight, reference in zip(weights.entries(), game.anchor.data.entries(), strict=True):
        if weight != 0:
            least, most = logarithm(weight / reference)
            low, high = low - price * weight * most, high - price * weight * least
    return low, high
