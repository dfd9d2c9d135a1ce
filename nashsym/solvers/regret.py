"""What a profile leaves on the table: each agent's exact regret, its best deviation, and T14's gap."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import flint

from nashsym.errors import UndecidedError
from nashsym.exact.rational import column_fractions, fraction, number_text, vector
from nashsym.game import Game
from nashsym.gamefile.profile import Played, profile_of
from nashsym.limits import MAX_GROUPS_FACE_ENUMERATION
from nashsym.solvers.best_response import exact_regret
from nashsym.solvers.played_regret import PlayedRegret
from nashsym.solvers.regret_bounds import bounds_on_simplex
from nashsym.theorems.regret import gap
from nashsym.theorems.wording import equals, number

__all__ = ["PlayedRegret", "ProfileRegret", "regret"]


@dataclass(frozen=True)
class ProfileRegret:
    """How far a profile is from an equilibrium.

    Attributes
    ----------
    game : Game
    parts : tuple of PlayedRegret
        One for each mixture that is played.
    concave : bool
        Whether H ⪰ 0 on T (H̃ in an anchored game), so that no regret exceeds its gap.
    """

    game: Game
    parts: tuple[PlayedRegret, ...]
    concave: bool

    __hash__ = None  # type: ignore[assignment]  # games hold flint matrices

    @property
    def low(self) -> Fraction:
        """The largest of the lower bounds: some agent gains as much by leaving the profile."""
        return max(part.low for part in self.parts)

    @property
    def high(self) -> Fraction:
        """The largest of the upper bounds: no agent gains more by leaving the profile."""
        return max(part.high for part in self.parts)

    @property
    def epsilon(self) -> Fraction | None:
        """The least ε for which the profile is an ε-equilibrium: the largest regret; None where it is not exact."""
        return self.low if self.low == self.high else None

    @property
    def is_equilibrium(self) -> Literal["yes", "no", "undecided"]:
        """Whether every agent's mixture is a best response to the others'."""
        verdicts = {part.is_best_response for part in self.parts}
        return "no" if "no" in verdicts else "undecided" if "undecided" in verdicts else "yes"

    @property
    def largest_gap(self) -> Fraction:
        """The largest of T14's gaps: what a certificate of the profile states where H ⪰ 0 on T."""
        return max(part.gap for part in self.parts)

    def to_dict(self) -> dict[str, Any]:
        """Return all of it by name; numbers are exact texts."""
        return {
            "is_equilibrium": self.is_equilibrium,
            "epsilon": None if self.epsilon is None else number_text(self.epsilon),
            "low": number_text(self.low),
            "high": number_text(self.high),
            "largest_gap": number_text(self.largest_gap),
            "concave": self.concave,
            "parts": [part.to_dict() for part in self.parts],
        }

    def __repr__(self) -> str:
        size = f"ε {equals(self.low)}" if self.low == self.high else f"ε from {number(self.low)} to {number(self.high)}"
        mixtures = f"{len(self.parts)} mixture{'' if len(self.parts) == 1 else 's'}"
        return f"ProfileRegret({mixtures}, equilibrium: {self.is_equilibrium}, {size})"


def regret(game: Game, profile: Any) -> ProfileRegret:
    r"""Say how much each agent of a profile could gain by another mixture, exactly.

    ``regretᵢ = max_x uᵢ(x, w₋ᵢ) − uᵢ(wᵢ, w₋ᵢ)`` over x ∈ Δ, the others' mean mᵢ being ``(Σⱼwⱼ − wᵢ)/(N − 1)``.

    Parameters
    ----------
    game : Game
        Whose terms are all quadratic, but for an anchor; with one, regrets lie between bounds.
    profile
        A mixture that all agents play, N mixtures, pairs (count, mixture), or the tree of a profile file: see
        `nashsym.gamefile.profile.profile_of`.

    Returns
    -------
    ProfileRegret
        Agents who play alike are computed once. Where H is not ⪰ 0 on T and there are more than 12 groups, regrets lie
        between proven bounds.

    Raises
    ------
    InputError
        For what is not a profile of the game.
    UndecidedError
        For a game with another term that is not quadratic, or an anchored one where H̃ is not ⪰ 0 on T.

    Notes
    -----
    Source: MODEL T1, T14 and section 3.

    Examples
    --------
    >>> from nashsym import Game, regret
    >>> game = Game.from_canonical(b=[1, 0], H=[[1, 0], [0, 1]], agents=3, groups=["left", "right"])
    >>> found = regret(game, {"left": "1/2", "right": "1/2"})
    >>> found.is_equilibrium, found.epsilon, found.parts[0].best_deviation["left"]
    ('no', Fraction(1, 4), Fraction(1, 1))
    """
    played = profile_of(game, profile)
    if not game.is_quadratic and not game.is_anchored:
        raise UndecidedError("regrets are not computed where a term of the utility is not quadratic")
    form = game.anchored_form
    columns = [vector(part.weights) for part in played]
    total = flint.fmpq_mat(game.size, 1)
    for part, column in zip(played, columns, strict=True):
        total += column * part.count
    nothing = flint.fmpq_mat(game.size, 1)
    parts = []
    for part, column in zip(played, columns, strict=True):
        mean = (total - column) / (game.agents - 1) if game.agents > 1 else nothing
        parts.append(_part(game, part, column, mean) if game.is_quadratic else _anchored(game, part, column, mean))
    return ProfileRegret(game, tuple(parts), form.concavity.is_positive_semidefinite)


def _anchored(game: Game, played: Played, own: flint.fmpq_mat, mean: flint.fmpq_mat) -> PlayedRegret:
    from nashsym.solvers.anchored_regret import anchored_regret

    return anchored_regret(game, played, own, mean)


def _part(game: Game, played: Played, own: flint.fmpq_mat, mean: flint.fmpq_mat) -> PlayedRegret:
    form = game.canonical
    size = gap(form, own, mean)
    concave = form.concavity.is_positive_semidefinite
    if concave and size == 0:
        return PlayedRegret(
            game.groups, played.stretches, played.weights, Fraction(0), Fraction(0), played.weights, size
        )
    if concave or game.size <= MAX_GROUPS_FACE_ENUMERATION:
        found = exact_regret(form, own, mean)
        best = played.weights if found.value == 0 else found.best
        return PlayedRegret(game.groups, played.stretches, played.weights, found.value, found.value, best, size)
    linear = form.b - form.K * mean
    bounds = bounds_on_simplex(linear, form.H, own)
    reached = (own.transpose() * (linear - form.H * own / 2))[0, 0]
    low, high = fraction(bounds.low - reached), fraction(bounds.high - reached)
    best = column_fractions(bounds.best) if low > 0 else played.weights
    return PlayedRegret(game.groups, played.stretches, played.weights, low, high, best, size)
